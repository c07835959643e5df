"""Which lines of a page are the notice: the element that holds its text, the title and info lines above, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import flow, labels
from .flow import PageLine

__all__ = ["select"]

_SENTENCE = "。；;！？"
_INFO = frozenset(
    [
        "published_at",
        "created_at",
        "source",
        "author",
        "editor",
        "document_number",
        "index_number",
        "views",
        "category",
        "validity",
        "publisher",
        "title",
        "openness",
    ]
)


def select(lines: Sequence[PageLine], *, title: str | None = None) -> list[PageLine]:
    """The notice's lines in page order; all of the page's lines when no element stands out."""
    container = _container(lines)
    if container is None:
        return [line for line in lines if not _furniture(line)] or list(lines)
    inside = [i for i, line in enumerate(lines) if container in line.path]
    first, last = inside[0], inside[-1]
    start = _top(lines, first, last, title)
    chosen = [i for i in range(start, first) if _belongs_above(lines[i], title)]
    chosen += [i for i in inside if not _furniture(lines[i], inner=True)]
    chosen += _below(lines, last)
    return [lines[i] for i in chosen]


def _score(line: PageLine) -> float:
    """Weight of a line as prose: characters outside links, more for sentences."""
    free = len(line.text.strip()) - line.linked
    if line.rest or free <= 0 or line.linked * 2 > len(line.text):
        return 0.0
    marks = sum(line.text.count(c) for c in "，。；、,;：")
    return free * (0.1 if not marks and free < 40 else 1.0) + 10.0 * marks


def _container(lines: Sequence[PageLine]) -> Any | None:
    """The element with the most prose for its size: a named one when it holds most of the page's prose."""
    own: dict[Any, float] = {}
    size: dict[Any, int] = {}
    for line in lines:
        weight = _score(line)
        for element in line.path:
            own[element] = own.get(element, 0.0) + weight
            size[element] = size.get(element, 0) + len(line.text)
    if not own:
        return None
    total = max(own.values())
    if total <= 0:
        return None
    named = [e for e in own if own[e] >= 0.5 * total and flow.names_body(e)]
    if named:
        return min(named, key=lambda e: size[e])
    return _descend(lines, own, total)


def _descend(lines: Sequence[PageLine], own: dict[Any, float], total: float) -> Any | None:
    """From the root towards the prose, as long as one child keeps nearly all of it."""
    best = None
    depth = -1
    for line in lines:
        for level, element in enumerate(line.path):
            if own[element] >= 0.85 * total and level > depth and element.tag not in ("p", "span", "td_"):
                best, depth = element, level
    return best


def _top(lines: Sequence[PageLine], first: int, last: int, title: str | None) -> int:
    """Index of the line where the notice begins: its title or catalogue block above the container."""
    wanted = labels.compact(title or "")
    best = first
    for i in range(first, max(-1, first - 40), -1):
        if i == first:
            continue
        line = lines[i]
        words = labels.compact(line.text)
        if wanted and len(words) >= 4 and (words in wanted or wanted in words) and not line.linked:
            return _catalogue(lines, i)
        if line.heading in (1, 2, 3) and len(words) >= 6 and not line.linked:
            best = i
            break
        if _info(line):
            best = i
    return _catalogue(lines, best)


def _catalogue(lines: Sequence[PageLine], index: int) -> int:
    """A catalogue block (索引号 …) may stand above the title."""
    top = index
    for i in range(index - 1, max(-1, index - 30), -1):
        if _info(lines[i]):
            top = i
    return top


def _info(line: PageLine) -> bool:
    if len(line.text) > 300 or line.linked * 2 > len(line.text):
        return False
    return any(hit.field in _INFO for hit in labels.scan(line.text, 0, len(line.text)))


def _belongs_above(line: PageLine, title: str | None) -> bool:
    if line.rest or line.linked * 2 > len(line.text):
        return False
    return not _furniture(line)


def _below(lines: Sequence[PageLine], last: int) -> list[int]:
    """Lines after the container that still belong to the notice: 责任编辑：…, a byline."""
    chosen = []
    for i in range(last + 1, min(len(lines), last + 8)):
        line = lines[i]
        hits = labels.scan(line.text, 0, len(line.text))
        if _furniture(line) or line.linked * 2 > len(line.text) or not hits:
            continue
        if (
            hits[0].field in ("editor", "author", "source", "reviewer", "recorder", "published_at")
            and len(line.text) <= 80
        ):
            chosen.append(i)
    return chosen


def _furniture(line: PageLine, *, inner: bool = False) -> bool:
    if line.rest and not inner:
        return True
    return labels.is_furniture(line.text) and not _info(line)
