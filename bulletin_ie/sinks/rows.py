"""The one table schema: what a Bulletin becomes in any storage.

Natural keys: a document's id (its content hash) and a record's id within it. Raw text and offsets, normalised values and
the rule or method stand side by side, so that every row can be traced to its place in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from ..records import Activity, Bulletin, Span, iso_text

__all__ = ["DOCUMENT_TABLES", "SCHEMA_VERSION", "TABLES", "Column", "Row", "Table", "rows_of"]

SCHEMA_VERSION = 1
"""Version of the tables below; a database carries it in ``runs.schema_version``."""

ColumnType = Literal["key", "text", "integer", "numeric", "date", "timestamp"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``key`` is a short text that may stand in a primary key; ``numeric`` is exact."""

    name: str
    type: ColumnType
    nullable: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its primary key (the first ``key_length`` columns)."""

    name: str
    columns: tuple[Column, ...]
    key_length: int


def _table(name: str, key: str, columns: str) -> Table:
    """A table from two lines of ``name:type`` words; a ``!`` after the type forbids null."""
    keys = tuple(Column(*word.split(":"), nullable=False) for word in key.split())  # type: ignore[arg-type]
    rest = []
    for word in columns.split():
        column, kind = word.split(":")
        rest.append(Column(column, kind.rstrip("!"), not kind.endswith("!")))  # type: ignore[arg-type]
    return Table(name, (*keys, *rest), len(keys))


_SPAN = "start_offset:integer! end_offset:integer! text:text!"

TABLES: Mapping[str, Table] = {
    t.name: t
    for t in (
        _table(
            "documents",
            "document_id:key",
            "locator:text content_hash:text! title:text published_on:date published_at:text source:text author:text editor:text "
            "document_number:text index_number:text views:integer url:text site:text site_id:text signed_by:text signed_on:date "
            "format:text encoding:text remarks:text text:text! package_version:text! schema_version:text! run_id:text",
        ),
        _table(
            "organizations",
            "document_id:key organization_id:key",
            "name:text! type:text! division_code:text resolution:text! mention_count:integer!",
        ),
        _table(
            "organization_mentions",
            "document_id:key start_offset:integer end_offset:integer",
            "organization_id:key! text:text! name:text! method:text!",
        ),
        _table(
            "quantities",
            "document_id:key quantity_id:key",
            f"{_SPAN} value:numeric lower_bound:numeric upper_bound:numeric unit:text dimension:text per:text item:text "
            "item_start:integer item_end:integer role:text parent_id:key rule:text!",
        ),
        _table(
            "dates",
            "document_id:key date_id:key",
            f"{_SPAN} first_day:date last_day:date first_value:text last_value:text boundary:text granularity:text timex:text "
            "anchor:text rule:text!",
        ),
        _table(
            "activities",
            "document_id:key activity_id:key",
            "type:text! trigger_text:text! trigger_start:integer! trigger_end:integer! sentence:text! sentence_start:integer! "
            "sentence_end:integer! modality:text! rule:text!",
        ),
        _table(
            "activity_arguments",
            "document_id:key activity_id:key position:integer",
            f"role:text! {_SPAN} record_id:key",
        ),
        _table(
            "checks",
            "document_id:key check_number:integer",
            "kind:text! quantity_ids:text! expected:numeric! stated:numeric! difference:numeric!",
        ),
        _table(
            "failures",
            "locator:key",
            "reason:text! message:text! traceback_id:text traceback:text package_version:text! run_id:text",
        ),
        _table(
            "runs",
            "run_id:key",
            "started_at:timestamp! finished_at:timestamp package_version:text! schema_version:text! tables_version:integer! "
            "documents:integer unchanged:integer failures:integer",
        ),
    )
}

DOCUMENT_TABLES = tuple(name for name in TABLES if name not in ("failures", "runs"))
"""Tables whose rows belong to one document (first column ``document_id``)."""


_UNSTORABLE = str.maketrans({0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")})
"""NUL and lone surrogates: PostgreSQL and UTF-8 cannot hold them. One code point for one, so that offsets stay."""


def storable(text: str) -> str:
    """The text as any database can hold it."""
    return text.translate(_UNSTORABLE) if "\0" in text or not _encodable(text) else text


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _day(value: date | datetime | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else iso_text(value)


def rows_of(
    bulletin: Bulletin, *, locator: str | None, content_hash: str, package_version: str, run_id: str | None = None
) -> dict[str, list[Row]]:
    """The rows of one Bulletin by table name, cells in the order of the table's columns."""
    key = bulletin.id
    meta = bulletin.metadata
    rows: dict[str, list[Row]] = {name: [] for name in DOCUMENT_TABLES}
    by_id: dict[str, Span] = {r.id: r for r in (*bulletin.quantities, *bulletin.dates)}
    remarks = "; ".join(f"{r.code}: {r.message}" for r in bulletin.remarks) or None
    rows["documents"].append(
        (
            key, locator, content_hash, meta.title, _day(meta.published_at), _iso(meta.published_at), meta.source, meta.author,
            meta.editor, meta.document_number, meta.index_number, meta.views, meta.url, meta.site, meta.site_id, meta.signed_by,
            _day(meta.signed_at), meta.format, meta.encoding, remarks, bulletin.text, package_version, bulletin.schema_version,
            run_id,
        )
    )  # fmt: skip
    for o in bulletin.organizations:
        rows["organizations"].append((key, o.id, o.name, o.type, o.division_code, o.resolution, len(o.mentions)))
        for m in o.mentions:
            rows["organization_mentions"].append((key, m.start, m.end, o.id, m.text, m.name, m.method))
    for q in bulletin.quantities:
        item = (q.item.text, q.item.start, q.item.end) if q.item else (None, None, None)
        rows["quantities"].append(
            (key, q.id, q.start, q.end, q.text, q.value, q.lower, q.upper, q.unit, q.dimension, q.per, *item, q.role, q.parent, q.rule)
        )
    for d in bulletin.dates:
        rows["dates"].append(
            (
                key, d.id, d.start, d.end, d.text, _day(d.first), _day(d.last), _iso(d.first), _iso(d.last), d.boundary,
                d.granularity, d.timex, d.anchor, d.rule,
            )
        )  # fmt: skip
    for a in bulletin.activities:
        t, s = a.trigger, a.sentence
        rows["activities"].append((key, a.id, a.type, t.text, t.start, t.end, s.text, s.start, s.end, a.modality, a.rule))
        for position, argument in enumerate(_arguments(a, by_id), 1):
            rows["activity_arguments"].append((key, a.id, position, *argument))
    for number, c in enumerate(bulletin.checks, 1):
        rows["checks"].append((key, number, c.kind, " ".join(c.quantities), c.expected, c.stated, c.difference))
    if storable(bulletin.text) is bulletin.text:
        return rows
    return {name: [tuple(storable(v) if isinstance(v, str) else v for v in row) for row in table] for name, table in rows.items()}


def _arguments(activity: Activity, by_id: Mapping[str, Span]) -> Iterator[Row]:
    """Rows (role, start, end, text, record id) of an activity's arguments, role by role."""
    for role, actors in (("agent", activity.agents), ("recipient", activity.recipients)):
        for actor in actors:
            yield role, actor.start, actor.end, actor.text, actor.organization
    for role, ids in (("quantity", activity.quantities), ("date", activity.dates)):
        for record_id in ids:
            record = by_id[record_id]
            yield role, record.start, record.end, record.text, record_id
    for document in activity.documents:
        yield "document", document.start, document.end, document.text, None
