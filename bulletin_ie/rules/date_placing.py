"""Where on the calendar a point lies whose year is known."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from . import calendars
from .date_model import Point

__all__ = ["Clock", "Span", "clocked", "edged", "is_impossible", "month_days", "place", "shifted"]

Clock = tuple[int, int, int | None]


class Span(NamedTuple):
    """A stretch of days, or of minutes of its first and last day when clocks are given."""

    first: date
    last: date
    granularity: str
    first_clock: Clock | None = None
    last_clock: Clock | None = None


_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def place(point: Point, year: int, month: int | None = None) -> Span | None:
    """The span of ``point`` in that year (and month, for a point that is a day only); None when there is no such day."""
    if not 1 <= year <= 9998:
        return None
    point = point if month is None else point._replace(month=month)
    if point.name is not None:
        return _place_name(point, point.name, year)
    if point.lunar:
        return clocked(point, _place_lunar(point, year))
    if point.month is None:
        return _place_in_year(point, year)
    if not 1 <= point.month <= 12:
        return None
    first, last = month_days(year, point.month)
    if point.day is not None:
        if not 1 <= point.day <= last.day:
            return None
        day = first.replace(day=point.day)
        return clocked(point, Span(day, day, "day"))
    return _piece(point, first, last, "month")


def _place_name(point: Point, name: str, year: int) -> Span | None:
    exact = point.part is not None or point.hour is not None
    found = calendars.festival(name, year, holiday=not exact)
    return clocked(point, Span(*found, "day")) if found else None


def _place_lunar(point: Point, year: int) -> Span | None:
    assert point.month is not None
    if point.day is None:
        found = calendars.lunar_month(year, point.month, leap=point.leap)
        return Span(*found, "month") if found else None
    day = calendars.lunar_day(year, point.month, point.day, leap=point.leap)
    return Span(day, day, "day") if day else None


def _place_in_year(point: Point, year: int) -> Span | None:
    piece, first, last = point.piece, date(year, 1, 1), date(year, 12, 31)
    granularity = "year"
    if point.school:
        return Span(date(year, 9, 1), date(year + 1, 8, 31), "year")
    if piece and piece[0] == "Q" and piece[1].isdigit():
        quarter = int(piece[1])
        first, last, granularity = date(year, 3 * quarter - 2, 1), month_days(year, 3 * quarter)[1], "quarter"
    elif piece and piece.startswith("QTD"):
        last, granularity = month_days(year, 3 * int(piece[3:]))[1], "quarter"
    elif piece and piece.startswith("YTD"):
        last, granularity = month_days(year, min(12, int(piece[3:])))[1], "month"
    elif piece in ("H1", "H2"):
        first, last = (first, date(year, 6, 30)) if piece == "H1" else (date(year, 7, 1), last)
        granularity = "half"
    elif piece and piece[0] == "S":
        first = date(year, 3 * int(piece[1]), 1)
        return Span(first, shifted(first, 3, "month") - timedelta(days=1), "quarter")
    elif piece and piece[0] == "W":
        week = int(piece[1:])
        if not 1 <= week <= date(year, 12, 28).isocalendar().week:
            return None
        monday = date.fromisocalendar(year, week, 1)
        return Span(monday, monday + timedelta(days=6), "week")
    elif piece and piece[0] == "D":
        return _piece(point, first, last, "year")
    return edged(point, Span(first, last, granularity))


def _piece(point: Point, first: date, last: date, granularity: str) -> Span | None:
    piece = point.piece
    if piece and piece[0] == "T":
        start, end = int(piece[1]), int(piece[-1])
        first, last = first.replace(day=10 * start - 9), last if end == 3 else first.replace(day=10 * end)
        granularity = "ten-day"
    elif piece and piece[0] == "W":
        monday = first + timedelta(days=(1 - first.isoweekday()) % 7 + 7 * (int(piece[1:]) - 1))
        return Span(monday, monday + timedelta(days=6), "week")
    elif piece and piece[0] == "D":
        number = int(piece[1:])
        day = first + timedelta(days=number - 1) if number > 0 else last + timedelta(days=number + 1)
        return Span(day, day, "day") if first <= day <= last else None
    return edged(point, Span(first, last, granularity))


def edged(point: Point, span: Span) -> Span:
    """The first or last day of a span, for 年初 and 月底."""
    if point.edge == "start":
        return Span(span.first, span.first, "day")
    if point.edge == "end":
        return Span(span.last, span.last, "day")
    return span


def clocked(point: Point, span: Span | None) -> Span | None:
    """A day with the clock time that the point names."""
    if span is None or point.hour is None:
        return span
    hour, part, shift = point.hour, point.part or "", 0
    if hour < 12 and (
        part[:2] in ("下午", "午后", "傍晚")
        or (part[:1] in "晚深夜半" and part and hour > 4)
        or (part == "中午" and hour < 5)
    ):
        hour += 12
    elif hour == 12 and part[:1] in ("晚", "深", "夜", "半"):
        hour, shift = 0, 1
    elif hour == 12 and part == "凌晨":
        hour = 0
    day = span.first + timedelta(days=shift)
    minute = point.minute
    if hour == 24:  # the last moment of the day: the day stays the one that is printed
        return Span(day, day, "hour" if minute is None else "minute", (23, 59, None), (23, 59, None))
    first = (hour, minute or 0, point.second)
    last = (hour, 59 if minute is None else minute, point.second)
    granularity = "hour" if minute is None else "minute" if point.second is None else "second"
    return Span(day, day, granularity, first, last)


def month_days(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    days = 29 if month == 2 and calendar.isleap(year) else _DAYS[month - 1]
    return date(year, month, 1), date(year, month, days)


def is_impossible(point: Point) -> bool:
    """Whether no year has such a day (2月30日), or its own year has not (2023年2月29日)."""
    if point.hour is not None and point.hour > 24:
        return True
    if point.month is None or point.lunar or point.day is None:
        return point.day is not None and not 1 <= point.day <= 31
    if not 1 <= point.month <= 12:
        return True
    year = point.year if point.year is not None and not point.short_year else 2000
    return not 1 <= year <= 9998 or not 1 <= point.day <= month_days(year, point.month)[1].day


def shifted(day: date, count: int, unit: str) -> date:
    """The day so many years, months, weeks or days later; the last of a month where that month is shorter."""
    if unit in ("day", "week"):
        ordinal = day.toordinal() + count * (7 if unit == "week" else 1)
        return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = min(max(months // 12, 1), 9998), months % 12 + 1
    return date(year, month, min(day.day, month_days(year, month)[1].day))
