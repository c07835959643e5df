"""Crawler dumps: JSONL, JSON, CSV and TSV with a row a notice."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import TextIOWrapper
from typing import Any, BinaryIO

from .. import lexicon
from ..errors import ReadError
from . import encoding, html, times
from .source import Failure, Source

__all__ = ["cells", "csv_rows", "field_of", "json_rows", "jsonl_rows", "knows", "source_of", "sources"]

MAX_CELL = 20_000_000
_TIMES = frozenset({"published_at", "created_at"})


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A row of ``dump_columns.tsv``."""

    column: str
    field: str
    example: str


@cache
def _table() -> dict[str, str]:
    return {row.column: row.field for row in lexicon.load("dump_columns", ColumnRow)}


@cache
def _ranks() -> dict[str, int]:
    """Column → its line in the table: of two columns of a field (发布时间, 更新时间) the earlier one is taken."""
    return {column: rank for rank, column in enumerate(_table())}


def _key(name: object) -> str:
    return "".join(str(name).split()).replace("_", "").replace("-", "").strip("\ufeff\"'").lower()


def sources(
    rows: Iterable[tuple[str, object]], *, origin: str, format: str, columns: Mapping[str, str] | None = None
) -> Iterator[Source | Failure]:
    """A source or a failure for each row of a dump; ``rows`` pairs a row's place (line or number) with its cells."""
    for place, row in rows:
        at = f"{origin}#{place}"
        try:
            yield source_of(row, format=format, columns=columns).at(at)
        except ReadError as e:
            yield Failure(at, e.reason, str(e))


def source_of(row: object, *, format: str, columns: Mapping[str, str] | None = None) -> Source:
    """The notice of one row.

    Args:
        row: column name → cell.
        format: of the dump, for the record.
        columns: column name → field, tried before the table ``dump_columns``.

    Raises:
        ReadError: the row is no mapping, or no column holds a text.
    """
    if not isinstance(row, Mapping):
        raise ReadError(f"a row must map columns to cells, not be a {type(row).__name__}")
    own = {_key(k): v for k, v in (columns or {}).items()}
    row = _unwrapped(row, own)
    best: dict[str, tuple[int, Any]] = {}
    for name, cell in row.items():
        key = _key(name)
        field = own.get(key) or _table().get(key)
        if field is None or _empty(cell) or isinstance(cell, Mapping):
            continue
        rank = -1 if key in own else _ranks()[key]
        if field not in best or rank < best[field][0]:
            best[field] = (rank, cell)
    found = {field: cell for field, (_, cell) in best.items()}
    text = found.pop("text", None)
    markup = found.pop("html", None)
    metadata = cells(found)
    if text is None and markup is None:
        raise ReadError(f"no text in the row; its columns are {', '.join(map(str, list(row)[:20]))}")
    body = str(text) if text is not None else ""
    url = metadata.get("url")
    if text is None or _is_markup(body):
        page = html.read_markup(body or str(markup), url=url)
        metadata = {**page.metadata, **metadata}
        sources = {**page.sources, **dict.fromkeys(cells(found), "dump column")}
        return Source(
            page.text, metadata=metadata, sources=sources, url=url or page.url, format=format, notes=page.notes
        )
    return Source(body, metadata=metadata, sources=dict.fromkeys(metadata, "dump column"), url=url, format=format)


def _unwrapped(row: Mapping[Any, Any], own: Mapping[str, str]) -> Mapping[Any, Any]:
    """The row itself, or with the cells of the one object in it that holds the text (``{"_id": 1, "_source": {...}}``)."""

    def texts(cells: Mapping[Any, Any]) -> bool:
        return any((own.get(_key(k)) or field_of(k)) in ("text", "html") for k in cells)

    if texts(row):
        return row
    inner = [cell for cell in row.values() if isinstance(cell, Mapping) and texts(cell)]
    return {**row, **inner[0]} if len(inner) == 1 else row


def _empty(cell: object) -> bool:
    return (
        cell is None
        or (isinstance(cell, float) and cell != cell)
        or str(cell).strip() in ("", "null", "None", "NaN", "nan")
    )


