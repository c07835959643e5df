"""Lines of a text's head and tail, with offsets; nothing in between is ever looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

__all__ = ["SPACES", "WINDOW", "Line", "compact", "head_lines", "is_prose", "is_sentence", "tail_lines"]

SPACES = " \t\u00a0\u3000\u2002\u2003\u200b\ufeff"
WINDOW = 1500
PROSE = 3
"""Long sentences after which no line of the head is looked for."""
MOST_JOINED = 2
"""Lines of a text that a crawler left in one, with what may stand above or below it."""
JOINED = 120
"""Characters of a line above which it may be a whole page."""
MANY = 8
"""Pipes or blanks that such a line has at least."""
_LONE_MARKS = frozenset("：:[]【】（）()")
"""Signs that a crawler left on a line of their own between a label and its value, or around a button."""
_STRIP = "".join(chr(c) for c in range(0x3001) if chr(c).isspace()) + "\u200b\ufeff|｜"
_BULLETS = "#>*•"
_ENDS = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


class Line(NamedTuple):
    """A line without the spaces around it; ``indent`` counts the spaces cut off in front."""

    start: int
    end: int
    text: str
    indent: int
    whole: bool
    """False when the window cut the line."""


def compact(text: str) -> str:
    """The text without spaces of any kind."""
    return "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")


def is_prose(text: str) -> bool:
    """Is this line too long and too sentence-like for a masthead or a foot?"""
    return len(text) > 160 and "。" in text


def is_sentence(text: str) -> bool:
    """Is this line surely no info line?"""
    return text.endswith("。") and len(text) > 60


def head_lines(text: str, start: int = 0) -> list[Line]:
    """The lines that are not empty in the first :data:`WINDOW` characters from ``start`` on, up to the third of prose."""
    lines: list[Line] = []
    prose, at, stop = 0, start, start + WINDOW
    for raw in _raw_lines(text, start, stop):
        line = _line(raw, at)
        at += len(raw)
        if line is None:
            continue
        if at == stop < len(text) and raw[-1] not in _ENDS:
            line = line._replace(whole=False)
        lines.append(line)
        prose += len(line.text) > 60 and "。" in line.text
        if prose >= PROSE:
            break
    return lines


def tail_lines(text: str, floor: int) -> Iterator[Line]:
    """The lines that are not empty in the last :data:`WINDOW` characters, last one first, none before ``floor``."""
    first = max(floor, len(text) - WINDOW)
    at = len(text)
    for raw in reversed(_raw_lines(text, first, len(text))):
        at -= len(raw)
        line = _line(raw, at)
        if line is not None:
            cut = at == first and first > 0 and text[first - 1] not in _ENDS
            yield line._replace(whole=False) if cut else line


def _raw_lines(text: str, start: int, stop: int) -> list[str]:
    """The lines of a piece of text with their ends; of a page that a crawler joined into one line its parts."""
    whole = text[start:stop].splitlines(keepends=True)
    if len(whole) > MOST_JOINED:
        return whole
    rows: list[str] = []
    for row in whole:
        joint = _joint(row) if len(row) > JOINED else None
        if joint is None:
            rows.append(row)
            continue
        cuts = [0, *(m.end() for m in joint.finditer(row)), len(row)]
        rows += [row[a:b] for a, b in pairwise(cuts) if a < b]
    return rows


@cache
def _joints() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(r"\|"), re.compile(r"[ \u3000]+(?<!\d )(?=[^ \u3000])|(?<=\d )(?=[^\d ])")


def _joint(row: str) -> re.Pattern[str] | None:
    """What parts the lines of a page in one line: pipes, or blanks where sentences are parted by them too."""
    pipes, blanks = _joints()
    if row.count("|") >= MANY:
        return pipes
    parted = row.count("。 ") + row.count("。\u3000")
    return blanks if parted >= 2 and row.count(" ") >= MANY else None


_ATTRIBUTES = re.compile(r"\s\{[#.][^{}]{0,80}\}$")
"""What pandoc writes behind a heading (## 通知 {.title})."""


def _line(raw: str, at: int) -> Line | None:
    stripped = raw.lstrip(_STRIP)
    if not stripped or stripped.rstrip(_STRIP) in _LONE_MARKS:
        return None
    if stripped[0] in _BULLETS and stripped.lstrip(_BULLETS)[:1].isspace():  # Markdown or a list of a crawler
        stripped = stripped.lstrip(_BULLETS).lstrip(_STRIP) or stripped
    indent = len(raw) - len(stripped)
    stripped = stripped.rstrip(_STRIP)
    if stripped[-1] == "}" and " {" in stripped:
        stripped = _ATTRIBUTES.sub("", stripped) or stripped
    return Line(at + indent, at + indent + len(stripped), stripped, indent, True)
