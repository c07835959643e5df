"""The walk over words to the left of a cue, up to a word that no name holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...rules.core import Token, covering
from . import divisions
from .cues import roles
from .people import is_person
from .words import (
    CLASS_LETTERS,
    CLASS_NAMES,
    GLUED,
    LINKS,
    NAME_LETTERS,
    NUMERAL_PLACES,
    OPENING,
    PLACEHOLDERS,
    SPACES,
    STOP_TAGS,
    VERB_TAGS,
    ZONES,
)

__all__ = ["Page", "Run", "Segment", "walk"]

MAX_WORDS = 16
MAX_GROUP = 14
REPEATS = 2
"""No name holds a word three times; a text that is one word over and over must not cost a long walk at each."""


class Segment(NamedTuple):
    """One word of a run, or one bracketed or quoted group (tag ``group``); ``role`` is the table's, or ``soft``."""

    start: int
    end: int
    text: str
    tag: str
    role: str | None


class Run(NamedTuple):
    """The words before a cue, in text order, and why they end: edge, word, conj, body, generic, count."""

    segments: list[Segment]
    stop: str


class Page:
    """A text with its words and the full names of divisions in it."""

    __slots__ = ("division_ends", "division_starts", "text", "tokens")

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.division_ends = {s: e for s, e in divisions.scan(text) if e - s > 2 or self._opens_word(s)}
        self.division_starts = {end: start for start, end in self.division_ends.items()}

    def index(self, offset: int) -> int:
        """Index of the token that covers ``offset``."""
        return covering(self.tokens, offset)

    def _opens_word(self, offset: int) -> bool:
        """Whether a name of two characters there is none cut out of two words (责|成县)."""
        token = self.tokens[self.index(offset)]
        return token.start == offset or token.tag == "x" or token.text[0] in LINKS


def walk(page: Page, head: int, *, floor: int, level: str) -> Run:
    """The words left of ``head`` that may belong to the name ending there; nothing before ``floor`` is taken."""
    text, tokens = page.text, page.tokens
    division_starts = page.division_starts
    role_of, spelled = roles(), divisions.spellings()
    segments: list[Segment] = []
    position = head
    i = page.index(head - 1) if head > 0 else -1
    stop = "edge"
    while i >= 0 and position > floor:
        if len(segments) >= MAX_WORDS:
            stop = "word"
            break
        known = division_starts.get(position)
        if known is not None and known >= floor:
            segments.append(Segment(known, position, text[known:position], "ns", None))
            position = known
            i = page.index(known - 1) if known else -1
            continue
        start, end, word, tag = tokens[i]
        if end != position or start < floor:
            start = max(start, floor)
            word, tag = text[start:position], "x"
        if tokens[i].start == start and is_person(tokens, i):
            stop = "word"
            rest = _after_person(word[: position - start])
            if rest:
                segments.append(Segment(position - len(rest), position, rest, "n", role_of.get(rest)))
            break
        if not word.isalnum():
            taken = _punctuation(page, i, position, segments, floor)
            if taken is None:
                break
            segment, i, position = taken
            if segment is not None:
                if segment.tag == "group" and _is_class_list(segment.text[1:-1]):
                    stop = "generic"
                    break
                segments.append(segment)
            continue
        if len(segments) >= REPEATS and sum(s.text == word for s in segments) >= REPEATS:
            stop = "word"
            break
        role = role_of.get(word)
        if role is None and word not in spelled:
            cut = _cut(word, tag, follows=start > floor and text[start - 1].isalnum())
            if cut is not None:
                stop, pieces = cut
                segments.extend(
                    Segment(
                        position - a,
                        position - b,
                        word[len(word) - a : len(word) - b],
                        t,
                        role_of.get(word[len(word) - a : len(word) - b]),
                    )
                    for a, b, t in pieces
                )
                if stop != "edge":
                    break
                position = start
                i -= 1
                continue
            role = _role_by_tag(tokens, i, word, tag, position == head)
        elif role == "conj" and not _joins_inside(page, i, segments, level, start, floor):
            stop = "conj"
            break
        if role == "stop" or role == "count":
            stop = "word" if role == "stop" else "count"
            break
        segments.append(Segment(start, position, word, tag, role))
        position = start
        i -= 1
    if position <= floor and floor > 0:
        stop = "body"
    segments.reverse()
    return Run(_zones(segments), stop)


def _zones(segments: list[Segment]) -> list[Segment]:
    """管理|区: the class word of a zone that jieba cut is one word."""
    for k in range(len(segments) - 1, 0, -1):
        before, last = segments[k - 1], segments[k]
        if last.text == "区" and before.end == last.start and before.text + last.text in ZONES:
            segments[k - 1 : k + 1] = [Segment(before.start, last.end, before.text + last.text, "n", None)]
    return segments


def _after_person(word: str) -> str:
    """The placeholder that jieba glued to a person's name (李博和|省)."""
    return word[-1] if len(word) > 2 and word[-1] in PLACEHOLDERS else ""


def opens_division(page: Page, segment: Segment) -> bool:
    """Whether a full-named division or a placeholder begins with this word."""
    return segment.start in page.division_ends or segment.text in PLACEHOLDERS


def _is_class_list(inner: str) -> bool:
    return all(c in CLASS_LETTERS for c in inner)


