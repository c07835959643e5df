"""The ranker of counted things: its fast search against the spelt-out one, its words and its weights."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_ie.pipes.segment import Segmenter
from bulletin_ie.rules import items_context, items_ranker, items_ruled, quantities
from bulletin_ie.rules.items_ranker import Item

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "items.txt"
SEGMENTER = Segmenter()


def best_of_all(text: str) -> None:
    """Each choice is the best of all candidates spelt out, or as good."""
    mentions = quantities.scan(text)
    tokens = SEGMENTER.tokens(text, sorted({edge for m in mentions for edge in (m.start, m.end)}))
    places = items_context.places(mentions, [], tokens)
    ruled = items_ruled.spans(text, mentions, tokens, [])
    weights, scorer = items_ranker.load(), items_ranker.Scorer(items_ranker.load())
    known: list[Item] = []
    for index, place in enumerate(places):
        assert place is not None

        def score(candidate: items_ranker.Candidate, rule: tuple[int, int] | None = ruled[index]) -> float:
            total = items_ranker.MARGIN if candidate.item.span == rule else 0.0
            for table, state, facts in candidate.parts:
                column = items_ranker.STATES[table].index(state)
                total += sum(weights[table][fact][column] for fact in facts if fact in weights[table])
            return total

        found = items_ranker.candidates(text, mentions, index, place, known, ruled[index])
        chosen = items_ranker.best(text, mentions, index, place, known, ruled[index], scorer)
        best = max(map(score, found))
        assert max(score(c) for c in found if c.item == chosen) == pytest.approx(best, abs=1e-6)
        known.append(chosen)


@pytest.mark.parametrize(
    "text", [line.split(" => ")[0] for line in CASES.read_text(encoding="utf-8").splitlines() if " => " in line]
)
def test_the_search_finds_the_best_candidate(text: str) -> None:
    best_of_all(text)


@given(st.text(alphabet="的和、，（）“”增长其中分别3件个万元产量县捐赠物资每 比%", max_size=40))
@settings(max_examples=60, deadline=None)
def test_the_search_finds_the_best_candidate_of_anything(text: str) -> None:
    best_of_all(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("发放“明白卡”3张", ["发放", "明白卡”", "#"]),
        ("印发《实施细则》5份", ["印发", "<BK>", "#"]),
        ("化肥（折纯）2吨", ["化肥", "<BR>", "#"]),
        ("合格率为98%", ["合格率", "为", "#"]),
        ("社会组织3家", ["社会组织", "#"]),
        ("共 　3人", ["共", "#"]),
        ("（含3人）", ["（", "含", "#", "）"]),
    ],
)
def test_words_around_a_figure(text: str, words: list[str]) -> None:
    mentions = quantities.scan(text)
    tokens = SEGMENTER.tokens(text, [mentions[0].start, mentions[0].end])
    (place,) = items_context.places(mentions, [], tokens)
    assert place is not None
    assert [*(w.text for w in place.before), "#", *(w.text for w in place.after)] == words


def test_weights_are_as_they_were_written() -> None:
    path = Path(items_ranker.__file__).with_name("item_weights.tsv")
    assert items_ranker.dump(items_ranker.load()) == path.read_text(encoding="utf-8")
