"""Annotated bulletins: our corpus format (``NNN-slug.txt`` with ``NNN-slug.yaml`` beside it) and JSONL.

The YAML names every record by its surface, in text order, one a line with ``|`` between fields, so that a person can read
and diff it; offsets are found when it is loaded. ``corpora/README.md`` describes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from os import PathLike
from pathlib import Path
from typing import Any

import yaml

from .errors import ReadError

__all__ = ["SPLITS", "GoldActivity", "GoldDocument", "GoldMention", "load", "split_of"]

Range = tuple[int, int]
SPLITS: Mapping[str, range] = {"train": range(1, 161), "dev": range(161, 201), "test": range(201, 241)}
"""Split → numbers of our own documents; fixed for good."""

COLUMNS = {
    "organizations": ("text", "type", "name"),
    "quantities": ("text", "value", "unit", "lower", "upper", "per", "item"),
    "dates": ("text", "first", "last", "boundary", "granularity"),
}
NUMBERS = ("value", "lower", "upper")


@dataclass(frozen=True, slots=True)
class GoldMention:
    """One annotated span of a layer with its fields (see ``COLUMNS``)."""

    start: int
    end: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GoldActivity:
    """One annotated activity; every link is a range of the text."""

    type: str
    trigger: Range
    agents: tuple[Range, ...] = ()
    recipients: tuple[Range, ...] = ()
    quantities: tuple[Range, ...] = ()
    dates: tuple[Range, ...] = ()
    documents: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """An annotated bulletin."""

    id: str
    text: str
    published: str | None = None
    url: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    """``kind``, ``domain``, ``province`` of our own documents."""
    metadata: Mapping[str, str | None] = field(default_factory=dict)
    organizations: tuple[GoldMention, ...] = ()
    quantities: tuple[GoldMention, ...] = ()
    dates: tuple[GoldMention, ...] = ()
    activities: tuple[GoldActivity, ...] = ()
    ignore: Mapping[str, tuple[Range, ...]] = field(default_factory=dict)
    """Layer → ranges in which a prediction is neither right nor wrong."""


def split_of(document_id: str) -> str | None:
    """The split of one of our own documents, by its number; None for any other id."""
    head = document_id[:3]
    return next((name for name, numbers in SPLITS.items() if head.isdigit() and int(head) in numbers), None)


def load(
    path: str | PathLike[str], *, split: str | None = None, texts: str | PathLike[str] | None = None
) -> list[GoldDocument]:
    """Annotated documents of a directory (our format), of one ``.yaml`` file, or of a JSONL file, in order of their ids.

    Args:
        path: directory, YAML file, or JSONL in the shape of the scorer (spans as ``start``/``end`` or pairs).
        split: ``train``, ``dev`` or ``test``: only documents whose number lies there.
        texts: directory of the ``.txt`` files, where they do not lie beside the YAML.

    Raises:
        ReadError: no such file, or an annotation that does not fit its text (the message says which).
    """
    place = Path(path)
    try:
        if place.is_dir():
            chosen = [p for p in sorted(place.glob("*.yaml")) if split is None or split_of(p.stem) == split]
            return [_from_yaml(p, Path(texts or place)) for p in chosen]
        if place.suffix in (".yaml", ".yml"):
            return [_from_yaml(place, Path(texts or place.parent))]
        lines = place.read_text(encoding="utf-8").splitlines()
        made = [_from_json(json.loads(line)) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, json.JSONDecodeError, KeyError, TypeError) as e:
        raise ReadError(f"{place}: no annotated bulletins there: {type(e).__name__}: {e}") from e
    return [d for d in made if split is None or split_of(d.id) == split]


def _from_json(row: Mapping[str, Any]) -> GoldDocument:
    def mentions(layer: str, renamed: Mapping[str, str]) -> tuple[GoldMention, ...]:
        kept = [c for c in COLUMNS[layer] if c != "text"]
        return tuple(
            GoldMention(r["start"], r["end"], {c: _value(c, r.get(renamed.get(c, c))) for c in kept})
            for r in row[layer]
        )

    ignore: dict[str, list[Range]] = {}
    for start, end, layer in row.get("ignore", ()):
        ignore.setdefault(layer, []).append((start, end))
    return GoldDocument(
        id=row["id"],
        text=row["text"],
        published=row.get("published"),
        url=row.get("url"),
        attributes={k: row[k] for k in ("kind", "domain", "province") if row.get(k)},
        metadata=row.get("metadata") or {},
        organizations=mentions("organizations", {}),
        quantities=mentions("quantities", {}),
        dates=mentions("dates", {"first": "from", "last": "to"}),
        activities=tuple(
            GoldActivity(a["type"], _pair(a["trigger"]), *(tuple(map(_pair, a.get(role) or ())) for role in ROLES))
            for a in row["activities"]
        ),
        ignore={layer: tuple(ranges) for layer, ranges in ignore.items()},
    )


ROLES = ("agents", "recipients", "quantities", "dates", "documents")


def _pair(span: Any) -> Range:
    start, end = span
    return start, end


def _value(column: str, cell: Any) -> Any:
    if cell is None or column not in NUMBERS:
        return cell
    try:
        return Decimal(str(cell))
    except InvalidOperation as e:
        raise ReadError(f"{cell!r} is no number") from e


def _from_yaml(path: Path, texts: Path) -> GoldDocument:
    text = (texts / f"{path.stem}.txt").read_bytes().decode("utf-8")
    stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    layers = {layer: tuple(_in_order(text, stated.get(layer) or (), layer, path)) for layer in COLUMNS}
    ignore: dict[str, list[Range]] = {}
    for line in stated.get("ignore") or ():
        surface, layer = _cells(line, 2)
        ignore.setdefault(str(layer), []).extend(_everywhere(text, str(surface)))
    aligner = _ActivityAligner(
        path, text, {layer: [(m.start, m.end) for m in found] for layer, found in layers.items()}
    )
    metadata = {k: None if v is None else str(v) for k, v in (stated.get("metadata") or {}).items()}
    return GoldDocument(
        id=path.stem,
        text=text,
        published=str(stated["published"]) if stated.get("published") else None,
        url=stated.get("url"),
        attributes={k: str(stated[k]) for k in ("kind", "domain", "province") if stated.get(k)},
        metadata=metadata,
        organizations=layers["organizations"],
        quantities=layers["quantities"],
        dates=layers["dates"],
        activities=tuple(aligner.align(a) for a in stated.get("activities") or ()),
        ignore={layer: tuple(ranges) for layer, ranges in ignore.items()},
    )


def _cells(line: Any, count: int) -> list[str | None]:
    cells = [cell.strip() or None for cell in str(line).split("|")]
    return (cells + [None] * count)[:count]


def _in_order(text: str, lines: Any, layer: str, path: Path) -> Iterator[GoldMention]:
    """Each line's surface at its next place in the text after the one before."""
    columns = COLUMNS[layer]
    position = 0
    for line in lines:
        cells = _cells(line, len(columns))
        surface = str(cells[0])
        start = text.find(surface, position)
        if start < 0:
            raise ReadError(f"{path}: {layer}: {surface!r} is not in the text after offset {position}")
        position = start + len(surface)
        fields = {c: _value(c, cell) for c, cell in zip(columns[1:], cells[1:], strict=False)}
        if layer == "organizations" and fields["name"] is None:
            fields["name"] = surface
        yield GoldMention(start, position, fields)


