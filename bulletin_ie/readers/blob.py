"""A file on disk, in memory or remote, read whole only when a reader needs it whole, and never past a limit."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from ..errors import ArgumentError, ReadError
from . import extras

__all__ = ["MAX_BYTES", "Blob", "UnsafeError", "is_remote", "limited"]

MAX_BYTES = 256 * 1024 * 1024
"""Bytes that are ever held in memory for one file or member."""
HEAD = 65_536


class UnsafeError(ReadError):
    """A file that would take unbounded memory or time, or that reaches outside itself: it is refused."""

    reason = "unsafe"


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes with a name; exactly one of ``path`` and ``data`` is set."""

    origin: str
    path: str | None = None
    data: bytes | None = None

    @classmethod
    def of(cls, source: str | PathLike[str] | bytes | BinaryIO) -> Blob:
        """A blob of whatever :func:`bulletin_ie.readers.read` takes.

        Raises:
            ReadError: missing or unreadable.
            ArgumentError: ``source`` is none of these.
        """
        if isinstance(source, bytes | bytearray | memoryview):
            return cls("<bytes>", data=bytes(source))
        if isinstance(source, str | PathLike):
            name = os.fspath(source)
            return _remote(name) if is_remote(name) else _local(name)
        if hasattr(source, "read"):
            return _stream(source)
        raise ArgumentError(f"source must be a path, bytes or a binary file object, not {type(source).__name__}")

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        """A seekable binary file."""
        if self.path is None:
            yield io.BytesIO(self.data or b"")
            return
        with ExitStack() as stack:
            try:
                file = stack.enter_context(Path(self.path).open("rb"))
            except OSError as e:
                raise ReadError(f"{self.origin}: {e.strerror or e}") from e
            yield file

    def head(self) -> bytes:
        """The first 64 KiB."""
        with self.stream() as file:
            return file.read(HEAD)

    def bytes(self) -> bytes:
        """All of it.

        Raises:
            UnsafeError: more than :data:`MAX_BYTES`.
        """
        if self.data is not None:
            return self.data
        with self.stream() as file:
            return limited(file, self.origin)


def limited(file: BinaryIO, origin: str, limit: int = MAX_BYTES) -> bytes:
    """The rest of a stream.

    Raises:
        UnsafeError: it is longer than ``limit`` bytes.
    """
    data = file.read(limit + 1)
    if len(data) > limit:
        raise UnsafeError(f"{origin}: larger than the limit of {limit} bytes")
    return data


def is_remote(name: str) -> bool:
    """Is this a URL (``https://…``, ``s3://…``) and no path?"""
    scheme, mark, _ = name.partition("://")
    return bool(mark) and len(scheme) > 1 and scheme.isascii() and scheme.replace("+", "").isalnum()


def _local(name: str) -> Blob:
    try:
        if Path(name).is_dir():
            raise ReadError(f"{name}: is a directory")
        Path(name).stat()
    except (OSError, ValueError) as e:
        raise ReadError(f"{name}: {getattr(e, 'strerror', None) or e}") from e
    return Blob(name, path=name)


def _stream(source: BinaryIO) -> Blob:
    name = str(getattr(source, "name", "<stream>"))
    try:
        data = source.read(MAX_BYTES + 1)
    except (OSError, ValueError) as e:
        raise ReadError(f"{name}: {e}") from e
    if not isinstance(data, bytes):
        raise ArgumentError("a file object must be opened in binary mode")
    if len(data) > MAX_BYTES:
        raise UnsafeError(f"{name}: larger than the limit of {MAX_BYTES} bytes")
    return Blob(name, data=data)


def _remote(url: str) -> Blob:
    fsspec = extras.load("fsspec", extra="remote", what=f"{url}: reading URLs")
    try:
        with fsspec.open(url, "rb") as file:
            return Blob(url, data=limited(file, url))
    except ReadError:
        raise
    except Exception as e:  # every file system of fsspec has exceptions of its own
        raise ReadError(f"{url}: {e}") from e
