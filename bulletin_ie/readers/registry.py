"""Which reader takes a file, and the three ways in: one notice, every notice of a file, every file of an archive."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from ..errors import ArgumentError, BulletinError, ReadError, UnsupportedFormatError
from . import html, plain, sniff, tabular
from .source import Failure, Source

__all__ = ["FORMATS", "discover", "documents", "read"]

FORMATS = ("txt", "html", "jsonl", "json", "csv", "tsv")
MAX_BYTES = 512 * 1024 * 1024


def read(
    source: str | PathLike[str] | bytes | BinaryIO,
    *,
    format: str | None = None,
    encoding: str | None = None,
    url: str | None = None,
) -> Source:
    """Read one notice.

    Args:
        source: a path, the bytes of a file, or a binary file object.
        format: one of :data:`FORMATS`; found out from name and bytes when not given.
        encoding: a codec name; found out when not given.
        url: where the notice was published.

    Raises:
        ReadError: missing, empty, damaged, or it holds several notices (:func:`documents` takes these).
        UnsupportedFormatError: no reader for it.
        ArgumentError: ``source`` is none of the above.
    """
    data, origin = _bytes(source)
    found = list(_two(_open(data, origin, format=format, encoding=encoding, url=url)))
    if not found:
        raise ReadError(f"{origin}: it holds no notice")
    if len(found) > 1:
        raise ReadError(f"{origin}: it holds several notices; use bulletin_ie.readers.documents or bulletin-ie load")
    if isinstance(found[0], Failure):
        raise ReadError(f"{found[0].origin}: {found[0].message}")
    return found[0]


def _two(items: Iterable[Source | Failure]) -> Iterator[Source | Failure]:
    for count, item in enumerate(items):
        yield item
        if count:
            return


def documents(path: str | PathLike[str], *, format: str | None = None) -> Iterator[Source | Failure]:
    """Every notice of a file; what cannot be read is a :class:`Failure`, nothing of a file's content is raised."""
    origin = os.fspath(path)
    try:
        data, origin = _bytes(path)
        yield from _open(data, origin, format=format)
    except BulletinError as e:
        yield Failure(origin, e.reason, str(e))


def discover(paths: Iterable[str | PathLike[str]] | str | PathLike[str]) -> Iterator[Path]:
    """The files under the given files and directories, sorted, hidden ones left out.

    Raises:
        ArgumentError: a path does not exist.
    """
    for item in [paths] if isinstance(paths, str | PathLike) else paths:
        path = Path(item)
        if path.is_dir():
            yield from _walk(path)
        elif path.exists():
            yield path
        else:
            raise ArgumentError(f"no such file or directory: {path}")


def _walk(directory: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if sniff.is_candidate(name):
                yield Path(folder) / name


def _bytes(source: str | PathLike[str] | bytes | BinaryIO) -> tuple[bytes, str]:
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), "<bytes>"
    if isinstance(source, str | PathLike):
        origin = os.fspath(source)
        try:
            size = Path(origin).stat().st_size
            if size > MAX_BYTES:
                raise ReadError(f"{origin}: {size} bytes are above the limit of {MAX_BYTES}")
            return Path(origin).read_bytes(), str(origin)
        except (OSError, ValueError) as e:
            raise ReadError(f"{origin}: {getattr(e, 'strerror', None) or e}") from e
    if hasattr(source, "read"):
        data = source.read()
        if isinstance(data, bytes):
            return data, str(getattr(source, "name", "<stream>"))
    raise ArgumentError(f"source must be a path, bytes or a binary file object, not {type(source).__name__}")


def _open(
    data: bytes, origin: str, *, format: str | None = None, encoding: str | None = None, url: str | None = None
) -> Iterator[Source | Failure]:
    kind = format or sniff.format_of(data, origin)
    if kind not in FORMATS:
        raise UnsupportedFormatError(f"{origin}: no reader for {kind!r}; known are {', '.join(FORMATS)}")
    if not data.strip():
        raise ReadError(f"{origin}: the file is empty")
    if kind == "txt":
        yield plain.read(data, encoding=encoding, url=url).at(origin)
    elif kind == "html":
        yield html.read(data, encoding=encoding, url=url).at(origin)
    elif kind == "jsonl":
        yield from tabular.sources(tabular.jsonl_rows(data, forced=encoding), origin=origin, format=kind)
    elif kind == "json":
        yield from tabular.sources(tabular.json_rows(data, forced=encoding), origin=origin, format=kind)
    else:
        rows = tabular.csv_rows(data, delimiter="\t" if kind == "tsv" else None, forced=encoding)
        yield from tabular.sources(rows, origin=origin, format=kind)
