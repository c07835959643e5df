"""A Bulletin as tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .records import Activity, Bulletin, DateExpression, Quantity, iso_text

__all__ = ["print_bulletin"]

COLOURS = {"organizations": "cyan", "quantities": "green", "dates": "magenta", "activities": "yellow"}


def print_bulletin(bulletin: Bulletin, *, console: Console | None = None) -> None:
    """Print metadata, organizations, quantities, dates and activities, each as a table."""
    console = console or Console()
    for renderable in (
        _metadata(bulletin),
        _organizations(bulletin),
        _quantities(bulletin),
        _dates(bulletin),
        _activities(bulletin),
        _remarks(bulletin),
    ):
        if renderable.row_count:
            console.print(renderable)


def _table(title: str, columns: Sequence[str], *, colour: str) -> Table:
    table = Table(title=title, title_justify="left", title_style=f"bold {colour}", header_style=colour, expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _metadata(bulletin: Bulletin) -> Table:
    table = _table("bulletin", ["field", "value", "from"], colour="blue")
    meta = bulletin.metadata
    for name in type(meta).model_fields:
        value = getattr(meta, name)
        if value is not None and name not in ("spans", "sources"):
            shown = iso_text(value) if isinstance(value, date) else str(value)
            table.add_row(name, Text(shown), meta.sources.get(name, ""))
    return table


def _organizations(bulletin: Bulletin) -> Table:
    table = _table(
        "organizations", ["id", "name", "type", "division", "resolution", "mentions"], colour=COLOURS["organizations"]
    )
    for o in bulletin.organizations:
        surfaces = dict.fromkeys(m.text for m in o.mentions)
        mentions = f"{len(o.mentions)}: {'、'.join(surfaces)}"
        table.add_row(o.id, Text(o.name), o.type, o.division_code or "", o.resolution, Text(mentions))
    return table


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,f}"


def _quantities(bulletin: Bulletin) -> Table:
    table = _table("quantities", ["id", "text", "value", "unit", "bounds", "per", "item"], colour=COLOURS["quantities"])
    for q in bulletin.quantities:
        table.add_row(
            q.id,
            Text(q.text),
            _number(q.value),
            q.unit or "",
            _bounds(q),
            q.per or "",
            Text(q.item.text if q.item else ""),
        )
    return table


def _bounds(q: Quantity) -> str:
    if q.lower is None and q.upper is None:
        return ""
    return f"{_number(q.lower) or '…'} – {_number(q.upper) or '…'}"


def _dates(bulletin: Bulletin) -> Table:
    table = _table("dates", ["id", "text", "first", "last", "boundary", "timex", "anchor"], colour=COLOURS["dates"])
    for d in bulletin.dates:
        table.add_row(
            d.id, Text(d.text), _iso(d, "first"), _iso(d, "last"), d.boundary or "", d.timex or "", d.anchor or ""
        )
    return table


def _iso(d: DateExpression, name: str) -> str:
    value = getattr(d, name)
    return "unresolved" if value is None else iso_text(value)


def _activities(bulletin: Bulletin) -> Table:
    table = _table(
        "activities",
        ["id", "type", "trigger", "agents", "recipients", "quantities", "dates"],
        colour=COLOURS["activities"],
    )
    for a in bulletin.activities:
        mark = "" if a.modality == "actual" else f" ({a.modality})"
        table.add_row(a.id, a.type + mark, Text(a.trigger.text), *(Text(cell) for cell in _arguments(bulletin, a)))
    return table


def _arguments(bulletin: Bulletin, a: Activity) -> list[str]:
    agents = "、".join(x.text for x in a.agents)
    recipients = "、".join(x.text for x in a.recipients)
    quantities = "、".join(bulletin.record(i).text for i in a.quantities)
    dates = "、".join(bulletin.record(i).text for i in a.dates)
    return [agents, recipients, quantities, dates]


def _remarks(bulletin: Bulletin) -> Table:
    table = _table("remarks", ["code", "message", "at"], colour="red")
    for r in bulletin.remarks:
        table.add_row(r.code, Text(r.message), "" if r.start is None else str(r.start))
    return table
