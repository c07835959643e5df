"""What a line at the top of a notice looks like: a title, an organization, a series' name, an issue number …."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from . import times
from .furniture import is_breadcrumb, is_furniture
from .lines import Line, compact, is_sentence
from .persons import are_persons
from .words import any_of, one_of

__all__ = [
    "MAX_TITLE",
    "STRONG",
    "Issue",
    "begins_matter",
    "continues",
    "could_be_title",
    "could_go_on",
    "enacted",
    "is_addressed",
    "is_bare",
    "is_column",
    "is_contents",
    "is_dated_label",
    "is_edition",
    "is_form",
    "is_headline",
    "is_kind",
    "is_letterhead",
    "is_made_by",
    "is_medium",
    "is_meeting",
    "is_numbered",
    "is_open",
    "is_organization",
    "is_rule",
    "is_series",
    "is_site",
    "is_skipped",
    "is_titled",
    "is_trail",
    "issue",
    "number_in_title",
    "parts",
    "run_in",
    "site_after",
    "strength",
    "tag",
]

MAX_TITLE = 120
STRONG = 2
"""From this :func:`strength` on a line is a title, whatever stands above it."""
_RUNNING = r"[（(]?总第\s?\d{1,6}\s?期[）)]?"
"""An issue's number since the first one, beside that of its year."""
_SITES = ("网", "网站", "门户", "平台", "客户端", "移动版", "手机版", "文件库", "政策库")


class Issue(NamedTuple):
    """An issue number (第3期) in a line, and what stands before it."""

    prefix: str
    start: int
    end: int


@cache
def _pattern(name: str) -> regex.Pattern[str]:
    return regex.compile(_SOURCES[name]())


