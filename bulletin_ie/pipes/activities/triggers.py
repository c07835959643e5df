"""Trigger candidates: every lexicon word in the text that could be a word of its own, with the sense its context allows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import daachorse
import regex

from . import actors, words
from .model import Candidate
from .scene import Scene
from .words import TriggerRow

__all__ = ["fused", "scan", "sense"]

_SOURCE_WORDS = frozenset({"根", "数", "依", "证", "占", "收", "票", "单", "凭"})
_PARTICLES = frozenset({"了", "过", "来", "给", "出"})
_UNLAWFUL = ("非法", "涉嫌", "违规", "违法")
REACH = 24
"""How far (characters) a sense condition looks into the sentence before and the clause after."""


@cache
def _automaton() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, list[str]]:
    patterns = sorted(words.triggers())
    return daachorse.CharwiseDoubleArrayAhoCorasick(patterns, daachorse.MATCH_KIND_STANDARD), patterns


@cache
def _condition(name: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words.contexts()[name].words)))


@cache
def _spaced() -> regex.Pattern[str]:
    # Justified print sets spaces inside words (实 现); only single ones between Chinese characters count.
    return regex.compile(r"(?<=\p{Han})[ \u3000\u00a0](?=\p{Han})")


def scan(scene: Scene, zones: list[tuple[int, int]]) -> list[Candidate]:
    """Candidates in text order, outside ``zones`` (sorted), mentions and the middle of longer words."""
    found: list[Candidate] = []
    clauses = scene.clauses
    table = words.triggers()
    z = taken = 0
    for start, end, word in _matches(scene.text):
        while z < len(zones) and zones[z][1] <= start:
            z += 1
        if z < len(zones) and zones[z][0] < end:
            continue
        if (
            start < taken
            or _inside_mention(scene, start, end)
            or not _is_word(scene, start, end)
            or _in_actor(scene, start, end)
            or _is_source(scene.text, start, end)
        ):
            continue
        clause = clauses.at(start)
        if clause >= len(clauses.starts) or end > clauses.ends[clause]:
            continue
        opening = clauses.starts[clauses.first[clauses.sentence[clause]]]
        left = scene.text[max(opening, start - REACH) : start]
        row = sense(table[word], left, scene.text[end : min(clauses.ends[clause], end + REACH)])
        if row is not None:
            taken = end
            found.append(Candidate(start, end, word, row.type, row.kind, row.voice, clause))
    return found


def fused(scene: Scene, kept: Sequence[Candidate]) -> list[Candidate]:
    """The triggers with verbs that stand side by side as one: 立案侦办 is one act, 举行授牌 and 完成手术 are what they carry."""
    found: list[Candidate] = []
    for c in kept:
        before = found[-1] if found and found[-1].clause == c.clause else None
        if before is not None and before.end == c.start and before.type == c.type:
            found[-1] = replace(c, start=before.start)
        elif before is not None and before.word in _CARRYING and _carries(scene, before, c):
            found[-1] = c
        else:
            found.append(c)
    return found


def _carries(scene: Scene, light: Candidate, c: Candidate) -> bool:
    """Is a light verb's object, without a figure of its own, what the next trigger ends (完成铁路旅客|发送)?"""
    gap = scene.text[light.end : c.start]
    return (
        len(gap) <= LONGEST_OBJECT
        and not scene.of_layer("qty", light.end, c.start)
        and not any(x in gap for x in "、，,《》")
    )


LONGEST_OBJECT = 8
"""Characters between a light verb and the verbal noun that it carries."""
_CARRYING = frozenset({"举行", "举办", "开展", "完成", "实现", "组织", "进行", "实施"})


def sense(rows: tuple[TriggerRow, ...], left: str, right: str) -> TriggerRow | None:
    """The first row whose conditions hold beside the trigger; None when none does."""
    for row in rows:
        if row.when and not any(_holds(name, left, right) for name in row.when):
            continue
        if row.unless and any(_holds(name, left, right) for name in row.unless):
            continue
        return row
    return None


def _holds(name: str, left: str, right: str) -> bool:
    side = words.contexts()[name].side
    pattern = _condition(name)
    return bool((side != "left" and pattern.search(right)) or (side != "right" and pattern.search(left)))


def _matches(text: str) -> Iterator[tuple[int, int, str]]:
    automaton, patterns = _automaton()
    # A lone surrogate cannot pass into the automaton; it matches no word anyway.
    safe = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if not _encodable(text) else text
    if len(safe) != len(text):
        safe = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    gaps = [m.start() for m in _spaced().finditer(safe)]
    if not gaps:
        for start, end, index in _longest_first(automaton.find_overlapping(safe)):
            yield start, end, patterns[index]
        return
    squeezed = _spaced().sub("", safe)
    moved = [gap - i for i, gap in enumerate(gaps)]  # offset in the squeezed text of what follows gap i
    for start, end, index in _longest_first(automaton.find_overlapping(squeezed)):
        yield start + bisect_right(moved, start), end + bisect_left(moved, end), patterns[index]


def _longest_first(matches: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """By start, longest first: a word that only seems to be there (委|会签|约) must not hide the one that is."""
    return sorted(matches, key=lambda m: (m[0], -m[1]))


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _inside_mention(scene: Scene, start: int, end: int) -> bool:
    i = bisect_right(scene.mentions, (start, len(scene.text) + 1)) - 1
    if i >= 0 and scene.mentions[i][1] > start:
        return True
    return i + 1 < len(scene.mentions) and scene.mentions[i + 1][0] < end


def _in_actor(scene: Scene, start: int, end: int) -> bool:
    """Part of an actor's name (社会|组织, 宣讲团, 巡护|员), or what its people do (救援|人员|发放)."""
    tokens = scene.tokens
    first, last = scene.token_at(start), scene.token_at(end - 1)
    if first > 0:
        before = tokens[first - 1]
        if before.end == start and before.text + scene.text[start:end] in words.actor_heads():
            return True
    if last < 0 or last + 1 >= len(tokens):
        return False
    if tokens[last].end > end:
        return tokens[last].start == start and tokens[last].end == end + 1 and actors.does(tokens[last])
    following = tokens[last + 1]
    if following.start != end or not actors.does(following):
        return False
    if len(following.text) == 1:
        return True
    after = tokens[last + 2] if last + 2 < len(tokens) else None
    return tokens[last].tag == "vn" and after is not None and after.tag[:1] in ("v", "d", "p") and after.tag != "vn"


def _is_source(text: str, start: int, end: int) -> bool:
    """据了解，…, 非法捕捞, 违规发放: how the text knows, or what others did against the law; nothing that was done."""
    return text.startswith(_UNLAWFUL, max(0, start - 2)) or (
        text[start - 1 : start] == "据"
        and text[start - 2 : start - 1] not in _SOURCE_WORDS
        and text[end : end + 1] in "，,：:"
    )


def _is_word(scene: Scene, start: int, end: int) -> bool:
    """True when an edge of the match is an edge of a word on both or one side, never cut out of the middle of one."""
    tokens = scene.tokens
    first = scene.token_at(start)
    last = scene.token_at(end - 1)
    if first < 0:
        return True
    at_start = tokens[first].start == start
    at_end = tokens[last].end == end
    if at_start and at_end:
        return True
    if end - start == 1:  # 发 in 引发 is no word, 签 in 签了 is
        return at_start and tokens[first].text[1:] in _PARTICLES
    if first == last:  # inside one word: a compound's head (核酸|采样) or its stem, which the features judge
        return at_end or at_start
    return at_start or at_end
