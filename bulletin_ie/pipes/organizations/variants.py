"""Variants of annotated bulletins: the same sentences about other bodies, so that the model learns from names that the rules
and jieba's dictionary have not seen. Used by training alone.

A name keeps its class word; its divisions are replaced by others (real ones, and invented ones of characters that real ones
have), or the whole name by another one of the same class word from the same corpus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

import regex

from ...lexicon import load
from ...lexicon.divisions import DivisionRow
from ..segment import Segmenter
from . import cues
from .walk import Page

__all__ = ["Bulletin", "names_by_class", "variant"]

SHORTEST = 5
SHORTEST_NAME = 6
REAL, INVENTED, OTHER = 0.32, 0.48, 0.1
"""Shares of names whose divisions become real and invented others, and of those that another name replaces."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """An annotated bulletin as far as organizations go: spans in text order, and ranges that the annotators left open."""

    text: str
    names: tuple[Range, ...]
    ignored: tuple[Range, ...] = ()


def names_by_class(bulletins: Iterable[Bulletin]) -> dict[str, list[str]]:
    """Names of at least six characters by the class word that ends them, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for bulletin in bulletins:
        for start, end in bulletin.names:
            name = bulletin.text[start:end]
            word = _class_word(name) if len(name) >= SHORTEST_NAME else None
            if word is not None:
                found[word].add(name)
    return {word: sorted(names) for word, names in found.items()}


def variant(
    bulletin: Bulletin, names: Mapping[str, Sequence[str]], *, random: Random, segmenter: Segmenter
) -> Bulletin:
    """The bulletin with other names; a name that stands twice is replaced alike."""
    text = bulletin.text
    chosen: dict[str, str] = {}
    parts: list[str] = []
    spans: list[Range] = []
    moves: list[Range] = []
    position = size = 0
    for start, end in bulletin.names:
        name = text[start:end]
        if name not in chosen:
            chosen[name] = _other(name, names, random, segmenter) if len(name) >= SHORTEST else name
        parts += [text[position:start], chosen[name]]
        begin = size + start - position
        size = begin + len(chosen[name])
        spans.append((begin, size))
        moves.append((end, size - end))
        position = end
    parts.append(text[position:])

    def moved(offset: int) -> int:
        return offset + next((shift for end, shift in reversed(moves) if end <= offset), 0)

    return Bulletin("".join(parts), tuple(spans), tuple((moved(a), moved(b)) for a, b in bulletin.ignored))


def _class_word(name: str) -> str | None:
    last = [cue for cue in cues.scan(name) if cue.end == len(name)]
    return last[-1].pattern.text if last else None


@cache
def _invented_head() -> regex.Pattern[str]:
    return regex.compile(r"[^省市县区镇乡村社]{2,4}+[省市县区镇乡](?=.{2})")


@cache
def _real() -> tuple[dict[str, list[str]], list[str]]:
    """Living divisions by their last character, and the characters of short names."""
    by_end: dict[str, list[str]] = defaultdict(list)
    letters: set[str] = set()
    for row in load("divisions", DivisionRow):
        if not row.until:
            by_end[row.name[-1]].append(row.name)
            letters.update(row.short or row.name[:-1])
    return by_end, sorted(letters)


def _other(name: str, names: Mapping[str, Sequence[str]], random: Random, segmenter: Segmenter) -> str:
    draw = random.random()
    if draw < REAL + INVENTED:
        page = Page(name, segmenter.tokens(name))
        position = 0
        divisions: list[str] = []
        while position in page.division_ends:
            end = page.division_ends[position]
            divisions.append(name[position:end])
            position = end
        if not divisions:
            match = _invented_head().match(name)
            if match is not None:
                divisions, position = [match.group()], match.end()
        if divisions:
            return "".join(_division(d, random) for d in divisions) + name[position:]
    pool = names.get(_class_word(name) or "", ()) if draw < REAL + INVENTED + OTHER else ()
    return random.choice(pool) if len(pool) > 1 else name


def _division(name: str, random: Random) -> str:
    by_end, letters = _real()
    if name[-1] not in "省市县区镇乡":
        return name
    if random.random() < REAL / (REAL + INVENTED) and by_end.get(name[-1]):
        return random.choice(by_end[name[-1]])
    return "".join(random.choice(letters) for _ in range(2 if random.random() < 0.8 else 3)) + name[-1]
