"""What looks like a date and is none: durations, house numbers, counters."""

from __future__ import annotations

from functools import cache

import regex

from . import durations
from .date_model import Phrase

__all__ = ["is_date"]

_CLAUSE_START = frozenset('，,。；;、：:（(“"—-–~～至到于在从自截至止及和与即昨今本\n 　\t\u00a0')


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    return {
        name: regex.compile(pattern)
        for name, pattern in {
            # a day by itself must not be a count of days: 公示期5日, 拘留十日, 3日内, 10日后
            "count_before": r"(?:期限?|期间?为?|满|每|提前|延长|超过|不足|近|约|达|共|第|累计|顺延|逾期|之日起|内|前后)\s?$",
            "count_after": r"\s?(?:以?内(?!蒙)|以[上下]|左右|后|之后|以后|游|龄|的?时间|假|不等)",
            "day_word_after": r"\s?(?:凌晨|清晨|早|上午|中午|下午|午后|傍晚|晚|夜|[0-9一二三四五六七八九十]{1,3}+\s?(?:时|点|[:：])|[（(]\s?(?:星期|周))",
            "clause_end": r"\s?(?:[，,。；;、）)\n]|$)",
            "duration_after": r"\s?的?(?:时间|努力|建设|筹备|工夫|光景)",
            "duration_before": r"(?:经过|历时|用时|耗时|长达|[达超]|持续|为期|时隔|相隔|花费|花了|超过|从事|坚守|有|了|已|需要?|完成|在|共)\s?$",
        }.items()
    }


def is_date(text: str, start: int, phrase: Phrase, previous_end: int) -> bool:
    """Whether the phrase at ``start`` is a date in its surroundings; ``previous_end`` is where the date before it ended."""
    point = phrase.first
    if point.rel is not None and point.rel.alone and phrase.last is None and not _needs_no_help(text, start, phrase):
        return False
    if phrase.rule in ("day", "day_range") and point.month is None and point.rel is None:
        return _is_day(text, start, phrase, previous_end)
    if phrase.rule == "rolling":
        return _is_rolling(text, start, phrase)
    if phrase.rule == "lunar" and point.day is None and text[start] in "正腊冬":
        return False
    if phrase.rule == "year" and point.year is not None and point.month is None and phrase.level == "year":
        return 1800 <= point.year <= 2199
    return True


def _needs_no_help(text: str, start: int, phrase: Phrase) -> bool:
    """A word that is a date only at the start of a clause, or only with a finer field."""
    rel = phrase.first.rel
    assert rel is not None
    if rel.alone == "opens":
        return start == 0 or text[start - 1] in _CLAUSE_START
    return phrase.level != rel.level


def _is_day(text: str, start: int, phrase: Phrase, previous_end: int) -> bool:
    patterns = _patterns()
    before, after = text[max(0, start - 6) : start], text[phrase.end : phrase.end + 6]
    surface = text[start : phrase.end]
    follows_date = 0 < start - previous_end <= 1 and before[-1:] in "、，,和及与至到"
    if patterns["count_after"].match(after) and not follows_date:
        return False
    if phrase.first.part or phrase.first.hour is not None:
        return True
    if patterns["count_before"].search(before) or durations.lasts(text, start):
        return False
    if surface.endswith("号"):
        return (not before or before[-1] in "，,。；;\n于在从自至到") and (
            not after or after[0] in "，,。；;上下早晚中凌前起至"
        )
    if not before or before[-1] in _CLAUSE_START:
        return surface[0].isdigit() or len(surface) >= 3 or follows_date
    return surface[0].isdigit() and phrase.first.day is not None and phrase.first.day > 3


def _is_rolling(text: str, start: int, phrase: Phrase) -> bool:
    before = text[max(0, start - 4) : start]
    surface = text[start : phrase.end]
    if surface.endswith(("月来", "天来")):
        return not before or before[-1] in _CLAUSE_START
    if surface.endswith("来") or not surface.startswith("近"):
        return True
    opens = not before or before[-1] in _CLAUSE_START
    if _patterns()["duration_after"].match(text, phrase.end):
        return False
    if not opens and _patterns()["clause_end"].match(text, phrase.end):
        return False
    return not _patterns()["duration_before"].search(before)
