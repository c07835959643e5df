"""Bytes → text with what its container says of it: :func:`read`, :func:`documents`, :func:`discover`."""

from __future__ import annotations

from .registry import FORMATS, discover, documents, read
from .source import Failure, Note, Source

__all__ = ["FORMATS", "Failure", "Note", "Source", "discover", "documents", "read"]
