"""From text to date phrases: one pass over the openings, each read as far as its fields go, then joined to ranges."""

from __future__ import annotations

from typing import Any, NamedTuple

from .date_lexicon import Hit, find_words
from .date_model import Phrase, Point
from .date_numbers import read_small
from .date_openings import from_match, from_word
from .date_patterns import follower, opening_at, openings_at, seeds

__all__ = ["Found", "find"]

_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日", 1)} | {"天": 7, "末": 6}


class Found(NamedTuple):
    """A phrase or range with its start."""

    start: int
    phrase: Phrase


def find(text: str) -> list[Found]:
    """All calendar phrases of the text, left to right, not overlapping. ``text`` has ASCII digits."""
    words = find_words(text)
    starts: dict[int, Any] = {m.start(): m for m in seeds().finditer(text)}
    starts.update(words)
    found: list[Found] = []
    done = 0
    for start in sorted(starts):
        if start < done:
            continue
        seed = starts[start]
        opened = seed if isinstance(seed, Hit) else openings_at(text, seed)
        phrase = _phrase(text, opened) if opened is not None else None
        if phrase is None:
            continue
        done = phrase.end
        if phrase.rule != "era":
            if found and phrase.first.name is not None:
                phrase = _year_before(text, found[-1].phrase, start, phrase)
            found.append(_with_quotes(text, start, _join(text, phrase, words)))
            done = found[-1].phrase.end
    return found


def _year_before(text: str, previous: Phrase, start: int, phrase: Phrase) -> Phrase:
    """去年|春节, 2023年|中秋|国庆: a festival stays a date of its own, and takes its year from the one right before it."""
    year = previous.first
    named = year.name is not None and (year.year is not None or year.rel is not None)
    if not (previous.level == "year" or named) or previous.last is not None:
        return phrase
    if text[previous.end : start].strip(" 的、和" if named else " 的"):
        return phrase
    return phrase._replace(first=phrase.first._replace(year=year.year, short_year=year.short_year, rel=year.rel))


_QUOTES = {"“": "”", "‘": "’", '"': '"', "「": "」", "『": "』"}


def _with_quotes(text: str, start: int, phrase: Phrase) -> Found:
    """Quotation marks around a festival belong to its name (“五一”假期), and so does its long form (“五一”国际劳动节)."""
    if phrase.level != "name":
        return Found(start, phrase)
    if start and _QUOTES.get(text[start - 1]) == text[phrase.end : phrase.end + 1]:
        start, phrase = start - 1, phrase._replace(end=phrase.end + 1)
    if m := _match("festival_tail", text, phrase.end):
        phrase = phrase._replace(end=m.end())
    return Found(start, phrase)


def _phrase(text: str, seed: Any) -> Phrase | None:
    opened = from_word(seed) if isinstance(seed, Hit) else from_match(seed)
    return _extend(text, opened) if opened is not None else None


# --- what follows inside one date -----------------------------------------------------------------------------------------


def _extend(text: str, phrase: Phrase) -> Phrase:
    """Read on from a phrase through its finer fields."""
    if phrase.level == "year" and phrase.last is None:
        phrase = _after_year(text, phrase)
    if phrase.level == "month":
        phrase = _after_month(text, phrase)
    if phrase.level == "week":
        phrase = _after_week(text, phrase)
    if phrase.level == "quarter":
        phrase = _edge(text, phrase, "sub_year_edge")
    if phrase.level == "day" or (phrase.level == "name" and phrase.rule == "festival"):
        phrase = _after_day(text, phrase)
    return phrase


def _match(name: str, text: str, pos: int) -> Any:
    return follower(name).match(text, pos)


_NUMBERS = frozenset("0123456789〇○零一二三四五六七八九十廿卅两")
_AFTER_YEAR = _NUMBERS | frozenset("春夏秋冬同第前头上下农阴正腊冬闰元今年初底末伊最倒（(")
_AFTER_MONTH = _NUMBERS | frozenset("上中下第初底末月同最倒")
_JOINS = frozenset("直至到和与-－—–―─‒−~～〜∼")
_AFTER_DAY = _NUMBERS | frozenset("（(〔[周星礼T凌清早上中正午下傍晚深夜半白")


def _next(text: str, pos: int) -> str:
    """The next character that is no blank (two at most are skipped) and no 的."""
    for c in text[pos : pos + 3]:
        if c not in " \t\u3000\u00a0的":
            return c
    return ""


