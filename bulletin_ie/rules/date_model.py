"""What a date says, before anyone knows when it was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .date_lexicon import WordRow

__all__ = ["DateCandidate", "Phrase", "Point"]


class Point(NamedTuple):
    """One end of a calendar expression, with the fields that are printed; the others are open.

    ``piece`` names a part of the year or month: ``Q1``–``Q4``, ``H1`` ``H2``, ``T1``–``T3`` (旬; ``T12`` ``T23`` two of them),
    ``S1`` (spring) to ``S4``, ``YTD5`` (the first five months), ``QTD3``, ``W2`` (its second week), ``D2`` (its second day, ``D-1`` the last).
    ``edge`` is ``start`` or ``end`` (年初, 月底, 三季度末): the first or last day of what the rest names.
    """

    rel: WordRow | None = None
    year: int | None = None
    short_year: bool = False
    """``year`` is two digits."""
    month: int | None = None
    day: int | None = None
    piece: str | None = None
    edge: str | None = None
    weekday: int | None = None
    part: str | None = None
    """Part of the day as printed (上午, 晚)."""
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    lunar: bool = False
    leap: bool = False
    name: str | None = None
    """Festival or solar term."""
    years: tuple[int, int] | None = None
    """First and last year of a named period (“十四五”, 九十年代)."""
    school: bool = False
    """A school year, from September to August."""
    rolling: tuple[str, int, str] | None = None
    """Direction (past, future), count and unit (year month week day) of a period counted from publication (近三年)."""
    open_edge: bool = False
    """月底, 年末 with nothing before them."""


class Phrase(NamedTuple):
    """A date read from the text up to ``end``; ``level`` is the unit that it was read down to."""

    end: int
    first: Point
    last: Point | None
    level: str
    rule: str
    same_period: bool = False


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A calendar expression found in a text, not yet resolved. ``last`` is None unless it is a range with two ends."""

    start: int
    end: int
    first: Point
    last: Point | None
    rule: str
    boundary: str | None = None
    outlook: str | None = None
    """Whether the words look ahead: ``ahead``, ``lean``, ``near`` or None; see :func:`.date_context.outlook`."""
    same_period: bool = False
    """同期 follows: the stretch of that year that the text is speaking of."""
