"""The package's scores equal those of the project's scorer, and each kind of error is counted."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

import bulletin_ie
from bulletin_ie import corpus, evaluate
from bulletin_ie.corpus import GoldActivity, GoldDocument, GoldMention

TEXT = "6月10日，临川县民政局发放慰问金16.8万元。"


def gold() -> GoldDocument:
    return GoldDocument(
        id="x",
        text=TEXT,
        published="2024-06-12",
        organizations=(GoldMention(6, 12, {"type": "government", "name": "临川县民政局"}),),
        quantities=(
            GoldMention(
                17, 23, {"value": 168000, "unit": "元", "lower": None, "upper": None, "per": None, "item": "慰问金"}
            ),
        ),
        dates=(
            GoldMention(0, 5, {"first": "2024-06-10", "last": "2024-06-10", "boundary": None, "granularity": "day"}),
        ),
        activities=(GoldActivity("supply", (12, 14), agents=((6, 12),), quantities=((17, 23),), dates=((0, 5),)),),
    )


def test_a_right_answer_scores_one() -> None:
    scores = evaluate.evaluate([gold()])["all"]
    measured = {name: t for name, t in scores.layers.items() if t.tp + t.fp + t.fn}
    assert {name: t.f1 for name, t in measured.items()} == dict.fromkeys(measured, 1.0)
    assert all(scores.accuracy(name) == 1 for name in scores.matched)
    assert not scores.errors


def test_an_empty_answer_scores_zero() -> None:
    empty = bulletin_ie.Bulletin(id="x", text=TEXT)
    scores = evaluate.evaluate([gold()], [empty])["all"]
    assert scores.layers["quantities"].recall == 0
    assert {e.kind for e in scores.errors} == {"missed"}
    assert scores.to_dict()["layers"]["dates"]["fn"] == 1


def load_scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", shared / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["seed", "authored"])
def test_scores_equal_the_project_scorer(shared: Path, tmp_path: Path, name: str) -> None:
    path = shared / "gold" / f"{name}.jsonl"
    documents = corpus.load(path)
    bulletins = list(evaluate.predict(documents))
    ours = evaluate.evaluate(documents, bulletins)["all"]
    predicted = tmp_path / "predicted.jsonl"
    rows = [{**json.loads(b.model_dump_json()), "id": d.id} for d, b in zip(documents, bulletins, strict=True)]
    predicted.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    scorer = load_scorer(shared)
    tallies, right, matched, _ = scorer.score(scorer.load(path), scorer.load(predicted))
    assert {n: (t.tp, t.fp, t.fn) for n, t in ours.layers.items()} == {
        n: (t.tp, t.fp, t.fn) for n, t in tallies.items()
    }
    assert ours.matched == {n: c for n, c in matched.items() if c}
    assert ours.right == {n: right[n] for n in ours.right}


def test_both_forms_of_a_document_are_one(shared: Path) -> None:
    from_json = {d.id: d for d in corpus.load(shared / "gold" / "authored.jsonl")}
    for path in sorted((shared / "gold" / "source").glob("0*.yaml")):
        (from_yaml,) = corpus.load(path)
        other = from_json[from_yaml.id]
        assert from_yaml.text == other.text
        assert from_yaml.activities == other.activities
        assert from_yaml.organizations == other.organizations
        assert [(m.start, m.end) for m in from_yaml.quantities] == [(m.start, m.end) for m in other.quantities]
