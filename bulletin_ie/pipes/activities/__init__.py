"""Activities: who did what, for whom, how much, when. Pure functions over the text, its tokens and the mention layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...rules.core import Context, DateMention, DocumentMention, QuantityMention, Token
from . import evidence, links, modality, scene, triggers, weights
from .frames import Frames
from .model import ActivityMention, Candidate
from .noun_phrases import Subjects

__all__ = ["ActivityMention", "find", "weigh"]


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
    _, frames = weigh(view, context)
    return _mentions(frames)


def weigh(view: scene.Scene, context: Context) -> tuple[list[tuple[Candidate, float]], Frames]:
    """Every trigger candidate with how far its score lies above the threshold, and the frames of those that report an act."""
    candidates = triggers.scan(view, sorted((start, end) for start, end, _ in context.get("zones", ())))
    subjects = Subjects(view, candidates)
    evidence.describe(subjects, candidates)
    table, least = weights.load()["trigger"], weights.THRESHOLDS["trigger"]
    weighed = [(c, weights.score(table, c.evidence) - least) for c in candidates]
    return weighed, Frames(triggers.fused(view, [c for c, margin in weighed if margin > 0]), subjects)


def _mentions(frames: Frames) -> list[ActivityMention]:
    figures: dict[int, list[int]] = {id(c): [] for c in frames.kept}
    days: dict[int, list[int]] = {id(c): [] for c in frames.kept}
    for here in frames.by_sentence.values():
        _link(links.quantity_pairs(frames, here), "quantity", figures)
        _link(links.date_pairs(frames, here), "date", days)
    return [_mention(frames, c, tuple(figures[id(c)]), tuple(days[id(c)])) for c in frames.kept]


def _link(pairs: Iterable[links.Pair], task: str, linked: dict[int, list[int]]) -> None:
    """Add to ``linked`` (by trigger) the mentions whose evidence says yes; shared evidence is summed once."""
    table, least = weights.load()[task], weights.THRESHOLDS[task]
    last: object = None
    base = 0.0
    for c, index, shared, own in pairs:
        if shared is not last:
            last, base = shared, weights.score(table, shared)
        if base + weights.score(table, own) > least:
            linked[id(c)].append(index)


def _agents(frames: Frames, c: Candidate) -> tuple[tuple[int, int], ...]:
    table, least = weights.load()["agent"], weights.THRESHOLDS["agent"]
    proposed = list(links.agent_pairs(frames, c))
    if not proposed:
        return ()
    base = weights.score(table, proposed[0][1])
    return tuple(span for span, _, own in proposed if base + weights.score(table, own) > least)


def _mention(frames: Frames, c: Candidate, figures: tuple[int, ...], days: tuple[int, ...]) -> ActivityMention:
    learned = weights.load()
    clauses = frames.scene.clauses
    return ActivityMention(
        type=c.type,
        trigger=(c.start, c.end),
        sentence=clauses.sentence_span(clauses.sentence[c.clause]),
        agents=_agents(frames, c),
        recipients=tuple(
            s
            for s, facts in links.recipient_pairs(frames, c)
            if weights.score(learned["recipient"], facts) > weights.THRESHOLDS["recipient"]
        ),
        quantities=figures,
        dates=days,
        documents=frames.documents(c),
        modality=modality.modality(c),
        rule=f"{c.kind}.{weights.strongest(learned['trigger'], c.evidence)}",
    )
