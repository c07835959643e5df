"""The tables of :mod:`.rows` as SQLAlchemy tables: types that are exact everywhere, keys, indexes, upgrades."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from ..errors import SinkError
from .rows import (
    KEY_LENGTH,
    LOCATOR_LENGTH,
    NUMERIC_PRECISION,
    NUMERIC_SCALE,
    SCHEMA_VERSION,
    TABLES,
    ColumnType,
    Table,
    narrow,
)

__all__ = ["ExactNumeric", "create_tables", "metadata", "sqlite_number"]

MYSQL = ("mysql", "mariadb")
_MYSQL_LOCK = ("select get_lock(concat('bulletin_ie ', md5(database())), 60)", "do release_all_locks()")
ALONE = {
    "sqlite": ("begin immediate", ""),  # its driver would commit each table by itself, too
    "postgresql": ("select pg_advisory_xact_lock(hashtext('bulletin_ie'))", ""),
    **dict.fromkeys(MYSQL, _MYSQL_LOCK),
}
"""Dialect → statements that make a transaction the only one of its kind, and that end this."""
INDEXED_TEXT = 64
"""Characters of a text that MySQL indexes."""
KNOWN = ("sqlite", "postgresql", *MYSQL)
"""Dialects that index texts; elsewhere an index on an unbounded text may be an error."""


class ExactNumeric(TypeDecorator[Decimal]):
    """Exact decimals: unbounded in PostgreSQL and SQLite, NUMERIC(38, 10) elsewhere."""

    impl = sa.Numeric(NUMERIC_PRECISION, NUMERIC_SCALE)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column's type in this dialect."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_Untyped())
        fixed = () if dialect.name == "postgresql" else (NUMERIC_PRECISION, NUMERIC_SCALE)
        return dialect.type_descriptor(sa.Numeric(*fixed))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """The value as it is stored."""
        if dialect.name == "sqlite":
            return sqlite_number(value)
        return value if dialect.name == "postgresql" else narrow(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The value as it was given."""
        return None if value is None else Decimal(str(value))


class _Untyped(sa.types.UserDefinedType[Any]):
    """No affinity: NUMERIC affinity would turn a text of many digits into a float."""

    cache_ok = True

    def get_col_spec(self, **kw: Any) -> str:
        return ""


def sqlite_number(value: Decimal | None) -> int | float | str | None:
    """A decimal as SQLite stores it without losing a digit.

    SQLite knows 64-bit integers, doubles and texts. A double gives back 15 significant digits; what has more goes as text.
    """
    if value is None:
        return None
    if value == value.to_integral_value() and abs(value) < 2**63:
        return int(value)
    as_float = float(value)
    return as_float if Decimal(repr(as_float)) == value else format(value, "f")


def _column_type(kind: ColumnType) -> TypeEngine[Any]:
    types: dict[ColumnType, TypeEngine[Any]] = {
        "key": sa.String(KEY_LENGTH),
        "locator": sa.String(LOCATOR_LENGTH),
        "text": sa.Text().with_variant(mysql.LONGTEXT(), *MYSQL),
        "integer": sa.BigInteger(),
        "numeric": ExactNumeric(),
        "date": sa.Date(),
        "timestamp": sa.DateTime(timezone=True),
    }
    return types[kind]


def metadata() -> sa.MetaData:
    """The tables, their keys and the indexes that every dialect can make."""
    made = sa.MetaData()
    for table in TABLES.values():
        columns = [
            sa.Column(
                c.name, _column_type(c.type), primary_key=c.name in table.key, nullable=c.nullable, autoincrement=False
            )
            for c in table.columns
        ]
        # paths and names that differ in case or accent are two; the default collations of MySQL take them for one
        options = {"engine": "InnoDB", "charset": "utf8mb4", "collate": "utf8mb4_bin"}
        keywords: dict[str, Any] = {f"{dialect}_{name}": value for dialect in MYSQL for name, value in options.items()}
        sa.Table(table.name, made, *columns, *_foreign_key(table), **keywords)
    return made


def _foreign_key(table: Table) -> list[sa.ForeignKeyConstraint]:
    if table.parent is None:
        return []
    above = [f"{table.parent}.{name}" for name in table.parent_columns]
    return [sa.ForeignKeyConstraint(table.parent_columns, above, ondelete="CASCADE", name=f"fk_{table.name}")]


def _indexes(made: sa.MetaData, dialect: str) -> list[sa.Index]:
    found = []
    for table in TABLES.values():
        types = {c.name: c.type for c in table.columns}
        for names in table.indexes:
            texts = [name for name in names if types[name] == "text"]
            if texts and dialect not in KNOWN:
                continue
            options: dict[str, Any] = {f"{d}_length": dict.fromkeys(texts, INDEXED_TEXT) for d in MYSQL if texts}
            if texts and len(names) == 1:
                options["postgresql_using"] = "hash"  # a B-tree refuses texts above 2,704 bytes
            columns = [made.tables[table.name].c[name] for name in names]
            found.append(sa.Index(f"ix_{table.name}_{'_'.join(names)}", *columns, **options))
    return found


