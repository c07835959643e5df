"""The counted thing of each quantity, by the annotation guide: after the unit, else the measured noun phrase before.

Works on jieba's words and dictionary tags. A noun phrase is read word by word away from the figure, up to the verb that
governs it; what a verb does is data (``item_words.tsv``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..lexicon import load
from .core import DateMention, QuantityMention, Token

__all__ = ["attach"]

Span = tuple[int, int]

REACH = 40
"""How many words a noun phrase may reach."""

CLAUSE_ENDS = frozenset("，；。：！？,;:!?\n\r（(）)《》【】[]|")
NOUN_TAGS = ("n", "vn", "b", "a", "j", "l", "i", "zg", "eng", "s", "g", "z", "x", "o", "k", "h")
NOUN_SUFFIXES = frozenset("率值量额数费款金度期点场所项者员户区地品物类型式站面线卡证书")
QUOTES = frozenset("“”\"'‘’")


@dataclass(frozen=True, slots=True)
class ItemWordRow:
    """A row of ``item_words.tsv``: what a word does beside a counted noun phrase."""

    form: str
    kind: str
    example: str


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind: ``act`` governs an object, ``stock`` follows its subject, ``level`` and ``change`` lead to the
    figure, ``light`` takes a verbal noun."""
    return frozenset(row.form for row in load("item_words", ItemWordRow) if row.kind == kind)


def attach(
    text: str, mentions: Sequence[QuantityMention], tokens: Sequence[Token], dates: Sequence[DateMention]
) -> list[QuantityMention]:
    """The same mentions with ``item``, ``role`` and ``parent`` filled where the text gives them."""
    reader = _Reader(text, mentions, tokens, dates)
    result: list[QuantityMention] = []
    for index, mention in enumerate(mentions):
        result.append(replace(mention, item=reader.item(index)))
    return result


class _Reader:
    """Noun phrases around the figures of one text; remembers the items found so far."""

    def __init__(
        self, text: str, mentions: Sequence[QuantityMention], tokens: Sequence[Token], dates: Sequence[DateMention]
    ) -> None:
        self.text, self.mentions, self.tokens = text, mentions, tokens
        self.starts = [t.start for t in tokens]
        self.taken = sorted([(m.start, m.end) for m in mentions] + [(d.start, d.end) for d in dates])
        self.taken_starts = [s for s, _ in self.taken]
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
        if mention.dimension in ("time", "age") or (mention.dimension == "ratio" and mention.rule not in ("tenths", "fraction")):
            return None
        at = bisect_left(self.starts, mention.end)
        if index + 1 < len(self.mentions) and self.mentions[index + 1].start == mention.end:
            if self.mentions[index + 1].dimension == "count" and mention.dimension == "count":
                return self._after(index + 1)
            return None
        run: list[Token] = []
        for token in self.tokens[at : at + REACH]:
            if self._taken(token.start, token.end) or not self._continues(token, run):
                break
            run.append(token)
        return self._trim_after(mention, run, at)

    def _continues(self, token: Token, run: list[Token]) -> bool:
        word, tag = token.text, token.tag
        if word in QUOTES:
            return True
        if not _is_word(word):
            return False
        if word in ("和", "与", "及", "或"):
            return bool(run)
        if word in words("act") or word in words("level") or word in words("change"):
            return False
        return tag.startswith(NOUN_TAGS) and not tag.startswith(("nrt",)) or tag == "v" and word[-1] in NOUN_SUFFIXES

    def _trim_after(self, mention: QuantityMention, run: list[Token], at: int) -> Span | None:
        while run and (run[-1].text in ("和", "与", "及", "或", "“", "‘") or run[-1].tag in ("a", "b", "zg", "d")):
            run = run[:-1]
        if not run:
            return None
        return run[0].start, run[-1].end

    # -- before the figure ---------------------------------------------------------------------------------------------

    def _before(self, index: int) -> Span | None:
        mention = self.mentions[index]
        at = bisect_left(self.starts, mention.start)
        clause = self._clause(at)
        changed = False
        while clause and (
            clause[-1].text in words("level")
            or clause[-1].text in words("change")
            or clause[-1].tag in ("d", "p", "c", "u", "uj", "ul", "y")
            or clause[-1].text.isspace()
        ):
            changed = changed or clause[-1].text in words("change")
            clause = clause[:-1]
        if changed:
            clause = _without_comparison(clause)
        if not clause:
            return self._inherited(index, changed)
        return self._phrase(clause, mention)

    def _clause(self, at: int) -> list[Token]:
        """The words before the figure up to the clause's start or the last figure."""
        found: list[Token] = []
        for token in reversed(self.tokens[max(0, at - REACH) : at]):
            if token.text in CLAUSE_ENDS or self._taken(token.start, token.end):
                break
            found.append(token)
        found.reverse()
        return found

    def _inherited(self, index: int, changed: bool) -> Span | None:
        if not index:
            return None
        mention, last = self.mentions[index], self.mentions[index - 1]
        between = self.text[last.end : mention.start]
        if any(c in "。；;！？!?\n" for c in between):
            return None
        if changed or between.strip() in ("", "、", "和", "及", "或"):
            return self.items[index - 1]
        return None

    def _phrase(self, clause: list[Token], mention: QuantityMention) -> Span | None:
        end = len(clause)
        start = end
        while start > 0 and self._extends(clause, start - 1, end):
            start -= 1
        while start < end and (clause[start].text in ("、", "和", "与", "及", "”", "等", "的") or clause[start].tag in ("d", "u", "m")):
            start += 1
        while end > start and clause[end - 1].text in ("等", "的", "、", "和", "“"):
            end -= 1
        if start >= end:
            return self._subject(clause, mention)
        return clause[start].start, clause[end - 1].end

    def _extends(self, clause: list[Token], at: int, end: int) -> bool:
        word, tag = clause[at].text, clause[at].tag
        if word in QUOTES or word == "、":
            return True
        if word in ("和", "与", "及") or word == "等":
            return at > 0
        if not _is_word(word):
            return False
        follows = clause[at + 1].text if at + 1 < end else ""
        if tag.startswith("v") and follows[:1] in NOUN_SUFFIXES and len(follows) == 1 and follows:
            return True
        if word in words("act") or word in words("level"):
            return False
        if tag == "v":
            return at + 1 < end
        return tag.startswith(NOUN_TAGS)

    def _subject(self, clause: list[Token], mention: QuantityMention) -> Span | None:
        if len(clause) >= 2 and clause[-1].text in words("light") | words("act") | words("stock"):
            if len(clause) >= 2 and clause[-2].text in words("light"):
                return clause[-1].start, clause[-1].end
            if clause[-1].text in words("stock"):
                return self._phrase(clause[:-1], mention)
        return None


def _is_word(word: str) -> bool:
    return bool(word) and (word[0].isalnum() or "\u4e00" <= word[0] <= "\u9fff")


def _without_comparison(clause: list[Token]) -> list[Token]:
    """Cut 比上年, 较去年同期, 同比 from the end of a clause."""
    for at in range(len(clause) - 1, -1, -1):
        if clause[at].text in ("比", "较", "同比", "环比", "与", "按"):
            return clause[:at]
    return clause
