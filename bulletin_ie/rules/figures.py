"""One figure: a numeral with its sign, inner hedge, scale and unit, read from a match of the numeral pattern."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from string import ascii_letters
from typing import NamedTuple

import regex

from . import currency, durations, hedges, numerals, units
from .numerals import SPACE, Amount

__all__ = ["LEADERS", "Figure", "followers", "read", "read_at", "skip_spaces"]


class Figure(NamedTuple):
    """A numeral and, when one follows, its unit. ``marks`` are the bounds that its hedges give, in text order."""

    start: int
    end: int
    amount: Amount
    marks: tuple[str | None, ...]
    unit: str | None
    dimension: str
    form: str
    chinese: str
    """The Chinese numerals as printed, empty for figures."""
    rule: str
    per: str | None = None
    counted: bool = True
    """False when 一 before this unit is used loosely (一种, 一批)."""
    measure: bool = False


BLANKS = frozenset(" \t\u00a0\u3000\u2002\u2003\u2009")


def skip_spaces(text: str, at: int) -> int:
    """The place after one blank, if there is one."""
    return at + 1 if text[at : at + 1] in BLANKS and at < len(text) else at


SIGNS = frozenset("-－−﹣–")


@lru_cache(maxsize=16)
def read_at(text: str, at: int) -> tuple[int, Figure | None] | None:
    """Where the numeral at ``at`` ends and its figure, with a unit or not; None when no numeral starts there.

    The last few answers are remembered: a look ahead and the scan that follows ask for the same place.
    """
    match = numerals.pattern().match(text, at)
    return None if match is None else (match.end(), read(text, match, bare=True))


def read(text: str, match: re.Match[str], *, bare: bool = False) -> Figure | None:
    """The figure at a match of :func:`numerals.pattern`, or None when the numeral is none or belongs to another word.

    A figure without a unit is given only when something follows that may still make it a quantity, or when ``bare``.
    """
    start, end = match.span()
    before = text[start - 1] if start else ""
    follow = text[end : end + 1]
    half, few, figures, chinese, _, inner, _, _ = match.groups()
    prefix = None
    if figures:
        run = ""
        prefix = currency.prefix(text, start) if before in currency.LAST else None
        if prefix is None and before in _LATIN and not (start > 2 and _LATIN.issuperset(text[start - 3 : start])):
            return None
        if follow == "年" and len(figures) == 4:
            return None
    else:
        run = chinese or half or few
    if before == "第" and prefix is None:
        return None
    if run and run[0] in _BIG and follow not in "余多来分" and before not in hedges.last_before():
        return None
    if follow in _OVER_STARTS and (joint := _over().match(text, end)) is not None:
        return _fraction(text, match, start, joint.end())
    if follow == "番" and before in ("翻", "了"):
        return _doubled(text, start, end, match)
    if run == "百" and text.startswith("分百", end):
        end, mark = hedges.after(text, end + 2, long=False)
        return Figure(start, end, Amount(Decimal(100)), (mark,), "%", "ratio", "%", run, "fraction")
    if run == "一" and follow == "半":
        return _one_half(text, start, end + 1)
    marks: list[str | None] = []
    if inner:
        marks.append("none" if inner in "来來几幾数" else "lower")
    amount = None
    if text[end - 1] in PREFIXED and (split := _split(text, match)) is not None:
        amount, end = split
        follow = text[end : end + 1]
    position = end
    if follow in BLANKS:
        position, follow = end + 1, text[end + 1 : end + 2]
    if follow in _between():
        after = skip_spaces(text, position + 1)
        if units.lookup(text, after, after_figures=not run) is not None:
            marks.append(_between()[follow])
            position = after
            follow = text[after : after + 1]
    unit = units.lookup(text, position, after_figures=not run)
    if unit is None and follow and follow in "日月":
        unit = _days(text, match, position)
    if (
        unit is None
        and prefix is None
        and not bare
        and not (follow in _GOES_ON or (figures and _labelled(text, start)))
    ):
        return None
    amount = amount or numerals.of_match(match)
    if amount is None:
        return None
    if unit is not None:
        return _unit(text, start, position, amount, marks, run, unit)
    if prefix is not None:
        start, code = prefix
        end, mark = hedges.after(text, end, long=False)
        return Figure(start, end, amount, (*marks, mark), code, "money", code, run, "money")
    return Figure(start, end, amount, tuple(marks), None, "", "", run, "number")


_LATIN = frozenset(ascii_letters + "".join(chr(ord(c) + 0xFEE0) for c in ascii_letters))


@cache
def _between() -> dict[str, str]:
    return hedges.table("between")


_LABELS = frozenset("：:)）")


def _labelled(text: str, start: int) -> bool:
    """Whether a label's end stands before a figure."""
    at = start - 1
    while at > 0 and start - at < 4 and text[at] in BLANKS:
        at -= 1
    return at >= 0 and text[at] in _LABELS


