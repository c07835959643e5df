"""Figures of several parts: 4分48秒, 1小时20分, 一元五角, 三年零六个月, 四成五."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from . import hedges, numerals, units
from .figures import Figure
from .numerals import Amount

__all__ = ["extend"]


def extend(text: str, figure: Figure) -> Figure:
    """The figure with the smaller parts that follow it, or with 成 and its decimal; the same figure when none do."""
    if figure.unit is None:
        return _tenths(text, figure)
    return figure


def _tenths(text: str, figure: Figure) -> Figure:
    """近三成, 一成多, 六七成, 四成五: tenths are percent."""
    at = figure.end
    if at < len(text) and text[at] in "多余":
        at += 1
    if text[at : at + 1] != "成" or text[at + 1 : at + 2] in _NOT_TENTHS:
        return figure
    marks = [*figure.marks, "lower"] if at > figure.end else list(figure.marks)
    amount = figure.amount.times(Decimal(10))
    if any(x is not None and x > 100 for x in (amount.value, amount.high)):
        return figure
    end = at + 1
    follow = numerals.tables().digit.get(text[end : end + 1])
    if follow and amount.value is not None and units.lookup(text, end + 1) is None:
        amount, end = Amount(amount.value + follow), end + 1
    end, mark = hedges.after(text, end, long=True)
    return replace(
        figure, end=end, amount=amount, marks=(*marks, mark), unit="%", dimension="ratio", form="成", rule="tenths"
    )


_NOT_TENTHS = frozenset("立员功为果绩本品分熟都年长交人效型套片群批组因就田县市不")
