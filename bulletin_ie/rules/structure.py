"""How figures of one text hang together: a whole and its parts, changes, rates and levels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from .core import QuantityMention

__all__ = ["roles"]

Role = tuple[str | None, int | None]

BRACKET = 80
"""The longest bracket, in characters, that may list the parts of the figure before it."""

REACH = 60
"""How far before 其中 its whole may stand, in characters."""


@cache
def _change() -> regex.Pattern[str]:
    return regex.compile(
        r"(?:增长|下降|上升|上涨|下跌|提高|提升|减少|增加|降低|增产|减产|增收|减收|回落|回升|下滑|净增|净减|同比|环比|"
        r"[高低快慢多少]|偏[多少高低]|缩短|缩小|扩大|提前|推迟|下调|上调|收窄|增|降)(?:了|近|约)?$"
    )


@cache
def _level() -> regex.Pattern[str]:
    return regex.compile(
        r"(?:达到?|为|是|[增升降减涨]至|(?:提高|提升|增加|下降|上升|减少|缩短|缩小|扩大|压缩)[到至]|保持在|稳定在)$"
    )


def roles(text: str, mentions: Sequence[QuantityMention]) -> list[Role]:
    """Role and the parent's index for each figure; a bracket or 其中 makes parts of the figure with the same unit before."""
    kinds = [_own(text, m) for m in mentions]
    parents: list[int | None] = [None] * len(mentions)
    for index, mention in enumerate(mentions):
        if kinds[index] in ("change", "rate"):
            continue
        for part in _bracketed(text, mentions, index) or ():
            if mentions[part].unit == mention.unit and kinds[part] not in ("change", "rate"):
                parents[part] = index
    for index in range(1, len(mentions)):
        if parents[index] is None and kinds[index] not in ("change", "rate"):
            parents[index] = _within(text, mentions, kinds, parents, index)
    wholes = {p for p in parents if p is not None}
    return [
        ("part" if parent is not None else "total" if index in wholes else kind, parent)
        for index, (kind, parent) in enumerate(zip(kinds, parents, strict=True))
    ]


def _own(text: str, mention: QuantityMention) -> str | None:
    """What a figure's own words say of it."""
    before = text[max(0, mention.start - 6) : mention.start]
    if mention.unit in ("百分点", "千分点", "基点") or _change().search(before):
        return "change"
    if mention.per is not None or mention.dimension == "ratio":
        return "rate"
    return "level" if _level().search(before) else None


@cache
def _bracket() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    return regex.compile(r"\p{Han}{0,8}+[（(]"), regex.compile(rf"[^（()）\n]{{1,{BRACKET}}}+[)）]")


def _bracketed(text: str, mentions: Sequence[QuantityMention], index: int) -> list[int] | None:
    """The figures in the bracket right after a figure (or after the noun it counts), or None when there is none."""
    opened = _bracket()[0].match(text, mentions[index].end)
    if opened is None:
        return None
    closed = _bracket()[1].match(text, opened.end())
    if closed is None:
        return None
    inside = []
    for follow in range(index + 1, len(mentions)):
        if mentions[follow].start >= closed.end():
            break
        inside.append(follow)
    return inside


def _within(
    text: str,
    mentions: Sequence[QuantityMention],
    kinds: Sequence[str | None],
    parents: Sequence[int | None],
    index: int,
) -> int | None:
    """The whole that 其中 refers to: the nearest plain figure of the same unit before it."""
    mention = mentions[index]
    mark = text.rfind("其中", max(0, mention.start - BRACKET), mention.start)
    if mark < 0 or any(c in "。！？\n" for c in text[mark : mention.start]):
        return None
    for earlier in range(index - 1, -1, -1):
        other = mentions[earlier]
        if other.start > mark:
            if (
                other.unit == mention.unit
                and parents[earlier] is not None
                and "；" not in text[other.end : mention.start]
            ):
                return parents[earlier]
            continue
        if mark - other.end > REACH:
            return None
        if other.unit == mention.unit and kinds[earlier] not in ("change", "rate") and parents[earlier] is None:
            larger = other.value is None or mention.value is None or other.value >= mention.value
            return earlier if larger else None
    return None
