"""The same rows in every storage, whatever happens on the way."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import bulletin_ie
from bulletin_ie.batch import Report, load_archive
from bulletin_ie.sinks import Batch, open_sink
from bulletin_ie.sinks.rows import DOCUMENT_TABLES, SCHEMA_VERSION, TABLES, narrow, place_key, rows_of
from bulletin_ie.sinks.schema import sqlite_number

NOTICE = """关于走访慰问情况的通报
发布时间：{day} 09:30　来源：临川县民政局
6月10日，临川县民政局联合县慈善会走访慰问困难群众{n}户，发放慰问金16.8万元，比去年增长{n}.{n}%。其中现金12万元、物资4.8万元。
"""
KINDS = ["sqlite", "postgresql", "mysql", "duckdb", "parquet", "jsonl", "csv"]
ALL = pytest.mark.parametrize("sink_url", KINDS, indirect=True)
IGNORED = {"run_id", "month", "started_at", "finished_at", "traceback", "traceback_id"}

DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql"}

Tables = dict[str, list[Mapping[str, Any]]]


def write(place: Path, number: int, *, day: str = "2024-06-12") -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(NOTICE.format(n=number, day=day), encoding="utf-8")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    place = tmp_path / "archive"
    for n in range(4):
        write(place / f"{n}.txt", 300 + n, day=f"2024-0{6 + n}-12")
    rows = [{"content": NOTICE.format(n=900 + n, day="2023-12-31"), "site": "s"} for n in range(3)]
    (place / "dump.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    (place / "broken.txt").write_bytes(b"")
    (place / "undated.txt").write_text("县民政局发放慰问金3万元。", encoding="utf-8")
    return place


def plain(value: Any) -> Any:
    """A value as every storage gives it in the end."""
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return format(Decimal(str(value)).normalize(), "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return None if value == "" else value


def read_back(url: str) -> Tables:
    kind, _, rest = url.partition(":")
    made: Tables = {}
    for name in TABLES:
        if kind == "jsonl":
            found = [
                json.loads(line) for line in (Path(rest) / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            ]
        elif kind == "csv":
            with (Path(rest) / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
                found = list(csv.DictReader(stream))
        elif kind == "parquet":
            import pyarrow as pa
            import pyarrow.dataset as ds

            month = ds.partitioning(pa.schema([("month", pa.string())]), flavor="hive")
            exists = (Path(rest) / name).exists()
            found = ds.dataset(Path(rest) / name, partitioning=month).to_table().to_pylist() if exists else []
        elif kind == "duckdb":
            import duckdb

            with duckdb.connect(rest) as db:
                found = db.sql(f'select * from "{name}"').to_arrow_table().to_pylist()
        else:
            engine = sa.create_engine(DRIVERS.get(kind, kind) + url[len(kind) :])
            with engine.connect() as connection:
                found = [dict(row) for row in connection.execute(sa.text(f"select * from {name}")).mappings()]
            engine.dispose()
        numeric = {c.name for c in TABLES[name].columns if c.type in ("numeric", "integer")}
        cells = [
            {
                k: plain(Decimal(v) if k in numeric and isinstance(v, str) and v else v)
                for k, v in row.items()
                if k not in IGNORED
            }
            for row in found
        ]
        made[name] = sorted(cells, key=lambda row: [str(row.get(k)) for k in TABLES[name].key])
    return made


def load(url: str, *paths: Path, **options: Any) -> Report:
    return load_archive(paths, to=url, **options)


@ALL
def test_every_storage_holds_the_same_rows(sink_url: str, archive: Path, tmp_path: Path) -> None:
    own = f"sqlite:///{tmp_path / 'reference.db'}"
    load(own, archive)
    first = load(sink_url, archive)
    assert (first.written, first.failed) == (8, 1)
    held = read_back(sink_url)
    expected = read_back(own)
    for name in TABLES:
        if name != "runs":
            assert held[name] == expected[name], name
    assert len(held["quantities"]) > 20
    assert len(held["runs"]) == 1
    again = load(sink_url, archive)
    assert (again.written, again.unchanged, again.failed) == (0, 8, 1)
    repeated = read_back(sink_url)
    assert all(repeated[name] == held[name] for name in TABLES if name != "runs")
    assert load(sink_url, archive, force=True).written == 8
    forced = read_back(sink_url)
    assert all(forced[name] == held[name] for name in TABLES if name != "runs")


@ALL
def test_what_changes_in_the_archive_changes_in_the_storage(sink_url: str, archive: Path, tmp_path: Path) -> None:
    load(sink_url, archive)
    write(archive / "0.txt", 777, day="2025-01-05")
    shutil.copy(archive / "undated.txt", archive / "z-copy.txt")
    write(archive / "broken.txt", 5)
    lines = (archive / "dump.jsonl").read_text(encoding="utf-8").splitlines()
    (archive / "dump.jsonl").write_text("\n".join([lines[0].replace("900", "555"), *lines[1:]]), encoding="utf-8")
    report = load(sink_url, archive)
    assert report.failed == 0
    assert report.removed == 2  # the old text of 0.txt, the first row of the dump
    assert report.duplicates == 1
    own = f"sqlite:///{tmp_path / 'reference.db'}"
    load(own, archive)
    held, expected = read_back(sink_url), read_back(own)
    for name in TABLES:
        if name != "runs":
            assert held[name] == expected[name], name


@ALL
def test_an_equal_text_at_several_places_is_one_document(sink_url: str, tmp_path: Path) -> None:
    places = [tmp_path / "in" / name for name in ("b.txt", "a.txt", "c.txt")]
    for place in places:
        write(place, 4)
    b, a, c = places
    assert load(sink_url, b).written == 1
    for _ in range(2):  # a comes before b in the archive, but b was there first: no flip-flop
        report = load(sink_url, tmp_path / "in")
        assert (report.written, report.unchanged) == (0, 3)
    held = read_back(sink_url)
    assert [row["locator"] for row in held["documents"]] == [str(b)]
    assert {row["locator"] for row in held["document_places"]} == {str(a), str(b), str(c)}
    write(b, 5)  # its place now holds another text: the document passes to the next place
    report = load(sink_url, tmp_path / "in")
    assert (report.written, report.removed) == (1, 0)
    report = load(sink_url, tmp_path / "in")
    assert (report.written, report.unchanged) == (1, 2)
    held = read_back(sink_url)
    assert {row["locator"] for row in held["documents"]} == {str(a), str(b)}
    assert load(sink_url, tmp_path / "in").written == 0


HOSTILE = [
    "捐款5万元\x00\ud800。",
    "公司" * 3000 + "局发放补助" + "9" * 60 + "亿元。",
    "县" * 2000 + "民政局😀 捐款1元",
    "=1+1 捐款5万元。",
]


@ALL
def test_hostile_texts_and_places_are_stored(sink_url: str) -> None:
    with open_sink(sink_url) as sink:
        for number, text in enumerate(HOSTILE):
            bulletin = bulletin_ie.parse(text)
            locator = f"{'p' * 600}{number} \udcff "
            key = place_key(locator)
            rows = rows_of(bulletin, locator=locator, content_hash="x", package_version="0")
            failure = (key, "internal", "m" * 100_000, None, "t" * 100_000, "0", None)
            sink.apply(Batch(rows=rows, places=[(key, bulletin.id, "x")], failures=[failure]))
            assert sink.documents([bulletin.id])[bulletin.id].locator == key
            assert sink.places([key])[key].document_id == bulletin.id
        assert sink.sweep() == 0
        assert len(list(sink.failures())) == len(HOSTILE)
    held = read_back(sink_url)
    assert [len(row["text"].lstrip("'")) for row in sorted(held["documents"], key=lambda r: r["text"].lstrip("'"))] == [
        len(text) for text in sorted(HOSTILE)
    ]


@ALL
def test_a_batch_is_all_or_nothing(sink_url: str) -> None:
    good, bad = (
        rows_of(bulletin_ie.parse(t), locator=t, content_hash="x", package_version="0") for t in ("捐款1元", "捐款2元")
    )
    bad["quantities"] = [(*row[:2], "no number", *row[3:]) for row in bad["quantities"]]
    with open_sink(sink_url) as sink:
        sink.apply(Batch(rows=good))
        if sink_url.startswith(("sqlite", "csv", "jsonl", "parquet")):
            bad["quantities"] *= 2  # SQLite takes any type: break the key instead
        with pytest.raises((bulletin_ie.SinkError, Exception)) as caught:
            sink.apply(Batch(rows=bad))
        assert "捐款2元" not in str(caught.value)
        ids = [r["documents"][0][0] for r in (good, bad)]
        assert list(sink.documents(ids)) == ids[:1]
        sink.apply(Batch(rows=good))


@pytest.mark.parametrize(
    "digits", ["0.1", "123456789012345.67", "1E+30", "0.000000000001", "-12.30", "9223372036854775808", "62.7E8"]
)
@pytest.mark.parametrize("sink_url", ["sqlite", "postgresql"], indirect=True)
def test_no_digit_is_lost(sink_url: str, digits: str) -> None:
    value = Decimal(digits)
    rows = rows_of(bulletin_ie.parse("捐款1元"), locator="a", content_hash="x", package_version="0")
    at = TABLES["quantities"].names.index("value")
    rows["quantities"] = [(*row[:at], value, *row[at + 1 :]) for row in rows["quantities"]]
    with open_sink(sink_url) as sink:
        sink.apply(Batch(rows=rows))
    assert [Decimal(row["value"]) for row in read_back(sink_url)["quantities"]] == [value]


def test_narrow_columns_round_or_refuse() -> None:
    assert narrow(Decimal("0.00000000005")) == Decimal("0E-10")
    assert narrow(Decimal("0.12345678916")) == Decimal("0.1234567892")
    assert narrow(Decimal("1E+28")) is None
    assert narrow(Decimal("9" * 28 + ".123456789049")) == Decimal("9" * 28 + ".1234567890")
    assert narrow(None) is None
    assert sqlite_number(Decimal("1E+3")) == 1000


@ALL
def test_retry_takes_only_what_failed(sink_url: str, archive: Path) -> None:
    write(archive / "bad" / "x.txt", 3)
    (archive / "bad" / "x.txt").write_bytes(b"")
    first = load(sink_url, archive)
    assert sorted(Path(f.locator).name for f in first.failures) == ["broken.txt", "x.txt"]
    write(archive / "bad" / "x.txt", 3)
    write(archive / "0.txt", 999)
    again = load(sink_url, archive, retry_failures=True)
    assert (again.written, again.unchanged, again.failed) == (1, 0, 1)
    assert [Path(row["locator"]).name for row in read_back(sink_url)["failures"]] == ["broken.txt"]


def test_where_limit_and_dry_run(archive: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'out.db'}"
    dry = load(url, archive, dry_run=True)
    assert (dry.written, dry.failed) == (8, 1)
    assert dry.rows["quantities"] > 20
    assert not (tmp_path / "out.db").exists()
    assert load(url, archive, where=["*/[01].txt", "*/broken*"]).written == 2
    assert load(url, archive, limit=3).unchanged == 2
    assert len(read_back(url)["documents"]) == 3


def test_a_changed_fallback_date_extracts_again(archive: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'out.db'}"
    load(url, archive)
    assert load(url, archive, published="2020-01-01").written == 8
    assert load(url, archive, published="2020-01-01").written == 0


def test_all_document_tables_have_their_parents_first() -> None:
    names = list(DOCUMENT_TABLES)
    assert all(t.parent is None or names.index(t.parent) < names.index(t.name) for t in TABLES.values())
    assert SCHEMA_VERSION == 2


def test_a_fault_of_a_worker_is_a_failure_with_its_traceback(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulletin_ie import tasks

    def fault(*_: object, **__: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(tasks.extract, "from_source", fault)
    url = f"sqlite:///{tmp_path / 'out.db'}"
    report = load(url, archive)
    assert {f.reason for f in report.failures if "broken" not in f.locator} == {"internal"}
    assert len({f.traceback_id for f in report.failures if f.traceback}) == 1
    with sa.create_engine(url).connect() as connection:
        rows = connection.execute(
            sa.text("select traceback_id, traceback from failures where traceback is not null")
        ).all()
    assert all(len(row[0]) == 12 and "unforeseen" in row[1] for row in rows)
    monkeypatch.undo()
    assert load(url, archive, retry_failures=True).written == 8
    assert len(read_back(url)["failures"]) == 1
