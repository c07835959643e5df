"""What holds for any text: no exception, spans inside the text, indices that exist, the same answer twice, linear cost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_ie import rules
from bulletin_ie.pipes.activities import ActivityMention, find
from bulletin_ie.pipes.segment import Segmenter

SEGMENTER = Segmenter()
PARTS = [
    "县民政局",
    "发放",
    "捐赠",
    "320床",
    "3月5日",
    "，",
    "。",
    "、",
    "的",
    "向",
    "由",
    "被",
    "检查",
    "《办法》",
    "“",
    "”",
    " ",
    "\n",
    "　",
    "要",
    "等",
    "（",
    "）",
    "\ud800",
    "\0",
    "a",
    "9",
    "组织",
    "我",
    "局",
    "了",
]


def run(text: str) -> tuple[list[ActivityMention], rules.Scan]:
    scanned = rules.scan(text)
    tokens = SEGMENTER.tokens(text, scanned.edges())
    dates = rules.dates.resolve(text, scanned.dates, published=None)
    organizations = [(i, i + 4) for i in range(len(text)) if text.startswith("县民政局", i)]
    found = find(
        text,
        tokens,
        quantities=scanned.quantities,
        dates=dates,
        organizations=organizations,
        documents=scanned.documents,
        context={},
    )
    return found, scanned


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PARTS), max_size=40).map("".join)))
def test_any_text_gives_sound_mentions(text: str) -> None:
    found, scanned = run(text)
    assert found == run(text)[0]
    assert [a.trigger for a in found] == sorted(a.trigger for a in found)
    for activity in found:
        begin, end = activity.sentence
        assert 0 <= begin <= activity.trigger[0] < activity.trigger[1] <= end <= len(text)
        for start, stop in (*activity.agents, *activity.recipients, *activity.documents):
            assert 0 <= start < stop <= len(text)
        assert all(0 <= i < len(scanned.quantities) for i in activity.quantities)
        assert all(0 <= i < len(scanned.dates) for i in activity.dates)


@pytest.mark.parametrize(
    "unit", ["捐赠", "捐赠、", "县民政局", "发放320床，", "的", "向", "组织", "《", "“", "我局", "3月5日", "、", "要"]
)
def test_repetition_costs_no_more_than_its_length(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        scanned = rules.scan(text)
        tokens = SEGMENTER.tokens(text, scanned.edges())
        organizations = [(i, i + 4) for i in range(0, len(text) - 3, 4)] if unit == "县民政局" else []
        best = 9e9
        for _ in range(2):
            start = time.perf_counter()
            find(
                text,
                tokens,
                quantities=scanned.quantities,
                dates=[],
                organizations=organizations,
                documents=scanned.documents,
                context={},
            )
            best = min(best, time.perf_counter() - start)
        return best

    cost(500)
    assert cost(16_000) < 25 * cost(2_000) + 0.2
