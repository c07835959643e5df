"""Organizations: sentence by sentence, then names, then what holds for every text."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bulletin_ie.lexicon import load
from bulletin_ie.pipes.organizations import OrganizationEntity, find
from bulletin_ie.pipes.organizations.model import BodyRow, HostRow, QualityRow, SuffixRow, TopicRow, TradeRow, WordRow
from bulletin_ie.pipes.organizations.places import Atlas
from bulletin_ie.pipes.organizations.walk import Page
from bulletin_ie.pipes.organizations.words import word_set
from bulletin_ie.pipes.segment import Segmenter
from bulletin_ie.rules.core import Context

CASES = Path(__file__).parents[1] / "cases"
MARK = regex.compile(r"【([^|】]*)\|(\w+)】")
TYPES = word_set("party government congress forces institution social enterprise media grassroots international other")
SEGMENTER = Segmenter()


def entities(text: str, **context: str) -> list[OrganizationEntity]:
    return find(text, SEGMENTER.tokens(text), cast(Context, context))


def mentions(text: str, **context: str) -> list[tuple[int, int, str, str, str]]:
    """(start, end, type, name, resolution of the body) in text order."""
    return sorted((m.start, m.end, e.type, m.name, e.resolution) for e in entities(text, **context) for m in e.mentions)


def surfaces(text: str) -> list[str]:
    return [text[m[0] : m[1]] for m in mentions(text)]


def lines(name: str) -> list[str]:
    return [
        line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]


def unmark(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A marked sentence's text and its (start, end, type) marks."""
    text, marks, position = "", [], 0
    for match in MARK.finditer(line):
        text += line[position : match.start()]
        marks.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        position = match.end()
    return text + line[position:], marks


def check(line: str) -> None:
    text, marks = unmark(line)
    found = [(text[s:e], t) for s, e, t, *_ in mentions(text)]
    assert found == [(text[s:e], t) for s, e, t in marks]


@pytest.mark.parametrize("line", lines("organizations.txt"))
def test_sentence(line: str) -> None:
    check(line)


@pytest.mark.parametrize("line", lines("organizations_open.txt"))
@pytest.mark.xfail(reason="not read right yet")
def test_open_sentence(line: str) -> None:
    check(line)


# --- names ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", lines("organization_names.txt"))
def test_names(line: str) -> None:
    source, expected = line.split(" => ")
    *context, text = source.split("|")
    found = entities(text.replace("⏎", "\n"), **dict(c.split("=", 1) for c in context))
    order = sorted((m.start, m.name) for e in found for m in e.mentions)
    names = [name for _, name in order]
    wanted = [w.split("/")[0] for w in expected.split(" ; ")]
    assert names == wanted
    # a body that is once named in full is explicit, whatever its other mentions need
    told = {name: part for name, _, part in (w.partition("/") for w in expected.split(" ; ")) if part}
    full = {w for w in expected.split(" ; ") if "/" not in w}
    assert {e.name: e.resolution for e in found} == {n: "explicit" if n in full else told[n] for n in wanted}


def test_one_entity_a_body() -> None:
    (entity,) = entities("绍兴市慈善总会募集善款。绍兴市慈善总会发布公告。")
    assert [(m.start, m.end) for m in entity.mentions] == [(0, 7), (12, 19)]
    assert (entity.type, entity.division_code, entity.resolution) == ("social", "330600", "explicit")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("沈阳市和平区教育局", "210102"),
        ("天津市和平区教育局", "120101"),
        ("和平区教育局", None),
        ("天津市民政局会同和平区教育局", "120101"),
        ("黔南州民政局", "522700"),
        ("昆明云谷科技有限公司", "530100"),
    ],
)
def test_division_codes(text: str, code: str | None) -> None:
    assert entities(text)[-1].division_code == code


def test_a_program_bound_by_an_abbreviation_is_no_organization() -> None:
    assert surfaces("开展“清朗护苗”专项行动（以下简称“护苗行动”），护苗行动为期三个月。") == []


def test_a_placeholder_among_two_provinces_stays_open() -> None:
    (entity,) = [e for e in entities("湖南省、湖北省携手，省农业农村厅已批复。") if "农业" in e.name]
    assert (entity.name, entity.division_code, entity.resolution) == ("省农业农村厅", None, "unresolved")


# --- the lexicons -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", load("organization_suffixes", SuffixRow), ids=lambda r: r.suffix)
def test_every_suffix_fires_on_its_example(row: SuffixRow) -> None:
    found = surfaces(row.example)
    if row.level == "block":
        assert not any(s.endswith(row.suffix) for s in found)
    else:
        assert any(row.suffix in s for s in found)
        assert row.type in TYPES