_SOURCES: dict[str, Callable[[], str]] = {
    "numbered": lambda: (
        r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)"
        r"|第[一二三四五六七八九十]{1,3}[章节条]|[▲●■◆☆★※△○◇]|——)"
    ),
    "series": lambda: rf".{{0,60}}{any_of('series')}(?:[（(]\d{{1,4}}[)）])?$",
    "issue": lambda: (
        rf".{{0,24}}?(?:{_RUNNING}\s{{1,8}}+)?"
        r"[（(]?\s?(?P<issue>[〔\[]?(?:(?:19|20)\d\d\s?年?\s?[〕\]）)]?\s?)?总?第\s?[\d一二三四五六七八九十百]{1,6}\s?[期号次篇辑]"
        r"(?:\s?[（(].{2,12}[期号][)）])?)(?:\s?[（(][^（()）。]{2,24}[)）])?\s?[)）]?$"
    ),
    "running": lambda: _RUNNING,
    "number_in_title": lambda: (
        r"[（(](?P<number>(?:19|20)\d\d\s?年\s?第\s?\d{1,4}\s?[号期]"
        r"|[\p{Han}A-Za-z]{1,16}[〔\[【](?:19|20)\d\d[〕\]】]\s?(?:第\s?)?\d{1,5}\s?号)[)）]$"
        r"|(?<=公告|通告)(?P<number>(?:19|20)\d\d\s?年\s?第\s?\d{1,4}\s?号)$"
    ),
    "open_end": lambda: r"(?:的|和|与|暨|及|、|——|《[^》]*)$",
    "kind": lambda: rf"{any_of('document_kind')}$",
    "kind_end": lambda: rf"(?:的|情况){any_of('document_kind')}$",
    "any_kind_end": lambda: rf"{any_of('document_kind')}(?:[（(][^（()）]{{1,16}}[)）])?$",
    "attendance": lambda: (
        rf"(?P<names>\p{{Han}}{{2,4}}(?:[ \u3000、]{{1,3}}+\p{{Han}}{{2,4}}){{0,6}})[ \u3000]?"
        rf"{any_of('attends')}(?:[，,、 ]?并?{any_of('attends')}){{0,2}}"
    ),
    "joint": lambda: r"[和与及等并暨或、”》）]",
    "any_kind": lambda: rf"{any_of('document_kind')}$",
    "matter": lambda: r"关于|印发|转发|《",
    "organization": lambda: rf"(?!.{{0,40}}{any_of('act')})[\p{{Han}}（）()、·\s]{{2,60}}{any_of('office_end')}$",
    "made_by": lambda: rf"[\p{{Han}}（）()、]{{2,60}}{any_of('office_end')}(?:主办|编|编印|编发|编写|编制|印|印发)$",
    "tag": lambda: r"[【\[［](?P<tag>[^】\]］]{2,12})[】\]］]\s?(?=\S{4})",
    "medium": lambda: rf"{any_of('medium')}$",
    "separator": lambda: (
        rf"(?:{any_of('mark')}(?:[★☆·\s]{{1,4}}+.{{0,8}})?+|[\s\-—―–─━═_=＝~*＊★☆●·.…※◆>＞»›]{{1,200}}+|\d{{4,8}}|:{{3,9}}+(?:\s?\{{.{{0,80}}\}})?)$"
    ),
    "enacted": lambda: (
        r"(?P<number>(?:[\p{Han}]{2,30}?)?(?:令|公告)\s?(?:第\s?[\d一二三四五六七八九十百]{1,5}\s?号|(?:19|20)\d\d年第\d{1,4}号))?"
        r".{0,60}?(?:公布|发布|通过|颁布|施行)"
    ),
    "letterhead": lambda: rf"{any_of('letterhead')}$",
    "gap": lambda: r"\s{2,40}+|[\u3000\t]",
    "column": lambda: rf"[\p{{Han}}]{{0,6}}{any_of('column')}",
    "contents": lambda: rf"[【\[]?{any_of('contents')}[】\]]?[:：]?$",
    "parted": lambda: r"\s{0,4}+(?:_{1,2}+|(?<=\s)-(?=\s)|\|)\s{0,4}+",
    "field": lambda: r"\p{Han}(?:\s{0,3}\p{Han}){1,7}\s{0,2}[:：]",
    "edition": lambda: r"\s{0,8}(?:(?:星期|周)[一二三四五六日天])?\s{0,8}(?:第\s?)?[A-Z]?\d{1,3}\s?版",
    "page": lambda: r"(?:第\s?)?[A-Z]?\d{1,5}\s?版[:：]\s?[\p{Han}·、]{2,12}$",
    "meeting": lambda: rf"{any_of('meeting')}[\s\u3000：:]",
    "addressed": lambda: rf"^{any_of('addresses')}\p{{Han}}{{2,16}}$|{any_of('addressee')}(?:[（(].{{1,30}}[）)])?$",
    "sent": lambda: r"(?:消息|讯|电|报道)(?:[（(]|$)|^[（(]",
    "act": lambda: any_of("act"),
    "greets": lambda: rf"{any_of('greets')}|^(?:网站)?首页",
    "address": lambda: r"\s{0,4}+(?:https?://|www\.)[!-~]{4,200}+",
    "says": lambda: r"[\d《》“”，,：:！!？?—]|\p{Han}、\p{Han}",
    "announces": lambda: rf"{any_of('announces')}|为[^\p{{P}}]{{2,40}}，",
}


def is_numbered(words: str) -> bool:
    """Does the line begin with a list mark (一、 （二） 3. ★)?"""
    return _pattern("numbered").match(words) is not None


def is_series(words: str) -> bool:
    """Is this the name of a series (XX简报, XX会议纪要)?"""
    return _pattern("series").match(words) is not None


def is_kind(words: str) -> bool:
    """Is this a kind of document and nothing else (公告)?"""
    return _pattern("kind").match(words) is not None


def is_organization(words: str) -> bool:
    """Does the line name one or more bodies and nothing else?"""
    return _pattern("organization").match(words) is not None


def is_made_by(words: str) -> bool:
    """Does the line name who makes a series (青禾县农业局办公室编)?"""
    return _pattern("made_by").match(words) is not None


def is_medium(name: str) -> bool:
    """Is this a newspaper, site or account?"""
    return _pattern("medium").search(name) is not None


def is_meeting(line: str) -> bool:
    """Does the line state a meeting's place or people (地点：…)?"""
    return _pattern("meeting").match(line) is not None or _pattern("meeting").match(compact(line)) is not None


def is_bare(words: str) -> bool:
    """Is this a body and a kind of document, without what it is about (青禾县审计局审计结果公告)?"""
    return "关于" not in words and len(words) <= 24 and _pattern("any_kind").search(words) is not None


def is_titled(words: str) -> bool:
    """Does the line say what a document is about and of which kind it is (关于停水的公告)?"""
    return "关于" in words and _pattern("any_kind").search(words) is not None


def begins_matter(words: str) -> bool:
    """Does the line begin what a document is about (关于 …)?"""
    return _pattern("matter").match(words) is not None


