"""Divisions that no table has (new, renamed, small ones), told from how they stand in a text."""

from __future__ import annotations

from collections import Counter
from functools import cache

import regex

from ...rules.core import Token
from . import divisions
from .walk import Page
from .words import CARRIERS, COMMON_PLACES, LINKS, NAME_LETTERS, PROPER_TAGS, STOP_TAGS, VERB_TAGS, word_set

__all__ = ["could_be", "names"]

OPENERS = word_set("p c u uj ul f t m q x r d")
"""Tags of the words that a division's name may follow: function words, times, figures, punctuation."""
FOREIGN = STOP_TAGS | VERB_TAGS | word_set("m q")
"""Tags of words that are no part of such a name (日前报|县)."""
NOT_FIRST = frozenset("年月日时前后内并报经含各其我本该全")
"""What no such name begins with, though the words may have been cut wrongly."""
NUMERALS = frozenset("一二三四五六七八九十两")
UPPER = frozenset("省市州盟区县")
"""Ends of a division that the next smaller one follows (云陵市|银沙县)."""
MOST = 4
"""Characters of the longest proper part."""


@cache
def _end() -> regex.Pattern[str]:
    return regex.compile(
        r"(?<=\p{Han}{2})[市县州旗区](?!长|委|民|里|内|外|政|域|级|直|情|乡|场|值|价|容|树|花|别|间|分|号|位|块|段)"
    )


def names(page: Page) -> tuple[list[str], list[str]]:
    """Such names in order of first mention: those that stand with another division or are printed twice, and all."""
    counts: Counter[str] = Counter()
    chained: set[str] = set()
    for match in _end().finditer(page.text):
        if match.start() in page.division_starts or match.end() in page.division_starts:
            continue  # within the table's names
        start = _start(page, match.start())
        if start is None or not _is_name(name := page.text[start : match.end()]):
            continue
        counts[name] += 1
        before = page.text[start - 1 : start]
        if before and before in UPPER:
            chained.add(name)
    return [name for name, count in counts.items() if count > 1 or name in chained], list(counts)


def could_be(page: Page, start: int, end: int) -> bool:
    """Is there no verb and no function word in this range, which ends with a division's class character (走进|县)?"""
    tokens = page.tokens[page.index(start) : page.index(end - 1)]
    return all(_may_be_part(token) for token in tokens)


def _is_name(name: str) -> bool:
    """Is this no common word, no name of the table and no numbered quarter (新村五区)?"""
    if name in COMMON_PLACES or any(letter in name for letter in "镇乡村"):
        return False
    if (name[-2:] in COMMON_PLACES and name[-2:] != "新区") or divisions.spelled(name) or divisions.spelled(name[-2:]):
        return False  # 滨河区城市, 南苏州
    return name[0] not in NOT_FIRST and name[-2] not in NUMERALS


def _start(page: Page, at: int) -> int | None:
    """Where the name begins whose class character stands at ``at``, None when its words are common ones."""
    tokens = page.tokens
    last = page.index(at)
    if tokens[last].end != at + 1 or (tokens[last].start < at and tokens[last].tag not in PROPER_TAGS):
        return None  # 城|市, 社|区
    floor = max(tokens[last].start, at - MOST - 1)
    cut = max(page.text.rfind(letter, floor, at) for letter in UPPER) + 1
    if 2 <= at - cut <= MOST and cut > tokens[last].start:
        return cut  # 云陵市|银沙县 as one unknown word
    proper = False
    for i in range(last if tokens[last].start < at else last - 1, -1, -1):
        token, before = tokens[i], tokens[i - 1] if i else None
        if at - token.start > MOST or not _may_be_part(token):
            return None
        proper = proper or token.tag in PROPER_TAGS or len(token.text) == 1
        if at - token.start >= 2 and _may_follow(before):
            return token.start if proper else None
    return None


def _may_be_part(token: Token) -> bool:
    if not token.text.isalpha() or token.text in LINKS or token.text in CARRIERS:
        return False
    return token.tag not in FOREIGN or token.text in NAME_LETTERS


def _may_follow(before: Token | None) -> bool:
    if before is None or before.tag in OPENERS:
        return True
    return before.text in LINKS or before.text in CARRIERS or before.text[-1] in UPPER
