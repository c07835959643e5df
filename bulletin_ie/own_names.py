"""A user's own names, aliases, vetoes and words: what ``load`` takes as arguments, as one value and as a TOML file.

The file (``--lexicon FILE.toml`` on the command line, ``load(lexicon=…)`` in the library)::

    veto = ["阳光行动"]             # surfaces or names that are no organization
    words = ["红杉树之家"]          # words that the tokenizer keeps whole

    [organizations]
    "红杉树之家" = "social"
    "黔岭茶业集团有限公司" = { type = "enterprise", aliases = ["黔岭茶业", "黔岭"] }
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from .errors import ArgumentError, LexiconError

__all__ = ["OwnNames", "check", "read"]

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnNames:
    """Hashable and picklable, so that it keys pipelines and travels to worker processes.

    ``gazetteer``: (name, type). ``aliases``: (other surface, name of ``gazetteer``). ``veto``, ``words``: as for
    :func:`bulletin_ie.load`.
    """

    gazetteer: Pairs = ()
    aliases: Pairs = ()
    veto: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def check(
    *,
    gazetteer: Mapping[str, str] | None = None,
    aliases: Mapping[str, str] | None = None,
    veto: Sequence[str] = (),
    words: Sequence[str] = (),
) -> OwnNames:
    """The arguments of ``load`` as one value.

    Raises:
        ArgumentError: a type that does not exist, an alias of a name that is not in ``gazetteer``, an empty name, or a
            single str where a list is asked for.
    """
    from .records import ORGANIZATION_TYPES

    names = dict(gazetteer or {})
    for name, kind in names.items():
        if kind not in ORGANIZATION_TYPES:
            raise ArgumentError(
                f"gazetteer: {name!r} has the unknown type {kind!r}; types are {', '.join(ORGANIZATION_TYPES)}"
            )
    for alias, name in (aliases or {}).items():
        if name not in names:
            raise ArgumentError(f"aliases: {alias!r} stands for {name!r}, which is not in the gazetteer")
        if alias in names:
            raise ArgumentError(f"aliases: {alias!r} is a name of the gazetteer itself")
    for what, listed in (("veto", veto), ("words", words)):
        if isinstance(listed, str):
            raise ArgumentError(f"{what} must be a list of strings, not the string {listed!r}")
    for what, surfaces in (("gazetteer", names), ("aliases", aliases or {}), ("veto", veto), ("words", words)):
        for surface in surfaces:
            if not isinstance(surface, str) or not surface.strip():
                raise ArgumentError(f"{what}: {surface!r} is no name")
    return OwnNames(tuple(names.items()), tuple((aliases or {}).items()), tuple(veto), tuple(words))


def read(path: str | PathLike[str]) -> OwnNames:
    """Read a TOML file of own names (the module's head shows one).

    Raises:
        LexiconError: no such file, no TOML, an unknown key, a type that does not exist, or an alias of two names.
    """
    place = Path(path)
    try:
        stated = tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except OSError as e:
        raise LexiconError(f"{place}: {e.strerror}") from e
    except UnicodeDecodeError as e:
        raise LexiconError(f"{place}: not UTF-8, which TOML is written in") from e
    except tomllib.TOMLDecodeError as e:
        raise LexiconError(f"{place}: no TOML: {e}") from e
    unknown = sorted(stated.keys() - {"organizations", "veto", "words"})
    if unknown:
        raise LexiconError(f"{place}: unknown {', '.join(unknown)}; a file has [organizations], veto and words")
    gazetteer: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for name, entry in _table(stated, "organizations", place).items():
        gazetteer[name], others = _entry(name, entry, place)
        for alias in others:
            if aliases.setdefault(alias, name) != name:
                raise LexiconError(f"{place}: {alias!r} is an alias of both {aliases[alias]!r} and {name!r}")
    try:
        return check(
            gazetteer=gazetteer,
            aliases=aliases,
            veto=_strings(stated.get("veto", []), "veto", place),
            words=_strings(stated.get("words", []), "words", place),
        )
    except ArgumentError as e:
        raise LexiconError(f"{place}: {e}") from e


def _table(stated: Mapping[str, Any], key: str, place: Path) -> Mapping[str, Any]:
    table = stated.get(key, {})
    if not isinstance(table, dict):
        raise LexiconError(f'{place}: {key} must be a table: [{key}], then lines like "红杉树之家" = "social"')
    return table


def _entry(name: str, entry: Any, place: Path) -> tuple[str, list[str]]:
    if isinstance(entry, str):
        return entry, []
    if not isinstance(entry, dict) or not isinstance(entry.get("type"), str) or entry.keys() - {"type", "aliases"}:
        raise LexiconError(
            f'{place}: {name!r} must be a type ("social") or {{ type = "social", aliases = ["…"] }}, not {entry!r}'
        )
    return entry["type"], _strings(entry.get("aliases", []), f"aliases of {name!r}", place)


def _strings(value: Any, what: str, place: Path) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise LexiconError(f"{place}: {what} must be a list of strings, not {value!r}")
    return value
