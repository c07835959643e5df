"""Where trained weights come from: the package, or a directory of the user's own (``bulletin-ie train`` writes such a one).

The environment variable ``BULLETIN_IE_MODELS`` names that directory; a file that it lacks (``organizations.tsv``,
``activities.tsv``, ``items.tsv``) is the package's. An environment variable, since worker processes inherit it.
"""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

__all__ = ["VARIABLE", "own_files", "text"]

VARIABLE = "BULLETIN_IE_MODELS"


_SHIPPED = {"items": ("rules", "item_weights.tsv")}
"""Where the package keeps weights that do not lie in the room of ``pipes`` of their name."""


def own_files() -> list[Path]:
    """The user's own weight files, sorted; none when the variable is not set."""
    place = os.environ.get(VARIABLE)
    return sorted(Path(place).glob("*.tsv")) if place else []


def text(room: str) -> str:
    """The weights of a model (``organizations``, ``activities``, ``items``), as ``dump`` of its room wrote them."""
    own = [p for p in own_files() if p.stem == room]
    place, name = _SHIPPED.get(room, (f"pipes.{room}", "weights.tsv"))
    source = own[0] if own else resources.files(f"bulletin_ie.{place}") / name
    return source.read_text(encoding="utf-8")
