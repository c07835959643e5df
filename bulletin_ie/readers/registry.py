"""Which reader takes a file, and the three ways in: one notice, every notice of a file, every file of an archive."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from ..errors import ArgumentError, BulletinError, ReadError, UnsupportedFormatError
from . import archives, docx, feeds, html, mhtml, ofd, office, pdf, plain, sheets, sniff, tabular, warc
from .archives import Member
from .blob import Blob, UnsafeError, is_remote
from .source import Failure, Source

__all__ = ["FORMATS", "discover", "documents", "read"]

MAX_DEPTH = 3
"""Containers inside containers."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A blob with what the caller, or the container around it, says of it."""

    blob: Blob
    encoding: str | None = None
    charset: str | None = None
    url: str | None = None
    columns: Mapping[str, str] | None = None
    depth: int = 0

    @property
    def origin(self) -> str:
        return self.blob.origin


_HINTS = {
    "xls": "save it as .xlsx",
    "rar": "unpack it, or pack it as .zip",
    "7z": "unpack it, or pack it as .zip",
    "xml": "of XML only feeds and pages are read",
}
Items = Iterator[Source | Failure]


def read(
    source: str | PathLike[str] | bytes | BinaryIO,
    *,
    format: str | None = None,
    encoding: str | None = None,
    url: str | None = None,
) -> Source:
    """Read one notice.

    Args:
        source: a path or URL, the bytes of a file, or a binary file object.
        format: one of :data:`FORMATS`; found out from bytes and name when not given.
        encoding: a codec name; found out when not given.
        url: where the notice was published.

    Raises:
        ReadError: missing, empty, damaged, or it holds several notices (:func:`documents` takes these).
        UnsupportedFormatError: no reader for it, or the extra that reads it is not installed.
        ArgumentError: ``source`` is none of the above.
    """
    blob = Blob.of(source)
    if url is None and is_remote(blob.origin):
        url = blob.origin
    found: list[Source | Failure] = []
    for item in _open(_Job(blob, encoding=encoding, url=url), format):
        found.append(item)
        if len(found) > 1:
            raise ReadError(f"{blob.origin}: it holds several notices; bulletin-ie load takes them all")
    if not found:
        raise ReadError(f"{blob.origin}: it holds no notice")
    if isinstance(found[0], Failure):
        raise ReadError(f"{found[0].origin}: {found[0].message}")
    return found[0]


def documents(
    path: str | PathLike[str], *, format: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Source | Failure]:
    """Every notice of a file; what cannot be read is a :class:`Failure`, nothing of a file's content is raised.

    Args:
        path: a file or URL; archives and dumps hold many notices.
        format: one of :data:`FORMATS`; found out when not given.
        columns: for dumps, column name → field (``{"biaoti": "title", "neirong": "text"}``).
    """
    origin = os.fspath(path)
    try:
        blob = Blob.of(path)
    except BulletinError as e:
        yield Failure(origin, e.reason, str(e))
        return
    yield from _safely(_Job(blob, columns=columns, url=origin if is_remote(origin) else None), format)


def discover(paths: Iterable[str | PathLike[str]] | str | PathLike[str]) -> Iterator[Path | str]:
    """The files under the given files and directories, sorted, hidden ones left out; URLs as they are.

    Raises:
        ArgumentError: a path does not exist.
    """
    for item in [paths] if isinstance(paths, str | PathLike) else paths:
        if is_remote(os.fspath(item)):
            yield os.fspath(item)
            continue
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
            path = Path(folder) / name
            if sniff.is_candidate(name, None if path.suffix else _head(path)):
                yield path


def _head(path: Path) -> bytes | None:
    try:
        return Blob(str(path), path=str(path)).head()
    except ReadError:
        return None


def _safely(job: _Job, format: str | None) -> Items:
    try:
        yield from _open(job, format)
    except BulletinError as e:
        yield Failure(job.origin, e.reason, str(e).removeprefix(f"{job.origin}: "))
    except Exception as e:  # a fault of ours or of a library: the archive goes on, and the failures table shows it
        yield Failure(job.origin, "internal", f"{type(e).__name__}: {e}")


def _open(job: _Job, format: str | None) -> Items:
    head = job.blob.head()
    if not head.strip():
        raise ReadError(f"{job.origin}: the file is empty")
    kind = format or sniff.format_of(head, job.origin, whole=job.blob.data)
    reader = _READERS.get(kind)
    if reader is None:
        hint = _HINTS.get(kind, f"known are {', '.join(FORMATS)}")
        raise UnsupportedFormatError(f"{job.origin}: no reader for {kind!r}; {hint}")
    return reader(job)


