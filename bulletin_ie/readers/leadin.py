"""What a page prints above its notice: menus, mottos, the site's name, the column, the way to the page.

Such lines cannot be listed; they are told by what follows them: a line that looks more like a title, before any
sentence.
"""

from __future__ import annotations

from . import times, titles
from .labels import Hit
from .lines import Line, compact

__all__ = ["find", "says_something"]


def says_something(text: str) -> bool:
    """Is the line (part of) a sentence, so that the prose has begun?"""
    return "。" in text or text[-1] in "；;，," or len(text) > titles.MAX_TITLE


def find(lines: list[Line], info: list[list[Hit]]) -> frozenset[int]:
    """Indices of the lines above the masthead.

    Args:
        lines: of the head.
        info: the labels of each line that is an info line, nothing for the others.
    """
    said = (i for i, line in enumerate(lines) if says_something(line.text) and not titles.is_skipped(line.text))
    head = next(said, len(lines))
    plain = [i for i in range(head) if not info[i] and not _is_stamp(lines[i]) and not (i and _awaits(info[i - 1]))]
    begin = max(_below_trail(lines[:head]), _below_menu(lines[:head]))
    marks = {i: titles.strength(lines[i].text) for i in plain if _could_be(lines[i])}
    for i in plain:
        if titles.is_trail(lines[i].text) and (any(k > i for k in marks) or all(marks[k] <= 0 for k in marks if k < i)):
            begin = max(begin, i + 1)
    begin = max((i for i in marks if _repeats(lines, i)), default=max(begin, _catalogue(lines, info, marks)))
    below = set(range(head)) - set(plain)  # an info line stands below the title
    first = _first_title(lines, {i: mark + (i + 1 in below) for i, mark in marks.items() if i >= begin})
    return frozenset(
        i for i in plain if i < begin or (i < first and not titles.is_organization(compact(lines[i].text)))
    )


def _catalogue(lines: list[Line], info: list[list[Hit]], marks: dict[int, int]) -> int:
    """Index of a catalogue block with a title below it and no full one above it, 0 without one: what is above is a menu."""
    first = next((i for i, hits in enumerate(info) if any(hit.field == "index_number" for hit in hits)), 0)
    full = [i for i, mark in marks.items() if mark >= titles.STRONG and not titles.is_kind(compact(lines[i].text))]
    return first if any(i > first for i in full) and not any(i < first for i in full) else 0


def _below_trail(lines: list[Line]) -> int:
    """Index of the line below the last one of a trail whose marks stand on lines of their own (首页 / > / 政务公开)."""
    alone = [i for i, line in enumerate(lines) if line.text in _TRAIL_MARKS]
    return alone[-1] + 2 if alone and alone[-1] < len(lines) - 2 else 0


def _below_menu(lines: list[Line]) -> int:
    """Index of the line below a menu of one word a line that begins with 首页; 0 without one."""
    home = next((i for i, line in enumerate(lines[:MOST_ABOVE]) if compact(line.text) in _HOMES), None)
    if home is None:
        return 0
    end = next((i for i in range(home, len(lines)) if len(compact(lines[i].text)) > LONGEST_ENTRY), home)
    return end if end - home >= SHORTEST_MENU else 0


_HOMES = frozenset({"首页", "网站首页", "网首页", "主页"})
MOST_ABOVE = 6
"""Lines above a menu's first entry."""
LONGEST_ENTRY = 6
SHORTEST_MENU = 4
_TRAIL_MARKS = frozenset({">", ">>", "＞", "»", "›", "→", "/"})


def _repeats(lines: list[Line], index: int) -> bool:
    """Does the line repeat what a line above it says with the site's name behind (…_青禾县人民政府), or a list of headlines?"""
    words = compact(lines[index].text)
    above = [compact(line.text) for line in lines[:index]] if len(words) >= 6 else []
    if any(x.startswith(words) and x[len(words) :][:1] in ("_", "-", "|", "－", "—") for x in above):
        return True
    if len(words) < 8 or words not in above:
        return False
    others = [line.text for line in lines[: above.index(words)] if titles.strength(line.text) > 0]
    return len(others) > 1 and not titles.is_organization(words)


def _first_title(lines: list[Line], marks: dict[int, int]) -> int:
    """Index of the first line that looks like a title while none above it does, bodies aside; 0 when there is none."""
    marks = {i: mark for i, mark in marks.items() if not titles.is_organization(compact(lines[i].text))}
    full = max((i for i, mark in marks.items() if mark > titles.STRONG and len(lines[i].text) >= 8), default=-1)
    for i, mark in marks.items():
        if titles.is_kind(compact(lines[i].text)) and i < full:
            continue  # 指南, in a menu
        if mark >= titles.STRONG:
            return i
        if titles.strength(lines[i].text) > 0 or (i + 1 < len(lines) and titles.issue(lines[i + 1]) is not None):
            return 0
    return next((i for i in marks if titles.strength(lines[i].text) >= 0), 0)  # columns above a line that is none


def _could_be(line: Line) -> bool:
    words = compact(line.text)
    return not titles.is_numbered(words) and not titles.is_skipped(line.text) and words[-1] not in "：:、"


def _awaits(hits: list[Hit]) -> bool:
    """Does the line end with a label whose value the next line holds?"""
    return bool(hits) and hits[-1].value == hits[-1].end


def _is_stamp(line: Line) -> bool:
    """Does the line begin with a date (of publication, in a letterhead, of a meeting), or hold labels that none knows?"""
    dated = times.match(line.text, line.text[0] in "（([【〔") is not None
    return dated or titles.is_dated_label(line.text) or titles.is_form(line)
