"""From what a date says to the days that it means, given the day of publication and the date named before it."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from . import calendars
from .date_model import Point

__all__ = ["Known", "Settled", "Span", "is_impossible", "place", "settle", "shifted"]

Clock = tuple[int, int, int | None]


class Span(NamedTuple):
    """A stretch of days, or of minutes of its first and last day when clocks are given."""

    first: date
    last: date
    granularity: str
    first_clock: Clock | None = None
    last_clock: Clock | None = None


class Settled(NamedTuple):
    """A point with its days and what they were resolved against (``self``, ``published``, ``text``)."""

    span: Span
    anchor: str
    point: Point
    names_year: bool = False
    """The words themselves fix the year (2022年, 去年)."""


class Known(NamedTuple):
    """What a point is resolved against: publication, the date named before it, and the period that the text reports on."""

    published: date | None
    before: Span | None = None
    report: Span | None = None
    month: Span | None = None
    same_sentence: bool = False


_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TERMS = {"ahead": "ahead", "lean": "ahead"}
"""年底前 is the next year's end that comes."""
_SOON = 10
"""Until this day of a month, a bare 月底 that looks neither way is the end of the month before."""
_LEANING = 3
"""After words that set a term or foretell, a date behind must be so many times nearer than the next one to be meant."""
_REACH = 9
"""Years to search for a 29 February or a leap month."""


# --- placing: a point whose year is known ---------------------------------------------------------------------------------


def place(point: Point, year: int, month: int | None = None) -> Span | None:
    """The span of ``point`` in that year (and month, for a point that is a day only); None when there is no such day."""
    if not 1 <= year <= 9998:
        return None
    point = point if month is None else point._replace(month=month)
    if point.name is not None:
        return _place_name(point, point.name, year)
    if point.lunar:
        return _clocked(point, _place_lunar(point, year))
    if point.month is None:
        return _place_in_year(point, year)
    if not 1 <= point.month <= 12:
        return None
    first, last = month_days(year, point.month)
    if point.day is not None:
        if not 1 <= point.day <= last.day:
            return None
        day = first.replace(day=point.day)
        return _clocked(point, Span(day, day, "day"))
    return _piece(point, first, last, "month")


def _place_name(point: Point, name: str, year: int) -> Span | None:
    exact = point.part is not None or point.hour is not None
    found = calendars.festival(name, year, holiday=not exact)
    return _clocked(point, Span(*found, "day")) if found else None


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
    return _edged(point, Span(first, last, granularity))


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
    return _edged(point, Span(first, last, granularity))


def _edged(point: Point, span: Span) -> Span:
    if point.edge == "start":
        return Span(span.first, span.first, "day")
    if point.edge == "end":
        return Span(span.last, span.last, "day")
    return span


def _clocked(point: Point, span: Span | None) -> Span | None:
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


# --- settling: a point whose year or month is open ------------------------------------------------------------------------


def settle(point: Point, known: Known, outlook: str | None, last: Point | None = None) -> Settled | None:
    """Resolve one point; None when it stays open or names no day. ``last`` is the other end of its range."""
    published = known.published
    if point.years is not None:
        first, last = date(point.years[0], 1, 1), date(point.years[1], 12, 31)
        return Settled(_edged(point, Span(first, last, "year")), "self", point)
    if point.rolling is not None:
        return _rolling(point, published)
    if point.rel is not None:
        return _relative(point, known, outlook)
    if point.year is not None:
        year = _full_year(point, published)
        full = point._replace(year=year, short_year=False)
        return _with_anchor(place(point, year), "self", full, names_year=True)
    if point.day is not None and point.month is None:
        return _day_only(point, known, outlook)
    if published is None:
        return None
    span, year = _nearest(point, published, outlook or ("near" if point.name else None), last)
    if last is not None and span is not None:
        span = place(point, year)
    return _with_anchor(span, "published", point._replace(year=year))


