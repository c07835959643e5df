"""What a worker does with a place of an archive: read, compare, extract, and give back rows (they travel cheaply, models do not)."""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import extract, readers
from .assemble import bulletin_id
from .errors import BulletinError
from .own_names import OwnNames
from .pipes import models
from .readers import Failure, Source
from .sinks.rows import Row, place_key, rows_of, storable
from .version import __version__

__all__ = [
    "Extracted", "FailedNotice", "FileDone", "Options", "Outcome", "Task", "Unchanged", "model_version", "outcome_of", "perform",
    "safely",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileDone:
    """Stands behind the last notice of a container file."""

    path: str


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, or a notice that was read already."""

    item: Path | str | Source | Failure | FileDone
    known: str | None = None
    """Hash of what is stored for this place; when it is equal there is nothing to do."""

    @property
    def locator(self) -> str:
        """Where it lies."""
        if isinstance(self.item, Source | Failure):
            return place_key(self.item.origin or "-")
        return place_key(self.item.path if isinstance(self.item, FileDone) else str(self.item))


@dataclass(frozen=True, slots=True)
class Options:
    """What is the same for all notices of a run."""

    run_id: str
    model_version: str
    """See :func:`model_version`; found out once, by the process that starts the run."""
    fallback: str | None = None
    """Publication date (ISO) of notices that state none."""
    names: OwnNames | None = None
    """The user's own names; they are part of ``model_version``."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """Rows of one notice, by table."""

    locator: str
    document_id: str
    content_hash: str
    rows: dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A notice that is stored as it is."""

    locator: str


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


Outcome = Extracted | Unchanged | FailedNotice | FileDone


def perform(task: Task, *, options: Options) -> list[Outcome]:
    """The outcomes of a task, one for each notice of its file."""
    if isinstance(task.item, FileDone):
        return [task.item]
    notices = [task.item] if isinstance(task.item, Source | Failure) else safely(task.item)
    return [outcome_of(notice, known=task.known, options=options) for notice in notices]


def safely(path: Path | str) -> Iterator[Source | Failure]:
    """Every notice of a file; even a fault in a reader costs no more than the rest of this file."""
    try:
        yield from readers.documents(path)
    except Exception as e:
        yield Failure(str(path), "internal", f"{type(e).__name__}: {e}\n{traceback.format_exc()}")


def outcome_of(notice: Source | Failure, *, known: str | None, options: Options) -> Outcome:
    """Rows, failure, or nothing to do; never raises."""
    locator = place_key(notice.origin or "-")
    if isinstance(notice, Failure):
        message, _, trace = notice.message.partition("\nTraceback ")
        return _failed(locator, notice.reason, message, f"Traceback {trace}" if trace else None)
    try:
        stated = content_hash(notice, options.fallback)
        if stated == known:
            return Unchanged(locator)
        bulletin = extract.from_source(notice, fallback_published=options.fallback, names=options.names)
        rows = rows_of(
            bulletin,
            locator=locator,
            content_hash=stated,
            package_version=__version__,
            model_version=options.model_version,
            run_id=options.run_id,
        )
        return Extracted(locator, bulletin.id, stated, rows)
    except BulletinError as e:
        return _failed(locator, e.reason, str(e))
    except Exception as e:  # a batch never loses the rest of an archive to one notice
        return _failed(locator, "internal", f"{type(e).__name__}: {e}", traceback.format_exc())


def _failed(locator: str, reason: str, message: str, trace: str | None = None) -> FailedNotice:
    return FailedNotice(locator, reason, storable(message), None if trace is None else storable(trace))


def content_hash(source: Source, fallback: str | None) -> str:
    """Changes when the text, or anything else that the records depend on, changes."""
    stated = json.dumps([bulletin_id(source.text), sorted(source.metadata.items()), source.url, fallback])
    return hashlib.sha256(stated.encode()).hexdigest()[:32]


@cache
def model_version(names: OwnNames | None = None) -> str:
    """Fingerprint of the rules, lexicons, models and own names in use: documents that others extracted are extracted again."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for path in _sorted_files(root / room for room in ("lexicon", "rules", "pipes", "readers")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    for path in models.own_files():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    if names is not None:
        digest.update(repr(names).encode())
    return digest.hexdigest()[:12]


def _sorted_files(directories: Iterable[Path]) -> list[Path]:
    return sorted(
        path
        for directory in directories
        for path in directory.rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".pyo")
    )
