"""What an archive holds, as one self-contained HTML page: counts, charts, largest figures, open questions, failures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ..pages import shell
from . import charts, queries, sections, source

if TYPE_CHECKING:
    from ..batch import Progress

__all__ = ["report"]


def report(
    of: source.Source,
    *,
    folder: str | PathLike[str] | None = None,
    published: str | None = None,
    processes: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
) -> str:
    """The page of one storage or archive.

    Args:
        of: a storage that :func:`bulletin_ie.batch.load_archive` filled (the URL or path of a database or directory), which is
            only read; or files and directories of notices, which are read into a temporary database first.
        folder: where the page will lie. Notices without a web address become links to their files as seen from there;
            without a folder only web addresses are links.
        published: ISO date for notices of an archive that state none.
        processes: worker processes that read an archive.
        on_progress: called while an archive is read.

    Returns:
        A complete HTML document that needs no network; equal contents give equal bytes. All text is escaped, and a
        Content-Security-Policy in the page allows only its own style and script.

    Raises:
        BulletinError: the charting library is not installed (extra ``report``).
        SinkError: the storage is not there, or its tables are not those that this version writes.
        ArgumentError: no such file or directory, or a broken ``published``.
    """
    charts.pygal()  # says what is missing before an archive is read
    place = None if folder is None else Path(folder)
    with source.opened(of, processes=processes, published=published, on_progress=on_progress) as (reader, name):
        found = queries.overview(reader)
        return shell.page(
            "report.html.j2",
            styles=("base.css", "report.css"),
            scripts=("report.js",),
            title=f"Report: {name}",
            name=name,
            found=found,
            tiles=sections.tiles(found),
            sections=list(sections.sections(reader, partial(source.link, folder=place))),
        )
