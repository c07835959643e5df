"""What the activity room passes around: the finished mention, the candidate it grows from, and evidence."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["ActivityMention", "Candidate", "Evidence", "Span", "Spans"]

Span = tuple[int, int]
Spans = tuple[Span, ...]
Evidence = list[tuple[str, str | tuple[str, ...]]]
"""(template, value) pairs; a value of several parts is a tuple."""


@dataclass(frozen=True, slots=True)
class ActivityMention:
    """One reported activity; see :class:`bulletin_ie.records.Activity`. Spans are half-open code-point ranges."""

    type: str
    trigger: Span
    sentence: Span
    agents: Spans
    recipients: Spans
    quantities: tuple[int, ...]
    """Indices into the list of quantities that the finder was given."""
    dates: tuple[int, ...]
    """Indices into the list of dates that the finder was given."""
    documents: Spans
    modality: str
    """``actual``, ``planned`` or ``negated``."""
    rule: str


@dataclass(slots=True)
class Candidate:
    """A trigger word in the text that may or may not report an activity."""

    start: int
    end: int
    word: str
    type: str
    kind: str
    voice: str
    clause: int
    """Index of its clause in the scene."""
    evidence: Evidence = field(default_factory=list)