LEADERS = currency.LAST | frozenset("：:)） \t\u3000")
"""Characters before a figure that may stand for its unit: a currency sign, the end of a label."""


@cache
def followers() -> frozenset[str]:
    """Characters that may follow the numeral of a quantity; most figures of an address or a date have none."""
    forms = units.forms()
    second = {form[1] for form in forms if form[0] in PREFIXED and len(form) > 1}
    return (
        frozenset(form[0] for form in forms) | second | _GOES_ON | _OVER_STARTS | BLANKS | set("番日月半分许余多来餘來")
    )


_BIG = frozenset("万亿萬億")
_OVER_STARTS = frozenset(" \t\u00a0\u3000分")
_GOES_ON = frozenset("-－–—─~～〜∼至到成折多余、和与及,，.．")
"""What may follow figures without a unit that still belong to a quantity: a range, tenths, a list."""


def _days(text: str, match: re.Match[str], at: int) -> units.Unit | None:
    """日 and 月 as lengths of time: 10日内, 拘留五日, 半月, 数月."""
    if text[at : at + 1] == "日":
        if match["half"] or match["few"] or text.startswith(_DAYS_GO_ON, at + 1):
            return units.Unit("日", "天", "time", "d", False, True, ())
        value = numerals.of_match(match)
        if value is not None and value.value is not None and value.value > 31:
            return units.Unit("日", "天", "time", "d", False, True, ())
        if durations.lasts(text, match.start()):
            return units.Unit("日", "天", "time", "d", False, True, ())
    elif text[at : at + 1] == "月" and (match["half"] or match["few"]):
        return units.Unit("月", "月", "time", "mo", False, True, ())
    return None


_DAYS_GO_ON = ("内", "以内", "之内", "游", "以上", "办结", "以下", "左右")


def _doubled(text: str, start: int, end: int, match: re.Match[str]) -> Figure | None:
    """翻一番 is twice as much, 翻两番 four times."""
    begin = text.rfind("翻", max(0, start - 2), start)
    amount = numerals.of_match(match)
    if begin < 0 or amount is None or amount.value is None or not 0 < amount.value < 10 or amount.value % 1:
        return None
    return Figure(begin, end + 1, Amount(2**amount.value), (), "倍", "ratio", "番", match[0], "doubled")


def _one_half(text: str, start: int, end: int) -> Figure | None:
    """一半 is the fraction; 一半是海水 and 一半路 are not told apart from it."""
    end, mark = hedges.after(text, end, long=False)
    return Figure(start, end, Amount(Decimal("0.5")), (mark,), "比例", "ratio", "比例", "一半", "fraction")


