"""Quantities: numbers with their unit, exactly delimited and valued, by sections 2 and 6 of the annotation guide.

``scan`` walks the numerals from left to right; each is read with the words that bend it, its scale and its unit. The forms
that need more than one numeral (ranges, 4分48秒, 三分之二) follow from there.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import hedges, notquantities, numerals, rates
from .core import QuantityMention
from .figures import LEADERS, Figure, followers, read, read_at
from .quantities_compound import extend, whole
from .quantities_lists import LAST, elided, labelled
from .quantities_ranges import widen

__all__ = ["scan"]


def scan(text: str) -> list[QuantityMention]:
    """Every quantity of ``text`` in order, without overlaps; ``item``, ``role`` and ``parent`` are still open."""
    found: list[QuantityMention] = []
    bare: list[Figure] = []
    for figure in _figures(text):
        if figure.unit is None:
            bare = [*bare[-LONGEST_LIST:], figure]
            continue
        if notquantities.blocked(text, figure):
            continue
        shared = elided(text, bare, figure) if bare else []
        bare = []
        for each in (*shared, figure):
            found.append(_mention(text, each, found[-1].end if found else 0))
    return rates.carry(text, found)


LONGEST_LIST = 12
"""The most figures that may wait for the unit at the end of their list."""


def _figures(text: str) -> Iterator[Figure]:
    """All figures in text order, with what belongs to them; those without a unit too where a list may follow."""
    search, starts, may_follow = numerals.pattern().search, numerals.starts(), followers()
    position = 0
    while True:
        ahead = read_at(text, position) if position and text[position : position + 1] in starts else None
        if ahead is not None:
            end, figure = ahead
        else:
            match = search(text, position)
            if match is None:
                return
            start, end = match.span()
            # most numbers of an address or a date have nothing around them that could be theirs
            if text[end : end + 1] not in may_follow and (not start or text[start - 1] not in LEADERS):
                position = end
                continue
            figure = read(text, match)
        position = end
        if figure is not None:
            figure = whole(widen(text, extend(text, figure)))
            if figure.unit is None and figure.start and text[figure.start - 1] in LAST:
                figure = labelled(text, figure)
            position = max(end, figure.end)
            yield figure


def _mention(text: str, figure: Figure, floor: int) -> QuantityMention:
    """The record of a figure, with the hedge before it unless that lies before ``floor``."""
    start, mark = hedges.before(text, figure.start)
    if start < floor:
        start, mark = figure.start, None
    lower, upper = hedges.bounds(figure.amount, [mark, *figure.marks])
    return QuantityMention(
        start=start, end=figure.end, value=figure.amount.value, lower=lower, upper=upper, unit=figure.unit,
        dimension=figure.dimension or None, per=figure.per, rule=figure.rule,
    )  # fmt: skip
