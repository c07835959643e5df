"""Databases of other versions and other programs, users' own sinks, drivers that are not there."""

from __future__ import annotations

import builtins
import sqlite3
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from test_storages import NOTICE, load, read_back

import bulletin_ie
from bulletin_ie import sinks
from bulletin_ie.sinks import Batch, bulk, open_sink
from bulletin_ie.sinks.rows import TABLES
from bulletin_ie.sinks.sql import SqlSink

VERSION_1 = """
create table documents (document_id varchar(191) not null primary key, locator text, content_hash text not null, title text,
  published_on date, published_at text, source text, author text, editor text, document_number text, index_number text,
  views bigint, url text, site text, site_id text, signed_by text, signed_on date, format text, encoding text, remarks text,
  text text not null, package_version text not null, schema_version text not null, run_id text);
create table failures (locator varchar(191) not null primary key, reason text not null, message text not null, traceback_id text,
  traceback text, package_version text not null, run_id text);
create table runs (run_id varchar(191) not null primary key, started_at datetime not null, finished_at datetime,
  package_version text not null, schema_version text not null, tables_version bigint not null, documents bigint,
  unchanged bigint, failures bigint);
insert into runs values ('r', '2024-01-01 00:00:00', null, '0.1.0', '1.0', 1, 1, 0, 0);
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    place = tmp_path / "a.txt"
    place.write_text(NOTICE.format(n=3, day="2024-06-12"), encoding="utf-8")
    return place


def test_a_database_of_version_1_is_upgraded(notice: Path, tmp_path: Path) -> None:
    database = tmp_path / "old.db"
    with sqlite3.connect(database) as db:
        db.executescript(VERSION_1)
        stored = (bulletin_ie.parse(notice.read_text(encoding="utf-8")).id, str(notice), "old", "x", "0.1.0", "1.0")
        db.execute(
            "insert into documents (document_id, locator, content_hash, text, package_version, schema_version) values (?, ?, ?, ?, ?, ?)",
            stored,
        )
    db.close()
    url = f"sqlite:///{database}"
    for _ in range(2):  # opening it again finds it upgraded
        with open_sink(url) as sink:
            assert sink.places([str(notice)])[str(notice)].document_id == stored[0]
    assert load(url, notice).written == 1
    assert load(url, notice).unchanged == 1
    new = f"sqlite:///{tmp_path / 'new.db'}"
    load(new, notice)
    held, expected = read_back(url), read_back(new)
    assert all(held[name] == expected[name] for name in TABLES if name != "runs")


@pytest.mark.parametrize("sink_url", ["sqlite", "postgresql", "mysql"], indirect=True)
def test_a_newer_database_is_left_alone(sink_url: str, notice: Path) -> None:
    load(sink_url, notice)
    with open_sink(sink_url) as sink:
        assert isinstance(sink, SqlSink)
        sink.execute(sa.text("update runs set tables_version = 99"))
    with pytest.raises(bulletin_ie.SinkError, match=r"newer bulletin-ie.*upgrade the package"):
        open_sink(sink_url)


def test_another_programs_tables_are_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.db") as db:
        db.execute("create table documents (id integer)")
    db.close()
    with pytest.raises(bulletin_ie.SinkError, match="'documents' has no column"):
        open_sink(f"sqlite:///{tmp_path / 'x.db'}")
    with sqlite3.connect(tmp_path / "y.db") as db:
        db.execute("create table runs (id integer)")
    db.close()
    with pytest.raises(bulletin_ie.SinkError, match="'runs' has no column"):
        open_sink(f"sqlite:///{tmp_path / 'y.db'}")


@pytest.mark.parametrize("sink_url", ["sqlite", "postgresql", "mysql"], indirect=True)
def test_any_dialect_takes_the_portable_path(
    sink_url: str, notice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = f"sqlite:///{tmp_path / 'own.db'}"
    load(own, notice)
    monkeypatch.setattr(bulk, "inserter", lambda _: bulk._portable)
    load(sink_url, notice)
    held, expected = read_back(sink_url), read_back(own)
    assert all(held[name] == expected[name] for name in TABLES if name != "runs")


@pytest.mark.parametrize("sink_url", ["postgresql", "mysql"], indirect=True)
def test_deleting_a_document_takes_its_rows(sink_url: str, notice: Path) -> None:
    load(sink_url, notice)
    with open_sink(sink_url) as sink:
        assert isinstance(sink, SqlSink)
        sink.execute(sa.text("delete from documents"))
    held = read_back(sink_url)
    assert not any(held[name] for name in sinks.DOCUMENT_TABLES)


class Memory:
    """A user's own sink."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.batches: list[Batch] = []

    def documents(self, document_ids: object) -> dict[str, sinks.DocumentState]:
        return {}

    def places(self, locators: object) -> dict[str, sinks.PlaceState]:
        return {}

    def failures(self) -> Iterator[str]:
        return iter(())

    def apply(self, batch: Batch) -> None:
        self.batches.append(batch)

    def sweep(self) -> int:
        return 0

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *error: object) -> None:
        pass


MADE: list[Memory] = []


def make(url: str) -> Memory:
    MADE.append(Memory(url))
    return MADE[-1]


def test_a_users_own_sink(notice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("memory", "test_schema:make", sinks.ENTRY_POINTS)
    monkeypatch.setattr(sinks, "entry_points", lambda *, group, name: [point] if name == "memory" else [])
    assert load("memory:anything", notice).written == 1
    (sink,) = MADE
    assert sink.url == "memory:anything"
    assert [len(batch.rows["documents"]) for batch in sink.batches] == [0, 1, 0]
    assert [len(batch.runs) for batch in sink.batches] == [1, 0, 1]


@pytest.mark.parametrize(
    ("url", "module", "extra"),
    [
        ("postgresql://h/d", "psycopg", "postgresql"),
        ("mysql://h/d", "pymysql", "mysql"),
        ("duckdb:x", "duckdb", "duckdb"),
        ("parquet:x", "pyarrow.parquet", "parquet"),
    ],
)
def test_a_missing_driver_names_its_extra(
    url: str, module: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    genuine = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == module or name.startswith(module + "."):
            raise ModuleNotFoundError(f"No module named {module!r}", name=module)
        return genuine(name, *rest)

    monkeypatch.chdir(tmp_path)
    for name in [
        n for n in sys.modules if n == module or n in ("bulletin_ie.sinks.parquet", "bulletin_ie.sinks.arrow")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(sinks, "parquet", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(bulletin_ie.SinkError, match=rf"bulletin-ie\[{extra}\]"):
        open_sink(url)


@pytest.mark.parametrize("sink_url", ["postgresql", "mysql"], indirect=True)
def test_two_runs_that_write_the_same_document(sink_url: str) -> None:
    """Each sees no document, one has written it before the other does: the last one stands, and nothing is lost."""
    from threading import Thread

    from bulletin_ie.sinks.rows import rows_of

    bulletin = bulletin_ie.parse("县民政局捐款1元。")
    first, second = (rows_of(bulletin, locator=name, content_hash="x", package_version="0") for name in "ab")
    with open_sink(sink_url) as one, open_sink(sink_url) as two:
        assert isinstance(one, SqlSink)
        with one._transaction():
            for name in sinks.DOCUMENT_TABLES:
                one._insert(name, first[name])
            other = Thread(target=two.apply, args=(Batch(rows=second),))
            other.start()
            other.join(1.0)
            assert other.is_alive()  # it waits for the first transaction
        other.join(60)
        assert one.documents([bulletin.id])[bulletin.id].locator == "b"
    assert len(read_back(sink_url)["quantities"]) == 1
