"""What is known of a notice beside its records: the metadata of its container and of its own text, put together.

Precedence: arguments, then what the container says (``<meta>`` tags, dump columns), then the text's header and footer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .readers import Source, header
from .records import Metadata
from .rules.core import Context

__all__ = ["Description", "describe"]

FIELDS = frozenset(Metadata.model_fields) - {"spans", "sources"}


@dataclass(frozen=True, slots=True)
class Description:
    """Fields of :class:`~bulletin_ie.records.Metadata`, the pipeline's context, and fields of remarks."""

    metadata: dict[str, Any]
    context: Context
    remarks: list[dict[str, Any]]


def describe(source: Source, *, published: str | None = None, fallback_published: str | None = None) -> Description:
    """Everything that is known of a source.

    Args:
        source: text and what its container says.
        published: ISO time given by the caller; wins over everything.
        fallback_published: ISO time to resolve dates against when neither the notice nor its file name has one; not
            stated as metadata.
    """
    own = header.find(source.text)
    stated = source.metadata.get("published_at") or own.values.get("published_at")
    if published is not None and stated is not None and stated[:10] == published and len(stated) > 10:
        published = None  # the text agrees and knows the minute, too
    given = {k: v for k, v in (("published_at", published), ("url", source.url)) if v is not None}
    technical = {k: v for k, v in (("format", source.format), ("encoding", source.encoding)) if v is not None}
    values: dict[str, Any] = {**own.values, **source.metadata, **given}
    origin = {**own.sources, **source.sources, **dict.fromkeys(given, "argument")}
    spans = {k: r for k, r in own.spans.items() if k in FIELDS and values[k] == own.values[k]}
    known = {k: v for k, v in values.items() if k in FIELDS}
    metadata = {
        **known,
        **technical,
        "sources": {k: v for k, v in origin.items() if k in known},
        "spans": {k: {"start": a, "end": b, "text": source.text[a:b]} for k, (a, b) in spans.items()},
    }
    remarks = [{"code": note.code, "message": note.message} for note in source.notes]
    return Description(metadata, _context(values, own, source.date_in_name or fallback_published), remarks)


def _context(values: Mapping[str, Any], own: header.Header, fallback: str | None) -> Context:
    context: Context = {"zones": own.zones}
    published = values.get("published_at") or fallback
    if published:
        context["published"] = published
    for name in ("source", "author", "site", "site_id", "url"):
        value = values.get(name)
        if value:
            context[name] = value
    return context
