"""What a crawler writes above a notice that it saved as text: ``title: …``, ``url: …``, ``date: …``, fenced by --- or not.

YAML front matter (trafilatura, Hexo), the head of a Markdown reader (``Title:``, ``URL Source:``, ``Markdown Content:``) and plain
``key: value`` records have one shape: lines that begin with a Latin key which names a known column.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from . import tabular
from .found import Header

__all__ = ["read"]

MAX_LINES = 40
LEAST_KNOWN = 2
"""Known keys that make a record of a few lines; one may also be a sentence in English."""
_EDGES = " \t\r\u3000\"'"


class _Entry(NamedTuple):
    """A line of the record: its key, where its value stands, where the line ends."""

    key: str
    start: int
    end: int
    after: int


@cache
def _entry() -> regex.Pattern[str]:
    return regex.compile(r"[ \t]{0,4}+(?P<key>[A-Za-z][A-Za-z_\- ]{0,20}+)[ \t]?[:：](?!//)(?P<value>[^\n]*+)(?:\n|$)")


@cache
def _fence() -> regex.Pattern[str]:
    return regex.compile(r"\s{0,40}+(?:---|\+\+\+)[ \t\r]{0,8}+\n")


def read(text: str, header: Header) -> int:
    """Put into ``header`` what such a record says; returns the offset where the notice itself begins (0 without a record)."""
    fence = _fence().match(text)
    entries, end = _fenced(text, fence.end()) if fence is not None else _bare(text)
    known = {field for entry in entries if (field := tabular.field_of(entry.key)) is not None}
    if len(known) < LEAST_KNOWN:
        return 0
    for entry in entries:
        field = tabular.field_of(entry.key)
        if field in (None, "text", "html"):
            continue
        raw = text[entry.start : entry.end]
        shown = raw.strip(_EDGES)
        value = tabular.cells({field: shown}).get(field) if shown not in ("", "[]") else None
        if value is not None:
            start = entry.start + raw.index(shown)
            header.put(field, value, start, start + len(shown), "header")
    header.zones.append((0, end, "header"))
    return end


def _fenced(text: str, start: int) -> tuple[list[_Entry], int]:
    """The entries up to the closing fence, and the offset behind it; nothing when no fence closes."""
    entries: list[_Entry] = []
    at = start
    for _ in range(MAX_LINES):
        closing = _fence().match(text, at)
        if closing is not None:
            return entries, closing.end()
        entry = _at(text, at)
        if entry is not None:
            entries.append(entry)
        at = text.find("\n", at) + 1
        if not at:
            break
    return [], 0


def _bare(text: str) -> tuple[list[_Entry], int]:
    """The entries from the first line on; blank lines between them are passed, a key of the text itself ends them."""
    entries: list[_Entry] = []
    at = end = 0
    for _ in range(MAX_LINES):
        entry = _at(text, at)
        if entry is not None:
            entries.append(entry)
            if tabular.field_of(entry.key) == "text":
                return entries, entry.end - len(text[entry.start : entry.end].lstrip(_EDGES))
            end = entry.after
        following = text.find("\n", at) + 1
        if not following or (entry is None and text[at:following].strip()):
            break
        at = following
    return entries, end


def _at(text: str, at: int) -> _Entry | None:
    found = _entry().match(text, at)
    return _Entry(found["key"], *found.span("value"), found.end()) if found is not None else None
