"""Who wrote it: （记者 张三）, （省水利厅　李四）, 省民政厅 王五, 新华社贵阳9月6日电, 大众日报讯."""

from __future__ import annotations

from functools import cache

import regex

from . import times
from .found import Header
from .labels import is_label
from .lines import Line, compact
from .values import PERSON, are_persons, is_person, names_alone
from .words import any_of, one_of

__all__ = ["alone", "closing", "opening", "signature", "speaker"]


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    long_role = "|".join(sorted(word for word in one_of("role") if len(word) > 1))
    person = PERSON.replace(r"\p{Han}{2,4}", rf"(?:(?!{long_role})\p{{Han}}){{2,4}}")  # 记者沈一舟通讯员林溪
    role = rf"(?:{any_of('role_of')}|驻[\p{{Han}}]{{2,6}}){{0,3}}+{any_of('role')}"
    names = rf"{person}(?:(?:[ \u3000\u00a0\t]{{1,3}}+|[、,，])(?!{role})(?:{person})(?=[ \u3000\u00a0\t、,，）)：:/]|$)){{0,8}}+"
    gap = r"[\s:：/|｜]{0,4}+"
    office_end = r"(?:[局厅委办处院会所站室部队社团联府校馆网报科股组]|中心|公司|集团|大学|银行|日报|晚报|电视台)"
    office = rf"[\p{{Han}}（）()“”·]{{2,40}}{office_end}"
    done = any_of("done")
    return {
        "role": regex.compile(
            rf"[（(【\[]?\s?(?:(?:(?!{long_role})\p{{Han}}){{2,24}}\s)?(?:(?<=[（(【\[])(?:(?!{long_role})\p{{Han}}){{1,8}}?)?{role}(?:(?<!文)|(?=[\s:：/|｜])){gap}(?P<names>{names})"
        ),
        "office": regex.compile(rf"(?P<office>{office})[\s:：]{{1,4}}+(?P<names>{names})(?:\s{{0,3}}{done})?$"),
        "wire": regex.compile(
            rf"(?:[（(][^（()）]{{4,24}}[)）])?[（(【]?\s?(?P<name>{any_of('wire')}"
            rf"|[\p{{Han}}]{{2,20}}{any_of('medium')}(?=[\p{{Han}}]{{0,6}}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)讯)"
            r"|[\p{Han}]{2,24}(?=讯[\s（(：:，])|[\p{Han}]{2,24}(?=(?:信息|消息|供稿)[\s\u3000：:]))"
            r"[\p{Han}]{0,8}(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[电讯]|信息|消息|供稿)"
        ),
        "alone": regex.compile(
            rf"[A-Z]?(?:[\p{{Han}}]{{0,20}}{any_of('medium')}|{any_of('wire')})?{role}(?:[ \u3000:：]{{1,3}}+|(?<!文))(?P<names>{names})"
            rf"(?:[ \u3000、,，]{{1,3}}+{role}[ \u3000:：]{{1,3}}+{names})?"
        ),
        "post": regex.compile(rf"[\p{{Han}}、]{{0,30}}{any_of('post')}[ \u3000\t]{{1,4}}+(?P<name>{PERSON})"),
        "names": regex.compile(rf"^(?P<names>{names})(?:\s{{0,3}}{done})?$"),
    }


def opening(text: str, start: int, end: int, header: Header) -> bool:
    """The head of a sentence: who sent it (X讯, X电) and who wrote it (（记者 …）); whether it states any of it."""
    while start < end and text[start].isspace():
        start += 1
    moment = times.match(text, start + 1, end) if text[start : start + 1] in ("（", "(") else None
    if moment is not None and text[moment.end : moment.end + 1] in "）)":
        header.hint("published_at", moment.iso, moment.start, moment.end)
    wire = _patterns()["wire"].match(text[start:end])
    if wire is not None and wire["name"] not in one_of("own") and wire["name"][-1] not in one_of("own"):
        at = start + wire.start("name")
        header.hint("source", wire["name"], at, at + len(wire["name"]))
    named = "记者" in text[start:end] or "通讯员" in text[start:end] or "作者" in text[start:end]
    found = _patterns()["role"].search(text, start, end) if named else None
    if found is not None and text[found.start()] in "（(【[" and text[found.end() : found.end() + 1] not in ("", "，"):
        _author(header, found["names"], found.start("names"), "header")
        return True
    return moment is not None or wire is not None


def _author(header: Header, names: str, start: int, source: str) -> None:
    names = names_alone(names)
    header.put("author", names, start, start + len(names), source)


def alone(line: Line, header: Header) -> bool:
    """A line that is only a byline, above the text: 青禾日报记者 沈一舟 通讯员 林溪."""
    other = len(line.text) > 60 or not any(c in line.text for c in "者员作稿文") or is_label(compact(line.text))
    found = None if other else _patterns()["alone"].fullmatch(line.text)
    if found is not None:
        _author(header, found["names"], line.start + found.start("names"), "header")
    return found is not None


def speaker(line: Line, header: Header | None) -> bool:
    """Who gave a speech, below its title: 县委副书记　沈一舟."""
    found = _patterns()["post"].fullmatch(line.text)
    if found is None or not is_person(found["name"]):
        return False
    if header is not None:
        header.hint("author", found["name"], line.start + found.start("name"), line.start + found.end("name"))
    return True


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
    if found.end("names") == end - start and not are_persons(found["names"]):
        return False  # （办公室）
    header.put("author", found["names"], start, start + found.end("names"), "footer")
    return True


def signature(text: str, start: int, end: int, header: Header) -> bool:
    """An office and a person side by side (省民政厅 王五)."""
    found = _patterns()["office"].match(text, start, end)
    if found is None:
        found = _patterns()["role"].fullmatch(text, start, end)  # 记者沈一舟
        if found is None or end - start > 12 or not is_person(found["names"]):
            return False
    _author(header, found["names"], found.start("names"), "footer")
    return True
