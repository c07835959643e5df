"""A text with its mention layers, cut into clauses and pieces: what every later step of the room reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from ...rules.core import DateMention, DocumentMention, QuantityMention, Token, covering, first_from
from . import clauses as clause_module
from . import words
from .clauses import Clauses

__all__ = ["LAYERS", "OWN_BODY", "Mentioned", "Piece", "Scene", "build"]

LAYERS = frozenset({"org", "qty", "date", "doc"})
"""Tags of pieces that are mentions; every other tag is a word's own."""


_POINTERS = frozenset({"我", "该", "本", "贵", "我们"})
_BODIES = frozenset("局厅委院校会司办队所关行社部站处室心")
"""Last characters of a body's name that 我, 该, 本 point to (我支队, 该关)."""
_PREFIXES = frozenset("已将拟未")
"""First characters of unknown words that are adverbs with what follows (已同)."""
OWN_BODY = "我局"
"""What such a body reads as, whatever its name: an actor."""


REACH = 24
"""Pieces on each side of a trigger that are looked at."""


class Mentioned(NamedTuple):
    """A mention as a piece of a clause; its tag names the layer, ``number`` is its index there."""

    start: int
    end: int
    text: str
    tag: str
    number: int


Piece = Token | Mentioned
"""A stretch of a clause: a word, or a mention (its tag is in LAYERS)."""


@dataclass(slots=True)
class Scene:
    """Text, tokens, mention layers, clauses; ``mentions`` is the four layers in one list without overlaps."""

    text: str
    tokens: Sequence[Token]
    quantities: Sequence[QuantityMention]
    dates: Sequence[DateMention]
    organizations: Sequence[tuple[int, int]]
    documents: Sequence[DocumentMention]
    clauses: Clauses
    mentions: list[tuple[int, int, str, int]]
    _pieces: dict[int, list[Piece]] = field(default_factory=dict)

    def around(self, clause: int, start: int, end: int, *, reach: int = REACH) -> tuple[list[Piece], list[Piece]]:
        """The pieces of a clause that start before ``start``, and those that end after ``end``, at most ``reach`` each."""
        pieces = self.pieces(clause)
        at = first_from(pieces, start)
        past = first_from(pieces, end, at)
        if past and pieces[past - 1].end > end:
            past -= 1
        return pieces[max(0, at - reach) : at], pieces[past : past + reach]

    def pieces(self, clause: int) -> list[Piece]:
        """The pieces of a clause in order, without white space; made when they are asked for: most clauses tell of no act."""
        known = self._pieces.get(clause)
        if known is None:
            start, end = self.clauses.starts[clause], self.clauses.ends[clause]
            low = first_from(self.tokens, start)
            words = self.tokens[low : first_from(self.tokens, end, low)]
            first = first_from(self.mentions, start)
            mentions = self.mentions[first : first_from(self.mentions, end, first)]
            if first and (over := self.mentions[first - 1][1]) > start:
                words = _from(words, over, self.text)
            known = self._pieces[clause] = _join_actors(_cut(self.text, words, mentions))
        return known

    def of_layer(self, kind: str, start: int, end: int) -> list[tuple[int, int, int]]:
        """Mentions of one layer inside ``[start, end)`` as (start, end, index in the layer)."""
        found = []
        i = first_from(self.mentions, start)
        while i < len(self.mentions) and self.mentions[i][0] < end:
            a, b, k, index = self.mentions[i]
            if k == kind and b <= end:
                found.append((a, b, index))
            i += 1
        return found

    def token_at(self, offset: int) -> int:
        """Index of the token that holds ``offset``."""
        return covering(self.tokens, offset)


def build(
    text: str,
    tokens: Sequence[Token],
    *,
    quantities: Sequence[QuantityMention],
    dates: Sequence[DateMention],
    organizations: Sequence[tuple[int, int]],
    documents: Sequence[DocumentMention],
) -> Scene:
    """Lay the mention layers over the text; where two start together, documents win over organizations, dates, figures."""
    layers: list[tuple[int, int, str, int]] = []
    layers += [(d.start, d.end, "doc", i) for i, d in enumerate(documents)]
    layers += [(s, e, "org", i) for i, (s, e) in enumerate(organizations)]
    layers += [(d.start, d.end, "date", i) for i, d in enumerate(dates)]
    layers += [(q.start, q.end, "qty", i) for i, q in enumerate(quantities)]
    layers.sort(key=_order)
    kept: list[tuple[int, int, str, int]] = []
    reached = 0
    for item in layers:
        if item[0] >= reached:
            kept.append(item)
            reached = item[1]
    return Scene(
        text, tokens, quantities, dates, organizations, documents,
        clause_module.split(text, [(a, b) for a, b, _, _ in kept]), kept,
    )  # fmt: skip


