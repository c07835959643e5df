"""Annotations for other tools keep every offset, and say what they cannot hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

import bulletin_ie
from bulletin_ie import corpus, exports
from bulletin_ie.exports import Annotated

TEXT = "6月10日，临川县民政局向困难群众发放慰问金16.8万元。\n截至6月11日，募集善款3686余万元。"


@pytest.fixture(scope="module")
def annotated() -> Annotated:
    return exports.of_bulletin(bulletin_ie.parse(TEXT, published="2024-06-12"))


def test_brat(annotated: Annotated, tmp_path: Path) -> None:
    assert exports.export([annotated], tmp_path, format="brat") == []
    text = (tmp_path / f"{annotated.id}.txt").read_text(encoding="utf-8")
    assert text == TEXT
    lines = (tmp_path / f"{annotated.id}.ann").read_text(encoding="utf-8").splitlines()
    bound = {}
    for line in lines:
        if line.startswith("T"):
            name, where, surface = line.split("\t")
            label, place = where.split(" ", 1)
            pieces = [tuple(map(int, p.split())) for p in place.split(";")]
            assert " ".join(text[a:b] for a, b in pieces) == surface
            bound[name] = (label, surface)
    events = [line.split("\t")[1].split() for line in lines if line.startswith("E")]
    given = next(e for e in events if bound[e[0].split(":")[1]] == ("ACT_supply", "发放"))
    roles = {(a.split(":")[0], bound[a.split(":")[1]][1]) for a in given[1:]}
    assert {("agent", "临川县民政局"), ("quantity", "16.8万元"), ("date", "6月10日")} <= roles


def test_brat_splits_a_span_at_a_line_break(tmp_path: Path) -> None:
    document = Annotated("x", "三月\n八日", ((0, 5, "DATE"),), ())
    exports.export([document], tmp_path, format="brat")
    assert (tmp_path / "x.ann").read_text(encoding="utf-8") == "T1\tDATE 0 2;3 5\t三月 八日\n"


def test_doccano(annotated: Annotated, tmp_path: Path) -> None:
    exports.export([annotated], tmp_path, format="doccano")
    (row,) = (json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines())
    assert row["text"] == TEXT
    surfaces = {e["id"]: TEXT[e["start_offset"] : e["end_offset"]] for e in row["entities"]}
    assert ("发放", "16.8万元", "quantity") in {
        (surfaces[r["from_id"]], surfaces[r["to_id"]], r["type"]) for r in row["relations"]
    }


def test_docbin(annotated: Annotated, tmp_path: Path) -> None:
    misfits = exports.export([annotated], tmp_path, format="docbin")
    (doc,) = DocBin().from_disk(tmp_path / "all.spacy").get_docs(spacy.blank("zh").vocab)
    assert doc.text == TEXT
    held = {(s.start_char, s.end_char, s.label_) for group in doc.spans.values() for s in group}
    assert held | {(m.start, m.end, m.label) for m in misfits} == set(annotated.spans)


def test_conll_reports_what_fits_no_token(tmp_path: Path) -> None:
    document = Annotated("x", "慰问金发放", ((0, 3, "ORG_other"), (1, 2, "QUANTITY"), (3, 5, "ACT_supply")), ())
    (misfit,) = exports.export([document], tmp_path, format="conll")
    assert (misfit.start, misfit.end, misfit.label) == (1, 2, "QUANTITY")
    lines = (tmp_path / "all.conll").read_text(encoding="utf-8").splitlines()
    assert lines[1].split("\t") == ["慰问金", "0", "3", "B-ORG_other"]


def test_gold_exports_as_well(root: Path, tmp_path: Path) -> None:
    documents = corpus.load(root / "corpora" / "annotated", split="train")[:3]
    for name in exports.FORMATS:
        exports.export([exports.of_gold(d) for d in documents], tmp_path / name, format=name)
        assert any((tmp_path / name).iterdir())


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(bulletin_ie.ArgumentError, match="brat"):
        exports.export([], tmp_path, format="xml")
