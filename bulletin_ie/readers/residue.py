"""What programs leave in a text, line by line: links of Markdown, scripts, counters of an app, page numbers, heads of a print."""

from __future__ import annotations

import re
from functools import cache

import regex

from .lines import SPACES

__all__ = ["is_page_mark", "is_residue", "page_marks", "text_of_links"]

LONGEST = 2000
"""Characters of a line that is looked at for links and code."""
SHORTEST_LINK = 10
"""Characters above which one link alone may be a headline and not a menu's entry."""
_WIDGETS = frozenset("听播读:是p磅像")
"""Characters of which every widget's line has one."""
SHORT = 40
"""Characters of the longest counter or widget."""
_MARKS = SPACES + "*-+>|｜·【】[]()（）0123456789.\\"


@cache
def _link() -> regex.Pattern[str]:
    picture = r"!\[[^\[\]]{0,80}+\](?:\([^()\s]{0,300}+\))?"
    return regex.compile(
        rf"(?P<picture>!)?\[(?P<shown>(?:{picture}|[^\[\]]){{0,80}}+)\]\((?:[^()\s]|\\?\([^()\s]{{0,40}}+\\?\)){{0,300}}+\)(?:\{{[^{{}}\n]{{0,80}}+\}})?"
    )


@cache
def _reactions() -> regex.Pattern[str]:
    counters = r"(?:转发|评论|点赞|赞|收藏|分享|在看|喜欢|踩|顶)\s?[(（]?\d{1,7}\+?[)）]?\s?[|｜·]?\s?"
    return regex.compile(
        rf"(?:{counters}){{1,6}}+"
        r"|(?:[约需]|预计|全文约?)?\s?\d{1,3}(?:\s?[–~-]\s?\d{1,3})?\s?分钟(?:阅读|读完)?"
        r"|#[^#\s]{1,20}#?(?:\s?\d{1,5}\s?个)?"
    )


@cache
def _widget() -> regex.Pattern[str]:
    """What a page puts beside a text by script: a player (▶ 听全文 02:06), today's date, sizes of letters to choose from (14px)."""
    clock = r"\d{1,2}:\d\d(?:\s?/\s?\d{1,2}:\d\d)?"
    hear = r"(?:点击|开始|语音)?(?:收听|听|播放|播报|朗读)(?:本文|全文|新闻|语音|正文|文章|内容)?"
    return regex.compile(
        rf"\W{{0,3}}{hear}(?:\W{{0,3}}|[，,]?\s?约\s?(?:\d{{1,3}}\s?(?:分钟?|秒|字)?){{0,2}}|\W{{1,3}}{clock})|{clock}"
        rf"|(?:[\p{{Han}}]{{2,8}}\s{{1,4}}+)?今天是\s?[:：]?\s?(?:(?:19|20)\d\d\s?年.{{0,24}})?"
        r"|(?:[-*•]\s)?(?:\d{1,2}\s?(?:p[xt]|磅|像素)\s{0,3}){1,12}+"
    )


@cache
def _code() -> re.Pattern[str]:
    return re.compile(r"[^\u4e00-\u9fff]*(?:[;{},]|\}\))|[^\u4e00-\u9fff]*\{[^\u4e00-\u9fff]*")


@cache
def _numbered_address() -> re.Pattern[str]:
    return re.compile(r"(?:\[?\d{1,3}[.\]]?\s|来自\s?)<?(?:https?://|javascript:|mailto:)[!-~]{1,400}")


@cache
def _page_mark() -> re.Pattern[str]:
    return re.compile(
        r"\n[ \t\u3000]*(?P<mark>—{1,2} ?\d{1,3} ?—{1,2}|- ?\d{1,3} ?-|第 ?\d{1,3} ?页(?:[ ,，/]{0,3}共 ?\d{1,3} ?页)?)[ \t\u3000\r]*(?=\n|$)"
    )


@cache
def _printed() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|\n)[ \t\f]*(?P<mark>\d{4}/\d{1,2}/\d{1,2}[ ,]{1,3}\d{1,2}:\d\d[ \t]{2,}\S[^\n]{0,200}|https?://[!-~]{4,400}[ \t]{1,400}\d{1,3}/\d{1,3})[ \t\r]*(?=\n|$)"
    )


def is_residue(line: str) -> bool:
    """Is this line a row of links, a picture, code, a counter or the like, and nothing that anyone wrote?"""
    if "](" in line and len(line) <= LONGEST and _only_links(line):
        return True
    if any(c in line for c in ";{}") and len(line) <= LONGEST and _code().fullmatch(line) is not None:
        return True
    if line.startswith(("http", "20", "19")) and _printed().fullmatch(line) is not None:
        return True
    if _numbered_address().fullmatch(line) is not None:
        return True
    return len(line) <= SHORT and (_reactions().fullmatch(line) is not None or _is_widget(line))


def _is_widget(line: str) -> bool:
    return not _WIDGETS.isdisjoint(line) and _widget().fullmatch(line) is not None


def _only_links(line: str) -> bool:
    links = list(_link().finditer(line))
    if not links or _link().sub("", line).strip(_MARKS):
        return False
    if len(links) > 1 or links[0]["picture"] is not None:
        return True
    shown = _link().sub("", links[0]["shown"]).strip()
    return len(shown) <= SHORTEST_LINK or line.lstrip()[:1] in "*-+"


def text_of_links(line: str) -> str:
    """The line with the words of its links alone, Markdown's ([上一篇](/1.html)) and those that lynx numbers ([8]打印)."""
    if "](" in line and len(line) <= LONGEST:
        line = _link().sub(lambda m: "" if m["picture"] else m["shown"], line)
    if "[" in line and len(line) <= LONGEST:
        line = re.sub(r"\[\d{1,3}\](?=[^\s\d])", "", line)
    return line


def is_page_mark(line: str) -> bool:
    """Is the line nothing but a page number?"""
    return len(line) <= 24 and _page_mark().fullmatch("\n" + line) is not None


def page_marks(text: str) -> list[tuple[int, int]]:
    """Where lines are nothing but a page number (— 3 —, 第 1 页 共 2 页) or the head and foot of a browser's print."""
    found: list[tuple[int, int]] = []
    if "—\n" in text or "页" in text or "-\n" in text:
        found += [m.span("mark") for m in _page_mark().finditer(text)]
    if _printed().match(text) is not None:
        found += [m.span("mark") for m in _printed().finditer(text)]
    return found
