"""RSS and Atom: an item a notice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import ReadError
from . import times, xmlsafe
from .html import read_markup
from .source import Failure, Source

__all__ = ["is_feed", "sources"]

_BODIES = ("encoded", "content", "description", "summary")
_FIELDS = {
    "title": "title", "pubDate": "published_at", "published": "published_at", "date": "published_at",
    "updated": "published_at", "creator": "author", "author": "author", "source": "source",
    "link": "url", "category": "column",
}  # fmt: skip


def is_feed(head: bytes) -> bool:
    """Do the first bytes hold the root of a feed?"""
    sample = head.replace(b"\x00", b"")
    return any(tag in sample for tag in (b"<rss", b"<rdf:RDF", b"http://www.w3.org/2005/Atom"))


def sources(data: bytes, origin: str) -> Iterator[Source | Failure]:
    """A source for each item or entry.

    Raises:
        ReadError: no XML, or no items in it.
        UnsafeError: XML with entities.
    """
    root = xmlsafe.parse(data, origin, recover=True)
    items = [e for e in root.iter() if _local(e) in ("item", "entry")]
    if not items:
        raise ReadError(f"{origin}: the XML is no feed with items")
    for number, item in enumerate(items, 1):
        at = f"{origin}#{number}"
        try:
            yield _source(item).at(at)
        except ReadError as e:
            yield Failure(at, e.reason, str(e))


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _source(item: Any) -> Source:
    found: dict[str, str] = {}
    bodies: dict[str, str] = {}
    for child in item:
        name = _local(child)
        text = "".join(child.itertext()).strip()
        if name in _BODIES and text:
            bodies[name] = text
        elif name == "link":
            found.setdefault("url", text or child.get("href") or "")
        elif name in _FIELDS and text:
            value = times.from_cell(text) if _FIELDS[name] == "published_at" else text
            if value:
                found.setdefault(_FIELDS[name], value)
    markup = next((bodies[name] for name in _BODIES if name in bodies), None)
    if markup is None:
        raise ReadError("the item holds no text")
    metadata = {k: v for k, v in found.items() if v}
    stated = dict.fromkeys(metadata, "meta")
    if "<" not in markup:
        return Source(markup, metadata=metadata, sources=stated, url=found.get("url"), format="rss")
    page = read_markup(markup, url=found.get("url"))
    return Source(
        page.text,
        {**page.metadata, **metadata},
        {**page.sources, **stated},
        url=found.get("url"),
        format="rss",
        notes=page.notes,
    )
