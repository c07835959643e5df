"""The tables beside the text: columns, cells and what each row lights up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..records import iso_text
from .labels import LAYERS, label
from .marks import link, links

if TYPE_CHECKING:
    from ..records import Activity, Bulletin, DateExpression, Organization, Quantity

__all__ = ["Cell", "Row", "Table", "facts", "kinds", "number", "tables"]

LINKABLE = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, its Chinese gloss, and whether it is a figure (set flush right) or the bulletin's own words."""

    text: str
    gloss: str = ""
    kind: str = ""
    """``number``, ``words`` (from the bulletin), ``code`` or empty."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record's row; without ``id`` it is only text."""

    cells: Sequence[Cell]
    id: str = ""
    type: str = ""
    links: Sequence[str] = ()
    tags: Sequence[str] = field(default=())
    """What is unusual: ``planned``, ``unresolved`` …"""


@dataclass(frozen=True, slots=True)
class Table:
    """One layer's table."""

    name: str
    chinese: str
    columns: Sequence[str]
    rows: Sequence[Row]


def tables(bulletin: Bulletin) -> list[Table]:
    """The tables that have rows, in the order in which a reader checks them."""
    lit = links(bulletin)
    made = [
        _table(
            "activities",
            "id type trigger agents recipients figures dates documents",
            [_activity(bulletin, a, lit) for a in bulletin.activities],
        ),
        _table(
            "organizations", "id name type division mentions", [_organization(o, lit) for o in bulletin.organizations]
        ),
        _table(
            "quantities", "id text value unit bounds per item role", [_quantity(q, lit) for q in bulletin.quantities]
        ),
        _table("dates", "id text first last timex against", [_date(d, lit) for d in bulletin.dates]),
        _table("checks", "kind figures stated expected difference", _checks(bulletin)),
        _table("documents", "text kind", _documents(bulletin)),
        _table("remarks", "code message", _remarks(bulletin)),
        _table("metadata", "field value from", _metadata(bulletin)),
    ]
    return [_without_empty_columns(t) for t in made if t.rows]


def _table(name: str, columns: str, rows: Sequence[Row]) -> Table:
    return Table(name, LAYERS[name], columns.split(), rows)


def _without_empty_columns(table: Table) -> Table:
    """A column that no row fills only takes room."""
    kept = [i for i in range(len(table.columns)) if any(row.cells[i].text for row in table.rows)]
    rows = [Row([row.cells[i] for i in kept], row.id, row.type, row.links, row.tags) for row in table.rows]
    return Table(table.name, table.chinese, [table.columns[i] for i in kept], rows)


def number(value: Decimal | None) -> str:
    """A figure with thousands separators and no trailing zeros."""
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _words(text: str | None) -> Cell:
    return Cell(text or "", kind="words")


def _typed(name: str | None) -> Cell:
    return Cell(name or "", label(name))


def _activity(bulletin: Bulletin, a: Activity, lit: Mapping[str, Sequence[str]]) -> Row:
    texts = {q.id: q.text for q in bulletin.quantities} | {d.id: d.text for d in bulletin.dates}
    groups = (
        [x.text for x in a.agents],
        [x.text for x in a.recipients],
        [texts[i] for i in a.quantities if i in texts],
        [texts[i] for i in a.dates if i in texts],
        [x.text for x in a.documents],
    )
    cells = [Cell(a.id, kind="id"), _typed(a.type), _words(a.trigger.text), *(_words("；".join(g)) for g in groups)]
    return Row(cells, a.id, a.type, lit[a.id], () if a.modality == "actual" else (a.modality,))


def _organization(o: Organization, lit: Mapping[str, Sequence[str]]) -> Row:
    surfaces = dict.fromkeys(m.text for m in o.mentions)
    shown = "、".join(surfaces) + (f" ×{len(o.mentions)}" if len(o.mentions) > 1 else "")
    cells = [
        Cell(o.id, kind="id"),
        _words(o.name),
        _typed(o.type),
        Cell(o.division_code or "", kind="code"),
        _words(shown),
    ]
    return Row(cells, o.id, o.type, lit[o.id], () if o.resolution == "explicit" else (o.resolution,))


