"""Words that bend a number (近, 余, 以上): where they stand and what they say about its bounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ..lexicon import load
from .numerals import Amount

__all__ = ["HedgeRow", "after", "before", "bounds", "last_before"]


@dataclass(frozen=True, slots=True)
class HedgeRow:
    """A row of ``hedges.tsv``: ``place`` before/between/after/long, ``bound`` lower/upper/none."""

    form: str
    place: str
    bound: str
    example: str


@cache
def table(place: str) -> dict[str, str]:
    """Form → bound of the hedges of one place."""
    return {row.form: row.bound for row in load("hedges", HedgeRow) if row.place == place}


LONGEST = 4
_BLANKS = frozenset(" \u3000\u00a0")
_WHOLE_SCALES = frozenset("十百千万亿佰仟")

_INSIDE_WORDS = {
    "近": "附最邻靠临亲就相远贴凑迫切",
    "约": "合预节公特违签履契条简大制邀相失婚",
    "超": "赶中反高彩商B",
    "好": "良友爱美更最做搞抓办刚正只",
    "上": "以网线会路身马晚早地船街山海天楼车场台班岗史世手之",
}
"""Characters that make a word with the hedge that follows them (附近300米, 合约300元)."""


_BEGUN_WORDS = {
    "强": frozenset(
        "降震风对势度力硬制行化劲烈军镇县市国省基筋身音光冷寒暴雷沙酸碱磁电阵旱排夯链企农工村州港旅校弱项台热"
    ),
    "许": frozenset("可诺多愿"),
    "上下": frozenset("游级班联铺文水午车楼学"),
    "以上": frozenset("海述"),
    "以下": frozenset("简"),
    "以内": frozenset("陆"),
}
"""Characters that make a word with the hedge that they follow (3次强降雨, 8家上下游企业)."""


def before(text: str, start: int) -> tuple[int, str | None]:
    """Where the hedge that ends right before ``start`` begins (``start`` itself when none) and its bound."""
    if not start:
        return 0, None
    last = text[start - 1]
    if last not in last_before() and last not in _BLANKS:  # neither a hedge nor a blank that one may stand before
        return start, None if last in _STOPS else _apart(text, start)
    at, bound = _before(text, start)
    if at == start:
        return start, _apart(text, start)
    further, first = _before(text, at)
    return (further, first or bound) if further < at else (at, bound)


def _before(text: str, start: int) -> tuple[int, str | None]:
    begin = start - 1 if start and text[start - 1] in (" ", "\u3000", "\u00a0") else start
    if text[begin - 1 : begin] not in last_before():
        return start, None
    forms = table("before")
    for length in range(min(LONGEST, begin), 0, -1):
        form = text[begin - length : begin]
        if form in forms:
            at = begin - length
            if at and text[at - 1] in _INSIDE_WORDS.get(form, ""):
                continue
            if form == "上" and text[start : start + 1] not in _WHOLE_SCALES:
                continue
            bound = forms[form]
            if form in _TURNED and text[max(0, at - 2) : at].endswith(_NOT):
                bound = "upper" if bound == "lower" else "lower"
            return at, bound
    return start, None


_TURNED = frozenset({"超过", "超", "超出", "少于", "低于", "多于", "不足", "突破"})
_NOT = ("不得", "不准", "不许", "不应", "不能", "不可", "不宜", "不要", "严禁", "没有", "未", "不")
"""不得超过30% is an upper bound, 不得少于6米 a lower one."""


def _apart(text: str, start: int) -> str | None:
    """至少安排40分钟: a bounding word a verb away from the figure bends it without being part of the span."""
    window = text[start - 10 if start > 10 else 0 : start]
    if not window or window[-1] in _STOPS or not ("最" in window or "至" in window):
        return None
    for form, bound in table("apart").items():
        at = window.rfind(form)
        if at >= 0 and not _STOPS.intersection(window[at:]):
            return bound
    return None


_STOPS = frozenset("，。；：、！？,;:!?\n（）()0123456789一二三四五六七八九十百千万亿两%")


def after(text: str, end: int, *, long: bool) -> tuple[int, str | None]:
    """Where the hedge right after a unit ends and its bound; ``long`` also allows 多 and 余 there (两年多, 一倍有余)."""
    first = text[end : end + 1]
    if first not in _first_after():
        return end, None
    forms = table("after")
    for length in (3, 2, 1):
        form = text[end : end + length]
        stop = end + len(form)
        if form in forms and text[stop : stop + 1] not in _BEGUN_WORDS.get(form, ()):
            return stop, forms[form]
        if long and form in table("long") and text[stop : stop + 1] not in _AFTER_MANY:
            return stop, table("long")[form]
    return end, None


@cache
def _first_after() -> frozenset[str]:
    return frozenset(form[0] for place in ("after", "long") for form in table(place))


@cache
def last_before() -> frozenset[str]:
    """Last characters of the hedges that stand before a numeral."""
    return frozenset(form[-1] for form in table("before"))


_AFTER_MANY = frozenset("功元样媒层部次方级式云民少数边家个种项地")


def bounds(amount: Amount, marks: list[str | None]) -> tuple[Decimal | None, Decimal | None]:
    """Lower and upper bound that the hedges ``marks`` give an amount; 约1.2万余 keeps the lower bound of 余."""
    if amount.value is None:
        return amount.low, amount.high
    if not any(marks):
        return None, None
    lower = amount.value if "lower" in marks else None
    upper = amount.value if "upper" in marks else None
    if lower is not None and upper is not None:
        return (lower, None) if marks[-1] == "lower" else (None, upper)
    return lower, upper
