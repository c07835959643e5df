"""Tables as files in a directory: ``jsonl:DIR`` and ``csv:DIR``.

A file cannot replace the rows of one document, so the rows are kept in a small SQLite database in the directory, and each
successful run writes the files anew from it, ordered by key, each by an atomic rename.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from ..errors import SinkError
from .rows import TABLES, Row
from .sql import SqlSink, open_database

__all__ = ["DirectorySink", "open_directory"]

STAGING = ".bulletin_ie.db"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a text cell that starts so; it gets a ``'`` before it (OWASP, CSV injection). Numbers stay as they are."""


def open_directory(path: str, *, kind: str) -> DirectorySink:
    """Open (or make) a directory of tables.

    Args:
        path: the directory.
        kind: ``jsonl`` or ``csv``.

    Raises:
        SinkError: the directory cannot be made or written.
    """
    if not path:
        raise SinkError(f"{kind}: names no directory; write for example {kind}:out")
    directory = Path(path)
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise SinkError(f"cannot make the directory {directory}: {e}") from e
    return DirectorySink(directory, kind, open_database(f"sqlite:///{directory / STAGING}"))


class DirectorySink:
    """A :class:`~bulletin_ie.sinks.Sink` of one file a table."""

    def __init__(self, directory: Path, kind: str, staging: SqlSink) -> None:
        self._directory = directory
        self._kind = kind
        self._staging = staging

    def known(self, document_ids: Iterable[str]) -> dict[str, tuple[str, str]]:  # noqa: D102
        return self._staging.known(document_ids)

    def write(self, rows: Mapping[str, list[Row]]) -> None:  # noqa: D102
        self._staging.write(rows)

    def fail(self, row: Row) -> None:  # noqa: D102
        self._staging.fail(row)

    def clear_failure(self, locator: str) -> None:  # noqa: D102
        self._staging.clear_failure(locator)

    def record_run(self, row: Row) -> None:  # noqa: D102
        self._staging.record_run(row)

    def commit(self) -> None:  # noqa: D102
        self._staging.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                for name in TABLES:
                    self._export(name)
        finally:
            self._staging.__exit__(kind, value, traceback)

    def _export(self, name: str) -> None:
        target = self._directory / f"{name}.{self._kind}"
        unfinished = target.with_suffix(target.suffix + ".part")
        columns = [c.name for c in TABLES[name].columns]
        write = _write_csv if self._kind == "csv" else _write_jsonl
        try:
            # Excel takes a UTF-8 file for UTF-8 only when it starts with a BOM
            with unfinished.open("w", encoding="utf-8-sig" if self._kind == "csv" else "utf-8", newline="") as stream:
                write(stream, columns, self._staging.stream(name))
            unfinished.replace(target)
        except OSError as e:
            raise SinkError(f"cannot write {target}: {e}") from e


def _write_jsonl(stream: TextIO, columns: list[str], rows: Iterator[Row]) -> None:
    for row in rows:
        stream.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=_plain) + "\n")


def _write_csv(stream: TextIO, columns: list[str], rows: Iterator[Row]) -> None:
    writer = csv.writer(stream)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])


def _plain(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else value.isoformat()  # type: ignore[no-any-return]


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return _plain(value) if isinstance(value, Decimal | date | datetime) else value
