"""Word files (OOXML): paragraphs, tables, text boxes; tracked deletions left out.

Read from the XML itself: python-docx drops text in content controls, tracked insertions, smart tags and text boxes,
and the red letterheads of official documents stand in text boxes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from ..errors import ReadError
from . import xmlsafe
from .archives import check_zip, open_zip, read_member
from .source import Source

__all__ = ["read"]

_DROPPED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr", "tblPr", "Fallback", "fldData"}
)
MAX_LINES = 200_000


def read(file: BinaryIO, origin: str, *, url: str | None = None) -> Source:
    """The document's text, a paragraph a line, a table row's cells parted by tabs.

    Raises:
        ReadError: damaged, encrypted, or without text.
        UnsafeError: a bomb, or XML with entities.
    """
    check_zip(file, origin)
    with open_zip(file, origin) as archive:
        root = xmlsafe.parse(_part(archive, "word/document.xml", origin), origin)
        notes = [
            t for name in ("word/footnotes.xml",) if name in archive.namelist() for t in _notes(archive, name, origin)
        ]
    body = next((e for e in root if _local(e) == "body"), None)
    lines = list(_blocks(body)) if body is not None else []
    text = "\n".join(line for line in [*lines, *notes]).strip("\n")
    if not text.strip():
        raise ReadError(f"{origin}: the document holds no text (only images?)")
    return Source(text, url=url, format="docx")


def _part(archive: zipfile.ZipFile, name: str, origin: str) -> bytes:
    try:
        info = archive.getinfo(name)
    except KeyError as e:
        raise ReadError(f"{origin}: no Word document (it lacks {name})") from e
    return read_member(archive, info, origin)


def _notes(archive: zipfile.ZipFile, name: str, origin: str) -> list[str]:
    root = xmlsafe.parse(_part(archive, name, origin), origin)
    return [line for note in root for line in _blocks(note) if line.strip()]


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _blocks(parent: Any) -> Iterator[str]:
    """Lines of a container of paragraphs and tables; containers inside it are opened, without recursion."""
    stack = list(reversed(parent))
    count = 0
    while stack and count < MAX_LINES:
        element = stack.pop()
        name = _local(element)
        if name == "p":
            count += 1
            yield from _paragraph(element)
        elif name == "tr":
            count += 1
            yield from _row(element)
        elif name not in _DROPPED:
            stack.extend(reversed(element))


def _paragraph(paragraph: Any) -> Iterator[str]:
    boxes: list[str] = []
    text = "".join(_runs(paragraph, boxes))
    for box in boxes:
        if box.strip():
            yield box.strip()
    yield text.rstrip() if text.strip() else ""


def _runs(root: Any, boxes: list[str]) -> Iterator[str]:
    """Text of a paragraph in order; the paragraphs of text boxes in it are put into ``boxes``."""
    stack = [root]
    while stack:
        element = stack.pop()
        name = _local(element)
        if name == "t":
            yield element.text or ""
        elif name == "tab":
            yield "\t" if _local(element.getparent()) == "r" else ""
        elif name in ("br", "cr"):
            yield "\n"
        elif name in ("noBreakHyphen", "softHyphen"):
            yield "-" if name == "noBreakHyphen" else ""
        elif name == "txbxContent":
            boxes.extend("".join(_runs(p, [])) for p in element.iter() if _local(p) == "p")
        elif name not in _DROPPED:
            stack.extend(reversed(element))


def _row(row: Any) -> Iterator[str]:
    cells = []
    for cell in row.iter():
        if _local(cell) == "tc" and _nearest_row(cell) is row:
            paragraphs = ("".join(_runs(p, [])).strip() for p in cell.iter() if _local(p) == "p")
            cells.append(" ".join(p for p in paragraphs if p).replace("\n", " "))
    if any(cells):
        yield "\t".join(cells)


def _nearest_row(cell: Any) -> Any:
    parent = cell.getparent()
    while parent is not None and _local(parent) != "tr":
        parent = parent.getparent()
    return parent
