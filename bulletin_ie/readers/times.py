"""Points in time as headers, meta tags and dump columns print them → ISO 8601. No guessing: a date needs its year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from typing import NamedTuple

import regex

__all__ = ["SHORT_DAY", "Moment", "from_cell", "in_name", "match", "normalise"]

SHORT_DAY = r"[01]?\d[-/.月][0-3]?\d日?"
"""A pattern of a day without its year (06-12), which is no date but may stand beside a time of day."""

_DIGITS = str.maketrans("０１２３４５６７８９／．－：", "0123456789/.-:")
_HAN_DIGITS = {
    c: i
    for i, group in enumerate(("〇○◯零０0OＯo", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for c in group
}
_CHINA = timezone(timedelta(hours=8))
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}


class Moment(NamedTuple):
    """A date found in a text: where it ends, and its ISO 8601 form (``2022-04-01`` or ``2022-04-01T14:53``)."""

    start: int
    end: int
    iso: str


@cache
def _figures() -> regex.Pattern[str]:
    d = "[0-9０-９]"
    s = r"[ \u00a0\u3000]{0,3}+"
    day = (
        rf"(?<!{d})(?P<y>(?:19|20|１９|２０){d}{{2}}){s}"
        rf"(?:年{s}(?P<m>{d}{{1,2}}){s}月{s}(?P<d>{d}{{1,2}}){s}[日号]"
        rf"|(?P<sep>[-/.．－—–／]){s}(?P<m2>{d}{{1,2}}){s}(?P=sep){s}(?P<d2>{d}{{1,2}})(?!{d}))"
    )
    clock = (
        rf"(?:{s}[（(](?:星期|周)[一二三四五六日天][）)](?!{s}{d}))?+"
        rf"(?:(?:T|{s}[（(]?(?:星期|周)[一二三四五六日天][）)]?{s}|[ \u00a0\u3000]{{1,4}}+|(?<=日))"
        rf"(?P<pm>上午|下午|晚上?|凌晨|中午)?{s}(?P<H>{d}{{1,2}})(?:{s}[:：]{s}|{s}[时点]{s})"
        rf"(?P<M>{d}{{1,2}})?(?:{s}[:：]{s}(?P<S>{d}{{2}})|{s}分(?:{s}(?P<S2>{d}{{1,2}}){s}秒)?+)?+(?!{d}))?+"
        r"(?P<zone>\.[0-9]{1,9}+)?+(?P<tz>Z|[+-][0-9]{2}:?[0-9]{2})?+"
    )
    return regex.compile(day + clock)


@cache
def _numerals() -> regex.Pattern[str]:
    n = "[〇○◯零０0OＯo一二三四五六七八九]"
    s = r"[ \u00a0\u3000]{0,3}+"
    return regex.compile(
        rf"(?P<y>[一二]{s}{n}{s}{n}{s}{n}){s}年{s}(?P<m>[元一二三四五六七八九十]{{1,2}}){s}月{s}(?P<d>[一二三四五六七八九十廿卅]{{1,3}}){s}日"
    )


@cache
def _day_first() -> regex.Pattern[str]:
    # 07.01.2014 16:27, with its clock: without one it could be the number of a section
    return regex.compile(
        r"(?<![0-9.])(?P<d>[0-3][0-9])\.(?P<m>[01][0-9])\.(?P<y>(?:19|20)[0-9]{2})"
        r"[ \u00a0\u3000]{1,4}+(?P<H>[0-2][0-9]):(?P<M>[0-5][0-9])(?![0-9:])"
    )


def match(text: str, position: int = 0, end: int | None = None, *, search: bool = False) -> Moment | None:
    """The date that begins at ``position`` (or, with ``search``, the first one after it), or None."""
    end = len(text) if end is None else end
    part = text[position:end] if search else text[position : position + 12]
    best: Moment | None = None
    readers = []
    if "20" in part or "19" in part or "２０" in part or "１９" in part:
        readers.append((_figures(), _from_figures))
        if text[position + 2 : position + 3] == "." or (search and "." in part):
            readers.append((_day_first(), _from_day_first))
    if "年" in part and ("二" in part or "一" in part):
        readers.append((_numerals(), _from_numerals))
    for pattern, build in readers:
        found = pattern.search(text, position, end) if search else pattern.match(text, position, end)
        if found is None:
            continue
        iso = build(found)
        if iso is not None and (best is None or found.start() < best.start):
            best = Moment(found.start(), found.end(), iso)
    return best


def normalise(value: str) -> str | None:
    """ISO 8601 form of a cell or tag that holds one moment and nothing else of weight, or None.

    Midnight is left out: systems fill it in for a time that they do not know.
    """
    value = value.strip().strip("[]()（）【】")
    moment = match(value)
    iso = moment.iso if moment is not None else _compact(value) or _english(value)
    return iso.removesuffix("T00:00") if iso else None


@cache
def _in_name() -> regex.Pattern[str]:
    # t20220518_77120.html (TRS), /art/2022/5/18/art_1.html (JCMS), notice_2022-05-18.txt
    return regex.compile(
        r"(?<![0-9])(?P<y>20[0-9]{2}|19[89][0-9])(?:(?P<m>0[1-9]|1[0-2])(?P<d>[0-2][0-9]|3[01])(?![0-9])"
        r"|(?P<sep>[-/._])(?P<m2>[0-9]{1,2})(?P=sep)(?P<d2>[0-9]{1,2})(?![0-9]))"
    )


def in_name(name: str) -> str | None:
    """The last date in a file's name or a URL, as ISO 8601."""
    found = None
    for match_ in _in_name().finditer(name[-300:]):
        month, day = match_["m"] or match_["m2"], match_["d"] or match_["d2"]
        found = _iso(int(match_["y"]), int(month), int(day), None, None, None, None) or found
    return found


