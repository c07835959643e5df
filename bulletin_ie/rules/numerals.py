"""Numerals: what a run of figures or Chinese numerals is worth. No units here.

A numeral's value is exact (:class:`~decimal.Decimal`); 数十, 十几, 三五百 and 两三千 have no single value but two bounds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from ..lexicon import load
from .characters import HAN

__all__ = [
    "ARABIC",
    "DIGIT",
    "SPACE",
    "Amount",
    "bare_pattern",
    "chinese",
    "figures",
    "of_match",
    "pattern",
    "scale_of",
]

DIGIT = "[0-9０-９]"
SPACE = r"[ \t\u00a0\u2002-\u200a\u3000]"
POINT = "[.．]"

ARABIC = (
    rf"(?:{DIGIT}{{1,3}}(?:[,，]{DIGIT}{{3}})++(?![,，]?{DIGIT})"
    rf"|{DIGIT}{{1,3}}(?:{SPACE}{DIGIT}{{3}})++(?!{SPACE}?{DIGIT})"
    rf"|{DIGIT}{{1,24}}+)(?:{POINT}{DIGIT}{{1,24}}+)?"
)
"""Figures with thousands commas or spaces and a decimal part."""

MAX_RUN = 40
"""Longest run of Chinese numerals that is read as one number; 10^16 spelled out needs 32."""

_FIGURES = {ord(wide): str(i) for i, wide in enumerate("０１２３４５６７８９")} | {
    ord("．"): ".", ord(","): None, ord("，"): None, ord("\t"): None, ord(" "): None, ord("\u3000"): None,
    ord("\u00a0"): None, **dict.fromkeys(range(8194, 8203)),
}  # fmt: skip


_BLANKS = {ord(c): None for c in " \t\u3000\u00a0"} | dict.fromkeys(range(8194, 8203))


@dataclass(frozen=True, slots=True)
class NumeralRow:
    """A row of ``numerals.tsv``."""

    form: str
    kind: str
    value: str
    example: str


class Amount(NamedTuple):
    """What a numeral is worth: ``value`` alone, or ``low`` and ``high`` when it names a range (几十, 三五百)."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None

    def times(self, factor: Decimal) -> Amount:
        """The same numeral on another scale."""
        return Amount(*(None if x is None else x * factor for x in (self.value, self.low, self.high)))

    def negative(self) -> Amount:
        """The numeral below zero; the bounds change places."""
        value, low, high = (None if x is None else -x for x in (self.value, self.low, self.high))
        return Amount(value, high, low)


@dataclass(frozen=True, slots=True)
class _Tables:
    digit: dict[str, int]
    tens: dict[str, int]
    small: dict[str, int]
    big: dict[str, int]
    some: str
    many: str

    @property
    def scales(self) -> str:
        return "".join([*self.small, *self.big])


@cache
def tables() -> _Tables:
    """The characters of ``numerals.tsv`` by kind."""
    rows = load("numerals", NumeralRow)

    def of(kind: str) -> dict[str, int]:
        return {r.form: int(r.value) for r in rows if r.kind == kind}

    return _Tables(of("digit"), of("tens"), of("small"), of("big"), "".join(of("some")), "".join(of("many")))


NOUNS_OF_NUMBER = "总人户件次指倍多少基系参分个岁台半复奇偶负正整小函级票得家篇册点页字频读序代头位亩张天被无常约计"
"""Before 数 these make a noun (人数, 总数, 指数), so that 人数十万 is not 数十万."""


@cache
def starts() -> frozenset[str]:
    """The characters that a numeral may begin with."""
    t = tables()
    return frozenset("0123456789０１２３４５６７８９" + "".join([*t.digit, *t.tens]) + t.scales + t.some + t.many)


@cache
def pattern() -> re.Pattern[str]:
    """One numeral of a quantity: ``ar`` figures, ``cn`` Chinese numerals, ``half`` (半年) or ``few`` (数月), then an
    ``inner`` hedge, ``scale`` and ``rest`` (3万4000)."""
    return _pattern(bare=False)


@cache
def bare_pattern() -> re.Pattern[str]:
    """A numeral wherever it stands, also a lone scale or formal numeral (which may be a word)."""
    return _pattern(bare=True)


