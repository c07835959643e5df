"""Words that a count of days follows (拘留5日, 停业整顿15日), whose 日 is no day of the month."""

from __future__ import annotations

from functools import cache

import regex

__all__ = ["lasts"]

_REACH = 8


@cache
def _before() -> regex.Pattern[str]:
    return regex.compile(
        r"(?:拘留|羁押|留置|限期|为期|历时|连续|持续|工期|公示期?|延长|提前|缩短|暂停|停业|停产|停工|停运|停职|停学|整顿|整治"
        r"|隔离|观察|休假|请假|放假|逗留|期限?[^，。；]{0,4}为)[共达约满]?\s?$"
    )


def lasts(text: str, start: int) -> bool:
    """Whether the figure at ``start`` counts days by what stands before it."""
    return _before().search(text[max(0, start - _REACH) : start]) is not None
