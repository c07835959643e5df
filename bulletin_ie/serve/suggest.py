"""Fields for a span that someone marked: what the rules make of its text alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from .annotation import Annotation

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["fields_of"]

KEPT = {
    "organizations": ("type", "name"),
    "quantities": ("value", "unit", "lower", "upper", "per"),
    "dates": ("first", "last", "boundary", "granularity"),
}
NOTHING: dict[str, dict[str, Any]] = {"organizations": {"type": "government"}, "activities": {"type": "event"}}


def fields_of(layer: str, surface: str, *, parse: Callable[[str], Annotation]) -> dict[str, Any]:
    """The fields of a record of ``layer`` whose span reads ``surface``, as JSON values.

    Args:
        layer: ``organizations``, ``quantities``, ``dates`` or ``activities``.
        surface: the span's text.
        parse: what finds records in a text.
    """
    if layer == "activities":
        known = _trigger_types()
        word = next((w for w in (surface, surface[-2:], surface[:2]) if w in known), None)
        return {"type": known[word]} if word is not None else NOTHING[layer]
    found: list[Any] = list(getattr(parse(surface), layer))
    if not found:
        return NOTHING.get(layer, {})
    widest: BaseModel = max(found, key=lambda r: r.end - r.start)
    fields = widest.model_dump(mode="json", include=set(KEPT[layer]))
    if layer == "organizations":
        fields["name"] = None  # the surface; what it is short for only the document tells
    return fields


@cache
def _trigger_types() -> dict[str, str]:
    """Trigger word → its first type in the lexicon."""
    from .. import lexicon
    from ..pipes.activities.words import TriggerRow

    types: dict[str, str] = {}
    for row in lexicon.load("triggers", TriggerRow):
        types.setdefault(row.word, row.type)
    return types
