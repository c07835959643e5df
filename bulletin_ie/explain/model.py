"""What an explanation consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Evidence", "Finding", "LexiconRow"]

Outcome = Literal["record", "lost"]


@dataclass(frozen=True, slots=True)
class LexiconRow:
    """A line of a table in ``bulletin_ie/lexicon`` that took part."""

    table: str
    line: int
    """Line number in the file, from 1."""
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation that the model weighed; a positive weight speaks for the decision."""

    what: str
    value: str
    weight: float


@dataclass(frozen=True, slots=True)
class Finding:
    """Why one place of the text became a record, or why it did not.

    ``start`` and ``end`` are code points of the bulletin's text.
    """

    layer: str
    outcome: Outcome
    start: int
    end: int
    text: str
    rule: str
    id: str | None = None
    """Id of the record (``q3``); None for a candidate that lost."""
    reasons: tuple[str, ...] = ()
    rows: tuple[LexiconRow, ...] = ()
    score: float | None = None
    """The model's sum of weights: above 0 means yes; None where no model decides."""
    evidence: tuple[Evidence, ...] = field(default=())
