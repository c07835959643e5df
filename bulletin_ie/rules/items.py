"""The counted thing of each quantity, by the annotation guide: after the unit, else the measured noun phrase before.

Works on jieba's words and dictionary tags. :mod:`items_phrases` reads a phrase; here is decided where it stands.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from . import structure
from .core import DateMention, QuantityMention, Token
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

__all__ = ["attach"]

REACH = 40
"""How many words a noun phrase may reach."""


def attach(
    text: str, mentions: Sequence[QuantityMention], tokens: Sequence[Token], dates: Sequence[DateMention]
) -> list[QuantityMention]:
    """The same mentions with ``item``, ``role`` and ``parent`` filled where the text gives them."""
    reader = _Reader(text, mentions, tokens, dates)
    roles = structure.roles(text, mentions)
    return [
        replace(mention, item=reader.item(index), role=role, parent=parent)
        for index, (mention, (role, parent)) in enumerate(zip(mentions, roles, strict=True))
    ]


class _Reader:
    """Noun phrases around the figures of one text; remembers the items found so far."""

    def __init__(
        self, text: str, mentions: Sequence[QuantityMention], tokens: Sequence[Token], dates: Sequence[DateMention]
    ) -> None:
        self.text, self.mentions, self.tokens = text, mentions, list(mended(tokens))
        self.starts = [t.start for t in self.tokens]
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

    def _taken(self, start: int, end: int) -> bool:
        at = bisect_left(self.taken_starts, end) - 1
        return at >= 0 and self.taken[at][1] > start

    # -- after the unit ------------------------------------------------------------------------------------------------

    def _after(self, index: int) -> Span | None:
        mention = self.mentions[index]
        if mention.dimension in ("time", "age"):
            return None
        if mention.dimension == "ratio" and mention.rule not in ("tenths", "fraction"):
            return None
        if index + 1 < len(self.mentions) and not self.text[mention.end : self.mentions[index + 1].start].strip(" "):
            both_count = self.mentions[index + 1].dimension == mention.dimension == "count"
            return self._after(index + 1) if both_count else None
        at = bisect_left(self.starts, mention.end)
        run: list[Token] = []
        for token in self.tokens[at : at + REACH]:
            if token.text in CLAUSE_ENDS or self._taken(token.start, token.end):
                break
            run.append(token)
        end = 0
        while end < len(run) and goes_on(run, end, mention):
            end += 1
        return trim_after(run[:end], whole=end == len(run) and mention.unit in words("event"))

    # -- before the figure ---------------------------------------------------------------------------------------------

    def _before(self, index: int) -> Span | None:
        mention = self.mentions[index]
        clause = self._clause(bisect_left(self.starts, mention.start))
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
        for token in reversed(self.tokens[max(0, at - REACH) : at]):
            if self._is_compared(token):
                continue
            if token.text in CLAUSE_ENDS or self._taken(token.start, token.end):
                break
            if not token.text.isspace():
                found.append(token)
        found.reverse()
        return found

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
