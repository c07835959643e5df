"""What is written in the corpus format is loaded as the same annotation, or not written at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_ie import ArgumentError, SinkError, corpus, corpus_writing
from bulletin_ie.corpus import GoldActivity, GoldDocument, GoldMention
from bulletin_ie.corpus_writing import in_order, safe_name, to_yaml, write

TEXT = "捐5万元，退5万元，又捐5万元。\n😀市慈善会|分会捐5万元 @ 现场。"


def quantity(start: int, end: int) -> GoldMention:
    fields = {"value": Decimal(50000), "unit": "元", "lower": None, "upper": None, "per": None, "item": None}
    return GoldMention(start, end, fields)


def back(document: GoldDocument, directory: Path) -> GoldDocument:
    write(document, directory)
    (again,) = corpus.load(directory)
    return again


def test_our_own_corpus_survives(root: Path) -> None:
    for document in corpus.load(root / "corpora" / "annotated", split="train")[::8]:
        written = to_yaml(document)
        assert in_order(corpus.from_yaml(document.id, document.text, written)) == in_order(document)
        assert " @ #" not in written, "real texts need no offsets"


def test_places_that_a_surface_alone_does_not_tell(tmp_path: Path) -> None:
    third = TEXT.index("5万元", 10)
    last = TEXT.rindex("5万元")
    organization = TEXT.index("市慈善会")
    trigger = TEXT.index("捐", 9)
    document = GoldDocument(
        id="x",
        text=TEXT,
        published="2024-01-02",
        metadata={"title": "a | b: # c", "views": None},
        organizations=(GoldMention(organization, organization + 7, {"type": "social", "name": "海|市"}),),
        quantities=(quantity(third, third + 3), quantity(last, last + 3)),
        ignore={"quantities": ((1, 4),), "activities": ((0, 1), (10, 11))},
        activities=(
            GoldActivity("donation", (trigger, trigger + 1), quantities=((last, last + 3),), agents=((5, 6),)),
        ),
    )
    assert back(document, tmp_path) == in_order(document)
    assert "5万元 @ " in (tmp_path / "x.yaml").read_text(encoding="utf-8")


@st.composite
def documents(draw: st.DrawFn) -> GoldDocument:
    text = draw(st.text(alphabet="ab1|@# \\\n元😀", min_size=1, max_size=24))
    edges = st.integers(0, len(text))

    def spans() -> list[tuple[int, int]]:
        cuts = sorted(draw(st.sets(edges, max_size=8)))
        found = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
        return [(a, b) for a, b in found if text[a:b] == text[a:b].strip()]

    quantities = [quantity(a, b) for a, b in spans()]
    places = [(m.start, m.end) for m in quantities]
    activities = [
        GoldActivity("event", t, agents=tuple(spans()[:2]), quantities=tuple(places[:1])) for t in sorted(spans())
    ]
    return GoldDocument(
        id="x", text=text, quantities=tuple(quantities), activities=tuple(activities), ignore={"dates": tuple(spans())}
    )


@given(documents())
def test_any_annotation_comes_back_or_is_refused(document: GoldDocument) -> None:
    try:
        written = to_yaml(document)
    except ArgumentError:
        return
    assert in_order(corpus.from_yaml("x", document.text, written)) == in_order(document)


@given(st.text(alphabet="ab1元", min_size=4, max_size=16), st.data())
def test_plain_texts_are_never_refused(text: str, data: st.DataObject) -> None:
    a = data.draw(st.integers(0, len(text) - 2))
    b = data.draw(st.integers(a + 1, len(text) - 1))
    mentions = (quantity(a, b), quantity(b, len(text)))
    activity = GoldActivity("event", (a, b), agents=((b, len(text)),), quantities=((b, len(text)), (a, b)))
    document = GoldDocument(id="x", text=text, quantities=mentions, activities=(activity,), ignore={"dates": ((a, b),)})
    assert in_order(corpus.from_yaml("x", text, to_yaml(document))) == in_order(document)


@pytest.mark.parametrize(
    "broken",
    [
        {"quantities": (quantity(3, 99),)},
        {"quantities": (quantity(-2, 3),)},
        {"quantities": (quantity(4, 4),)},
        {"activities": (GoldActivity("event", (0, 1), quantities=((1, 5),)),)},
        {"text": "坏\ud800字"},
        {"published": " "},
    ],
)
def test_what_the_format_cannot_hold_is_refused(broken: dict[str, object]) -> None:
    document = GoldDocument(id="x", text=TEXT)
    assert to_yaml(document)
    if "published" in broken:
        assert "published" in to_yaml(replace(document, published="2024-01-02"))
        return
    with pytest.raises(ArgumentError):
        to_yaml(replace(document, **broken))  # type: ignore[arg-type]


def test_files_are_never_written_over_unasked(tmp_path: Path) -> None:
    document = GoldDocument(id="x", text="捐5万元。")
    write(document, tmp_path)
    with pytest.raises(SinkError, match="x"):
        write(replace(document, text="别的。"), tmp_path)
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == "捐5万元。"
    write(replace(document, text="别的。"), tmp_path, replace_existing=True)
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == "别的。"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.txt", "x.yaml"]


def test_documents_of_ones_own_are_for_training(root: Path, tmp_path: Path) -> None:
    for name in ("关于捐款的通报", "2023年公报", "202-own", "010-own", "170"):
        write(GoldDocument(id=name, text="捐5万元。"), tmp_path)
    assert [d.id for d in corpus.for_training(tmp_path)] == ["010-own", "170", "2023年公报", "关于捐款的通报"]
    assert [d.id for d in corpus.load(tmp_path, split="test")] == ["202-own"]


def test_half_a_document_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("kind: 通报", encoding="utf-8")
    with pytest.raises(SinkError):
        write(GoldDocument(id="x", text="文。"), tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.yaml"]


def test_bytes_of_the_text_are_kept(tmp_path: Path) -> None:
    document = GoldDocument(id="x", text="\ufeff一行\r\n二行\r三行\n\x00末")
    assert back(document, tmp_path).text == document.text


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc-passwd"), ("关于“7·16”的 通报", "关于-7-16-的-通报"), ("a/b\\c:d*e", "a-b-c-d-e"), ("", ""), ("...", ""),
        ("CON", "_CON"), ("nul.txt", "_nul.txt"), (".hidden", "hidden"), ("x\x00y\n", "x-y"), ("-rf", "rf"),
    ],
)  # fmt: skip
def test_names_of_files(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe


@given(st.text(max_size=80))
def test_safe_names_are_stable(name: str) -> None:
    safe = safe_name(name)
    assert safe_name(safe) == safe
    assert len(safe.encode("utf-8", "surrogatepass")) <= corpus_writing.NAME_BYTES + 1
    assert "/" not in safe


def test_an_unsafe_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="no name"):
        write(GoldDocument(id="../x", text="文"), tmp_path / "in")
    assert list(tmp_path.iterdir()) == []
