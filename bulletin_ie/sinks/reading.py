"""Reading what ``load`` wrote: queries over the tables of :mod:`.rows`, and nothing is written.

Directories (``parquet:``, ``jsonl:``, ``csv:``) are read from the database that their rows are kept in. DuckDB takes
PostgreSQL's SQL, which SQLAlchemy writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Context, Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ..errors import SinkError
from .bulk import driver_errors
from .duck import OFFLINE
from .files import STAGING
from .rows import SCHEMA_VERSION, TABLES, Row
from .schema import metadata
from .sql import connect, reason_of

__all__ = ["Reader", "open_reader"]

DIRECTORIES = ("parquet", "jsonl", "csv")
_POSTGRESQL: Any = postgresql.dialect()  # type: ignore[no-untyped-call]


class Reader(Protocol):
    """An open storage, seen as it was when it was opened (as far as the database can hold a view)."""

    @property
    def name(self) -> str:
        """The URL as it may be shown, without a password."""
        ...

    @property
    def tables(self) -> Mapping[str, sa.Table]:
        """The tables by name."""
        ...

    def rows(self, query: sa.Select[Any]) -> list[Row]:
        """All rows of a query.

        Raises:
            SinkError: the database does not answer.
        """
        ...

    def total(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        """The exact sum of a numeric column; its value is a Decimal or a text of its digits."""
        ...

    def magnitude(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        """A numeric column as something to sort by."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close."""
        ...


def open_reader(url: str) -> Reader:
    """Open the storage that ``url`` names, as :func:`bulletin_ie.sinks.open_sink` takes it.

    Raises:
        SinkError: it is not there, its driver is not installed, or its tables are not those that this version writes.
    """
    scheme, colon, rest = url.partition(":")
    if not colon:
        raise SinkError(f"{url!r} is no database URL; example: sqlite:///bulletins.db")
    if scheme in DIRECTORIES:
        return open_reader(f"sqlite:///{Path(rest) / STAGING}")
    if scheme == "duckdb" and not rest.startswith("//"):
        return _open_duck(rest)
    return connect(url, _SqlReader)


class _SqlReader:
    """A :class:`Reader` over one connection of SQLAlchemy."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._sqlite = engine.dialect.name == "sqlite"
        self.name = engine.url.render_as_string(hide_password=True)
        self.tables: Mapping[str, sa.Table] = metadata().tables
        if self._sqlite:
            file = engine.url.database
            if not file or not Path(file).is_file():  # connecting would make it
                raise SinkError(f"{self.name}: there is no such file")
            sa.event.listen(engine, "connect", _prepare_sqlite)
        self._errors: tuple[type[Exception], ...] = (sa.exc.SQLAlchemyError, *driver_errors(engine.dialect))
        self._connection = engine.connect()
        try:
            self._begin()
            self._check()
        except self._errors as e:
            self._connection.close()
            raise SinkError(f"cannot read {self.name}: {reason_of(e)}") from e
        except SinkError:
            self._connection.close()
            raise

    def _begin(self) -> None:
        """One view of all tables, also while a run is loading."""
        if self._sqlite:
            self._connection.exec_driver_sql("BEGIN")
        elif self._engine.dialect.name in ("postgresql", "mysql", "mariadb"):
            self._connection.execution_options(isolation_level="REPEATABLE READ")

    def _check(self) -> None:
        inspector = sa.inspect(self._connection)
        present = {
            name: [c["name"] for c in inspector.get_columns(name)]
            for name in inspector.get_table_names()
            if name in TABLES
        }
        check_tables(self.name, present, lambda: self.rows(_VERSION))

    def rows(self, query: sa.Select[Any]) -> list[Row]:
        try:
            return [tuple(row) for row in self._connection.execute(query)]
        except self._errors as e:
            raise SinkError(f"cannot read {self.name}: {reason_of(e)}") from e

    def total(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        # SQLite would add doubles, and a figure of many digits is a text there
        return sa.func.exact_sum(column, type_=sa.String) if self._sqlite else sa.func.sum(column)

    def magnitude(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        return sa.cast(column, sa.Float) if self._sqlite else column

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with suppress(sa.exc.SQLAlchemyError):
            self._connection.close()
        self._engine.dispose()


_EXACT = Context(prec=1000)


class _ExactSum:
    """SQLite's ``exact_sum``: decimals as :func:`.schema.sqlite_number` stored them."""

    def __init__(self) -> None:
        self._sum: Decimal | None = None

    def step(self, value: float | str | None) -> None:
        if value is not None:
            self._sum = _EXACT.add(self._sum or Decimal(0), Decimal(str(value)))

    def finalize(self) -> str | None:
        return None if self._sum is None else format(self._sum, "f")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.create_aggregate("exact_sum", 1, _ExactSum)
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _open_duck(path: str) -> _DuckReader:
    try:
        import duckdb
    except ImportError as e:
        raise SinkError(f'duckdb: needs {e.name}; pip install "bulletin-ie[duckdb]"') from e
    if not Path(path).is_file():
        raise SinkError(f"duckdb:{path}: there is no such file")
    try:
        return _DuckReader(duckdb.connect(path, read_only=True, config=OFFLINE), path, duckdb.Error)
    except duckdb.Error as e:
        raise SinkError(f"cannot read duckdb:{path}: {reason_of(e)}") from e


