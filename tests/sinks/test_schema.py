"""Databases of other versions and other programs, users' own sinks, drivers that are not there."""

from __future__ import annotations

import builtins
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from test_storages import DRIVERS, NOTICE, load, read_back

import bulletin_ie
from bulletin_ie import sinks
from bulletin_ie.sinks import Batch, bulk, open_sink
from bulletin_ie.sinks.rows import TABLES
from bulletin_ie.sinks.sql import SqlSink

# name, key, other columns: k key, t text, i integer, n numeric, d date, s timestamp; "!" forbids null
VERSION_1 = """
documents | document_id | locator:t content_hash:t! title:t published_on:d published_at:t source:t author:t editor:t document_number:t
  index_number:t views:i url:t site:t site_id:t signed_by:t signed_on:d format:t encoding:t remarks:t text:t! package_version:t!
  schema_version:t! run_id:t
organizations | document_id organization_id | name:t! type:t! division_code:t resolution:t! mention_count:i!
organization_mentions | document_id start_offset:i end_offset:i | organization_id:k! text:t! name:t! method:t!
quantities | document_id quantity_id | start_offset:i! end_offset:i! text:t! value:n lower_bound:n upper_bound:n unit:t dimension:t
  per:t item:t item_start:i item_end:i role:t parent_id:k rule:t!
dates | document_id date_id | start_offset:i! end_offset:i! text:t! first_day:d last_day:d first_value:t last_value:t boundary:t
  granularity:t timex:t anchor:t rule:t!
activities | document_id activity_id | type:t! trigger_text:t! trigger_start:i! trigger_end:i! sentence:t! sentence_start:i!
  sentence_end:i! modality:t! rule:t!
activity_arguments | document_id activity_id position:i | role:t! start_offset:i! end_offset:i! text:t! record_id:k
checks | document_id check_number:i | kind:t! quantity_ids:t! expected:n! stated:n! difference:n!
failures | locator | reason:t! message:t! traceback_id:t traceback:t package_version:t! run_id:t
runs | run_id | started_at:s! finished_at:s package_version:t! schema_version:t! tables_version:i! documents:i unchanged:i failures:i
"""


def version_1(engine: sa.Engine) -> sa.MetaData:
    """The tables as the package's first version made them."""
    types: dict[str, Any] = {
        "k": sa.String(191), "t": sa.Text(), "i": sa.BigInteger(), "n": sa.Numeric(38, 10), "d": sa.Date(), "s": sa.DateTime(timezone=True),
    }  # fmt: skip
    made = sa.MetaData()
    for line in VERSION_1.replace("\n  ", " ").strip().splitlines():
        name, key, rest = line.split("|")
        columns = []
        for word in [*key.split(), *rest.split()]:
            column, _, kind = word.partition(":")
            keys = word in key.split()
            nullable = not keys and not kind.endswith("!")
            kind = types[kind.rstrip("!") or "k"]
            columns.append(sa.Column(column, kind, primary_key=keys, nullable=nullable, autoincrement=False))
        sa.Table(name.strip(), made, *columns, mysql_charset="utf8mb4")
    made.create_all(engine)
    return made


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    place = tmp_path / "a.txt"
    place.write_text(NOTICE.format(n=3, day="2024-06-12"), encoding="utf-8")
    return place


def engine_of(url: str) -> sa.Engine:
    scheme, colon, rest = url.partition(":")
    return sa.create_engine(DRIVERS.get(scheme, scheme) + colon + rest)


@pytest.mark.parametrize("sink_url", ["sqlite", "postgresql", "mysql"], indirect=True)
def test_a_database_of_version_1_is_upgraded(sink_url: str, notice: Path, tmp_path: Path) -> None:
    bulletin = bulletin_ie.parse(notice.read_text(encoding="utf-8"))
    engine = engine_of(sink_url)
    old = version_1(engine).tables
    with engine.begin() as connection:
        run: dict[str, object] = {"run_id": "r", "started_at": datetime(2024, 1, 1), "documents": 1}
        versions = {"package_version": "0.1.0", "schema_version": "1.0"}
        connection.execute(sa.insert(old["runs"]).values({**run, **versions, "tables_version": 1}))
        document = {"document_id": bulletin.id, "locator": str(notice), "content_hash": "old", "text": bulletin.text}
        connection.execute(sa.insert(old["documents"]).values({**document, **versions}))
        activity: dict[str, object] = {"document_id": bulletin.id, "activity_id": "a99", "type": "supply", "rule": "r"}
        at = dict.fromkeys(("trigger_start", "trigger_end", "sentence_start", "sentence_end"), 0)
        texts = dict.fromkeys(("trigger_text", "sentence", "modality"), "x")
        connection.execute(sa.insert(old["activities"]).values({**activity, **at, **texts}))
    engine.dispose()
    for _ in range(2):  # opening it again finds it upgraded
        with open_sink(sink_url) as sink:
            assert sink.places([str(notice)])[str(notice)].document_id == bulletin.id
    assert [row["activity_id"] for row in read_back(sink_url)["activities"]] == ["a99"]  # until it is loaded again
    assert load(sink_url, notice).written == 1
    assert load(sink_url, notice).unchanged == 1
    new = f"sqlite:///{tmp_path / 'new.db'}"
    load(new, notice)
    held, expected = read_back(sink_url), read_back(new)
    assert all(held[name] == expected[name] for name in TABLES if name != "runs")


@pytest.mark.parametrize("sink_url", ["sqlite", "postgresql", "mysql"], indirect=True)
def test_runs_that_start_at_the_same_moment(sink_url: str) -> None:
    """Both find no tables; both have them in the end."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        opened = [future.result() for future in [pool.submit(open_sink, sink_url) for _ in range(4)]]
    for sink in opened:
        sink.__exit__(None, None, None)
    engine = engine_of(sink_url)
    indexes = sa.inspect(engine).get_multi_indexes()
    engine.dispose()
    assert sum(len(found) for found in indexes.values()) >= 8


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


@pytest.mark.parametrize("sink_url", ["sqlite", "postgresql", "mysql"], indirect=True)
def test_a_question_leaves_no_transaction_open(sink_url: str) -> None:
    with open_sink(sink_url) as sink:
        assert isinstance(sink, SqlSink)
        assert not sink.places(["x"])
        assert not sink.documents(["y"])
        assert not list(sink.failures())
        assert not sink._connection.in_transaction()


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


def test_a_users_own_sink(notice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "site" / "own_sink-1.0.dist-info"  # what pip leaves of a package with an entry point
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: own-sink\nVersion: 1.0\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text("[bulletin_ie.sinks]\nmemory = test_schema:make\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert load("memory:anything", notice).written == 1
    sink = sys.modules["test_schema"].MADE[-1]
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
