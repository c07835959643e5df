"""Train the weights of counted things (``bulletin_ie/rules/item_weights.tsv``) on annotated bulletins and marked sentences.

usage: python corpora/train_items.py [--check]

Learns from the train split of ``annotated/`` and from ``item_sentences.txt``: a softmax over every candidate of a figure, pulled
to 0 (L2), fitted by L-BFGS; bit for bit the same on every run of one machine. ``--check`` prints the share of right items in a
four-fold cross-validation over the documents of the train split instead of writing anything. Needs numpy, which spaCy brings.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bulletin_ie import corpus, rules
from bulletin_ie.pipes.segment import Segmenter
from bulletin_ie.rules import dates, items_context, items_ranker, items_ruled
from bulletin_ie.rules.core import QuantityMention
from bulletin_ie.rules.items_context import Place
from bulletin_ie.rules.items_phrases import Span
from bulletin_ie.rules.items_ranker import STATES, Item, Weights

HERE = Path(__file__).parent
TARGET = Path(items_ranker.__file__).with_name("item_weights.tsv")
STRENGTH = 0.7
"""How hard the weights are pulled to 0, by cross-validation."""
LEAST = 2
"""In how many figures' candidates evidence must be seen to get a weight."""
ROUNDS = 100
FOLDS = 4
Array = Any
Key = tuple[str, str, str]
"""Table, state, evidence."""


@dataclass(slots=True)
class Text:
    """A text with the right item of each of its figures: span of the figure → words of the item, or None."""

    text: str
    items: dict[tuple[int, int], str | None]


def annotated() -> list[Text]:
    """The train split."""
    return [
        Text(d.text, {(q.start, q.end): q.fields.get("item") or None for q in d.quantities})
        for d in corpus.load(HERE / "annotated", split="train")
    ]


_MARK = re.compile(r"\{(?P<figure>[^{}<>]{1,40})\}|<(?P<item>[^{}<>]{1,60})>")


def sentences() -> list[Text]:
    """The lines of ``item_sentences.txt``, whose head says how they are marked."""
    lines = (HERE / "item_sentences.txt").read_text(encoding="utf-8").splitlines()
    return [marked(line) for line in lines if line and not line.startswith("#")]


def marked(line: str) -> Text:
    """A marked sentence, read."""
    text, position = "", 0
    figures: list[tuple[int, int]] = []
    items: list[str | None] = []
    waiting: str | None = None
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        start, position = len(text), mark.end()
        if mark["item"]:
            text, waiting, edge = text + mark["item"], mark["item"], start
            for index in range(len(figures) - 1, -1, -1):
                if figures[index][1] != edge or items[index] is not None:
                    break
                items[index], edge, waiting = mark["item"], figures[index][0], None
            continue
        surface, _, named = mark["figure"].partition("=")
        text += surface
        items.append((items[-1] if named == "^" else named) or waiting)
        figures.append((start, len(text)))
        waiting = None
    return Text(text + line[position:], dict(zip(figures, items, strict=True)))


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


def collect(texts: Sequence[Text], segmenter: Segmenter) -> Examples:
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
    sheet: Text, segmenter: Segmenter
) -> tuple[Sequence[QuantityMention], list[Place | None], list[Span | None]]:
    """The figures of a text, their places, and the answers of the rules."""
    found = rules.scan(sheet.text)
    tokens = segmenter.tokens(sheet.text, found.edges())
    when = dates.resolve(sheet.text, found.dates, published=None)
    ruled = items_ruled.spans(sheet.text, found.quantities, tokens, when)
    return found.quantities, items_context.places(found.quantities, when, tokens), ruled


def _wanted(sheet: Text, mention: QuantityMention) -> str | None:
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


def score(texts: Sequence[Text], weights: Weights, segmenter: Segmenter) -> tuple[int, int]:
    """How many items of annotated figures are right, of how many."""
    right = total = 0
    for sheet in texts:
        mentions, places, ruled = _prepared(sheet, segmenter)
        spans = items_ranker.choose(sheet.text, mentions, places, ruled, weights)
        for mention, span in zip(mentions, spans, strict=True):
            if (mention.start, mention.end) in sheet.items:
                wanted = sheet.items[mention.start, mention.end]
                right += (sheet.text[slice(*span)] if span else None) == wanted
                total += 1
    return right, total


def folds(texts: Sequence[Text]) -> Iterator[tuple[list[Text], list[Text]]]:
    """Texts to learn from and texts to measure on."""
    for k in range(FOLDS):
        yield [t for i, t in enumerate(texts) if i % FOLDS != k], texts[k::FOLDS]  # type: ignore[misc]


def main(arguments: Sequence[str]) -> None:
    """Train and write, or cross-validate."""
    segmenter, own, made = Segmenter(), annotated(), sentences()
    if "--check" in arguments:
        right = total = 0
        for learnt, held in folds(own):
            r, n = score(held, fit(collect([*learnt, *made], segmenter)), segmenter)
            right, total = right + r, total + n
        sys.stdout.write(f"{right} of {total} items right ({right / total:.3f})\n")
        return
    weights: Mapping[str, Any] = fit(collect([*own, *made], segmenter))
    TARGET.write_text(items_ranker.dump(weights), encoding="utf-8")
    sys.stderr.write(f"{len(own)} documents, {len(made)} sentences; {sum(map(len, weights.values()))} rows\n")


if __name__ == "__main__":
    main(sys.argv[1:])
