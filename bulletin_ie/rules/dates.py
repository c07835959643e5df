"""Dates: ``scan`` finds calendar expressions, ``resolve`` settles them against the day of publication.

A chain of small modules: :mod:`.date_patterns` (what a date looks like) → :mod:`.date_openings` and :mod:`.date_grammar`
(reading one, joining two) → :mod:`.date_context` (since, until, ahead) → :mod:`.date_resolution`, :mod:`.date_placing` and :mod:`.calendars`
(the days) → :mod:`.date_timex` (TIMEX3 values).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from . import date_context, date_grammar
from .core import DateMention
from .date_guard import is_date
from .date_model import DateCandidate, Point
from .date_numbers import to_ascii
from .date_placing import Span, is_impossible, place, shifted
from .date_resolution import Known, Settled, settle
from .date_timex import iso, open_timex, timex

__all__ = ["DateCandidate", "resolve", "scan"]


def scan(text: str) -> list[DateCandidate]:
    """All calendar expressions of ``text``, in text order, not overlapping; ``start``/``end`` are code points."""
    plain = to_ascii(text)
    candidates: list[DateCandidate] = []
    for start, phrase in date_grammar.find(plain):
        previous = candidates[-1].end if candidates else 0
        if not is_date(plain, start, phrase, previous) or date_context.repeats(plain, start):
            continue
        boundary = date_context.boundary(plain, start, phrase.end) if phrase.last is None else None
        open_year = phrase.first.year is None and (phrase.first.rel is None or phrase.first.open_edge)
        outlook = date_context.outlook(plain, start, phrase.end, boundary) if open_year else None
        candidates.append(
            DateCandidate(
                start,
                phrase.end,
                phrase.first,
                phrase.last,
                f"date.{phrase.rule}",
                boundary,
                outlook,
                phrase.same_period,
            )
        )
    return candidates


def resolve(text: str, candidates: Sequence[DateCandidate], *, published: str | None) -> list[DateMention]:
    """Resolve candidates against the day of publication (ISO date or datetime), else against the date before them.

    Never raises on what a text says; an unreadable ``published`` counts as unknown.
    """
    day = _day(published)
    mentions: list[DateMention] = []
    before: Settled | None = None
    report: Span | None = None
    month: Span | None = None
    seen, line_ends, sentence_ends = 0, True, True
    for candidate in candidates:
        between = text[seen : candidate.start]
        seen = candidate.end
        line_ends = line_ends or "\n" in between
        sentence_ends = sentence_ends or not _SENTENCE_END.isdisjoint(between)
        near = None if line_ends else before
        known = Known(day, near.span if near else None, report, month, not sentence_ends)
        if near is not None and day is not None and candidate.outlook is None and near.span.first > day:
            candidate = replace(candidate, outlook="near")
        first, last = _settle_ends(candidate, known, near, before)
        mentions.append(_mention(text, candidate, first, last))
        if first is None or candidate.first.rolling or first.point.years or candidate.same_period:
            continue
        if _is_report(text, candidate, first, day):
            report = first.span
        if first.span.granularity == "month" and candidate.first.month and not _is_aside(text, candidate):
            month = (last or first).span
        if first.span.granularity == "year" and _is_aside(text, candidate):
            continue
        before, line_ends, sentence_ends = _whole(first, last), False, False
    return mentions


def _whole(first: Settled, last: Settled | None) -> Settled:
    """A range as the one stretch that later words refer to."""
    if last is None or last.span.last < first.span.first:
        return first
    return last._replace(
        span=Span(first.span.first, last.span.last, last.span.granularity), names_year=first.names_year
    )


def _is_report(text: str, candidate: DateCandidate, first: Settled, published: date | None) -> bool:
    """Whether the date names the year, half or quarter that the text reports on (and no year that it compares with)."""
    if first.span.granularity not in ("year", "half", "quarter"):
        return False
    aside = _is_aside(text, candidate)
    return not aside and first.anchor == "self" and (published is None or first.span.first <= published)


def _is_aside(text: str, candidate: DateCandidate) -> bool:
    """A year to compare with or to count from tells nothing about the dates after it."""
    return candidate.boundary is not None or text[max(0, candidate.start - 1) : candidate.start] in tuple(
        "比较同与于为"
    )


_SENTENCE_END = frozenset("。！？!?\n")


def _day(published: str | None) -> date | None:
    """The day of publication; one that is unreadable or of no age that has bulletins counts as unknown."""
    try:
        day = date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
    return day if day is not None and 1000 <= day.year <= 3000 else None


def _settle_ends(
    candidate: DateCandidate, known: Known, near: Settled | None, before: Settled | None
) -> tuple[Settled | None, Settled | None]:
    """Both ends; the second is None for a plain date, and (None, None) leaves the whole open."""
    first, last = candidate.first, candidate.last
    if last is not None:
        first = _from_last(first, last)
    if known.published is None and near is None and before is not None and first.month is None and first.year is None:
        known = known._replace(before=before.span)
    settled = None
    if known.same_sentence or known.published is None:
        settled = _inherited_year(first, near, known.published, candidate.outlook)
    settled = settled or settle(first, known, candidate.outlook, last)
    if settled is not None and candidate.same_period and near is not None:
        settled = _same_stretch(settled, near)
    if settled is None or last is None:
        return settled, None
    end = _settle_second(settled, last, known)
    if end is not None and candidate.rule == "date.month_range" and settled.anchor == "published":
        settled, end = _reported_months(settled, end, known.published, candidate.outlook)
    return (settled, end) if end is not None else (None, None)


_STRETCHES = frozenset({"half", "quarter", "month", "ten-day", "week"})


def _same_stretch(year: Settled, near: Settled) -> Settled:
    """去年同期 after 前三季度: the same stretch of that year; the whole year when the text names no stretch before it."""
    if near.span.granularity not in _STRETCHES or year.span.granularity != "year":
        return year
    months = 12 * (year.span.first.year - near.span.first.year)
    first, last = (
        shifted(near.span.first, months, "month"),
        shifted(near.span.last + timedelta(days=1), months, "month"),
    )
    return year._replace(span=Span(first, last - timedelta(days=1), near.span.granularity))


def _from_last(first: Point, last: Point) -> Point:
    """The first end of a range with the year that only the second one names."""
    if not _year_open(first):
        return first
    later = last.month is not None and first.month is not None and first.month > last.month
    if last.year is not None:
        return first._replace(year=last.year - later, short_year=last.short_year)
    if last.rel is not None and last.rel.base == "published" and last.rel.level == "year" and not later:
        return first._replace(rel=last.rel)
    return first


def _reported_months(
    first: Settled, last: Settled, published: date | None, outlook: str | None
) -> tuple[Settled, Settled | None]:
    """1-11月, read in January, is last year's: a stretch of months is reported when its last one has begun."""
    if published is None or outlook is not None or last.span.first <= published:
        return first, last
    year = first.span.first.year - 1
    earlier = _settled(first.point, year)
    return earlier._replace(anchor=first.anchor) if earlier else first, _settled(last.point, year)


