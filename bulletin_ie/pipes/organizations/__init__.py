"""Organizations: whole names, their types and identities."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.core import Context, Token
from .canonical import entities
from .finder import spans
from .model import OrganizationEntity, OrganizationMention

__all__ = ["OrganizationEntity", "OrganizationMention", "find"]


def find(text: str, tokens: Sequence[Token], context: Context) -> list[OrganizationEntity]:
    """Every organization of ``text``, one entity a body, in order of first mention; mentions are in text order."""
    return entities(text, spans(text, tokens), context)
