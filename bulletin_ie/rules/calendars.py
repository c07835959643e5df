"""Lunisolar dates, festivals, solar terms and statutory holidays as days of the Gregorian calendar.

The lunisolar calendar comes from the package `lunardate` (1900–2099), days off from `holidays` (1950 on); both are imported
when first needed. Solar terms are computed from the sun's longitude (Meeus, *Astronomical Algorithms*, chapter 25).
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from .date_lexicon import festivals, terms

if TYPE_CHECKING:
    from holidays import HolidayBase

__all__ = ["days_off", "festival", "lunar_day", "lunar_month", "solar_term"]


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The Gregorian day of a lunisolar one, or None when there is none (or outside 1900–2099)."""
    from lunardate import LunarDate

    try:
        return LunarDate(year, month, day, leap).to_solar_date()  # type: ignore[no-any-return]
    except (ValueError, IndexError):
        return None


def lunar_month(year: int, month: int, *, leap: bool = False) -> tuple[date, date] | None:
    """First and last day of a lunisolar month."""
    first = lunar_day(year, month, 1, leap=leap)
    last = lunar_day(year, month, 30, leap=leap) or lunar_day(year, month, 29, leap=leap)
    return (first, last) if first and last else None


_LONGEST = 10
"""No statutory holiday reaches further than so many days from its own day."""


@lru_cache(maxsize=512)
def festival(name: str, year: int, *, holiday: bool = True) -> tuple[date, date] | None:
    """First and last day of the festival in that year: its days off (unless not ``holiday``), else the day.

    ``year`` is the lunar year for festivals of the lunar calendar, which is the Gregorian one for all but those of its last
    weeks (腊八, 除夕), which are the ones that fall into January or February of ``year``.
    """
    row = festivals().get(name)
    if row is None:
        day = solar_term(terms()[name].longitude, year)
        return day, day
    found: date | None
    if row.kind == "fixed":
        found = date(year, row.month, row.day)
    elif row.kind == "lunar" and row.month == 12:
        new_year = lunar_day(year, 1, 1)
        found = new_year - timedelta(days=1) if new_year and row.day == -1 else lunar_day(year - 1, 12, row.day)
    elif row.kind == "lunar":
        found = lunar_day(year, row.month, row.day)
    elif row.kind == "term":
        found = solar_term(15, year)
    elif row.kind == "nth":
        found = _nth_weekday(year, row.month, row.day // 100, row.day % 100)
    else:
        found = None
    if found is None:
        return None
    return _stretch(found, row.holiday) if row.holiday and holiday else (found, found)


def _nth_weekday(year: int, month: int, which: int, weekday: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))


def _stretch(day: date, holiday: str) -> tuple[date, date]:
    """The days off around a statutory holiday, with the weekends that touch them and are no working days."""
    off, working = days_off(day.year), _working_weekends(day.year)
    if not any(holiday in name for name in off.values()):
        return day, day

    def free(other: date) -> bool:
        return other.year == day.year and (other in off or (other.isoweekday() > 5 and other not in working))

    first = last = day
    while (day - first).days < _LONGEST and free(first - timedelta(days=1)):
        first -= timedelta(days=1)
    while (last - day).days < _LONGEST and free(last + timedelta(days=1)):
        last += timedelta(days=1)
    return first, last


@lru_cache(maxsize=64)
def days_off(year: int) -> dict[date, str]:
    """The year's statutory days off on the mainland with their English names, as the State Council set them."""
    return dict(_table(year).items())


@lru_cache(maxsize=64)
def _working_weekends(year: int) -> frozenset[date]:
    return frozenset(getattr(_table(year), "weekend_workdays", ()))


@lru_cache(maxsize=64)
def _table(year: int) -> HolidayBase:
    import holidays

    return holidays.country_holidays("CN", years=[year])


@lru_cache(maxsize=256)
def solar_term(longitude: int, year: int) -> date:
    """The day (Beijing time) on which the sun reaches ``longitude`` degrees in ``year``."""
    # On 1 January the sun stands at 280 degrees; it moves 0.9856 degrees a day.
    day = 2451544.5 + (date(year, 1, 1) - date(2000, 1, 1)).days + ((longitude - 280) % 360) / 0.98564736
    for _ in range(6):
        gap = (longitude - _sun_longitude(day) + 180) % 360 - 180
        day += gap / 0.98564736
    delta_t = (62.92 + 0.32217 * (year - 2000) + 0.005589 * (year - 2000) ** 2) / 86400  # Espenak and Meeus, 2005–2050
    beijing = day - delta_t + 8 / 24
    return date(2000, 1, 1) + timedelta(days=math.floor(beijing - 2451544.5))


def _sun_longitude(julian_day: float) -> float:
    """Apparent longitude of the sun in degrees, to about 0.01 degrees (a quarter of an hour of its way)."""
    t = (julian_day - 2451545.0) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    anomaly = math.radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t * t) * math.sin(anomaly)
        + (0.019993 - 0.000101 * t) * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    node = math.radians(125.04 - 1934.136 * t)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360
