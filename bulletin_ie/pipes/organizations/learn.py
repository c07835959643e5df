"""Training of ``weights.tsv``: a log-linear choice among the places where a name may begin, and none; deterministic.

``bulletin-ie train organizations`` runs it. Needs numpy; the finder itself does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from ... import rules
from ..segment import Segmenter
from .boundaries import Reading
from .cues import Cue
from .evidence import Evidence, nobody, somebody, starts
from .finder import Verdict, spans
from .found import Found
from .variants import Bulletin, names_by_class, variant
from .walk import Page, Run

__all__ = ["Choice", "choices", "fit", "train"]

VARIANTS = 4
"""Variants of each bulletin that are learnt from beside it."""
STRENGTH = 1.0
"""How hard the weights are pulled to 0 (L2)."""
LEAST = 2
ROUNDS = 200
RATE = 0.3
SMALLEST = 0.02
Feature = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One cue: the evidence for no name and for each place, and which of them is right."""

    rows: list[Evidence]
    right: int


def choices(bulletin: Bulletin, segmenter: Segmenter) -> list[Choice]:
    """The choices of one annotated bulletin; a cue inside a longer name counts for where that name begins."""
    text = bulletin.text
    by_end = {end: start for start, end in bulletin.names}
    made: list[Choice] = []

    def note(page: Page, cue: Cue, found: Sequence[Found], run: Run, reading: Reading, verdict: Verdict) -> Verdict:
        right = by_end.get(cue.end)
        if right is None:
            right = next((s for s, e in bulletin.names if s <= cue.start and cue.end < e), None)
        places = starts(page, cue, found, verdict.mention)
        if right is None:
            label = -1 if any(s < cue.end and cue.start < e for s, e in bulletin.ignored) else 0
        else:
            label = 1 + places.index(right) if right in places else -1
        if label >= 0:
            rows = [nobody(page, cue, found, run, reading), *somebody(page, cue, found, places)]
            made.append(Choice(rows, label))
        return verdict

    if text:
        spans(Page(text, segmenter.tokens(text, rules.scan(text).edges())), settle=note)
    return made


def fit(examples: Sequence[Choice], *, strength: float = STRENGTH) -> dict[Feature, float]:
    """Weights by full-batch descent with per-weight step sizes; evidence seen once is left out."""
    facts = [row for choice in examples for row in choice.rows]
    seen = Counter(f for row in facts for f in row)
    names = [f for f, n in seen.items() if n >= LEAST]
    index = {f: i for i, f in enumerate(names)}
    columns = [[index[f] for f in row if f in index] for row in facts]
    flat = np.array([i for c in columns for i in c], dtype=np.int64)
    owner = np.repeat(np.arange(len(columns)), [len(c) for c in columns])
    sizes = np.array([len(choice.rows) for choice in examples], dtype=np.int64)
    group = np.repeat(np.arange(len(examples)), sizes)
    first = np.concatenate(([0], np.cumsum(sizes)[:-1])) if len(examples) else np.zeros(0, dtype=np.int64)
    target = np.zeros(len(columns))
    target[first + np.array([choice.right for choice in examples], dtype=np.int64)] = 1
    values = np.zeros(len(names))
    history = np.full(len(names), 1e-6)
    for _ in range(ROUNDS if len(examples) else 0):
        margin = np.bincount(owner, weights=values[flat], minlength=len(columns))
        odds = np.exp(margin - np.maximum.reduceat(margin, first)[group])
        share = odds / np.add.reduceat(odds, first)[group]
        gradient = np.bincount(flat, weights=(share - target)[owner], minlength=len(names)) + strength * values
        history += gradient**2
        values -= RATE * gradient / np.sqrt(history)
    return {f: float(v) for f, v in zip(names, values, strict=True) if abs(v) >= SMALLEST}


def train(bulletins: Iterable[Bulletin], *, variants: int = VARIANTS) -> dict[Feature, float]:
    """Weights from annotated bulletins, long and short ones, and their variants."""
    given = list(bulletins)
    segmenter = Segmenter()
    pool = names_by_class(given)
    random = Random(1)
    sheets = [*given, *(variant(b, pool, random=random, segmenter=segmenter) for b in given for _ in range(variants))]
    return fit([choice for sheet in sheets for choice in choices(sheet, segmenter)])