def _pattern(*, bare: bool) -> re.Pattern[str]:
    """The numeral pattern; a ``bare`` number may also mix 点 with figures (1点45), which beside units is a clock time."""
    t = tables()
    digits, scales, small = "".join(t.digit), t.scales, "".join(t.small)
    chars = digits + "".join(t.tens) + scales + t.some
    # A blank inside stands before a scale (四 百), or after one and before a digit that goes on (三千 八百, 四百 五).
    blank = rf"{SPACE}(?=[{scales}])|(?<=[{scales}]){SPACE}(?=[{digits}]{SPACE}?[{scales}])|(?<=[{small}]){SPACE}(?=[{digits}](?:(?![{HAN}]|{SPACE}?[{scales}])|{SPACE}?又))"
    run = (
        rf"(?:(?<![{NOUNS_OF_NUMBER}])[{t.many}](?=[{scales}]))?"
        rf"[{chars}]{{1,{MAX_RUN}}}+(?:(?:{blank})[{chars}]{{1,{MAX_RUN}}}+){{0,12}}+"
    )
    decimals = rf"(?:[点點]|{SPACE}[点點]{SPACE})[{digits}]{{1,30}}+(?![{small}](?![万亿萬億]))"
    figures_part = ARABIC
    if bare:
        decimals = rf"{SPACE}?[点點]{SPACE}?[{digits}]{{1,30}}+(?![{small}](?![万亿萬億]))|[点點]{DIGIT}{{1,24}}+"
        figures_part = rf"{ARABIC}(?:[点點](?:{DIGIT}{{1,24}}+|[{digits}]{{1,24}}+))?"
    rest = (
        rf"(?:零?{SPACE}?{DIGIT}{{1,4}}(?:{POINT}{DIGIT}{{1,4}})?{SPACE}?[{scales}]{{1,2}}|(?<=[{scales}])[{digits}][{scales}]{{1,2}})*+"
        rf"(?:零?{DIGIT}{{1,4}}+(?!{DIGIT}|{POINT}{DIGIT}|年))?"
    )
    letter = f"{SPACE}?[kKwWMＫｋ](?![A-Za-z])" if bare else "(?!)"
    scale = (
        rf"(?:(?P<letter>{letter})|(?:{SPACE}?(?P<inner>[余餘多来來几幾数])(?={SPACE}?[{scales}]))?"
        rf"(?:{SPACE}{{0,2}}(?P<scale>[{scales}]{{1,4}}+)(?P<rest>(?(ar){rest})))?)"
    )
    few = rf"(?<![{NOUNS_OF_NUMBER}好])[{t.many}]|(?<![近这前过那有好后每无没何])[{t.some}]"
    lasting = "小时|月|年|天|日|周|分钟|星期|学期|钟头|世纪"
    half = rf"(?<![上下前后大多过小对参折各夜晚月每{digits}{t.some}])半(?=个?(?:{lasting})|公?斤|亩|吨|公里|里路|米)"
    return re.compile(
        rf"(?=[0-9０-９半{chars}{t.many}])"
        rf"(?:(?P<half>{half})|(?P<few>(?:{few})(?=个?(?:{lasting})))"
        rf"|(?<!{DIGIT})(?<!{DIGIT}{POINT})(?P<ar>{figures_part})|(?<![{chars}])(?P<cn>{run}(?:{decimals})?)){scale}"
    )


def figures(surface: str) -> Decimal:
    """``１，２６７.5`` → 1267.5; the surface must match :data:`ARABIC`."""
    return Decimal(surface.translate(_FIGURES))


def _decimal(surface: str) -> Decimal:
    """1.45, 1点45, 1点一: figures whose decimal part may stand after 点."""
    if surface.isascii() and surface.isdigit():
        return Decimal(surface)
    head, point, tail = surface.replace("點", "点").partition("点")
    if not point:
        return figures(surface)
    digit = tables().digit
    return figures(head) + Decimal("0." + "".join(str(digit[c]) if c in digit else str(int(c)) for c in tail))


@lru_cache(maxsize=256)
def scale_of(surface: str) -> Decimal:
    """万亿 → 10^12: the product of all scale characters."""
    t = tables()
    factor = Decimal(1)
    for char in surface:
        factor *= t.small.get(char) or t.big.get(char) or 1
    return factor


@cache
def _pair() -> re.Pattern[str]:
    digits = "".join(c for c, v in tables().digit.items() if v)
    return re.compile(rf"(?<![{digits}])([{digits}])([{digits}])(?![{digits}])")


@lru_cache(maxsize=4096)
def chinese(surface: str) -> Amount | None:
    """What a run of Chinese numerals is worth, or None when it is none (亿百, 一二百三四)."""
    t = tables()
    surface = surface.translate(_BLANKS)
    head, point, tail = surface.replace("點", "点").partition("点")
    if point:
        whole = _exact(head) if head else Decimal(0)
        if whole is None:
            return None
        decimals = "".join(str(t.digit[c]) if c in t.digit else str(int(c)) for c in tail)
        return Amount(whole + Decimal(f"0.{decimals}"))
    for marks in (t.many, t.some):
        for mark in marks:
            if mark in surface:
                return _vague(surface, mark)
    pair = _pair().search(surface)
    if pair is not None and (len(surface) == 2 or any(c in t.small or c in t.big or c in t.tens for c in surface)):
        low_digit, high_digit = t.digit[pair[1]], t.digit[pair[2]]
        if high_digit == low_digit + 1 or (low_digit, high_digit) == (3, 5):
            low = _exact(surface[: pair.start()] + pair[1] + surface[pair.end() :])
            high = _exact(surface[: pair.start()] + pair[2] + surface[pair.end() :])
            return None if low is None or high is None else Amount(None, low, high)
    value = _exact(surface)
    return None if value is None else Amount(value)