class _DuckReader:
    """A :class:`Reader` over one connection of DuckDB."""

    def __init__(self, connection: Any, path: str, error: type[Exception]) -> None:
        self._connection = connection
        self.name = f"duckdb:{path}"
        self._error = error
        self.tables: Mapping[str, sa.Table] = metadata().tables
        try:
            connection.execute("BEGIN")
            found = connection.execute(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
            ).fetchall()
            present: dict[str, list[str]] = {}
            for table, column in found:
                present.setdefault(table, []).append(column)
            check_tables(self.name, present, lambda: self.rows(_VERSION))
        except BaseException:
            connection.close()
            raise

    def rows(self, query: sa.Select[Any]) -> list[Row]:
        # the values in our queries are our own words and numbers
        statement = str(query.compile(dialect=_POSTGRESQL, compile_kwargs={"literal_binds": True}))
        try:
            return [tuple(row) for row in self._connection.execute(statement.replace("%%", "%")).fetchall()]
        except self._error as e:
            raise SinkError(f"cannot read {self.name}: {reason_of(e)}") from e

    def total(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        return sa.func.sum(column)

    def magnitude(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        return column

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with suppress(self._error):
            self._connection.close()


_VERSION: sa.Select[Any] = sa.select(sa.func.max(sa.column("tables_version"))).select_from(sa.table("runs"))


def check_tables(name: str, present: Mapping[str, Iterable[str]], version: Any) -> None:
    """Are these our tables, of this version?

    Args:
        name: the storage, for messages.
        present: columns of its tables.
        version: gives the rows of a query for the newest version recorded; asked only where the table of runs is ours.

    Raises:
        SinkError: they are not.
    """
    if not set(TABLES) & set(present):
        raise SinkError(
            f"{name}: holds no tables of bulletin-ie; fill it first: bulletin-ie load PATH... --to {_short(name)}"
        )
    stored = 0
    if "tables_version" in present.get("runs", ()):
        found: Sequence[Row] = version()
        stored = int(found[0][0] or 0) if found else 0
    if stored > SCHEMA_VERSION:
        raise SinkError(
            f"{name} was made by a newer bulletin-ie (tables version {stored}, this one knows {SCHEMA_VERSION}): upgrade the package"
        )
    for table in TABLES.values():
        missing = sorted(set(table.names) - set(present.get(table.name, ())))
        if not missing:
            continue
        if 0 < stored < SCHEMA_VERSION:
            raise SinkError(
                f"{name} was made by an older bulletin-ie (tables version {stored}, this one writes {SCHEMA_VERSION}): "
                "bulletin-ie load upgrades it, or loads the notices into a new one"
            )
        lacks = (
            f"its table {table.name!r} has no column {', '.join(missing)}"
            if table.name in present
            else f"it has no table {table.name!r}"
        )
        raise SinkError(f"{name}: {lacks}; it was made by another program or by hand")


def _short(name: str) -> str:
    return name if "***" not in name else "URL"
