"""What a sentence stands under: the kind of document, the heading of its section, the line that opens its list."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from . import words
from .model import Evidence
from .scene import Scene

__all__ = ["Surroundings", "section_kind"]

_LONGEST_HEADING = 20
_SIZES = (4, 3, 2)
"""Lengths of the words of headings, longest first."""
_TITLE_LINES = 5
"""Lines at the top in which the document says what it is."""
_ENDS = frozenset("。：")


@cache
def _numbered() -> regex.Pattern[str]:
    return regex.compile(
        r"[\s\u3000]{0,8}+(?:[一二三四五六七八九十]{1,3}+[、．.]|[（(][一二三四五六七八九十0-9０-９]{1,3}+[）)]"
        r"|[0-9０-９]{1,2}+[.、．](?![0-9０-９])|[一二三四五六七八九十]{1,2}+是|第[一二三四五六七八九十]{1,3}+[条章]"
        r"|[①-⑳◆●○■□▲△★☆•·※]|[—\-]{1,2}+|【)"
    )


@cache
def _titles() -> regex.Pattern[str]:
    return regex.compile(
        r"(通知|公告|通告|公示|函|纪要|通报|公报|简报|意见|方案|倡议书|办法|细则|规定|启事|指南|要点|批复|决定)"
        r"(?=[\s\u3000]{0,4}+(?:[（(][^）)\n]{0,12}+[）)][\s\u3000]{0,4}+)?(?:\n|$))"
    )


class Surroundings:
    """By sentence: evidence of its document, its section and its list; one pass over the text, as far as it is asked for."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.document = _document(scene.text)
        self._read = 0
        self._section = self._opening = self._under = ""

    def of(self, sentence: int) -> Evidence:
        """Evidence for every trigger of the sentence (asked for in text order)."""
        for s in range(self._read, sentence + 1):
            self._pass(s)
        self._read = max(self._read, sentence + 1)
        return [("document", self.document), ("section", self._section), ("opening", self._under)]

    def _pass(self, s: int) -> None:
        """Read one sentence on: a heading among them opens a section, and one that ends in a colon a list."""
        clauses = self.scene.clauses
        first, last = clauses.first[s], clauses.last(s)
        if not s or clauses.paragraph[s] != clauses.paragraph[s - 1]:
            start, end = clauses.starts[first], clauses.ends[first]
            short = end - start <= _LONGEST_HEADING
            alone = first == last and not clauses.marks[last].strip()
            if self._opening or (short and (alone or clauses.marks[first] in _ENDS)):
                head = _numbered().match(self.scene.text, start, end)
                if head is None and not (s and clauses.marks[first - 1] == "："):
                    self._opening = ""
                if short and (alone or (head is not None and clauses.marks[first] in _ENDS)):
                    kind = section_kind(self.scene.text[start:end])
                    self._section = kind or ("other" if head is not None else self._section)
        self._under = self._opening
        if clauses.marks[last] == "：":
            self._opening = _kind(self.scene, last)


def _document(text: str) -> str:
    head = "\n".join(text[:600].split("\n")[:_TITLE_LINES])
    found = _titles().search(head)
    return found[1] if found else ""


@lru_cache(maxsize=4096)
def section_kind(heading: str) -> str:
    """What the last known word of a heading says of its section; empty when no word is known."""
    table = words.sections()
    for end in range(len(heading), 1, -1):
        for size in _SIZES:
            found = table.get(heading[max(0, end - size) : end])
            if found:
                return found
    return ""


def _kind(scene: Scene, clause: int) -> str:
    """How a clause that ends in a colon bends the list that follows it."""
    table = words.duty_words()
    kinds = {k for p in scene.pieces(clause) for k in table.get(p.text, ())}
    return next((k for k in ("duty", "planned", "speech", "purpose") if k in kinds), "plain")