def create_tables(engine: sa.Engine, made: sa.MetaData) -> None:
    """Create what is missing, and upgrade what an older version of the package made.

    Raises:
        SinkError: tables of a newer version, or of another program.
    """
    with engine.connect() as connection, connection.begin(), _alone(connection):
        columns = _columns(connection)
        version = _version(connection, columns)
        if version > SCHEMA_VERSION:
            raise SinkError(
                f"{_name(engine)} was made by a newer bulletin-ie (tables version {version}, this one knows {SCHEMA_VERSION}): "
                "upgrade the package, or load into a new database"
            )
        if version == 1:
            _from_version_1(connection, made, columns)
            columns = _columns(connection)
        _check_columns(engine, made, columns)
        made.create_all(connection, tables=[t for t in made.sorted_tables if t.name not in columns], checkfirst=False)
        present = _index_names(connection)
        for index in _indexes(made, engine.dialect.name):
            if index.name not in present:
                index.create(connection)


@contextmanager
def _alone(connection: sa.Connection) -> Iterator[None]:
    """While runs that start at the same moment wait: each would make the tables."""
    begin, end = ALONE.get(connection.dialect.name, ("", ""))
    if begin:
        connection.exec_driver_sql(begin)
    yield
    if end:  # if this is not reached, the connection is closed, which has the same effect
        connection.exec_driver_sql(end)


Columns = dict[str, dict[str, TypeEngine[Any]]]
"""Of our tables that a database has: name → column → type."""


def _columns(connection: sa.Connection) -> Columns:
    # all at once, as few questions as the dialect can do with: the server may be far away
    inspector = sa.inspect(connection)
    names = [name for name in inspector.get_table_names() if name in TABLES]
    found = inspector.get_multi_columns(filter_names=names) if names else {}
    return {table[1]: {c["name"]: c["type"] for c in columns} for table, columns in found.items()}


def _index_names(connection: sa.Connection) -> set[str | None]:
    found = sa.inspect(connection).get_multi_indexes(filter_names=list(TABLES))
    return {index["name"] for indexes in found.values() for index in indexes}


def _name(engine: sa.Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _version(connection: sa.Connection, columns: Columns) -> int:
    """Version of the tables, 0 when there are none or no run was recorded."""
    if "tables_version" not in columns.get("runs", ()):
        return 0  # none, or another program's; _check_columns says so
    found = connection.execute(sa.text("select max(tables_version) from runs")).scalar()
    return int(found or 0)


def _from_version_1(connection: sa.Connection, made: sa.MetaData, columns: Columns) -> None:
    """Version 2 knows every place of a document, and the version of the rules and models.

    MySQL commits each step by itself: what was done before a run was killed is done again, and the version changes last.
    """
    failures, places = made.tables["failures"], made.tables["document_places"]
    failures.drop(connection, checkfirst=True)  # its key was shorter; a failure is met again at the next run
    for table, name in (("documents", "model_version"), ("runs", "model_version"), ("runs", "duplicates")):
        if name not in columns[table]:
            connection.execute(sa.text(f"alter table {table} add column {_column_ddl(connection, made, table, name)}"))
    if connection.dialect.name in MYSQL:
        _renew_mysql_texts(connection, made, columns)
    places.create(connection, checkfirst=True)
    connection.execute(sa.delete(places))
    old = made.tables["documents"].c
    newest = sa.select(old.locator, sa.func.max(old.document_id), sa.literal("")).where(old.locator.is_not(None))
    connection.execute(
        sa.insert(places).from_select(["locator", "document_id", "content_hash"], newest.group_by(old.locator))
    )
    connection.execute(sa.update(made.tables["runs"]).values(tables_version=2))


def _renew_mysql_texts(connection: sa.Connection, made: sa.MetaData, columns: Columns) -> None:
    """Version 1 had texts of 64 KB at most, none short enough for an index, in the collation of the database."""
    for table in sorted(set(columns) - {"failures"}):
        ddl = [
            _column_ddl(connection, made, table, n) for n, kind in columns[table].items() if isinstance(kind, sa.Text)
        ]
        changes = [
            "convert to character set utf8mb4 collate utf8mb4_bin",
            *(f"modify column {column}" for column in ddl),
        ]
        connection.execute(sa.text(f"alter table {table} {', '.join(changes)}"))


def _column_ddl(connection: sa.Connection, made: sa.MetaData, table: str, column: str) -> str:
    return str(sa.schema.CreateColumn(made.tables[table].c[column]).compile(dialect=connection.dialect))


def _check_columns(engine: sa.Engine, made: sa.MetaData, columns: Columns) -> None:
    for name in sorted(columns):
        missing = set(made.tables[name].c.keys()) - set(columns[name])
        if missing:
            raise SinkError(
                f"{_name(engine)}: its table {name!r} has no column {', '.join(sorted(missing))}; it was made by another "
                "program or by hand: load into another database or schema"
            )