@pytest.mark.parametrize("row", load("organization_topics", TopicRow), ids=lambda r: r.topic)
def test_every_topic_fires_on_its_example(row: TopicRow) -> None:
    assert row.example in surfaces(row.example)


@pytest.mark.parametrize("row", load("organizations", BodyRow), ids=lambda r: r.name)
def test_every_known_body_fires_on_its_example(row: BodyRow) -> None:
    assert row.name in surfaces(row.example)
    assert row.type in TYPES


@pytest.mark.parametrize("row", load("trades", TradeRow), ids=lambda r: r.word)
def test_every_trade_fires_on_its_example(row: TradeRow) -> None:
    assert surfaces(row.example) == [row.example.removesuffix("向灾区捐款。")]
    assert row.kind in ("firm", "field")


@pytest.mark.parametrize("row", load("trade_qualities", QualityRow), ids=lambda r: r.word)
def test_no_quality_is_a_brand(row: QualityRow) -> None:
    assert not any(row.word in surface for surface in surfaces(row.example))
    assert any("丰禾" in surface for surface in surfaces(row.example.replace(row.word, "丰禾", 1)))


@pytest.mark.parametrize("row", load("organization_words", WordRow), ids=lambda r: f"{r.role}-{r.word}")
def test_every_word_plays_its_role(row: WordRow) -> None:
    found = surfaces(row.example)
    if row.role == "generic":
        assert found == []
    elif row.role in ("stop", "soft"):
        assert found == ["昆明市慈善总会"]
    elif row.role == "lead":
        assert found == ["昆明云谷有限公司"]
    elif row.role == "conj":
        assert found == ["昆明市民政局", "昆明市财政局"]
    else:
        assert found == [row.example]


@pytest.mark.parametrize("row", load("province_hosts", HostRow), ids=lambda r: r.host)
def test_every_host_tells_its_province(row: HostRow) -> None:
    page = Page("省", SEGMENTER.tokens("省"))
    (name,) = {
        n
        for p in ("省", "市", "自治区")
        if (n := Atlas(page, [], cast(Context, {"url": row.example})).fill(p)) is not None
    }
    assert name.endswith(("省", "市", "自治区"))


# --- what holds for every text ----------------------------------------------------------------------------------------------

ALPHABET = "省市县区民政厅局委会协公司有限院校“”（）、，。和联合各某第一二3中国 \n\u3000沈阳教育党府社村"


def check_invariants(text: str) -> None:
    found = entities(text)
    spans = sorted((m.start, m.end) for e in found for m in e.mentions)
    assert all(0 <= s < e <= len(text) for s, e in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert len({e.name for e in found}) == len(found)
    for entity in found:
        assert entity.type in TYPES
        assert entity.mentions == sorted(entity.mentions, key=lambda m: m.start)
        assert entity.resolution in ("explicit", "alias", "context", "unresolved")
    assert [e.mentions[0].start for e in found] == sorted(e.mentions[0].start for e in found)


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_invariants_on_organization_like_text(text: str) -> None:
    check_invariants(text)


@given(st.text(max_size=60))
def test_invariants_on_any_text(text: str) -> None:
    check_invariants(text)


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_same_text_same_records(text: str) -> None:
    assert entities(text) == entities(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\ud800", "\x00", "局", "省", "（", "”", "以下简称", "《", "来源：", "来源：\n"]
)
def test_odd_texts(text: str) -> None:
    check_invariants(text)


@pytest.mark.parametrize(
    "unit",
    [
        "局",
        "省",
        "公司",
        "县委",
        "省民政厅、",
        "协会联合",
        "阳光",
        "中国银行",
        "沈阳市",
        "”协会",
        "（",
        "“",
        "和",
        "第",
        "来源：",
        "（以下简称",
    ],
)
def test_cost_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        tokens = SEGMENTER.tokens(text)
        times = []
        for _ in range(2):
            start = time.process_time()
            find(text, tokens, {})
            times.append(time.process_time() - start)
        return min(times)

    seconds(1000)
    assert seconds(16_000) < 12 * seconds(4_000) + 0.2  # linear would be 4, quadratic 16


def test_names_run_together_without_end_do_not_grow() -> None:
    for name in ("育才小学", "育才小学东校区", "云谷药业、", "市财政局办公室"):
        assert max(m[1] - m[0] for m in mentions(name * 400)) <= 125
