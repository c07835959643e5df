"""Plain text files."""

from __future__ import annotations

from ..errors import UnsupportedFormatError
from . import encoding as encodings
from .source import Source

__all__ = ["read"]

BINARY_SAMPLE = 4096
BINARY_SHARE = 0.1


def read(data: bytes, *, encoding: str | None = None, declared: str | None = None, url: str | None = None) -> Source:
    """The file's text as it is (line ends, spaces and all), less a byte order mark."""
    text, name, notes = encodings.decode(data, declared=declared, forced=encoding)
    if _is_binary(text):
        raise UnsupportedFormatError(
            "this is no text: too many control characters (a picture, a program, a damaged file?)"
        )
    return Source(text, url=url, format="txt", encoding=name, notes=notes)


def _is_binary(text: str) -> bool:
    """Does the beginning consist of control characters to more than a tenth? Text may hold a stray NUL."""
    head = text[:BINARY_SAMPLE]
    controls = sum(1 for c in head if c < " " and c not in "\t\n\r\f\v\x1b")
    return controls > len(head) * BINARY_SHARE
