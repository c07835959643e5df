"""parse, read, parse_many, load: the contract of the public functions."""

from __future__ import annotations

import gc
import io
import pickle
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import bulletin_ie
from bulletin_ie import Bulletin
from bulletin_ie.records import Span

CORPUS = Path(__file__).parent.parent / "corpora" / "annotated"

NOTICE = """关于端午节走访慰问情况的通报
发布时间：2024-06-12 09:30　来源：临川县民政局
6月10日，临川县民政局联合县慈善会走访慰问困难群众320余户，发放慰问金16.8万元。截至6月11日，全县累计募集善款1200余万元，同比增长12.5%。
"""

CHUNKS = [
    "3月18日",
    "２０２４年",
    "3686余万元",
    "近三成",
    "省民政厅",
    "、",
    "。",
    "《关于",
    "》",
    "发放",
    "\r\n",
    "\u3000",
    "𠀀",
    "é",
    "\ud83d",
    "\udc00",
    "\x00",
    "👨‍👩‍👧",
    "(",
    "…",
    "万",
    "一",
]


def spans(bulletin: Bulletin) -> Iterator[Span]:
    """Every span of every record, however deep."""
    yield from bulletin.metadata.spans.values()
    for o in bulletin.organizations:
        yield from o.mentions
    for q in bulletin.quantities:
        yield q
        if q.item:
            yield q.item
    yield from bulletin.dates
    yield from bulletin.documents
    for a in bulletin.activities:
        yield from (a.trigger, a.sentence, *a.agents, *a.recipients, *a.documents)


def check_whole(bulletin: Bulletin, text: str) -> None:
    assert bulletin.text == text
    for span in spans(bulletin):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
    for group in (bulletin.quantities, bulletin.dates):
        assert all(a.end <= b.start for a, b in pairwise(group))
    triggers = [a.trigger.start for a in bulletin.activities]
    assert triggers == sorted(triggers)
    ids = [r.id for g in (bulletin.organizations, bulletin.quantities, bulletin.dates, bulletin.activities) for r in g]
    assert len(ids) == len(set(ids))
    known = set(ids)
    for a in bulletin.activities:
        assert known.issuperset(
            (*a.quantities, *a.dates, *(x.organization for x in (*a.agents, *a.recipients) if x.organization))
        )


def test_a_notice_end_to_end() -> None:
    b = bulletin_ie.parse(NOTICE)
    check_whole(b, NOTICE)
    assert b.metadata.published_at == datetime(2024, 6, 12, 9, 30)
    assert b.metadata.source == "临川县民政局"
    assert ("16.8万元", Decimal(168000), "元") in [(q.text, q.value, q.unit) for q in b.quantities]
    assert ("6月10日", date(2024, 6, 10)) in [(d.text, d.first) for d in b.dates]
    assert "临川县慈善会" in [m.name for o in b.organizations for m in o.mentions]
    given_money = [a for a in b.activities if a.trigger.text == "发放"]
    assert [b.record(i).text for a in given_money for i in a.quantities] == ["16.8万元"]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(CHUNKS), max_size=40).map("".join)))
def test_any_text_gives_exact_spans(text: str) -> None:
    check_whole(bulletin_ie.parse(text, published="2024-06-12"), text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(CHUNKS), max_size=30).map("".join))
def test_json_round_trip(text: str) -> None:
    b = bulletin_ie.parse(text, published="2024-06-12")
    if all(not 0xD800 <= ord(c) < 0xE000 for c in text):  # JSON is UTF-8, which has no lone surrogates
        assert Bulletin.model_validate_json(b.model_dump_json()) == b
    assert Bulletin.model_validate(b.model_dump()) == b


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00" * 100,
        "\ud800\udfff" * 50,
        "plain English, no Chinese at all.",
        "\ufeff",
        "👍" * 200,
        "9" * 5000,
        "一" * 5000,
        "（" * 5000,
    ],
    ids=["empty", "space", "nul", "surrogates", "english", "bom", "emoji", "digits", "ones", "brackets"],
)
def test_odd_texts_give_a_bulletin(text: str) -> None:
    check_whole(bulletin_ie.parse(text), text)


def test_one_megabyte_of_one_character() -> None:
    text = "亿" * 1_000_000
    assert bulletin_ie.parse(text).text is text


def test_records_are_frozen() -> None:
    b = bulletin_ie.parse(NOTICE)
    with pytest.raises(ValueError, match="frozen"):
        b.quantities[0].value = Decimal(1)  # type: ignore[misc]
    assert hash(b.quantities[0]) == hash(b.quantities[0].model_copy())


@pytest.mark.parametrize("bad", [None, 3, b"bytes", ["list"]])
def test_a_text_must_be_a_str(bad: object) -> None:
    with pytest.raises(bulletin_ie.ArgumentError, match="str"):
        bulletin_ie.parse(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["yesterday", "2022-13-01", "2022-02-30", "", 20220401])
