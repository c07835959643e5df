"""The trained weights, ``weights.tsv`` beside this module or a user's own, read once, and the score of a piece of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ...errors import LexiconError
from .. import models
from .model import Evidence

__all__ = ["TASKS", "THRESHOLDS", "Weights", "dump", "load", "parse", "score", "strongest"]

TASKS = ("trigger", "quantity", "date", "agent", "recipient")
"""One linear decision each: is this word an activity, and does this figure, date, actor or receiver belong to it."""
THRESHOLDS = {"trigger": -0.3, "quantity": 0.0, "date": 0.0, "agent": 0.0, "recipient": 0.0}
"""Scores above this mean yes, by task. Below 0 (even odds), because a miss costs F1 more than a guess; by cross-validation."""
_PARTS = "¦"
_WORD = frozenset({"word", "type", "kind", "bias"})
Value = str | tuple[str, ...]
Weights = Mapping[tuple[str, Value], float]
"""(template, value) → weight."""


@cache
def load() -> dict[str, dict[tuple[str, Value], float]]:
    """Task → (template, value) → weight, as trained by :mod:`.learn`.

    Raises:
        LexiconError: a user's own file is malformed.
    """
    return parse(models.text("activities"))


def parse(text: str) -> dict[str, dict[tuple[str, Value], float]]:
    """Read what :func:`dump` wrote.

    Raises:
        LexiconError: a line has not four cells, names no task, or has no number in the last.
    """
    found: dict[str, dict[tuple[str, Value], float]] = {task: {} for task in TASKS}
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.startswith("#"):
            try:
                task, template, value, weight = line.split("\t")
                found[task][template, tuple(value.split(_PARTS)) if _PARTS in value else value] = float(weight)
            except (ValueError, KeyError) as e:
                raise LexiconError(f"weights of activities, line {number}: {e}") from e
    return found


def dump(weights: Mapping[str, Weights]) -> str:
    """The text of ``weights.tsv``, sorted."""
    lines = ["# task, template, value, weight; written by bulletin_ie.pipes.activities.learn"]
    for task in TASKS:
        for (template, value), weight in sorted(weights[task].items(), key=lambda x: (x[0][0], str(x[0][1]))):
            lines.append(f"{task}\t{template}\t{value if isinstance(value, str) else _PARTS.join(value)}\t{weight:.3f}")
    return "\n".join(lines) + "\n"


def score(weights: Weights, evidence: Evidence) -> float:
    """Sum of the weights of ``evidence``; above the task's threshold means yes."""
    return sum(filter(None, map(weights.get, evidence)))


def strongest(weights: Weights, evidence: Evidence) -> str:
    """The template, other than the word itself, that speaks loudest for yes."""
    found = [(weights.get(e, 0.0), e[0]) for e in evidence if e[0] not in _WORD]
    return max(found, key=lambda x: x[0])[1] if found else "word"
