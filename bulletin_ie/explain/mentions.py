"""Why figures and dates are records, and why others are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .. import rules
from ..rules import date_grammar, dates, figures, notquantities, numerals, quantities
from ..rules.core import Located
from ..rules.date_numbers import to_ascii
from . import tables
from .model import Finding, LexiconRow

if TYPE_CHECKING:
    from ..records import Bulletin, DateExpression, Quantity

__all__ = ["of_dates", "of_quantities"]

ANCHORS = {
    "self": "its own words name the day or period",
    "published": "resolved against the day of publication",
    "text": "what it leaves open is taken from a date before it in the text",
}


def of_quantities(bulletin: Bulletin) -> Iterator[Finding]:
    """A finding for each quantity and for each figure that is none."""
    text = bulletin.text
    for q in bulletin.quantities:
        yield Finding(
            "quantities",
            "record",
            q.start,
            q.end,
            q.text,
            q.rule,
            q.id,
            tuple(_of_quantity(bulletin, q)),
            _unit_rows(q),
        )
    kept = [(q.start, q.end) for q in bulletin.quantities]
    found = rules.scan(text)
    for mention in quantities.scan(text):
        if not _overlaps((mention.start, mention.end), kept):
            why = _taken_by(text, mention, found)
            yield _lost("quantities", text, mention.start, mention.end, mention.rule, why)
            kept.append((mention.start, mention.end))
    kept += [(m.start, m.end) for m in (*bulletin.dates, *bulletin.documents)]
    for match in numerals.pattern().finditer(text):
        figure = figures.read(text, match)
        if figure is None or _overlaps((figure.start, figure.end), kept):
            continue
        reason = _blocking(text, figure)
        if reason is not None:
            rule, why = reason
            fixed = tables.inside("not_quantities", "form", text[max(0, figure.start - 6) : figure.end + 6])
            yield _lost("quantities", text, figure.start, figure.end, rule, why, fixed if rule == "expression" else ())


def _of_quantity(bulletin: Bulletin, q: Quantity) -> Iterator[str]:
    value = "no single value" if q.value is None else f"value {q.value:f}"
    yield f"read as {value}, unit {q.unit or 'none'}" + (f", dimension {q.dimension}" if q.dimension else "")
    if q.lower is not None or q.upper is not None:
        low, high = ("open" if v is None else f"{v:f}" for v in (q.lower, q.upper))
        yield f"the bending words give the bounds {low} to {high}"
    if q.per:
        yield f"a rate per {q.per}, from the words before or after it"
    if q.item is not None:
        side = "after" if q.item.start >= q.end else "before"
        yield f"counts {q.item.text!r}, the noun phrase {side} it"
    if q.parent:
        yield f"part of the total {q.parent} ({bulletin.record(q.parent).text})"
    elif q.role:
        yield f"its words make it a {q.role}"


def _unit_rows(q: Quantity) -> tuple[LexiconRow, ...]:
    units = [
        row
        for table in ("units", "measure_words")
        for row in tables.inside(table, "form", q.text)
        if row.cells.get("unit") == q.unit
    ]
    longest = sorted(units, key=lambda row: -len(row.cells["form"]))[:1]
    hedges = {row.cells["form"]: row for row in reversed(tables.inside("hedges", "form", q.text))}
    return (*longest, *hedges.values())


def _blocking(text: str, figure: figures.Figure) -> tuple[str, str] | None:
    """Name and description of the first rule that keeps a figure out."""
    # the lists themselves, in their order: blocked() only says that one of them holds
    for rule in notquantities._CHINESE if figure.chinese else notquantities._FIGURES:
        if rule(text, figure):
            return rule.__name__.strip("_"), f"no quantity, as in: {(rule.__doc__ or '').strip()}"
    return None


def _taken_by(text: str, mention: Located, found: rules.Scan) -> str:
    for kind, others in (("date", found.dates), ("document", found.documents)):
        for other in others:
            if other.start < mention.end and mention.start < other.end:
                return f"overlaps the {kind} {text[other.start : other.end]!r}, which wins"
    return "overlaps another record, which wins"


def of_dates(bulletin: Bulletin) -> Iterator[Finding]:
    """A finding for each date and for each calendar word that is none."""
    text = bulletin.text
    for d in bulletin.dates:
        rows = (*tables.inside("date_words", "word", d.text), *tables.inside("festivals", "word", d.text))
        yield Finding("dates", "record", d.start, d.end, d.text, d.rule, d.id, tuple(_of_date(bulletin, d)), rows)
    kept = [(d.start, d.end) for d in bulletin.dates]
    found = rules.scan(text)
    for candidate in dates.scan(text):
        if not _overlaps((candidate.start, candidate.end), kept):
            why = _taken_by(text, candidate, found)
            yield _lost("dates", text, candidate.start, candidate.end, candidate.rule, why)
            kept.append((candidate.start, candidate.end))
    for start, phrase in date_grammar.find(to_ascii(text)):
        if not _overlaps((start, phrase.end), kept):
            why = "the words around it make it a duration, a count or a word that is a date only elsewhere"
            yield _lost("dates", text, start, phrase.end, f"date.{phrase.rule}", why)


def _of_date(bulletin: Bulletin, d: DateExpression) -> Iterator[str]:
    if d.first is None:
        yield f"unresolved: {_why_open(bulletin, d)}"
    else:
        yield f"means {d.first} to {d.last} (granularity {d.granularity}); {ANCHORS.get(d.anchor or '', 'anchor unknown')}"
    if d.anchor == "published" and bulletin.metadata.published_at is not None:
        source = bulletin.metadata.sources.get("published_at", "unknown")
        yield f"published {bulletin.metadata.published_at}, as stated by: {source}"
    if d.boundary:
        yield f"the words beside it make it {d.boundary!r}: {_around(bulletin.text, d.start, d.end)}"


def _why_open(bulletin: Bulletin, d: DateExpression) -> str:
    remark = next((r for r in bulletin.remarks if (r.start, r.end) == (d.start, d.end)), None)
    if remark is not None:
        return remark.message
    if bulletin.metadata.published_at is None:
        return "nothing says when the bulletin was published, and no date before it supplies what it leaves open"
    return "its words and the day of publication do not fix a day (a festival's holiday, a period without a beginning)"


def _around(text: str, start: int, end: int) -> str:
    return "…" + text[max(0, start - 4) : end + 4].replace("\n", " ") + "…"


def _overlaps(span: tuple[int, int], kept: Sequence[tuple[int, int]]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in kept)


def _lost(
    layer: str, text: str, start: int, end: int, rule: str, why: str, rows: tuple[LexiconRow, ...] = ()
) -> Finding:
    return Finding(layer, "lost", start, end, text[start:end], rule, None, (why,), rows)
