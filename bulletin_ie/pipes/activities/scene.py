"""A text with its mention layers, cut into clauses and pieces: what every later step of the room reads."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...rules.core import DateMention, DocumentMention, QuantityMention, Token
from . import clauses as clause_module
from . import words
from .clauses import Clauses

__all__ = ["Piece", "Scene", "build"]


class Piece(NamedTuple):
    """A stretch of a clause: a mention (kind org, qty, date, doc), or a word (kind tok)."""

    start: int
    end: int
    kind: str
    text: str
    tag: str
    index: int
    """Index in its mention layer; of the token for a word."""


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
    token_starts: list[int]
    _pieces: dict[int, list[Piece]] = field(default_factory=dict)

    def pieces(self, clause: int) -> list[Piece]:
        """The pieces of a clause in order; white space is left out."""
        known = self._pieces.get(clause)
        if known is None:
            pieces = self._cut(self.clauses.starts[clause], self.clauses.ends[clause])
            known = self._pieces[clause] = _join_actors(pieces)
        return known

    def _cut(self, start: int, end: int) -> list[Piece]:
        found: list[Piece] = []
        m = bisect_left(self.mentions, (start,))
        t = bisect_left(self.token_starts, start)
        tokens, mentions = self.tokens, self.mentions
        while t < len(tokens) and tokens[t].start < end:
            token = tokens[t]
            while m < len(mentions) and mentions[m][1] <= token.start:
                m += 1
            if m < len(mentions) and mentions[m][0] < token.end and mentions[m][0] >= start and mentions[m][1] <= end:
                if mentions[m][0] > token.start:  # the token sticks out before the mention
                    found.append(
                        Piece(token.start, mentions[m][0], "tok", self.text[token.start : mentions[m][0]], token.tag, t)
                    )
                a, b, kind, index = mentions[m]
                found.append(Piece(a, b, kind, self.text[a:b], kind, index))
                while t < len(tokens) and tokens[t].end <= b:
                    t += 1
                if t < len(tokens) and tokens[t].start < b:
                    if tokens[t].end <= end:
                        found.append(Piece(b, tokens[t].end, "tok", self.text[b : tokens[t].end], tokens[t].tag, t))
                    t += 1
                m += 1
                continue
            if not token.text.isspace():
                found.append(Piece(token.start, token.end, "tok", token.text, token.tag, t))
            t += 1
        return found

    def of_layer(self, kind: str, start: int, end: int) -> list[tuple[int, int, int]]:
        """Mentions of one layer inside ``[start, end)`` as (start, end, index in the layer)."""
        found = []
        i = bisect_left(self.mentions, (start,))
        while i < len(self.mentions) and self.mentions[i][0] < end:
            a, b, k, index = self.mentions[i]
            if k == kind and b <= end:
                found.append((a, b, index))
            i += 1
        return found

    def token_at(self, offset: int) -> int:
        """Index of the token that holds ``offset``."""
        return bisect_right(self.token_starts, offset) - 1


def _join_actors(pieces: list[Piece]) -> list[Piece]:
    """Make one piece of two or three words that are an actor together (社会|组织, 我|局)."""
    heads = words.actor_heads()
    found: list[Piece] = []
    i = 0
    while i < len(pieces):
        piece = pieces[i]
        if piece.kind == "tok":
            for size in (3, 2):
                run = pieces[i : i + size]
                if len(run) == size and all(p.kind == "tok" for p in run) and run[-1].end - piece.start <= 8:
                    joined = "".join(p.text for p in run)
                    if joined in heads and run[-1].end - piece.start == len(joined):
                        found.append(Piece(piece.start, run[-1].end, "tok", joined, "n", piece.index))
                        i += size
                        break
            else:
                found.append(piece)
                i += 1
            continue
        found.append(piece)
        i += 1
    return found


def build(
    text: str,
    tokens: Sequence[Token],
    *,
    quantities: Sequence[QuantityMention],
    dates: Sequence[DateMention],
    organizations: Sequence[tuple[int, int]],
    documents: Sequence[DocumentMention],
) -> Scene:
    """Lay the mention layers over the text; where two overlap, documents win over dates, organizations and quantities."""
    layers: list[tuple[int, int, str, int]] = []
    layers += [(d.start, d.end, "doc", i) for i, d in enumerate(documents)]
    layers += [(d.start, d.end, "date", i) for i, d in enumerate(dates)]
    layers += [(s, e, "org", i) for i, (s, e) in enumerate(organizations)]
    layers += [(q.start, q.end, "qty", i) for i, q in enumerate(quantities)]
    rank = {"doc": 0, "org": 1, "date": 2, "qty": 3}
    kept: list[tuple[int, int, str, int]] = []
    for item in sorted(layers, key=lambda m: (m[0], rank[m[2]], -m[1])):
        if kept and item[0] < kept[-1][1]:
            continue
        kept.append(item)
    whole = [(a, b) for a, b, _, _ in kept]
    return Scene(
        text, tokens, quantities, dates, organizations, documents,
        clause_module.split(text, whole), kept, [t.start for t in tokens],
    )  # fmt: skip
