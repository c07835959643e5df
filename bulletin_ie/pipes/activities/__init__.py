"""Activities: who did what, for whom, how much, when. Pure functions over the text, its tokens and the mention layers."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.core import Context, DateMention, DocumentMention, QuantityMention, Token
from . import evidence, links, modality, scene, triggers, weights
from .frames import Frames
from .model import ActivityMention, Candidate
from .noun_phrases import Subjects

__all__ = ["ActivityMention", "find"]


def find(
    text: str,
    tokens: Sequence[Token],
    *,
    quantities: Sequence[QuantityMention],
    dates: Sequence[DateMention],
    organizations: Sequence[tuple[int, int]],
    documents: Sequence[DocumentMention],
    context: Context,
) -> list[ActivityMention]:
    """The activities that ``text`` reports as fact, in text order.

    ``tokens`` cover the text; every mention layer is sorted. Quantities and dates are linked by index.
    """
    view = scene.build(
        text, tokens, quantities=quantities, dates=dates, organizations=organizations, documents=documents
    )
    candidates = triggers.scan(view, sorted((start, end) for start, end, _ in context.get("zones", ())))
    subjects = Subjects(view, candidates)
    evidence.describe(subjects, candidates)
    learned = weights.load()
    kept = [c for c in candidates if weights.score(learned["trigger"], c.evidence) > 0]
    return _mentions(Frames(kept, subjects))


def _mentions(frames: Frames) -> list[ActivityMention]:
    learned = weights.load()
    figures: dict[int, list[int]] = {id(c): [] for c in frames.kept}
    days: dict[int, list[int]] = {id(c): [] for c in frames.kept}
    for here in frames.by_sentence.values():
        for c, index, facts in links.quantity_pairs(frames, here):
            if weights.score(learned["quantity"], facts) > 0:
                figures[id(c)].append(index)
        for c, index, facts in links.date_pairs(frames, here):
            if weights.score(learned["date"], facts) > 0:
                days[id(c)].append(index)
    return [_mention(frames, c, tuple(figures[id(c)]), tuple(days[id(c)])) for c in frames.kept]


def _mention(frames: Frames, c: Candidate, figures: tuple[int, ...], days: tuple[int, ...]) -> ActivityMention:
    learned = weights.load()
    clauses = frames.scene.clauses
    return ActivityMention(
        type=c.type,
        trigger=(c.start, c.end),
        sentence=clauses.sentence_span(clauses.sentence[c.clause]),
        agents=tuple(s for s, facts in links.agent_pairs(frames, c) if weights.score(learned["agent"], facts) > 0),
        recipients=tuple(
            s for s, facts in links.recipient_pairs(frames, c) if weights.score(learned["recipient"], facts) > 0
        ),
        quantities=figures,
        dates=days,
        documents=frames.documents(c),
        modality=modality.modality(c),
        rule=f"{c.kind}.{weights.strongest(learned['trigger'], c.evidence)}",
    )
