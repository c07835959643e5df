"""What a rate is per: 每亩1200元, 人均, 日均, carried over coordinated figures."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import regex

from . import units
from .core import QuantityMention

__all__ = ["carry"]

REACH = 24
"""How far before a figure its rate word may stand."""

_WORDS = {
    "人均": "人", "户均": "户", "亩均": "亩", "日均": "天", "月均": "月", "年均": "年", "周均": "周", "村均": "村",
    "生均": "生", "日平均": "天", "年平均": "年", "月平均": "月", "平均每天": "天", "亩产": "亩", "年产": "年",
    "年产值": "年", "每天": "天", "每日": "天", "每年": "年", "每月": "月", "每人": "人", "每户": "户", "月领": "月",
    "日产": "天", "月产": "月", "床均": "床", "每小时": "小时", "每周": "周",
}  # fmt: skip


@cache
def _word() -> regex.Pattern[str]:
    words = "|".join(sorted(_WORDS, key=len, reverse=True))
    return regex.compile(rf"(?P<word>{words})|每(?P<each>[\p{{Han}}]{{1,4}})")


_NO_RATE = frozenset({"ratio", "age"})
_BREAKS = regex.compile(r"[，；。：！？,;:!?\n]")


def carry(text: str, mentions: list[QuantityMention]) -> list[QuantityMention]:
    """The mentions with ``per`` set where a rate word of their own clause governs them."""
    result: list[QuantityMention] = []
    for index, mention in enumerate(mentions):
        if mention.per is None and mention.dimension not in _NO_RATE:
            floor = max(0, mention.start - REACH, result[-1].end if result else 0)
            window = text[floor : mention.start]
            breaks = list(_BREAKS.finditer(window))
            if breaks:
                window = window[breaks[-1].end() :]
            per = _per(window)
            if per is None and result and window in ("和", "、", "及", "与"):
                per = result[-1].per
            if per is not None:
                mention = replace(mention, per=per)
        result.append(mention)
    return result


def _per(window: str) -> str | None:
    per = None
    for match in _word().finditer(window):
        if match["word"]:
            per = _WORDS[match["word"]]
        else:
            unit = units.lookup(window, match.start("each"))
            if unit is not None:
                per = unit.unit
    return per
