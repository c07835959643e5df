"""OFD (GB/T 33190), the fixed-layout format of Chinese e-government: text objects in reading order."""

from __future__ import annotations

import posixpath
from typing import Any, BinaryIO

from ..errors import ReadError
from . import xmlsafe
from .archives import check_zip, open_zip, read_member
from .source import Source

__all__ = ["read"]

MAX_PAGES = 2000


def read(file: BinaryIO, origin: str, *, url: str | None = None) -> Source:
    """The text of all pages, a printed line a line.

    Raises:
        ReadError: damaged, or without text.
        UnsafeError: a bomb, or XML with entities.
    """
    check_zip(file, origin)
    lines: list[str] = []
    with open_zip(file, origin) as archive:
        names = set(archive.namelist())
        pages = _pages(archive, names, origin)
        for name in pages[:MAX_PAGES]:
            lines += _lines(xmlsafe.parse(read_member(archive, archive.getinfo(name), origin), origin))
    text = "\n".join(lines)
    if not text.strip():
        raise ReadError(f"{origin}: the OFD file holds no text (scanned?)")
    return Source(text, url=url, format="ofd")


def _pages(archive: Any, names: set[str], origin: str) -> list[str]:
    """Content files in the order of Document.xml; in the order of their numbers when that is missing."""
    found: list[str] = []
    for document in sorted(n for n in names if n.endswith("Document.xml")):
        root = xmlsafe.parse(read_member(archive, archive.getinfo(document), origin), origin)
        base = posixpath.dirname(document)
        for page in root.iter():
            if _local(page) == "Page" and page.get("BaseLoc"):
                name = posixpath.normpath(posixpath.join(base, page.get("BaseLoc").lstrip("/")))
                if name in names:
                    found.append(name)
    return found or sorted((n for n in names if n.endswith("Content.xml")), key=lambda n: (len(n), n))


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _lines(page: Any) -> list[str]:
    pieces = []
    for piece in page.iter():
        if _local(piece) == "TextObject":
            left, top = _corner(piece.get("Boundary"))
            text = "".join((code.text or "") for code in piece if _local(code) == "TextCode")
            if text.strip():
                pieces.append((round(top), left, text))
    rows: dict[int, list[tuple[float, str]]] = {}
    for top, left, text in pieces:
        row = next((t for t in (top, top - 1, top + 1) if t in rows), top)
        rows.setdefault(row, []).append((left, text))
    return ["".join(text for _, text in sorted(rows[top])) for top in sorted(rows)]


def _corner(boundary: str | None) -> tuple[float, float]:
    try:
        left, top = (boundary or "").split()[:2]
        return float(left), float(top)
    except ValueError:
        return 0.0, 0.0
