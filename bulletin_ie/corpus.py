"""Annotated bulletins: our corpus format (``NNN-slug.txt`` with ``NNN-slug.yaml`` beside it) and JSONL.

The YAML names every record by its surface, in text order, one a line with ``|`` between fields, so that a person can read
and diff it; offsets are found when it is loaded. ``corpora/README.md`` describes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from os import PathLike
from pathlib import Path
from typing import Any

import yaml

from .errors import ReadError

__all__ = ["SPLITS", "GoldActivity", "GoldDocument", "GoldMention", "for_training", "from_yaml", "load", "split_of"]

Range = tuple[int, int]
SPLITS: Mapping[str, range] = {"train": range(1, 161), "dev": range(161, 201), "test": range(201, 241)}
"""Split → numbers of our own documents; fixed for good."""

COLUMNS = {
    "organizations": ("text", "type", "name"),
    "quantities": ("text", "value", "unit", "lower", "upper", "per", "item"),
    "dates": ("text", "first", "last", "boundary", "granularity"),
}
NUMBERS = ("value", "lower", "upper")
ROLES = ("agents", "recipients", "quantities", "dates", "documents")
ATTRIBUTES = ("kind", "domain", "province")


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
    """The split of one of our own documents (``NNN-slug``), by its number; None for any other id."""
    number, mark, _ = document_id.partition("-")
    if len(number) != 3 or not (number.isascii() and number.isdecimal() and mark):
        return None
    return next((name for name, numbers in SPLITS.items() if int(number) in numbers), None)


def for_training(path: str | PathLike[str]) -> list[GoldDocument]:
    """What models may be made from: all documents but those of our own that measure (dev and test).

    Args:
        path: as for :func:`load`; documents that someone annotated themselves have no split and are taken.

    Raises:
        ReadError: as for :func:`load`.
    """
    return [d for d in load(path) if split_of(d.id) in (None, "train")]


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
        attributes={k: row[k] for k in ATTRIBUTES if row.get(k)},
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
    return from_yaml(path.stem, text, path.read_text(encoding="utf-8"), origin=str(path))


def from_yaml(document_id: str, text: str, annotation: str, *, origin: str | None = None) -> GoldDocument:
    """An annotated bulletin from its two files' contents.

    Args:
        document_id: the files' name without its suffix.
        text: content of the ``.txt`` file.
        annotation: content of the ``.yaml`` file.
        origin: how errors name it; the id when not given.

    Raises:
        ReadError: a line that does not fit the text.
    """
    name = origin or document_id
    stated = yaml.safe_load(annotation) or {}
    if not isinstance(stated, Mapping):
        raise ReadError(f"{name}: an annotation is a mapping of layers, not a {type(stated).__name__}")
    layers = {layer: tuple(_in_order(text, stated.get(layer) or (), layer, name)) for layer in COLUMNS}
    ignore: dict[str, list[Range]] = {}
    for line in stated.get("ignore") or ():
        named, layer = cells(line, 2)
        surface, where = anchored(str(named))
        places = (
            _everywhere(text, surface) if where is None else [_required(text, surface, where, 0, f"{name}: ignore")]
        )
        ignore.setdefault(str(layer), []).extend(places)
    aligner = ActivityAligner(name, text, {layer: [(m.start, m.end) for m in found] for layer, found in layers.items()})
    metadata = {k: None if v is None else str(v) for k, v in (stated.get("metadata") or {}).items()}
    return GoldDocument(
        id=document_id,
        text=text,
        published=str(stated["published"]) if stated.get("published") else None,
        url=stated.get("url"),
        attributes={k: str(stated[k]) for k in ATTRIBUTES if stated.get(k)},
        metadata=metadata,
        organizations=layers["organizations"],
        quantities=layers["quantities"],
        dates=layers["dates"],
        activities=tuple(aligner.align(a) for a in stated.get("activities") or ()),
        ignore={layer: tuple(ranges) for layer, ranges in ignore.items()},
    )


_BAR = re.compile(r"(?<!\\)\|")
_OFFSET = re.compile(r"(.*) @ #([0-9]{1,12})", re.DOTALL)


def cells(line: Any, count: int) -> list[str | None]:
    """The fields of a line, stripped, None where empty; ``\\|`` is a bar that separates nothing."""
    found = [cell.strip().replace("\\|", "|") or None for cell in _BAR.split(str(line))]
    return (found + [None] * count)[:count]


def anchored(named: str) -> tuple[str, str | int | None]:
    """A surface and where to look for it: ``5万元 @ 另捐5万元`` (a context), ``5万元 @ #37`` (its offset), or nowhere special."""
    exact = _OFFSET.fullmatch(named)
    if exact is not None:
        return exact[1], int(exact[2])
    surface, _, context = named.partition(" @ ")
    return surface, context or None


