"""Organizations: whole names, their types and identities."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from ...rules.core import Context, Token
from .canonical import entities
from .finder import spans
from .model import OrganizationEntity, OrganizationMention
from .walk import Page

_LONE_SURROGATE = regex.compile(r"[\ud800-\udfff]")

__all__ = ["OrganizationEntity", "OrganizationMention", "find"]


def find(text: str, tokens: Sequence[Token], context: Context) -> list[OrganizationEntity]:
    """Every organization of ``text``, one entity a body, in order of first mention; mentions are in text order.

    Args:
        text: the text.
        tokens: its words, which cover it entirely.
        context: what is known of the bulletin beside its text; fills placeholders (省民政厅).
    """
    if not text or not tokens:
        return []
    try:
        page = Page(text, tokens)
    except UnicodeEncodeError:  # a lone surrogate, which the scanners cannot take
        page = Page(_LONE_SURROGATE.sub("\ufffd", text), tokens)
    return entities(page, spans(page), context)
