"""What a date opens with, read into a :class:`Phrase`: one small reader for each opening and word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import regex

from .date_lexicon import FestivalRow, Hit, TermRow, WordRow, plans
from .date_model import Phrase, Point
from .date_numbers import read_digits, read_small
from .date_patterns import YEAR

__all__ = ["from_match", "from_word"]


def from_word(hit: Hit) -> Phrase:
    """The phrase that a word of the tables opens."""
    row = hit.row
    if isinstance(row, FestivalRow):
        return Phrase(hit.end, Point(name=row.word), None, "name", "festival")
    if isinstance(row, TermRow):
        return Phrase(hit.end, Point(name=row.word), None, "name", "solar_term")
    assert isinstance(row, WordRow)
    return Phrase(hit.end, Point(rel=row, part=row.part or None), None, row.level, f"relative_{row.level}")


def from_match(match: Any) -> Phrase | None:
    """The phrase that a match of the openings begins, or None when it is no date after all."""
    reader = _READERS[match.lastgroup]
    return reader(match.group(), match)


def _numbers(surface: str) -> list[str]:
    return [n for n in "".join(c if c.isdigit() and c.isascii() else " " for c in surface).split() if n]


def _read_iso(surface: str, match: Any) -> Phrase:
    year, month, day = (int(n) for n in _numbers(surface))
    return Phrase(match.end(), Point(year=year, month=month, day=day), None, "day", "numeric")


def _read_iso_month(surface: str, match: Any) -> Phrase:
    year, month = (int(n) for n in _numbers(surface))
    return Phrase(match.end(), Point(year=year, month=month), None, "month", "numeric")


def _read_era(surface: str, match: Any) -> Phrase:
    return Phrase(match.end(), Point(), None, "none", "era")


def _years(surface: str) -> list[int]:
    return [read_digits(y) for y in regex.findall(YEAR, surface)]


def _read_school_year(surface: str, match: Any) -> Phrase:
    return Phrase(match.end(), Point(year=_years(surface)[0], school=True), None, "none", "school_year")


def _read_years(surface: str, match: Any) -> Phrase | None:
    first, last = _numbers(surface)[:2]
    if len(last) == 2:
        last = first[:2] + last
    if len(last) != 4 or int(last) <= int(first):
        return None
    return Phrase(match.end(), Point(year=int(first)), Point(year=int(last)), "year", "year_range")


def _read_year(surface: str, match: Any) -> Phrase:
    return Phrase(match.end(), Point(year=read_digits(surface.rstrip("度").rstrip("年"))), None, "year", "year")


def _read_short_year(surface: str, match: Any) -> Phrase | None:
    digits = surface.rstrip("年").strip()
    if not digits.isascii():
        value = read_digits(digits)
        approximate = value % 10 - value // 10 == 1 or digits == "三五"
        if approximate and match.string[match.end() : match.end() + 1] not in tuple("一二三四五六七八九十0123456789"):
            return None
    return Phrase(match.end(), Point(year=read_digits(digits), short_year=True), None, "year", "short_year")


def _read_lunar(surface: str, match: Any) -> Phrase | None:
    m = regex.fullmatch(
        rf"(?:农历|阴历|旧历|夏历)?\s*(?:(?P<y>{YEAR})\s*年|..年)?\s*(?P<leap>闰)?(?P<m>[^\s月]{{1,2}})\s*月\s*(?P<d>.*?)日?",
        surface,
    )
    if not m:
        return None
    day = read_small(m["d"]) if m["d"] else None
    if day is not None and day > 30:
        return None
    year = read_digits(m["y"]) if m["y"] else None
    point = Point(year=year, month=read_small(m["m"]), day=day, lunar=True, leap=bool(m["leap"]))
    return Phrase(match.end(), point, None, "lunar", "lunar")


def _pair(surface: str, units: str) -> tuple[int, int]:
    a, b = regex.findall(
        r"[0-9]{1,2}|[元一二三四五六七八九十]{1,3}", surface.rstrip(units).replace("月份", " ").replace("月", " ")
    )[:2]
    return read_small(a), read_small(b)


def _read_months(surface: str, match: Any) -> Phrase | None:
    first, last = _pair(surface, "月份 ")
    return Phrase(match.end(), Point(month=first), Point(month=last), "month", "month_range")


def _read_month(surface: str, match: Any) -> Phrase | None:
    return Phrase(
        match.end(), Point(month=read_small(surface.rstrip("份").rstrip().rstrip("月"))), None, "month", "month"
    )


def _read_days(surface: str, match: Any) -> Phrase | None:
    first, last = (int(n) for n in _numbers(surface))
    if last <= first:
        return None
    return Phrase(match.end(), Point(day=first), Point(day=last), "day", "day_range")


def _read_day(surface: str, match: Any) -> Phrase:
    return Phrase(match.end(), Point(day=read_small(surface.rstrip("日号"))), None, "day", "day")


def _read_quarters(surface: str, match: Any) -> Phrase:
    first, last = _pair(surface, "季度 ")
    return Phrase(match.end(), Point(piece=f"Q{first}"), Point(piece=f"Q{last}"), "quarter", "quarter_range")


def _read_qtd(surface: str, match: Any) -> Phrase:
    count = read_small(surface.lstrip("前").replace("季度", "").replace("个", ""))
    return Phrase(match.end(), Point(piece=f"QTD{count}"), None, "quarter", "quarter_to_date")


def _read_quarter(surface: str, match: Any) -> Phrase:
    number = read_small(surface.lstrip("第").replace("季度", ""))
    return Phrase(match.end(), Point(piece=f"Q{number}"), None, "quarter", "quarter")


def _read_half(surface: str, match: Any) -> Phrase:
    return Phrase(match.end(), Point(piece="H1" if surface[0] == "上" else "H2"), None, "half", "half")


def _read_ytd(surface: str, match: Any) -> Phrase:
    count = read_small(surface.lstrip("前头").rstrip("月").replace("个", ""))
    return Phrase(match.end(), Point(piece=f"YTD{count}"), None, "half", "year_to_date")


_UNITS = {"年": "year", "月": "month", "周": "week", "期": "week", "天": "day", "日": "day"}
_AHEAD = ("未来", "今后", "接下来", "将来", "后", "下")


def _read_rolling(surface: str, match: Any) -> Phrase | None:
    if surface.startswith("半年"):
        return Phrase(match.end(), Point(rolling=("past", 6, "month")), None, "none", "rolling")
    m = regex.search(r"([0-9]{1,3}|[零一二三四五六七八九十两]{1,3})\s*[多余个]?", surface)
    if m is None or read_small(m[1]) == 0:
        return None
    direction = "future" if surface.startswith(_AHEAD) else "past"
    if surface[0] in "前后上下":
        direction += "_whole"
    point = Point(rolling=(direction, read_small(m[1]), _UNITS[surface.rstrip("来")[-1]]))
    return Phrase(match.end(), point, None, "none", "rolling")


def _read_decade(surface: str, match: Any) -> Phrase:
    m = regex.match(
        r"(?:(上个?|本|[0-9]{2}|二十一?|十[八九])\s*世纪\s*)?([0-9]0|[二三四五六七八九]十)\s*年代(.*)", surface
    )
    assert m is not None
    century = {"上": 20, "上个": 20, "本": 21, None: 20}.get(m[1]) or read_small(m[1])
    first = (century - 1) * 100 + read_small(m[2])
    years = (first, first + 9)
    if m[3][:1] in ("初", "前"):
        years = (first, first + 2)
    elif m[3][:1] in ("末", "后"):
        years = (first + 7, first + 9)
    elif m[3][:1] == "中":
        years = (first + 3, first + 6)
    return Phrase(match.end(), Point(years=years), None, "none", "decade")


def _read_plan(surface: str, match: Any) -> Phrase | None:
    row = plans()[surface.strip("“”\"‘’'「」『』")]
    if surface[0] not in '“"‘「『' and len(row.word) < 3:
        return None
    if (surface[0] in '“"‘「『') != (surface[-1] in '”"’」』'):
        return None
    tail = match.string[match.end() : match.end() + 2].strip()
    edge = "end" if tail[:1] == "末" or tail == "期末" else None
    return Phrase(match.end(), Point(years=(row.first, row.last), edge=edge), None, "none", "plan_period")


def _read_near_days(surface: str, match: Any) -> Phrase:
    first = 1 if surface.startswith("明") else 0
    last = 2 if "后" in surface else 1
    if "大后" in surface:
        last = 3
    unit = "year" if surface.endswith("年") else "day"
    one = WordRow(surface, unit, "published", first, surface)
    return Phrase(match.end(), Point(rel=one), Point(rel=replace(one, shift=last)), "none", "near_days")


def _read_edge(surface: str, match: Any) -> Phrase:
    edge = "start" if surface[-1] in "初首" else "end"
    level = {"年": "year", "岁": "year", "月": "month", "季": "quarter"}[surface[0]]
    base = WordRow(surface, level, "published", 0, surface)
    return Phrase(match.end(), Point(rel=base, edge=edge, open_edge=True), None, "none", "edge")


_READERS: dict[str, Callable[[str, Any], Phrase | None]] = {
    "iso": _read_iso,
    "iso_month": _read_iso_month,
    "reign": _read_era,
    "school_year": _read_school_year,
    "years": _read_years,
    "year": _read_year,
    "short_year": _read_short_year,
    "lunar": _read_lunar,
    "months": _read_months,
    "month": _read_month,
    "days": _read_days,
    "day": _read_day,
    "quarters": _read_quarters,
    "quarter_to_date": _read_qtd,
    "quarter": _read_quarter,
    "half": _read_half,
    "year_to_date": _read_ytd,
    "rolling": _read_rolling,
    "rolling_short": _read_rolling,
    "years_since": _read_rolling,
    "decade": _read_decade,
    "plan": _read_plan,
    "near_days": _read_near_days,
    "edge": _read_edge,
}
