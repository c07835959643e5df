"""Numerals: every style's rendering is read back, up to 10^16."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_ie.rules import bare_numbers

EVERYDAY = "零一二三四五六七八九", "十百千", "万亿"
FORMAL = "零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万亿"
TRADITIONAL = "零壹貳叄肆伍陸柒捌玖", "拾佰仟", "萬億"
LIMIT = 10**16


def spell(number: int, style: tuple[str, str, str]) -> str:
    """A whole number below 10^16 in words: 一亿零二百."""
    digits, small, big = style
    if number == 0:
        return digits[0]
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    parts: list[str] = []
    gap = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            gap = True
            continue
        if parts and (gap or group < 1000):
            parts.append(digits[0])
        gap = False
        parts.append(spell_group(group, digits, small) + scale(place, big))
    return "".join(parts)


def scale(place: int, big: str) -> str:
    return ("", big[0], big[1], big[0] + big[1])[place]


def spell_group(group: int, digits: str, small: str) -> str:
    text, zero = "", False
    for power in (3, 2, 1, 0):
        digit = group // 10**power % 10
        if digit == 0:
            zero = bool(text)
            continue
        text += (digits[0] if zero else "") + digits[digit] + (small[power - 1] if power else "")
        zero = False
    return text


def only(text: str) -> Decimal | None:
    (found,) = bare_numbers.find(text)
    assert (found.start, found.end) == (0, len(text))
    return found.amount.value


NUMBERS = (
    st.integers(0, LIMIT - 1)
    | st.integers(0, 999)
    | st.integers(0, 15).flatmap(lambda e: st.integers(1, 9).map(lambda d: d * 10**e))
)


def joined(number: int) -> bool:
    """Whether 万 and 亿 groups read in one way only: 万亿 after a lower group's gap would be read as 亿."""
    return number < 10**12 or (number // 10**8) % 10**4 == 0 or number // 10**12 > 0


@given(NUMBERS, st.sampled_from([EVERYDAY, FORMAL, TRADITIONAL]))
@settings(max_examples=400, deadline=None)
def test_words(number: int, style: tuple[str, str, str]) -> None:
    high, low = divmod(number, 10**8)
    if high >= 10_000:  # 一万二千亿 rather than 一万亿二千亿
        text = (
            spell(high, style) + style[2][1] + ((style[0][0] if low < 10**7 else "") + spell(low, style) if low else "")
        )
    else:
        text = spell(number, style)
    if text in ("万", "亿", "萬", "億"):
        return
    assert only(text) == number


@given(NUMBERS)
@settings(max_examples=200, deadline=None)
def test_figures(number: int) -> None:
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    for text in (str(number), f"{number:,}", str(number).translate(wide), f"{number:,}".translate(wide)):
        assert only(text) == number


@given(NUMBERS, st.integers(0, 99))
@settings(max_examples=200, deadline=None)
def test_decimals_and_scales(number: int, cents: int) -> None:
    value = Decimal(f"{number % 10_000}.{cents:02}")
    for surface, factor in (("万", 10**4), ("亿", 10**8), ("万亿", 10**12), ("百万", 10**6), ("千", 10**3)):
        assert only(f"{value}{surface}") == value * factor


@given(st.integers(1, 9999), st.integers(1000, 9999))
@settings(max_examples=100, deadline=None)
def test_mixed(high: int, low: int) -> None:
    assert only(f"{high}万{low}") == high * 10_000 + low
    assert only(f"{high}亿{low}万") == high * 10**8 + low * 10**4


@pytest.mark.parametrize(
    ("text", "value"),
    [("两千五", 2500), ("百八十", 180), ("廿三", 23), ("一万零五", 10005), ("二〇二二", 2022), ("三点五万", 35000),
     ("负三点二", Decimal("-3.2")), ("四分之三", Decimal("0.75")), ("3/4", Decimal("0.75")), ("2又二分之一", Decimal("2.5")),
     ("一百 二 十", 120), ("3 686", 3686), ("1千零20", 1020), ("5k", 5000), ("-10.1万", -101000)],
)  # fmt: skip
def test_value(text: str, value: Decimal | int) -> None:
    assert only(text) == value


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("几十", 20, 90), ("数百", 200, 900), ("十几", 11, 19), ("二十几万", 210000, 290000), ("三五百", 300, 500),
     ("十五六", 15, 16), ("七百三四十", 730, 740), ("20几万", 210000, 290000), ("一千到一千五百", 1000, 1500), ("3-5", 3, 5)],
)  # fmt: skip
def test_bounds(text: str, low: int, high: int) -> None:
    (found,) = bare_numbers.find(text)
    assert (found.amount.value, found.amount.low, found.amount.high) == (None, low, high)


@pytest.mark.parametrize("text", ["亿", "大陆", "收拾", "放肆", "入伍", "人数多", "", "\ud800", "数"])
def test_no_number(text: str) -> None:
    assert list(bare_numbers.find(text)) == []


def test_a_noun_of_number_keeps_its_character() -> None:
    (found,) = bare_numbers.find("总人数十万")
    assert found.amount.value == 100_000
