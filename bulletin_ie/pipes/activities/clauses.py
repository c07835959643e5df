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


@dataclass(slots=True)
class Clauses:
    """Flat arrays over the clauses of a text, in order; clause ``i`` is ``text[starts[i]:ends[i]]`` without its mark."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """The punctuation that closes the clause, empty at the end of the text."""
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
    # A comma, colon or point inside a figure (1,200 or 14:53) breaks nothing.
    # Wide spaces between words of a heading part clauses (2. 调度情况　省水利厅…); between single characters they only justify.
    return re.compile(
        r"[。！？!?\n\r；;，：】]|(?<=\S\S)[\u3000]{1,8}+(?=\S\S)|(?<![0-9０-９])[,:]|(?<=[0-9０-９])[,:](?![0-9０-９])"
    )


def split(text: str, whole: Sequence[tuple[int, int]]) -> Clauses:
    """Cut ``text`` into clauses; no cut falls inside one of ``whole`` (sorted spans such as 《…》)."""
    found = Clauses()
    start, sentence, line, i, most = 0, 0, 0, 0, len(whole)
    opened = False
    for match in _breaks().finditer(text):  # one round for each mark of an archive: written out, with local names
        at = match.start()
        while i < most and whole[i][1] <= at:
            i += 1
        if i < most and whole[i][0] < at:
            continue
        mark = match[0]
        if start < at and not text[start:at].isspace():
            _add(found, start, at, mark, sentence, line, opens=not opened)
            opened = True
        if opened and (mark in _SENTENCE_ENDS or len(found.starts) - found.first[-1] >= MOST_CLAUSES):
            sentence += 1
            opened = False
        if mark in "\n\r":
            line += 1
        start = match.end()
    if text[start:].strip():
        _add(found, start, len(text), "", sentence, line, opens=not opened)
    return found


def _add(found: Clauses, start: int, end: int, mark: str, sentence: int, line: int, *, opens: bool) -> None:
    if opens:
        found.first.append(len(found.starts))
        found.paragraph.append(line)
    while end - start > LONGEST_CLAUSE:
        _add(found, start, start + LONGEST_CLAUSE, "", sentence, line, opens=False)
        start += LONGEST_CLAUSE
    found.starts.append(start)
    found.ends.append(end)
    found.marks.append(mark)
    found.sentence.append(sentence)
