"""TIMEX3 values (ISO 24617-1) and ISO 8601 strings of resolved dates."""

from __future__ import annotations

from datetime import date

from .date_model import DateCandidate, Point
from .date_placing import Clock, Span
from .date_resolution import Settled

__all__ = ["iso", "open_timex", "timex"]

_PARTS = {"凌": "NI", "清": "MO", "早": "MO", "上": "MO", "中": "MI", "正": "MI", "午": "AF", "下": "AF", "傍": "EV", "晚": "EV", "深": "NI", "夜": "NI", "半": "NI", "当": "EV"}  # fmt: skip


_SEASONS = ("SP", "SU", "FA", "WI")


def iso(day: date, clock: Clock | None) -> str:
    """``2022-04-01``, or ``2022-04-01T16:00`` (with seconds when they are printed)."""
    if clock is None:
        return day.isoformat()
    hour, minute, second = clock
    return f"{day.isoformat()}T{hour:02}:{minute:02}" + (f":{second:02}" if second is not None else "")


def timex(first: Settled, last: Settled | None) -> str:
    """The value of a resolved date; a range with two ends is ``begin/end``."""
    if last is not None:
        return f"{_value(first.point, first.span).split('/')[0]}/{_value(last.point, last.span).split('/')[-1]}"
    if first.point.rolling is not None:
        _, count, unit = first.point.rolling
        return f"P{count}{unit[0].upper()}"
    return _value(first.point, first.span)


def _value(point: Point, span: Span) -> str:
    day = span.first
    year = f"{day.year:04}"
    if span.first_clock is not None:
        hour = span.first_clock[0]
        if point.hour == 24:
            return f"{day.isoformat()}T24" + ("" if point.minute is None else ":00")
        if span.granularity == "hour":
            return f"{day.isoformat()}T{hour:02}"
        return iso(day, span.first_clock)
    if span.first == span.last:
        part = _PARTS.get(point.part[0]) if point.part else None
        return day.isoformat() + (f"T{part}" if part else "")
    if span.granularity == "year" and span.last.year == day.year:
        return year
    if span.granularity == "month" and (span.last.year, span.last.month) == (day.year, day.month) and not point.lunar:
        return f"{year}-{day.month:02}"
    if point.piece and point.piece[:1] in "QH" and point.piece[1:2].isdigit():
        return f"{year}-{point.piece}"
    if point.piece and point.piece[0] == "S":
        return f"{year}-{_SEASONS[int(point.piece[1]) - 1]}"
    if span.granularity == "week":
        week = day.isocalendar()
        return f"{week.year:04}-W{week.week:02}"
    return f"{day.isoformat()}/{span.last.isoformat()}"


def open_timex(candidate: DateCandidate) -> str:
    """The value of a date whose year or month is not known: the open part is written X."""
    first, last = candidate.first, candidate.last
    if last is None:
        return _open_value(first)
    if last.month is None and last.rel is None and last.piece is None:
        last = last._replace(month=first.month, day=last.day if last.day is not None else first.day)
    return f"{_open_value(first)}/{_open_value(last)}"


def _open_value(point: Point) -> str:
    if point.rolling is not None:
        _, count, unit = point.rolling
        return f"P{count}{unit[0].upper()}"
    year = f"{point.year:04}" if point.year is not None and not point.short_year else "XXXX"
    if point.lunar or point.name is not None:
        return year
    if point.month is None and point.day is None:
        piece = point.piece or ""
        return f"{year}-{piece}" if piece[:1] in ("Q", "H") and piece[1:2].isdigit() else year
    month = f"{point.month:02}" if point.month is not None else "XX"
    if point.day is None:
        return f"{year}-{month}"
    value = f"{year}-{month}-{point.day:02}"
    if point.hour is None:
        part = _PARTS.get(point.part[0]) if point.part else None
        return value + (f"T{part}" if part else "")
    return value + f"T{point.hour:02}" + (f":{point.minute:02}" if point.minute is not None else "")
