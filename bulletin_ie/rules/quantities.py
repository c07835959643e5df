"""Quantities: numbers with their unit, exactly delimited and valued, by sections 2 and 6 of the annotation guide.

``scan`` walks the numerals from left to right; each is read with the words that bend it, its scale and its unit. The forms
that need more than one numeral (ranges, 4分48秒, 三分之二) follow from there.
"""

from __future__ import annotations

from . import hedges, notquantities, numerals, rates
from .core import QuantityMention
from .figures import Figure, read, read_at
from .quantities_compound import extend, whole
from .quantities_ranges import widen

__all__ = ["scan"]


def scan(text: str) -> list[QuantityMention]:
    """Every quantity of ``text`` in order, without overlaps; ``item``, ``role`` and ``parent`` are still open."""
    found: list[QuantityMention] = []
    search = numerals.pattern().search
    position = 0
    while True:
        ahead = read_at(text, position) if position and text[position : position + 1] in numerals.starts() else None
        if ahead is not None:
            end, figure = ahead
        else:
            match = search(text, position)
            if match is None:
                break
            end, figure = match.end(), read(text, match)
        if figure is None:
            position = end
            continue
        figure = whole(widen(text, extend(text, figure)))
        position = max(end, figure.end)
        mention = _mention(text, figure, found[-1].end if found else 0)
        if mention is not None:
            found.append(mention)
    return rates.carry(text, found)


def _mention(text: str, figure: Figure, floor: int) -> QuantityMention | None:
    """The record of a figure with a unit, or None when the guide says that it is no quantity."""
    if figure.unit is None or notquantities.blocked(text, figure):
        return None
    start, mark = hedges.before(text, figure.start)
    if start < floor:
        start, mark = figure.start, None
    marks = [mark, *figure.marks]
    amount = figure.amount
    lower, upper = hedges.bounds(amount, marks)
    return QuantityMention(
        start=start, end=figure.end, value=amount.value, lower=lower, upper=upper, unit=figure.unit,
        dimension=figure.dimension or None, per=figure.per, rule=figure.rule,
    )  # fmt: skip
