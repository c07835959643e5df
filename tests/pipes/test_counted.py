"""Learning of counted things: marked sentences, and weights made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_ie import teaching
from bulletin_ie.pipes import counted
from bulletin_ie.pipes.counted_learning import Sheet, collect, fit, score
from bulletin_ie.pipes.segment import Segmenter
from bulletin_ie.rules import quantities

SEGMENTER = Segmenter()
LINES = teaching.lines(Path(__file__).parents[2] / "corpora" / "item_sentences.txt")


@pytest.mark.parametrize(
    ("line", "text", "items"),
    [
        ("由{6类}{312批次}<产品>组成", "由6类312批次产品组成", ["产品", "产品"]),
        ("<油料产量>{2.4万吨}，减产{4%=^}", "油料产量2.4万吨，减产4%", ["油料产量", "油料产量"]),
        ("死亡{1人}，<投资>增长{7.5%=投资}", "死亡1人，投资增长7.5%", [None, "投资"]),
    ],
)
def test_marked_sentences_are_read(line: str, text: str, items: list[str | None]) -> None:
    found, marked = teaching.counted(line)
    assert found == text
    assert list(marked.values()) == items


def test_marked_figures_are_found_and_items_stand_in_their_sentence() -> None:
    for line in LINES:
        text, marked = teaching.counted(line)
        found = quantities.scan(text)
        for (start, end), item in marked.items():
            assert any(m.end == end or (m.start == start and m.end > end) for m in found), text[start:end]
            assert item is None or item in text


def test_training_is_repeatable_and_learns() -> None:
    sheets = [Sheet(*teaching.counted(line)) for line in LINES[:40]]
    first = fit(collect(sheets, SEGMENTER))
    assert counted.dump(first) == counted.dump(fit(collect(sheets, SEGMENTER)))
    right, total = score(sheets, first, SEGMENTER)
    assert right > 0.9 * total