def from_cell(value: object) -> str | None:
    """ISO 8601 form of a dump's cell: a string, a datetime of a workbook, or seconds/milliseconds since 1970."""
    if isinstance(value, datetime):
        return _drop_midnight(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        seconds = int(text) // (1000 if len(text) == 13 else 1)
        if 631_152_000 <= seconds < 4_102_444_800:  # 1990–2100
            return _drop_midnight(datetime.fromtimestamp(seconds, _CHINA))
        return None
    return normalise(text)


def _drop_midnight(value: datetime) -> str:
    if value.hour == value.minute == value.second == 0:
        return value.date().isoformat()
    return value.replace(microsecond=0, tzinfo=None).isoformat(timespec="seconds" if value.second else "minutes")


def _from_day_first(found: regex.Match[str]) -> str | None:
    year, month, day, hour, minute = map(int, found.group("y", "m", "d", "H", "M"))
    return _iso(year, month, day, hour, minute, None, None)


def _from_figures(found: regex.Match[str]) -> str | None:
    part = {
        k: int(v.translate(_DIGITS))
        for k, v in found.groupdict().items()
        if v and k in ["y", "m", "d", "m2", "d2", "H", "M", "S", "S2"]
    }
    hour = part.get("H")
    if hour is not None and hour < 12 and found["pm"] in ("下午", "晚", "晚上"):
        hour += 12
    second = part.get("S", part.get("S2"))
    return _iso(
        part["y"],
        part.get("m") or part.get("m2", 0),
        part.get("d") or part.get("d2", 0),
        hour,
        part.get("M"),
        second,
        found["tz"],
    )


def _iso(
    year: int, month: int, day: int, hour: int | None, minute: int | None, second: int | None, zone: str | None
) -> str | None:
    try:
        if hour is None or hour > 24:
            return date(year, month, day).isoformat()
        if hour == 24:
            hour, minute, second = 23, 59, None
        moment = datetime(year, month, day, hour, minute or 0, second or 0)
    except ValueError:
        return None
    if zone:
        # A government site's reader thinks in Beijing time, whatever zone the tag was written in.
        moment = datetime.fromisoformat(moment.isoformat() + zone.replace("Z", "+00:00")).astimezone(_CHINA)
        moment = moment.replace(tzinfo=None)
    return moment.isoformat(timespec="seconds" if second else "minutes")


def _from_numerals(found: regex.Match[str]) -> str | None:
    year = int("".join(str(_HAN_DIGITS[c]) for c in found["y"] if not c.isspace()))
    month = 1 if found["m"] == "元" else _small(found["m"])
    return _iso(year, month, _small(found["d"]), None, None, None, None)


def _small(numeral: str) -> int:
    """1–39 in Chinese numerals (十一, 二十, 廿三)."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if "十" not in numeral:
        return _HAN_DIGITS.get(numeral, 0)
    tens, _, ones = numeral.partition("十")
    return 10 * _HAN_DIGITS.get(tens or "一", 10) + (_HAN_DIGITS.get(ones, 10) if ones else 0)


def _compact(value: str) -> str | None:
    digits = value.translate(_DIGITS)
    if not (digits.isascii() and digits.isdigit() and len(digits) in (8, 12, 14) and digits[:2] in ("19", "20")):
        return None
    hour = int(digits[8:10]) if len(digits) > 8 else None
    minute = int(digits[10:12]) if len(digits) > 8 else None
    return _iso(
        int(digits[:4]),
        int(digits[4:6]),
        int(digits[6:8]),
        hour,
        minute,
        int(digits[12:]) if len(digits) == 14 else None,
        None,
    )


def _english(value: str) -> str | None:
    """``Fri Apr 01 14:53:00 CST 2022`` (Java) and ``Fri, 01 Apr 2022 06:53:00 GMT`` (RFC 822)."""
    words = value.split()
    if len(words) == 6 and words[1][:3].lower() in _MONTHS and words[3].count(":") == 2:
        clock = words[3].split(":")
        if words[2].isdigit() and words[5].isdigit() and all(c.isdigit() for c in clock):
            hour, minute, second = map(int, clock)
            return _iso(int(words[5]), _MONTHS[words[1][:3].lower()], int(words[2]), hour, minute, second, None)
        return None
    if not value.isascii() or len(value) > 64 or "," not in value:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return _drop_midnight(moment.astimezone(_CHINA))
    except (ValueError, OverflowError):
        return None
