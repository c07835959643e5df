"""PDF files with a text layer: characters with their places → lines → paragraphs."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any, BinaryIO, NamedTuple

import regex

from ..errors import ReadError
from . import extras
from .blob import UnsafeError
from .radicals import replaced
from .source import Source

__all__ = ["read"]

MAX_PAGES = 3000
MAX_STREAM = 16 * 1024 * 1024
"""Unpacked bytes of one stream that is no picture; a page of text has some ten thousand."""


def _refuse_bombs(data: bytes, origin: str) -> None:
    """Unpack each packed stream up to the limit; the library would unpack it whole."""
    for found in _stream().finditer(data):
        end = data.find(b"endstream", found.end())
        head = data[max(0, found.start() - 400) : found.start()].rpartition(b"obj")[2]
        if end < 0 or b"/Fl" not in head or b"/Image" in head:
            continue
        with suppress(zlib.error):
            if len(zlib.decompressobj().decompress(data[found.end() : end], MAX_STREAM + 1)) > MAX_STREAM:
                raise UnsafeError(f"{origin}: a stream of the PDF unpacks to more than {MAX_STREAM} bytes")


@cache
def _stream() -> regex.Pattern[bytes]:
    return regex.compile(rb"(?<!end)stream\r?\n")


class _TextLine(NamedTuple):
    """A printed line: left and right edge, top (grows downwards over all pages), height, text."""

    left: float
    right: float
    top: float
    height: float
    text: str
    page: int


def read(file: BinaryIO, origin: str, *, url: str | None = None) -> Source:
    """The text of all pages; lines that a paragraph was broken into are joined again.

    Raises:
        ReadError: damaged, encrypted, or scanned without a text layer.
        UnsafeError: a stream in it is a bomb.
        UnsupportedFormatError: the extra is not installed.
    """
    pdfplumber = extras.load("pdfplumber", extra="pdf", what=f"{origin}: PDF")
    _refuse_bombs(file.read(), origin)
    file.seek(0)
    lines: list[_TextLine] = []
    images = 0
    try:
        with _quiet(), pdfplumber.open(file) as document:
            for number, page in enumerate(document.pages[:MAX_PAGES]):
                lines += _page_lines(page, number)
                images += len(page.images)
                page.close()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as e:  # pdfminer raises nearly everything on damaged files
        if "PDFPassword" in repr(e) or "PDFEncryption" in repr(e):
            raise ReadError(f"{origin}: the PDF is encrypted") from e
        raise ReadError(f"{origin}: damaged PDF: {type(e).__name__} {e}") from e
    if not lines:
        why = "it is scanned: pages hold images only; run OCR first" if images else "it holds no text"
        raise ReadError(f"{origin}: the PDF has no text layer ({why})")
    return Source("\n".join(_paragraphs(_without_page_numbers(lines))), url=url, format="pdf")


@contextmanager
def _quiet() -> Iterator[None]:
    """pdfminer logs every oddity of a file as a warning; what matters becomes an error anyway."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _page_lines(page: Any, number: int) -> list[_TextLine]:
    sizes = [char["size"] for char in page.chars]
    # figures in another font stand a little lower than the characters beside them
    slack = max(3.0, 0.4 * median(sizes)) if sizes else 3.0
    found = page.extract_text_lines(return_chars=False, x_tolerance=2, y_tolerance=slack)
    return [
        _TextLine(
            line["x0"],
            line["x1"],
            line["top"] + number * page.height,
            line["bottom"] - line["top"],
            replaced(line["text"].strip()),
            number,
        )
        for line in found
        if line["text"].strip()
    ]


def _without_page_numbers(lines: list[_TextLine]) -> list[_TextLine]:
    """Drop the first or last line of a page when it is a page number (— 3 —, 第 3 页 共 5 页)."""
    kept = []
    for index, line in enumerate(lines):
        edge = index in (0, len(lines) - 1) or lines[index - 1].page != line.page or lines[index + 1].page != line.page
        bare = line.text.strip("-—–－ ·.第共页/\u3000")
        if edge and _browser_edge().fullmatch(line.text):
            continue
        if not (edge and len(line.text) <= 16 and (bare.isdigit() or bare == "" or _of_pages(bare))):
            kept.append(line)
    return kept


@cache
def _browser_edge() -> regex.Pattern[str]:
    """What browsers print at a page's edges: 2023/5/6 10:20 and the tab's title, the address and 1/3."""
    return regex.compile(
        r"\d{1,4}/\d{1,2}/\d{1,4},? \d{1,2}:\d\d(?: [AP]M)?(?:\s.{0,120})?|(?:https?|file)://\S{1,500}(?:\s+\d{1,4}/\d{1,4})?"
    )


def _of_pages(bare: str) -> bool:
    return all(c.isdigit() or c in " 页共第/，,-" for c in bare)


def _paragraphs(lines: list[_TextLine]) -> list[str]:
    """Join a line to the one before it when that one is full and this one starts at the margin."""
    if not lines:
        return []
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    paragraphs = [_indented(lines[0], left)]
    # where paragraphs begin with an indent, a line at the margin goes on with the one before, however ragged the right edge
    marked = any(_is_indented(line, left) for line in lines)
    ragged = left + 0.8 * (right - left)
    for before, line in pairwise(lines):
        size = max(line.height, 6.0)
        full = before.right > right - 1.8 * size or (
            marked and before.right > ragged and before.text[-1] not in "。：！？"
        )
        flush = line.left < left + 0.8 * size
        same = abs(before.height - line.height) < 0.25 * size
        if full and flush and same:
            paragraphs[-1] += line.text
        else:
            paragraphs.append(_indented(line, left))
    return paragraphs


def _indented(line: _TextLine, left: float) -> str:
    """Two ideographic spaces before a line that begins about two characters after the margin."""
    return ("\u3000\u3000" if _is_indented(line, left) else "") + line.text


def _is_indented(line: _TextLine, left: float) -> bool:
    return 1.3 < (line.left - left) / max(line.height, 6.0) < 3.0
