"""An archive of notices into a sink: discover, parse in processes, write, report."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import partial
from os import PathLike, fspath
from pathlib import Path

from . import extract, own_names, readers
from .errors import BulletinError
from .parallel import chunks, ordered_map
from .readers import Failure
from .readers.sniff import SUFFIXES, suffix_of
from .records import SCHEMA_VERSION
from .sinks import Batch, DocumentState, PlaceState, Sink, open_sink
from .sinks.rows import SCHEMA_VERSION as TABLES_VERSION
from .sinks.rows import Row
from .tasks import Extracted, FailedNotice, FileDone, Options, Outcome, Task, Unchanged, model_version, perform, safely
from .version import __version__

__all__ = ["FailedNotice", "Progress", "Report", "load_archive"]

CHUNK = 16
"""Notices that a worker takes at a time."""
TRANSACTION = 64
"""Notices that one transaction holds."""
SINGLE = frozenset({"txt", "html", "mhtml", "docx", "doc", "pdf", "ofd"})
"""Formats of one notice a file: the workers read these. Files that hold many are read here, notice by notice."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts so far, for a progress bar."""

    written: int
    unchanged: int
    failed: int
    total: int | None = None
    """Notices in the archive; null until they are counted, and where dumps and containers hide their number."""

    @property
    def seen(self) -> int:
        """All notices met so far."""
        return self.written + self.unchanged + self.failed


@dataclass(slots=True)
class Report:
    """What a run did."""

    written: int = 0
    unchanged: int = 0
    duplicates: int = 0
    """Texts that lie at a further place, stored once; they count as unchanged."""
    removed: int = 0
    """Documents deleted, because their files now hold other texts."""
    failures: list[FailedNotice] = field(default_factory=list)
    """The first thousand; all of them are rows in the sink."""
    failed: int = 0
    rows: dict[str, int] = field(default_factory=dict)


