"""Quantities by section 2 and 6 of the guide: one case a line in ``tests/cases/quantities.txt``, negatives included."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_ie.lexicon import load
from bulletin_ie.rules import bare_numbers, hedges, numerals, quantities, rates, units
from bulletin_ie.rules.notquantities import NotQuantityRow

CASES = Path(__file__).parents[1] / "cases" / "quantities.txt"


def case_lines() -> list[tuple[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [(a, b.strip()) for a, _, b in (x.partition(" =>") for x in lines if x and not x.startswith("#"))]


def expected_rows(right: str) -> list[tuple[str | None, ...]]:
    rows = [tuple(cell.strip() for cell in part.split("|")) for part in right.split(";") if part.strip()]
    return [tuple(None if cell == "-" else cell for cell in row) for row in rows]


def plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


@pytest.mark.parametrize(("text", "right"), case_lines(), ids=[a for a, _ in case_lines()])
def test_case(text: str, right: str) -> None:
    found = [
        (text[m.start : m.end], plain(m.value), m.unit, plain(m.lower), plain(m.upper), m.per)
        for m in quantities.scan(text)
    ]
    assert found == expected_rows(right)


@pytest.mark.parametrize("row", load("units", units.UnitRow), ids=lambda r: r.form)
def test_every_unit_fires(row: units.UnitRow) -> None:
    (found,) = quantities.scan(row.example)
    assert found.end == len(row.example)


@pytest.mark.parametrize("row", load("measure_words", units.MeasureRow), ids=lambda r: r.form)
def test_every_measure_word_fires(row: units.MeasureRow) -> None:
    (found,) = quantities.scan(row.example)
    assert (found.unit, found.value) == (row.unit, 3)


@pytest.mark.parametrize("row", load("hedges", hedges.HedgeRow), ids=lambda r: r.form)
def test_every_hedge_fires(row: hedges.HedgeRow) -> None:
    (found,) = quantities.scan(row.example)
    assert (found.start, found.end) == (0, len(row.example)) or row.place == "apart"
    assert (found.lower is not None, found.upper is not None) == (row.bound == "lower", row.bound == "upper")


@pytest.mark.parametrize("row", load("per_words", rates.PerRow), ids=lambda r: r.form)
def test_every_rate_word_fires(row: rates.PerRow) -> None:
    (found,) = quantities.scan(row.example)
    assert found.per == row.per


@pytest.mark.parametrize("row", load("not_quantities", NotQuantityRow), ids=lambda r: r.form)
def test_fixed_expressions_are_no_quantities(row: NotQuantityRow) -> None:
    assert quantities.scan(row.example) == []


@pytest.mark.parametrize("row", load("numerals", numerals.NumeralRow), ids=lambda r: r.form)
def test_every_numeral_fires(row: numerals.NumeralRow) -> None:
    assert [(n.start, n.end) for n in bare_numbers.find(row.example)] == [(0, len(row.example))]


PIECES = st.sampled_from(
    ["一", "万", "9", "亿元", "1,000", "百分之", "3", "年", "、", "近", "余", "个", "至", "-", "%", "半", "数", "几", "块", "分",
     "每", "（", "套", "）", "“", "”", "/", "点", "成", "以上", " ", "\u3000", "\n", "\ud800", "\0", "米", "两", "零", "又"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_never_raises_and_spans_are_ordered(text: str) -> None:
    end = 0
    for mention in quantities.scan(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
    for number in bare_numbers.find(text):
        assert 0 <= number.start < number.end <= len(text)


@given(
    st.integers(1, 99_999_999),
    st.sampled_from(["", "余", "多"]),
    st.sampled_from(["人", "家", "件", "吨", "元", "公顷", "台套", "人次", "户次"]),
)
@settings(max_examples=200, deadline=None)
def test_figures_with_a_hedge_and_a_unit(number: int, hedge: str, unit: str) -> None:
    surface = f"{number}{hedge}{unit}"
    (found,) = quantities.scan(f"共计{surface}。")
    assert (found.start, found.end, found.value, found.unit) == (2, 2 + len(surface), number, unit)
    assert found.lower == (number if hedge else None)