def _year_open(point: Point) -> bool:
    return point.year is None and point.rel is None and (point.month is not None or point.piece is not None)


def _inherited_year(point: Point, near: Settled | None, published: date | None, outlook: str | None) -> Settled | None:
    """The year of a date before it in the sentence that names its year, when time runs on from there."""
    if near is None or not _year_open(point) or point.lunar or not near.names_year:
        return None
    span = place(point, near.span.first.year)
    if span is None or (near.span.granularity != "year" and span.first < near.span.first):
        return None
    if published is not None and span.first > published >= near.span.first and outlook is None:
        return None
    return Settled(span, "text", point._replace(year=near.span.first.year), names_year=True)


def _settle_second(first: Settled, last: Point, known: Known) -> Settled | None:
    """The second end of a range; what it does not say it takes from the first, and it never lies before it."""
    if last.rel is not None or last.year is not None or last.years is not None or last.name is not None:
        if last.name is not None:
            return _after(first, last._replace(year=first.span.first.year))
        if last.open_edge:  # 下周至月底: the month's end that comes after the first end
            return settle(last, known._replace(published=first.span.first), "ahead")
        return settle(last, known._replace(before=first.span), None)
    base = first.span.first
    if last.month is None and last.piece is None:
        last = last._replace(month=base.month)
        if last.day is None:
            last = last._replace(day=base.day, part=last.part or first.point.part)
        found = place(last, base.year)
        if found is not None and found.last < base:
            year, month = (base.year, base.month + 1) if base.month < 12 else (base.year + 1, 1)
            return _settled(last._replace(month=month), year)
        return _settled(last, base.year)
    return _after(first, last)


def _after(first: Settled, last: Point) -> Settled | None:
    for year in (first.span.first.year, first.span.first.year + 1):
        found = place(last, year)
        if found is not None and found.last >= first.span.first:
            return _settled(last, year)
    return None


def _settled(point: Point, year: int) -> Settled | None:
    span = place(point, year)
    return Settled(span, "self", point._replace(year=year)) if span is not None else None


def _mention(text: str, candidate: DateCandidate, first: Settled | None, last: Settled | None) -> DateMention:
    start, end = candidate.start, candidate.end
    backwards = first is not None and last is not None and last.span.last < first.span.first
    if first is None or backwards:
        points = [p for p in (candidate.first, candidate.last) if p is not None]
        fault = "ends before it begins" if backwards else "no such day" if any(map(is_impossible, points)) else None
        remark = f"{fault}: {text[start:end]}" if fault else None
        value = open_timex(candidate)
        return DateMention(start, end, None, None, candidate.boundary, None, value, None, candidate.rule, remark)
    span = first.span
    if last is not None:
        span = Span(span.first, last.span.last, last.span.granularity, span.first_clock, last.span.last_clock)
    return DateMention(
        start=start,
        end=end,
        first=iso(span.first, span.first_clock),
        last=iso(span.last, span.last_clock),
        boundary=candidate.boundary,
        granularity=span.granularity,
        timex=timex(first, last),
        anchor=first.anchor,
        rule=candidate.rule,
    )
