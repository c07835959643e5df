"""Personal names told by their family name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from .. import lexicon
from .lines import compact

__all__ = ["SurnameRow", "are_persons", "is_person"]

_OFFICE_ENDS = frozenset("局办科处委厅部署院所站室社报网台校队会股组章员者们")


_MEDIUM_ENDS = frozenset("报网端台刊号")


@dataclass(frozen=True, slots=True)
class SurnameRow:
    """A row of ``surnames.tsv``."""

    surname: str
    example: str


@cache
def _surnames() -> frozenset[str]:
    return frozenset(row.surname for row in lexicon.load("surnames", SurnameRow))


def is_person(text: str) -> bool:
    """Is this surely one person's name: a known family name and one or two characters?"""
    name = compact(text)
    parts = name.replace("•", "·").split("·")
    if len(parts) in (2, 3) and all(0 < len(p) <= 8 and all("\u4e00" <= c <= "\u9fff" for c in p) for p in parts):
        return not any(p[-1] in _MEDIUM_ENDS for p in parts)  # 青禾日报·新青禾客户端
    if not all("\u4e00" <= c <= "\u9fff" for c in name) or name[-1:] in _OFFICE_ENDS:
        return False
    known = _surnames()
    return (2 <= len(name) <= 3 and name[0] in known) or (3 <= len(name) <= 4 and name[:2] in known)


def are_persons(text: str) -> bool:
    """Is this one person's name, or a list of names (周子墨 李想)?"""
    return is_person(text) or all(is_person(name) for name in _name().findall(text))


@cache
def _name() -> regex.Pattern[str]:
    """What stands between the signs of a list; a name of two characters may have a gap inside (李　楠)."""
    return regex.compile(r"(?<!\p{Han})\p{Han}[ \u3000\u00a0]{1,2}+\p{Han}(?!\p{Han})|[^ \u3000\u00a0\t\n\r、,，/]++")
