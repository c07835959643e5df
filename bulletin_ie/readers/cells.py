"""Rows of a page's tables: data that becomes one line, or a page (or a joint sign-off) laid out in cells."""

from __future__ import annotations

from itertools import islice
from typing import Any

from . import times, titles
from .lines import compact
from .values import document_number

__all__ = ["are_plain", "local_name"]

MAX_ELEMENTS = 120
"""Elements of the largest table of bodies that sign together."""


def local_name(element: Any) -> str:
    """An element's tag in lower case, without a namespace."""
    return str(element.tag).rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def are_plain(row: Any) -> bool:
    """Do the row's cells hold short text only (a data table), and not a page laid out in a table?"""
    if _is_signed(row):
        return False
    cells = blocks = links = 0
    for element in row.iter():
        tag = local_name(element)
        if tag in ("td", "th"):
            cells += 1
            blocks = links = 0
        elif tag == "a":
            links += 1
            if links > 2:  # a menu
                return False
        elif tag == "table" or tag in ("div", "ul", "ol", "h1", "h2", "h3", "center", "form"):
            return False
        elif tag in ("p", "br"):
            blocks += 1
            if blocks > 6:
                return False
        if cells > 60:
            break
    return cells > 1


def _is_signed(row: Any) -> bool:
    """Does the row belong to a table without borders that sets bodies (and a date) side by side, as letterheads and
    joint sign-offs do?"""
    table = next(row.iterancestors("table"), None)
    if table is None or (table.get("border") or "0") != "0":
        return False
    inner = list(islice(table.iter(), 1, MAX_ELEMENTS + 1))
    if len(inner) == MAX_ELEMENTS or any(element.tag == "table" for element in inner):
        return False
    bodies = 0
    for cell in (element for element in inner if element.tag == "td"):
        words = compact("".join(cell.itertext()))
        if words and not _is_signature(words):
            return False
        bodies += titles.is_organization(words)
    return bodies > 1


def _is_signature(words: str) -> bool:
    if titles.is_organization(words) or words == "文件" or document_number(words, 0, len(words)) is not None:
        return True
    moment = times.match(words)
    return moment is not None and moment.end == len(words)
