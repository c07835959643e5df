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
    """By sentence: evidence of its document, its section and its list; one pass over the text."""

    def __init__(self, scene: Scene) -> None:
        self.document = _document(scene.text)
        self._found: list[tuple[str, str]] = []
        clauses = scene.clauses
        section = opening = ""
        for s, first in enumerate(clauses.first):
            inside = clauses.sentence_clauses(s)
            last = inside[-1]
            if not s or clauses.paragraph[s] != clauses.paragraph[s - 1]:
                start, end = clauses.starts[first], clauses.ends[first]
                head = _numbered().match(scene.text, start, end)
                if head is None and not (s and clauses.marks[clauses.first[s] - 1] == "："):
                    opening = ""
                alone = first == last and not clauses.marks[last].strip()
                if end - start <= _LONGEST_HEADING and (alone or (head is not None and clauses.marks[first] in _ENDS)):
                    section = section_kind(scene.text[start:end]) or ("other" if head is not None else section)
            self._found.append((section, opening))
            if clauses.marks[last] == "：":
                opening = _kind(scene, inside)

    def of(self, sentence: int) -> Evidence:
        """Evidence for every trigger of the sentence."""
        section, opening = self._found[sentence]
        return [("document", self.document), ("section", section), ("opening", opening)]


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


def _kind(scene: Scene, inside: range) -> str:
    """How a line that ends in a colon bends the list that follows it."""
    table = words.duty_words()
    kinds = {k for p in scene.pieces(inside[-1]) for k in table.get(p.text, ())}
    return next((k for k in ("duty", "planned", "speech", "purpose") if k in kinds), "plain")
