"""Annotated bulletins written in the corpus format, so that :func:`bulletin_ie.corpus.load` gives back the same annotation.

A person should be able to read and diff the result: each record is named by its surface alone where that is enough, else with
the shortest context that tells its place, and by an offset only where the text repeats itself.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any

import yaml

from .corpus import (
    ATTRIBUTES,
    COLUMNS,
    ROLES,
    ActivityAligner,
    GoldActivity,
    GoldDocument,
    GoldMention,
    Range,
    anchored,
    from_yaml,
    locate,
)
from .errors import ArgumentError, ReadError, SinkError

__all__ = ["in_order", "safe_name", "to_yaml", "write"]

WIDTHS = (4, 7, 12, 20, 40)
"""Characters of context on each side that are tried before an offset is."""
NAME_BYTES = 120
"""UTF-8 bytes of a file's name without its suffix; file systems take 255."""


def write(document: GoldDocument, directory: str | PathLike[str], *, replace_existing: bool = False) -> Path:
    """Write ``ID.txt`` and ``ID.yaml`` and return the latter's path.

    Args:
        document: its id becomes the files' name and must be one that :func:`safe_name` leaves as it is.
        directory: made when it is missing.
        replace_existing: whether files of that name may be written over.

    Raises:
        ArgumentError: an unsafe id, or an annotation that the format cannot hold.
        SinkError: files of that name exist and may not be replaced, or the directory cannot be written.
    """
    if not document.id or safe_name(document.id) != document.id:
        raise ArgumentError(f"{document.id!r} is no name for a file; {safe_name(document.id) or 'document'!r} is")
    annotation = to_yaml(document)
    place = Path(directory)
    target, text = place / f"{document.id}.yaml", place / f"{document.id}.txt"
    try:
        place.mkdir(parents=True, exist_ok=True)
        if not replace_existing and (text.exists() or target.exists()):
            raise FileExistsError
        _put(text, document.text.encode("utf-8"), replace_existing)
        _put(target, annotation.encode("utf-8"), replace_existing)
    except FileExistsError as e:
        raise SinkError(f"{document.id}: there are files of that name in {place}") from e
    except OSError as e:
        raise SinkError(f"{place}: {e.strerror or e}") from e
    return target


