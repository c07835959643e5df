"""Lines of a text's head and tail, with offsets; nothing in between is ever looked at."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

__all__ = ["WINDOW", "Line", "head_lines", "tail_lines"]

WINDOW = 1500
MAX_LINES = 60
_STRIP = " \t\u00a0\u3000\u2002\u2003\u200b\ufeff\x0b\x0c|｜"


class Line(NamedTuple):
    """A line without the spaces around it; ``indent`` counts the spaces cut off in front."""

    start: int
    end: int
    text: str
    indent: int
    whole: bool
    """False when the window cut the line."""


@cache
def _line() -> regex.Pattern[str]:
    return regex.compile(r"[^\r\n\u2028\u2029\x85]++")


def head_lines(text: str) -> list[Line]:
    """The lines that are not empty in the first :data:`WINDOW` characters."""
    return _split(text, 0, min(len(text), WINDOW))


def tail_lines(text: str, floor: int) -> list[Line]:
    """The lines that are not empty in the last :data:`WINDOW` characters, none of them before ``floor``."""
    return _split(text, max(floor, len(text) - WINDOW), len(text))


def _split(text: str, start: int, end: int) -> list[Line]:
    lines: list[Line] = []
    for found in _line().finditer(text, start, end):
        raw = found.group()
        stripped = raw.lstrip(_STRIP)
        indent = len(raw) - len(stripped)
        stripped = stripped.rstrip(_STRIP)
        if not stripped:
            continue
        first = found.start() + indent
        cut_left = found.start() == start and start > 0 and text[start - 1] not in "\r\n\u2028\u2029\x85"
        cut_right = found.end() == end and end < len(text) and text[end] not in "\r\n\u2028\u2029\x85"
        lines.append(Line(first, first + len(stripped), stripped, indent, not (cut_left or cut_right)))
    return lines
