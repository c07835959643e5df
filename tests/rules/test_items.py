"""Counted things, roles and parents: one case a line in ``tests/cases/items.txt``."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_ie.lexicon import load
from bulletin_ie.pipes.segment import Segmenter
from bulletin_ie.rules import items, quantities
from bulletin_ie.rules.core import QuantityMention
from bulletin_ie.rules.items_phrases import ItemWordRow

CASES = Path(__file__).parents[1] / "cases" / "items.txt"
SEGMENTER = Segmenter()


def attached(text: str) -> list[QuantityMention]:
    mentions = quantities.scan(text)
    edges = sorted({edge for m in mentions for edge in (m.start, m.end)})
    return items.attach(text, mentions, SEGMENTER.tokens(text, edges), [])


def case_lines() -> list[tuple[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [(a, b.strip()) for a, _, b in (x.partition(" => ") for x in lines if x and not x.startswith("#"))]


@pytest.mark.parametrize(("text", "right"), case_lines(), ids=[a for a, _ in case_lines()])
def test_item(text: str, right: str) -> None:
    found = [f"{text[m.start : m.end]} | {text[slice(*m.item)] if m.item else '-'}" for m in attached(text)]
    assert " ; ".join(found) == right


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("新增病例5例(甲区2例,乙区3例)", [("total", None), ("part", 0), ("part", 0)]),
        ("选派教师63名，其中女教师30名", [("total", None), ("part", 0)]),
        ("收到建议91件，其中教育类30件、卫生类25件", [("total", None), ("part", 0), ("part", 0)]),
        ("总产量19.8万吨，增长2.3%", [(None, None), ("change", None)]),
        ("合格率98%，提高1.2个百分点", [("rate", None), ("change", None)]),
        ("每亩补贴120元", [("rate", None)]),
        ("全年客流达38万人次", [("level", None)]),
        ("走访200户。另有一户受灾", [(None, None), (None, None)]),
    ],
)
def test_role_and_parent(text: str, structure: list[tuple[str | None, int | None]]) -> None:
    assert [(m.role, m.parent) for m in attached(text)] == structure


@pytest.mark.parametrize("row", load("item_words", ItemWordRow), ids=lambda r: f"{r.kind}-{r.form}")
def test_every_word_stands_in_its_example(row: ItemWordRow) -> None:
    assert row.form in row.example
    assert quantities.scan(row.example)


@given(st.text(alphabet="的和、，（）“”增长其中分别3件个万元产量县捐赠物资每 比%", max_size=60))
@settings(max_examples=200, deadline=None)
def test_items_lie_outside_their_figures(text: str) -> None:
    for mention in attached(text):
        if mention.item is not None:
            start, end = mention.item
            assert 0 <= start < end <= len(text)
            assert end <= mention.start or start >= mention.end
