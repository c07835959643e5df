"""Bare numbers in a text, with or without a unit: no records, but what number suites and tools for numbers ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from .numerals import DIGIT, SPACE, Amount, bare_pattern, of_match

__all__ = ["Numeral", "find"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A bare number in a text: its half-open range and what it is worth."""

    start: int
    end: int
    amount: Amount


@cache
def _joints() -> tuple[re.Pattern[str], ...]:
    blank = rf"{SPACE}{{0,2}}"
    return (
        re.compile(rf"{blank}分{blank}之{blank}[负負]?"),
        re.compile(rf"{blank}[/／]{blank}"),
        re.compile(rf"{blank}(?:[-－–—~～〜]{{1,2}}|至|到){blank}"),
        re.compile(rf"{SPACE}?又{SPACE}?|{SPACE}(?={DIGIT}{{1,4}}[/／]{DIGIT})"),
    )


def find(text: str) -> Iterator[Numeral]:
    """Every bare number of ``text`` in order, with or without a unit: signed, as a fraction, or as a range.

    A formal numeral alone (陆地, 伍仁) and a lone scale (万) are words and no numbers.
    """
    position = 0
    while (match := bare_pattern().search(text, position)) is not None:
        position = match.end()
        amount = of_match(match)
        while amount is None and match is not None and match["cn"] and position > match.start() + 1:
            # 五十千 is no number, but 五十 is one.
            match = bare_pattern().match(text, match.start(), position - 1)
            if match is not None:
                position, amount = match.end(), of_match(match)
        if match is None or amount is None or (match[0] in _WORDS and _in_word(text, match)):
            continue
        start = _signed(text, match.start())
        amount, position = _joined(text, amount, position)
        yield Numeral(start, position, amount.negative() if start < match.start() else amount)


_WORDS = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟貳參陸幺萬億万亿千百")


def _in_word(text: str, match: re.Match[str]) -> bool:
    """Whether the characters beside a lone formal numeral or scale make a word with it."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    return (
        match[0] in "万萬亿億"
        or ("\u4e00" <= before <= "\u9fff" and before not in "负負之又是")
        or ("\u4e00" <= after <= "\u9fff" and after not in "分又点")
    )


def _signed(text: str, start: int) -> int:
    """Where the sign before a number stands, or ``start``; a hyphen after a letter, figure or unit is none."""
    at = start - 1 if start and text[start - 1] == " " else start
    if not at or text[at - 1] not in "负負-－−":
        return start
    before = text[at - 2 : at - 1] if at > 1 else ""
    if text[at - 1] not in "负負" and (before.isalnum() or before in ("%", "％", ")", "）", "-", "－")):
        return start
    return at - 1


def _joined(text: str, amount: Amount, end: int) -> tuple[Amount, int]:
    """The number with what is bound to it: 三分之二, 3又三分之一, 3/4, 一千到一千五百."""
    fraction, slash, to, mixed = _joints()
    whole = Decimal(0)
    found = mixed.match(text, end)
    if found is not None and amount.value is not None:
        second = bare_pattern().match(text, found.end())
        below = None if second is None else of_match(second)
        if (
            second is not None
            and below is not None
            and (fraction.match(text, second.end()) or slash.match(text, second.end()))
        ):
            whole, amount, end = amount.value, below, second.end()
    for joint in (fraction, slash, to):
        found = joint.match(text, end)
        second = None if found is None else bare_pattern().match(text, found.end())
        top = None if second is None else of_match(second)
        if found is None or second is None or top is None or top.value is None or amount.value is None:
            continue
        if joint is to:
            if amount.value < top.value:
                return Amount(None, amount.value, top.value), second.end()
            continue
        above, below_ = (top.value, amount.value) if joint is fraction else (amount.value, top.value)
        if below_:
            return Amount(whole + (-above if found[0][-1] in "负負" else above) / below_), second.end()
    return amount, end
