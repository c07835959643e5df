"""Storages are read as they were written, and only read."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from test_storages import ALL, archive, load

import bulletin_ie
from bulletin_ie.sinks.reading import open_reader
from bulletin_ie.sinks.schema import sqlite_number

__all__ = ["archive"]  # a fixture

OLDER = """
create table documents (document_id text, locator text, text text);
create table runs (run_id text, tables_version bigint);
insert into runs values ('r', 1);
"""


@ALL
def test_every_storage_gives_the_same_report(sink_url: str, archive: Path, tmp_path: Path) -> None:
    own = f"sqlite:///{tmp_path / 'reference.db'}"
    pages = {}
    for url in (own, sink_url):
        load(url, archive)
        with open_reader(url) as reader:
            name = reader.name
        pages[url] = bulletin_ie.report(url).replace(name, "NAME")
    assert pages[sink_url] == pages[own]
    for word in ("168,000", "临川县民政局", "2024-09", "broken.txt"):
        assert word in pages[own]


def test_sums_are_exact(tmp_path: Path) -> None:
    load(f"sqlite:///{tmp_path / 'a.db'}", *[])
    values = [Decimal("0.1"), Decimal("0.2"), Decimal("12345678901234567890.123456789"), Decimal(7), None]
    with sqlite3.connect(tmp_path / "a.db") as db:
        db.execute("pragma foreign_keys=off")
        for number, value in enumerate(values):
            db.execute(
                "insert into quantities (document_id, quantity_id, start_offset, end_offset, text, value, rule) values ('d', ?, 0, 1, '', ?, '')",
                (f"q{number}", sqlite_number(value)),
            )
    db.close()
    with open_reader(f"sqlite:///{tmp_path / 'a.db'}") as reader:
        value = reader.tables["quantities"].c.value
        ((total,),) = reader.rows(sa.select(reader.total(value)))
        assert total == "12345678901234567897.423456789"
        ordered = [
            row[0]
            for row in reader.rows(sa.select(value).where(value.is_not(None)).order_by(reader.magnitude(value).desc()))
        ]
        assert ordered == sorted(filter(None, values), reverse=True)


def test_reading_writes_nothing(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    load(f"sqlite:///{database}")
    before = database.read_bytes()
    with open_reader(f"sqlite:///{database}") as reader, pytest.raises(bulletin_ie.SinkError, match="readonly"):
        reader.rows(sa.delete(reader.tables["documents"]))  # type: ignore[arg-type]
    bulletin_ie.report(database)
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("", "holds no tables of bulletin-ie; fill it first"),
        ("create table mine (id integer);", "holds no tables of bulletin-ie"),
        ("create table documents (id integer);", "its table 'documents' has no column .*another program"),
        (OLDER, r"older bulletin-ie \(tables version 1.*bulletin-ie load upgrades it"),
    ],
)
def test_other_tables_are_refused(script: str, message: str, tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    with sqlite3.connect(database) as db:
        db.executescript(script)
    db.close()
    with pytest.raises(bulletin_ie.SinkError, match=message):
        open_reader(f"sqlite:///{database}")


def test_a_newer_storage_is_refused(tmp_path: Path) -> None:
    load(f"sqlite:///{tmp_path / 'x.db'}")
    with sqlite3.connect(tmp_path / "x.db") as db:
        db.execute("update runs set tables_version = 99")
    db.close()
    with pytest.raises(bulletin_ie.SinkError, match=r"newer bulletin-ie.*upgrade the package"):
        open_reader(f"sqlite:///{tmp_path / 'x.db'}")


@pytest.mark.parametrize(
    "place", ["sqlite:///{}/none.db", "sqlite://", "duckdb:{}/none", "parquet:{}", "csv:{}/none", "none"]
)
def test_a_storage_that_is_not_there_is_not_made(place: str, tmp_path: Path) -> None:
    with pytest.raises(bulletin_ie.SinkError, match=r"there is no such file|no database URL"):
        open_reader(place.format(tmp_path))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["sqlite:///", "duckdb:"])
def test_a_file_of_another_kind(kind: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"no database at all" * 400)
    with pytest.raises(bulletin_ie.SinkError, match="cannot read"):
        open_reader(f"{kind}{tmp_path / 'x'}")


def test_a_password_is_not_shown() -> None:
    with pytest.raises(bulletin_ie.SinkError) as e:
        open_reader("postgresql://me:secret@127.0.0.1:1/x")
    assert "secret" not in str(e.value)
