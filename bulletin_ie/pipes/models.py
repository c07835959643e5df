"""Where trained weights come from: the package, or a directory of the user's own (``bulletin-ie train`` writes such a one).

The environment variable ``BULLETIN_IE_MODELS`` names that directory; a file that it lacks (``organizations.tsv``,
``activities.tsv``) is the package's. An environment variable, since worker processes inherit it.
"""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

__all__ = ["VARIABLE", "own_files", "text"]

VARIABLE = "BULLETIN_IE_MODELS"


def own_files() -> list[Path]:
    """The user's own weight files, sorted; none when the variable is not set."""
    place = os.environ.get(VARIABLE)
    return sorted(Path(place).glob("*.tsv")) if place else []


def text(room: str) -> str:
    """The weights of a room of ``pipes``, as :func:`dump` of that room wrote them."""
    own = [p for p in own_files() if p.stem == room]
    source = own[0] if own else resources.files(f"{__package__}.{room}") / "weights.tsv"
    return source.read_text(encoding="utf-8")
