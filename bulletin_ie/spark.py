"""Apache Spark: a table of notices in, the tables of :mod:`.sinks.rows` out. Needs pyspark (4.0 or later) and Java 17.

>>> from bulletin_ie import spark                                                # doctest: +SKIP
>>> found = spark.extract(session.table("notices"), text="content", published="pub_time")  # doctest: +SKIP
>>> found = spark.unique(found).persist()                                            # doctest: +SKIP
>>> spark.tables(found)["quantities"].where("unit = '元'").show()                # doctest: +SKIP

Each executor extracts the rows of its own partitions (``mapInArrow``): nothing is broadcast, shuffled or collected.
"""

from __future__ import annotations

import argparse
import os
import sys
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING, Any

from .errors import ReadError
from .readers import Failure, Source
from .sinks.rows import DOCUMENT_TABLES, NUMERIC_PRECISION, NUMERIC_SCALE, TABLES, Table, place_key
from .tasks import Extracted, FailedNotice, Options, Outcome, model_version, outcome_of
from .version import __version__

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["extract", "main", "schema", "table_schema", "tables", "unique"]

RESULTS = (*DOCUMENT_TABLES, "document_places", "failures")
"""Columns of :func:`extract`'s result: for each input row the rows of these tables, as an array of structs."""

_TYPES = {
    "key": "string",
    "locator": "string",
    "text": "string",
    "integer": "bigint",
    "numeric": f"decimal({NUMERIC_PRECISION},{NUMERIC_SCALE})",
    "date": "date",
    "timestamp": "timestamp",
}


def table_schema(table: str) -> str:
    """The Spark schema (DDL) of one of :data:`RESULTS`."""
    return ", ".join(f"`{c.name}` {_TYPES[c.type]}" for c in TABLES[table].columns)


def schema() -> str:
    """The Spark schema (DDL) of :func:`extract`'s result."""

    def struct(table: Table) -> str:
        return ", ".join(f"`{c.name}`: {_TYPES[c.type]}" for c in table.columns)

    return ", ".join(f"`{name}` array<struct<{struct(TABLES[name])}>>" for name in RESULTS)


def extract(
    df: DataFrame,
    *,
    text: str = "content",
    published: str | None = "pub_time",
    locator: str | None = None,
    columns: Mapping[str, str] | None = None,
    fallback_published: str | None = None,
) -> DataFrame:
    """The records of a table of notices.

    Args:
        df: a notice a row. Its other columns are understood as those of a dump are (title, url, source …).
        text: column of the text, plain or HTML.
        published: column of the publication time, if there is one.
        locator: column that names each row for good (a key, a URL); rows are named by their content without it.
        columns: further columns → fields of :class:`bulletin_ie.records.Metadata`.
        fallback_published: ISO date for notices that state none.

    Returns:
        One row for each row of ``df``, with an array for each of :data:`RESULTS`; :func:`tables` takes them apart.
    """
    known = {**(columns or {}), text: "text", **({published: "published_at"} if published else {})}
    options = Options(uuid.uuid4().hex, model_version(), fallback_published)
    work = partial(_batches, columns=known, locator=locator, options=options)
    return df.mapInArrow(work, schema())