def _with_anchor(span: Span | None, anchor: str, point: Point, *, names_year: bool = False) -> Settled | None:
    return Settled(span, anchor, point, names_year) if span is not None else None


def _full_year(point: Point, published: date | None) -> int:
    assert point.year is not None
    if not point.short_year:
        return point.year
    latest = max(published.year if published else 2020, 2020) + 10
    return point.year + 2000 if point.year + 2000 <= latest else point.year + 1900


def _nearest(point: Point, published: date, outlook: str | None, last: Point | None = None) -> tuple[Span | None, int]:
    """The latest year that does not put the point after publication; the next one when the words look ahead."""
    if outlook is None and (recent := _recent_months(point, published)):
        return recent, recent.first.year
    years = range(published.year, published.year - _REACH, -1)
    over = bool(point.piece and "TD" in point.piece)
    past = next(
        ((s, y) for s, y in _placed(point, years, last) if (s.last if over else s.first) <= published),
        (None, published.year),
    )
    if outlook is None:
        return past
    ahead_years = range(published.year - 1, published.year + _REACH)
    ahead = next(((s, y) for s, y in _placed(point, ahead_years, last) if s.last >= published), (None, published.year))
    if outlook == "ahead" or past[0] is None:
        return ahead
    return _closer(past, ahead, published, _LEANING if outlook == "lean" else 1)


def _recent_months(point: Point, published: date) -> Span | None:
    """前两个月 at the beginning of a year, when its first two months are not yet over: the two before this one."""
    if not point.piece or not point.piece.startswith("YTD"):
        return None
    count = int(point.piece[3:])
    if count > 3 or published.month > count:
        return None
    return Span(*_whole_periods(published, -count, "month"), "month")


def _closer(
    past: tuple[Span | None, int], ahead: tuple[Span | None, int], published: date, leaning: int
) -> tuple[Span | None, int]:
    if past[0] is None or ahead[0] is None:
        return ahead if past[0] is None else past
    behind, to_come = (published - past[0].last).days, (ahead[0].first - published).days
    return past if behind * leaning <= to_come else ahead


def _placed(point: Point, years: range, last: Point | None) -> Iterator[tuple[Span, int]]:
    """The point in each year that has it, up to the end of its range."""
    for year in years:
        span = place(point, year)
        if span is None:
            continue
        if last is not None and last.rel is None and last.name is None and last.month is not None:
            tail = place(last, year) or span
            tail = tail if tail.last >= span.first else place(last, year + 1) or span
            span = span._replace(last=tail.last)
        yield span, year


def _rolling(point: Point, published: date | None) -> Settled | None:
    if published is None or point.rolling is None:
        return None
    direction, count, unit = point.rolling
    sign = 1 if direction.startswith("future") else -1
    if direction.endswith("whole") and (sign < 0 or unit != "day"):
        first, last = _whole_periods(published, sign * count, unit)
    elif sign > 0:
        first, last = published, shifted(published, count, unit) - timedelta(days=1)
    else:
        first, last = shifted(published, -count, unit), published
    return Settled(Span(first, last, unit), "published", point)


def _whole_periods(day: date, count: int, unit: str) -> tuple[date, date]:
    """The whole years, months or weeks before (count < 0) or from (count > 0) the one of ``day``."""
    if unit == "week":
        start = day - timedelta(days=day.isoweekday() - 1)
    elif unit == "day":
        start = day
    else:
        start = date(day.year, 1, 1) if unit == "year" else day.replace(day=1)
    other = shifted(start, count, unit)
    return (other, start - timedelta(days=1)) if count < 0 else (start, other - timedelta(days=1))