def _after_year(text: str, phrase: Phrase) -> Phrase:
    end, point = phrase.end, phrase.first
    if _next(text, end) not in _AFTER_YEAR:
        return phrase
    if m := _match("same_period", text, end):
        return phrase._replace(end=m.end(), same_period=True, level="none")
    if m := _match("season", text, end):
        piece = "S" + str("春夏秋冬".index(m["s"]) + 1)
        return phrase._replace(end=m.end(), first=point._replace(piece=piece), level="none", rule="season")
    if (m := _match("sub_year_months", text, end)) and read_small(m["a"]) < read_small(m["b"]):
        first, last = point._replace(month=read_small(m["a"])), Point(month=read_small(m["b"]))
        return phrase._replace(end=m.end(), first=first, last=last, level="none", rule="month_range")
    if (
        (m := _match("sub_year_month", text, end))
        and (month := read_small(m["m"]))
        and _plausible_month(text, month, m.end())
    ):
        return phrase._replace(end=m.end(), first=point._replace(month=month), level="month", rule="month")
    if m := _match("sub_year_quarters", text, end):
        first, last = point._replace(piece=f"Q{read_small(m['a'])}"), Point(piece=f"Q{read_small(m['b'])}")
        return phrase._replace(end=m.end(), first=first, last=last, level="none", rule="quarter_range")
    for name, group, prefix in _YEAR_PIECES:
        if m := _match(name, text, end):
            number = {"上": 1, "下": 2}.get(m[group]) or read_small(m[group])
            level = "quarter" if prefix in ("Q", "QTD") else "none"
            return phrase._replace(
                end=m.end(), first=point._replace(piece=f"{prefix}{number}"), level=level, rule=name[9:]
            )
    if m := _match("sub_year_lunar", text, end):
        opened = opening_at(text, m.end())
        if opened and opened.lastgroup == "lunar" and m.end() == end and (read := from_match(opened)):
            return read._replace(first=read.first._replace(year=point.year, rel=point.rel))
    if point.rel is not None and (m := _match("sub_year_today", text, end)):
        return phrase._replace(end=m.end(), first=point._replace(piece="TODAY"), level="day")
    if m := _match("sub_day_count", text, end):
        return _nth_day(phrase, m)
    return _edge(text, phrase, "sub_year_edge")


_YEAR_PIECES = (
    ("sub_year_quarter", "q", "Q"),
    ("sub_year_qtd", "n", "QTD"),
    ("sub_year_half", "h", "H"),
    ("sub_year_ytd", "n", "YTD"),
    ("sub_year_week", "n", "W"),
)


def _plausible_month(text: str, month: int, end: int) -> bool:
    """13月 and such are a date (a wrong one) only when a day follows."""
    return 1 <= month <= 12 or _match("sub_month_day", text, end) is not None


def _edge(text: str, phrase: Phrase, name: str) -> Phrase:
    m = _match(name, text, phrase.end)
    if not m:
        return phrase
    edge = "end" if m["e"][0] in "底末" else "start"
    return phrase._replace(end=m.end(), first=phrase.first._replace(edge=edge), level="none")


def _nth_day(phrase: Phrase, m: Any) -> Phrase:
    number = read_small(m["n"]) if m["n"] else -read_small(m["m"]) if m["m"] else -1
    return phrase._replace(end=m.end(), first=phrase.first._replace(piece=f"D{number}"), level="none")


def _after_month(text: str, phrase: Phrase) -> Phrase:
    end, point = phrase.end, phrase.last or phrase.first
    if phrase.last is not None or _next(text, end) not in _AFTER_MONTH:
        return phrase
    if m := _match("sub_month_days", text, end):
        first, last = read_small(m["a"]), read_small(m["b"])
        if first < last:
            return phrase._replace(
                end=m.end(), first=point._replace(day=first), last=Point(day=last), level="day", rule="day_range"
            )
    if m := _match("sub_month_day", text, end):
        return phrase._replace(end=m.end(), first=point._replace(day=read_small(m["d"])), level="day", rule="day")
    if text[end : end + 1].isdigit():
        return _bare_day(text, phrase)
    if m := _match("sub_month_tens", text, end):
        piece = "T" + m["t"].replace("上", "1").replace("中", "2").replace("下", "3")
        return phrase._replace(end=m.end(), first=point._replace(piece=piece), level="none", rule="ten_days")
    if m := _match("sub_month_week", text, end):
        piece = f"W{read_small(m['n'])}"
        return phrase._replace(end=m.end(), first=point._replace(piece=piece), level="none", rule="month_week")
    if m := _match("sub_day_count", text, end):
        return _nth_day(phrase, m)
    if point.rel is not None and (m := _match("same_period", text, end)):
        return phrase._replace(end=m.end(), same_period=True, level="none")
    bare = _bare_day(text, phrase)
    return bare if bare is not phrase else _edge(text, phrase, "sub_month_edge")


