"""The annotated corpus: complete, aligned, varied, and as its README says."""

from __future__ import annotations

import importlib.util
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from bulletin_ie import ReadError, corpus, evaluate
from bulletin_ie.corpus import SPLITS, GoldDocument, split_of
from bulletin_ie.records import ACTIVITY_TYPES, ORGANIZATION_TYPES

DOMAINS = [
    "民政慈善",
    "应急救灾",
    "统计公报",
    "农业",
    "教育",
    "卫健",
    "公安",
    "市场监管",
    "生态环境",
    "文旅",
    "财政审计",
    "交通",
    "水利",
    "住建",
    "人社",
    "商务外贸",
    "司法",
    "政协人大党建",
    "群团",
    "气象",
    "科技",
    "税务",
    "海关",
    "消防",
]
KINDS = ["通知", "通报", "公告", "公报", "纪要", "函", "工作动态", "情况通报", "公示", "简报"]


@pytest.fixture(scope="module")
def documents(root: Path) -> list[GoldDocument]:
    return corpus.load(root / "corpora" / "annotated")


def script(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, root / "corpora" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def variety(root: Path) -> ModuleType:
    return script(root, "variety")


def test_readme_shows_the_agreement(root: Path) -> None:
    text = (root / "corpora" / "README.md").read_text(encoding="utf-8")
    shown = text.partition("<!-- agreement -->")[2].partition("<!-- /agreement -->")[0]
    found = script(root, "agreement").scores()
    assert found.documents == 80
    for line in evaluate.lines(found):
        assert line in shown


def test_the_splits_are_whole(documents: list[GoldDocument]) -> None:
    assert Counter(split_of(d.id) for d in documents) == {name: len(numbers) for name, numbers in SPLITS.items()}
    assert [int(d.id[:3]) for d in documents] == list(range(1, 241))


@pytest.mark.parametrize("split", SPLITS)
def test_each_split_is_spread(documents: list[GoldDocument], split: str) -> None:
    chosen = [d for d in documents if split_of(d.id) == split]
    assert {d.attributes["domain"] for d in chosen} == set(DOMAINS)
    assert {d.attributes["kind"] for d in chosen} == set(KINDS)
    assert len({d.attributes["province"] for d in chosen}) == 31
    assert all(300 <= len(d.text) <= 900 for d in chosen)


def test_annotations_are_well_formed(documents: list[GoldDocument]) -> None:
    for d in documents:
        assert all(m.fields["type"] in ORGANIZATION_TYPES for m in d.organizations), d.id
        assert all(a.type in ACTIVITY_TYPES for a in d.activities), d.id
        assert all(m.fields["unit"] for m in d.quantities), d.id
        assert all(m.fields["boundary"] in (None, "since", "until", "before", "after") for m in d.dates), d.id
        for layer in ("organizations", "quantities", "dates"):
            spans = [(m.start, m.end) for m in getattr(d, layer)]
            assert all(a[1] <= b[0] for a, b in pairwise(spans)), (d.id, layer)
            ignored = d.ignore.get(layer, ())
            assert not [s for s in spans if s in ignored], (d.id, layer)


def test_no_two_documents_share_a_long_run(documents: list[GoldDocument], variety: ModuleType) -> None:
    assert variety.shared_runs(documents) == []


def test_no_document_shares_a_long_run_with_shared_texts(
    documents: list[GoldDocument], variety: ModuleType, shared: Path
) -> None:
    theirs = [
        GoldDocument(id=f"shared-{p.stem}", text=p.read_text(encoding="utf-8"))
        for p in sorted([*(shared / "gold" / "source").glob("*.txt"), *(shared / "real").rglob("*.txt")])
    ]
    found = variety.shared_runs([*documents, *theirs])
    assert [row for row in found if not (row[0].startswith("shared-") and row[1].startswith("shared-"))] == []


def test_readme_shows_the_variety(root: Path, documents: list[GoldDocument], variety: ModuleType) -> None:
    text = (root / "corpora" / "README.md").read_text(encoding="utf-8")
    shown = text.partition("<!-- variety -->")[2].partition("<!-- /variety -->")[0]
    assert shown.strip() == variety.report(documents)


def test_a_line_that_does_not_fit_is_named(tmp_path: Path) -> None:
    (tmp_path / "001-x.txt").write_text("捐款5万元。", encoding="utf-8")
    (tmp_path / "001-x.yaml").write_text("quantities:\n- 6万元 | 60000 | 元\n", encoding="utf-8")
    with pytest.raises(ReadError, match="6万元"):
        corpus.load(tmp_path)
    with pytest.raises(ReadError, match="nowhere"):
        corpus.load(tmp_path / "nowhere.jsonl")
