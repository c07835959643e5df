"""Why trigger words are activities, what their links rest on, and why other triggers report nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..pipes import activities
from ..pipes.activities import links, scene, weights
from ..pipes.activities.frames import Frames
from ..pipes.activities.model import Candidate
from ..pipes.activities.model import Evidence as Observed
from ..rules.core import Context, DateMention, DocumentMention, QuantityMention, Token
from . import tables
from .model import Evidence, Finding

if TYPE_CHECKING:
    from ..records import Bulletin

__all__ = ["of_activities"]

SHOWN = 8
"""Observations listed a decision, the weightiest."""
MEANINGS = {
    "bends": "a word before it in the clause bends it", "bend.near": "a bending word right before it",
    "earlier": "a bending word earlier in the sentence", "figure": "where the nearest figure stands", "subject": "what acts",
    "word": "the trigger word itself", "type": "its type", "kind": "its part of speech", "right": "what follows it",
    "left": "what precedes it", "tail": "the noun that follows makes it a name", "heading": "a heading, no sentence",
    "mark": "how the sentence ends", "date": "where a date stands", "quoted": "inside quotation marks", "bias": "base rate",
    "duties": "how many duties the text states", "closing": "how its clause ends", "path": "the words on the way to the figure",
    "unit": "the figure's unit", "prev": "the trigger before it", "next": "the trigger after it", "doc": "a 《…》 stands near",
}  # fmt: skip


def of_activities(
    bulletin: Bulletin,
    tokens: Sequence[Token],
    *,
    quantities: Sequence[QuantityMention],
    dates: Sequence[DateMention],
    documents: Sequence[DocumentMention],
    context: Context,
) -> Iterator[Finding]:
    """A finding for each activity and for each trigger word that reports none."""
    text = bulletin.text
    if not tokens:
        return
    named = sorted((m.start, m.end) for o in bulletin.organizations for m in o.mentions)
    view = scene.build(text, tokens, quantities=quantities, dates=dates, organizations=named, documents=documents)
    weighed, frames = activities.weigh(view, context)
    ids = {(a.trigger.start, a.trigger.end): a for a in bulletin.activities}
    linked = _links(bulletin, frames)
    starts = [k.start for k in frames.kept]
    for c, score in weighed:
        whole = _whole(frames, starts, c)
        record = ids.get((whole.start, whole.end)) if score > 0 else None
        rows = tables.where("triggers", lambda cells, c=c: cells.get("word") == c.word)  # type: ignore[misc]
        chosen = tuple(row for row in rows if row.cells.get("type") == c.type) or rows
        first = f"trigger {c.word!r} ({c.kind}) in the sense {c.type}"
        if record is not None:
            reasons = (first, f"modality {record.modality}", *linked.get(id(whole), ()))
            rule = record.rule
        else:
            reasons = (first, "the observations speak against a reported act")
            rule = f"{c.kind}.score"
        yield Finding(
            "activities",
            "lost" if record is None else "record",
            c.start,
            c.end,
            text[c.start : c.end],
            rule,
            None if record is None else record.id,
            reasons,
            chosen,
            round(score, 3),
            _weightiest("trigger", c.evidence),
        )


def _whole(frames: Frames, starts: Sequence[int], c: Candidate) -> Candidate:
    """The kept trigger that a candidate is, or is a word of (立案|侦办); itself when none is."""
    at = bisect_right(starts, c.start) - 1
    return frames.kept[at] if at >= 0 and c.end <= frames.kept[at].end else c


def _weightiest(task: str, observed: Observed) -> tuple[Evidence, ...]:
    table = weights.load()[task]
    known = [(template, value, table[template, value]) for template, value in observed if (template, value) in table]
    known.sort(key=lambda x: (-abs(x[2]), x[0], str(x[1])))
    return tuple(
        Evidence(
            f"{template}: {MEANINGS[template]}" if template in MEANINGS else template,
            value if isinstance(value, str) else " ".join(value),
            round(weight, 3),
        )
        for template, value, weight in known[:SHOWN]
    )


def _links(bulletin: Bulletin, frames: Frames) -> dict[int, list[str]]:
    """id() of each kept candidate → a line for each link that was weighed, kept or not."""
    text, learned = bulletin.text, weights.load()
    lines: dict[int, list[str]] = {id(c): [] for c in frames.kept}

    def add(c: Candidate, task: str, span: tuple[int, int], observed: Observed) -> None:
        score = weights.score(learned[task], observed)
        verdict = "linked" if score > 0 else "not linked"
        best = _weightiest(task, observed)[:2]
        because = ", ".join(f"{e.what.partition(':')[0]}={e.value} {e.weight:+.2f}" for e in best)
        lines[id(c)].append(f"{task} {text[slice(*span)]!r} {verdict}, score {score:+.2f} ({because})")

    quantities, dates = frames.scene.quantities, frames.scene.dates
    for here in frames.by_sentence.values():
        for c, index, *parts in links.quantity_pairs(frames, here):
            add(c, "quantity", (quantities[index].start, quantities[index].end), _joined(parts))
        for c, index, *parts in links.date_pairs(frames, here):
            add(c, "date", (dates[index].start, dates[index].end), _joined(parts))
    for c in frames.kept:
        for span, *parts in links.agent_pairs(frames, c):
            add(c, "agent", span, _joined(parts))
        for span, *parts in links.recipient_pairs(frames, c):
            add(c, "recipient", span, _joined(parts))
    return lines


def _joined(parts: Iterable[Observed]) -> Observed:
    """The evidence that candidates of a clause share, and a candidate's own, as one list."""
    return [each for part in parts for each in part]
