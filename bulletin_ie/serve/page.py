"""The page: the shell and the marks' style of ``view``, with the forms and the script that correct."""

from __future__ import annotations

from functools import cache
from typing import get_args

from ..pages import labels, shell
from ..records import ACTIVITY_TYPES, ORGANIZATION_TYPES, Boundary, Granularity
from .annotation import METADATA

__all__ = ["page"]


@cache
def page() -> str:
    """The whole page; it asks the server that it came from for everything else."""
    return shell.page(
        "annotate.html.j2",
        styles=("base.css", "bulletin.css", "annotate.css"),
        scripts=("annotate.js",),
        connect="'self'",
        package=__package__,
        title="bulletin-ie: annotate",
        organization_types=[(t, labels.label(t)) for t in ORGANIZATION_TYPES],
        activity_types=[(t, labels.label(t)) for t in ACTIVITY_TYPES],
        boundaries=[(t, labels.label(t)) for t in get_args(Boundary)],
        granularities=get_args(Granularity),
        metadata=METADATA,
        layers=[(name, labels.LAYERS[name]) for name in ("activities", "organizations", "quantities", "dates")],
    )
