"""Workbooks: a row a notice, in any sheet with a header line of known columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ..errors import ReadError
from . import extras
from .archives import BROKEN, check_zip, open_zip
from .blob import UnsafeError
from .tabular import knows

__all__ = ["rows"]

MAX_ROWS = 1_048_576


def _refuse_doctypes(file: BinaryIO, origin: str) -> None:
    """No workbook declares a document type: it could only bring entities of its own or of other files."""
    with open_zip(file, origin) as archive:
        for info in archive.infolist():
            if info.filename.endswith((".xml", ".rels")):
                try:
                    with archive.open(info) as part:
                        head = part.read(4096)
                except BROKEN:
                    continue  # its reader says what is wrong with it
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise UnsafeError(f"{origin}: {info.filename} declares a document type")
    file.seek(0)


def rows(file: BinaryIO, origin: str) -> Iterator[tuple[str, object]]:
    """(sheet!row, column → cell) of each row that is not empty.

    Raises:
        ReadError: damaged, or no sheet has a header line of known columns.
        UnsupportedFormatError: the extra is not installed.
        UnsafeError: a bomb.
    """
    openpyxl = extras.load("openpyxl", extra="xlsx", what=f"{origin}: XLSX")
    check_zip(file, origin)
    _refuse_doctypes(file, origin)
    known = 0
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for sheet in book.worksheets:
            names: tuple[object, ...] | None = None
            for number, row in enumerate(sheet.iter_rows(values_only=True, max_row=MAX_ROWS), 1):
                if names is None:
                    if number > 20:
                        break
                    if sum(1 for cell in row if cell is not None and knows(str(cell))) >= 1 and len(row) > 1:
                        names, known = row, known + 1
                elif any(cell is not None for cell in row):
                    yield (
                        f"{sheet.title}!{number}",
                        {str(n): c for n, c in zip(names, row, strict=False) if n is not None},
                    )
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as e:  # openpyxl raises nearly everything on damaged files
        raise ReadError(f"{origin}: damaged workbook: {type(e).__name__} {e}") from e
    if not known:
        raise ReadError(f"{origin}: no sheet has a header line of known columns")