def cells(found: Mapping[str, Any]) -> dict[str, str]:
    """Field → value of its kind (dates in ISO 8601, counters in digits), for the cells that hold one."""
    values: dict[str, str] = {}
    for field, cell in found.items():
        if field in _TIMES:
            value = times.from_cell(cell)
        elif field == "views":
            digits = str(cell).strip().replace(",", "").removesuffix(".0").removesuffix("次")
            value = digits if digits.isascii() and digits.isdigit() else None
        else:
            parts = cell if isinstance(cell, list) else [cell]
            value = "、".join(str(one).strip() for one in parts if not _empty(one))
        if value:
            values[field] = value
    return values


def _is_markup(text: str) -> bool:
    sample = text[:2000].lower()
    return any(tag in sample for tag in ("<p", "<div", "<br", "<span", "<html", "<table", "</"))


def knows(name: str) -> bool:
    """Is this the name of a known column?"""
    return field_of(name) is not None


def field_of(name: object) -> str | None:
    """The field that a column of this name holds."""
    return _table().get(_key(name))


def jsonl_rows(file: BinaryIO, *, forced: str | None = None) -> Iterator[tuple[str, object]]:
    """(line number, object) of each line that is not empty, read lazily; a broken line gives its message."""
    name = _encoding(file, forced)
    if name.startswith(("utf-16", "utf-32")):
        lines: Iterable[str] = _text(file, name)
    else:
        # no byte of a GB 18030 or UTF-8 character is a line feed, so that one bad line spoils no other
        lines = (line.decode(name, "replace") for line in _binary_lines(file))
    for number, line in enumerate(lines, 1):
        line = line.strip("\ufeff \t\r\n\x00")
        if line:
            yield str(number), _load(line)


def _binary_lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(MAX_CELL):
        yield line


def _encoding(file: BinaryIO, forced: str | None) -> str:
    """The codec of a stream, chosen on its first part."""
    head = file.read(encoding.SAMPLE)
    file.seek(0)
    if forced is not None:
        encoding.decode(b"", forced=forced)
        return forced
    # the sample may end inside a character
    cut = head if len(head) < encoding.SAMPLE else head[: head.rfind(b"\n") + 1] or head
    return encoding.decode(cut).encoding


def _text(file: BinaryIO, name: str) -> TextIOWrapper:
    return TextIOWrapper(file, encoding="utf-8-sig" if name == "utf-8" else name, errors="replace", newline="")


def _load(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as e:
        return f"broken JSON: {e}"


def json_rows(data: bytes, *, forced: str | None = None) -> Iterator[tuple[str, object]]:
    """Rows of a JSON file: a list of objects, one object, or an object that holds the list (``{"data": [...]}``).

    Raises:
        ReadError: no JSON.
    """
    text = encoding.decode(data, forced=forced).text
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as e:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not isinstance(_load(lines[0]), dict):
            raise ReadError(f"broken JSON: {e}") from e
        tree = [_load(line) for line in lines]  # an export with an object a line under the name .json
    for number, row in enumerate(_records(tree), 1):
        yield str(number), row


def _records(tree: object) -> list[object]:
    if isinstance(tree, list):
        return tree
    if isinstance(tree, dict):
        if any(field_of(k) in ("text", "html") and isinstance(v, str) for k, v in tree.items()):
            return [tree]
        for value in tree.values():
            rows = _records(value) if isinstance(value, dict | list) else []
            if rows and isinstance(rows[0], dict):
                return rows
    return []


def csv_rows(
    file: BinaryIO, *, delimiter: str | None = None, forced: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[tuple[str, object]]:
    """Rows of a table with a header line, read lazily; the delimiter is found among comma, tab, semicolon and pipe.

    Raises:
        ReadError: no header line of known columns, or a cell above the limit.
    """
    csv.field_size_limit(MAX_CELL)
    own = {_key(name) for name in columns or {}}
    text = _text(file, _encoding(file, forced))
    try:
        head = text.readline(MAX_CELL)
        mark = delimiter or max(",\t;|，", key=head.count)
        names = [name.strip("\ufeff ") for name in next(csv.reader([head], delimiter=mark), [])]
        if not any(knows(name) or _key(name) in own for name in names):
            raise ReadError(f"no header line with known columns: {head[:200]!r}")
        reader = csv.reader((line.replace("\x00", "") for line in text), delimiter=mark)
        for row in reader:
            if any(cell.strip() for cell in row):
                yield str(reader.line_num + 1), dict(zip(names, row, strict=False))
    except (csv.Error, UnicodeError) as e:
        raise ReadError(f"broken table: {e}") from e
    finally:
        text.detach()
