"""Unified social credit codes (GB 32100-2015): 18 characters, the last one a check."""

from __future__ import annotations

from functools import cache

import regex

__all__ = ["find", "is_valid"]

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_valid(code: str) -> bool:
    """Does the check character fit the other 17?"""
    if len(code) != 18 or any(c not in _ALPHABET for c in code):
        return False
    total = sum(w * _ALPHABET.index(c) for w, c in zip(_WEIGHTS, code, strict=False))
    return _ALPHABET.index(code[-1]) == (31 - total % 31) % 31


@cache
def _code() -> regex.Pattern[str]:
    return regex.compile(rf"(?<![0-9A-Za-z])[1-9ANY][0-9]{{7}}[{_ALPHABET}]{{10}}(?![0-9A-Za-z])")


def find(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The first valid code in a range, or None."""
    for found in _code().finditer(text, start, end):
        if is_valid(found.group()):
            return found.span()
    return None