def test_a_broken_date_is_refused(bad: object) -> None:
    with pytest.raises(bulletin_ie.ArgumentError, match="published"):
        bulletin_ie.parse(NOTICE, published=bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("when", ["2025-01-02", date(2025, 1, 2), datetime(2025, 1, 2, 8), "2025-01-02T08:00:00+08:00"])
def test_published_wins(when: object) -> None:
    b = bulletin_ie.parse("3月18日，省民政厅发放救助金。", published=when)  # type: ignore[arg-type]
    assert b.dates[0].first == date(2024, 3, 18)
    assert b.dates[0].anchor == "published"
    assert b.metadata.sources["published_at"] == "argument"


def test_without_an_anchor_nothing_is_invented() -> None:
    d = bulletin_ie.parse("3月18日，省民政厅发放救助金。").dates[0]
    assert (d.first, d.last, d.anchor, d.timex) == (None, None, None, "XXXX-03-18")


def test_same_input_same_output() -> None:
    assert bulletin_ie.parse(NOTICE).model_dump_json() == bulletin_ie.parse(NOTICE).model_dump_json()


def test_the_shared_pipeline_and_a_loaded_one_give_the_same() -> None:
    nlp = bulletin_ie.load()  # its Doc has tokens, that of the shared one none
    for path in sorted(CORPUS.glob("00[1-8]-*.txt")):
        text = path.read_text(encoding="utf-8")
        assert bulletin_ie.parse(text) == bulletin_ie.parse(text, nlp=nlp), path.name


@pytest.mark.parametrize("wanted", [True, False])
def test_the_collector_is_left_as_it_was(wanted: bool) -> None:
    before = gc.isenabled()
    try:
        gc.enable() if wanted else gc.disable()
        bulletin_ie.parse("岭海市民政局发放棉被30床。")
        assert gc.isenabled() is wanted
    finally:
        gc.enable() if before else gc.disable()


def test_processes_change_nothing() -> None:
    texts = [NOTICE, "", NOTICE * 3, "截至3月31日，共接种疫苗53万人次。"] * 3
    alone = list(bulletin_ie.parse_many(texts, published="2024-07-01"))
    together = list(bulletin_ie.parse_many(iter(texts), processes=2, published="2024-07-01", chunk_size=2))
    assert alone == together
    assert alone == [bulletin_ie.parse(t, published="2024-07-01") for t in texts]


def test_parse_many_is_lazy_and_checks_arguments() -> None:
    endless = iter(lambda: "3月1日，捐款5万元。", None)
    assert next(bulletin_ie.parse_many(endless)).quantities
    with pytest.raises(bulletin_ie.ArgumentError):
        bulletin_ie.parse_many([], processes=0)
    with pytest.raises(bulletin_ie.ArgumentError):
        list(bulletin_ie.parse_many([NOTICE, 5]))  # type: ignore[list-item]
    with pytest.raises(bulletin_ie.ArgumentError):
        list(bulletin_ie.parse_many([NOTICE, 5], processes=2))  # type: ignore[list-item]


def test_read_takes_paths_bytes_and_files(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes(NOTICE.encode("gb18030"))
    wanted = bulletin_ie.parse(NOTICE).quantities
    assert bulletin_ie.read(path).quantities == wanted
    assert bulletin_ie.read(str(path)).quantities == wanted
    assert bulletin_ie.read(NOTICE.encode()).quantities == wanted
    assert bulletin_ie.read(io.BytesIO(NOTICE.encode())).quantities == wanted


def test_a_date_in_the_name_is_the_last_resort(tmp_path: Path) -> None:
    text = "3月18日，省民政厅发放救助金。"
    dated = tmp_path / "t20220518_77120.txt"
    dated.write_text(text, encoding="utf-8")
    b = bulletin_ie.read(dated)
    assert b.dates[0].first == date(2022, 3, 18)
    assert b.metadata.published_at is None, "the bulletin itself states none"
    dated.write_text("发布时间：2024-05-01\n" + text, encoding="utf-8")
    assert bulletin_ie.read(dated).dates[-1].first == date(2024, 3, 18)


def test_read_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(bulletin_ie.ReadError, match="nowhere"):
        bulletin_ie.read(tmp_path / "nowhere.txt")
    with pytest.raises(bulletin_ie.UnsupportedFormatError):
        bulletin_ie.read(b"x", format="wordstar")
    odd = tmp_path / "odd.xyz"
    odd.write_bytes(b"\x7fELF\x02\x01\x01\x00" + bytes(64))
    with pytest.raises(bulletin_ie.ReadError):
        bulletin_ie.read(odd)


def test_load_gives_a_pipeline_that_can_be_changed() -> None:
    nlp = bulletin_ie.load()
    assert nlp.pipe_names == ["bulletin_mentions", "bulletin_organizations", "bulletin_activities"]
    nlp.remove_pipe("bulletin_activities")
    b = bulletin_ie.parse(NOTICE, nlp=nlp)
    assert not b.activities
    assert b.quantities == bulletin_ie.parse(NOTICE).quantities


def test_gazetteer_and_veto() -> None:
    text = "6月10日，红杉树之家走访慰问困难群众320余户，临川县民政局到场。"
    plain = bulletin_ie.parse(text)
    assert "红杉树之家" not in [o.name for o in plain.organizations]
    nlp = bulletin_ie.load(gazetteer={"红杉树之家": "social"}, veto=["临川县民政局"])
    found = {o.name: o.type for o in bulletin_ie.parse(text, nlp=nlp).organizations}
    assert found == {"红杉树之家": "social"}
    with pytest.raises(bulletin_ie.ArgumentError, match="club"):
        bulletin_ie.load(gazetteer={"红杉树之家": "club"})


def test_pipeline_survives_disk_bytes_and_pickle(tmp_path: Path) -> None:
    wanted = bulletin_ie.parse(NOTICE)
    nlp = bulletin_ie.load()
    nlp.to_disk(tmp_path / "pipeline")
    for again in (spacy.load(tmp_path / "pipeline"), pickle.loads(pickle.dumps(nlp))):
        assert bulletin_ie.parse(NOTICE, nlp=again) == wanted


def test_schema_is_json_schema() -> None:
    schema = Bulletin.model_json_schema()
    assert {"organizations", "quantities", "dates", "activities"} <= schema["properties"].keys()
