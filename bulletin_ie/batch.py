"""An archive of notices into a sink: discover, parse in processes, write, report."""

from __future__ import annotations

import hashlib
import json
import traceback
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from os import PathLike

from . import extract, readers
from .assemble import bulletin_id
from .errors import BulletinError
from .parallel import chunks, ordered_map
from .readers import Failure, Source
from .records import SCHEMA_VERSION
from .sinks import Sink, open_sink
from .sinks.rows import SCHEMA_VERSION as TABLES_VERSION
from .sinks.rows import Row, rows_of
from .version import __version__

__all__ = ["FailedNotice", "Progress", "Report", "load_archive"]

CHUNK = 16
"""Notices that one worker takes, and one transaction holds."""

Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class FailedNotice:
    """A notice that could not be read or parsed, and why."""

    locator: str
    reason: str
    message: str
    traceback: str | None = None

    @property
    def traceback_id(self) -> str | None:
        """A short hash that equal tracebacks share."""
        return None if self.traceback is None else hashlib.sha256(self.traceback.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts so far, for a progress bar."""

    written: int
    unchanged: int
    failed: int

    @property
    def seen(self) -> int:
        """All notices met so far."""
        return self.written + self.unchanged + self.failed


@dataclass(slots=True)
class Report:
    """What a run did."""

    written: int = 0
    unchanged: int = 0
    failures: list[FailedNotice] = field(default_factory=list)
    """The first thousand; all of them are rows in the sink."""
    failed: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    def progress(self) -> Progress:
        """The counts alone."""
        return Progress(self.written, self.unchanged, self.failed)


def load_archive(
    paths: Sequence[str | PathLike[str]],
    *,
    to: str,
    processes: int = 1,
    published: str | None = None,
    force: bool = False,
    limit: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Read every notice under ``paths`` and write its records to the sink ``to``.

    Repeating a run writes nothing twice: a document is replaced as a whole, and skipped when neither it nor the package
    has changed. A notice that fails becomes a row of ``failures`` and the run goes on.

    Args:
        paths: files and directories; dumps (JSONL, CSV) hold many notices each.
        to: a sink URL, see :func:`bulletin_ie.sinks.open_sink`.
        processes: worker processes; 1 parses in this one. The records are the same.
        published: ISO date for notices that state none of their own.
        force: extract unchanged documents again.
        limit: stop after this many notices.
        on_progress: called after each chunk.

    Raises:
        ArgumentError: no such path, or a broken ``published``.
        SinkError: the sink cannot be opened or written.
    """
    fallback = extract.iso_time(published)
    run_id = uuid.uuid4().hex
    started = datetime.now(UTC)
    report = Report()
    found = islice(_sources(paths), limit)
    with open_sink(to) as sink:
        sink.record_run((run_id, started, None, __version__, SCHEMA_VERSION, TABLES_VERSION, None, None, None))
        sink.commit()
        writer = _Writer(sink, report, run_id)
        todo = (item for chunk in chunks(found, CHUNK) for item in writer.changed(chunk, force=force))
        options = {"fallback": fallback, "run_id": run_id}
        if processes > 1:
            results = ordered_map(_extract, todo, processes=processes, chunk_size=CHUNK, **options)
        else:
            results = (_extract(item, **options) for item in todo)
        for batch in chunks(results, CHUNK):
            writer.write(batch)
            if on_progress is not None:
                on_progress(report.progress())
        sink.record_run(
            (
                run_id, started, datetime.now(UTC), __version__, SCHEMA_VERSION, TABLES_VERSION,
                report.written, report.unchanged, report.failed,
            )
        )  # fmt: skip
        sink.commit()
    return report


def _sources(paths: Sequence[str | PathLike[str]]) -> Iterator[Source | Failure]:
    for path in readers.discover(paths):
        yield from readers.documents(path)


def content_hash(source: Source) -> str:
    """Changes when the text or anything that the reader knows of it changes."""
    stated = json.dumps([bulletin_id(source.text), sorted(source.metadata.items()), source.url])
    return hashlib.sha256(stated.encode()).hexdigest()[:32]


def _extract(item: Source | Failure, *, fallback: str | None, run_id: str) -> Rows | FailedNotice:
    """Rows of one notice; runs in a worker process, so rows and not models go back."""
    if isinstance(item, Failure):
        return FailedNotice(item.origin or "-", item.reason, item.message)
    try:
        bulletin = extract.from_source(item, fallback_published=fallback)
        return rows_of(
            bulletin,
            locator=item.origin or "-",
            content_hash=content_hash(item),
            package_version=__version__,
            run_id=run_id,
        )
    except BulletinError as e:
        return FailedNotice(item.origin or "-", e.reason, str(e))
    except Exception as e:  # a batch never loses the rest of an archive to one notice
        return FailedNotice(item.origin or "-", "internal", f"{type(e).__name__}: {e}", traceback.format_exc())


class _Writer:
    """The writing end of a run: skips what is known, writes chunks in one transaction each, counts."""

    def __init__(self, sink: Sink, report: Report, run_id: str) -> None:
        self._sink = sink
        self._report = report
        self._run_id = run_id
        self._under_way: set[str] = set()

    def changed(self, chunk: list[Source | Failure], *, force: bool) -> list[Source | Failure]:
        """The notices of a chunk that must be extracted; equal texts under way are taken once."""
        ids = {bulletin_id(s.text): s for s in chunk if isinstance(s, Source)}
        known = {} if force else self._sink.known(ids)
        todo: list[Source | Failure] = []
        for item in chunk:
            if isinstance(item, Failure):
                todo.append(item)
                continue
            key = bulletin_id(item.text)
            if key in self._under_way or known.get(key) == (content_hash(item), __version__):
                self._report.unchanged += 1
            else:
                self._under_way.add(key)
                todo.append(item)
        return todo

    def write(self, results: Iterable[Rows | FailedNotice]) -> None:
        """Write and commit one chunk."""
        report = self._report
        for result in results:
            if isinstance(result, FailedNotice):
                locator = result.locator
                failure = (
                    locator,
                    result.reason,
                    result.message,
                    result.traceback_id,
                    result.traceback,
                    __version__,
                    self._run_id,
                )
                self._sink.fail(failure)
                report.failed += 1
                if len(report.failures) < 1000:
                    report.failures.append(result)
                continue
            document = result["documents"][0]
            self._sink.write(result)
            self._sink.clear_failure(document[1])
            report.written += 1
            for name, rows in result.items():
                report.rows[name] = report.rows.get(name, 0) + len(rows)
            self._under_way.discard(document[0])
        self._sink.commit()
