"""Lexicon lines by what they say, with their line numbers, so that a correction can name the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources

from .model import LexiconRow

__all__ = ["inside", "rows", "where"]


@cache
def rows(table: str) -> tuple[LexiconRow, ...]:
    """All lines of a table; empty cells are left out."""
    path = resources.files(f"{__package__.rpartition('.')[0]}.lexicon") / f"{table}.tsv"
    header: list[str] = []
    made: list[LexiconRow] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not header:
            header = line.split("\t")
            continue
        cells = {k: v for k, v in zip(header, line.split("\t"), strict=False) if v}
        made.append(LexiconRow(table, number, cells))
    return tuple(made)


def where(table: str, test: Callable[[dict[str, str]], bool]) -> tuple[LexiconRow, ...]:
    """The lines of a table that pass a test on their cells."""
    return tuple(row for row in rows(table) if test(row.cells))


def inside(table: str, column: str, text: str) -> tuple[LexiconRow, ...]:
    """The lines whose ``column`` stands in ``text``, without those that only repeat a part of a longer one."""
    found = where(table, lambda cells: cells.get(column, "\0") in text)
    words = [row.cells[column] for row in found]
    return tuple(row for row in found if not _within_longer(row.cells[column], words, text))


def _within_longer(word: str, words: Sequence[str], text: str) -> bool:
    longer = [w for w in words if word in w and w != word]
    return bool(longer) and text.count(word) <= sum(w.count(word) * text.count(w) for w in longer)
