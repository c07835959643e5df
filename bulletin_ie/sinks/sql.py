"""Any database that SQLAlchemy speaks to; SQLite is the default one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from types import TracebackType
from typing import Any, Self, TypeVar

import sqlalchemy as sa

from ..errors import SinkError
from . import bulk
from .rows import DOCUMENT_TABLES, TABLES, Row
from .schema import create_tables, metadata

from . import Batch, DocumentState, PlaceState  # isort: skip

__all__ = ["SqlSink", "connect", "open_database", "reason_of"]

T = TypeVar("T")

DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}
"""The driver of our extra for a scheme that names none."""
EXTRAS = {"postgresql": "postgresql", "mysql": "mysql", "mariadb": "mysql"}
IN_LIST = 500
"""Keys in one statement; SQLite allows 32,766 parameters, Oracle 1,000."""
COLLISIONS = 2
"""Times that a batch is tried again when it meets another transaction."""


def open_database(url: str) -> SqlSink:
    """Connect and create missing tables.

    Raises:
        SinkError: the URL is malformed, its driver is not installed, the database cannot be reached, or its tables are
            another program's or a newer version's.
    """
    return connect(url, SqlSink)


def connect(url: str, use: Callable[[sa.Engine], T]) -> T:
    """Give the engine of a database to ``use``, which connects.

    Raises:
        SinkError: the URL is malformed, its driver is not installed, or the database cannot be reached.
    """
    scheme, colon, rest = url.partition(":")
    try:
        parsed = sa.make_url(DRIVERS.get(scheme, scheme) + colon + rest)
    except (sa.exc.ArgumentError, ValueError) as e:
        raise SinkError(f"{url.partition('@')[0].partition('://')[0]}: this is no database URL: {e}") from e
    shown = parsed.render_as_string(hide_password=True)
    try:
        engine = sa.create_engine(parsed)
        try:
            return use(engine)
        except BaseException:
            engine.dispose()
            raise
    except (sa.exc.NoSuchModuleError, ImportError) as e:
        extra = EXTRAS.get(parsed.get_backend_name())
        hint = f'; pip install "bulletin-ie[{extra}]"' if extra else ""
        raise SinkError(f"no driver for {shown} is installed: {e}{hint}") from e
    except sa.exc.SQLAlchemyError as e:
        raise SinkError(f"cannot open {shown}: {reason_of(e)}") from e


class SqlSink:
    """A :class:`~bulletin_ie.sinks.Sink` over one connection."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._tables = metadata().tables
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _tune_sqlite)
        create_tables(engine, metadata())
        self._errors: tuple[type[Exception], ...] = (sa.exc.SQLAlchemyError, *bulk.driver_errors(engine.dialect))
        self._insert_rows = bulk.inserter(engine.dialect)
        self._connection = engine.connect()

    def documents(self, document_ids: Collection[str]) -> dict[str, DocumentState]:  # noqa: D102
        c = self._tables["documents"].c
        states = (c.locator, c.content_hash, c.package_version, c.model_version, c.run_id)
        return {row[0]: DocumentState(*row[1:]) for row in self._lookup(c.document_id, document_ids, states)}

    def places(self, locators: Collection[str]) -> dict[str, PlaceState]:  # noqa: D102
        c = self._tables["document_places"].c
        return {
            row[0]: PlaceState(*row[1:]) for row in self._lookup(c.locator, locators, (c.document_id, c.content_hash))
        }

    def failures(self) -> Iterator[str]:  # noqa: D102
        with self._question():
            rows = self._connection.execute(sa.select(self._tables["failures"].c.locator)).scalars().all()
        yield from rows

    def apply(self, batch: Batch) -> None:  # noqa: D102
        for _ in range(COLLISIONS):
            try:
                self._apply(batch)
                return
            except SinkError as e:
                # another run wrote the same documents meanwhile, or the server has only just ended the transaction of a run
                # that was killed: what it wrote can be seen and deleted now
                if not bulk.is_collision(e.__cause__):
                    raise
        self._apply(batch)

    def _apply(self, batch: Batch) -> None:
        ids = [row[0] for row in batch.rows["documents"]]
        with self._transaction():
            for name in reversed(DOCUMENT_TABLES):
                self._delete(name, ids)
            for name in DOCUMENT_TABLES:
                self._insert(name, batch.rows[name])
            self._delete("failures", batch.cleared)
            for name, rows in (("document_places", batch.places), ("failures", batch.failures), ("runs", batch.runs)):
                self._delete(name, [row[0] for row in rows])
                self._insert(name, rows)

    def sweep(self) -> int:  # noqa: D102
        documents, places = self._tables["documents"].c, self._tables["document_places"].c
        here = sa.exists().where(places.document_id == documents.document_id)
        own = here.where(places.locator == documents.locator)
        with self._transaction():
            orphans = list(self._connection.execute(sa.select(documents.document_id).where(~here)).scalars())
            for name in reversed(DOCUMENT_TABLES):
                self._delete(name, orphans)
            next_place = sa.select(sa.func.min(places.locator)).where(places.document_id == documents.document_id)
            heirs = sa.update(self._tables["documents"]).where(~own)
            self._connection.execute(heirs.values(locator=next_place.scalar_subquery(), content_hash=""))
        return len(orphans)

    def stream(self, query: sa.Select[Any]) -> Iterator[Row]:
        """Rows of a query, some at a time."""
        with self._guard():
            result = self._connection.execute(query, execution_options={"yield_per": 1000})
            for row in result:
                yield tuple(row)

    def execute(self, statement: Any) -> None:
        """One statement in a transaction of its own."""
        with self._transaction():
            self._connection.execute(statement)

    @property
    def tables(self) -> Any:
        """The SQLAlchemy tables by name."""
        return self._tables

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with suppress(sa.exc.SQLAlchemyError):  # a connection that is lost cannot be closed either
            self._connection.close()
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._guard():
            if not self._connection.in_transaction():
                self._connection.begin()  # COPY runs beside SQLAlchemy, which would not notice a transaction to commit
            try:
                yield
                self._connection.commit()
            except BaseException:
                with suppress(sa.exc.SQLAlchemyError):
                    self._connection.rollback()
                raise

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except self._errors as e:
            raise SinkError(f"{self._engine.url.render_as_string(hide_password=True)}: {reason_of(e)}") from e

    @contextmanager
    def _question(self) -> Iterator[None]:
        """A question leaves no transaction open: the notices after it may take long, and servers cut off who idles in one."""
        with self._guard():
            yield
            self._connection.commit()

    def _lookup(
        self, key: sa.Column[Any], values: Collection[str], states: Sequence[sa.Column[Any]]
    ) -> Iterable[Sequence[Any]]:
        found: list[Sequence[Any]] = []
        with self._question():
            for some in _slices(values):
                found.extend(self._connection.execute(sa.select(key, *states).where(key.in_(some))))
        return found

    def _delete(self, name: str, keys: Collection[str]) -> None:
        """Rows whose first column is one of ``keys``."""
        table = self._tables[name]
        for some in _slices(keys):
            self._connection.execute(sa.delete(table).where(table.c[TABLES[name].key[0]].in_(some)))

    def _insert(self, name: str, rows: list[Row]) -> None:
        if rows:
            self._insert_rows(self._connection, self._tables[name], rows)


def _slices(values: Collection[str]) -> Iterator[list[str]]:
    iterator = iter(values)
    while some := list(islice(iterator, IN_LIST)):
        yield some


def reason_of(error: BaseException) -> str:
    """What the driver says, without the statement and its parameters (they hold the texts of a whole batch)."""
    original = getattr(error, "orig", None) or error
    return " ".join(f"{type(original).__name__}: {original}".split())[:500]


def _tune_sqlite(connection: Any, _record: Any) -> None:
    """Write-ahead logging: a reader may look on, and a killed writer leaves the last commit."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()
