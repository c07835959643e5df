"""Activities: who did what, for whom, how much, when. Pure functions over the text, its tokens and the mention layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...rules.core import Context, DateMention, DocumentMention, QuantityMention, Token
from . import evidence, links, modality, open_class, scene, triggers, weights
from .frames import Frames
from .model import ActivityMention, Candidate
from .subjects import Subjects

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
    zones = sorted((start, end) for start, end, _ in context.get("zones", ()))
    candidates = triggers.scan(view, zones)
    subjects = Subjects(view, candidates)
    evidence.describe(subjects, candidates)
    table, least = weights.load()["trigger"], weights.THRESHOLDS["trigger"]
    weighed = [(c, weights.score(table, c.evidence) - least) for c in candidates]
    kept = [c for c, margin in weighed if margin > 0]
    found = _weigh_open(subjects, kept, open_class.scan(view, zones, candidates))
    weighed = sorted([*weighed, *found], key=lambda x: x[0].start)
    kept = triggers.fused(view, [c for c, margin in weighed if margin > 0])
    subjects.settle(kept)
    return weighed, Frames(kept, subjects)


def _weigh_open(
    subjects: Subjects, kept: Sequence[Candidate], candidates: Sequence[Candidate]
) -> list[tuple[Candidate, float]]:
    """The same of verbs that no table knows; of several before one figure the likeliest alone, which gets its type."""
    sheet = evidence.Sheet(subjects.scene)
    table, least = weights.load()["open"], weights.THRESHOLDS["open"]
    found: list[tuple[Candidate, float]] = []
    for c in candidates:
        c.evidence = open_class.evidence(sheet, subjects, c, [k for k in kept if k.clause == c.clause])
        margin = weights.score(table, c.evidence) - least
        if found and found[-1][0].clause == c.clause and found[-1][0].end == c.start:
            if margin <= found[-1][1]:
                continue
            found.pop()
        found.append((c, margin))
    types = open_class.types()
    for c in (c for c, margin in found if margin > 0):
        before = next((k.type for k in reversed(kept) if k.end <= c.start), "")
        c.type = types.best(open_class.type_evidence(subjects.scene, c, before))
    return found


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
    agents = _agents(frames, c)
    return ActivityMention(
        type=c.type,
        trigger=(c.start, c.end),
        sentence=clauses.sentence_span(clauses.sentence[c.clause]),
        agents=agents,
        recipients=tuple(
            s
            for s, facts in links.recipient_pairs(frames, c)
            if s not in agents and weights.score(learned["recipient"], facts) > weights.THRESHOLDS["recipient"]
        ),
        quantities=figures,
        dates=days,
        documents=frames.documents(c),
        modality=modality.modality(c),
        rule=f"{c.kind if c.known else 'open'}.{weights.strongest(learned['trigger' if c.known else 'open'], c.evidence)}",
    )
