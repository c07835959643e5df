"""Cues: the words that end organizations' names (协会, 民政厅, 有限公司) and bodies known by name, found in one scan."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import daachorse

from ...lexicon import load
from ...rules.core import Token, covering
from .model import BodyRow, SuffixRow, TopicRow, WordRow
from .words import ADDRESS_TAILS, LINKS, PLACEHOLDERS

__all__ = ["Cue", "Pattern", "roles", "scan", "stands"]

PEOPLE = frozenset(["教师", "老师", "学生", "教授", "校长", "院长", "医生", "医师"])
GLUED_AFTER = frozenset("赴拟对将已与及于曾")
"""Function words that jieba runs together with a class word of one character (科对, 处赴)."""
SHORT_ENDINGS = (("委员会", "委"), ("办公室", "办"))


class Pattern(NamedTuple):
    """What a cue means.

    ``level`` is what must stand before it (the table's head tells). ``full`` writes the words out, so that two wordings
    of one body have it in common (文旅局: 文化和旅游局); ``canonical`` is the full name of a known body.
    """

    text: str
    type: str
    level: str
    full: str
    canonical: str | None = None


class Cue(NamedTuple):
    """A pattern at its place in the text."""

    start: int
    end: int
    pattern: Pattern


@cache
def _patterns() -> dict[str, Pattern]:
    table: dict[str, Pattern] = {}
    for row in load("organization_suffixes", SuffixRow):
        table[row.suffix] = Pattern(row.suffix, row.type, row.level, row.full or row.suffix)
    long_of = {short: long for long, short in SHORT_ENDINGS}
    for topic in load("organization_topics", TopicRow):
        for wording in (topic.topic, *topic.forms):
            for ending in _with_short(topic.endings):
                full = topic.topic + long_of.get(ending, ending)
                table[wording + ending] = Pattern(wording + ending, topic.type, "head", full)
    for body in load("organizations", BodyRow):
        for name in (body.name, *body.forms):
            table[name] = Pattern(name, body.type, "known", body.name, body.name)
    return table


def _with_short(endings: tuple[str, ...]) -> tuple[str, ...]:
    return (*endings, *(short for long, short in SHORT_ENDINGS if long in endings and short not in endings))


@cache
def _automaton() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[Pattern, ...]]:
    table = _patterns()
    return (
        daachorse.CharwiseDoubleArrayAhoCorasick(list(table), daachorse.MATCH_KIND_LEFTMOST_LONGEST),
        tuple(table.values()),
    )


def scan(text: str, tokens: Sequence[Token] = ()) -> list[Cue]:
    """Every cue of ``text``, leftmost-longest, in order; words that only look like cues (``block``) are left out.

    Args:
        text: the text.
        tokens: its words; with them a look-alike across two words (安|全科) is seen for what it is.
    """
    automaton, patterns = _automaton()
    made: list[Cue] = []
    for start, end, index in automaton.find(text):
        pattern = patterns[index]
        if pattern.level == "block":
            cue = _within_words(start, end, pattern, tokens) if tokens else None
        elif pattern.text[-1] == "协" and _is_society(text, end):
            cue = Cue(end - 1, end + 1, _patterns()["协会"])
        elif pattern.text.endswith("城管委") and text[end : end + 1] == "会":
            cue = Cue(end - 2, end + 1, _patterns()["管委会"])  # 新|城管委|会
        else:
            cue = Cue(start, end, pattern)
        if cue is not None:
            made.append(cue)
    return made


def _within_words(start: int, end: int, pattern: Pattern, tokens: Sequence[Token]) -> Cue | None:
    """The class word that begins a word inside a look-alike which is none, since it begins inside another word (安全|科)."""
    k = covering(tokens, start)
    if tokens[k].start == start:
        return None
    k += 1
    while k < len(tokens) and tokens[k].start < end:
        inner = _patterns().get(pattern.text[tokens[k].start - start :])
        if inner is not None and inner.level != "block":
            return Cue(tokens[k].start, end, inner)
        k += 1
    return None


def _is_society(text: str, end: int) -> bool:
    """Whether a short form in 协 is cut out of 协会 (家政|协会 is no 政协)."""
    return text[end : end + 1] == "会" and text[end + 1 : end + 2] not in tuple("议见场商谈同审诊晤")


@cache
def roles() -> dict[str, str]:
    """The role of each word of the table ``organization_words`` (``generic``, ``stop``, ``soft``, ``inner`` …)."""
    return {row.word: row.role for row in load("organization_words", WordRow)}


def stands(text: str, token: Token, cue: Cue) -> bool:
    """Whether the cue ends where a word ends (局 is none in 局面) and no post, address or number follows.

    Args:
        text: the whole text.
        token: the word that holds the cue's last character.
        cue: the cue in question.
    """
    end = cue.end
    pattern = cue.pattern
    size = end - cue.start
    follower = text[end : end + 1]
    if text.startswith(ADDRESS_TAILS, end) or follower == "〔":
        return False
    if follower in ("统", "列") and pattern.text[-1] == "系":
        return False  # 教育|系统
    if pattern.type in ("social", "party") and text.startswith(("界别", "界委员", "界政协"), end):
        return False  # 工商联|界别
    if pattern.text in ("党组", "党委", "常委会") and text.startswith(
        ("会议", "（扩大）", "(扩大)", "扩大会议", "理论学习"), end
    ):
        return False
    if pattern.level == "known":
        return (token.end == end or token.tag == "x" or size > 4) and follower not in ("长", "员")
    if follower in ("长", "员") and text[end - 1] in "局厅部处科院校所站队社室办会园馆行委关":
        return False
    if (
        size == 1
        and cue.start
        and text[cue.start - 1] in "0123456789０１２３４５６７８９一二三四五六七八九十百千万两几余多"
    ):
        return False
    if pattern.level == "place" and follower not in ("托", "派", "任", "议"):
        return True
    if token.end == end:
        return size > 1 or token.start == cue.start or token.tag[:1] in "nxj" or end - token.start >= 3
    if (
        token.tag == "x"
        and token.start == cue.start
        and (size > 1 or pattern.text in ("局", "厅") or follower in GLUED_AFTER)
    ):
        return True
    spill = text[end : token.end]
    if token.tag == "x" and spill[0] in "和与及" and spill[1:] in PLACEHOLDERS:
        return True  # 处|和市: two names that jieba runs together
    if size > 1 and (
        spill in LINKS or spill in PEOPLE or (len(spill) > 1 and roles().get(spill) in ("stop", "generic"))
    ):
        return True  # 学|会为, 小学|教师
    return size >= 3 and (not follower or follower not in "生业化性级费网界类型伍署门")
