"""Lexicon tables: well formed, every row with an example that holds its key; the loader says what is wrong and where."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest

from bulletin_ie import LexiconError, lexicon


def lines(name: str) -> list[list[str]]:
    text = resources.files("bulletin_ie.lexicon").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("name", lexicon.table_names())
def test_table_is_well_formed(name: str) -> None:
    header, *rows = lines(name)
    assert "example" in header, "each row shows itself at work"
    assert rows
    at = header.index("example")
    for row in rows:
        assert len(row) == len(header) or (len(row) < len(header) and at < len(row)), row
        assert row[at], row
        assert all(cell == cell.strip() for cell in row), row
    keys = [tuple(row) for row in rows]
    assert len(keys) == len(set(keys)), "no row twice"


@dataclass(frozen=True)
class Pair:
    word: str
    count: int = 0
    tags: tuple[str, ...] = ()


def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (tmp_path / "words.tsv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(lexicon.resources, "files", lambda _: tmp_path)
    lexicon.load.cache_clear()


def test_cells_become_fields(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, monkeypatch, "# comment\nword\tcount\ttags\n件\t3\ta|b\n张\n")
    assert lexicon.load("words", Pair) == (Pair("件", 3, ("a", "b")), Pair("张"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("count\n3\n", "lacks"),
        ("word\tcolour\n件\tred\n", "unknown"),
        ("word\tcount\n件\tmany\n", r"words.tsv:2.*whole number"),
        ("word\n件\t3\n", "2 cells"),
        ("word\tcount\n\t3\n", "words.tsv:2"),
    ],
)
def test_a_broken_table_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str) -> None:
    write(tmp_path, monkeypatch, text)
    with pytest.raises(LexiconError, match=message):
        lexicon.load("words", Pair)


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(LexiconError, match="nothing_here"):
        lexicon.load("nothing_here", Pair)