def unique(extracted: DataFrame) -> DataFrame:
    """The same rows, but each document once: the records of an equal text at a further place are left out.

    The first place by name keeps them. This shuffles the result once, so persist or store it.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    # failures have no document: by their places, so that they do not all fall to one task
    key = f.coalesce(f.expr("get(documents, 0).document_id"), f.expr("get(failures, 0).locator"))
    order = Window.partitionBy(key).orderBy(f.expr("get(document_places, 0).locator"))
    numbered = extracted.withColumn("place", f.row_number().over(order))
    kept = [f.when(f.col("place") == 1, f.col(name)).alias(name) for name in DOCUMENT_TABLES]
    return numbered.select(*kept, *(name for name in RESULTS if name not in DOCUMENT_TABLES))


def tables(extracted: DataFrame) -> dict[str, DataFrame]:
    """The tables in the result of :func:`extract` or :func:`unique`, by name.

    Persist or store that result first: each table that is used reads it again.
    """
    return {name: _rows(extracted, name) for name in RESULTS}


def _rows(extracted: DataFrame, name: str) -> DataFrame:
    from pyspark.sql import functions as f

    return extracted.select(f.explode(name).alias("row")).select("row.*")


def _batches(
    batches: Iterable[Any], *, columns: Mapping[str, str], locator: str | None, options: Options
) -> Iterator[Any]:
    """Arrow batches of notices → Arrow batches of :func:`schema`; runs on the executors."""
    import pyarrow as pa

    for batch in batches:
        for start in range(0, batch.num_rows, STEP):
            outcomes = [_outcome(row, columns, locator, options) for row in batch.slice(start, STEP).to_pylist()]
            arrays = [_nested(name, [_rows_of(outcome, name, options) for outcome in outcomes]) for name in RESULTS]
            yield pa.RecordBatch.from_arrays(arrays, list(RESULTS))


STEP = 500
"""Notices whose records are in memory at a time."""


def _outcome(row: Mapping[str, Any], columns: Mapping[str, str], locator: str | None, options: Options) -> Outcome:
    place = str(row[locator]) if locator else f"row-{_content_name(row)}"
    notice: Source | Failure
    try:
        from .readers import tabular

        notice = tabular.source_of(row, format="table", columns=columns).at(place)
    except ReadError as e:
        notice = Failure(place, e.reason, str(e))
    except Exception as e:  # a job never loses its other rows to one
        notice = Failure(place, "internal", f"{type(e).__name__}: {e}")
    return outcome_of(notice, known=None, options=options)


def _content_name(row: Mapping[str, Any]) -> str:
    return sha256(dumps(row, default=str, sort_keys=True).encode()).hexdigest()[:32]


def _rows_of(outcome: Outcome, name: str, options: Options) -> Sequence[tuple[Any, ...]]:
    if isinstance(outcome, Extracted):
        if name == "document_places":
            return [(outcome.locator, outcome.document_id, outcome.content_hash)]
        return outcome.rows.get(name, [])
    if isinstance(outcome, FailedNotice) and name == "failures":
        failed = (outcome.reason, outcome.message, outcome.traceback_id, outcome.traceback, __version__, options.run_id)
        return [(place_key(outcome.locator), *failed)]
    return []


def _nested(name: str, groups: Sequence[Sequence[tuple[Any, ...]]]) -> Any:
    """An Arrow list array: the rows of a table for each notice."""
    import pyarrow as pa

    from .sinks import arrow

    offsets = [0]
    for group in groups:
        offsets.append(offsets[-1] + len(group))
    fields = [pa.field(c.name, arrow.schema(name).field(c.name).type) for c in TABLES[name].columns]
    structs = pa.StructArray.from_arrays(arrow.columns(name, [row for group in groups for row in group]), fields=fields)
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), structs)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command ``bulletin-ie-spark``: a table in, tables out."""
    options = _parser().parse_args(arguments)
    if "PYSPARK_GATEWAY_PORT" not in os.environ:  # not under spark-submit, which knows its cluster's Python
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("bulletin-ie")
    if options.source.startswith("hive:") or options.to.startswith("hive:"):
        builder = builder.enableHiveSupport()
    session = builder.getOrCreate()
    notices = _read(session, options.source)
    if options.partitions:
        notices = notices.repartition(options.partitions)
        session.conf.set("spark.sql.shuffle.partitions", str(options.partitions))  # what is persisted keeps its parts
    found = extract(
        notices,
        text=options.text,
        published=options.published,
        locator=options.locator,
        fallback_published=options.fallback_published,
    )
    # extraction is the expensive step: it runs once, and its result waits on disk until every table is written
    from pyspark import StorageLevel

    found = unique(found).persist(StorageLevel.DISK_ONLY)
    made = tables(found)
    for name, table in made.items():
        _write(table, name, options.to, options.mode)
    sys.stdout.write(", ".join(f"{count} {name}" for name, count in _counts(found).items()) + "\n")
    found.unpersist()


def _counts(extracted: DataFrame) -> dict[str, int]:
    """Rows of each table, in one pass."""
    sums = [f"coalesce(sum(if({name} is null, 0, size({name}))), 0) as {name}" for name in RESULTS]
    return {name: int(count) for name, count in extracted.selectExpr(*sums).collect()[0].asDict().items()}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bulletin-ie-spark",
        description="Extract the records of a table of notices on Apache Spark.",
        epilog="IN and OUT: hive:TABLE / hive:DATABASE, parquet:PATH, orc:PATH, json:PATH, delta:PATH, csv:PATH (IN only), or "
        "jdbc:URL#TABLE / jdbc:URL. PATH may lie on HDFS or S3. On a cluster: spark-submit a file that says "
        "`from bulletin_ie.spark import main; main()`.",
    )
    parser.add_argument("source", metavar="IN", help="the table of notices")
    parser.add_argument("to", metavar="OUT", help="where the tables go")
    parser.add_argument("--text", default="content", help="column of the text (default: %(default)s)")
    parser.add_argument("--published", metavar="COLUMN", help="column of the publication time")
    parser.add_argument("--locator", metavar="COLUMN", help="column that names each row for good")
    parser.add_argument("--fallback-published", metavar="DATE", help="publication date for notices that state none")
    parser.add_argument("--partitions", type=int, help="into how many parts the table is split, and the result")
    parser.add_argument(
        "--mode", default="overwrite", choices=["overwrite", "append", "error"], help="for tables that exist"
    )
    return parser


def _read(session: SparkSession, source: str) -> DataFrame:
    kind, _, place = source.partition(":")
    if kind == "hive":
        return session.table(place)
    if kind == "jdbc":
        url, _, table = source.rpartition("#")
        return session.read.jdbc(url, table)
    options = {"header": "true", "multiLine": "true", "escape": '"'} if kind == "csv" else {}
    return session.read.options(**options).format(kind).load(place)


def _write(table: DataFrame, name: str, to: str, mode: str) -> None:
    kind, _, place = to.partition(":")
    writer = table.write.mode(mode)
    if kind == "hive":
        writer.saveAsTable(f"{place}.{name}" if place else name)
    elif kind == "jdbc":
        writer.jdbc(to, name)
    else:
        writer.format(kind).save(f"{place.rstrip('/')}/{name}")


if __name__ == "__main__":
    main()
