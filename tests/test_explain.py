"""Explanations: every record has one, and what lost says which rule or evidence spoke against it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_ie import ArgumentError, readers
from bulletin_ie.cli import main
from bulletin_ie.explain import Explanation, explain, tables

TEXT = """云溪市民政局关于送温暖活动的通报
发布时间：2023-12-20
12月18日，市民政局向近36户困难家庭发放慰问金7.2万元。市慈善总会惠及千家万户，捐赠棉衣1500余件。
各级社会组织和相关协会要加强检查。2月30日，局长连续3天讲话，公示5日内。《2019年工作要点》已印发。
"""


@pytest.fixture(scope="module")
def whole() -> Explanation:
    return explain(readers.Source(text=TEXT))


def lost(whole: Explanation) -> dict[str, str]:
    return {f.text: f.rule for f in whole.findings if f.outcome == "lost"}


def test_every_record_is_explained(whole: Explanation) -> None:
    b = whole.bulletin
    explained = {(f.id, f.start, f.end) for f in whole.findings if f.outcome == "record"}
    expected = {(r.id, r.start, r.end) for r in (*b.quantities, *b.dates)}
    expected |= {(o.id, m.start, m.end) for o in b.organizations for m in o.mentions}
    expected |= {(a.id, a.trigger.start, a.trigger.end) for a in b.activities}
    assert explained == expected
    assert all(f.reasons and f.rule for f in whole.findings)
    assert all(TEXT[f.start : f.end] == f.text for f in whole.findings)


def test_records_name_their_lexicon_lines(whole: Explanation) -> None:
    found = {f.text: {f"{r.table}:{next(iter(r.cells.values()))}" for r in f.rows} for f in whole.findings if f.id}
    assert "units:元" in found["7.2万元"]
    assert {"hedges:近", "measure_words:户"} <= found["近36户"]
    assert "organization_topics:民政" in found["市民政局"]
    assert "triggers:捐赠" in found["捐赠"]


def test_lines_are_the_files_lines() -> None:
    path = Path(readers.__file__).parents[1] / "lexicon" / "units.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    for row in tables.rows("units"):
        assert lines[row.line - 1].split("\t")[0] == row.cells["form"]


def test_what_lost_says_why(whole: Explanation) -> None:
    why = lost(whole)
    assert why["千家"] == "expression"
    assert why["协会"] in ("group", "name")
    assert why["2019年"].startswith("date.")
    assert why["检查"].endswith(".score")


def test_an_activity_shows_its_evidence_and_links(whole: Explanation) -> None:
    finding = next(f for f in whole.findings if f.text == "捐赠" and f.id)
    assert finding.score is not None
    assert finding.score > 0
    assert finding.evidence
    assert any(r.startswith("quantity '1500余件' linked") for r in finding.reasons)


def test_scores_agree_with_the_records(whole: Explanation) -> None:
    for f in whole.findings:
        if f.score is not None:
            assert (f.score > 0) == (f.outcome == "record")
    for a in whole.bulletin.activities:
        finding = next(f for f in whole.findings if f.id == a.id)
        linked = [r for r in finding.reasons if r.startswith("quantity") and " linked" in r and "not linked" not in r]
        assert len(linked) == len(a.quantities)


def test_unresolved_dates_say_why(whole: Explanation) -> None:
    finding = next(f for f in whole.findings if f.text == "2月30日")
    assert finding.reasons[0].startswith("unresolved: no such day")


def test_selection(whole: Explanation) -> None:
    q = whole.bulletin.quantities[0]
    assert {f.id for f in whole.of_record(q.id).findings if f.outcome == "record"} == {q.id}
    assert q.id in {f.id for f in whole.at(q.start).findings}
    assert q.id not in {f.id for f in whole.at(q.end).findings}
    with pytest.raises(ArgumentError, match="no record 'q99'"):
        whole.of_record("q99")
    with pytest.raises(ArgumentError, match="outside the text"):
        whole.at(len(TEXT))


@given(st.text(alphabet="民政局捐款发放三百万元人家3月12日，。年《》社会组织\ud800 第一", max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_explained(text: str) -> None:
    explain(readers.Source(text=text))


def test_command(tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(main, ["explain", str(notice), "--record", "q1"])
    assert done.exit_code == 0, done.output
    assert "lexicon/" in done.output
    at = TEXT.index("7.2万元")
    row = json.loads(CliRunner().invoke(main, ["explain", str(notice), "--at", str(at), "--json"]).output)
    assert [f["text"] for f in row["findings"]] == ["7.2万元"]
    assert CliRunner().invoke(main, ["explain", str(notice), "--record", "x1"]).exit_code == 2


def test_the_second_opinion_is_heard() -> None:
    whole = explain(readers.Source(text="临川县民政局通报。各苏木镇中心校，旗直各学校：现将通知印发。"))
    found = {f.text: f for f in whole.findings if f.layer == "organizations"}
    assert any("agrees with the rules" in r for r in found["临川县民政局"].reasons)
    assert found["临川县民政局"].score is None
    assert found["中心校"].rule == "model"
    assert found["中心校"].score >= 3
    assert any("where the rules have '苏木镇中心校'" in r for r in found["中心校"].reasons)
    assert found["中心校"].evidence
