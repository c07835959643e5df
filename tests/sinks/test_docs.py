"""docs/database.md and README show the tables as they are, and their queries find something."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from test_storages import load

from bulletin_ie.sinks.rows import TABLES

NOTICE = """关于捐赠情况的通报
发布时间：2024-0{m}-12 09:30　来源：临川县民政局
{m}月{n}日，临川县总商会向临川县人民医院捐款{n}.8万元。{m}月{n}日，临川县慈善会向临川县民政局捐赠资金{n}3万元。
"""


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs" / "database.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def test_the_picture_is_the_schema(page: str) -> None:
    (picture,) = blocks(page, "mermaid")
    drawn = {
        name: [line.split() for line in body.strip().splitlines()]
        for name, body in re.findall(r"^    (\w+) \{\n(.*?)^    \}", picture, re.DOTALL | re.MULTILINE)
    }
    assert drawn == {
        t.name: [[c.type, c.name, *(["PK"] if c.name in t.key else [])] for c in t.columns] for t in TABLES.values()
    }
    arrows = set(re.findall(r"(\w+) \|\|--o\{ (\w+) : has", picture))
    assert arrows == {(t.parent, t.name) for t in TABLES.values() if t.parent}


@pytest.mark.parametrize("sink_url", ["sqlite", "postgresql", "mysql", "duckdb"], indirect=True)
def test_the_queries_find_something(sink_url: str, page: str, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for n in range(1, 9):
        (archive / f"{n}.txt").write_text(NOTICE.format(m=n, n=n), encoding="utf-8")
    load(sink_url, archive)
    gifts, kinds, largest = (run(sink_url, query) for query in blocks(page, "sql"))
    assert {row[0] for row in gifts} == {"临川县总商会", "临川县慈善会"}
    assert gifts[0][1:3] == ("2024-08", 1)
    assert float(gifts[0][3]) == 830000
    assert kinds[0][:3] == ("donation", 8, 16)
    assert [float(row[0]) for row in largest[:2]] == [830000, 730000]
    assert all(row[2] in row[4] for row in largest)


def test_readme_names_every_table(root: Path) -> None:
    (picture,) = blocks((root / "README.md").read_text(encoding="utf-8"), "mermaid")
    arrows = re.findall(r"^    (\w+) \S+ (\w+) :", picture, re.MULTILINE)
    assert {name for arrow in arrows for name in arrow} == set(TABLES)
    assert {(t.parent, t.name) for t in TABLES.values() if t.parent} <= set(arrows)


@pytest.mark.parametrize("sink_url", ["sqlite", "postgresql", "mysql", "duckdb"], indirect=True)
def test_readmes_queries_find_something(sink_url: str, root: Path) -> None:
    load(
        sink_url,
        root / "corpora" / "notices" / "yingji",
        root / "corpora" / "notices" / "crawl",
        root / "corpora" / "notices" / "minzheng",
    )
    queries = blocks((root / "README.md").read_text(encoding="utf-8"), "sql")
    assert len(queries) == 3
    assert all(run(sink_url, query) for query in queries)


def run(url: str, query: str) -> list[tuple[Any, ...]]:
    if url.startswith("duckdb:"):
        duckdb = pytest.importorskip("duckdb")
        with duckdb.connect(url.removeprefix("duckdb:")) as db:
            return [tuple(row) for row in db.sql(query).fetchall()]
    scheme, colon, rest = url.partition(":")
    drivers = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql"}
    engine = sa.create_engine(drivers.get(scheme, scheme) + colon + rest)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(sa.text(query))]
    engine.dispose()
    return rows
