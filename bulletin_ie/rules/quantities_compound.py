"""Figures of several parts: 4分48秒, 1小时20分, 一元五角, 三年零六个月, 四成五."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from . import hedges, numerals, units
from .figures import BLANKS, Figure, read_at, skip_spaces
from .numerals import Amount

__all__ = ["extend", "whole"]


CHAINS: dict[str, tuple[tuple[str, int], ...]] = {
    "time": (("年", 12), ("月", 0), ("天", 24), ("小时", 60), ("分钟", 60), ("秒", 0)),
    "money": (("元", 10), ("角", 10), ("分", 0)),
}
"""Units in falling order, each with how many of the next one it holds (0: the next is no part of it)."""


def extend(text: str, figure: Figure) -> Figure:
    """The figure with the smaller parts that follow it, or with 成 and its decimal; the same figure when none do."""
    if figure.unit is None:
        return _tenths(text, figure)
    if figure.amount.value is None or any(figure.marks):
        return figure
    if figure.form == "块" and figure.measure and not figure.per:
        return _pieces_or_money(text, figure)
    if figure.unit == "分" and not figure.measure:
        return _minutes(text, figure)
    chain = CHAINS.get(figure.dimension)
    return figure if chain is None else _parts(text, figure, chain)


_OF_YUAN = {"角": Decimal("0.1"), "分": Decimal("0.01")}


def whole(figure: Figure) -> Figure:
    """角 and 分钱 alone as parts of 元: 五毛 is 0.5 元."""
    factor = _OF_YUAN.get(figure.unit or "") if figure.dimension == "money" else None
    return figure if factor is None else figure._replace(amount=figure.amount.times(factor), unit="元")


def _pieces_or_money(text: str, figure: Figure) -> Figure:
    """块 counts pieces, but 8块5 and 两块九毛 are money."""
    money = _money(text, figure._replace(unit="元", dimension="money", measure=False))
    return money if money.end > figure.end else figure


def _minutes(text: str, figure: Figure) -> Figure:
    """分 is minutes when seconds follow (4分48秒)."""
    follow = _next(text, figure.end)
    if follow is None or follow.unit != "秒" or follow.amount.value is None or figure.amount.value is None:
        return figure
    value = figure.amount.value * 60 + follow.amount.value
    return follow._replace(start=figure.start, amount=Amount(value), rule="duration")


def _parts(text: str, figure: Figure, chain: tuple[tuple[str, int], ...]) -> Figure:
    """1小时20分 → 80 分钟, 三元五角 → 3.5 元."""
    if text[figure.end : figure.end + 1] not in _next_starts():
        return figure
    names = [name for name, _ in chain]
    while figure.unit in names[:-1] and figure.amount.value is not None and not any(figure.marks):
        at = names.index(figure.unit)
        follow = _next(text, figure.end)
        if follow is None or follow.amount.value is None or follow.end == figure.end:
            return figure
        if figure.dimension == "money":
            return _money(text, figure)
        unit = "分钟" if follow.unit == "分" else follow.unit
        if not chain[at][1] or unit != names[at + 1]:
            return figure
        value = figure.amount.value * chain[at][1] + follow.amount.value
        figure = follow._replace(
            start=figure.start,
            amount=Amount(value),
            unit=unit,
            dimension="time",
            rule="duration",
            chinese=figure.chinese,
        )
    return figure


@cache
def _next_starts() -> frozenset[str]:
    return numerals.starts() | frozenset("又半")


_YUAN = ("RMB", "人民币", "元人民币")


def _money(text: str, figure: Figure) -> Figure:
    """三千元五角八分, 两块九毛九, 九块九: value in 元 (or in 角)."""
    value, end, place = figure.amount.value, figure.end, Decimal(1)
    chinese = figure.chinese
    unit = figure.unit
    last = figure
    while unit in ("元", "角"):
        follow = _next(text, end)
        if follow is None or follow.amount.value is None or follow.amount.value >= 10 or value is None:
            break
        if follow.unit == ("角" if unit == "元" else "分") or (unit == "元" and follow.unit == "分"):
            place = place / 100 if unit == "元" and follow.unit == "分" else place / 10
            value, end, unit, last = value + follow.amount.value * place, follow.end, follow.unit, follow
        elif (
            (follow.unit is None or follow.form in _YUAN) and last.form in ("块", "毛") and follow.amount.value % 1 == 0
        ):
            value, end, unit = value + follow.amount.value * place / 10, follow.end, None
        else:
            break
    if end == figure.end:
        return figure
    if text.startswith("钱", end):
        end += 1
    return last._replace(
        start=figure.start,
        end=end,
        amount=Amount(value),
        unit=figure.unit,
        dimension="money",
        rule="money",
        chinese=chinese,
        form=figure.form,
    )


def _next(text: str, at: int) -> Figure | None:
    """The figure that stands right at ``at``, after an optional 零 or 又."""
    if text[at : at + 1] == "又":
        at += 1
    found = read_at(text, at)
    if found is not None and found[0] == at + 1 and text[at] == "零":
        found = read_at(text, at + 1)
    return None if found is None else found[1]


def _tenths(text: str, figure: Figure) -> Figure:
    """近三成, 一成多, 六七成, 四成五: tenths are percent."""
    if text[figure.end : figure.end + 1] not in _TENTH_STARTS:
        return figure
    at = skip_spaces(text, figure.end)
    if at < len(text) and text[at] in "多余":
        at += 1
    if text[at : at + 1] == "折" and text[at + 1 : at + 2] not in _NOT_DISCOUNTS and not any(figure.marks):
        return _discount(figure, at + 1)
    if text[at : at + 1] != "成" or text[at + 1 : at + 2] in _NOT_TENTHS:
        return figure
    marks = [*figure.marks, "lower"] if at > figure.end else list(figure.marks)
    amount = figure.amount.times(Decimal(10))
    if any(x is not None and x > 100 for x in (amount.value, amount.high)):
        return figure
    end = skip_spaces(text, at + 1)
    end = end if text[end + 1 : end + 2] < "\u4e00" else at + 1
    follow = numerals.tables().digit.get(text[end : end + 1]) or (5 if text[end : end + 1] == "半" else None)
    if follow and amount.value is not None and units.lookup(text, end + 1) is None:
        amount, end = Amount(amount.value + follow), end + 1
    end, mark = hedges.after(text, end, long=True)
    return figure._replace(
        end=end, amount=amount, marks=(*marks, mark), unit="%", dimension="ratio", form="成", rule="tenths"
    )


_TENTH_STARTS = BLANKS | frozenset("多余折成")


def _discount(figure: Figure, end: int) -> Figure:
    """八折 and 八五折 are 80 and 85 percent of the price."""
    value = figure.amount.value
    if value is None or not 0 < value < 100 or value == 10:
        return figure
    amount = Amount(value * 10 if value < 10 else value)
    return figure._replace(end=end, amount=amount, unit="%", dimension="ratio", form="折", rule="tenths")


_NOT_DISCOUNTS = frozenset("叠合腾射纸线返回算旧页子扇戟磨")
_NOT_TENTHS = frozenset("立员功为果绩本品分熟都年长交人效型套片群批组因就田县市不")
