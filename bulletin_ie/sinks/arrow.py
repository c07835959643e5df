"""The tables of :mod:`.rows` as Arrow: for Parquet, DuckDB and Spark. Needs pyarrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from .rows import NUMERIC_PRECISION, NUMERIC_SCALE, TABLES, Row, narrow

__all__ = ["columns", "record_batch", "schema"]

_TYPES: dict[str, Any] = {
    "key": pa.string(),
    "locator": pa.string(),
    "text": pa.string(),
    "integer": pa.int64(),
    "numeric": pa.decimal128(NUMERIC_PRECISION, NUMERIC_SCALE),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}


def schema(table: str) -> Any:
    """The Arrow schema of a table."""
    return pa.schema([pa.field(c.name, _TYPES[c.type], nullable=c.nullable) for c in TABLES[table].columns])


def columns(table: str, rows: Sequence[Row]) -> list[Any]:
    """The rows' cells as an Arrow array for each column."""
    made = []
    for position, column in enumerate(TABLES[table].columns):
        cells = [row[position] for row in rows]
        if column.type == "numeric":
            cells = [narrow(cell) for cell in cells]
        made.append(pa.array(cells, type=_TYPES[column.type]))
    return made


def record_batch(table: str, rows: Sequence[Row]) -> Any:
    """The rows as an Arrow record batch."""
    return pa.RecordBatch.from_arrays(columns(table, rows), schema=schema(table))
