"""On Spark the same rows as in one process. Needs a Java that Spark knows; a clear skip without one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bulletin_ie.batch import load_archive
from bulletin_ie.sinks.rows import TABLES

NOTICE = """关于走访慰问情况的通报
{day}，临川县民政局联合县慈善会走访慰问困难群众{n}户，发放慰问金16.8万元，比去年增长{n}.5%。其中现金12万元、物资4.8万元。
"""
OTHER = {"run_id", "locator", "content_hash", "format", "encoding"}
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


def java_version() -> int:
    java = shutil.which("java")
    if java is None:
        return 0
    shown = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', shown)
    return int(found[1]) if found else 0


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    if java_version() < 17:
        pytest.skip(
            f"Spark needs Java 17 or later, here is {java_version() or 'none'}: apt-get install openjdk-17-jre-headless"
        )
    from pyspark.sql import SparkSession

    place = tmp_path_factory.mktemp("spark")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    made = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(place / "warehouse"))
        .config("spark.sql.catalogImplementation", "in-memory")
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows: list[dict[str, object]] = [
        {
            "id": f"k{n:03}",
            "content": NOTICE.format(n=200 + n, day="6月10日"),
            "pub_time": "2024-06-12 09:30:00",
            "source": "县民政局",
        }
        for n in range(40)
    ]
    rows.append({**rows[3], "id": "k900"})  # a text at two places
    rows.append({"id": "k901", "content": "<p>捐款3万元。</p><p>\ud83d</p>", "pub_time": None, "source": None})
    rows.append({"id": "k902", "content": "", "pub_time": None, "source": None})
    path = tmp_path_factory.mktemp("dump") / "dump.jsonl"
    path.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    return path


def plain(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    cells = [{k: v for k, v in row.items() if k not in OTHER} for row in rows]
    return sorted(cells, key=lambda row: [str(row[k]) for k in TABLES[name].names if k in row])


@pytest.fixture(scope="module")
def one_process(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    duckdb = pytest.importorskip("duckdb")
    file = tmp_path_factory.mktemp("own") / "own.duckdb"
    report = load_archive([dump], to=f"duckdb:{file}")
    assert (report.written, report.duplicates, report.failed) == (41, 1, 1)
    with duckdb.connect(str(file)) as db:
        return {name: plain(db.sql(f'select * from "{name}"').to_arrow_table().to_pylist(), name) for name in TABLES}


def test_spark_gives_the_rows_of_one_process(
    session: Any, dump: Path, one_process: dict[str, list[dict[str, Any]]]
) -> None:
    from bulletin_ie import spark

    notices = session.read.json(str(dump)).repartition(3)
    found = spark.unique(spark.extract(notices, text="content", published="pub_time", locator="id")).persist()
    tables = spark.tables(found)
    assert set(tables) == set(TABLES) - {"runs"}
    for name, table in tables.items():
        rows = plain([row.asDict() for row in table.collect()], name)
        if name == "failures":
            assert [row["reason"] for row in rows] == [row["reason"] for row in one_process[name]]
        else:
            assert rows == one_process[name], name
        assert [field.name for field in table.schema] == list(TABLES[name].names)
    assert tables["document_places"].count() == 42
    assert found.where("size(failures) > 0").selectExpr("failures[0].locator").first()[0] == "k902"
    found.unpersist()


def test_a_table_in_tables_out(
    session: Any,
    dump: Path,
    tmp_path: Path,
    one_process: dict[str, list[dict[str, Any]]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    import pyarrow.parquet as pq

    from bulletin_ie import spark

    arguments = ["--published", "pub_time", "--locator", "id", "--partitions", "2"]
    spark.main([f"json:{dump}", f"parquet:{tmp_path / 'out'}", *arguments])
    assert "41 documents" in capsys.readouterr().out
    for name in ("documents", "quantities", "activity_arguments"):
        rows = pq.read_table(tmp_path / "out" / name).to_pylist()
        assert plain(rows, name) == one_process[name], name
    session.read.json(str(dump)).write.saveAsTable("notices")
    session.sql("create database results")
    spark.main(["hive:notices", "hive:results", *arguments])
    assert session.table("results.quantities").count() == len(one_process["quantities"])


def test_the_schema_is_that_of_the_rows() -> None:
    from bulletin_ie import spark

    assert spark.table_schema("document_places") == "`locator` string, `document_id` string, `content_hash` string"
    assert "`value`: decimal(38,10)" in spark.schema()
