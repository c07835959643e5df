"""A table as JSON Lines: numbers as exact strings, dates as ISO 8601."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from .rows import TABLES, Row

__all__ = ["PARTITIONED", "SUFFIX", "write"]

SUFFIX = "jsonl"
PARTITIONED = False


def write(path: Path, table: str, rows: Iterator[Row]) -> None:
    """Write all rows to a new file."""
    names = TABLES[table].names
    with path.open("w", encoding="utf-8", newline="") as stream:
        for row in rows:
            stream.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_plain) + "\n")


def _plain(value: Decimal | date) -> str:
    return format(value, "f") if isinstance(value, Decimal) else value.isoformat()
