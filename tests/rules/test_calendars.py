"""Calendars: against the holiday package's own table and days that are known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_ie.rules import calendars

NAMES = {
    "春节": "Chinese New Year (Spring Festival)",
    "清明节": "Tomb-Sweeping Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
}


@pytest.mark.parametrize("name", NAMES)
def test_lunar_festivals_agree_with_the_statutory_table(name: str) -> None:
    for year in range(2008, 2099):
        days = [
            day for day, title in calendars.days_off(year).items() if NAMES[name] in title and "observed" not in title
        ]
        assert calendars.festival(name, year, holiday=False) == (min(days), min(days)), year


@pytest.mark.parametrize(
    ("name", "year", "first", "last"),
    [
        ("元旦", 2024, "2024-01-01", "2024-01-01"),
        ("除夕", 2024, "2024-02-09", "2024-02-09"),
        ("元宵节", 2024, "2024-02-24", "2024-02-24"),
        ("重阳节", 2023, "2023-10-23", "2023-10-23"),
        ("腊八节", 2024, "2024-01-18", "2024-01-18"),
        ("母亲节", 2024, "2024-05-12", "2024-05-12"),
        ("父亲节", 2024, "2024-06-16", "2024-06-16"),
        ("感恩节", 2024, "2024-11-28", "2024-11-28"),
        ("国庆节", 2022, "2022-10-01", "2022-10-07"),
        ("春节", 2019, "2019-02-04", "2019-02-10"),
        ("立春", 2024, "2024-02-04", "2024-02-04"),
        ("夏至", 2024, "2024-06-21", "2024-06-21"),
        ("冬至", 2023, "2023-12-22", "2023-12-22"),
    ],
)
def test_known_days(name: str, year: int, first: str, last: str) -> None:
    assert calendars.festival(name, year) == (date.fromisoformat(first), date.fromisoformat(last))


def test_what_no_calendar_has() -> None:
    assert calendars.festival("开斋节", 2024) is None
    assert calendars.lunar_day(2024, 4, 1, leap=True) is None
    assert calendars.lunar_day(1700, 1, 1) is None
    assert calendars.lunar_month(2023, 2, leap=True) == (date(2023, 3, 22), date(2023, 4, 19))


@given(st.integers(1901, 2098), st.integers(0, 23))
def test_terms_stand_in_the_year_in_order(year: int, index: int) -> None:
    longitude = (285 + 15 * index) % 360
    day = calendars.solar_term(longitude, year)
    assert day.year == year
    if index < 23:
        following = calendars.solar_term((longitude + 15) % 360, year)
        assert 13 <= (following - day).days <= 17
