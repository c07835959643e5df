"""The parts of a report's page: sections with a drawing and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

__all__ = ["Cell", "Column", "Section", "Tile", "count", "exact"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; ``kind`` is ``number`` (flush right), ``words`` (Chinese, may break), ``code`` or empty."""

    name: str
    chinese: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, a gloss beside it and where it leads."""

    text: str
    gloss: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One question and its answer."""

    id: str
    title: str
    chinese: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    drawing: Markup | None = None
    """Without one the table stands alone, else it is folded below the drawing."""
    legend: Sequence[tuple[str, str]] = ()
    """(name, Chinese name) of each stacked series, in the order of the drawing's colours."""
    place: str = "wide"
    """Where it stands on a wide screen: in the ``left`` or ``right`` column, or below both (``wide``)."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One count of the whole."""

    number: str
    name: str
    chinese: str


def count(number: int) -> str:
    """A whole number with thousands separators."""
    return f"{number:,}"


def exact(value: Decimal) -> str:
    """All digits of a figure with thousands separators, without trailing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
