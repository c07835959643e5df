"""How results travel on a Doc: plain lists and dicts in ``doc._.bulletin_*`` (they survive ``Doc.to_bytes``), spans in ``doc.spans``."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, cast
from weakref import WeakKeyDictionary

from spacy.tokens import Doc, Span

from ..rules.core import Context

__all__ = [
    "EXTENSIONS",
    "SPAN_GROUPS",
    "context_of",
    "mentions",
    "plain",
    "register",
    "remember",
    "set_spans",
    "text_of",
]

EXTENSIONS = ("context", "quantities", "dates", "documents", "checks", "organizations", "activities")
"""Each is a Doc extension ``doc._.bulletin_<name>``: a list of dicts (``context``: one dict)."""

SPAN_GROUPS = ("quantities", "dates", "organizations", "activities")
"""Each is a span group ``doc.spans["bulletin_<name>"]``; a span's label is its unit, granularity or type."""


def register() -> None:
    """Declare the extensions; harmless when they are there already."""
    for name in EXTENSIONS:
        if not Doc.has_extension(f"bulletin_{name}"):
            Doc.set_extension(f"bulletin_{name}", default=None)


def context_of(doc: Doc) -> Context:
    """What the caller said of the Doc's bulletin; empty in a pipeline that says nothing."""
    return cast("Context", doc._.bulletin_context or {})


_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


def remember(doc: Doc, text: str) -> None:
    """Note the text of a Doc, which joins its words anew each time that it is asked."""
    _texts[doc] = text


def text_of(doc: Doc) -> str:
    """``doc.text``, joined at most once."""
    text = _texts.get(doc)
    if text is None:
        text = _texts[doc] = doc.text
    return text


_AS_THEY_ARE = frozenset({"str", "int", "bool", "None"})


@cache
def _fields(kind: type) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the fields, and of those that hold more than strings and ints."""
    fields = dataclasses.fields(kind)
    richer = tuple(f.name for f in fields if not _AS_THEY_ARE.issuperset(str(f.type).split(" | ")))
    return tuple(f.name for f in fields), richer


def plain(record: Any) -> dict[str, Any]:
    """A mention dataclass as a dict of strings, ints, lists and None."""
    names, richer = _fields(record.__class__)
    row = {name: getattr(record, name) for name in names}
    for name in richer:
        value = row[name]
        if value is not None:
            row[name] = _plain(value)
    return row


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if dataclasses.is_dataclass(value):
        return plain(value)
    raise TypeError(f"{type(value).__name__} does not travel on a Doc")


_NUMBERS = frozenset({"value", "lower", "upper"})


def mentions(rows: Iterable[Mapping[str, Any]] | None, kind: type) -> list[Any]:
    """The dataclass mentions that ``plain`` made rows of, Decimals and tuples restored."""
    richer = _fields(kind)[1]
    made = []
    for row in rows or ():
        values = dict(row)
        for name in richer:
            value = values[name]
            if value is not None:
                values[name] = Decimal(value) if name in _NUMBERS else tuple(value)
        made.append(kind(**values))
    return made


def set_spans(doc: Doc, name: str, spans: Sequence[tuple[int, int, str]]) -> None:
    """Put a layer's labelled ranges on the Doc as a span group, splitting tokens where an edge lies inside one."""
    inside = _edges_inside_tokens(doc, spans)
    if inside:
        kept = {key: [(s.start_char, s.end_char, s.label_) for s in doc.spans[key]] for key in list(doc.spans)}
        _split(doc, inside)
        for key, ranges in kept.items():
            doc.spans[key] = _spans(doc, ranges)
    doc.spans[f"bulletin_{name}"] = _spans(doc, spans)


def _spans(doc: Doc, ranges: Iterable[tuple[int, int, str]]) -> list[Span]:
    made = (doc.char_span(start, end, label=label) for start, end, label in ranges)
    return [span for span in made if span is not None]


def _edges_inside_tokens(doc: Doc, spans: Sequence[tuple[int, int, str]]) -> list[int]:
    misfits = [s for s in spans if doc.char_span(s[0], s[1]) is None]
    if not misfits:
        return []
    starts = {token.idx for token in doc} | {doc[-1].idx + len(doc[-1])}
    return sorted({edge for start, end, _ in misfits for edge in (start, end) if edge not in starts})


def _split(doc: Doc, edges: Sequence[int]) -> None:
    cuts: dict[int, list[int]] = {}
    i = 0
    for edge in edges:
        while i + 1 < len(doc) and doc[i + 1].idx <= edge:
            i += 1
        cuts.setdefault(i, []).append(edge)
    with doc.retokenize() as retokenizer:
        for index, offsets in cuts.items():
            token = doc[index]
            bounds = [token.idx, *offsets, token.idx + len(token)]
            words = [doc.text[a:b] for a, b in pairwise(bounds)]
            retokenizer.split(
                token, words, heads=[(token, n) for n in range(len(words))], attrs={"TAG": [token.tag_] * len(words)}
            )