def _unit(
    text: str, start: int, position: int, amount: Amount, marks: list[str | None], run: str, unit: units.Unit
) -> Figure:
    end = position + len(unit.form)
    form = unit.unit
    dimension = unit.dimension
    long = not unit.measure
    if unit.form == "度":
        form, dimension = _degree(text[max(0, start - 12) : start])
    if unit.form == "个":
        amount, end, form, dimension, long, marks = _ge(text, end, amount, marks)
    elif (
        not unit.measure
        and text.startswith("半", end)
        and text[end + 1 : end + 2] not in _AFTER_HALF
        and dimension in _HALVES
        and amount.value is not None
    ):
        amount, end = Amount(amount.value + Decimal("0.5")), end + 1
    per = None
    follow = text[end : end + 1]
    if unit.measure and follow in ("(", "（"):
        form, end = _compound_measure(text, end, form)
        follow = text[end : end + 1]
    if follow in ("/", "／", "每"):
        form, per, end = _slash(text, end, form, unit)
    end, mark = hedges.after(text, end, long=long)
    marks.append(mark)
    if start and text[start - 1] in _SIGN_ENDS:
        start, amount = _sign(text, start, amount, dimension)
    counts = dimension == "count"
    return Figure(
        start, end, amount, tuple(marks), form, dimension, unit.form, run, dimension or "count",
        per, unit.counted or not counts, unit.measure and counts,
    )  # fmt: skip


def _degree(before: str) -> tuple[str, str]:
    """度 is electricity by the guide, but degrees after 温 or an angle's name."""
    for word in ("温", "热", "零下", "零上", "寒", "冷"):
        if word in before:
            return "℃", "temperature"
    for word in ("经", "纬", "角", "坡", "旋转", "倾斜"):
        if word in before:
            return "度", "angle"
    return "千瓦时", "energy"


def _slash(text: str, end: int, form: str, unit: units.Unit) -> tuple[str, str | None, int]:
    """元/亩, 微克/立方米, 立方米每秒, 80mg/100ml give what the rate is per; 辆/次 is one unit."""
    mark = text[end : end + 1]
    if mark not in ("/", "／", "每"):
        return form, None, end
    if mark == "每" and unit.measure:
        return form, None, end
    found = _below(text, end + 1)
    if found is None or (mark == "每" and found[0] > end + 1):
        return form, None, end
    at, below = found
    stop = at + len(below.form)
    second = _below(text, stop + 1) if text[stop : stop + 1] in _TIMES else None
    if second is not None:
        stop = second[0] + len(second[1].form)
        return form, text[at:stop], stop
    if at > end + 1:
        return form, text[end + 1 : stop], stop
    if unit.measure and below.form == "次":
        return form + "次", None, stop
    return form, below.unit, stop


_TIMES = frozenset("·•・")


def _below(text: str, at: int) -> tuple[int, units.Unit] | None:
    """A unit below a slash and where it starts, a figure before it passed over (mg/100ml, 吨/平方公里·30天)."""
    base = numerals.pattern().match(text, at)
    at = base.end() if base is not None and base.end() - at < 5 else at
    below = units.lookup(text, at) or _plain(text, at)
    return None if below is None else (at, below)


_AFTER_HALF = frozenset("数径价岛决场途夜日山边年月天个")

_HALVES = frozenset({"time", "length", "mass", "area", "money", "age", "ratio"})


PLAIN = {
    "学年": "学年", "标箱": "标箱", "月": "月", "日": "天", "时": "小时", "生": "生", "班": "班", "晚": "晚",
    "s": "秒", "h": "小时", "d": "天",
}  # fmt: skip
"""Units that stand only after a slash."""


def _plain(text: str, at: int) -> units.Unit | None:
    for form, unit in PLAIN.items():
        if text.startswith(form, at):
            return units.Unit(form, unit, "", "", True, True, ())
    return None


def _ge(
    text: str, end: int, amount: Amount, marks: list[str | None]
) -> tuple[Amount, int, str, str, bool, list[str | None]]:
    """What follows 个: 一个半小时, 两个多月."""
    rest = text[end : end + 1]
    if rest in ("半", "多") and end < len(text):
        for form in ("个小时", "个月", "个钟头", "个星期", "个学期", "个百分点", "个世纪", "个季度", "个千分点"):
            if text.startswith(form[1:], end + 1):
                unit = units.measure(form)
                assert unit is not None
                if rest == "半":
                    amount = Amount(
                        None if amount.value is None else amount.value + Decimal("0.5"), amount.low, amount.high
                    )
                else:
                    marks = [*marks, "lower"]
                return amount, end + len(form), unit.unit, unit.dimension, True, marks
    return amount, end, "个", "count", False, marks


