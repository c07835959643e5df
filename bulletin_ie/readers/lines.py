"""Lines of a text's head and tail, with offsets; nothing in between is ever looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["SPACES", "WINDOW", "Line", "compact", "head_lines", "is_prose", "is_sentence", "tail_lines"]

SPACES = " \t\u00a0\u3000\u2002\u2003\u200b\ufeff"
WINDOW = 1500
PROSE = 3
"""Long sentences after which no line of the head is looked for."""
_STRIP = "".join(chr(c) for c in range(0x3001) if chr(c).isspace()) + "\u200b\ufeff|｜"
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


def head_lines(text: str) -> list[Line]:
    """The lines that are not empty in the first :data:`WINDOW` characters, up to the third of prose."""
    lines: list[Line] = []
    prose = at = 0
    for raw in text[:WINDOW].splitlines(keepends=True):
        line = _line(raw, at)
        at += len(raw)
        if line is None:
            continue
        if at == WINDOW < len(text) and raw[-1] not in _ENDS:
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
    for raw in reversed(text[first:].splitlines(keepends=True)):
        at -= len(raw)
        line = _line(raw, at)
        if line is not None:
            cut = at == first and first > 0 and text[first - 1] not in _ENDS
            yield line._replace(whole=False) if cut else line


def _line(raw: str, at: int) -> Line | None:
    stripped = raw.lstrip(_STRIP)
    if not stripped:
        return None
    if stripped[0] in "#>*" and stripped.lstrip("#>*")[:1].isspace():  # Markdown of a crawler
        stripped = stripped.lstrip("#>*").lstrip(_STRIP) or stripped
    indent = len(raw) - len(stripped)
    stripped = stripped.rstrip(_STRIP)
    return Line(at + indent, at + indent + len(stripped), stripped, indent, True)