def load_archive(
    paths: Sequence[str | PathLike[str]],
    *,
    to: str,
    processes: int = 1,
    published: str | None = None,
    force: bool = False,
    retry_failures: bool = False,
    where: Sequence[str] = (),
    limit: int | None = None,
    dry_run: bool = False,
    lexicon: str | PathLike[str] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Read every notice under ``paths`` and write its records to the sink ``to``.

    Repeating a run writes nothing twice: a document is replaced as a whole, and skipped when neither it nor the package
    has changed. A notice that fails becomes a row of ``failures`` and the run goes on. A run that was stopped, in
    whatever way, is continued by the same call.

    Args:
        paths: files and directories; dumps (JSONL, CSV) hold many notices each.
        to: a sink URL, see :func:`bulletin_ie.sinks.open_sink`.
        processes: worker processes; 1 parses in this one. The records are the same.
        published: ISO date for notices that state none of their own.
        force: extract unchanged documents again.
        retry_failures: only places that failed before.
        where: only files whose path matches one of these patterns (``*/2024/*.html``; ``*`` also matches ``/``).
        limit: stop after this many notices.
        dry_run: read and extract, but open no sink and write nothing.
        lexicon: a TOML file of the user's own names, see :mod:`bulletin_ie.own_names`.
        on_progress: called after each transaction.

    Raises:
        ArgumentError: no such path, or a broken ``published``.
        LexiconError: ``lexicon`` is missing or malformed.
        SinkError: the sink cannot be opened or written. What was committed stays.
    """
    names = own_names.read(lexicon) if lexicon is not None else None
    options = Options(uuid.uuid4().hex, model_version(names), fallback=extract.iso_time(published), names=names)
    report = Report()
    target: Sink = _DrySink() if dry_run else open_sink(to)
    with target as sink:
        run = _Run(sink, report, options, force=force)
        archive = _Archive(paths, where=where, failing=run.failing, retry=retry_failures)
        tasks = run.known(archive.tasks(limit), force=force or retry_failures)
        work = partial(perform, options=options)
        if processes > 1:
            done = ordered_map(work, tasks, processes=processes, chunk_size=CHUNK, on_death=_death)
        else:
            done = map(work, tasks)
        run.start()
        total = archive.count(limit) if on_progress is not None else None
        for outcomes in chunks((outcome for some in done for outcome in some), TRANSACTION):
            run.write(outcomes)
            if on_progress is not None and total is not None:
                on_progress(Progress(report.written, report.unchanged, report.failed, total()))
        run.finish()
    return report


def _death(task: Task) -> list[Outcome]:
    return [
        FailedNotice(task.locator, "worker_died", "the process that read it was killed (out of memory, or a crash)")
    ]


class _Archive:
    """The places under some paths."""

    def __init__(
        self, paths: Sequence[str | PathLike[str]], *, where: Sequence[str], failing: _Failing, retry: bool
    ) -> None:
        self._paths = paths
        self._where = where
        self._failing = failing
        self._retry = retry

    def tasks(self, limit: int | None) -> Iterator[Task]:
        """A task for each place, in the order of the archive."""
        taken = 0
        for path in self._files():
            for task in [Task(path)] if _is_single(path) else self._notices(path):
                if isinstance(task.item, FileDone):
                    yield task
                    continue
                if self._retry and task.locator not in self._failing.locators:
                    continue
                if taken == limit:
                    return
                taken += 1
                yield task

    def _notices(self, path: Path | str) -> Iterator[Task]:
        whole = True
        for notice in safely(path):
            whole = whole and not (isinstance(notice, Failure) and notice.origin == str(path))
            yield Task(notice)
        if whole and str(path) in self._failing.files:
            yield Task(FileDone(str(path)))

    def _files(self) -> Iterator[Path | str]:
        for path in readers.discover(self._paths):
            name = fspath(path)
            if self._where and not any(fnmatchcase(name, pattern) for pattern in self._where):
                continue
            if not self._retry or name in self._failing.files:
                yield path

    def count(self, limit: int | None) -> Callable[[], int | None]:
        """Start to count in a thread; the result gives the number of places once it is known."""
        found: list[int] = []

        def run() -> None:
            number = 0
            with suppress(BulletinError):  # the reading thread says what is wrong
                for path in self._files():
                    if not _is_single(path):
                        return
                    number += 1
            found.append(number if limit is None else min(number, limit))

        threading.Thread(target=run, daemon=True).start()
        return lambda: found[0] if found else None


def _is_single(path: Path | str) -> bool:
    return isinstance(path, Path) and SUFFIXES.get(suffix_of(path.name)) in SINGLE


class _Failing:
    """Stored failures: their locators, and the files that these lie in."""

    def __init__(self, locators: Iterable[str]) -> None:
        self.locators = set(locators)
        self.files: dict[str, set[str]] = {}
        """File → its locators that have not failed again."""
        for locator in self.locators:
            for file in _files_of(locator):
                self.files.setdefault(file, set()).add(locator)

    def failed_again(self, locator: str) -> None:
        if locator in self.locators:
            for file in _files_of(locator):
                self.files[file].discard(locator)


def _files_of(locator: str) -> list[str]:
    """The paths that a locator may belong to: ``a.zip!b.jsonl#3`` is of ``a.zip``, ``a.zip!b.jsonl`` and itself."""
    return [locator[:end] for end in (*(i for i, mark in enumerate(locator) if mark in "!#"), len(locator))]


class _Run:
    """The writing end: skips what is known, writes a transaction at a time, counts."""

    def __init__(self, sink: Sink, report: Report, options: Options, *, force: bool) -> None:
        self._sink = sink
        self._report = report
        self._options = options
        self._force = force
        self._started = datetime.now(UTC)
        self.failing = _Failing(sink.failures())

    def start(self) -> None:
        self._sink.apply(Batch(runs=[self._row(None)]))

    def finish(self) -> None:
        self._report.removed = self._sink.sweep()
        self._sink.apply(Batch(runs=[self._row(datetime.now(UTC))]))

    def _row(self, finished: datetime | None) -> Row:
        report = self._report
        counts = (
            (None,) * 4 if finished is None else (report.written, report.unchanged, report.duplicates, report.failed)
        )
        versions = (__version__, SCHEMA_VERSION, TABLES_VERSION, self._options.model_version)
        return (self._options.run_id, self._started, finished, *versions, *counts)

    def known(self, tasks: Iterable[Task], *, force: bool) -> Iterator[Task]:
        """The tasks with the hash of what is stored and still good."""
        for some in chunks(tasks, CHUNK):
            if force:
                yield from some
                continue
            places = self._sink.places([t.locator for t in some])
            states = self._sink.documents({p.document_id for p in places.values()})
            for task in some:
                yield Task(task.item, self._good(task.locator, places, states))

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Write and commit some outcomes."""
        batch = Batch()
        owners = self._owners(outcomes)
        places: dict[str, Row] = {}
        failures: dict[str, Row] = {}
        for outcome in outcomes:
            if isinstance(outcome, Unchanged):
                self._report.unchanged += 1
            elif isinstance(outcome, FailedNotice):
                failures[outcome.locator] = self._fail(outcome)
            elif isinstance(outcome, Extracted):
                places[outcome.locator] = (outcome.locator, outcome.document_id, outcome.content_hash)
                self._add(batch, outcome, owners)
            if isinstance(outcome, FileDone):
                batch.cleared += sorted(self.failing.files.get(outcome.path, ()))
            elif not isinstance(outcome, FailedNotice) and outcome.locator in self.failing.locators:
                batch.cleared.append(outcome.locator)
        batch.places, batch.failures = list(places.values()), list(failures.values())
        if batch:
            self._sink.apply(batch)

    def _owners(self, outcomes: Sequence[Outcome]) -> dict[str, str]:
        """Document → the place whose metadata are stored with it, of those that need not be written again."""
        ids = {o.document_id for o in outcomes if isinstance(o, Extracted)}
        run_id = self._options.run_id
        states = self._sink.documents(ids) if ids else {}
        return {
            key: s.locator for key, s in states.items() if s.run_id == run_id or (not self._force and self._current(s))
        }

    def _add(self, batch: Batch, outcome: Extracted, owners: dict[str, str]) -> None:
        """The first place of a text gives the document its metadata, whatever order later runs meet its places in."""
        taken = any(row[0] == outcome.document_id for row in batch.rows["documents"])
        if taken or owners.setdefault(outcome.document_id, outcome.locator) != outcome.locator:
            self._report.duplicates += 1
            self._report.unchanged += 1
            return
        for name, rows in outcome.rows.items():
            batch.rows[name].extend(rows)
            self._report.rows[name] = self._report.rows.get(name, 0) + len(rows)
        self._report.written += 1

    def _fail(self, failed: FailedNotice) -> Row:
        self._report.failed += 1
        if len(self._report.failures) < 1000:
            self._report.failures.append(failed)
        self.failing.failed_again(failed.locator)
        row = (failed.locator, failed.reason, failed.message, failed.traceback_id, failed.traceback)
        return (*row, __version__, self._options.run_id)

    def _current(self, state: DocumentState) -> bool:
        versions = (state.package_version, state.model_version)
        return bool(state.content_hash) and versions == (__version__, self._options.model_version)

    def _good(self, locator: str, places: dict[str, PlaceState], states: dict[str, DocumentState]) -> str | None:
        """The hash of what is stored for a place, unless its document must be extracted anew."""
        place = places.get(locator)
        state = states.get(place.document_id) if place is not None else None
        if place is None or state is None or not self._current(state):
            return None
        return place.content_hash if state.locator != locator or state.content_hash == place.content_hash else None


class _DrySink:
    """Forgets everything."""

    def documents(self, document_ids: object) -> dict[str, DocumentState]:
        return {}

    def places(self, locators: object) -> dict[str, PlaceState]:
        return {}

    def failures(self) -> Iterator[str]:
        return iter(())

    def apply(self, batch: Batch) -> None:
        pass

    def sweep(self) -> int:
        return 0

    def __enter__(self) -> _DrySink:
        return self

    def __exit__(self, *error: object) -> None:
        pass
