"""The words of ``header_words.tsv`` as pieces of patterns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from .. import lexicon

__all__ = ["WordRow", "any_of", "one_of"]


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row of ``header_words.tsv``."""

    kind: str
    text: str
    example: str


@cache
def one_of(kind: str) -> frozenset[str]:
    """All words of a kind."""
    return frozenset(row.text for row in lexicon.load("header_words", WordRow) if row.kind == kind)


@cache
def any_of(kind: str) -> str:
    """A pattern that matches any word of a kind, the longest that fits."""
    words = sorted(one_of(kind), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(regex.escape, words))})"
