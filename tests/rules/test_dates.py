"""Dates: case by case, then what holds for every text."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_ie.lexicon import load
from bulletin_ie.rules import dates
from bulletin_ie.rules.core import DateMention
from bulletin_ie.rules.date_lexicon import FestivalRow, PlanRow, TermRow, WordRow

CASES = Path(__file__).parents[1] / "cases" / "dates.txt"
DIGITS = "〇一二三四五六七八九"


def find(text: str, published: str | None = None) -> list[DateMention]:
    return dates.resolve(text, dates.scan(text), published=published)


def shown(text: str, mention: DateMention) -> str:
    ends = f"{mention.first or '?'}..{mention.last or '?'}"
    tail = f"{mention.boundary or '-'} {mention.granularity or '?'} {mention.timex}"
    return f"{text[mention.start : mention.end]}={ends} {tail}"


def cases() -> list[tuple[str, str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]  # type: ignore[misc]


@pytest.mark.parametrize(("published", "text", "expected"), cases())
def test_case(published: str, text: str, expected: str) -> None:
    found = find(text, None if published == "-" else published)
    assert (" ; ".join(shown(text, m) for m in found) or "-") == expected


# --- anchors, remarks, inputs ---------------------------------------------------------------------------------------------


def test_the_record_says_what_it_was_resolved_against() -> None:
    text = "2021年5月6日立案，20日结案。3月18日通报，近三年共5起。"
    assert [m.anchor for m in find(text, "2022-04-01")] == ["self", "text", "published", "published"]
    assert [m.anchor for m in find("3月18日通报")] == [None]


def test_an_impossible_day_is_kept_with_a_remark() -> None:
    (mention,) = find("截至2月30日，累计受理12件", "2022-04-01")
    assert (mention.first, mention.last, mention.boundary) == (None, None, "until")
    assert mention.remark == "no such day: 2月30日"


def test_a_range_that_ends_before_it_begins_is_kept_with_a_remark() -> None:
    (mention,) = find("2023年5月至2022年6月，开展整治", "2024-04-01")
    assert (mention.first, mention.last) == (None, None)
    assert mention.remark == "ends before it begins: 2023年5月至2022年6月"


def test_publication_may_be_a_time_and_a_wrong_one_counts_as_none() -> None:
    assert find("3月18日", "2022-04-01T08:30")[0].first == "2022-03-18"
    assert find("3月18日", "early in spring")[0].first is None


def test_the_year_is_never_invented() -> None:
    for text in ["3月18日", "今年以来", "18日上午", "一季度", "春节期间", "农历正月十五", "去年同期", "年底前", "本周"]:
        (mention,) = find(text)
        assert (mention.first, mention.last, mention.anchor) == (None, None, None), text


# --- every row of the tables at work --------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["date_words", "festivals", "solar_terms", "plan_periods"])
def test_every_row_fires_on_its_example(table: str) -> None:
    row_type = {"date_words": WordRow, "festivals": FestivalRow, "solar_terms": TermRow, "plan_periods": PlanRow}[table]
    for row in load(table, row_type):
        found = find(row.example, "2024-06-12")
        assert any(row.word in row.example[m.start : m.end] for m in found), row


def test_eras_are_left_alone() -> None:
    for line in load("eras", dates_era()):
        assert find(line.example, "2024-06-12") == [], line


def dates_era() -> type:
    from bulletin_ie.rules.date_lexicon import EraRow

    return EraRow


# --- properties -----------------------------------------------------------------------------------------------------------


def small(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def by_digit(number: int) -> str:
    return "".join(DIGITS[int(c)] for c in str(number))


STYLES = [
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02}月{d.day:02}日",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: d.isoformat(),
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{by_digit(d.year)}年{small(d.month)}月{small(d.day)}日",
    lambda d: f"{by_digit(d.year).replace('〇', '○')}年{small(d.month)}月{small(d.day)}日",
    lambda d: f"{d.year}年{d.month}月{d.day}日".translate({ord(str(i)): chr(0xFF10 + i) for i in range(10)}),
    lambda d: f"{d.year}年{d.month}月{d.day}号",
]
"""Ways to print a full date."""


@given(
    st.dates(date(1949, 10, 1), date(2100, 12, 31)), st.sampled_from(STYLES), st.sampled_from(["于", "，", "", "（"])
)
def test_every_full_date_comes_back(day: date, style, before: str) -> None:  # type: ignore[no-untyped-def]
    surface = style(day)
    text = f"会议{before}{surface}召开"
    (mention,) = find(text, "2024-06-12")
    assert (text[mention.start : mention.end], mention.first, mention.last) == (
        surface,
        day.isoformat(),
        day.isoformat(),
    )
    assert (mention.granularity, mention.timex, mention.anchor) == ("day", day.isoformat(), "self")


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.integers(0, 364))
def test_a_day_of_the_past_year_needs_no_year(published: date, days: int) -> None:
    day = published - timedelta(days=days)
    if (day.month, day.day) == (published.month, published.day) and days:
        return
    (mention,) = find(f"{day.month}月{day.day}日上午，召开座谈会", published.isoformat())
    assert mention.first == mention.last == day.isoformat()


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.integers(0, 364))
def test_a_day_of_the_coming_year_needs_no_year_when_words_look_ahead(published: date, days: int) -> None:
    day = published + timedelta(days=days)
    (mention,) = find(f"会议将于{day.month}月{day.day}日召开", published.isoformat())
    assert mention.first == day.isoformat()


@given(st.dates(date(1950, 1, 1), date(2099, 1, 1)), st.integers(1, 300))
def test_a_range_never_ends_before_it_begins(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    text = f"{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日"
    (mention,) = find(text, "2024-06-12")
    assert (mention.first, mention.last) == (first.isoformat(), last.isoformat())


ALPHABET = st.sampled_from(
    "0123456789０９〇○一二三十廿两年月日号时分周旬季度至到-—～/.:：上下前后近今去明本个来初底末春节元农历正腊“”（）十四五期间 \n\u3000\ud800\x00将于"
)


@given(st.text(ALPHABET, max_size=60), st.sampled_from([None, "2024-02-29", "0001-01-01", "9999-12-31"]))
def test_no_text_breaks_it(text: str, published: str | None) -> None:
    mentions = find(text, published)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    for m in mentions:
        assert (m.first is None) == (m.last is None)
        if m.first is not None and m.last is not None:
            assert date.fromisoformat(m.first[:10]) <= date.fromisoformat(m.last[:10])


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    find(text, "2024-06-12")
