"""The one reader of lexicon data: ``*.tsv`` files beside this module, each with a header line and an ``example`` column.

A table's rows are frozen dataclasses; the field names are the column names. ``load("units", UnitRow)`` gives the rows
in file order. Lines that start with ``#`` and empty lines are skipped. An empty cell is the field's default when it has one.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from importlib import resources
from typing import Any, TypeVar, get_type_hints

from ..errors import LexiconError

__all__ = ["load", "table_names"]

Row = TypeVar("Row")


def table_names() -> list[str]:
    """Names of all shipped tables, sorted."""
    return sorted(p.name.removesuffix(".tsv") for p in resources.files(__name__).iterdir() if p.name.endswith(".tsv"))


@cache
def load(name: str, row: type[Row]) -> tuple[Row, ...]:
    """All rows of the table ``name`` as instances of the dataclass ``row``.

    Cells are strings; a field annotated ``int`` or ``tuple[str, ...]`` is converted (``|`` separates the parts).

    Raises:
        LexiconError: no such table, a header that lacks a field, or a line with the wrong number of cells.
    """
    path = resources.files(__name__) / f"{name}.tsv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as e:
        raise LexiconError(f"no lexicon table {name!r}; there are {', '.join(table_names())}") from e
    hints = get_type_hints(row)
    fields = {f.name: f for f in dataclasses.fields(row)}  # type: ignore[arg-type]
    header: list[str] | None = None
    converted: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(lines, 1):
        if not line or line[0] == "#" or line.isspace():
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            missing = [n for n, f in fields.items() if n not in header and f.default is dataclasses.MISSING]
            unknown = [n for n in header if n not in fields]
            if missing or unknown:
                raise LexiconError(f"{name}.tsv:{number}: header lacks {missing} or has unknown {unknown}")
            converted = [n for n in header if hints[n] is int or hints[n] == tuple[str, ...]]
            continue
        if len(cells) > len(header):
            raise LexiconError(f"{name}.tsv:{number}: {len(cells)} cells under a header of {len(header)}")
        values: dict[str, Any] = {key: cell for key, cell in zip(header, cells, strict=False) if cell}
        for key in converted:
            if key in values:
                values[key] = _convert(values[key], hints[key], f"{name}.tsv:{number} {key}")
        try:
            rows.append(row(**values))
        except TypeError as e:
            raise LexiconError(f"{name}.tsv:{number}: {e}") from e
    return tuple(rows)


def _convert(cell: str, hint: Any, where: str) -> Any:
    if hint is not int:
        return tuple(cell.split("|"))
    try:
        return int(cell)
    except ValueError as e:
        raise LexiconError(f"{where}: {cell!r} is no whole number") from e
