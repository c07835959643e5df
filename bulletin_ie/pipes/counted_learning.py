"""Training of the ranker of counted things (``rules/item_weights.tsv``): a softmax over every candidate of a figure, pulled to 0
(L2), fitted by L-BFGS; deterministic. Needs numpy, which spaCy brings; the finder itself does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .. import rules
from ..rules import dates, items_context, items_ranker, items_ruled
from ..rules.core import QuantityMention
from ..rules.items_context import Place
from ..rules.items_phrases import Span
from ..rules.items_ranker import STATES, Item, Weights
from .segment import Segmenter

__all__ = ["Examples", "Sheet", "collect", "fit", "score", "train"]

STRENGTH = 0.7
"""How hard the weights are pulled to 0, by cross-validation."""
LEAST = 3
"""In how many figures' candidates evidence must be seen to get a weight."""
ROUNDS = 100
Array = Any
Key = tuple[str, str, str]
"""Table, state, evidence."""


@dataclass(slots=True)
class Sheet:
    """A text with the right item of each of its figures: span of the figure → words of the item, or None."""

    text: str
    items: Mapping[tuple[int, int], str | None]


def train(sheets: Sequence[Sheet]) -> Weights:
    """The weights that make the right items likeliest."""
    return fit(collect(sheets, Segmenter()))