def locate(text: str, surface: str, where: str | int | None, position: int) -> int:
    """Where the surface of a line stands, -1 when it does not: the first place from ``position`` on, in the context if given."""
    if isinstance(where, int):
        return where if text.startswith(surface, where) else -1
    if where is None:
        return text.find(surface, position)
    at = text.find(where)
    while at >= 0:
        start = text.find(surface, at, at + len(where))
        if start < 0 or start >= position:
            return start
        at = text.find(where, at + 1)
    return -1


def _required(text: str, surface: str, where: str | int | None, position: int, origin: str) -> Range:
    start = locate(text, surface, where, position)
    if start < 0:
        place = "" if where is None else f" at {where!r}" if isinstance(where, int) else f" in {where!r}"
        raise ReadError(f"{origin}: {surface!r}{place} is not in the text after offset {position}")
    return start, start + len(surface)


def _in_order(text: str, lines: Any, layer: str, origin: str) -> Iterator[GoldMention]:
    """Each line's surface at its next place in the text after the one before."""
    columns = COLUMNS[layer]
    position = 0
    for line in lines:
        found = cells(line, len(columns))
        surface, where = anchored(str(found[0]))
        start, position = _required(text, surface, where, position, f"{origin}: {layer}")
        fields = {c: _value(c, cell) for c, cell in zip(columns[1:], found[1:], strict=False)}
        if layer == "organizations" and fields["name"] is None:
            fields["name"] = surface
        yield GoldMention(start, position, fields)


def _everywhere(text: str, surface: str) -> Iterator[Range]:
    start = text.find(surface) if surface else -1
    while start >= 0:
        yield start, start + len(surface)
        start = text.find(surface, start + 1)


class ActivityAligner:
    """Finds the ranges of activities, which are annotated by surface and context, in text order."""

    def __init__(self, origin: str, text: str, ranges: Mapping[str, list[Range]]) -> None:
        self._origin = origin
        self._text = text
        self._ranges = ranges
        self._position = 0

    def align(self, row: Mapping[str, Any]) -> GoldActivity:
        """The activity of one entry; the next one is looked for from its context on.

        Raises:
            ReadError: its trigger or a link is not there.
        """
        start, at = self.place(row)
        self._position = start
        links = {role: tuple(self.link(str(s), at, role) for s in row.get(role) or ()) for role in ROLES}
        return GoldActivity(row["type"], (at, at + len(row["trigger"])), **links)

    def place(self, row: Mapping[str, Any]) -> Range:
        """Where the entry's context and its trigger begin.

        Raises:
            ReadError: the trigger is not there.
        """
        if row.get("at") is not None:
            start = at = locate(self._text, row["trigger"], int(row["at"]), 0)
        else:
            near = row.get("near") or row["trigger"]
            start = self._text.find(near, self._position if self._text.count(near) > 1 else 0)
            at = self._text.find(row["trigger"], start, start + len(near)) if start >= 0 else -1
        if at < 0:
            raise self._error(
                f"activity near {row.get('near') or row['trigger']!r}: trigger {row['trigger']!r} is not there"
            )
        return start, at

    def link(self, named: str, at: int, role: str) -> Range:
        """The range that a role's surface means for the activity whose trigger begins at ``at``.

        Raises:
            ReadError: it is not there, or no annotated quantity or date.
        """
        surface, where = anchored(named)
        known = self._ranges.get(role)
        if isinstance(where, int):
            place = _required(self._text, surface, where, 0, f"{self._origin}: {role}")
            if known is not None and place not in known:
                raise self._error(f"{named!r} is not annotated")
            return place
        if where is not None:
            start, _ = self._nearest(where, at, known=None)
            inside = self._text.find(surface, start, start + len(where))
            if inside < 0:
                raise self._error(f"{surface!r} is not in {where!r}")
            if known is None:
                return inside, inside + len(surface)
            at = inside
        return self._nearest(surface, at, known=known)

    def _nearest(self, surface: str, at: int, *, known: list[Range] | None) -> Range:
        """The place of ``surface`` nearest to ``at``, among ``known`` ranges if given."""
        places = (
            [r for r in known if self._text[r[0] : r[1]] == surface]
            if known is not None
            else list(_everywhere(self._text, surface))
        )
        if not places:
            raise self._error(f"{surface!r} is not annotated or not in the text")
        return min(places, key=lambda r: abs(r[0] - at))

    def _error(self, message: str) -> ReadError:
        return ReadError(f"{self._origin}: {message}")
