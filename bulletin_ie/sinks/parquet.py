"""A table, or its rows of one month, as a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq

from . import arrow
from .rows import Row

__all__ = ["PARTITIONED", "SUFFIX", "write"]

SUFFIX = "parquet"
PARTITIONED = True
GROUP = {"documents": 4_000}
"""Rows of a row group: what is in memory at a time. A document's row holds its whole text."""
OTHER_GROUP = 50_000


def write(path: Path, table: str, rows: Iterator[Row]) -> None:
    """Write all rows to a new file."""
    size = GROUP.get(table, OTHER_GROUP)
    with pq.ParquetWriter(path, arrow.schema(table), compression="zstd") as writer:
        while group := list(islice(rows, size)):
            writer.write_batch(arrow.record_batch(table, group))