def _put(path: Path, content: bytes, replace_existing: bool) -> None:
    """Write a file whole or not at all; a new one never over another, even if that appears meanwhile."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        part = Path(file.name)
        file.write(content)
    try:
        part.chmod(0o644)
        if replace_existing:
            part.replace(path)
        else:
            try:
                path.hardlink_to(part)
            except FileExistsError:
                raise
            except OSError:  # a file system without hard links
                with path.open("xb") as new:
                    new.write(content)
    finally:
        part.unlink(missing_ok=True)


_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """A name for a file on every system: letters (of any script), digits, ``.``, ``_``, ``-``; empty when nothing is left."""
    kept = "".join(c if c.isalnum() or c in "._-" else "-" for c in unicodedata.normalize("NFC", name))
    tidy = re.sub(r"-{2,}", "-", kept).strip("-.")
    while len(tidy.encode("utf-8")) > NAME_BYTES:
        tidy = tidy[:-1]
    tidy = tidy.rstrip("-.")
    return f"_{tidy}" if _RESERVED.match(tidy) else tidy


def in_order(document: GoldDocument) -> GoldDocument:
    """The document with each layer in text order, as a loader would give it."""

    def mentions(found: tuple[GoldMention, ...]) -> tuple[GoldMention, ...]:
        return tuple(sorted(found, key=lambda m: (m.start, m.end)))

    return replace(
        document,
        organizations=mentions(document.organizations),
        quantities=mentions(document.quantities),
        dates=mentions(document.dates),
        activities=tuple(sorted(document.activities, key=lambda a: (a.trigger, a.type))),
        ignore={layer: tuple(sorted(ranges)) for layer, ranges in sorted(document.ignore.items()) if ranges},
    )


def to_yaml(document: GoldDocument) -> str:
    """The annotation as the text of its ``.yaml`` file.

    Raises:
        ArgumentError: the format cannot hold it (a span outside the text or with a space at its end, a type with a bar …).
    """
    ordered = in_order(document)
    try:
        document.text.encode("utf-8")
    except UnicodeEncodeError as e:
        raise ArgumentError(f"{document.id}: character {e.start} of the text is a lone surrogate") from e
    for layer, start, end in _spans(ordered):
        if not 0 <= start < end <= len(document.text):
            raise ArgumentError(f"{document.id}: {layer}: there is no range {start}-{end} in the text")
    try:
        written = _dump(_entries(ordered))
        again = in_order(from_yaml(document.id, document.text, written))
    except (ReadError, yaml.YAMLError) as e:
        raise ArgumentError(f"the corpus format cannot hold this annotation: {e}") from e
    if again != ordered:
        raise ArgumentError(f"the corpus format cannot hold this annotation: {_difference(ordered, again)}")
    return written


def _spans(document: GoldDocument) -> Iterator[tuple[str, int, int]]:
    for layer in COLUMNS:
        yield from ((layer, m.start, m.end) for m in getattr(document, layer))
    for a in document.activities:
        yield ("trigger", *a.trigger)
        for role in ROLES:
            yield from ((role, *r) for r in getattr(a, role))
    for layer, ranges in document.ignore.items():
        yield from ((f"ignore {layer}", *r) for r in ranges)


def _difference(wanted: GoldDocument, got: GoldDocument) -> str:
    for layer in (*COLUMNS, "activities"):
        for a, b in zip(getattr(wanted, layer), getattr(got, layer), strict=False):
            if a != b:
                start, end = a.trigger if isinstance(a, GoldActivity) else (a.start, a.end)
                return f"{layer}: {wanted.text[start:end]!r} at {start}"
    return "ignored ranges, or fields of the document"


def _dump(entries: Mapping[str, Any]) -> str:
    made: str = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=2**31, default_flow_style=False)
    return made


def _entries(document: GoldDocument) -> dict[str, Any]:
    made: dict[str, Any] = {k: document.attributes[k] for k in ATTRIBUTES if document.attributes.get(k)}
    if document.published:
        made["published"] = document.published
    if document.url:
        made["url"] = document.url
    if document.metadata:
        made["metadata"] = dict(document.metadata)
    for layer in COLUMNS:
        made[layer] = list(_lines(document, layer))
    made["ignore"] = list(_ignored(document))
    ranges = {layer: [(m.start, m.end) for m in getattr(document, layer)] for layer in COLUMNS}
    aligner = ActivityAligner(document.id, document.text, ranges)
    made["activities"] = [_activity(a, document.text, aligner) for a in document.activities]
    return made


def _lines(document: GoldDocument, layer: str) -> Iterator[str]:
    position = 0
    for m in getattr(document, layer):
        named = _named(document.text, m.start, m.end, position)
        position = m.end
        row = [named, *_field_cells(document.text, layer, m)]
        while not row[-1]:
            row.pop()
        yield " | ".join(map(_escaped, row))


def _field_cells(text: str, layer: str, m: GoldMention) -> Iterator[str]:
    for column in COLUMNS[layer][1:]:
        value = m.fields.get(column)
        if column == "name" and value == text[m.start : m.end]:
            value = None
        yield "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")


def _named(text: str, start: int, end: int, position: int | None) -> str:
    """The surface, with what tells its place when the first one after ``position`` is another; None: always with it."""
    surface = text[start:end]
    if position is not None and locate(text, surface, None, position) == start and anchored(surface) == (surface, None):
        return surface
    for context in _contexts(text, start, end):
        named = f"{surface} @ {context}"
        if anchored(named) == (surface, context) and locate(text, surface, context, position or 0) == start:
            return named
    return f"{surface} @ #{start}"


def _contexts(text: str, start: int, end: int) -> Iterator[str]:
    """Growing stretches of the line around a range."""
    for width in WIDTHS:
        left = max(start - width, text.rfind("\n", 0, start) + 1)
        right = min(end + width, len(text))
        stop = text.find("\n", end, right)
        context = text[left : right if stop < 0 else stop].strip()
        if text[start:end] in context:
            yield context


def _ignored(document: GoldDocument) -> Iterator[str]:
    text = document.text
    for layer, ranges in document.ignore.items():
        seen: set[str] = set()
        for start, end in ranges:
            surface = text[start:end]
            plain = _escaped(surface)
            if surface in seen:
                continue
            every = [(m.start(), m.start() + len(surface)) for m in re.finditer(f"(?={re.escape(surface)})", text)]
            if set(every) <= set(ranges) and anchored(surface) == (surface, None):
                seen.add(surface)
                yield f"{plain} | {layer}"
            else:
                yield f"{_escaped(_named(text, start, end, None))} | {layer}"


def _activity(activity: GoldActivity, text: str, aligner: ActivityAligner) -> dict[str, Any]:
    start, end = activity.trigger
    row: dict[str, Any] = {"type": activity.type, **_placed(text, start, end, aligner)}
    for role in ROLES:
        ranges = getattr(activity, role)
        if ranges:
            row[role] = [_linked(text, r, start, role, aligner) for r in ranges]
    aligner.align(row)  # the next entry is looked for from here on
    return row


def _placed(text: str, start: int, end: int, aligner: ActivityAligner) -> dict[str, Any]:
    trigger = text[start:end]
    choices = [{"trigger": trigger}, *({"near": c, "trigger": trigger} for c in _contexts(text, start, end))]
    for row in choices:
        try:
            if aligner.place(row)[1] == start:
                return row
        except ReadError:
            continue
    return {"at": start, "trigger": trigger}


def _linked(text: str, r: Range, at: int, role: str, aligner: ActivityAligner) -> str:
    surface = text[slice(*r)]
    for named in (surface, *(f"{surface} @ {c}" for c in _contexts(text, *r))):
        try:
            if aligner.link(named, at, role) == r:
                return named
        except ReadError:
            continue
    return f"{surface} @ #{r[0]}"
