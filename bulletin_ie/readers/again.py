"""A document's own head below the page's: letterhead, number and the title once more, before 主送机关."""

from __future__ import annotations

from . import times, titles, values
from .lines import Line, compact
from .top import Top

__all__ = ["take"]

MAX_LETTERHEAD = 8
"""Lines of letterhead above the title that stands there again."""
MAX_PIECES = 4
"""Lines that a title is broken into."""


def take(top: Top, line: Line, index: int) -> bool:
    """Is the line part of such a head? Its number is kept, and a date that stands alone."""
    if index >= top.again:
        top.again = _end(top, index) if _may_follow(top, index) else 0
    if index >= top.again:
        return False
    number = values.document_number(top.text, line.start, line.end)
    if number is not None:
        top.header.put("document_number", number.text, number.start, number.end, "header")
    moment = _opening_date(line)
    if moment is not None and "T" in moment.iso:  # when it was put there
        top.header.hint("published_at", moment.iso, line.start + moment.start, line.start + moment.end)
    return True


def _may_follow(top: Top, index: int) -> bool:
    """Does one of the next lines end as the title does?"""
    last = top.titles[0][-1].text[-1] if top.titles else ""
    return any(line.text[-1] == last for line in top.lines[index : index + MAX_LETTERHEAD + MAX_PIECES])


def _end(top: Top, index: int) -> int:
    """Index of the line below the title that is printed again from ``index`` on, 0 when none is."""
    title = compact("".join(line.text for line in top.titles[0]))
    if len(title) < 6:
        return 0
    for first in range(index, min(index + MAX_LETTERHEAD + 1, len(top.lines))):
        joined = ""
        for last in range(first, min(first + MAX_PIECES, len(top.lines))):
            joined += compact(top.lines[last].text)
            if joined == title or (joined.endswith(title) and titles.is_organization(joined.removesuffix(title))):
                return last + 1
            if len(joined) > len(title) + 40:
                break
        if not _is_letterhead(top, top.lines[first]):
            return 0
    return 0


def _is_letterhead(top: Top, line: Line) -> bool:
    words = compact(line.text)
    return (
        titles.is_organization(words)
        or titles.is_letterhead(words)
        or words == "文件"
        or titles.is_skipped(line.text)
        or values.document_number(top.text, line.start, line.end) is not None
        or _opening_date(line) is not None
    )


def _opening_date(line: Line) -> times.Moment | None:
    """The date that the line begins with, in brackets or not."""
    return times.match(line.text, line.text[0] in "（([【")
