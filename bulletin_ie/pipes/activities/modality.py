"""Actual, planned or negated: how the clause of a reported activity is meant."""

from __future__ import annotations

from .model import Candidate

__all__ = ["modality"]

_NEGATED = ("bend.near", "negated")
_PLANNED = ("bends", "planned")
_PLANNED_BEFORE = ("earlier", "planned")
_ASPECT = ("bends", "aspect")


def modality(candidate: Candidate) -> str:
    """``planned`` or ``negated`` when the clause says so before the trigger, else ``actual``."""
    evidence = candidate.evidence
    if _NEGATED in evidence:
        return "negated"
    if _PLANNED in evidence or (_PLANNED_BEFORE in evidence and _ASPECT not in evidence):
        return "planned"
    return "actual"
