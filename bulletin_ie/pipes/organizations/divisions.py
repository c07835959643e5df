"""Divisions of China: names, short and former names, codes, parents (GB/T 2260)."""

from __future__ import annotations

from functools import cache

import daachorse

from ...lexicon import load
from ...lexicon.divisions import DivisionRow

__all__ = [
    "COMMON",
    "codes_of",
    "division",
    "level_of",
    "parent_of",
    "provinces",
    "scan",
    "short_codes",
    "spelled",
    "spellings",
]

COMMON = frozenset(["城区", "郊区", "矿区", "新区", "市区", "东区", "西区", "南区", "北区", "中区"])
"""Names of divisions that are common words as well; not searched for in texts."""


@cache
def _rows() -> tuple[DivisionRow, ...]:
    return load("divisions", DivisionRow)


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for row in _rows():
        for name in (row.name, *row.former):
            codes = names.setdefault(name, [])
            if row.until:
                codes.append(row.code)
            else:
                codes.insert(0, row.code)
    return {name: tuple(codes) for name, codes in names.items()}


@cache
def _by_short() -> dict[str, tuple[str, ...]]:
    shorts: dict[str, list[str]] = {}
    for row in _rows():
        if len(row.short) >= 2 and not row.until:
            shorts.setdefault(row.short, []).append(row.code)
    return {name: tuple(codes) for name, codes in shorts.items()}


@cache
def _by_code() -> dict[str, DivisionRow]:
    return {row.code: row for row in _rows()}


@cache
def _automaton() -> daachorse.CharwiseDoubleArrayAhoCorasick:
    names = [name for name in _by_name() if name not in COMMON]
    return daachorse.CharwiseDoubleArrayAhoCorasick(names, daachorse.MATCH_KIND_LEFTMOST_LONGEST)


def scan(text: str) -> list[tuple[int, int]]:
    """Where full names of divisions (沈阳市, 沈河区) stand in ``text``, in order, not overlapping."""
    return [(start, end) for start, end, _ in _automaton().find(text)]


def codes_of(name: str) -> tuple[str, ...]:
    """Codes of the divisions of this full (or former) name, living ones first."""
    return _by_name().get(name, ())


def short_codes(name: str) -> tuple[str, ...]:
    """Codes of the living divisions of this short name (沈阳 → 210100)."""
    return _by_short().get(name, ())


def division(code: str) -> DivisionRow | None:
    """The division of a six-digit code."""
    return _by_code().get(code)


def level_of(code: str) -> str:
    """``province``, ``city`` or ``county``; a municipality is a province."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def parent_of(code: str) -> str | None:
    """Code of the next higher division that exists, or None for a province."""
    if code.endswith("0000"):
        return None
    city = f"{code[:4]}00"
    if city != code and city in _by_code():
        return city
    province = f"{code[:2]}0000"
    return province if province in _by_code() else None


@cache
def provinces() -> dict[str, str]:
    """Short names of the provinces and their full names."""
    return {row.short: row.name for row in _rows() if row.code.endswith("0000") and not row.until}


@cache
def spellings() -> frozenset[str]:
    """All full, former and short names."""
    return frozenset((*_by_name(), *_by_short()))


def spelled(word: str) -> bool:
    """Whether ``word`` is a division's full, former or short name."""
    return word in spellings()
