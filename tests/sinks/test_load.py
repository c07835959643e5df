"""An archive into sinks: every table filled, nothing twice, failures as rows, the same rows for any number of processes."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import bulletin_ie
from bulletin_ie.batch import load_archive
from bulletin_ie.sinks import open_sink
from bulletin_ie.sinks.rows import DOCUMENT_TABLES, TABLES, rows_of

NOTICE = """关于走访慰问情况的通报
发布时间：2024-06-12 09:30　来源：临川县民政局
6月10日，临川县民政局联合县慈善会走访慰问困难群众{n}户，发放慰问金16.8万元。按照《困难群众慰问办法》，其中现金12万元、物资4.8万元。
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    place = tmp_path / "archive"
    (place / "deep").mkdir(parents=True)
    for n in range(5):
        (place / f"{n}.txt").write_text(NOTICE.format(n=300 + n), encoding="utf-8")
    rows = [{"title": "通报", "content": NOTICE.format(n=900 + n), "date": "2024-06-12"} for n in range(20)]
    (place / "deep" / "dump.jsonl").write_text(
        "\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8"
    )
    (place / "broken.pdf").write_bytes(b"%PDF-1.4 nothing here")
    return place


def dump(path: Path) -> dict[str, list[Any]]:
    """All rows of a database, without what names the run."""
    with sqlite3.connect(path) as db:
        tables = {name: db.execute(f"select * from {name} order by 1, 2, 3").fetchall() for name in DOCUMENT_TABLES}
        failures = db.execute("select locator, reason, message from failures order by 1").fetchall()
    return {
        **{n: [r[:-1] for r in rows] if n == "documents" else rows for n, rows in tables.items()},
        "failures": failures,
    }


def test_repeating_a_run_changes_nothing(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "out.db"
    first = load_archive([archive], to=f"sqlite:///{database}")
    assert (first.written, first.unchanged, first.failed) == (25, 0, 1)
    before = dump(database)
    assert all(before[name] for name in DOCUMENT_TABLES if name != "checks")
    again = load_archive([archive], to=f"sqlite:///{database}")
    assert (again.written, again.unchanged, again.failed) == (0, 25, 1)
    assert dump(database) == before
    forced = load_archive([archive], to=f"sqlite:///{database}", force=True)
    assert forced.written == 25
    assert dump(database) == before
    with sqlite3.connect(database) as db:
        assert db.execute("select count(*) from runs where finished_at is not null").fetchone() == (3,)


def test_processes_change_nothing(archive: Path, tmp_path: Path) -> None:
    load_archive([archive], to=f"sqlite:///{tmp_path / 'one.db'}")
    load_archive([archive], to=f"sqlite:///{tmp_path / 'two.db'}", processes=2)
    assert dump(tmp_path / "one.db") == dump(tmp_path / "two.db")


def test_a_changed_notice_replaces_its_rows_and_a_mended_one_its_failure(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "out.db"
    load_archive([archive], to=f"sqlite:///{database}")
    (archive / "broken.pdf").unlink()
    mended = archive / "broken.pdf"
    mended.write_bytes(b"%PDF-1.4 still nothing")
    report = load_archive([mended], to=f"sqlite:///{database}")
    assert [f.reason for f in report.failures]
    with sqlite3.connect(database) as db:
        assert db.execute("select count(*) from failures").fetchone() == (1,)


def test_values_and_dates_are_exact_in_sqlite(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "out.db"
    load_archive([archive], to=f"sqlite:///{database}", limit=3)
    with sqlite3.connect(database) as db:
        assert db.execute("select count(*) from documents").fetchone()[0] <= 3
        amounts = db.execute("select distinct value, typeof(value) from quantities where text = '16.8万元'").fetchall()
        assert amounts == [(168000, "integer")]
        assert db.execute("select distinct first_day from dates where text = '6月10日'").fetchall() == [("2024-06-10",)]
        spans = db.execute(
            "select d.text, q.start_offset, q.end_offset, q.text from quantities q join documents d using (document_id)"
        )
        assert all(text[start:end] == surface for text, start, end, surface in spans)


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_directories_of_tables(archive: Path, tmp_path: Path, kind: str) -> None:
    for _ in range(2):
        load_archive([archive], to=f"{kind}:{tmp_path / 'out'}")
    out = tmp_path / "out"
    quantities = out / f"quantities.{kind}"
    if kind == "jsonl":
        rows: list[Mapping[str, Any]] = [
            json.loads(line) for line in quantities.read_text(encoding="utf-8").splitlines()
        ]
    else:
        assert quantities.read_bytes().startswith(b"\xef\xbb\xbf")
        with quantities.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    assert len({(r["document_id"], r["quantity_id"]) for r in rows}) == len(rows) >= 100
    assert {Decimal(r["value"]) for r in rows if r["text"] == "16.8万元"} == {Decimal(168000)}
    assert {p.stem for p in out.glob(f"*.{kind}")} == set(TABLES)


@pytest.mark.parametrize("start", ["=cmd|' /C calc'!A0", "＝1+1", " -1", "@SUM(A1)", "\t=1", "'=1", "'quoted'"])
def test_cells_that_a_spreadsheet_would_run_are_defused(start: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{start} 捐款5万元。", encoding="utf-8")
    load_archive([tmp_path / "a.txt"], to=f"csv:{tmp_path / 'out'}")
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["text"] == f"'{start} 捐款5万元。"


def test_rows_hold_what_databases_cannot() -> None:
    bulletin = bulletin_ie.parse("捐款5万元\x00\ud800。")
    rows = rows_of(bulletin, locator="a", content_hash="x", package_version="0")
    text = rows["documents"][0][[c.name for c in TABLES["documents"].columns].index("text")]
    assert text == "捐款5万元\ufffd\ufffd。"


@pytest.mark.parametrize("url", ["nothing", "oracle9://x", "sqlite:////no/such/directory/x.db", "jsonl:", 7])
def test_a_sink_that_cannot_be_opened_says_so(url: Any) -> None:
    with pytest.raises(bulletin_ie.SinkError):
        open_sink(url)
