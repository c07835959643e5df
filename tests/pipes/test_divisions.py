"""Divisions: the GB/T 2260 table and what is read off its codes."""

from __future__ import annotations

import pytest

from bulletin_ie.lexicon import load
from bulletin_ie.lexicon.divisions import DivisionRow
from bulletin_ie.pipes.organizations import divisions, find
from bulletin_ie.pipes.organizations.places import split_chain
from bulletin_ie.pipes.segment import Segmenter

ROWS = load("divisions", DivisionRow)


def test_codes_are_six_digits_and_unique() -> None:
    codes = [row.code for row in ROWS]
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) == len(set(codes))
    assert codes == sorted(codes)


def test_there_are_34_provinces_and_some_3000_divisions() -> None:
    living = [row for row in ROWS if not row.until]
    assert sum(row.code.endswith("0000") for row in living) == 34
    assert 3150 < len(living) < 3350
    assert all(row.until.isdigit() and 1995 <= int(row.until) <= 2025 for row in ROWS if row.until)


def test_every_living_county_has_a_province() -> None:
    for row in ROWS:
        code: str | None = row.code
        while code is not None and not code.endswith("0000"):
            code = divisions.parent_of(code)
        assert code == f"{row.code[:2]}0000", row


def test_every_division_fires_on_its_example() -> None:
    segmenter = Segmenter()
    for row in ROWS:
        assert row.code in divisions.codes_of(row.name)
        found = find(row.example, segmenter.tokens(row.example), {})
        ((start, end),) = [(m.start, m.end) for e in found for m in e.mentions]
        assert row.example[start:end] == row.example
        code = found[0].division_code
        assert code is None or code in divisions.codes_of(row.name) or code in divisions.short_codes(row.name), row


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("沈阳市", "210100"),
        ("襄樊市", "420600"),
        ("黔南州", "522700"),
        ("大理白族自治州", "532900"),
        ("广西壮族自治区", "450000"),
        ("前郭县", "220721"),
        ("崇文区", "110103"),
    ],
)
def test_full_former_and_usual_names(name: str, code: str) -> None:
    assert code in divisions.codes_of(name)


def test_a_name_that_several_share_has_all_codes() -> None:
    assert {"120101", "210102"} <= set(divisions.codes_of("和平区"))
    assert divisions.short_codes("沈阳") == ("210100",)
    assert divisions.codes_of("没有这个县") == ()


def test_levels_and_parents() -> None:
    assert [divisions.level_of(c) for c in ("210000", "210100", "210102")] == ["province", "city", "county"]
    assert divisions.parent_of("210102") == "210100"
    assert divisions.parent_of("110105") == "110000"
    assert divisions.parent_of("429004") == "420000"
    assert divisions.parent_of("210000") is None


def test_names_are_found_in_text() -> None:
    text = "辽宁省沈阳市和平区与新疆维吾尔自治区塔城地区结对"
    assert [text[s:e] for s, e in divisions.scan(text)] == [
        "辽宁省",
        "沈阳市",
        "和平区",
        "新疆维吾尔自治区",
        "塔城地区",
    ]


@pytest.mark.parametrize(
    ("chain", "names"),
    [
        ("辽宁省沈阳市沈河区", ["辽宁省", "沈阳市", "沈河区"]),
        ("陇宁县", ["陇宁县"]),
        ("北京市", ["北京市"]),
        ("云南省大研州", ["云南省", "大研州"]),
        ("沈阳", ["沈阳"]),
        ("", []),
    ],
)
def test_chains_are_split(chain: str, names: list[str]) -> None:
    assert split_chain(chain) == names