def _quantity(q: Quantity, lit: Mapping[str, Sequence[str]]) -> Row:
    bounds = "" if q.lower is None and q.upper is None else f"{number(q.lower) or '…'} – {number(q.upper) or '…'}"
    cells = [
        Cell(q.id, kind="id"),
        _words(q.text),
        Cell(number(q.value), kind="number"),
        _words(q.unit),
        Cell(bounds, kind="number"),
        _words(q.per),
        _words(q.item.text if q.item else None),
        Cell((q.role or "") + (f" of {q.parent}" if q.parent else "")),
    ]
    return Row(cells, q.id, q.dimension or "", lit[q.id])


def _date(d: DateExpression, lit: Mapping[str, Sequence[str]]) -> Row:
    cells = [
        Cell(d.id, kind="id"),
        _words(d.text),
        *(Cell("" if t is None else iso_text(t), kind="code") for t in (d.first, d.last)),
        Cell(d.timex or "", kind="code"),
        Cell(d.anchor or ""),
    ]
    tags = [d.boundary] if d.boundary else []
    return Row(cells, d.id, d.granularity or "", lit[d.id], tags if d.first or d.last else ["unresolved", *tags])


def _checks(bulletin: Bulletin) -> list[Row]:
    at = bulletin.places()
    made = []
    for c in bulletin.checks:
        texts = [f"{bulletin.text[slice(*at[i])]} ({i})" for i in c.quantities if i in at]
        figures = [Cell(number(v), kind="number") for v in (c.stated, c.expected, c.difference)]
        places = [link("quantity", at[i]) for i in c.quantities if i in at]
        made.append(Row([Cell(c.kind), _words("；".join(texts)), *figures], links=places))
    return made


def _documents(bulletin: Bulletin) -> list[Row]:
    return [
        Row([_words(d.text), Cell(d.kind)], type=d.kind, links=[link("document", (d.start, d.end))])
        for d in bulletin.documents
    ]


def _remarks(bulletin: Bulletin) -> list[Row]:
    return [
        Row(
            [Cell(r.code), _words(r.message)],
            links=[link("self", (r.start, r.end))] if r.start is not None and r.end is not None else (),
        )
        for r in bulletin.remarks
    ]


def _metadata(bulletin: Bulletin) -> list[Row]:
    made = []
    for name, value in _stated(bulletin):
        span = bulletin.metadata.spans.get(name)
        places = [link("self", (span.start, span.end))] if span is not None else []
        made.append(Row([Cell(name), _words(value), Cell(bulletin.metadata.sources.get(name, ""))], links=places))
    return made


def _stated(bulletin: Bulletin) -> list[tuple[str, str]]:
    meta = bulletin.metadata
    values: dict[str, Any] = {
        name: getattr(meta, name) for name in type(meta).model_fields if name not in ("spans", "sources")
    }
    return [
        (name, iso_text(value) if isinstance(value, date) else str(value))
        for name, value in values.items()
        if value is not None
    ]


def facts(bulletin: Bulletin) -> list[tuple[str, str, str]]:
    """The line under the title: (name, value, link or empty) of what identifies the bulletin."""
    shown = ("published_at", "source", "document_number", "author", "url")
    stated = dict(_stated(bulletin))
    return [
        (name, stated[name], stated[name] if name == "url" and stated[name].lower().startswith(LINKABLE) else "")
        for name in shown
        if name in stated
    ]


def kinds(bulletin: Bulletin) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of the type filter: (layer, [(type, Chinese name)]) of the types that occur."""
    groups: dict[str, list[str]] = {
        "activities": [a.type for a in bulletin.activities],
        "organizations": [o.type for o in bulletin.organizations],
        "quantities": [q.dimension for q in bulletin.quantities if q.dimension],
    }
    return [(layer, [(t, label(t)) for t in sorted(set(types))]) for layer, types in groups.items() if types]
