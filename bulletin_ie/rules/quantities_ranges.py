"""Ranges: 3至5万件, 20%-30%, 两千至三千个, 6000元至8000元, 100元以上500元以下."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import regex

from . import numerals
from .figures import Figure, read_at
from .numerals import SPACE, Amount
from .quantities_compound import extend

__all__ = ["widen"]


@cache
def _connector() -> regex.Pattern[str]:
    return regex.compile(rf"{SPACE}?(?:[-－–—─~～〜∼]{{1,2}}|至|到){SPACE}?")


_STARTS = frozenset("-－–—─~～〜∼至到 \t\u00a0\u3000")


def widen(text: str, figure: Figure) -> Figure:
    """The whole range that begins with this figure, or the same figure when none does."""
    if figure.amount.value is None:
        return figure
    if text[figure.end : figure.end + 1] not in _STARTS and not text.endswith("以上", figure.start, figure.end):
        return figure
    joint = _connector().match(text, figure.end)
    closed = joint is None and text.endswith("以上", figure.start, figure.end)
    if joint is None and not closed:
        return figure
    at = joint.end() if joint else figure.end
    found = read_at(text, at)
    second = None if found is None else found[1]
    if second is None or second.amount.value is None:
        return figure
    second = extend(text, second)
    if closed and not text.endswith(("以下", "以内"), second.start, second.end):
        return figure
    if second.unit is None and figure.rule == "fraction" and figure.unit != "比例":
        second = second._replace(unit=figure.unit, dimension="ratio", form=figure.form)
    if second.unit is None or (figure.unit is not None and figure.unit != second.unit) or second.amount.value is None:
        return figure
    low, high = figure.amount.value, second.amount.value
    if figure.unit is None or figure.form == second.form:
        low = _shared_scale(low, high, text, at, text[figure.start : figure.end])
    start = figure.start
    if second.dimension in ("temperature", "ratio") and figure.unit is None and low > 0:
        start, low = _below_zero(text, start, low)
    if low >= high:
        return figure
    return second._replace(start=start, amount=Amount(None, low, high), rule="range", chinese=figure.chinese)


def _below_zero(text: str, start: int, low: Decimal) -> tuple[int, Decimal]:
    """-5～3℃: the sign before the first figure."""
    before = text[start - 2 : start - 1] if start > 1 else ""
    if start and text[start - 1] in "-－−" and not (before.isascii() and before.isalnum()):
        return start - 1, -low
    return (start - 2, -low) if text.endswith("零下", 0, start) else (start, low)


def _shared_scale(low: Decimal, high: Decimal, text: str, at: int, first: str) -> Decimal:
    """3至5万: the scale of the second numeral also holds for a smaller first one without a scale of its own."""
    t = numerals.tables()
    match = numerals.pattern().match(text, at)
    if match is None or any(c in t.big or c in t.small for c in first):
        return low
    scale = match["scale"] or ""
    if match["cn"]:
        tail = len(match["cn"])
        while tail and match["cn"][tail - 1] in t.scales:
            tail -= 1
        scale = match["cn"][tail:] + scale if tail else scale
    factor = numerals.scale_of(scale)
    return low * factor if factor > 10 and low < high / factor else low