def _bare_day(text: str, phrase: Phrase) -> Phrase:
    """A day without 日 (十二月十五, 四月廿三)."""
    m = _match("sub_month_bare_day", text, phrase.end) if text[phrase.end - 1] == "月" else None
    lunar = (m["lunar"] or m["feast"]) if m else None
    day = read_small(lunar or m["d"]) if m else 0
    if m is None or not 1 <= day <= 31:
        return phrase
    first = phrase.first._replace(day=day, lunar=bool(lunar))
    return phrase._replace(end=m.end(), first=first, level="none", rule="lunar" if lunar else "day")


def _after_week(text: str, phrase: Phrase) -> Phrase:
    if m := _match("week_day", text, phrase.end):
        weekday = _WEEKDAYS[m["w"]]
        piece = "WEEKEND" if m["w"] == "末" else None
        return phrase._replace(end=m.end(), first=phrase.first._replace(weekday=weekday, piece=piece), level="day")
    return phrase


def _after_day(text: str, phrase: Phrase) -> Phrase:
    """Weekday, part of the day and clock; each belongs to the last day that was read."""
    end = phrase.end
    if _next(text, end) not in _AFTER_DAY:
        return phrase
    if m := _match("weekday", text, end):
        end = m.end()
    if m := _match("hours", text, end):  # noqa: SIM102 - the walrus reads better alone
        if phrase.last is None and read_small(m["a"]) < read_small(m["b"]) <= 24:
            first, last = phrase.first._replace(hour=read_small(m["a"])), Point(hour=read_small(m["b"]))
            return phrase._replace(end=m.end(), first=first, last=last, level="hours", rule="hour_range")
    day = phrase.last or phrase.first
    if m := _match("part", text, end):
        day, end = day._replace(part=m["p"]), m.end()
    level = phrase.level
    if m := _match("clock", text, end):
        day, end, level = _with_clock(day, m), m.end(), "clock"
    if phrase.last is None:
        return phrase._replace(end=end, first=day, level=level, rule="clock" if level == "clock" else phrase.rule)
    return phrase._replace(end=end, last=day, level=level)


def _with_clock(day: Point, m: Any) -> Point:
    minute = m["mi"] or m["bare"] or m["mi2"]
    second = m["s"] or m["s2"]
    value: int | None = read_small(minute) if minute else None
    if m["half"]:
        value = 30
    elif m["quarter"]:
        value = 15 * read_small(m["quarter"])
    return day._replace(hour=read_small(m["h"] or m["h2"]), minute=value, second=read_small(second) if second else None)


# --- ranges ---------------------------------------------------------------------------------------------------------------


def _join(text: str, phrase: Phrase, words: dict[int, Hit]) -> Phrase:
    """Join the phrase with a second end when a connector and a date follow."""
    if phrase.last is not None or _next(text, phrase.end) not in _JOINS:
        return phrase
    if (m := _match("connect", text, phrase.end)) and (second := _second_end(text, m.end(), phrase, words)):
        return second
    if (m := _match("between", text, phrase.end)) and (second := _second_end(text, m.end(), phrase, words)):
        close = _match("between_end", text, second.end)
        if close:
            return second
    return phrase


def _second_end(text: str, pos: int, first: Phrase, words: dict[int, Hit]) -> Phrase | None:
    if hit := words.get(pos):
        second = _phrase(text, hit)
        if second is not None and second.level == "year" and (name := words.get(second.end)):
            named = _phrase(text, name)
            second = _year_before(text, second, second.end, named) if named and named.level == "name" else second
    elif opened := opening_at(text, pos):
        second = _phrase(text, opened)
    elif first.rule == "numeric" and first.level == "day" and (m := _match("dotted_day", text, pos)):
        second = Phrase(m.end(), Point(month=read_small(m["m"]), day=read_small(m["d"])), None, "day", "numeric")
    elif first.level == "clock":
        second = _bare_clock(text, pos)
    else:
        return None
    if second is None or second.last is not None or second.rule == "era":
        return None
    if _coarser(first, second):
        return None
    return first._replace(end=second.end, last=second.first, rule="range", level=second.level)


def _bare_clock(text: str, pos: int) -> Phrase | None:
    point = Point()
    if m := _match("part", text, pos):
        point, pos = point._replace(part=m["p"]), m.end()
    m = _match("clock", text, pos)
    return Phrase(m.end(), _with_clock(point, m), None, "clock", "clock") if m else None


def _coarser(first: Phrase, second: Phrase) -> bool:
    """A year that follows a day with a dash is no end of a range (3月1日—2022年)."""
    return second.level == "year" and first.first.month is not None and second.first.rel is None
