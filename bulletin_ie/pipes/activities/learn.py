"""Training of ``weights.tsv``: logistic models over the room's evidence, fitted on annotated bulletins; deterministic.

``bulletin-ie train activities`` runs it. A training row is a bulletin in the scorer's shape: text, quantities, dates,
organizations, activities, ignore, all as spans, and zones; ``roles`` names those that are annotated, where not all are. Needs numpy;
the finder itself does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...rules import documents
from ...rules.core import DateMention, QuantityMention
from ..segment import Segmenter
from . import evidence, links, scene, triggers
from .frames import Frames
from .model import Candidate, Evidence
from .noun_phrases import Subjects
from .weights import TASKS, Value

__all__ = ["Examples", "Page", "collect", "fit", "page", "train"]

STRENGTH = {"trigger": 0.6, "quantity": 2.0, "date": 2.0, "agent": 2.0, "recipient": 0.4}
"""How hard each model's weights are pulled to 0 (L2), by cross-validation over documents; trigger and agent by dev."""
ROLES = ("agents", "recipients", "quantities", "dates")
LEAST = 3
ROUNDS = 150
Feature = tuple[str, Value]


@dataclass(slots=True)
class Examples:
    """Evidence and labels of one task."""

    rows: list[Evidence] = field(default_factory=list)
    labels: list[bool] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """An annotated bulletin made ready: its scene with subjects, its candidates, its annotation."""

    subjects: Subjects
    candidates: list[Candidate]
    gold: Mapping[str, Any]

    def annotated(self, c: Candidate) -> Mapping[str, Any] | None:
        """The activity whose trigger the candidate overlaps."""
        return next((a for a in self.gold["activities"] if _overlap((c.start, c.end), a["trigger"])), None)

    def ignored(self, c: Candidate) -> bool:
        """The annotators left it open."""
        return any(x[2] == "activities" and _overlap((c.start, c.end), x) for x in self.gold.get("ignore", ()))


def page(gold: Mapping[str, Any], segmenter: Segmenter) -> Page:
    """Read one annotated bulletin with its own mention layers; ``gold["zones"]`` are ranges that are no prose."""
    text = gold["text"]
    quantities = [
        QuantityMention(q["start"], q["end"], None, None, None, q["unit"], None, q["per"], "gold")
        for q in gold["quantities"]
    ]
    dates = [
        DateMention(d["start"], d["end"], None, None, d["boundary"] or None, None, None, None, "gold")
        for d in gold["dates"]
    ]
    edges = sorted(
        {edge for q in quantities for edge in (q.start, q.end)} | {e for d in dates for e in (d.start, d.end)}
    )
    view = scene.build(
        text,
        segmenter.tokens(text, edges),
        quantities=quantities,
        dates=dates,
        organizations=sorted({(o["start"], o["end"]) for o in gold["organizations"]}),
        documents=documents.scan(text),
    )
    candidates = triggers.scan(view, sorted((zone[0], zone[1]) for zone in gold.get("zones", ())))
    subjects = Subjects(view, candidates)
    evidence.describe(subjects, candidates)
    return Page(subjects, candidates, gold)


def collect(pages: Iterable[Page]) -> dict[str, Examples]:
    """The examples of every task; links are learnt on the annotated triggers."""
    found = {task: Examples() for task in TASKS}
    for sheet in pages:
        roles = sheet.gold.get("roles", ROLES)
        kept = []
        # Texts written to teach triggers hold more of them than bulletins do: a weight of their own takes that up.
        denser: Evidence = [] if roles == ROLES else [("taught", "")]
        for c in sheet.candidates:
            activity = sheet.annotated(c)
            if activity is not None:
                kept.append(c)
            elif sheet.ignored(c):
                continue
            _add(found["trigger"], c.evidence + denser, activity is not None)
        _collect_links(found, sheet, Frames(triggers.fused(sheet.subjects.scene, kept), sheet.subjects), roles)
    return found


def _collect_links(found: dict[str, Examples], sheet: Page, frames: Frames, roles: Sequence[str]) -> None:
    """Add the link examples of a page, for the roles that are annotated there."""
    scene = sheet.subjects.scene
    for here in frames.by_sentence.values():
        if "quantities" in roles:
            for c, index, shared, own in links.quantity_pairs(frames, here):
                _add(found["quantity"], shared + own, _linked(sheet, c, "quantities", scene.quantities[index]))
        if "dates" in roles:
            for c, index, shared, own in links.date_pairs(frames, here):
                _add(found["date"], shared + own, _linked(sheet, c, "dates", scene.dates[index]))
    for c in frames.kept:
        activity = sheet.annotated(c) or {}
        if "agents" in roles:
            for span, shared, own in links.agent_pairs(frames, c):
                _add(found["agent"], shared + own, list(span) in activity["agents"])
        if "recipients" in roles:
            for span, facts in links.recipient_pairs(frames, c):
                _add(found["recipient"], facts, list(span) in activity["recipients"])


def _linked(sheet: Page, c: Candidate, role: str, mention: QuantityMention | DateMention) -> bool:
    activity = sheet.annotated(c) or {}
    return [mention.start, mention.end] in activity[role]


def _add(examples: Examples, facts: Evidence, label: bool) -> None:
    examples.rows.append(facts)
    examples.labels.append(label)


def _overlap(a: Sequence[int], b: Sequence[int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def fit(examples: Examples, *, strength: float) -> dict[Feature, float]:
    """Weights of a logistic model with an L2 pull of ``strength``, by full-batch descent with per-weight step sizes."""
    seen = Counter(f for row in examples.rows for f in dict.fromkeys(row))
    names = [f for f, n in seen.items() if n >= LEAST]
    index = {f: i for i, f in enumerate(names)}
    columns = [[index[f] for f in dict.fromkeys(row) if f in index] for row in examples.rows]
    flat = np.array([i for c in columns for i in c], dtype=np.int64)
    owner = np.repeat(np.arange(len(columns)), [len(c) for c in columns])
    target = np.array(examples.labels, dtype=float)
    values = np.zeros(len(names))
    history = np.full(len(names), 1e-6)
    for _ in range(ROUNDS):
        margin = np.bincount(owner, weights=values[flat], minlength=len(columns))
        error = 1 / (1 + np.exp(-np.clip(margin, -30, 30))) - target
        gradient = np.bincount(flat, weights=error[owner], minlength=len(names)) + strength * values
        history += gradient**2
        values -= 0.3 * gradient / np.sqrt(history)
    return {f: float(v) for f, v in zip(names, values, strict=True) if abs(v) >= 0.01}


def train(pages: Iterable[Page]) -> dict[str, dict[Feature, float]]:
    """Weights of every task."""
    examples = collect(pages)
    return {task: fit(examples[task], strength=STRENGTH[task]) for task in TASKS}