@dataclass(slots=True)
class Examples:
    """Figures with their candidates: each candidate a list of part numbers, each part a table, a state and its evidence."""

    parts: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    candidates: list[list[int]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    figures: list[tuple[int, int]] = field(default_factory=list)
    """For each figure its range of candidates."""

    def add(self, found: Sequence[items_ranker.Candidate], right: Sequence[bool]) -> None:
        """Add a figure with its candidates and which of them are right."""
        numbers: dict[tuple[str, str, tuple[str, ...]], int] = {}
        first = len(self.candidates)
        for candidate in found:
            row = []
            for part in candidate.parts:
                if part not in numbers:
                    numbers[part] = len(self.parts)
                    self.parts.append(part)
                row.append(numbers[part])
            self.candidates.append(row)
        self.right.extend(right)
        self.figures.append((first, len(self.candidates)))


def collect(texts: Sequence[Sheet], segmenter: Segmenter) -> Examples:
    """All figures whose right item is among their candidates."""
    examples = Examples()
    for sheet in texts:
        mentions, places, ruled = _prepared(sheet, segmenter)
        known: list[Item] = []
        for index, (mention, place) in enumerate(zip(mentions, places, strict=True)):
            if place is None:
                known.append(Item("none", ruled[index]))
                continue
            options = items_ranker.candidates(sheet.text, mentions, index, place, known, ruled[index])
            wanted = _wanted(sheet, mention)
            right = [wanted != "?" and _surface(sheet.text, c.item) == wanted for c in options]
            pick = next((c.item for c, r in zip(options, right, strict=True) if r), None)
            known.append(pick or Item("unknown", None if wanted != "?" else ruled[index]))
            if pick is not None:
                examples.add(options, right)
    return examples


def _prepared(
    sheet: Sheet, segmenter: Segmenter
) -> tuple[Sequence[QuantityMention], list[Place | None], list[Span | None]]:
    """The figures of a text, their places, and the answers of the rules."""
    found = rules.scan(sheet.text)
    tokens = segmenter.tokens(sheet.text, found.edges())
    when = dates.resolve(sheet.text, found.dates, published=None)
    ruled = items_ruled.spans(sheet.text, found.quantities, tokens, when)
    return found.quantities, items_context.places(found.quantities, when, tokens), ruled


def _wanted(sheet: Sheet, mention: QuantityMention) -> str | None:
    """The right item of a figure, ``?`` where it is not annotated; a hedge may be missing from a marked sentence."""
    for (start, end), item in sheet.items.items():
        if end == mention.end or (start == mention.start and end < mention.end):
            return item
    return "?"


def _surface(text: str, item: Item) -> str | None:
    return text[slice(*item.span)] if item.span else None


def fit(examples: Examples) -> Weights:
    """The weights that make the right candidates likeliest."""
    seen: Counter[Key] = Counter((table, state, f) for table, state, facts in examples.parts for f in facts)
    names = [key for key, count in sorted(seen.items()) if count >= LEAST]
    index = {key: i for i, key in enumerate(names)}
    rows = [[index[t, s, f] for f in facts if (t, s, f) in index] for t, s, facts in examples.parts]
    problem = _Problem(examples, rows, len(names))
    values = minimize(problem, len(names))
    tables: dict[str, dict[str, list[float]]] = {table: {} for table in STATES}
    for (table, state, name), value in zip(names, values, strict=True):
        row = tables[table].setdefault(name, [0.0] * len(STATES[table]))
        row[STATES[table].index(state)] = round(float(value), 2)
    return {table: {n: tuple(row) for n, row in t.items() if any(row)} for table, t in tables.items()}


class _Problem:
    """The loss and its gradient."""

    def __init__(self, examples: Examples, rows: list[list[int]], size: int) -> None:
        self.size = size
        self.facts = np.array([i for row in rows for i in row], dtype=np.int64)
        self.parts = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self.used = np.array([i for row in examples.candidates for i in row], dtype=np.int64)
        self.owner = np.repeat(np.arange(len(examples.candidates)), [len(row) for row in examples.candidates])
        self.first = np.array([first for first, _ in examples.figures])
        self.figure = np.repeat(np.arange(len(self.first)), [end - first for first, end in examples.figures])
        self.right = np.array(examples.right, dtype=float)
        self.many = len(rows)

    def __call__(self, values: Array) -> tuple[float, Array]:
        part = np.bincount(self.parts, weights=values[self.facts], minlength=self.many)
        score = np.bincount(self.owner, weights=part[self.used], minlength=len(self.right))
        grown = np.exp(score - np.maximum.reduceat(score, self.first)[self.figure])
        total = np.add.reduceat(grown, self.first)
        good = np.add.reduceat(grown * self.right, self.first) + 1e-300
        loss = float(np.sum(np.log(total) - np.log(good)) + 0.5 * STRENGTH * values @ values)
        error = grown / total[self.figure] - grown * self.right / good[self.figure]
        part = np.bincount(self.used, weights=error[self.owner], minlength=self.many)
        gradient = np.bincount(self.facts, weights=part[self.parts], minlength=self.size) + STRENGTH * values
        return loss, gradient


def minimize(problem: Callable[[Array], tuple[float, Array]], size: int) -> Array:
    """L-BFGS with ten steps of memory and a backtracking line search."""
    values = np.zeros(size)
    loss, gradient = problem(values)
    memory: list[tuple[Array, Array]] = []
    for _ in range(ROUNDS):
        step = _direction(gradient, memory)
        slope, rate = float(step @ gradient), 1.0 if memory else 1.0 / float(np.linalg.norm(gradient))
        while True:
            tried = values + rate * step
            next_loss, next_gradient = problem(tried)
            if next_loss <= loss + 1e-4 * rate * slope or rate < 1e-10:
                break
            rate /= 2
        if loss - next_loss < 1e-6 * abs(loss):
            return tried
        if float((next_gradient - gradient) @ (tried - values)) > 0:
            memory = [*memory[-9:], (tried - values, next_gradient - gradient)]
        values, loss, gradient = tried, next_loss, next_gradient
    return values


def _direction(gradient: Array, memory: Sequence[tuple[Array, Array]]) -> Array:
    step, shares = -gradient, []
    for moved, turned in reversed(memory):
        share = float(moved @ step) / float(moved @ turned)
        shares.append(share)
        step = step - share * turned
    if memory:
        moved, turned = memory[-1]
        step = step * (float(moved @ turned) / float(turned @ turned))
    for (moved, turned), share in zip(memory, reversed(shares), strict=True):
        step = step + (share - float(turned @ step) / float(moved @ turned)) * moved
    return step


def score(texts: Sequence[Sheet], weights: Weights, segmenter: Segmenter) -> tuple[int, int]:
    """How many items of annotated figures are right, of how many."""
    scorer = items_ranker.Scorer(weights)
    right = total = 0
    for sheet in texts:
        mentions, places, ruled = _prepared(sheet, segmenter)
        spans = items_ranker.choose(sheet.text, mentions, places, ruled, scorer)
        for mention, span in zip(mentions, spans, strict=True):
            if (mention.start, mention.end) in sheet.items:
                wanted = sheet.items[mention.start, mention.end]
                right += (sheet.text[slice(*span)] if span else None) == wanted
                total += 1
    return right, total
