"""Arithmetic that a bulletin itself lets one verify: parts that should sum to their whole, rates that follow from figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .core import QuantityMention

__all__ = ["CheckMention", "verify"]


@dataclass(frozen=True, slots=True)
class CheckMention:
    """One verified sum or rate; ``quantities`` are indices into the mentions, the whole or the stated rate first."""

    kind: str
    quantities: tuple[int, ...]
    expected: Decimal
    stated: Decimal
    difference: Decimal


def verify(text: str, mentions: Sequence[QuantityMention]) -> list[CheckMention]:
    """The checks that the text states without ambiguity, in text order."""
    return []
