"""The second opinion's trained weights, ``weights.tsv`` beside this module or a user's own, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ...errors import LexiconError
from .. import models
from .evidence import Evidence

__all__ = ["Weights", "dump", "load", "parse", "score"]

Weights = Mapping[tuple[str, str], float]
"""(template, value) → weight."""


@cache
def load() -> dict[tuple[str, str], float]:
    """The weights in use, as trained by :mod:`.learn`.

    Raises:
        LexiconError: a user's own file is malformed.
    """
    return parse(models.text("organizations"))


def parse(text: str) -> dict[tuple[str, str], float]:
    """Read what :func:`dump` wrote.

    Raises:
        LexiconError: a line has not three cells, or no number in the last.
    """
    found: dict[tuple[str, str], float] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.startswith("#"):
            try:
                template, value, weight = line.split("\t")
                found[template, value] = float(weight)
            except ValueError as e:
                raise LexiconError(f"weights of organizations, line {number}: {e}") from e
    return found


def dump(weights: Weights) -> str:
    """The text of a weights' file, sorted."""
    lines = ["# template, value, weight; written by bulletin_ie.pipes.organizations.learn"]
    lines += [f"{template}\t{value}\t{weight:.3f}" for (template, value), weight in sorted(weights.items())]
    return "\n".join(lines) + "\n"


def score(weights: Weights, evidence: Evidence) -> float:
    """Sum of the weights of ``evidence``."""
    return sum(filter(None, map(weights.get, evidence)))
