"""The numbers inside dates: years digit by digit, days up to 三十一, the month names 元 正 冬 腊.

Quantities have their own reader; a year is not a number of anything (二〇二三 is read digit by digit, 廿三 is a day).
"""

from __future__ import annotations

__all__ = ["CN_DAY", "CN_DIGIT", "CN_HOUR", "CN_MONTH", "CN_SMALL", "SP", "read_digits", "read_small", "to_ascii"]

SP = "[ \\t\\u3000\\u00a0]{0,2}+"
"""Blanks that crawled text has inside a date."""

CN_DIGIT = "〇○零一二三四五六七八九"
CN_MONTH = "(?:十[一二]?+|[一二三四五六七八九元])"
CN_DAY = "(?:三十一?+|[廿卅][一二三四五六七八九]?+|[一二]?十[一二三四五六七八九]?+|[一二三四五六七八九])"
CN_HOUR = "(?:二十[一二三四]?+|十[一二三四五六七八九]?+|[零〇两一二三四五六七八九])"
CN_SMALL = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?+|[零〇]?[一二三四五六七八九])"
"""1 to 99, with an optional leading zero (零五)."""

_DIGITS = (
    {c: i for i, c in enumerate("〇一二三四五六七八九")}
    | dict.fromkeys("○零OoＯｏ", 0)
    | {c: int(c) for c in "0123456789"}
)
_NAMES = {"元": 1, "正": 1, "冬": 11, "腊": 12, "两": 2}
_BLANKS = str.maketrans("", "", " \t\u3000\u00a0")


def read_digits(text: str) -> int:
    """A year printed digit by digit, in any mix of digits (二〇二三, 2O22), or 两千零四 / 二千年; blanks are skipped."""
    text = text.translate(_BLANKS)
    if "千" in text:
        thousands, _, rest = text.partition("千")
        return read_small(thousands) * 1000 + (read_small(rest) if rest else 0)
    value = 0
    for c in text:
        value = value * 10 + _DIGITS[c]
    return value


def read_small(text: str) -> int:
    """A number below 100 as dates have it: 7, 07, 十一, 廿三, 三十, 零五, 元, 正, 初三."""
    text = text.translate(_BLANKS).lstrip("初")
    if text.isascii() and text:
        return int(text)
    if text in _NAMES:
        return _NAMES[text]
    if text[0] in "廿卅":
        return (20 if text[0] == "廿" else 30) + (_DIGITS[text[1]] if len(text) > 1 else 0)
    text = text.lstrip("零〇○") or "零"
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS[text]


_FULL_WIDTH = "０１２３４５６７８９"


def to_ascii(text: str) -> str:
    """The text with full-width digits made ASCII; every offset stays."""
    for value, digit in enumerate(_FULL_WIDTH):
        if digit in text:
            text = text.replace(digit, str(value))
    return text
