"""What a report is made of: a storage that ``load`` wrote, or an archive that is read into a temporary one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from urllib.parse import quote

import regex

from ..batch import Progress, load_archive
from ..errors import ArgumentError
from ..sinks.files import STAGING
from ..sinks.reading import Reader, open_reader

__all__ = ["Source", "link", "opened", "url_of"]

Source = str | PathLike[str] | Sequence[str | PathLike[str]]

SCHEME = regex.compile(r"(?:duckdb|parquet|jsonl|csv):(?!//)|[a-z][a-z0-9+]{1,40}+://", regex.IGNORECASE)
DATABASES = (".db", ".sqlite", ".sqlite3")
"""Names of SQLite files; others are known by their first bytes."""
WEB = ("http://", "https://")


@contextmanager
def opened(
    source: Source, *, processes: int, published: str | None, on_progress: Callable[[Progress], None] | None
) -> Iterator[tuple[Reader, str]]:
    """The open storage and its name for people.

    Raises:
        ArgumentError: a storage among other sources, or no such path.
        SinkError: the storage cannot be read.
    """
    paths = [source] if isinstance(source, str | PathLike) else list(source)
    if len(paths) > 1 and any(url_of(path) for path in paths):
        raise ArgumentError("a report is of one database, or of files and directories of notices")
    url = url_of(paths[0]) if len(paths) == 1 else None
    if url is not None:
        with open_reader(url) as reader:
            yield reader, reader.name if SCHEME.match(fspath(paths[0])) else fspath(paths[0])
        return
    with tempfile.TemporaryDirectory(prefix="bulletin_ie") as folder:
        url = f"sqlite:///{Path(folder) / 'report.db'}"
        load_archive(paths, to=url, processes=processes, published=published, on_progress=on_progress)
        with open_reader(url) as reader:
            yield reader, ", ".join(fspath(path) for path in paths)


def url_of(source: str | PathLike[str]) -> str | None:
    """The URL of the storage that a source is, or null for an archive of notices."""
    text = fspath(source)
    if SCHEME.match(text) and not text.lower().startswith(WEB):
        return text
    path = Path(text)
    if (path / STAGING).is_file():  # a directory that load filled
        return f"sqlite:///{path / STAGING}"
    head = _head(path)
    if head[8:12] == b"DUCK":
        return f"duckdb:{path}"
    if head.startswith(b"SQLite format 3\0") or path.suffix.lower() in DATABASES:
        return f"sqlite:///{path}"
    return None


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(16)
    except (OSError, ValueError):
        return b""


def link(url: str | None, locator: str, folder: Path | None) -> str:
    """Where a notice can be read: its address on the web, or its file as seen from the page's folder; else empty.

    A locator comes out of a database that anyone may have written: it only becomes a link where a local file lies, with every
    character that could make it anything else escaped.
    """
    if url and url.lower().startswith(WEB):
        return url
    if folder is None or locator.startswith(("//", "\\\\")):  # a look at a network share would sign in there
        return ""
    file = regex.split(r"[!#]", locator, maxsplit=1)[0]
    for name in (locator, file):
        if name and os.path.isfile(name):  # noqa: PTH113  (false, not an error, for names that no file can have)
            try:
                return quote(Path(os.path.relpath(name, folder)).as_posix(), safe="/", errors="surrogateescape")
            except ValueError:  # another drive
                return ""
    return ""
