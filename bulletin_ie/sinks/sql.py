"""Any database that SQLAlchemy speaks to; SQLite is the default one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from ..errors import SinkError
from .rows import DOCUMENT_TABLES, TABLES, ColumnType, Row

__all__ = ["SqlSink", "metadata", "open_database"]


class ExactNumeric(TypeDecorator[Decimal]):
    """Exact decimals everywhere: SQLite has no decimal type, but its NUMERIC affinity keeps a bound string's value."""

    impl = sa.Numeric(38, 10)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_SqliteNumeric() if dialect.name == "sqlite" else sa.Numeric(38, 10))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        return format(value, "f") if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(str(value))


class _SqliteNumeric(sa.types.UserDefinedType[Any]):
    cache_ok = True

    def get_col_spec(self, **kw: Any) -> str:
        return "NUMERIC"


def _column_type(kind: ColumnType) -> TypeEngine[Any]:
    types: dict[ColumnType, TypeEngine[Any]] = {
        "key": sa.String(191),
        "text": sa.Text(),
        "integer": sa.BigInteger(),
        "numeric": ExactNumeric(),
        "date": sa.Date(),
        "timestamp": sa.DateTime(timezone=True),
    }
    return types[kind]


def metadata() -> sa.MetaData:
    """The schema of :mod:`.rows` as SQLAlchemy tables."""
    made = sa.MetaData()
    for table in TABLES.values():
        columns = [
            sa.Column(c.name, _column_type(c.type), primary_key=i < table.key_length, nullable=c.nullable, autoincrement=False)
            for i, c in enumerate(table.columns)
        ]
        sa.Table(table.name, made, *columns)
    return made


def open_database(url: str) -> SqlSink:
    """Connect and create missing tables.

    Raises:
        SinkError: the URL is malformed, its driver is not installed, or the database cannot be reached.
    """
    try:
        engine = sa.create_engine(url)
        return SqlSink(engine)
    except sa.exc.ArgumentError as e:
        raise SinkError(f"{url!r} is no database URL: {e}") from e
    except (sa.exc.NoSuchModuleError, ImportError) as e:
        raise SinkError(f"no driver for {url!r} is installed: {e}") from e
    except sa.exc.SQLAlchemyError as e:
        raise SinkError(f"cannot open {url!r}: {e}") from e


class SqlSink:
    """A :class:`~bulletin_ie.sinks.Sink` over one connection."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._tables = metadata()
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _tune_sqlite)
        self._tables.create_all(engine)
        self._connection = engine.connect()

    def known(self, document_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        table = self._tables.tables["documents"]
        query = sa.select(table.c.document_id, table.c.content_hash, table.c.package_version)
        rows = self._connection.execute(query.where(table.c.document_id.in_(list(document_ids))))
        return {row[0]: (row[1], row[2]) for row in rows}

    def write(self, rows: Mapping[str, list[Row]]) -> None:
        document_id = rows["documents"][0][0]
        for name in DOCUMENT_TABLES:
            table = self._tables.tables[name]
            self._run(sa.delete(table).where(table.c.document_id == document_id))
            if rows[name]:
                self._insert(name, rows[name])

    def fail(self, row: Row) -> None:
        self.clear_failure(row[0])
        self._insert("failures", [row])

    def clear_failure(self, locator: str) -> None:
        table = self._tables.tables["failures"]
        self._run(sa.delete(table).where(table.c.locator == locator))

    def record_run(self, row: Row) -> None:
        table = self._tables.tables["runs"]
        self._run(sa.delete(table).where(table.c.run_id == row[0]))
        self._insert("runs", [row])

    def commit(self) -> None:
        self._guard(self._connection.commit)

    def stream(self, name: str) -> Iterator[Row]:
        """All rows of a table in the order of its key, a few at a time."""
        table = self._tables.tables[name]
        result = self._connection.execute(sa.select(table).order_by(*table.primary_key), execution_options={"yield_per": 500})
        return (tuple(row) for row in result)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._connection.close()
        self._engine.dispose()

    def _insert(self, name: str, rows: list[Row]) -> None:
        columns = [c.name for c in TABLES[name].columns]
        self._run(sa.insert(self._tables.tables[name]), [dict(zip(columns, row, strict=True)) for row in rows])

    def _run(self, statement: Any, parameters: Any = None) -> None:
        self._guard(self._connection.execute, statement, parameters)

    def _guard(self, action: Any, *arguments: Any) -> None:
        try:
            action(*arguments)
        except sa.exc.SQLAlchemyError as e:
            raise SinkError(f"{self._engine.url.render_as_string(hide_password=True)}: {e}") from e


def _tune_sqlite(connection: Any, _record: Any) -> None:
    """Write-ahead logging: a reader may look on, and a killed writer leaves the last commit."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()
