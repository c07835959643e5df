"""Publishers named by place rather than by form: after 来源：, and before 讯 in a dateline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from . import divisions
from .cues import Pattern
from .found import Found
from .words import word_set

__all__ = ["PUBLISHER_LABEL", "add_publishers"]

PUBLISHER_LABEL = r"(?:转自|转载自|信息来源|来\s?源|稿源|文章来源|消息来源|发布机构|发布单位|发文单位|发文机关|制发机关|制发单位|发布部门|供稿单位|供稿|发布者|主办单位|主办)"

NOBODY = word_set(
    "本站 本网 本报 本台 本局 本厅 原创 网络 互联网 转载 综合 未知 佚名 其他 无 整理 站内 本单位 作者 时间"
)

MEDIA = Pattern("", "media", "byline", "")


@cache
def _labelled() -> regex.Pattern[str]:
    return regex.compile(
        PUBLISHER_LABEL + r"\s?[:：]\s?(?P<name>[\p{Han}A-Za-z“”·]{2,24})(?=[\s\u3000)）】\]|，,；;]|$)(?!\s?[:：])"
    )


@cache
def _dateline() -> regex.Pattern[str]:
    return regex.compile(
        r"(?<=^|\n|[\s\u3000])(?:[\s\u3000]{0,4})(?P<name>\p{Han}{3,14}?)(?:(?P<place>\p{Han}{2,4})[0-9]{1,2}月[0-9]{1,2}日)?讯"
        r"(?=[\s\u3000]{0,4}(?:[（(]|记者|通讯员|[0-9]))"
    )


def add_publishers(text: str, found: Sequence[Found]) -> list[Found]:
    """``found`` with the publishers that carry no class word of an organization (来源：北京志愿在线)."""
    added: list[Found] = []
    for match in _labelled().finditer(text):
        if match["name"] not in NOBODY:
            added.append(_publisher(text, match.start("name"), match.end("name")))
    for match in _dateline().finditer(text):
        start, end, name = match.start("name"), match.end("name"), match["name"]
        if match["place"] is not None and not divisions.spelled(match["place"]):
            continue
        if not name.startswith(("本报", "本网", "本台", "本站", "据", "记者")):
            added.append(_publisher(text, start, end))
    kept = [
        f for f in found if not any(f.method == "gazetteer" and f.end == a.end and a.start < f.start for a in added)
    ]
    for mention in added:
        if not any(f.start < mention.end and mention.start < f.end for f in kept):
            same = next((f for f in found if f.end == mention.end), None)
            if same is not None:
                mention.type = same.type
            kept.append(mention)
    return sorted(kept, key=lambda f: f.start)


def _publisher(text: str, start: int, end: int) -> Found:
    size = next((n for n in (4, 3, 2) if divisions.short_codes(text[start : start + n])), 0)
    return Found(start, end, "media", "rule", MEDIA, start + size)
