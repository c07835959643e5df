"""The counted thing of each quantity by rule: after the unit, else the measured noun phrase before.

Works on jieba's words and dictionary tags. :mod:`items_phrases` reads a phrase; here is decided where it stands. The answers are
evidence for :mod:`items_ranker`, which has the last word.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from .core import DateMention, QuantityMention, Token, first_from
from .items_phrases import (
    CLAUSE_ENDS,
    Span,
    endings,
    goes_on,
    lasting,
    left_phrase,
    mended,
    trim_after,
    without_leads,
    without_period,
    words,
)

__all__ = ["spans"]

REACH = 40
"""How many words a noun phrase may reach."""

MOST_STUCK = 4
"""How many figures in a row may share the thing counted after them."""


def spans(
    text: str, mentions: Sequence[QuantityMention], tokens: Sequence[Token], dates: Sequence[DateMention]
) -> list[Span | None]:
    """The item of each mention, or None."""
    reader = _Reader(text, mentions, tokens, dates)
    return [reader.item(index) for index in range(len(mentions))]


class _Reader:
    """Noun phrases around the figures of one text; remembers the items found so far."""

    def __init__(
        self, text: str, mentions: Sequence[QuantityMention], tokens: Sequence[Token], dates: Sequence[DateMention]
    ) -> None:
        self.text, self.mentions, self.tokens = text, mentions, tokens
        self.taken = sorted([(m.start, m.end) for m in mentions] + [(d.start, d.end) for d in dates])
        self.taken_starts = [s for s, _ in self.taken]
        compared = [d for d in dates if d.start and text[d.start - 1] in "比较同"]
        self.compared_starts = [d.start for d in compared]
        self.compared_ends = [d.end for d in compared]
        self.items: list[Span | None] = []

    def item(self, index: int) -> Span | None:
        """The item of the mention at ``index``; to be asked in order."""
        found = self._after(index) or self._before(index)
        self.items.append(found)
        return found

    # -- after the unit ------------------------------------------------------------------------------------------------

    def _after(self, index: int) -> Span | None:
        mention = self.mentions[index]
        if mention.dimension in ("time", "age"):
            return None
        if mention.dimension == "ratio" and mention.rule not in ("tenths", "fraction"):
            return None
        last = self._stuck(index)
        if last is None:
            return None
        mention = self.mentions[last]
        floor, ceiling = self._free_after(last)
        raw: list[Token] = []
        for at in range(first_from(self.tokens, floor), len(self.tokens)):
            token = self.tokens[at]
            if token.start >= ceiling or len(raw) == REACH or token.text in CLAUSE_ENDS:
                break
            raw.append(token)
        run = list(mended(raw))
        end = 0
        while end < len(run) and goes_on(run, end, mention):
            end += 1
        return trim_after(run[:end], whole=end == len(run) and mention.unit in words("event"))

    def _stuck(self, index: int) -> int | None:
        """The last of the count figures stuck to this one (6类312批次产品); None when another kind is stuck to it."""
        for last in range(index, min(index + MOST_STUCK, len(self.mentions))):
            mention = self.mentions[last]
            follow = self.mentions[last + 1] if last + 1 < len(self.mentions) else None
            if follow is None or self.text[mention.end : follow.start].strip(" "):
                return last
            if not follow.dimension == mention.dimension == "count":
                return None
        return None

    def _free_after(self, index: int) -> Span:
        """The range from a figure's end to the next figure or date."""
        end = self.mentions[index].end
        at = bisect_left(self.taken_starts, end)
        return end, self.taken_starts[at] if at < len(self.taken) else len(self.text)

    # -- before the figure ---------------------------------------------------------------------------------------------

    def _before(self, index: int) -> Span | None:
        mention = self.mentions[index]
        clause = self._clause(first_from(self.tokens, mention.start))
        rest, changed = without_leads(clause)
        if not rest:
            return self._inherited(index, changed)
        bounded = mention.lower is not None or mention.upper is not None
        if mention.dimension == "time" and not changed and not lasting(rest[-1].text, bounded):
            return None
        return without_period(self.text, left_phrase(rest, mention), mention)

    def _clause(self, at: int) -> list[Token]:
        """The words before the figure up to the clause's start or the last figure."""
        found: list[Token] = []
        start = self.tokens[at].start if at < len(self.tokens) else len(self.text)
        before = bisect_left(self.taken_starts, start) - 1
        floor = self.taken[before][1] if before >= 0 else 0
        for index in range(at - 1, max(-1, at - REACH), -1):
            token = self.tokens[index]
            if token.start < floor:
                if not self._is_compared(token):
                    break
                before = bisect_left(self.taken_starts, token.start) - 1
                floor = self.taken[before][1] if before >= 0 and self.taken[before][1] <= token.start else floor
                continue
            if token.text in CLAUSE_ENDS:
                break
            found.append(token)
        found.reverse()
        return list(mended(found))

    def _is_compared(self, token: Token) -> bool:
        """Whether a word belongs to a date that the figure is only compared with (比上年同期快2.3个百分点)."""
        at = bisect_right(self.compared_starts, token.start) - 1
        return at >= 0 and token.start < self.compared_ends[at]

    def _inherited(self, index: int, changed: bool) -> Span | None:
        """The item of the figure before, for 增长8%, 1480笔3.41亿元 and 累计2160万元."""
        if not index or self.items[index - 1] is None:
            return None
        mention, last, item = self.mentions[index], self.mentions[index - 1], self.items[index - 1]
        between = self.text[last.end : mention.start]
        if item is None or any(c in "。！？!?\n" for c in between):
            return None
        if changed or (mention.dimension == "ratio" and "；" not in between and ";" not in between):
            return self._respective(index) or item
        if mention.dimension == "money" and self.text[item[0] : item[1]].endswith(endings("person")):
            return None
        joined = between.strip() in ("", "、", "和", "及", "或")
        return item if joined or (mention.unit == last.unit and "；" not in between) else None

    def _respective(self, index: int) -> Span | None:
        """分别增长3.1%和0.6%: each rate belongs to its own figure of the clause before."""
        first = index
        while first and self.text[self.mentions[first - 1].end : self.mentions[first].start].strip() in (
            "、",
            "和",
            "，",
            "和下降",
            "和增长",
            "、下降",
            "、增长",
        ):
            if self.mentions[first].dimension != self.mentions[first - 1].dimension:
                break
            first -= 1
        lead = self.text[self.mentions[first - 1].end : self.mentions[first].start] if first else ""
        if "分别" not in lead:
            return None
        last = index
        while (
            last + 1 < len(self.mentions)
            and len(self.text[self.mentions[last].end : self.mentions[last + 1].start]) <= 4
            and self.mentions[last + 1].dimension == self.mentions[last].dimension
            and "，" not in self.text[self.mentions[last].end : self.mentions[last + 1].start]
        ):
            last += 1
        count = last - first + 1
        source = first - count + (index - first)
        return self.items[source] if 0 <= source < first else None
