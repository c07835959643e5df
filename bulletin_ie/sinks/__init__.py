"""Where records go: ``open_sink(url)`` picks the storage by the URL's scheme."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from ..errors import SinkError
from .rows import DOCUMENT_TABLES, Row

__all__ = ["ENTRY_POINTS", "Batch", "DocumentState", "PlaceState", "Sink", "open_sink"]

ENTRY_POINTS = "bulletin_ie.sinks"
"""Group of entry points: a scheme → a function from a URL to a :class:`Sink`."""


class DocumentState(NamedTuple):
    """What a storage knows of a document."""

    locator: str
    content_hash: str
    package_version: str
    model_version: str | None
    run_id: str | None


class PlaceState(NamedTuple):
    """What a storage knows of a place: the document that lies there, and the hash of its text and metadata."""

    document_id: str
    content_hash: str


def _no_rows() -> dict[str, list[Row]]:
    return {name: [] for name in DOCUMENT_TABLES}


@dataclass(slots=True)
class Batch:
    """What becomes durable together or not at all. Cells stand in the order of :data:`.rows.TABLES`."""

    rows: dict[str, list[Row]] = field(default_factory=_no_rows)
    """Rows of whole documents: whatever is stored of a document in ``rows["documents"]`` goes first."""
    places: list[Row] = field(default_factory=list)
    failures: list[Row] = field(default_factory=list)
    runs: list[Row] = field(default_factory=list)
    """Rows of ``document_places``, ``failures`` and ``runs``; each replaces the stored row of its key."""
    cleared: list[str] = field(default_factory=list)
    """Locators whose failure is mended."""

    def __bool__(self) -> bool:
        return bool(self.rows["documents"] or self.places or self.failures or self.runs or self.cleared)


class Sink(Protocol):
    """A storage for rows, used by one thread."""

    def documents(self, document_ids: Collection[str]) -> dict[str, DocumentState]:
        """Those of these documents that are stored."""
        ...

    def places(self, locators: Collection[str]) -> dict[str, PlaceState]:
        """Those of these places that are stored."""
        ...

    def failures(self) -> Iterator[str]:
        """Locators of all stored failures."""
        ...

    def apply(self, batch: Batch) -> None:
        """Store a batch, durably and as a whole.

        Raises:
            SinkError: it could not; nothing of the batch is stored, what was stored before still is.
        """
        ...

    def sweep(self) -> int:
        """Delete documents that lie at no place any more and return their number.

        A document whose own place now holds another text passes to its next place, with an empty ``content_hash`` so that
        the next run extracts it from there.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close."""
        ...


def open_sink(url: str) -> Sink:
    """Open the storage that ``url`` names and create its tables where they are missing.

    ``sqlite:///file.db``, ``postgresql://…``, ``mysql://…`` and every other SQLAlchemy URL; ``duckdb:FILE``,
    ``parquet:DIR``, ``jsonl:DIR``, ``csv:DIR``; and schemes of the entry points ``bulletin_ie.sinks``.

    Raises:
        SinkError: unknown scheme, missing driver, or a storage that cannot be opened.
    """
    if not isinstance(url, str) or ":" not in url:
        raise SinkError(f"{url!r} is no sink URL; examples: sqlite:///bulletins.db, parquet:out, csv:out")
    scheme, _, rest = url.partition(":")
    for point in entry_points(group=ENTRY_POINTS, name=scheme):
        sink: Sink = point.load()(url)
        return sink
    if scheme in ("jsonl", "csv", "parquet"):
        from . import files

        return files.open_directory(rest, kind=scheme)
    if scheme == "duckdb" and not rest.startswith("//"):
        from . import duck

        return duck.open_file(rest)
    from . import sql

    return sql.open_database(url)
