"""Sentences and clauses of official prose: a sentence ends at 。！？ or a line end, a clause at ，；： as well."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

__all__ = ["Clauses", "split"]

LONGEST_CLAUSE = 300
"""Characters; a longer run without punctuation is no prose, and what looks at whole clauses must stay cheap."""
MOST_CLAUSES = 60
"""Clauses of one sentence; a longer row of them is a list."""

_SENTENCE_ENDS = "。！？!?\n\r】"
_DOUBTFUL = frozenset(",:\u3000")
"""Marks that may break nothing: a comma or colon inside a figure (1,200 or 14:53), wide spaces between single characters."""
_WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
"""Half-width marks, which many a page has, by what they are in Chinese print: what asks for a mark knows only those."""
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_WIDEST = 8
"""Wide spaces that may part words; more of them are a layout."""


@dataclass(slots=True)
class Clauses:
    """Flat arrays over the clauses of a text, in order; clause ``i`` is ``text[starts[i]:ends[i]]`` without its mark."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """The punctuation that closes the clause, as Chinese print has it (a half-width comma is ，); empty at the end of the text."""
    sentence: list[int] = field(default_factory=list)
    """Index of the clause's sentence."""
    first: list[int] = field(default_factory=list)
    """By sentence: its first clause."""
    paragraph: list[int] = field(default_factory=list)
    """By sentence: number of its line."""

    def at(self, offset: int) -> int:
        """Index of the clause that holds ``offset`` (the nearest one before it, for punctuation)."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def last(self, sentence: int) -> int:
        """Index of the last clause of a sentence."""
        return (self.first[sentence + 1] if sentence + 1 < len(self.first) else len(self.starts)) - 1

    def sentence_clauses(self, sentence: int) -> range:
        """Indices of the clauses of a sentence."""
        return range(self.first[sentence], self.last(sentence) + 1)

    def sentence_span(self, sentence: int) -> tuple[int, int]:
        """Where the sentence stands, its closing mark excluded."""
        return self.starts[self.first[sentence]], self.ends[self.last(sentence)]


@cache
def _breaks() -> re.Pattern[str]:
    # one set of characters, which the engine looks for much faster than for anything that looks around it
    return re.compile(r"([。！？!?\n\r；;，：】,:\u3000])")


def split(text: str, whole: Sequence[tuple[int, int]]) -> Clauses:
    """Cut ``text`` into clauses; no cut falls inside one of ``whole`` (sorted spans such as 《…》)."""
    found = Clauses()
    starts, ends, marks, sentences, first = found.starts, found.ends, found.marks, found.sentence, found.first
    start = end = wide = sentence = line = i = 0
    most = len(whole)
    opened = False
    parts = _breaks().split(
        text
    )  # by C; one round for each mark of an archive follows, so it is written out, with local names
    for piece, mark in zip(parts[::2], [*parts[1::2], ""], strict=True):
        at = end + len(piece)
        end = at + len(mark)
        if mark in _DOUBTFUL:
            if at < wide:
                continue
            if mark == "\u3000":
                wide = _run_of_spaces(text, at)
                mark = text[at:wide] if _parts_words(text, at, wide) else ""
            elif text[at - 1 : at] in _DIGITS and text[end : end + 1] in _DIGITS:
                mark = ""
            if not mark:
                continue
        while i < most and whole[i][1] <= at:
            i += 1
        if i < most and whole[i][0] < at:
            continue
        if start < at and not text[start:at].isspace():
            if not opened:
                first.append(len(starts))
                found.paragraph.append(line)
                opened = True
            while at - start > LONGEST_CLAUSE:
                starts.append(start)
                start += LONGEST_CLAUSE
                ends.append(start)
                marks.append("")
                sentences.append(sentence)
            starts.append(start)
            ends.append(at)
            marks.append(_WIDE.get(mark, mark))
            sentences.append(sentence)
        if opened and (mark in _SENTENCE_ENDS or len(starts) - first[-1] >= MOST_CLAUSES):
            sentence += 1
            opened = False
        if mark in "\n\r":
            line += 1
        start = end if end > wide else wide
    return found


def _run_of_spaces(text: str, start: int) -> int:
    """Where a run of wide spaces ends."""
    end = start + 1
    while text.startswith("\u3000", end):
        end += 1
    return end


def _parts_words(text: str, start: int, end: int) -> bool:
    """Do wide spaces stand between words of a heading (2. 调度情况　省水利厅…)? Between single characters they only justify."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    around = before + after
    return end - start <= _WIDEST and len(around) == 4 and not any(map(str.isspace, around))