def _punctuation(
    page: Page, i: int, position: int, segments: list[Segment], floor: int
) -> tuple[Segment | None, int, int] | None:
    """Step over a space, a group or a dot that may stand inside a name; None where the name must begin."""
    text = page.text
    mark = text[position - 1]
    before = text[position - 2] if position >= 2 else ""
    if mark in SPACES:
        left = page.tokens[i - 1] if i > 0 else None
        crosses = (
            left is not None
            and (left.text in PLACEHOLDERS or left.start in page.division_ends)
            and not (segments and opens_division(page, segments[-1]))
        )
        return (None, i - 1, position - 1) if crosses else None
    if mark in OPENING:
        begin = text.rfind(OPENING[mark], max(floor, position - MAX_GROUP - 2), position - 1)
        inner = text[begin + 1 : position - 1]
        if begin < 0 or not inner or (mark in ")）" and (begin == 0 or not text[begin - 1].isalnum())):
            return None
        if any(c in "，。；、：,;\n" for c in inner) and not _is_class_list(inner):
            return None
        return (
            Segment(begin, position, text[begin:position], "group", None),
            page.index(begin - 1) if begin else -1,
            begin,
        )
    if mark in "·•-—－" and before.isalnum() and segments:
        return Segment(position - 1, position, mark, "dot", "inner"), i - 1, position - 1
    return None


def _cut(word: str, tag: str, *, follows: bool) -> tuple[str, list[tuple[int, int, str]]] | None:
    """Undo jieba's gluing of function words and placeholders to a name.

    Gives why the walk ends there (``edge``: it goes on) and the pieces to keep, rightmost first, each as its two distances
    from the word's end and its tag; None for an ordinary word. ``follows``: another word stands right before it (花桥|镇夏东). 从市 before 民政局 keeps 市, 我局 nothing, 正由鞍 (not in the
    dictionary) keeps 鞍, 市气 before 防办 keeps both of its characters.
    """
    size = len(word)
    first = word[0]
    if first == "各" and _is_class_list(word[1:]):
        return "generic", []
    if size == 1:
        return None
    kept = _glued(word, tag)
    if kept == size:
        if tag == "x" and (first in "省市县区州旗团" or (follows and size > 2 and first in "镇乡")):
            return "edge", [(size - 1, 0, "x"), (size, size - 1, "n")]
        return None
    return "word", [(kept, 0, "n" if kept == 1 else "x")] if kept else []


def _glued(word: str, tag: str) -> int:
    """How many characters at the end of a word may belong to a name."""
    size = len(word)
    first = word[0]
    if size == 2 and word[1] in PLACEHOLDERS and (first in LINKS or first in "我该本贵同"):
        return 1
    if size == 2 and first in "我该本贵" and word[1] in "局厅委办校院会社司行站所队处科":
        return 0
    if first in "由被把与" and word[:2] not in GLUED:
        return size - 1
    if tag != "x":
        return size
    if first == "某" or (word[-1] in "同与及向到" and word[-2:] not in GLUED):
        return 0
    for k in range(size - 1, 1, -1):
        if roles().get(word[:k]) == "stop":
            return size - k
    last = max((k for k, c in enumerate(word) if c in "由被把从对给让请使是报"), default=-1)
    if last >= 0:
        return size - last - 1
    return size - 1 if first in "经与向为在将到于至和及同系已随自据赴对" and word[:2] not in GLUED else size


def _role_by_tag(tokens: Sequence[Token], i: int, word: str, tag: str, at_head: bool) -> str | None:
    """None for a word that may stand in a name, ``soft`` for one that seldom does, else ``generic``, ``stop`` or ``count``."""
    if word in CLASS_NAMES:
        return None
    if len(word) == 2 and word[0] in "各全两多" and word[1] in CLASS_NAMES:
        return "generic"
    if len(word) == 2 and word[1] == "地" and word[0] in "两三四五六七八九十多几":
        return "count"  # 内蒙古、甘肃|两地|红十字会
    if tag in VERB_TAGS:
        return "soft"
    if tag in STOP_TAGS:
        return "soft" if len(word) == 1 and tag[0] not in "pcu" and word not in LINKS else "stop"
    if tag in ("i", "l") and roles().get(word[:2]) == "stop":
        return "stop"
    if word == "号" and at_head and i > 0 and tokens[i - 1].tag not in ("m", "eng"):
        return None  # 隆兴|号|商行
    if tag in ("m", "mq"):
        return _role_of_number(word, at_head)
    if tag == "q" and i > 0 and tokens[i - 1].tag == "m":
        return "count"
    return None


def _role_of_number(word: str, at_head: bool) -> str | None:
    if word[0] == "第" and len(word) <= 4:
        return "stop" if word[-1] in "名位次条项章期批" else None
    if at_head and len(word) <= 4 and word[-1] in "0123456789一二三四五六七八九十":
        return None  # 101|医院
    if len(word) == 1 and word in NAME_LETTERS:
        return "soft"
    if len(word) == 2 and word[1] in NUMERAL_PLACES:
        return None  # 五里|牌街道
    return "count" if word[-1] in "个家所座处支名多余" else "stop"


def _joins_inside(page: Page, i: int, segments: list[Segment], level: str, start: int, floor: int) -> bool:
    """Whether a joining word stands inside a name (慈善事业促进|和|社会工作处), not between two."""
    if level == "strong" or start == floor or (segments and opens_division(page, segments[-1])):
        return False
    return (level != "head" and bool(segments)) or _subject_before(page, i, floor)


def _subject_before(page: Page, i: int, floor: int) -> bool:
    """Whether subjects and then a division precede the joining word at ``i`` (市|教育|和|科技局)."""
    role_of = roles()
    for j in range(i - 1, max(-1, i - 6), -1):
        token = page.tokens[j]
        if token.start < floor:
            return False
        if token.text in PLACEHOLDERS or token.start in page.division_ends:
            return j < i - 1
        role = role_of.get(token.text)
        if role != "inner" and (role is not None or token.tag[:1] not in "njxlb"):
            return False
    return False
