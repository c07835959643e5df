"""A Bulletin as one self-contained HTML page: the marked text with the tables of its records beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape

from . import marks, rows, shell

if TYPE_CHECKING:
    from ..records import Bulletin

__all__ = ["notebook", "render"]

FRAME_HEIGHT = 720
"""Pixels of a notebook cell that the page takes."""


def render(bulletin: Bulletin) -> str:
    """The page of one bulletin.

    Args:
        bulletin: what :func:`bulletin_ie.parse` or :func:`bulletin_ie.read` returned.

    Returns:
        A complete HTML document that needs no network. All text of the bulletin is escaped, and a Content-Security-Policy
        in the page allows only the page's own style and script. Lone surrogates and control characters, which HTML
        cannot hold, are shown as U+FFFD, so that the page can always be written as UTF-8.
    """
    return shell.page(
        "bulletin.html.j2",
        styles=("base.css", "bulletin.css"),
        scripts=("bulletin.js",),
        title=bulletin.metadata.title or bulletin.id,
        bulletin=bulletin,
        text=marks.mark_up(bulletin),
        tables=rows.tables(bulletin),
        facts=rows.facts(bulletin),
        kinds=rows.kinds(bulletin),
    )


def notebook(bulletin: Bulletin) -> str:
    """The same page in a sandboxed frame, so that neither its style nor its script reaches the notebook around it."""
    return (
        f'<iframe title="bulletin {escape(bulletin.id)}" sandbox="allow-scripts" srcdoc="{escape(render(bulletin))}" '
        f'style="width:100%;height:{FRAME_HEIGHT}px;border:0"></iframe>'
    )
