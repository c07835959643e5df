"""Who wrote it: （记者 张三）, （省水利厅　李四）, 省民政厅 王五, 新华社贵阳9月6日电, 大众日报讯."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from . import times
from .values import PERSON, is_person, names_alone

if TYPE_CHECKING:
    from .header import Header

__all__ = ["closing", "opening", "signature"]

_OWN = frozenset({"本报", "本网", "本台", "本刊", "本社", "近日", "今日", "日前", "昨日", "通", "简"})


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    role = (
        r"(?:本[报网台刊]|见习|实习|特约|全媒体|首席|驻[\p{Han}]{2,6}){0,3}+(?:记者|通讯员|作者|撰稿人?|供稿|文|信息员)"
    )
    names = rf"{PERSON}(?:(?:[ \u3000]{{1,3}}+|[、,，])(?!{role})(?:{PERSON})(?=[ \u3000、,，）)：:/]|$)){{0,8}}+"
    gap = r"[\s:：/]{0,4}+"
    office_end = r"(?:[局厅委办处院会所站室部队社团联府校馆网报科股组]|中心|公司|集团|大学|银行|日报|晚报|电视台)"
    office = rf"[\p{{Han}}（）()“”·]{{2,40}}{office_end}"
    done = r"(?:供稿|撰稿|撰文|文|整理|报道|摄影报道|文/图|图/文|采写)"
    return {
        "role": regex.compile(rf"[（(【\[]?\s?(?:[\p{{Han}}]{{2,24}}\s)?{role}{gap}(?P<names>{names})"),
        "office": regex.compile(rf"(?P<office>{office})[\s:：]{{1,4}}+(?P<names>{names})(?:\s{{0,3}}{done})?$"),
        "wire": regex.compile(
            r"(?:[（(][^（()）]{4,24}[)）])?[（(【]?\s?(?P<name>新华社|人民日报|中新社|中新网|央视网?|光明日报|经济日报"
            r"|[\p{Han}]{2,20}?(?:网|报|社|台|在线|客户端)(?=[\p{Han}]{0,6}(?:\d{1,2}月)?(?:\d{1,2}日)讯)|[\p{Han}]{2,24}(?=讯[\s（(：:，])"
            r"|[\p{Han}]{2,24}(?=(?:信息|消息|供稿)[\s\u3000：:]))"
            r"[\p{Han}]{0,8}(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[电讯]|信息|消息|供稿)"
        ),
        "names": regex.compile(rf"^(?P<names>{names})(?:\s{{0,3}}{done})?$"),
    }


def opening(text: str, start: int, end: int, header: Header) -> None:
    """The head of the first sentence: who sent it (X讯, X电) and who wrote it (（记者 …）)."""
    while start < end and text[start].isspace():
        start += 1
    moment = times.match(text, start + 1, end) if text[start : start + 1] in ("（", "(") else None
    if moment is not None and text[moment.end : moment.end + 1] in "）)":
        header.hint("published_at", moment.iso, moment.start, moment.end)
    wire = _patterns()["wire"].match(text[start:end])
    if wire is not None and wire["name"] not in _OWN and not wire["name"].endswith(("通", "简", "喜", "据")):
        at = start + wire.start("name")
        header.put("source", wire["name"], at, at + len(wire["name"]), "header")
    named = "记者" in text[start:end] or "通讯员" in text[start:end] or "作者" in text[start:end]
    found = _patterns()["role"].search(text, start, end) if named else None
    if found is not None and text[found.start()] in "（(【[" and text[found.end() : found.end() + 1] not in ("", "，"):
        _author(header, found["names"], found.start("names"), "header")


def _author(header: Header, names: str, start: int, source: str) -> None:
    names = names_alone(names)
    header.put("author", names, start, start + len(names), source)


def closing(text: str, start: int, end: int, header: Header) -> bool:
    """A byline in brackets that ends the prose, given by its range without the brackets."""
    found = _patterns()["role"].search(text, start, end)
    if found is not None and found.start() - start <= 24:
        _author(header, found["names"], found.start("names"), "footer")
        return True
    if signature(text, start, end, header):
        return True
    found = _patterns()["names"].match(text[start:end])
    if found is None or end - start > 24:
        return False
    if found.end("names") == end - start and not all(
        is_person(n) for n in regex.split(r"[ \u3000、,，]+", found["names"])
    ):
        return False  # （办公室）
    header.put("author", found["names"], start, start + found.end("names"), "footer")
    return True


def signature(text: str, start: int, end: int, header: Header) -> bool:
    """An office and a person side by side (省民政厅 王五)."""
    found = _patterns()["office"].match(text, start, end)
    if found is None:
        return False
    _author(header, found["names"], found.start("names"), "footer")
    return True
