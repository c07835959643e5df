"""The trained second opinion on organizations: what it sees, how it sums, when it is followed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bulletin_ie import corpus
from bulletin_ie.pipes.organizations import weights
from bulletin_ie.pipes.organizations.boundaries import Reading
from bulletin_ie.pipes.organizations.cues import Cue
from bulletin_ie.pipes.organizations.evidence import nobody, somebody, starts
from bulletin_ie.pipes.organizations.finder import Verdict, overruled, spans
from bulletin_ie.pipes.organizations.found import Found
from bulletin_ie.pipes.organizations.opinion import Opinions
from bulletin_ie.pipes.organizations.walk import Page, Run
from bulletin_ie.pipes.segment import Segmenter

CORPUS = Path(__file__).parents[2] / "corpora" / "annotated"
SEGMENTER = Segmenter()


def rules_alone(page: Page, cue: Cue, found: Sequence[Found], run: Run, reading: Reading, verdict: Verdict) -> Verdict:
    return verdict


def page_of(text: str) -> Page:
    return Page(text, SEGMENTER.tokens(text))


def surfaces(text: str, **options: object) -> list[str]:
    return [text[f.start : f.end] for f in spans(page_of(text), **options)]  # type: ignore[arg-type]


def test_kept_sums_are_those_of_the_whole_evidence() -> None:
    table = weights.load()
    compared = 0
    for path in sorted(CORPUS.glob("00*.yaml")):
        (document,) = corpus.load(path)
        page = page_of(document.text)
        opinions = Opinions(page)

        def compare(
            page: Page,
            cue: Cue,
            found: Sequence[Found],
            run: Run,
            reading: Reading,
            verdict: Verdict,
            opinions: Opinions = opinions,
        ) -> Verdict:
            nonlocal compared
            ruled = verdict.mention
            opinion = opinions.form(cue, found, run, reading, ruled)
            if opinion.odds > 0:
                compared += 1
                own = nobody(page, cue, found, run, reading)
                rows = {None: own}
                places = starts(page, cue, found, ruled)
                rows.update(zip(places, somebody(page, cue, found, places), strict=True))  # type: ignore[arg-type]
                there = weights.score(table, rows[opinion.start])
                here = weights.score(table, rows[None if ruled is None else ruled.start])  # type: ignore[index]
                assert opinion.odds == pytest.approx(there - here)
            return verdict

        spans(page, settle=compare)
    assert compared > 5


def test_without_weights_the_rules_stand() -> None:
    for path in sorted(CORPUS.glob("00*.yaml")):
        (document,) = corpus.load(path)
        page = page_of(document.text)
        assert spans(page, settle=overruled(page, weights={})) == spans(page, settle=rules_alone)


def test_it_overrules_only_where_it_is_much_surer() -> None:
    text = "各苏木镇中心校，旗直各学校：现将通知印发。"
    assert surfaces(text, settle=rules_alone) == ["苏木镇中心校"]
    page = page_of(text)
    sure = {("none cue", "中心校"): 3.1}
    assert surfaces(text, settle=overruled(page, weights=sure)) == []
    less_sure = {("none cue", "中心校"): 2.9}
    assert surfaces(text, settle=overruled(page, weights=less_sure)) == ["苏木镇中心校"]


def test_it_moves_an_edge_and_makes_a_name() -> None:
    text = "昨日联合云谷公司开工。"
    assert surfaces(text, settle=overruled(page_of(text), weights={("first", "云谷"): 9.0})) == ["云谷公司"]
    assert surfaces(text, settle=overruled(page_of(text), weights={("first", "联合"): 9.0})) == ["联合云谷公司"]


def test_a_full_division_that_opens_a_name_is_not_overruled() -> None:
    text = "较昆明市慈善总会多。"
    assert surfaces(text, settle=overruled(page_of(text), weights={("first", "较"): 9.0})) == ["昆明市慈善总会"]
    text = "凤溪镇党委政府开会。"
    assert surfaces(text, settle=overruled(page_of(text), weights={("none cue", "政府"): 9.0})) == [
        "凤溪镇党委",
        "政府",
    ]
