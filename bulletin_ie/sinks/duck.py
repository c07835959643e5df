"""DuckDB: ``duckdb:FILE``. Needs duckdb and pyarrow.

The tables have no keys or indexes: DuckDB holds these in memory, and scans its columns faster than it maintains them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

from ..errors import SinkError
from .rows import DOCUMENT_TABLES, NUMERIC_PRECISION, NUMERIC_SCALE, SCHEMA_VERSION, TABLES, Row

from . import Batch, DocumentState, PlaceState  # isort: skip

__all__ = ["OFFLINE", "DuckSink", "open_file"]

OFFLINE: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
"""Nothing is downloaded: DuckDB would fetch a reader for a file that is none of its own."""

_TYPES = {
    "key": "VARCHAR",
    "locator": "VARCHAR",
    "text": "VARCHAR",
    "integer": "BIGINT",
    "numeric": f"DECIMAL({NUMERIC_PRECISION}, {NUMERIC_SCALE})",
    "date": "DATE",
    "timestamp": "TIMESTAMPTZ",
}


def open_file(path: str) -> DuckSink:
    """Open (or make) a database file.

    Raises:
        SinkError: duckdb is not installed, or the file cannot be opened, or a newer version made it.
    """
    try:
        import duckdb
        import pyarrow  # noqa: F401
    except ImportError as e:
        raise SinkError(f'duckdb: needs {e.name}; pip install "bulletin-ie[duckdb]"') from e
    if not path:
        raise SinkError("duckdb: names no file; write for example duckdb:bulletins.duckdb")
    try:
        return DuckSink(duckdb.connect(path, config=OFFLINE), path, duckdb.Error)
    except duckdb.Error as e:
        raise SinkError(f"cannot open duckdb:{path}: {e}") from e


class DuckSink:
    """A :class:`~bulletin_ie.sinks.Sink` over one connection."""

    def __init__(self, connection: Any, path: str, error: type[Exception]) -> None:
        self._connection = connection
        self._path = path
        self._error = error
        for table in TABLES.values():
            columns = ", ".join(
                f'"{c.name}" {_TYPES[c.type]}{"" if c.nullable else " NOT NULL"}' for c in table.columns
            )
            connection.execute(f'CREATE TABLE IF NOT EXISTS "{table.name}" ({columns})')
            stored = tuple(row[0] for row in connection.execute(f'DESCRIBE "{table.name}"').fetchall())
            if stored != table.names:
                raise SinkError(
                    f"duckdb:{path}: its table {table.name!r} is not of version {SCHEMA_VERSION}: load into a new file"
                )

    def documents(self, document_ids: Collection[str]) -> dict[str, DocumentState]:  # noqa: D102
        query = "SELECT document_id, locator, content_hash, package_version, model_version, run_id FROM documents"
        return {row[0]: DocumentState(*row[1:]) for row in self._lookup(query, "document_id", document_ids)}

    def places(self, locators: Collection[str]) -> dict[str, PlaceState]:  # noqa: D102
        query = "SELECT locator, document_id, content_hash FROM document_places"
        return {row[0]: PlaceState(*row[1:]) for row in self._lookup(query, "locator", locators)}

    def failures(self) -> Iterator[str]:  # noqa: D102
        return iter([row[0] for row in self._run("SELECT locator FROM failures").fetchall()])

    def apply(self, batch: Batch) -> None:  # noqa: D102
        # a scan for each table is what a delete costs here, so only what is stored is deleted
        ids = list(self.documents([row[0] for row in batch.rows["documents"]]))
        with self._transaction():
            for name in DOCUMENT_TABLES:
                self._delete(name, ids)
                self._insert(name, batch.rows[name])
            self._delete("failures", batch.cleared)
            for name, rows in (("document_places", batch.places), ("failures", batch.failures), ("runs", batch.runs)):
                self._delete(name, [row[0] for row in rows])
                self._insert(name, rows)

    def sweep(self) -> int:  # noqa: D102
        own = "SELECT 1 FROM document_places p WHERE p.document_id = d.document_id"
        with self._transaction():
            gone = self._run(f"SELECT document_id FROM documents d WHERE NOT EXISTS ({own})").fetchall()
            orphans = [row[0] for row in gone]
            for name in DOCUMENT_TABLES:
                self._delete(name, orphans)
            self._run(
                "UPDATE documents SET content_hash = '', locator = heir.place FROM (SELECT document_id AS id, min(locator) AS place "
                f"FROM document_places GROUP BY 1) heir WHERE heir.id = document_id AND document_id IN (SELECT document_id "
                f"FROM documents d WHERE NOT EXISTS ({own} AND p.locator = d.locator))"
            )
        return len(orphans)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with suppress(self._error):
            self._connection.close()

    def _lookup(self, query: str, key: str, values: Collection[str]) -> list[Any]:
        if not values:
            return []
        found: list[Any] = self._run(f"{query} WHERE {key} IN (SELECT unnest(?))", [list(values)]).fetchall()
        return found

    def _delete(self, name: str, keys: Collection[str]) -> None:
        if keys:
            key = TABLES[name].key[0]
            self._run(f'DELETE FROM "{name}" WHERE "{key}" IN (SELECT unnest(?))', [list(keys)])

    def _insert(self, name: str, rows: list[Row]) -> None:
        from . import arrow

        if rows:
            self._connection.register("incoming", arrow.record_batch(name, rows))
            self._run(f'INSERT INTO "{name}" SELECT * FROM incoming')
            self._connection.unregister("incoming")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._run("BEGIN")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            with suppress(self._error):
                self._connection.execute("ROLLBACK")
            raise

    def _run(self, statement: str, parameters: Any = None) -> Any:
        try:
            return self._connection.execute(statement, parameters)
        except self._error as e:
            raise SinkError(f"duckdb:{self._path}: {str(e)[:500]}") from e