def is_column(words: str) -> bool:
    """Is this the name of a column of a site (政务公开, 【工作动态】)?"""
    words = words.strip("【】[]")
    return len(words) <= 8 and _pattern("column").fullmatch(words) is not None


def is_dated_label(text: str) -> bool:
    """Is this any label with a date and nothing more (归档时间：2023-09-11)?"""
    label, mark, rest = text.replace(":", "：", 1).partition("：")
    moment = times.match(text, len(text) - len(rest.lstrip())) if mark and 2 <= len(compact(label)) <= 8 else None
    return moment is not None and moment.end == len(text.rstrip())


def is_form(line: Line) -> bool:
    """Are these several labels with values, whatever they are (发电单位：…　　签批盖章：…)?"""
    pieces = parts(line)
    named = (_pattern("field").match(line.text[a - line.start : b - line.start].strip()) for a, b in pieces)
    return len(pieces) > 1 and all(found is not None for found in named)


def is_edition(text: str) -> bool:
    """Does a newspaper's page begin here (　第02版：要闻)?"""
    return _pattern("edition").match(text) is not None


def is_contents(words: str) -> bool:
    """Does this line open an issue's table of contents (本期要目)?"""
    return _pattern("contents").match(words) is not None


def enacted(tail: str) -> tuple[int, int] | None:
    """After a date in brackets below a regulation's title: the order that made it law (range of its number, or 0, 0)."""
    found = _pattern("enacted").match(tail)
    if found is None:
        return None
    return found.span("number") if found["number"] else (0, 0)


def could_be_title(words: str) -> bool:
    """Is this long enough for a headline, and no office, medium, series or list of them?"""
    bare = compact(words)
    if len(bare) < 8 or bare[-1] in "。；;，,：:、" or (any(c.isspace() for c in words.strip()) and len(bare) < 12):
        return False
    return not (is_organization(bare) or is_medium(bare) or is_series(bare) or is_numbered(bare))


def site_after(line: str) -> int:
    """Length of what a browser's title has after the article's (_通知公告_青禾县人民政府), 0 when there is none."""
    found = _pattern("parted").search(line)
    parts = _pattern("parted").split(line)
    if found is None or found.start() < 6 or not (parts[-1].endswith(_SITES) or is_organization(compact(parts[-1]))):
        return 0
    return len(line) - found.start() if all(is_column(compact(part)) or is_site(part) for part in parts[1:]) else 0


@lru_cache(maxsize=1024)
def strength(text: str) -> int:
    """How much a short line looks like a title: 2 or more for one that says what happened or what a document is, 0 or
    less for what pages print above theirs (menus, mottos, columns, greetings)."""
    words = compact(_pattern("address").sub("", text))
    if is_kind(words):
        return 2
    if (
        len(words) < 4
        or words[0] in "•·-"
        or is_column(words)
        or _pattern("greets").search(words)
        or not any(c >= "\u4e00" for c in words)
    ):
        return -1
    if words.endswith(_SITES):
        return 0
    if is_organization(words) or is_series(words) or is_letterhead(words):
        return 1
    if begins_matter(words) or _pattern("open_end").search(words):
        return STRONG
    pieces = text.split()
    short = len(pieces) > 1 and max(map(len, pieces)) <= 4
    score = (len(words) >= 8) + (len(words) >= 14) + 2 * (_pattern("any_kind_end").search(words) is not None)
    score += 2 * (_pattern("act").search(words) is not None) + (_pattern("says").search(words) is not None)
    return score - 3 * short


def is_letterhead(words: str) -> bool:
    """Is this the line in red above a document (青禾县水务局文件)?"""
    return len(words) <= 40 and _pattern("letterhead").search(words) is not None


def parts(line: Line) -> list[tuple[int, int]]:
    """Ranges of the line's pieces between wide gaps, when there are several."""
    gaps = [0, *(x for m in _pattern("gap").finditer(line.text) for x in m.span()), len(line.text)]
    found = [(line.start + a, line.start + b) for a, b in zip(gaps[::2], gaps[1::2], strict=True)]
    return found if len(found) > 1 else []


def is_site(words: str) -> bool:
    """Is this the name of a site or of the office that has it, and so of no article?"""
    bare = compact(words)
    return is_organization(bare) or bare.endswith(_SITES)


def is_rule(text: str) -> bool:
    """Is the line a rule of dashes or the like?"""
    return len(text) > 3 and _pattern("separator").match(text) is not None


