"""The trained weights: ``weights.tsv`` beside this module, read once, and the score of a piece of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from .model import Evidence

__all__ = ["TASKS", "Weights", "load", "save", "score", "strongest"]

TASKS = ("trigger", "quantity", "date", "agent", "recipient")
"""One linear decision each: is this word an activity, and does this figure, date, actor or receiver belong to it."""
_PARTS = "¦"
Value = str | tuple[str, ...]
Weights = Mapping[str, Mapping[Value, float]]
"""Template → value → weight."""


@cache
def load() -> dict[str, dict[str, dict[Value, float]]]:
    """Task → template → value → weight, as trained by :mod:`.learn`."""
    found: dict[str, dict[str, dict[Value, float]]] = {task: {} for task in TASKS}
    text = (resources.files(__package__) / "weights.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        task, template, value, weight = line.split("\t")
        parts = tuple(value.split(_PARTS)) if _PARTS in value else value
        found[task].setdefault(template, {})[parts] = float(weight)
    return found


def save(weights: Mapping[str, Mapping[tuple[str, Value], float]]) -> str:
    """The text of ``weights.tsv``, sorted."""
    lines = ["# task\ttemplate\tvalue\tweight; written by bulletin_ie.pipes.activities.learn"]
    for task in TASKS:
        for (template, value), weight in sorted(weights[task].items(), key=lambda x: (x[0][0], str(x[0][1]))):
            lines.append(f"{task}\t{template}\t{value if isinstance(value, str) else _PARTS.join(value)}\t{weight:.3f}")
    return "\n".join(lines) + "\n"


_NONE: Mapping[Value, float] = {}


def score(weights: Weights, evidence: Evidence) -> float:
    """Sum of the weights of ``evidence``; above 0 means yes."""
    total = 0.0
    for template, value in evidence:
        total += weights.get(template, _NONE).get(value, 0.0)
    return total


def strongest(weights: Weights, evidence: Evidence) -> str:
    """The template, other than the word itself, that speaks loudest for yes."""
    best, loudest = "word", 0.0
    for template, value in evidence:
        weight = weights.get(template, _NONE).get(value, 0.0)
        if weight > loudest and template not in ("word", "type", "kind", "bias"):
            best, loudest = template, weight
    return best
