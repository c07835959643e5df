"""Activities: who did what, for whom, how much, when. Pure functions over the text, its tokens and the mention layers."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.core import Context, DateMention, DocumentMention, QuantityMention, Token
from . import decide, modality, scene, triggers
from .frames import Frames
from .model import ActivityMention

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
    zones = sorted((start, end) for start, end, _ in context.get("zones", ()))
    candidates = triggers.scan(view, zones)
    modality.describe(view, candidates)
    kept = decide.keep(candidates)
    frames = Frames(view, kept, candidates)
    figures = frames.quantities()
    return [
        ActivityMention(
            type=c.type,
            trigger=(c.start, c.end),
            sentence=view.clauses.sentence_span(view.clauses.sentence[c.clause]),
            agents=frames.agents(c),
            recipients=frames.recipients(c),
            quantities=tuple(figures.get(n, ())),
            dates=frames.dates(c),
            documents=frames.documents(c),
            modality=modality.modality(c.features),
            rule=decide.rule_name(c),
        )
        for n, c in enumerate(kept)
    ]
