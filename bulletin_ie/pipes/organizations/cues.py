"""Cues: the words that end organizations' names (协会, 民政厅, 有限公司) and bodies known by name, found in one scan."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import daachorse

from ...lexicon import load
from .model import BodyRow, SuffixRow, TopicRow, WordRow

__all__ = ["Cue", "Pattern", "body_of", "role_of", "scan", "subject_of"]


class Pattern(NamedTuple):
    """What a cue means; ``subject`` is the topic's full wording, ``canonical`` the full name of a known body."""

    text: str
    type: str
    level: str
    subject: str | None
    canonical: str | None


class Cue(NamedTuple):
    """A pattern at its place in the text."""

    start: int
    end: int
    pattern: Pattern


@cache
def _patterns() -> dict[str, Pattern]:
    table: dict[str, Pattern] = {}
    for row in load("organization_suffixes", SuffixRow):
        table[row.suffix] = Pattern(row.suffix, row.type, row.level, None, None)
    for topic in load("organization_topics", TopicRow):
        for wording in (topic.topic, *topic.forms):
            for ending in topic.endings:
                table.setdefault(wording + ending, Pattern(wording + ending, topic.type, "head", topic.topic, None))
    for body in load("organizations", BodyRow):
        for name in (body.name, *body.forms):
            table[name] = Pattern(name, body.type, "known", None, body.name)
    return table


@cache
def _automaton() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[Pattern, ...]]:
    table = _patterns()
    return (
        daachorse.CharwiseDoubleArrayAhoCorasick(list(table), daachorse.MATCH_KIND_LEFTMOST_LONGEST),
        tuple(table.values()),
    )


def scan(text: str) -> list[Cue]:
    """Every cue of ``text``, leftmost-longest, in order."""
    automaton, patterns = _automaton()
    return [Cue(start, end, patterns[index]) for start, end, index in automaton.find(text)]


@cache
def _roles() -> dict[str, str]:
    return {row.word: row.role for row in load("organization_words", WordRow)}


def role_of(word: str) -> str | None:
    """``generic``, ``stop``, ``inner``, ``lead`` or ``conj`` for a word of the table, else None."""
    return _roles().get(word)


def body_of(name: str) -> Pattern | None:
    """The known body of this name or short form."""
    found = _patterns().get(name)
    return found if found is not None and found.level == "known" else None


def subject_of(head: str) -> str | None:
    """The full wording of a head's subject (文旅局 → 文化和旅游), None for other words."""
    found = _patterns().get(head)
    return found.subject if found is not None else None