_RANK = {"doc": 0, "org": 1, "date": 2, "qty": 3}


def _order(item: tuple[int, int, str, int]) -> tuple[int, int, int]:
    return item[0], _RANK[item[2]], -item[1]


_STUB_TAGS = {
    "由": "p", "到": "v", "在": "p", "向": "p", "对": "p", "为": "p", "给": "p", "从": "p", "经": "p", "被": "p", "与": "p", "和": "c",
}  # fmt: skip
"""Tags of function words that a guessed word held before a name (到市|福利院)."""


def _cut(text: str, tokens: Sequence[Token], mentions: Sequence[tuple[int, int, str, int]]) -> list[Piece]:
    """Words and mentions in order; a word that sticks out of a mention is cut there, white space is dropped."""
    if not mentions:
        return [w for w in tokens if not w.text.isspace()]
    found: list[Piece] = []
    t = 0
    for a, b, kind, number in mentions:
        first = first_from(tokens, a, t)
        found += [w for w in tokens[t:first] if not w.text.isspace()]
        if found and found[-1].end > a:
            word = found.pop()
            left = text[word.start : a]
            found.append(Token(word.start, a, left, _STUB_TAGS.get(left, word.tag)))
        found.append(Mentioned(a, b, text[a:b], kind, number))
        t = first_from(tokens, b, first)
        if t and tokens[t - 1].end > b:
            found.append(Token(b, tokens[t - 1].end, text[b : tokens[t - 1].end], tokens[t - 1].tag))
    found += [w for w in tokens[t:] if not w.text.isspace()]
    return found


def _from(tokens: Sequence[Token], start: int, text: str) -> list[Token]:
    """The words from ``start`` on, where a mention that began in the clause before ends."""
    return [w if w.start >= start else Token(start, w.end, text[start : w.end], w.tag) for w in tokens if w.end > start]


@cache
def _beginnings() -> frozenset[str]:
    """What a word that begins an actor or a bend of several words may look like."""
    known = (*words.actor_heads(), *words.duty_words())
    return frozenset(word[:k] for word in known for k in range(1, len(word))) | _POINTERS


def _join_actors(pieces: list[Piece]) -> list[Piece]:
    """Make one piece of words that are an actor (社会|组织, 我|局) or a bend (下|一步) together; unknown words become nouns."""
    beginnings = _beginnings()
    found: list[Piece] = []
    done = 0
    for i in [i for i, p in enumerate(pieces) if p.text in beginnings or (p.tag == "x" and len(p.text) > 1)]:
        if i < done:
            continue
        piece = pieces[i]
        size, joined = _joined(pieces, i)
        if joined is None and piece.tag == "x" and piece.text.isalpha():
            bends = words.duty_words()
            tag = "d" if piece.text[:2] in bends or piece.text[:1] in _PREFIXES else "n"
            size, joined = 1, Token(piece.start, piece.end, piece.text, tag)
        if joined is not None:
            found += pieces[done:i]
            found.append(joined)
            done = i + size
    return found + pieces[done:] if found else pieces


def _joined(pieces: list[Piece], i: int) -> tuple[int, Token | None]:
    """The actor or bend that starts at piece ``i`` and how many pieces it takes."""
    if pieces[i].tag in LAYERS:
        return 0, None
    heads, bends = words.actor_heads(), words.duty_words()
    for size in (3, 2):
        run = pieces[i : i + size]
        text = "".join([p.text for p in run])
        if len(run) == size and run[-1].tag not in LAYERS and run[-1].end - run[0].start == len(text):
            if text in heads:
                return size, Token(run[0].start, run[-1].end, text, "n")
            if text in bends:
                return size, Token(run[0].start, run[-1].end, text, "d")
            if (
                size == 2
                and run[0].text in _POINTERS
                and text[-1] in _BODIES
                and (run[1].tag[:1] in ("n", "j", "x", "q") or len(run[1].text) == 1)
            ):
                return size, Token(run[0].start, run[-1].end, OWN_BODY, "n")
    return 0, None
