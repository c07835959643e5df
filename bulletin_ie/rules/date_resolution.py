"""From what a date says to the days that it means, given the day of publication and the date named before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from .date_model import Point
from .date_placing import Span, clocked, edged, place, shifted

__all__ = ["Known", "Settled", "settle"]


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


_TERMS = {"ahead": "ahead", "lean": "ahead"}
"""年底前 is the next year's end that comes."""
_SOON = 10
"""Until this day of a month, a bare 月底 that looks neither way is the end of the month before."""
_LEANING = 3
"""After words that set a term or foretell, a date behind must be so many times nearer than the next one to be meant."""
_REACH = 9
"""Years to search for a 29 February or a leap month."""


def settle(point: Point, known: Known, outlook: str | None, last: Point | None = None) -> Settled | None:
    """Resolve one point; None when it stays open or names no day. ``last`` is the other end of its range."""
    published = known.published
    if point.years is not None:
        years = Span(date(point.years[0], 1, 1), date(point.years[1], 12, 31), "year")
        return Settled(edged(point, years), "self", point)
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
            span, year = _nearest(point._replace(rel=None), published, _TERMS.get(outlook or "", "near"))
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
        return _with_anchor(clocked(point, Span(first, last, "day")), anchor, _dated(point, first))
    day = shifted(base, rel.shift, "day")
    return _with_anchor(clocked(point, Span(day, day, "day")), anchor, _dated(point, day))


def _dated(point: Point, day: date) -> Point:
    return point._replace(rel=None, year=day.year, month=day.month, day=day.day)


def _day_only(point: Point, known: Known, outlook: str | None) -> Settled | None:
    """A day without a month takes the month of the date before it, or the nearest month that has it."""
    published, before = known.published, known.before
    recent = _recent_day(point, published) if published is not None else None
    if before is not None and before.granularity not in ("year", "half", "quarter"):
        span = _day_beside(point, before)
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


def _day_beside(point: Point, before: Span) -> Span | None:
    """The day inside the range before it, else in the month that this one ends in."""
    months = dict.fromkeys((day.year, day.month) for day in (before.first, before.last))
    found = [span for year, month in months if (span := place(point, year, month))]
    inside = (span for span in found if before.first <= span.first <= before.last)
    return next(inside, found[-1] if found else None)


def _recent_day(point: Point, published: date) -> Span | None:
    months = (shifted(published.replace(day=1), -n, "month") for n in range(13))
    return next((s for m in months if (s := place(point, m.year, m.month)) and s.first <= published), None)
