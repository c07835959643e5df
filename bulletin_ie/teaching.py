"""What the models learn from: annotated bulletins as training rows, and short teaching bulletins with marked triggers,
names or counted things."""

from __future__ import annotations

import re
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any

from . import rules
from .corpus import GoldDocument
from .errors import ReadError
from .readers import header

__all__ = ["counted", "itemized", "lines", "lines_for", "marked", "named", "row"]

Range = tuple[int, int]
MARK = re.compile(
    r"‹⟦(?P<receiver>[^⟧]*)⟧›|⟦(?P<name>[^⟧]*)⟧|‹(?P<received>[^›]*)›|\{(?P<type>[a-z?]{1,3}):(?P<trigger>[^}]*)\}"
    r"|<(?P<ahead>→?)(?P<figure>[^<>]*)>"
)

NAME = re.compile(r"⟦(?:[a-z]:)?([^⟧]*)⟧|\{\?:([^}]*)\}")
COUNTED = re.compile(r"\{(?P<figure>[^{}<>]{1,40})\}|<(?P<item>[^{}<>]{1,60})>")
HEADS = {"# organizations": "organizations", "# items": "items"}
"""How a file of teaching bulletins begins, and which model it teaches; others teach activities."""


def row(document: GoldDocument) -> dict[str, Any]:
    """A document as :mod:`bulletin_ie.pipes.activities.learn` reads it."""

    def mentions(layer: str) -> list[dict[str, Any]]:
        return [{"start": m.start, "end": m.end, **m.fields} for m in getattr(document, layer)]

    roles = ("agents", "recipients", "quantities", "dates")
    return {
        "text": document.text,
        "zones": header.find(document.text).zones,
        **{layer: mentions(layer) for layer in ("organizations", "quantities", "dates")},
        "activities": [
            {"trigger": a.trigger, **{role: [list(span) for span in getattr(a, role)] for role in roles}}
            for a in document.activities
        ],
        "ignore": [(*span, layer) for layer, spans in document.ignore.items() for span in spans],
    }


def lines(path: str | PathLike[str]) -> list[str]:
    """The teaching bulletins of a file such as ``corpora/activity_lines.txt`` (its head says the form), one a line.

    Raises:
        ReadError: no such file, or not UTF-8.
    """
    return _taught(_read(path))


def lines_for(model: str, paths: Iterable[str | PathLike[str]]) -> list[str]:
    """The teaching bulletins of those of the files that teach this model: a file's first line says which.

    Raises:
        ReadError: no such file, or not UTF-8.
    """
    return [line for found in map(_read, paths) if _teaches(found) == model for line in _taught(found)]


def _teaches(found: list[str]) -> str:
    head = "".join(found[:1])
    return next((model for start, model in HEADS.items() if head.startswith(start)), "activities")


def _taught(found: list[str]) -> list[str]:
    return [line for line in found if line and not line.startswith("#")]


def _read(path: str | PathLike[str]) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as e:
        raise ReadError(f"{path}: no teaching bulletins there: {e}") from e


def itemized(document: GoldDocument) -> tuple[str, dict[Range, str | None]]:
    """An annotated bulletin as :func:`counted` gives a line."""
    return document.text, {(q.start, q.end): q.fields.get("item") or None for q in document.quantities}


def counted(line: str) -> tuple[str, dict[Range, str | None]]:
    """One line of ``item_sentences.txt``: its text, and the words of the item of each of its figures (None: it has none)."""
    text, position = "", 0
    figures: list[Range] = []
    items: list[str | None] = []
    waiting: str | None = None
    for mark in COUNTED.finditer(line):
        text += line[position : mark.start()]
        start, position = len(text), mark.end()
        if mark["item"]:
            text, waiting, edge = text + mark["item"], mark["item"], start
            for index in range(len(figures) - 1, -1, -1):
                if figures[index][1] != edge or items[index] is not None:
                    break
                items[index], edge, waiting = mark["item"], figures[index][0], None
            continue
        surface, _, told = mark["figure"].partition("=")
        text += surface
        items.append((items[-1] if told == "^" else told) or waiting)
        figures.append((start, len(text)))
        waiting = None
    return text + line[position:], dict(zip(figures, items, strict=True))


def named(line: str) -> tuple[str, tuple[Range, ...], tuple[Range, ...]]:
    """One line of ``organization_lines.txt``: its text, where names stand, and what is left open, as ranges in text order."""
    text = ""
    names: list[Range] = []
    left_open: list[Range] = []
    last = 0
    for m in NAME.finditer(line):
        text += line[last : m.start()]
        surface = m[1] if m[1] is not None else m[2]
        (names if m[1] is not None else left_open).append((len(text), len(text) + len(surface)))
        text += surface
        last = m.end()
    return (text + line[last:]).replace("⏎", "\n"), tuple(names), tuple(left_open)


def marked(line: str) -> dict[str, Any]:
    """One line of ``activity_lines.txt`` as :mod:`learn` reads it: its triggers, with the recipients where it starts with @, or
    the figures where it starts with %, that belong to each."""
    text = ""
    organizations: list[dict[str, int]] = []
    activities: list[dict[str, Any]] = []
    left_open: list[tuple[int, int, str]] = []
    ahead: dict[str, list[list[int]]] = {"recipients": [], "quantities": []}
    last = 1 if line[:1] in _ROLES else 0
    for m in MARK.finditer(line):
        text += line[last : m.start()]
        surface = next(m[kind] for kind in _SURFACES if m[kind] is not None)
        span = [len(text), len(text) + len(surface)]
        text += surface
        last = m.end()
        if m["receiver"] or m["name"]:
            organizations.append({"start": span[0], "end": span[1]})
        if m["receiver"] or m["received"]:
            beside = bool(activities) and activities[-1]["trigger"][1] == span[0]
            (activities[-1] if beside else ahead)["recipients"].append(span)
        elif m["figure"]:
            (ahead if m["ahead"] else activities[-1])["quantities"].append(span)
        elif m["type"] == "?":
            left_open.append((span[0], span[1], "activities"))
        elif m["type"]:
            activities.append({"type": m["type"], "trigger": tuple(span), **ahead})
            ahead = {"recipients": [], "quantities": []}
    text = (text + line[last:]).replace("⏎", "\n")
    scanned = rules.scan(text)
    dates = rules.dates.resolve(text, scanned.dates, published=None)
    return {
        "text": text,
        "zones": header.find(text).zones,
        "organizations": organizations,
        "quantities": [{"start": q.start, "end": q.end, "unit": q.unit, "per": q.per} for q in scanned.quantities],
        "dates": [{"start": d.start, "end": d.end, "boundary": d.boundary} for d in dates],
        "activities": activities,
        "ignore": left_open,
        "roles": [_ROLES[line[0]]] if line[:1] in _ROLES else [],
    }


_SURFACES = ("receiver", "name", "received", "trigger", "figure")
_ROLES = {"@": "recipients", "%": "quantities"}
"""How a line begins that marks what stands in a role, which its acts are then learnt with."""