def _one(job: _Job, source: Source) -> Items:
    yield source.at(job.origin)


def _txt(job: _Job) -> Items:
    return _one(job, plain.read(job.blob.bytes(), encoding=job.encoding, declared=job.charset, url=job.url))


def _html(job: _Job) -> Items:
    return _one(job, html.read(job.blob.bytes(), encoding=job.encoding, declared=job.charset, url=job.url))


def _docx(job: _Job) -> Items:
    with job.blob.stream() as file:
        yield docx.read(file, job.origin, url=job.url).at(job.origin)


def _doc(job: _Job) -> Items:
    suffix = sniff.suffix_of(job.origin)
    converted = office.to_docx(job.blob.bytes(), suffix if suffix in (".doc", ".wps", ".rtf") else ".doc", job.origin)
    for item in _docx(replace(job, blob=Blob(job.origin, data=converted))):
        yield replace(item, format="doc") if isinstance(item, Source) else item


def _pdf(job: _Job) -> Items:
    with job.blob.stream() as file:
        yield pdf.read(file, job.origin, url=job.url).at(job.origin)


def _ofd(job: _Job) -> Items:
    with job.blob.stream() as file:
        yield ofd.read(file, job.origin, url=job.url).at(job.origin)


def _rss(job: _Job) -> Items:
    return feeds.sources(job.blob.bytes(), job.origin)


def _jsonl(job: _Job) -> Items:
    with job.blob.stream() as file:
        yield from _table(job, tabular.jsonl_rows(file, forced=job.encoding), "jsonl")


def _json(job: _Job) -> Items:
    return _table(job, tabular.json_rows(job.blob.bytes(), forced=job.encoding), "json")


def _csv(job: _Job) -> Items:
    with job.blob.stream() as file:
        yield from _table(job, tabular.csv_rows(file, forced=job.encoding, columns=job.columns), "csv")


def _tsv(job: _Job) -> Items:
    with job.blob.stream() as file:
        yield from _table(job, tabular.csv_rows(file, delimiter="\t", forced=job.encoding, columns=job.columns), "tsv")


def _xlsx(job: _Job) -> Items:
    with job.blob.stream() as file:
        yield from _table(job, sheets.rows(file, job.origin), "xlsx")


def _table(job: _Job, rows: Iterable[tuple[str, object]], kind: str) -> Items:
    return tabular.sources(rows, origin=job.origin, format=kind, columns=job.columns)


def _zip(job: _Job) -> Items:
    with job.blob.stream() as file:
        yield from _nested(job, archives.zip_members(file, job.origin))


def _tar(job: _Job) -> Items:
    with job.blob.stream() as file:
        yield from _nested(job, archives.tar_members(file, job.origin))


def _gz(job: _Job) -> Items:
    with job.blob.stream() as file:
        member = archives.gz_member(file, job.origin)
    yield from _nested(job, [member])


def _warc(job: _Job) -> Items:
    with job.blob.stream() as file:
        yield from _nested(job, warc.members(file, job.origin))


def _mhtml(job: _Job) -> Items:
    page = mhtml.page(job.blob.bytes(), job.origin)
    source = html.read(page.data, encoding=job.encoding, declared=page.charset, url=job.url or page.url)
    return _one(job, replace(source, format="mhtml"))


def _nested(job: _Job, members: Iterable[Member]) -> Items:
    if job.depth >= MAX_DEPTH:
        raise UnsafeError(f"{job.origin}: more than {MAX_DEPTH} containers inside each other")
    for member in members:
        origin = f"{job.origin}!{member.name}"
        if member.error is not None:
            yield Failure(origin, member.error.reason, str(member.error))
        elif member.kind is not None or sniff.is_candidate(
            member.name.replace("\\", "/").rsplit("/", 1)[-1], member.data[:4096]
        ):
            blob = Blob(origin, data=member.data)
            inner = replace(job, blob=blob, url=member.url or job.url, charset=member.charset, depth=job.depth + 1)
            yield from _safely(inner, member.kind)


_READERS: dict[str, Callable[[_Job], Items]] = {
    "txt": _txt, "html": _html, "mhtml": _mhtml, "docx": _docx, "doc": _doc, "pdf": _pdf, "ofd": _ofd, "rss": _rss,
    "jsonl": _jsonl, "json": _json, "csv": _csv, "tsv": _tsv, "xlsx": _xlsx, "zip": _zip, "tar": _tar,
    "gz": _gz, "warc": _warc,
}  # fmt: skip
FORMATS = tuple(_READERS)
"""Every format that :func:`read` and :func:`documents` know."""