def _compound_measure(text: str, end: int, form: str) -> tuple[str, int]:
    """件(套), 台（艘）次: a bracketed second measure word belongs to the unit."""
    bracket = _bracket().match(text, end)
    if bracket is None or units.measure(bracket[1]) is None:
        return form, end
    return f"{form}({bracket[1]}){bracket[2]}", bracket.end()


@cache
def _bracket() -> regex.Pattern[str]:
    return regex.compile(r"[（(](\p{Han}{1,3})[）)](次?)")


@cache
def _over() -> regex.Pattern[str]:
    return regex.compile(rf"{SPACE}?分{SPACE}?之{SPACE}?")


def _fraction(text: str, match: re.Match[str], start: int, end: int) -> Figure | None:
    """三分之二, 百分之五点三, 千分之一."""
    below = numerals.of_match(match)
    above = numerals.pattern().match(text, end)
    if below is None or not below.value or above is None:
        return None
    top = numerals.of_match(above)
    if top is None:
        return None
    run = match["cn"] or ""
    sign = 1
    for word in ("负的", "负"):
        if text.endswith(word, 0, start):
            start, sign = start - len(word), -1
            break
    special = (
        {Decimal(100): "%", Decimal(1000): "‰"}.get(below.value)
        if run.replace("佰", "百").replace("仟", "千") in ("百", "千")
        else None
    )
    if special:
        amount, unit = top.times(Decimal(sign)) if sign < 0 else top, special
        if top.value is None and above["cn"] == "百":
            amount = Amount(Decimal(100))
    else:
        amount = Amount(*(None if x is None else _six(sign * x / below.value) for x in (top.value, top.low, top.high)))
        unit = "比例"
    position, marks = above.end(), list[str | None]()
    mark = hedges.table("between").get(text[position : position + 1])
    if mark is not None:
        position, marks = position + 1, [mark]
    position, mark = hedges.after(text, position, long=False)
    return Figure(start, position, amount, (*marks, mark), unit, "ratio", unit, run, "fraction")


def _six(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.000001")).normalize() if value % 1 else value


PREFIXED = frozenset("千百兆两")


def _split(text: str, match: re.Match[str]) -> tuple[Amount, int] | None:
    """一千克, 十五六千瓦时, 三百帕, 二两: the last character of the numeral begins the unit."""
    surface = match[0]
    if len(surface) < 2 or surface[-1] not in PREFIXED:
        return None
    end = match.end() - 1
    unit = units.lookup(text, end)
    if unit is None or (len(unit.form) < 2 and (surface[-1] != "两" or surface[-2] == "两")):
        return None
    shorter = numerals.pattern().match(text, match.start(), end)
    if shorter is None or shorter.end() != end:
        return None
    amount = numerals.of_match(shorter)
    return None if amount is None else (amount, end)


def _sign(text: str, start: int, amount: Amount, dimension: str) -> tuple[int, Amount]:
    """A minus sign or 负 or 零下 right before the figure."""
    if start and text[start - 1] in SIGNS and dimension in ("ratio", "temperature", "money"):
        before = text[start - 2 : start - 1] if start > 1 else ""
        if not (before.isascii() and before.isalnum()) and before not in _NO_SIGN_AFTER:
            return start - 1, amount.negative()
    if start and text[start - 1] == "负":
        before = text[start - 2 : start - 1] if start > 1 else ""
        if not "\u4e00" <= before <= "\u9fff" or before in "为是至到率长":
            return start - 1, amount.negative()
    if dimension == "temperature" and text[max(0, start - 2) : start] == "零下":
        return start - 2, amount.negative()
    return start, amount


_SIGN_ENDS = SIGNS | frozenset("负下")
_NO_SIGN_AFTER = frozenset("%％‰元℃度万亿千百十０１２３４５６７８９")
