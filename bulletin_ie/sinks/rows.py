"""The one table schema: what a Bulletin becomes in any storage.

Natural keys: a document's id (the hash of its text) and a record's id within it. Raw text and offsets, normalised values and
the rule or method stand side by side, so that every row can be traced to its place in the text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any, Literal, cast

from ..records import Activity, Bulletin, Span, iso_text

__all__ = [
    "DOCUMENT_TABLES",
    "NUMERIC_PRECISION",
    "NUMERIC_SCALE",
    "SCHEMA_VERSION",
    "TABLES",
    "Column",
    "Row",
    "Table",
    "narrow",
    "place_key",
    "rows_of",
    "storable",
]

SCHEMA_VERSION = 2
"""Version of the tables below; a database carries it in ``runs.tables_version``."""

KEY_LENGTH = 64
LOCATOR_LENGTH = 512
"""Most characters of a ``key`` (a record's id) and a ``locator`` (a file's path, a row of a dump). MySQL indexes 768."""

ColumnType = Literal["key", "locator", "text", "integer", "numeric", "date", "timestamp"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``key`` and ``locator`` are short texts that may stand in a primary key; ``numeric`` is exact."""

    name: str
    type: ColumnType
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its primary key (the first ``key_length`` columns).

    ``parent`` is the table that the first ``parent_columns`` refer to; ``indexes`` are columns that queries look up.
    """

    name: str
    columns: tuple[Column, ...]
    key_length: int
    parent: str | None = None
    parent_columns: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in the order of a row's cells."""
        return tuple(c.name for c in self.columns)

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the primary key's columns."""
        return self.names[: self.key_length]


def _table(name: str, key: str, columns: str, *, parent: str = "", indexes: str = "") -> Table:
    """A table from lines of words: ``name:type`` columns (``!`` forbids null), ``parent column …``, ``a,b`` indexes."""
    made = [_column(word, nullable=False) for word in key.split()]
    made += [_column(word.rstrip("!"), nullable=not word.endswith("!")) for word in columns.split()]
    above, _, through = parent.partition(" ")
    looked_up = tuple(tuple(word.split(",")) for word in indexes.split())
    return Table(name, tuple(made), len(key.split()), above or None, tuple(through.split()), looked_up)


def _column(word: str, *, nullable: bool) -> Column:
    name, _, kind = word.partition(":")
    return Column(name, cast(ColumnType, kind), nullable)


_SPAN = "start_offset:integer! end_offset:integer! text:text!"
_OF_DOCUMENT = "documents document_id"

TABLES: Mapping[str, Table] = {
    t.name: t
    for t in (
        _table(
            "documents",
            "document_id:key",
            "locator:locator! content_hash:key! title:text published_on:date published_at:text source:text author:text "
            "editor:text document_number:text index_number:text views:integer url:text site:text site_id:text signed_by:text "
            "signed_on:date format:text encoding:text remarks:text text:text! package_version:key! schema_version:key! "
            "model_version:key run_id:key",
            indexes="published_on",
        ),
        _table(
            "organizations",
            "document_id:key organization_id:key",
            "name:text! type:key! division_code:key resolution:key! mention_count:integer!",
            parent=_OF_DOCUMENT,
            indexes="name division_code",
        ),
        _table(
            "organization_mentions",
            "document_id:key start_offset:integer end_offset:integer",
            "organization_id:key! text:text! name:text! method:key!",
            parent="organizations document_id organization_id",
            indexes="document_id,organization_id",
        ),
        _table(
            "quantities",
            "document_id:key quantity_id:key",
            f"{_SPAN} value:numeric lower_bound:numeric upper_bound:numeric unit:text dimension:key per:text item:text "
            "item_start:integer item_end:integer role:key parent_id:key rule:text!",
            parent=_OF_DOCUMENT,
            indexes="dimension,value",
        ),
        _table(
            "dates",
            "document_id:key date_id:key",
            f"{_SPAN} first_day:date last_day:date first_value:key last_value:key boundary:key granularity:key timex:text "
            "anchor:key rule:text!",
            parent=_OF_DOCUMENT,
            indexes="first_day",
        ),
        _table(
            "activities",
            "document_id:key activity_id:key",
            "type:key! trigger_text:text! trigger_start:integer! trigger_end:integer! sentence:text! sentence_start:integer! "
            "sentence_end:integer! modality:key! rule:text!",
            parent=_OF_DOCUMENT,
            indexes="type",
        ),
        _table(
            "activity_arguments",
            "document_id:key activity_id:key position:integer",
            f"role:key! {_SPAN} record_id:key",
            parent="activities document_id activity_id",
        ),
        _table(
            "checks",
            "document_id:key check_number:integer",
            "kind:key! quantity_ids:text! expected:numeric! stated:numeric! difference:numeric!",
            parent=_OF_DOCUMENT,
        ),
        # Where each text lies: an archive holds the same text at several places, and documents.locator is the one whose
        # metadata were taken. No foreign key, since a document is replaced by delete and insert and its places stay.
        _table("document_places", "locator:locator", "document_id:key! content_hash:key!", indexes="document_id"),
        _table(
            "failures",
            "locator:locator",
            "reason:key! message:text! traceback_id:key traceback:text package_version:key! run_id:key",
        ),
        _table(
            "runs",
            "run_id:key",
            "started_at:timestamp! finished_at:timestamp package_version:key! schema_version:key! tables_version:integer! "
            "model_version:key documents:integer unchanged:integer duplicates:integer failures:integer",
        ),
    )
}

