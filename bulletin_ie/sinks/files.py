"""Tables as files in a directory: ``jsonl:DIR``, ``csv:DIR`` and ``parquet:DIR``.

A file cannot replace the rows of one document, so the rows are kept in an SQLite database in the directory, and each run
that ends well writes the files anew from it, ordered by key, each by an atomic rename. Parquet is partitioned by the month
of publication, and only the months that a run touched are written anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import sqlalchemy as sa

from ..errors import SinkError
from .rows import DOCUMENT_TABLES, TABLES, Row
from .sql import SqlSink, open_database

from . import Batch, DocumentState, PlaceState  # isort: skip

__all__ = ["DirectorySink", "open_directory"]

STAGING = ".bulletin_ie.db"
EXTRAS = {"parquet": "parquet"}
NO_MONTH = "__HIVE_DEFAULT_PARTITION__"
"""How Hive, Spark, DuckDB and pyarrow write a null in a partition's name."""


class Format(Protocol):
    """A module that writes one file."""

    SUFFIX: str
    PARTITIONED: bool

    def write(self, path: Path, table: str, rows: Iterator[Row]) -> None:
        """Write all rows of a table to a new file."""
        ...


def open_directory(path: str, *, kind: str) -> DirectorySink:
    """Open (or make) a directory of tables.

    Args:
        path: the directory.
        kind: ``jsonl``, ``csv`` or ``parquet``.

    Raises:
        SinkError: the directory cannot be made or written, or pyarrow is not installed.
    """
    if not path:
        raise SinkError(f"{kind}: names no directory; write for example {kind}:out")
    directory = Path(path)
    try:
        form = _format(kind)
        directory.mkdir(parents=True, exist_ok=True)
    except ImportError as e:
        raise SinkError(f'{kind}: needs {e.name}; pip install "bulletin-ie[{EXTRAS[kind]}]"') from e
    except OSError as e:
        raise SinkError(f"cannot make the directory {directory}: {e}") from e
    return DirectorySink(directory, form, open_database(f"sqlite:///{directory / STAGING}"))


def _format(kind: str) -> Format:
    if kind == "parquet":
        from . import parquet

        return parquet
    from . import csvfile, jsonl

    return csvfile if kind == "csv" else jsonl


class DirectorySink:
    """A :class:`~bulletin_ie.sinks.Sink` of one file a table, or one a table and month."""

    def __init__(self, directory: Path, form: Format, staging: SqlSink) -> None:
        self._directory = directory
        self._format = form
        self._staging = staging
        self._touched = sa.Table("touched_months", sa.MetaData(), sa.Column("month", sa.String(7), primary_key=True))
        staging.execute(sa.schema.CreateTable(self._touched, if_not_exists=True))

    def documents(self, document_ids: Collection[str]) -> dict[str, DocumentState]:  # noqa: D102
        return self._staging.documents(document_ids)

    def places(self, locators: Collection[str]) -> dict[str, PlaceState]:  # noqa: D102
        return self._staging.places(locators)

    def failures(self) -> Iterator[str]:  # noqa: D102
        return self._staging.failures()

    def apply(self, batch: Batch) -> None:  # noqa: D102
        written = batch.rows["documents"]
        if written:
            day = TABLES["documents"].names.index("published_on")
            documents = self._staging.tables["documents"].c
            before = sa.select(documents.published_on).where(documents.document_id.in_([row[0] for row in written]))
            self._touch(
                {_month(row[day]) for row in written} | {_month(row[0]) for row in self._staging.stream(before)}
            )
        self._staging.apply(batch)

    def sweep(self) -> int:  # noqa: D102
        documents, places = self._staging.tables["documents"].c, self._staging.tables["document_places"].c
        own = sa.exists().where(places.document_id == documents.document_id, places.locator == documents.locator)
        self._touch(
            {_month(row[0]) for row in self._staging.stream(sa.select(documents.published_on).where(~own).distinct())}
        )
        return self._staging.sweep()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._export()
        finally:
            self._staging.__exit__(kind, value, traceback)

    def _touch(self, months: set[str]) -> None:
        """Note durably that files of these months must be written; a run that is killed leaves the note to the next one."""
        known = {row[0] for row in self._staging.stream(sa.select(self._touched.c.month))}
        for month in sorted(months - known):
            self._staging.execute(sa.insert(self._touched).values(month=month))

    def _export(self) -> None:
        touched = [
            row[0] for row in self._staging.stream(sa.select(self._touched.c.month).order_by(self._touched.c.month))
        ]
        if self._format.PARTITIONED:
            for month in touched:
                for name in DOCUMENT_TABLES:
                    self._write(self._directory / name / f"month={month or NO_MONTH}", name, self._rows(name, month))
        elif touched or not self._path(self._directory, "documents").exists():
            for name in DOCUMENT_TABLES:
                self._write(self._directory, name, self._rows(name, None))
        for name in TABLES:
            if name not in DOCUMENT_TABLES:
                folder = self._directory / name if self._format.PARTITIONED else self._directory
                self._write(folder, name, self._rows(name, None))
        self._staging.execute(sa.delete(self._touched).where(self._touched.c.month.in_(touched)))

    def _path(self, folder: Path, name: str) -> Path:
        return folder / ("part-0.parquet" if self._format.PARTITIONED else f"{name}.{self._format.SUFFIX}")

    def _rows(self, name: str, month: str | None) -> Iterator[Row]:
        """All rows of a table, or those of the documents of a month (``""``: no date), in the order of the key."""
        table, documents = self._staging.tables[name], self._staging.tables["documents"]
        query = sa.select(table).order_by(*table.primary_key)
        if month is not None:
            if name != "documents":
                query = query.join(documents, documents.c.document_id == table.c.document_id)
            day = sa.type_coerce(documents.c.published_on, sa.String)
            query = query.where(day.between(f"{month}-01", f"{month}-31") if month else day.is_(None))
        return self._staging.stream(query)

    def _write(self, folder: Path, name: str, rows: Iterator[Row]) -> None:
        target = self._path(folder, name)
        unfinished = target.with_name(f".{target.name}.part")
        first = next(rows, None)
        try:
            if first is None and self._format.PARTITIONED and name in DOCUMENT_TABLES:
                shutil.rmtree(folder, ignore_errors=True)
                return
            folder.mkdir(parents=True, exist_ok=True)
            self._format.write(unfinished, name, _with(first, rows))
            unfinished.replace(target)
        except OSError as e:
            with suppress(OSError):
                unfinished.unlink()
            raise SinkError(f"cannot write {target}: {e}") from e


def _month(day: date | None) -> str:
    return "" if day is None else day.isoformat()[:7]


def _with(first: Any, rows: Iterator[Row]) -> Iterator[Row]:
    if first is not None:
        yield first
        yield from rows