def _vague(surface: str, mark: str) -> Amount | None:
    """几十, 十几, 数百: the unknown digit runs from 2 to 9 before a scale and from 1 to 9 after one."""
    if surface.count(mark) != 1 or surface == mark:
        return None
    at = surface.index(mark)
    first = "二" if at == 0 else "一"
    low = _exact(surface[:at] + first + surface[at + 1 :])
    high = _exact(surface[:at] + "九" + surface[at + 1 :])
    return None if low is None or high is None else Amount(None, low, high)


def _exact(surface: str) -> Decimal | None:
    t = tables()
    if all(c in t.digit for c in surface):
        return Decimal("".join(str(t.digit[c]) for c in surface))
    tokens: list[tuple[str, Decimal]] = []
    for char in surface:
        for kind, table in (("digit", t.digit), ("tens", t.tens), ("small", t.small), ("big", t.big)):
            if char in table:
                tokens.append((kind, Decimal(table[char])))
                break
    return accumulate(tokens)


def accumulate(tokens: list[tuple[str, Decimal]]) -> Decimal | None:
    """Add up digits and scales from left to right; None when their order makes no number.

    ``tokens`` are (kind, value) with the kinds of ``numerals.tsv``. A last digit right after a scale of a hundred or more
    stands one place below it: 两千五 is 2500.
    """
    total = section = Decimal(0)
    digit: Decimal | None = None
    below_small = below_big = Decimal(10) ** 30
    last_scale = Decimal(1)
    previous = ""
    for index, (kind, value) in enumerate(tokens):
        if kind == "digit":
            if digit is not None and digit != 0:
                return None
            digit = value
        elif kind == "tens":
            if digit or below_small <= 10:
                return None
            section, digit, below_small, last_scale = section + value, None, Decimal(10), Decimal(10)
        elif kind == "small":
            if value >= below_small or (not digit and index and previous == "small" and value >= 100):
                return None
            section += (digit or Decimal(1)) * value
            digit, below_small, last_scale = None, value, value
        else:
            section += digit or 0
            if section == 0 and index == 0:
                section = Decimal(1)
            if value >= below_big:
                total = (total + section) * value
            else:
                if section == 0:
                    return None
                total += section * value
            below_big = min(below_big, value) if value < below_big else value
            section, digit, below_small, last_scale = Decimal(0), None, Decimal(10) ** 30, value
        previous = kind
    if digit is not None:
        elided = len(tokens) > 1 and previous == "digit" and tokens[-2][0] in ("small", "big") and last_scale >= 100
        section += digit * last_scale / 10 if elided else digit
    return total + section


_LETTERS = {"k": 1_000, "K": 1_000, "ｋ": 1_000, "Ｋ": 1_000, "w": 10_000, "W": 10_000, "M": 1_000_000}
_HALF = Amount(Decimal("0.5"))
_FEW = Amount(None, Decimal(2), Decimal(9))


def of_match(match: re.Match[str]) -> Amount | None:
    """What a match of :func:`pattern` is worth, inner hedge apart (3686余万 is 36860000)."""
    half, few, ar, cn, letter, inner, scale, rest = match.groups()
    if cn is not None:
        amount = chinese(cn)
        return amount if amount is None or not scale else amount.times(scale_of(scale))
    if half:
        return _HALF
    if few:
        return _FEW
    value = _decimal(ar)
    if letter:
        return Amount(value * _LETTERS[letter[-1]])
    if not scale:
        return Amount(value)
    if inner and inner in "几幾数":
        return Amount(None, (value + 1) * scale_of(scale), (value + 9) * scale_of(scale))
    if not rest:
        return Amount(value * scale_of(scale))
    return _mixed(value, scale, rest)


@cache
def _rest_part() -> re.Pattern[str]:
    t = tables()
    return re.compile(rf"({DIGIT}{{1,4}}(?:{POINT}{DIGIT}{{1,4}})?|[{''.join(t.digit)}])({SPACE}?[{t.scales}]{{0,2}})")


def _mixed(value: Decimal, scale: str, rest: str) -> Amount | None:
    """3万4000, 1亿2000万: figures between scales, added up like spelled numerals."""
    t = tables()
    tokens: list[tuple[str, Decimal]] = [("digit", value)]

    def push(chars: str) -> None:
        for c in chars:
            tokens.append(("small", Decimal(t.small[c])) if c in t.small else ("big", Decimal(t.big[c])))

    push(scale)
    for part in _rest_part().finditer(rest):
        if part[0] == "零":
            tokens.append(("digit", Decimal(0)))
            continue
        number = Decimal(t.digit[part[1]]) if part[1] in t.digit else figures(part[1])
        tokens.append(("digit", number))
        push(part[2].strip())
        if not part[2] and (len(part[1]) > 1 or "零" in rest):
            head = accumulate(tokens[:-1])
            return None if head is None else Amount(head + number)
    total = accumulate(tokens)
    return None if total is None else Amount(total)
