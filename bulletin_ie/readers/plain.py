"""Plain text files."""

from __future__ import annotations

from . import encoding as encodings
from .source import Source

__all__ = ["read"]


def read(data: bytes, *, encoding: str | None = None, declared: str | None = None, url: str | None = None) -> Source:
    """The file's text as it is (line ends, spaces and all), less a byte order mark."""
    text, name, notes = encodings.decode(data, declared=declared, forced=encoding)
    return Source(text, url=url, format="txt", encoding=name, notes=notes)
