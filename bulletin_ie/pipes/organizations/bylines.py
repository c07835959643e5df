"""Publishers named by place rather than by form: after 来源：, and before 讯 in a dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import regex

from . import cues, divisions
from .cues import Pattern
from .found import Found
from .words import word_set

__all__ = ["PUBLISHER_LABEL", "add_publishers"]

PUBLISHER_LABEL = r"(?:转自|转载自|信息来源|来\s?源|稿源|文章来源|消息来源|发布机构|发布单位|发文单位|发文机关|制发机关|制发单位|发布部门|供稿单位|供稿|发布者|主办单位|主办)"

NOBODY = word_set(
    "本站原创 本网原创 原创稿件 网站原创 本站 本网 本报 本台 本局 本厅 原创 网络 互联网 转载 综合 未知 佚名 其他 无 整理 站内 本单位 作者 时间"
)

OURS = ("本报", "本网", "本台", "本站", "本刊", "本社", "据", "记者", "多家", "各", "中央和", "外")
"""What opens no name of a medium."""

MEDIA_ENDINGS = ("网", "报", "台", "社", "在线", "融媒", "融媒体", "传媒", "新闻", "客户端")

MEDIA = Pattern("", "media", "byline", "")


@cache
def _labelled() -> regex.Pattern[str]:
    return regex.compile(
        PUBLISHER_LABEL + r"\s?[:：/]\s?(?P<name>[\p{Han}A-Za-z“”·]{2,24})(?=[\s\u3000)）】\]|，,；;]|$)(?!\s?[:：])"
    )


@cache
def _dateline() -> regex.Pattern[str]:
    """辽海晚报讯 （记者…, 央广网北京7月27日消息 （记者…."""
    return regex.compile(
        r"(?<=^|\n|[\s\u3000])(?:[\s\u3000]{0,4})(?P<name>\p{Han}{3,14}?)"
        r"(?:(?P<place>\p{Han}{2,4})?(?P<date>[0-9]{1,2}月[0-9]{1,2}日))?(?P<word>讯|电|消息)"
        r"(?P<next>[\s\u3000]{0,4}(?:[（(]|记者|通讯员|[0-9])|[\s\u3000])"
    )


@cache
def _reporter() -> regex.Pattern[str]:
    """（岭海晚报 记者…, 某地新闻客户端记者…: a medium's name right before its reporters."""
    return regex.compile(
        r"(?<=^|[\n（(\s\u3000])(?P<name>\p{Han}{2,10}(?:报|网|台|社|在线|新闻|客户端|(?<!全)融媒体?|传媒))"
        r"[\s\u3000]?(?:全媒体|融媒体|见习|首席|特约)?(?:记者|通讯员)"
    )


_REACH, _BEYOND = 48, 8
"""Characters before a word of a byline in which its match begins, and after it in which it ends."""


@cache
def _dateline_words() -> re.Pattern[str]:
    return re.compile("(?:讯|电|消息)(?=[\\s\u3000（(0-9]|记者|通讯员)")


@cache
def _reporter_words() -> re.Pattern[str]:
    return re.compile("记者|通讯员")


def _beside(words: re.Pattern[str], pattern: regex.Pattern[str], text: str) -> Iterator[regex.Match[str]]:
    """The matches of a pattern, looked for only where one of its words stands."""
    done = 0
    for word in words.finditer(text):
        if word.end() <= done:
            continue
        for match in pattern.finditer(text, max(done, word.start() - _REACH), word.end() + _BEYOND):
            done = match.end()
            yield match


def add_publishers(text: str, found: Sequence[Found]) -> list[Found]:
    """``found`` with the publishers that carry no class word of an organization (来源：北京志愿在线)."""
    added: list[Found] = []
    for match in _labelled().finditer(text):
        if match["name"] not in NOBODY:
            added.append(_publisher(text, match.start("name"), match.end("name")))
    for match in _beside(_dateline_words(), _dateline(), text):
        start, end = match.span("name")
        if match["place"] is not None and not divisions.spelled(match["place"]):
            end = match.end("place")
        name = text[start:end]
        if match["word"] != "讯" and match["date"] is None:
            continue
        if not match["next"].strip(" \n\u3000") and not name.endswith(MEDIA_ENDINGS) and not name.startswith("今日"):
            continue
        if not name.startswith(OURS):
            added.append(_publisher(text, start, end))
    reporters = _beside(_reporter_words(), _reporter(), text)
    added += [_publisher(text, *m.span("name")) for m in reporters if not m["name"].startswith(OURS)]
    kept = [
        f for f in found if not any(f.method == "gazetteer" and f.end == a.end and a.start < f.start for a in added)
    ]
    for mention in added:
        if not any(f.start < mention.end and mention.start < f.end for f in kept):
            same = next((f for f in found if f.end == mention.end), None)
            mention.type = same.type if same is not None else _kind(text, mention)
            kept.append(mention)
    return sorted(kept, key=lambda f: f.start)


def _publisher(text: str, start: int, end: int) -> Found:
    size = next((n for n in (4, 3, 2) if divisions.short_codes(text[start : start + n])), 0)
    return Found(start, end, "media", "rule", MEDIA, start + size)


def _kind(text: str, mention: Found) -> str:
    """The type that the class word at its end tells (农业和农村工作处), media when there is none."""
    last = [c for c in cues.scan(text[mention.start : mention.end]) if c.end == mention.end - mention.start]
    return last[-1].pattern.type if last else mention.type
