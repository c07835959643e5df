"""What a rate is per: 每亩1200元, 人均, 日均, carried over coordinated figures. Words are data (``per_words.tsv``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from ..lexicon import load
from . import units
from .core import QuantityMention

__all__ = ["PerRow", "carry"]

REACH = 24
"""How far before a figure its rate word may stand, in characters."""

LIST_GAP = 14
"""How long the noun phrase between two coordinated figures may be."""


@dataclass(frozen=True, slots=True)
class PerRow:
    """A row of ``per_words.tsv``: a rate word and what the rate is per."""

    form: str
    per: str
    example: str


@cache
def _words() -> dict[str, str]:
    return {row.form: row.per for row in load("per_words", PerRow)}


@cache
def _pattern() -> regex.Pattern[str]:
    words = "|".join(sorted(_words(), key=len, reverse=True))
    return regex.compile(
        rf"(?<![多历常今去当本该上近全同])(?P<word>{words})(?![以前后]|(?<=周)[一二三四五六日])"
        r"|(?P<one>一天|一年|一个月)(?![前后内])(?=\p{Han}{1,6}$)"
        r"|每(?P<base>(?:一|[百千万]|[0-9０-９两三四五六七八十百千万]{1,6})(?:个)?\p{Han}{1,4})"
        r"|每(?P<each>\p{Han}{1,4})"
        r"|(?P<bare>[百千万](?:人口|人|户|车)|万元(?:GDP|地区生产总值|国内生产总值|生产总值|产值|工业增加值))(?=[\p{Han}A-Z])"
    )


_BREAKS = frozenset("，；。：！？,;:!?\n")


UNRATED = frozenset({"age", "temperature"})
RAIN = ("降水", "雨量", "降雨", "气温", "蒸发")


def carry(text: str, mentions: Sequence[QuantityMention]) -> list[QuantityMention]:
    """The mentions with ``per`` set where a rate word of their own clause governs them."""
    result: list[QuantityMention] = []
    for mention in mentions:
        if mention.per is None and mention.dimension not in UNRATED:
            per = _governing(text, mention, result[-1] if result else None)
            if per is not None:
                mention = replace(mention, per=per)
        result.append(mention)
    return result


def _governing(text: str, mention: QuantityMention, last: QuantityMention | None) -> str | None:
    if mention.dimension == "ratio":
        return None
    floor = max(0, mention.start - REACH, last.end if last else 0)
    window = text[floor : mention.start]
    near = last is not None and floor == last.end
    signed = not _signs().isdisjoint(window)
    if not signed and not near:
        return None
    cut = 0
    for at in range(len(window), 0, -1):
        if window[at - 1] in _BREAKS:
            cut = at
            break
    broken = cut > 0
    if broken:
        if not signed:
            return None
        window = window[cut:]
    per = _named(window) if signed else None
    if per is not None or broken or last is None or floor != last.end:
        return None if per is not None and any(word in window for word in RAIN) and "小时" not in window else per
    if text[last.start - 1 : last.start] == "每" and last.start:
        return text[last.start : last.end]
    if last.per and "/" not in text[last.start : last.end] and last.dimension != "ratio" and _listed(window):
        return last.per
    return None


@cache
def _signs() -> frozenset[str]:
    """First characters of rate words; a window without any holds none."""
    return frozenset(form[0] for form in _words()) | frozenset("每百千万")


def _listed(between: str) -> bool:
    """Whether the words between two figures only coordinate them."""
    return (between[:1] in ("和", "、", "及", "与", "或") and len(between) <= LIST_GAP) or between.strip() in (
        "",
        "以及",
        "分别为",
    )


units_of_one = {"一天": "天", "一年": "年", "一个月": "月"}


def _named(window: str) -> str | None:
    """The base of the last rate word of a clause."""
    per = None
    if _signs().isdisjoint(window):
        return None
    for match in _pattern().finditer(window):
        if match["word"]:
            strong = match["word"][0] in "每按平" or "均" in match["word"]
            per = _words()[match["word"]] if strong or per is None else per
        elif match["one"]:
            per = units_of_one[match["one"]]
        elif match["bare"]:
            per = match["bare"]
        elif match["base"]:
            per = _based(match["base"]) or per
        else:
            unit = units.lookup(window, match.start("each"))
            per = unit.unit if unit is not None else per
    return per


def _based(surface: str) -> str | None:
    """百户, 千人口, 两个月, 100平方米: the base as printed, cut after its unit."""
    head = regex.match(r"一?[百千万0-9０-９两三四五六七八十]{0,6}", surface)
    at = head.end() if head else 0
    if surface.startswith("人口", at):
        return surface[: at + 2]
    unit = units.lookup(surface, at)
    if unit is None:
        return None
    return unit.unit if surface[:at] in ("一", "") else surface[: at + len(unit.form)]
