"""Names that a document prints in full once and that the words around them hide elsewhere (依托中|天爱心慈善基金会)."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import daachorse

from . import cues
from .cues import Cue
from .found import Found
from .walk import Page

__all__ = ["add_repeats"]

SHORTEST = 6
"""Shorter names may be parts of other words."""

FEW = 100
"""So many names are counted one by one, which is faster than one scan for all."""


def add_repeats(page: Page, found: Sequence[Found]) -> list[Found]:
    """``found`` with the places where one of its longer names stands unseen or cut short at its beginning, in text order."""
    text = page.text
    names: dict[str, Found] = {}
    seen: Counter[str] = Counter()
    for mention in found:
        if (
            mention.end - mention.start >= SHORTEST
            and not mention.bare
            and mention.pattern.level not in ("known", "byline")
        ):
            name = text[mention.start : mention.end]
            names.setdefault(name, mention)
            seen[name] += 1
    if len(names) <= FEW and all(text.count(name) == seen[name] for name in names):
        return list(found)
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(names), daachorse.MATCH_KIND_LEFTMOST_LONGEST)
    models = list(names.values())
    starts = [f.start for f in found]
    kept: dict[int, Found] = {f.start: f for f in found}
    for start, end, index in automaton.find(text):
        if start in kept:
            continue
        k = bisect_right(starts, start)
        if k and found[k - 1].end > start:
            continue
        inside = found[k] if k < len(found) and found[k].start < end else None
        if inside is None and not _stands(page, models[index], start, end):
            continue
        if inside is not None:
            if inside.end != end:
                continue
            del kept[inside.start]
        kept[start] = _moved(models[index], start)
    return sorted(kept.values(), key=lambda f: f.start)


def _stands(page: Page, model: Found, start: int, end: int) -> bool:
    """Whether the name neither begins nor ends within a word, and is not printed in a title."""
    pattern = model.pattern
    last = page.tokens[page.index(end - 1)]
    first = page.tokens[page.index(start)]
    opened = page.text.rfind("《", max(0, start - 60), start)
    if opened >= 0 and "》" not in page.text[opened:start]:
        return False
    whole = first.start == start or first.tag == "x"
    return whole and (last.tag == "x" or cues.stands(page.text, last, Cue(end - len(pattern.text), end, pattern)))


def _moved(model: Found, start: int) -> Found:
    by = start - model.start
    inside = model.inside
    return replace(
        model,
        start=start,
        end=model.end + by,
        chain_end=model.chain_end + by,
        inside=(inside[0] + by, inside[1] + by) if inside is not None else None,
        owner=None,
        model=None,
    )
