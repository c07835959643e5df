"""The second opinion: a trained model that may overrule the rules on where a name begins and whether it is one.

The rules decide; the model, which does not see their verdict, is heard only where it is much surer of something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from ...rules.core import Token
from . import weights as trained
from .boundaries import Reading, read_start
from .coordination import fused
from .cues import Cue
from .evidence import edge, nobody, starts, whole, within, words_of
from .found import Found
from .kinds import inner_type, type_of
from .walk import Page, Run
from .weights import Weights
from .words import JOINT_ACTS

__all__ = ["MARGIN", "Opinion", "Opinions", "make"]

MARGIN = 3.0
"""Natural log of the odds that the model must give its own choice against the rules' (20 to 1)."""


class Opinion(NamedTuple):
    """Where the model lets a name begin (None: nowhere), and the log odds of that against what the rules chose."""

    start: int | None
    odds: float

    @property
    def overrules(self) -> bool:
        """Whether it is sure enough to be followed."""
        return self.odds >= MARGIN


class Opinions:
    """The model's choices on one page; what it has weighed of a place or a word is kept for the next cue."""

    __slots__ = ("_edges", "_page", "_table", "_words")

    def __init__(self, page: Page, weights: Weights | None = None) -> None:
        self._page = page
        self._table = trained.load() if weights is None else weights
        self._edges: dict[int, float] = {}
        self._words: dict[int, float] = {}

    def form(self, cue: Cue, found: Sequence[Found], run: Run, reading: Reading, ruled: Found | None) -> Opinion:
        """The model's choice for one cue; odds of 0 when it agrees with the rules.

        Args:
            cue: the class word in question.
            found: the mentions before it.
            run: the words before it.
            reading: the rules' reading of them.
            ruled: the mention that the rules make of it, if any.
        """
        page = self._page
        if ruled is not None and found and fused(found[-1], cue, ruled.start):
            return Opinion(ruled.start, 0.0)  # 党委|政府
        places = starts(page, cue, found, ruled)
        if ruled is not None and ruled.start in page.division_ends:
            # the full name of a division that the rules let open a name is not left
            places = [p for p in places if p >= ruled.start]
        if (
            ruled is not None
            and found
            and places[-1] == found[-1].start
            and _is_act(page, found[-1].end, ruled.start, cue)
        ):
            places.pop()  # 政法委|组织|公安局: another body that the first one makes act
        scores = [trained.score(self._table, nobody(page, cue, found, run, reading))]
        words = words_of(page, places, cue.start)
        sums = [*accumulate(map(self._word, reversed(words.tokens)), initial=0.0)]  # of the last 0, 1, 2 … words
        for place in places:
            inner = words.first + len(words.tokens) - page.index(place) - 1
            total = self._edge(place) + trained.score(self._table, whole(page, cue, found, place, words))
            scores.append(total + sums[max(0, inner)])
        own = 0 if ruled is None else 1 + places.index(ruled.start)
        best = max(range(len(scores)), key=scores.__getitem__)
        return Opinion(places[best - 1] if best else None, scores[best] - scores[own])

    def _edge(self, place: int) -> float:
        known = self._edges.get(place)
        if known is None:
            known = self._edges[place] = trained.score(self._table, edge(self._page, place))
        return known

    def _word(self, word: Token) -> float:
        known = self._words.get(word.start)
        if known is None:
            known = self._words[word.start] = trained.score(self._table, within(word))
        return known


def _is_act(page: Page, end: int, start: int, cue: Cue) -> bool:
    """Whether the rules read the word between a body and the next one as a verb."""
    return start > end and cue.pattern.level == "head" and page.text[end:start] in JOINT_ACTS


def make(page: Page, cue: Cue, found: Sequence[Found], run: Run, start: int) -> tuple[Found, Reading]:
    """The mention that begins at ``start`` and ends in the cue, and the reading of the words between."""
    reading = read_start(page, run, start, cue.start)
    previous = found[-1] if found else None
    if previous is not None and start == previous.start:
        made = Found(
            start, cue.end, inner_type(previous, cue), "model", cue.pattern, previous.chain_end, owner=previous
        )
        return made, reading
    kind = type_of(page.text, reading, cue, found)
    bare = reading.chain_end == start and not reading.content
    return Found(start, cue.end, kind, "model", cue.pattern, reading.chain_end, bare=bare), reading