DOCUMENT_TABLES = tuple(t.name for t in TABLES.values() if t.columns[0].name == "document_id")
"""Tables whose rows belong to one document (first column ``document_id``), parents before children."""

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


def place_key(locator: str) -> str:
    """A locator as it can be a key everywhere: itself, or its end and a hash of the whole.

    A path may be longer than a key, hold bytes that are no text, or end in a space, which MySQL does not tell from none.
    """
    plain = storable(locator)
    if plain == locator and len(locator) <= LOCATOR_LENGTH and not locator.endswith(" "):
        return locator
    mark = hashlib.sha256(locator.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{plain[-(LOCATOR_LENGTH - 34) :].rstrip()}#{mark}"


NUMERIC_PRECISION, NUMERIC_SCALE = 38, 10
"""Of the NUMERIC column where a storage must fix one (MySQL, DuckDB, Parquet, Spark). SQLite and PostgreSQL need none."""
_SMALLEST = Decimal(1).scaleb(-NUMERIC_SCALE)
_BOUND = Decimal(10) ** (NUMERIC_PRECISION - NUMERIC_SCALE)


def narrow(value: Decimal | None) -> Decimal | None:
    """The value as NUMERIC(38, 10) holds it: rounded behind the tenth decimal, null from 10²⁸ on (the text still has it)."""
    if value is None or abs(value) >= _BOUND:
        return None
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and exponent >= -NUMERIC_SCALE else _rounded(value)


def _rounded(value: Decimal) -> Decimal | None:
    # the default context has 28 digits, and quantize raises beyond its context's precision
    return value.quantize(_SMALLEST, context=_CONTEXT) if value.is_finite() else None


_CONTEXT = Context(prec=60, rounding=ROUND_HALF_EVEN)


def _day(value: date | datetime | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else iso_text(value)


def rows_of(
    bulletin: Bulletin,
    *,
    locator: str,
    content_hash: str,
    package_version: str,
    model_version: str | None = None,
    run_id: str | None = None,
) -> dict[str, list[Row]]:
    """The rows of one Bulletin by table name, cells in the order of the table's columns."""
    key = bulletin.id
    meta = bulletin.metadata
    rows: dict[str, list[Row]] = {name: [] for name in DOCUMENT_TABLES}
    by_id: dict[str, Span] = {q.id: q for q in bulletin.quantities} | {d.id: d for d in bulletin.dates}
    remarks = "; ".join(f"{r.code}: {r.message}" for r in bulletin.remarks) or None
    rows["documents"].append(
        (
            key, place_key(locator), content_hash, meta.title, _day(meta.published_at), _iso(meta.published_at), meta.source, meta.author,
            meta.editor, meta.document_number, meta.index_number, meta.views, meta.url, meta.site, meta.site_id, meta.signed_by,
            _day(meta.signed_at), meta.format, meta.encoding, remarks, bulletin.text, package_version, bulletin.schema_version,
            model_version, run_id,
        )
    )  # fmt: skip
    for o in bulletin.organizations:
        rows["organizations"].append((key, o.id, o.name, o.type, o.division_code, o.resolution, len(o.mentions)))
        for m in o.mentions:
            rows["organization_mentions"].append((key, m.start, m.end, o.id, m.text, m.name, m.method))
    for q in bulletin.quantities:
        item = (q.item.text, q.item.start, q.item.end) if q.item else (None, None, None)
        rows["quantities"].append(
            (
                key,
                q.id,
                q.start,
                q.end,
                q.text,
                q.value,
                q.lower,
                q.upper,
                q.unit,
                q.dimension,
                q.per,
                *item,
                q.role,
                q.parent,
                q.rule,
            )
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
        rows["activities"].append(
            (key, a.id, a.type, t.text, t.start, t.end, s.text, s.start, s.end, a.modality, a.rule)
        )
        for position, argument in enumerate(_arguments(a, by_id), 1):
            rows["activity_arguments"].append((key, a.id, position, *argument))
    for number, c in enumerate(bulletin.checks, 1):
        rows["checks"].append((key, number, c.kind, " ".join(c.quantities), c.expected, c.stated, c.difference))
    # metadata may come from elsewhere than the text; every other surface is a slice of it
    rows["documents"] = [_storable_row(row) for row in rows["documents"]]
    if storable(bulletin.text) is bulletin.text:
        return rows
    return {name: [_storable_row(row) for row in table] for name, table in rows.items()}


def _storable_row(row: Row) -> Row:
    return tuple(storable(v) if isinstance(v, str) else v for v in row)


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
