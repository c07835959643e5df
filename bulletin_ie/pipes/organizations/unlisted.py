"""Divisions that no table has (new, renamed, small ones), told from how they stand in a text."""

from __future__ import annotations

from collections import Counter
from functools import cache

import regex

from . import divisions
from .walk import Page
from .words import COMMON_PLACES, LINKS, PROPER_TAGS, word_set

__all__ = ["names"]

OPENERS = word_set("p c u uj ul f t m q x")
"""Tags of the words that a division's name may follow: function words, times, figures, punctuation."""
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
        if start is None:
            continue
        name = page.text[start : match.end()]
        if name in COMMON_PLACES or divisions.codes_of(name):
            continue
        counts[name] += 1
        before = page.text[start - 1 : start]
        if before and before in UPPER:
            chained.add(name)
    return [name for name, count in counts.items() if count > 1 or name in chained], list(counts)


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
    i, proper = last, tokens[last].start < at
    while i >= 0 and at - tokens[i].start <= MOST:
        token = tokens[i]
        if i < last:
            if not token.text.isalpha() or token.text in LINKS:
                return None
            proper = proper or token.tag in PROPER_TAGS or len(token.text) == 1
        before = tokens[i - 1] if i else None
        free = before is None or before.tag in OPENERS or before.text in LINKS or before.text[-1] in UPPER
        if at - token.start >= 2 and free:
            return token.start if proper else None
        i -= 1
    return None
