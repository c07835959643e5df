"""The tables behind dates, and where their words stand in a text (one Aho-Corasick pass)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from ..lexicon import load

__all__ = [
    "EraRow",
    "FestivalRow",
    "PlanRow",
    "TermRow",
    "WordRow",
    "eras",
    "festivals",
    "find_words",
    "plans",
    "terms",
]

_FOLLOWS_HOLIDAY = frozenset('假期节前、长小黄黄”’"』」')


@dataclass(frozen=True)
class WordRow:
    """A word for a period seen from another one (去年: the year before the year of publication)."""

    word: str
    level: str
    base: str
    shift: int
    example: str
    part: str = ""
    before: str = ""
    after: str = ""
    alone: str = ""


@dataclass(frozen=True)
class FestivalRow:
    """A festival and the rule for its day; see the head of the table for the kinds."""

    word: str
    kind: str
    month: int
    day: int
    example: str
    holiday: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class TermRow:
    """A solar term: the day when the sun's longitude reaches so many degrees."""

    word: str
    longitude: int
    alone: str
    example: str


@dataclass(frozen=True)
class PlanRow:
    """A five-year plan: first and last year."""

    word: str
    first: int
    last: int
    example: str


@dataclass(frozen=True)
class EraRow:
    """An era or reign that counts its own years."""

    word: str
    example: str


class Hit(NamedTuple):
    """A word of a table found in the text."""

    end: int
    row: WordRow | FestivalRow | TermRow


@cache
def festivals() -> dict[str, FestivalRow]:
    """Festivals by name."""
    return {r.word: r for r in load("festivals", FestivalRow)}


@cache
def terms() -> dict[str, TermRow]:
    """Solar terms by name."""
    return {r.word: r for r in load("solar_terms", TermRow)}


@cache
def plans() -> dict[str, PlanRow]:
    """Five-year plans by short name."""
    return {r.word: r for r in load("plan_periods", PlanRow)}


@cache
def eras() -> tuple[str, ...]:
    """Names of eras and reigns."""
    return tuple(r.word for r in load("eras", EraRow))


@cache
def _rows() -> dict[str, WordRow | FestivalRow | TermRow]:
    words = {r.word: r for r in load("date_words", WordRow)}
    return {**words, **terms(), **festivals()}


@cache
def _automaton() -> tuple[Any, list[str]]:
    import daachorse

    words = sorted(_rows())
    return daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_LEFTMOST_LONGEST), words


def find_words(text: str) -> dict[int, Hit]:
    """Start offset → word, for every word of the tables that stands by itself."""
    automaton, words = _automaton()
    rows = _rows()
    hits: dict[int, Hit] = {}
    for start, end, index in automaton.find(_encodable(text)):
        row = rows[words[index]]
        if _stands_alone(text, start, end, row):
            hits[start] = Hit(end, row)
    return hits


def _encodable(text: str) -> str:
    """The text with lone surrogates (which no UTF-8 library takes) put out of the way, same length."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def _stands_alone(text: str, start: int, end: int, row: WordRow | FestivalRow | TermRow) -> bool:
    following = text[end : end + 2]
    if isinstance(row, TermRow):
        return following in ("节气", "时节", "节令") or (row.alone == "yes" and following[:1] not in ("镇", "村", "路"))
    if row.before and start and text[start - 1] in row.before:
        return False
    if row.after == "=":
        counted = following[1:] == "天" and following[0] in "0123456789三四五六七八"
        return bool(following) and (
            following[0] in _FOLLOWS_HOLIDAY or counted or following in ("国庆", "中秋", "当天")
        )
    return not (following and following[0] in row.after)
