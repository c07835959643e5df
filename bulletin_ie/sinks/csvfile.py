"""A table as CSV that Excel opens rightly and cannot be made to run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from .rows import TABLES, Row

__all__ = ["PARTITIONED", "SUFFIX", "write"]

SUFFIX = "csv"
PARTITIONED = False
FORMULA_STARTS = frozenset("=+-@＝＋－＠")
CONTROLS = frozenset("\t\r\n")
"""A spreadsheet may run a text cell that starts so, also behind spaces (OWASP, CSV injection; the wide forms where the locale is
Chinese or Japanese). It gets a ``'`` before it, and so does one that begins with ``'``, so that taking one away gives back every
text. Numbers stay as they are."""


def write(path: Path, table: str, rows: Iterator[Row]) -> None:
    """Write all rows to a new file."""
    # Excel takes a UTF-8 file for UTF-8 only when it starts with a BOM
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(TABLES[table].names)
        for row in rows:
            writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return "'" + value if _is_risky(value) else value
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def _is_risky(text: str) -> bool:
    return text[:1] in CONTROLS or text[:1] == "'" or text.lstrip()[:1] in FORMULA_STARTS