def is_addressed(body: str) -> bool:
    """Are these the bodies that a document is sent to (a line without its colon)?"""
    return _pattern("announces").search(body) is None and _pattern("addressed").search(body) is not None


def is_skipped(text: str) -> bool:
    """Is the line furniture, a rule, a security mark, a newspaper's page (第02版：要闻) or a breadcrumb?"""
    if is_sentence(text):
        return False
    if _pattern("page").match(text) is not None:
        return True
    return is_furniture(text) or _pattern("separator").match(text) is not None or is_breadcrumb(text)


def is_trail(text: str) -> bool:
    """Is this the way to the page (首页 > 动态 > 正文)?"""
    return is_breadcrumb(text)


def issue(line: Line) -> Issue | None:
    """The issue number that fills the line, alone or after a series' name."""
    found = _pattern("issue").match(line.text)
    if found is None:
        return None
    prefix = _pattern("running").sub("", line.text[: found.start("issue")]).strip("（(〔[ \u3000")
    return Issue(prefix, line.start + found.start("issue"), line.start + found.end("issue"))


def number_in_title(title: str) -> tuple[int, int] | None:
    """Where a title ends in its own number (…公告（2024年第2号）)."""
    found = _pattern("number_in_title").search(title)
    return found.span("number") if found is not None else None


def tag(line: str) -> tuple[str, int] | None:
    """A site's tag before a title (【要闻】, [图文], but not 【抗旱保苗】) and where the title begins after it."""
    found = _pattern("tag").match(line)
    if found is None or not (is_column(found["tag"]) or is_medium(found["tag"]) or found["tag"] in one_of("tag")):
        return None
    return found["tag"], found.end()


def continues(first: str, second: str) -> bool:
    """Is the second line the rest of a title that the first line begins?"""
    head, rest = compact(first), compact(second).removeprefix("的")
    if is_kind(rest) or _pattern("open_end").search(first.rstrip()) is not None or is_open(head):
        return True
    if len(rest) > 40 or is_organization(rest) or is_organization(head):
        return False
    if _pattern("joint").match(rest) is not None and len(head) >= 8:
        return True
    if "关于" in head and _pattern("kind_end").search(head) is None and _pattern("kind_end").search(rest) is not None:
        return True
    if _pattern("any_kind_end").search(rest) is None or begins_matter(rest) or _pattern("any_kind_end").search(head):
        return False
    return "关于" in head or (len(head) >= 10 and not is_series(head) and " " not in first.strip())


def is_attendance(line: str) -> bool:
    """Does a line only say who attended (沈一舟　林溪出席; 沈一舟主持会议并讲话)?"""
    found = _pattern("attendance").fullmatch(line) if len(line) <= 40 else None
    return found is not None and are_persons(found["names"].strip())


def is_open(head: str) -> bool:
    """Does a bracket or quotation mark stand open at the end of a line?"""
    return any(head.rfind(first) > head.rfind(last) for first, last in ("（）", "“”", "《》", "(）"))


def is_headline(line: str) -> bool:
    """Is this a headline in two halves (老旧电梯换新 居民出行安心), which no line above it begins?"""
    halves = line.replace("\u3000", " ").split(" ")
    if len(halves) != 2 or not all(5 <= len(half) <= 16 for half in halves) or any(c in line for c in "：:（("):
        return False
    return not is_organization(compact(line)) and not any(is_organization(half) for half in halves)


def could_go_on(first: str, second: str) -> bool:
    """May two lines that stand alone above an info line be one title, though no word says so?"""
    head, rest = compact(first), compact(second)
    if not 8 <= len(head) <= 40 or not 4 <= len(rest) <= 40 or (not rest[0].isalnum() and rest[0] not in "“《"):
        return False
    whole = _pattern("any_kind_end").search(head) is not None or is_series(head) or head[-1] in "！？!?”》）)"
    return not (whole or is_organization(rest) or is_medium(rest) or is_column(rest) or begins_matter(rest))


def run_in(line: str) -> int:
    """Length of a title that a space parts from the sentence after it (0 when there is none)."""
    at = best = 0
    for word in line.split(" ")[:12]:
        if any(c in "，,。；;：:" for c in word):
            title = compact(line[:best])
            return best if 6 <= len(title) <= MAX_TITLE and not _pattern("sent").search(title) else 0
        at += len(word) + 1
        best = at - 1
    return 0
