"""The counted thing of each quantity, by the annotation guide: after the unit, else the measured noun phrase before.

Rules propose one (:mod:`items_ruled`), a trained model weighs it against every other phrase beside the figure
(:mod:`items_ranker`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from . import items_context, items_ranker, items_ruled, structure
from .core import DateMention, QuantityMention, Token

__all__ = ["attach"]


def attach(
    text: str,
    mentions: Sequence[QuantityMention],
    tokens: Sequence[Token],
    dates: Sequence[DateMention],
    scorer: items_ranker.Scorer | None = None,
) -> list[QuantityMention]:
    """The same mentions with ``item``, ``role`` and ``parent`` filled where the text gives them.

    ``scorer``: the weights that items are chosen by, the shipped ones by default.
    """
    if not mentions:
        return []
    ruled = items_ruled.spans(text, mentions, tokens, dates)
    items = items_ranker.choose(text, mentions, items_context.places(mentions, dates, tokens), ruled, scorer)
    roles = structure.roles(text, mentions)
    return [
        mention if item is None and role is None else replace(mention, item=item, role=role, parent=parent)
        for mention, item, (role, parent) in zip(mentions, items, roles, strict=True)
    ]
