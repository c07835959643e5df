"""Where records go: ``open_sink(url)`` picks the storage by the URL's scheme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Protocol, Self

from ..errors import SinkError
from .rows import Row

__all__ = ["Sink", "open_sink"]


class Sink(Protocol):
    """A storage for rows. Everything between two ``commit`` calls becomes durable together or not at all."""

    def known(self, document_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Of these documents the ones that are stored: id → (content hash, package version)."""
        ...

    def write(self, rows: Mapping[str, list[Row]]) -> None:
        """Put one document's rows (a list for each of ``rows.DOCUMENT_TABLES``) in place of what is stored of it."""
        ...

    def fail(self, row: Row) -> None:
        """Put one row of ``failures`` in place of what is stored for its locator."""
        ...

    def clear_failure(self, locator: str) -> None:
        """Forget a failure, now that the notice could be read."""
        ...

    def record_run(self, row: Row) -> None:
        """Put one row of ``runs`` in place of what is stored for its id."""
        ...

    def commit(self) -> None:
        """Make everything since the last commit durable."""
        ...

    def __enter__(self) -> Self: ...  # noqa: D105

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close; what was not committed is dropped."""
        ...


def open_sink(url: str) -> Sink:
    """Open the storage that ``url`` names and create its tables where they are missing.

    ``sqlite:///file.db`` and every other SQLAlchemy URL, ``jsonl:DIR``, ``csv:DIR``.

    Raises:
        SinkError: unknown scheme, missing driver, or a storage that cannot be opened.
    """
    if not isinstance(url, str) or ":" not in url:
        raise SinkError(f"{url!r} is no sink URL; examples: sqlite:///bulletins.db, jsonl:out, csv:out")
    scheme, _, rest = url.partition(":")
    if scheme in ("jsonl", "csv"):
        from . import files

        return files.open_directory(rest, kind=scheme)
    from . import sql

    return sql.open_database(url)
