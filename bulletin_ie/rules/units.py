"""Units and measure words: the longest one that starts at a place of the text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from string import ascii_letters, digits

from ..lexicon import load

__all__ = ["MeasureRow", "Unit", "UnitRow", "forms", "lookup", "measure"]


_LATIN = frozenset(ascii_letters + digits)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row of ``units.tsv``: a physical or money unit, its canonical form, dimension and UCUM code."""

    form: str
    unit: str
    example: str
    dimension: str = ""
    ucum: str = ""
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A row of ``measure_words.tsv``; ``one`` says whether 一 before it really counts."""

    form: str
    unit: str
    one: str
    example: str
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is looked up: ``counted`` is true when 一 before it counts, ``blocked`` what may not follow it."""

    form: str
    unit: str
    dimension: str
    ucum: str
    measure: bool
    counted: bool
    blocked: tuple[str, ...]


@cache
def _by_first() -> tuple[dict[str, tuple[int, ...]], dict[str, Unit]]:
    units: dict[str, Unit] = {}
    for m in load("measure_words", MeasureRow):
        units[m.form] = Unit(m.form, m.unit, "count", "", True, m.one == "counted", m.not_before)
    for u in load("units", UnitRow):
        if u.form not in units:
            units[u.form] = Unit(u.form, u.unit, u.dimension, u.ucum, False, True, u.not_before)
    lengths: dict[str, set[int]] = {}
    for form in units:
        lengths.setdefault(form[0], set()).add(len(form))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}, units


def forms() -> Collection[str]:
    """All forms of units and measure words."""
    return _by_first()[1].keys()


def measure(form: str) -> Unit | None:
    """The unit with exactly this form."""
    return _by_first()[1].get(form)


def lookup(text: str, at: int, *, after_figures: bool = False) -> Unit | None:
    """The longest unit that starts at ``at`` and is not the head of another word (元 in 元旦).

    ``after_figures``: figures need a unit, so that a measure word stands even before a character that it could form a
    word with (2名校长), unless a space keeps the two apart as in a line of a table (18 台湾).
    """
    lengths, units = _by_first()
    after_figures = after_figures and not text[at - 1 : at].isspace()
    for length in lengths.get(text[at : at + 1], ()):
        form = text[at : at + length]
        unit = units.get(form)
        if unit is None:
            continue
        end = at + length
        if unit.blocked and not (after_figures and unit.measure and length == 1) and text.startswith(unit.blocked, end):
            continue
        if form[-1] in ascii_letters and text[end : end + 1] in _LATIN:  # a code goes on there: 11530000MB1234567X
            continue
        return unit
    return None
