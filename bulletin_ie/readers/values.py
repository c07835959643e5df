"""The value after a label, cut where the value of its kind ends."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

import regex

from . import times
from .furniture import is_furniture
from .labels import Hit, is_label
from .lines import SPACES, compact
from .persons import SurnameRow, are_persons, is_person
from .words import any_of

__all__ = [
    "PERSON",
    "SurnameRow",
    "Value",
    "address",
    "are_persons",
    "document_number",
    "is_nothing",
    "is_person",
    "names_alone",
    "read",
]

_DATES = frozenset({"published_at", "created_at", "effective_at"})
_PEOPLE = frozenset({"author", "editor", "reviewer", "recorder"})
_OFFICES = frozenset({"source", "publisher"})
"""Fields of a body whose labels may also hold who wrote it."""
_NOTHING = frozenset(
    {"", "无", "暂无", "-", "--", "—", "——", "/", "null", "NULL", "Null", "none", "None", "undefined", "NaN"}
)
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_CLOSING = SPACES + "]］】)）*"
_CLOSERS = frozenset("]］】)）")
_EDGES = SPACES + "\r\n|｜:：·•*_"
_OPENING = SPACES + "[［【"

PERSON = r"(?:\p{Han}{1,8}(?:[·•]\p{Han}{1,8}){1,3}|\p{Han}{2,4}|\p{Han}(?:[ \u3000\u00a0]{1,2})\p{Han})"
"""A personal name as bylines print it: two to four characters, two with a space between, or with a middle dot."""


class Value(NamedTuple):
    """A value and where it stands."""

    text: str
    start: int
    end: int


@cache
def _number() -> regex.Pattern[str]:
    return regex.compile(
        r"(?P<figures>[0-9０-９]{1,12}+(?:[,，][0-9０-９]{3}){0,4}+(?:\.[0-9]{1,4}+)?+)(?P<wan>\s?[万wW](?![A-Za-z]))?+"
    )


@cache
def _document_number() -> regex.Pattern[str]:
    agency = r"[\p{Han}A-Za-z0-9（）()·]{1,24}?|(?:\p{Han}[ \u3000]){2,12}?\p{Han}?"
    plain = r"[\p{Han}A-Za-z]{1,12}(?:字|公告|通告|令)\s{0,2}+(?:19|20)[0-9]{2}\s?年\s?(?:第\s?)?[0-9]{1,5}\s?号"
    year = r"[〔\[【［﹝﹙(（〈<]\s{0,2}+(?:(?:19|20|１９|２０)[0-9０-９]{2}\s{0,2}+(?:年)?|[一二][〇○零Ｏ0一二三四五六七八九]{3}|[一二三四五六七八九十]{1,3}+届)\s{0,2}+[〕\]】］﹞﹚)）〉>]"
    tail = r"\s{0,2}+(?:[第特密急]\s{0,2}+)?[0-9０-９一二三四五六七八九十百]{1,6}+(?:\s{0,2}+[-—－]\s{0,2}+[0-9０-９]{1,4}+|(?:[、,，][0-9０-９]{1,5}+){1,5}+)?+\s{0,2}+(?:号|(?<=第[0-9０-９]{1,4})期)"
    bare = r"(?:(?:19|20)[0-9]{2}\s?年\s?)?+(?:第\s{0,2}+[0-9０-９〇零一二三四五六七八九十百]{1,6}+\s{0,2}+号)"
    case = (
        r"[（(〔](?:19|20)[0-9]{2}[）)〕]\s?(?:[\p{Han}0-9]{2,12}?(?:字)?\s?第|\p{Han}[0-9]{2,4}\p{Han}{1,6})\s?[0-9]{1,6}\s?号"
        r"|第\s?(?:19|20)[0-9]{2}\s?[-—]\s?[0-9]{1,4}\s?号"
    )
    total = r"(?:\s?[（(]总第\s?[0-9]{1,5}\s?号[）)])?+"
    return regex.compile(
        rf"(?P<full>(?:{agency})\s{{0,2}}+{year}{tail}|{plain})|(?P<bare>{bare}{total}|{year}{tail}|{case})"
    )


def document_number(text: str, start: int, end: int, *, bare: bool = True) -> Value | None:
    """The 文号 that fills the range (spaces and one pair of round brackets aside), or None.

    ``bare`` also takes numbers without an agency: 2023年第5号, 第12号.
    """
    inner = _trim(text, start, end, _EDGES)
    if inner is None:
        return None
    first, last = inner
    found = _document_number().fullmatch(text, first, last)
    if found is None and text[first] in "（(" and text[last - 1] in "）)":
        found = _document_number().fullmatch(text, first + 1, last - 1)
    if found is None or (found["bare"] is not None and not bare):
        return None
    return Value(found.group(), found.start(), found.end())


def _trim(text: str, start: int, end: int, chars: str) -> tuple[int, int] | None:
    while start < end and text[start] in chars:
        start += 1
    while end > start and text[end - 1] in chars:
        end -= 1
    return (start, end) if start < end else None


def _count(text: str, start: int, end: int) -> Value | None:
    """A counter as a whole number: 1,204; 1.2万 (→ 12000); [ 315 ]."""
    while start < end and text[start] in "[［【(（ *约近超已":
        start += 1
    found = _number().match(text, start, end)
    if found is None or text[found.end() : found.end() + 1] in ("-", "/", "年", ":"):
        return None
    figures = found["figures"].translate(_DIGITS).replace(",", "").replace("，", "")
    if found["wan"]:
        figures = str(int(Decimal(figures) * 10000))
    elif "." in figures:
        return None
    return Value(figures, found.start(), found.end())


@cache
def _url() -> regex.Pattern[str]:
    return regex.compile(r"https?://[!-~]{4,500}+")


def address(text: str, start: int, end: int) -> Value | None:
    """The address of a page that the range begins with."""
    found = _url().match(text, start, end)
    return Value(found.group(), *found.span()) if found is not None else None


def is_nothing(text: str) -> bool:
    """Does a value's place hold 无, a dash or a template's null?"""
    return compact(text) in _NOTHING


def read(text: str, hit: Hit) -> Value | None:
    """The value of a label, or None when nothing of its kind follows."""
    start = hit.value
    while start < hit.end and text[start] in _CLOSING:
        start += 1
    inner = _trim(text, start, hit.end, _EDGES)
    if inner is None:
        return None
    start, end = inner
    if hit.field in _DATES:
        moment = times.match(text, start, end)
        return Value(moment.iso, moment.start, moment.end) if moment else None
    if hit.field == "views":
        return _count(text, start, end)
    if hit.field == "url":
        return address(text, start, end)
    if hit.field in _PEOPLE:
        return _people(text, start, end)
    if hit.field == "document_number":
        return _labelled_number(text, start, end)
    if hit.field in _OFFICES:
        names = _names().match(text, start, end)
        if names is not None and are_persons(names.group()):  # 供稿：谢云峰　李　楠
            return Value(names.group(), *names.span())
    end = _cut(text, start, end, wide=hit.field not in ("title", "description", "recipients", "copied_to", "category"))
    return _plain(text, start, end)


def _plain(text: str, start: int, end: int) -> Value | None:
    inner = _trim(text, start, end, _EDGES + "】]］")
    if inner is None:
        return None
    start, end = inner
    if text[start] in "[［【(（" and text[end - 1] not in ")）" and not _CLOSERS.intersection(text[start:end]):
        start += 1
    elif text[end - 1] in ")）" and not any(c in "(（" for c in text[start:end]):
        end -= 1
    value = text[start:end].strip(_EDGES).rstrip(_OPENING)  # 社会救助 [ 成文日期 ]
    start = text.index(value, start) if value else start
    if compact(value) in _NOTHING or len(value) > 300:
        return None
    return Value(value, start, start + len(value))


def _labelled_number(text: str, start: int, end: int) -> Value | None:
    found = _document_number().match(text, start, end)
    if found is not None:
        return Value(found.group(), found.start(), found.end())
    value = _plain(text, start, _cut(text, start, end, wide=True))
    return value if value is not None and any(c.isdigit() for c in value.text) and len(value.text) <= 40 else None


@cache
def _stops() -> regex.Pattern[str]:
    return regex.compile(
        r"[ \u00a0]{2,}+|[ \u3000]/(?=[ \u3000]|$)|[\u3000\t|｜】\]\r\n]|(?<=[^ ])[ \u00a0](?=[\[【(（0-9A-Za-z|]|\p{Han}{2,8}[:：])|[\[【]"
    )


def _cut(text: str, start: int, end: int, *, wide: bool) -> int:
    """Where a value ends for good: a wide gap, a border, a bracket that begins a button, or words of page furniture."""
    if not wide:
        for mark in ("|", "｜", "\t", "    ", "\u3000\u3000"):
            at = text.find(mark, start, end)
            end = at if at > start else end
        return end
    for stop in _stops().finditer(text, start + 1, end):
        return stop.start()
    gap = text.find(" ", start, end)
    while gap > 0:
        if is_furniture(text[gap + 1 : end]):
            return gap
        gap = text.find(" ", gap + 1, end)
    return end


@cache
def _names() -> regex.Pattern[str]:
    gap = r"(?:[ \u3000\u00a0]{1,4}+|[ \u3000]?[、,，/;；][ \u3000]?)"
    return regex.compile(rf"{PERSON}(?:{gap}(?:{PERSON})(?![\p{{Han}}:：])){{0,8}}+(?![\p{{Han}}·•])")


@cache
def _signed() -> regex.Pattern[str]:
    return regex.compile(
        rf"[\p{{Han}}（）()]{{3,40}}[局厅委办处院会所站室部队社团府校馆网报科股组心司][ \u3000]{{1,4}}+(?P<name>{PERSON})$"
    )


@cache
def _done() -> regex.Pattern[str]:
    return regex.compile(rf"[ \u3000\u00a0\t]{{1,4}}+{any_of('done')}$")


@cache
def _role() -> regex.Pattern[str]:
    return regex.compile(rf"[\p{{Han}}]{{0,12}}?(?:{any_of('role_last')})[ \u3000\u00a0]{{1,2}}+(?=\p{{Han}})")


def names_alone(names: str) -> str:
    """A list of names without what they did (沈一舟 报道)."""
    return _done().sub("", names)


def _people(text: str, start: int, end: int) -> Value | None:
    """Names as printed; anything that is no list of names (an office that signs as author) up to its end."""
    if text[start] in "（(" and text[end - 1] in "）)":
        start, end = start + 1, end - 1
    role = _role().match(text, start, end)
    start = role.end() if role is not None else start
    signed = _signed().match(text, start, end)
    if signed is not None:
        return Value(signed["name"], *signed.span("name"))
    found = _names().match(text, start, end)
    if found is not None:
        names = names_alone(found.group())
        first, gap, rest = names.partition("\u3000")
        if gap and are_persons(first) and not are_persons(rest.strip()):
            names = first  # what a page prints beside the names
        value = _without_furniture(names)
        return Value(value, start, start + len(value)) if value else None
    office = _plain(text, start, _cut(text, start, end, wide=True))
    return None if office is not None and is_furniture(office.text) else office


def _without_furniture(names: str) -> str:
    words = regex.split(r"([ \u3000\u00a0]+)", names)
    while len(words) > 1 and is_label(words[-1]):
        words = words[:-2]
    return "".join(words) if not is_label(words[0]) else ""