def shifted(day: date, count: int, unit: str) -> date:
    """The day so many years, months, weeks or days later; the last of a month where that month is shorter."""
    if unit in ("day", "week"):
        ordinal = day.toordinal() + count * (7 if unit == "week" else 1)
        return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = min(max(months // 12, 1), 9998), months % 12 + 1
    return date(year, month, min(day.day, month_days(year, month)[1].day))


def _relative(point: Point, known: Known, outlook: str | None) -> Settled | None:
    rel, published, before = point.rel, known.published, known.before
    assert rel is not None
    anchor, base = "published", published
    reports = rel.base == "report" or (point.open_edge and rel.level == "year" and outlook is None)
    if rel.base == "text" and before is not None:
        anchor, base = "text", before.last if rel.level == "day" else before.first
    elif rel.base == "report" and rel.level == "month" and known.month is not None:
        anchor, base = "text", known.month.first
    elif reports and rel.level != "month" and known.report is not None:
        anchor, base = "text", known.report.first
        point = point._replace(open_edge=False)
    if base is None:
        return None
    if rel.level == "year":
        year = base.year + rel.shift
        if point.open_edge and published is not None:
            span, year = _nearest(point._replace(rel=None), published, _TERMS.get(outlook, "near"))
        elif point.piece == "TODAY":
            span = place(
                Point(month=base.month, day=base.day, hour=point.hour, minute=point.minute, part=point.part), year
            )
        else:
            span = place(point, year)
        return _with_anchor(span, anchor, point._replace(rel=None, year=year), names_year=True)
    if rel.level == "month":
        moved = shifted(base.replace(day=1), rel.shift, "month")
        if point.open_edge and point.edge == "end" and outlook is None and published and base.day <= _SOON:
            moved = shifted(moved, -1, "month")
        span = place(point, moved.year, moved.month)
        return _with_anchor(span, anchor, point._replace(rel=None, year=moved.year, month=moved.month))
    if rel.level == "quarter":
        moved = shifted(base.replace(day=1), 3 * rel.shift, "month")
        in_quarter = point._replace(rel=None, year=moved.year, piece=f"Q{(moved.month + 2) // 3}")
        return _with_anchor(place(in_quarter, moved.year), anchor, in_quarter)
    if rel.level == "week":
        monday = shifted(base, rel.shift * 7 - base.isoweekday() + 1, "day")
        if point.weekday is None:
            return Settled(Span(monday, monday + timedelta(days=6), "week"), anchor, point)
        first = monday + timedelta(days=point.weekday - 1)
        last = monday + timedelta(days=6) if point.piece == "WEEKEND" else first
        return _with_anchor(_clocked(point, Span(first, last, "day")), anchor, _dated(point, first))
    day = shifted(base, rel.shift, "day")
    return _with_anchor(_clocked(point, Span(day, day, "day")), anchor, _dated(point, day))


def _dated(point: Point, day: date) -> Point:
    return point._replace(rel=None, year=day.year, month=day.month, day=day.day)


def _day_only(point: Point, known: Known, outlook: str | None) -> Settled | None:
    """A day without a month takes the month of the date before it, or the nearest month that has it."""
    published, before = known.published, known.before
    recent = _recent_day(point, published) if published is not None else None
    if before is not None and before.granularity not in ("year", "half", "quarter"):
        span = place(point, before.first.year, before.first.month)
        if span and recent and not known.same_sentence and span.first < before.first and recent.first > before.last:
            span = None
        if span and (published is None or span.first <= published or outlook or before.last > published):
            return Settled(span, "text", _dated(point, span.first))
    if published is None:
        return None
    found = recent if outlook != "ahead" else None
    if outlook is not None:
        months = (shifted(published.replace(day=1), n, "month") for n in range(-1, 13))
        coming = next((s for m in months if (s := place(point, m.year, m.month)) and s.last >= published), None)
        if found is None or (coming is not None and (coming.first - published) < (published - found.last)):
            found = coming
    return _with_anchor(found, "published", _dated(point, found.first)) if found else None


def _recent_day(point: Point, published: date) -> Span | None:
    months = (shifted(published.replace(day=1), -n, "month") for n in range(13))
    return next((s for m in months if (s := place(point, m.year, m.month)) and s.first <= published), None)
