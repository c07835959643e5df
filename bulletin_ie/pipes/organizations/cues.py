"""Cues: the words that end organizations' names (协会, 民政厅, 有限公司) and bodies known by name, found in one scan."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import daachorse

from ...lexicon import load
from .model import BodyRow, SuffixRow, TopicRow, WordRow

__all__ = ["Cue", "Pattern", "body_of", "role_of", "scan"]


class Pattern(NamedTuple):
    """What a cue means.

    ``full`` writes the words out, so that two wordings of one body have it in common (文旅局: 文化和旅游局);
    ``canonical`` is the full name of a known body.
    """

    text: str
    type: str
    level: str
    full: str
    canonical: str | None = None


class Cue(NamedTuple):
    """A pattern at its place in the text."""

    start: int
    end: int
    pattern: Pattern


def _with_short(endings: tuple[str, ...]) -> tuple[str, ...]:
    """委员会 is shortened to 委, 办公室 to 办."""
    short = [e for long, e in (("委员会", "委"), ("办公室", "办")) if long in endings and e not in endings]
    return (*endings, *short)


@cache
def _patterns() -> dict[str, Pattern]:
    table: dict[str, Pattern] = {}
    for row in load("organization_suffixes", SuffixRow):
        table[row.suffix] = Pattern(row.suffix, row.type, row.level, row.full or row.suffix)
    for topic in load("organization_topics", TopicRow):
        for wording in (topic.topic, *topic.forms):
            for ending in _with_short(topic.endings):
                full = topic.topic + ("委员会" if ending == "委" else "办公室" if ending == "办" else ending)
                table[wording + ending] = Pattern(wording + ending, topic.type, "head", full)
    for body in load("organizations", BodyRow):
        for name in (body.name, *body.forms):
            table[name] = Pattern(name, body.type, "known", body.name, body.name)
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
    """The word's role in the table (``generic``, ``stop``, ``soft``, ``inner`` …), else None."""
    return _roles().get(word)


def body_of(name: str) -> Pattern | None:
    """The known body of this name or short form."""
    found = _patterns().get(name)
    return found if found is not None and found.level == "known" else None