def _everywhere(text: str, surface: str) -> Iterator[Range]:
    start = text.find(surface)
    while start >= 0:
        yield start, start + len(surface)
        start = text.find(surface, start + 1)


class _ActivityAligner:
    """Finds the ranges of activities, which are annotated by surface and context."""

    def __init__(self, path: Path, text: str, ranges: Mapping[str, list[Range]]) -> None:
        self._path = path
        self._text = text
        self._ranges = ranges
        self._position = 0

    def align(self, row: Mapping[str, Any]) -> GoldActivity:
        near = row.get("near") or row["trigger"]
        start = self._text.find(near, self._position if self._text.count(near) > 1 else 0)
        at = self._text.find(row["trigger"], start, start + len(near)) if start >= 0 else -1
        if at < 0:
            raise self._error(f"activity near {near!r}: trigger {row['trigger']!r} is not there")
        self._position = start
        links: dict[str, tuple[Range, ...]] = {}
        for role in ROLES:
            known = self._ranges.get(role)
            surfaces = [str(s) for s in row.get(role) or ()]
            links[role] = tuple(self._nearest(s, at, known=known) for s in surfaces)
        return GoldActivity(row["type"], (at, at + len(row["trigger"])), **links)

    def _nearest(self, surface: str, at: int, *, known: list[Range] | None) -> Range:
        """The place of ``surface`` nearest to ``at`` (among ``known`` ranges if given); ``s @ context`` says where to look."""
        surface, _, context = surface.partition(" @ ")
        if context:
            start, _ = self._nearest(context, at, known=None)
            inside = self._text.find(surface, start, start + len(context))
            if inside < 0:
                raise self._error(f"{surface!r} is not in {context!r}")
            if known is None:
                return inside, inside + len(surface)
            at = inside
        places = (
            [r for r in known if self._text[r[0] : r[1]] == surface]
            if known is not None
            else list(_everywhere(self._text, surface))
        )
        if not places:
            raise self._error(f"{surface!r} is not annotated or not in the text")
        return min(places, key=lambda r: abs(r[0] - at))

    def _error(self, message: str) -> ReadError:
        return ReadError(f"{self._path}: {message}")
