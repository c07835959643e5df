"""Fact or not: a linear score over the evidence of :mod:`.modality`; weights are data."""

from __future__ import annotations

from collections.abc import Sequence

from .model import Candidate

__all__ = ["keep", "rule_name"]

_HAND = {
    "bias": -1.0, "kind=verb": 0.2, "kind=both": 0.0, "kind=light": -1.0, "kind=rate": -0.6, "kind=figure": -0.9,
    "figure=near": 2.0, "figure=right": 1.3, "figure=left": 0.7, "figure=next": 0.5, "figure=far": -0.2,
    "figure=none,rate": -3.0, "figure=none,figure": -3.0, "figure=left,rate": -1.5, "figure=far,rate": -2.0,
    "figure=far,figure": -1.0, "figure=left,figure": -0.8,
    "date=clause": 0.8, "date=sentence": 0.3, "org=clause": 0.7, "org=sentence": 0.2, "subject=org": 0.4, "subject=generic": 0.3,
    "doc=after": 0.8, "bends=aspect": 0.8, "bends=aspect.next": 1.2, "bends=duty": -2.2, "bends=purpose": -1.5, "bends=speech": -0.5,
    "bends=negated": -1.0, "bends=planned": -0.5, "bends=relative.next": -1.6, "bends=relative.after": -0.5, "earlier=duty": -0.7, "earlier=speech": -0.4,
    "earlier=planned": -0.5, "tail=name": -2.2, "tail=matter": -1.5, "tail=light": -0.3, "after.light": 0.4, "after.light,both": 0.6,
    "light.over": -1.5, "heading": -2.0, "quoted": -1.5, "mark=open": -0.4, "cut": -0.6, "left.tag=n": -0.2, "left=的": -1.2,
}  # fmt: skip


def keep(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that report an activity."""
    kept = []
    for c in candidates:
        c.score = sum(_HAND.get(f, 0.0) for f in c.features)
        if c.score > 0:
            kept.append(c)
    return kept


def rule_name(c: Candidate) -> str:
    """The kind of trigger and its strongest evidence, as in ``verb.figure``."""
    best = max(c.features, key=lambda f: _HAND.get(f, 0.0))
    return f"{c.kind}.{best.partition('=')[0]}"
