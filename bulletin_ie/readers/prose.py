"""Where the prose begins below a masthead: a title may run into it, captions and bylines may stand above its sentences."""

from __future__ import annotations

from . import bylines, titles, values
from .furniture import is_furniture
from .labels import scan
from .leadin import says_something
from .lines import Line
from .top import EDGES, STATED, Top

__all__ = ["begin", "long"]

LONG_HEAD = 240
"""Characters of a page in one line in which its info line is looked for."""
MAX_CAPTIONS = 8
"""Short lines above the first sentence among which a byline is looked for."""
MAX_OPENINGS = 2
"""Sentences at whose head a wire's name is looked for (the first may be a caption)."""


def long(top: Top, line: Line) -> int:
    """A line of prose; crawlers also leave a whole page in one line, with its title and info line in front."""
    hits = scan(top.text, line.start, min(line.end, line.start + LONG_HEAD))
    found = [(hit, values.read(top.text, hit)) for hit in hits]
    sure = [(h, v) for h, v in found if v is not None and h.field in ("published_at", "views", "source")]
    if len(sure) < 2 or not any(h.field == "published_at" for h, _ in sure):
        return begin(top, line)
    lead = top.text[line.start : hits[0].start]
    if any(c in lead for c in "。，；"):
        return begin(top, line)
    if len(lead.strip(EDGES)) >= 6 and not top.titles:
        bare = lead.rstrip(EDGES)
        top.titles.append([line._replace(end=line.start + len(bare), text=bare)])
    end = line.start
    for hit, value in found:
        if value is not None and hit.field in STATED:
            top.put(hit.field, value)
            end = max(end, value.end)
    top.header.zones.append((hits[0].start, end, "header"))
    rest = top.text[end : line.end]
    gap = len(rest) - len(rest.lstrip(" \u3000\u00a0次"))
    return begin(top, line._replace(start=end + gap, text=rest[gap:]))


def begin(top: Top, line: Line) -> int:
    """The first line of the prose: a title may run into it, a byline or X讯 may open it."""
    start = line.start
    if not top.titles and not top.heads and "title" not in top.header.values and line.indent < 2:
        end = titles.run_in(line.text)
        if end:
            top.titles.append([line._replace(end=line.start + end, text=line.text[:end])])
            start = line.start + end
    _openings(top, [line._replace(start=start), *(x for x in top.lines if x.start > line.start)][:MAX_CAPTIONS])
    return start


def _openings(top: Top, lines: list[Line]) -> None:
    """Who sent and wrote it, from the head of the first sentences or a byline above them."""
    said = [line for line in lines if says_something(line.text)][:MAX_OPENINGS] or lines[:1]
    for line in lines:
        if line.start < said[0].start:
            if is_furniture(line.text):
                top.zone(line, "furniture")
            else:
                _credit(top, line)
    for line in said:
        if bylines.opening(top.text, line.start, min(line.end, line.start + 120), top.header):
            break


def _credit(top: Top, line: Line) -> None:
    """A byline among the captions above the first sentence."""
    hits = scan(top.text, line.start, line.end)
    if any(hit.field != "author" for hit in hits) or len(line.text) > 40:
        return
    read = (values.read(top.text, hit) for hit in hits)
    named = next((value for value in read if value is not None and values.are_persons(value.text)), None)
    if named is not None:
        top.put("author", named)
        top.zone(line, "header")
    elif not hits and (bylines.alone(line, top.header) or bylines.speaker(line, top.header)):
        top.zone(line, "header")
