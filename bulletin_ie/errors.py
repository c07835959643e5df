"""The exception tree: everything the package raises on purpose derives from :class:`BulletinError`."""

from __future__ import annotations

__all__ = ["ArgumentError", "BulletinError", "LexiconError", "ReadError", "SinkError", "UnsupportedFormatError"]


class BulletinError(Exception):
    """Base of every error that bulletin_ie raises on purpose.

    ``reason`` is a short stable word for failure tables (``bad_argument``, ``unreadable`` …).
    """

    reason = "error"


class ArgumentError(BulletinError, ValueError):
    """An argument has the wrong type or an impossible value (a non-string text, a broken date)."""

    reason = "bad_argument"


class ReadError(BulletinError):
    """A file or stream cannot be turned into text (missing, empty, damaged, no text layer)."""

    reason = "unreadable"


class UnsupportedFormatError(ReadError):
    """No reader knows this format, or the extra that reads it is not installed."""

    reason = "unsupported_format"


class SinkError(BulletinError):
    """Records cannot be written to the storage that a URL names."""

    reason = "sink"


class LexiconError(BulletinError):
    """A lexicon file is malformed: it names the file, the line and what is wrong there."""

    reason = "lexicon"
