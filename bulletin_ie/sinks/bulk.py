"""The fastest way to put many rows into a table: COPY in PostgreSQL, the driver's own executemany, or SQLAlchemy's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from .rows import Row, narrow
from .schema import sqlite_number

__all__ = ["Inserter", "driver_errors", "inserter", "is_collision"]

Inserter = Callable[[sa.Connection, sa.Table, list[Row]], None]


def inserter(dialect: Dialect) -> Inserter:
    """The function that inserts rows, cells in the order of the table's columns, within the connection's transaction."""
    if dialect.name == "postgresql" and dialect.driver == "psycopg":
        return _copy
    if dialect.name == "sqlite" and dialect.driver == "pysqlite":
        return _sqlite
    if dialect.driver == "pymysql":
        return _pymysql
    return _portable


def driver_errors(dialect: Dialect) -> tuple[type[Exception], ...]:
    """What the driver raises where SQLAlchemy does not stand between."""
    error = getattr(dialect.loaded_dbapi, "Error", None)
    return (error,) if error is not None else ()


def is_collision(error: BaseException | None) -> bool:
    """Did a statement fail only because another transaction wrote the same rows (duplicate key, deadlock, lock wait)?"""
    original = getattr(error, "orig", None) or error
    if getattr(original, "sqlstate", None) in ("23505", "40001", "40P01"):
        return True
    return original is not None and original.args[:1] in ((1062,), (1205,), (1213,))


def _portable(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    names = table.c.keys()
    connection.execute(sa.insert(table), [dict(zip(names, row, strict=True)) for row in rows])


def _copy(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    columns = ", ".join(f'"{column.name}"' for column in table.c)
    raw: Any = connection.connection.dbapi_connection
    with raw.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def _sqlite(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    if any(isinstance(c.type, sa.DateTime) for c in table.c):
        _portable(connection, table, rows)  # runs: one row, and a type that SQLAlchemy writes in its own way
        return
    connection.exec_driver_sql(_statement(connection, table, "?"), _converted(table, rows, sqlite_number, _day))


def _pymysql(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    connection.exec_driver_sql(_statement(connection, table, "%s"), _converted(table, rows, narrow, None))


def _statement(connection: sa.Connection, table: sa.Table, mark: str) -> str:
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(column.name) for column in table.c)
    # PyMySQL sends one statement for many rows when it is written just so
    return f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({', '.join([mark] * len(table.c))})"


def _converted(
    table: sa.Table, rows: list[Row], numeric: Callable[[Any], Any], day: Callable[[Any], Any] | None
) -> list[Row]:
    """The rows with numbers and dates as the driver takes them."""
    change: dict[int, Callable[[Any], Any]] = {}
    for position, column in enumerate(table.c):
        if isinstance(column.type, sa.types.TypeDecorator):
            change[position] = numeric
        elif day is not None and isinstance(column.type, sa.Date):
            change[position] = day
    if not change:
        return rows
    made = []
    for row in rows:
        cells = list(row)
        for position, convert in change.items():
            if cells[position] is not None:
                cells[position] = convert(cells[position])
        made.append(tuple(cells))
    return made


def _day(value: Any) -> str:
    text: str = value.isoformat()
    return text
