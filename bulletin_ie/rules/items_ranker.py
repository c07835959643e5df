"""The likeliest counted thing of each figure, by a linear model over :mod:`.items_evidence`.

Its weights (``item_weights.tsv``) come from ``bulletin-ie train items``. The answer of the rules is evidence among others, and
stands unless another phrase is better by a margin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from . import items_evidence as evidence
from .core import QuantityMention
from .items_context import DATE, FIGURE, Place, Word
from .items_phrases import Span, without_period

__all__ = [
    "STATES",
    "Candidate",
    "Item",
    "Part",
    "Scorer",
    "Weights",
    "best",
    "candidates",
    "choose",
    "dump",
    "load",
    "parse",
]

STATES = {
    "figure": evidence.CLASSES,
    "left": ("begin", "inside", "end", "lead"),
    "right": ("begin", "inside", "end"),
    "length": ("",),
    "step": ("",),
    "reach": ("",),
    "ruled": ("",),
}
"""Table → what its weights are for. ``left`` and ``right`` weigh a gap between words that a phrase before (after) the figure
begins, goes on or ends at; at a ``lead`` the words between phrase and figure go on."""
MARGIN = 0.5
"""How much better than the rules' answer another one must be."""
WIDEST = 4
MEMO_SIZE = 50_000
"""How many words the scorer remembers the weights of."""
LONGEST_LIST = 12
"""How many figures a list (分别增长3.1%和0.6%) may have."""
LONGEST_GAP = 5
"""How many characters may stand between two figures of a list."""

Part = tuple[str, str, tuple[str, ...]]
"""Table, state and evidence: a summand of a candidate's score."""
Weights = Mapping[str, Mapping[str, tuple[float, ...]]]
"""Table → evidence → a weight for each of the table's states."""


class Item(NamedTuple):
    """Where an item lies, and where it comes from (one of :data:`.items_evidence.CLASSES`)."""

    source: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that a figure may have, with all that adds to its score."""

    item: Item
    parts: tuple[Part, ...]


@cache
def load() -> Weights:
    """The trained weights."""
    return parse((resources.files(__package__) / "item_weights.tsv").read_text(encoding="utf-8"))


def parse(text: str) -> Weights:
    """Read what :func:`dump` wrote."""
    tables: dict[str, dict[str, tuple[float, ...]]] = {name: {} for name in STATES}
    for line in text.split("\n"):
        if line and not line.startswith("# "):
            table, name, *cells = line.split("\t")
            tables[table][name] = tuple(float(cell) if cell else 0.0 for cell in cells)
    return tables


def dump(weights: Weights) -> str:
    """The text of ``item_weights.tsv``, sorted."""
    lines = ["# table, evidence, a weight for each state; written by bulletin_ie.pipes.counted_learning"]
    for table, states in STATES.items():
        lines.append(f"# {table}: {' '.join(states)}")
        for name, row in sorted(weights[table].items()):
            lines.append("\t".join([table, name, *(f"{x:.2f}" if round(x, 2) else "" for x in row)]))
    return "\n".join(lines) + "\n"


def choose(
    text: str,
    mentions: Sequence[QuantityMention],
    found: Sequence[Place | None],
    ruled: Sequence[Span | None],
    scorer: Scorer | None = None,
) -> list[Span | None]:
    """The item of each mention: ``found`` are their places, ``ruled`` the answers of the rules; the shipped weights by default."""
    scorer = scorer or _shipped()
    items: list[Item] = []
    for index, place in enumerate(found):
        if place is None:
            items.append(Item("none", ruled[index]))
        else:
            items.append(best(text, mentions, index, place, items, ruled[index], scorer))
    return [without_period(text, item.span, m) for item, m in zip(items, mentions, strict=True)]


@cache
def _shipped() -> Scorer:
    return Scorer(load())


@dataclass(slots=True)
class _Case:
    """One figure with all that its candidates come from."""

    text: str
    mentions: Sequence[QuantityMention]
    index: int
    mention: QuantityMention
    place: Place
    items: Sequence[Item]
    ruled: Span | None

    def figure(self) -> evidence.Evidence:
        last = self.mentions[self.index - 1] if self.index else None
        between = self.text[last.end : self.mention.start] if last else ""
        source = self.items[-1].source if self.items else "^"
        return evidence.figure(self.place, self.mention, last, between, source, self.ruled_from())

    def ruled_from(self) -> str:
        if self.ruled is None:
            return "none"
        if self.ruled[0] >= self.mention.end:
            return "after"
        before = self.place.before
        return "before" if before and self.ruled[0] >= before[0].start else "far"

    def bonus(self) -> evidence.Evidence:
        source = self.ruled_from()
        return [source, source + (self.mention.dimension or "")]

    def earlier(self) -> Iterator[Item]:
        """Items of figures before this one that may be this one's too."""
        for source, back in (("last", 1), ("second", 2)):
            at = self.index - back
            span = self.items[at].span if at >= 0 else None
            if span and "\n" not in self.text[self.mentions[at].end : self.mention.start]:
                yield Item(source, span)
        rank = self._respective()
        if rank is not None and (same := self.items[rank].span):
            yield Item("respective", same)

    def _respective(self) -> int | None:
        """分别增长3.1%和0.6%: the figure of the same rank in the list before this one's."""
        first = last = self.index
        while first > max(0, self.index - LONGEST_LIST) and self._listed(first - 1):
            first -= 1
        lead = self.text[self.mentions[first - 1].end : self.mentions[first].start] if first else ""
        if "分别" not in lead[-14:]:
            return None
        while last + 1 < min(len(self.mentions), self.index + LONGEST_LIST) and self._listed(last):
            last += 1
        rank = first - (last - first + 1) + (self.index - first)
        if not 0 <= rank < first:
            return None
        between = self.text[self.mentions[rank].end : self.mentions[first].start]
        return None if any(c in "。；;\n" for c in between) else rank

    def _listed(self, at: int) -> bool:
        """Whether the figure after the one at ``at`` goes on with a list."""
        one, other = self.mentions[at], self.mentions[at + 1]
        gap = self.text[one.end : other.start]
        return one.dimension == other.dimension and len(gap) <= LONGEST_GAP and not any(c in "。；;\n" for c in gap)

    def left_words(self) -> list[Word]:
        """The words around the gaps before each of ``place.before`` and before the figure."""
        return [self.place.left, *self.place.before, _figure(self.mention, "")]

    def right_words(self) -> list[Word]:
        """The words around the gaps after the figure and after each of ``place.after``."""
        return [_figure(self.mention, "的" if self.place.linked else ""), *self.place.after, self.place.right]


def _figure(mention: QuantityMention, link: str) -> Word:
    return Word(mention.start, mention.end, f"#{mention.unit or ''}{link}", FIGURE, FIGURE + link)


def candidates(
    text: str,
    mentions: Sequence[QuantityMention],
    index: int,
    place: Place,
    items: Sequence[Item],
    ruled: Span | None,
) -> list[Candidate]:
    """Every item that the figure at ``index`` may have, spelt out; ``items`` are those of the figures before it.

    For training and tests: :func:`choose` finds the best of them without making them.
    """
    case = _Case(text, mentions, index, mentions[index], place, items, ruled)
    figure, bonus, dimension = tuple(case.figure()), tuple(case.bonus()), case.mention.dimension or ""
    found: list[Candidate] = []

    def add(source: str, span: Span | None, *parts: Part) -> None:
        agreed: tuple[Part, ...] = (("ruled", "", bonus),) if span == ruled else ()
        found.append(Candidate(Item(source, span), (("figure", source, figure), *parts, *agreed)))

    add("none", None)
    after, gaps = place.after, _gaps(case.right_words(), case.mention)
    for end in range(1, len(after) + 1):
        inner: list[Part] = [("right", "inside", gap) for gap in gaps[1:end]]
        reach: Part = ("reach", "", tuple(evidence.step(end, dimension)))
        span = after[0].start, after[end - 1].end
        add("after", span, ("right", "begin", gaps[0]), *inner, ("right", "end", gaps[end]), reach)
    before, gaps = place.before, _gaps(case.left_words(), case.mention)
    for end in range(1, len(before) + 1):
        away: list[Part] = [("left", "lead", gap) for gap in gaps[end + 1 :]]
        away += [("left", "end", gaps[end]), ("step", "", tuple(evidence.step(len(before) - end, dimension)))]
        for start in range(end - 1, -1, -1):
            if before[start].tag == DATE:
                break
            inner = [("left", "inside", gap) for gap in gaps[start + 1 : end]]
            size: Part = ("length", "", tuple(evidence.length(end - start, dimension)))
            add(
                "before",
                (before[start].start, before[end - 1].end),
                ("left", "begin", gaps[start]),
                *inner,
                *away,
                size,
            )
    for item in case.earlier():
        add(item.source, item.span)
    return found


def _gaps(words: Sequence[Word], mention: QuantityMention) -> list[tuple[str, ...]]:
    unit = mention.unit or ""
    return [
        (
            *evidence.one(words[i]),
            *evidence.other(words[i + 1]),
            *evidence.both(words[i], words[i + 1], unit),
        )
        for i in range(len(words) - 1)
    ]


def _total(table: Mapping[str, tuple[float, ...]], facts: Sequence[str], width: int) -> tuple[float, ...]:
    """The sum of the weights of ``facts`` for each state."""
    rows = [row for fact in facts if (row := table.get(fact)) is not None]
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0.0,) * width


class Scorer:
    """Sums of weights; what a word or a length adds by itself is remembered."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.rows = {
            table: {fact: (*row, 0.0)[:WIDEST] for fact, row in weights[table].items()} for table in ("left", "right")
        }
        self.ones: dict[str, dict[tuple[str, str], tuple[float, ...]]] = {"left": {}, "right": {}}
        self.others: dict[str, dict[tuple[str, str], tuple[float, ...]]] = {"left": {}, "right": {}}
        self.sizes: dict[tuple[str, int, str], float] = {}

    def gaps(self, table: str, words: Sequence[Word], unit: str) -> list[tuple[float, float, float, float]]:
        """The weights of each gap between ``words`` for each state of the table (0 for a fourth)."""
        rows, ones, others = self.rows[table], self.ones[table], self.others[table]
        if max(len(ones), len(others)) >= MEMO_SIZE:
            ones.clear()
            others.clear()
        found = []
        for at in range(len(words) - 1):
            a, b = words[at], words[at + 1]
            key = a.text, a.shape
            one = ones.get(key)
            if one is None:
                one = ones[key] = _total(rows, evidence.one(a), WIDEST)
            key = b.text, b.shape
            other = others.get(key)
            if other is None:
                other = others[key] = _total(rows, evidence.other(b), WIDEST)
            w, x, y, z = one
            w, x, y, z = w + other[0], x + other[1], y + other[2], z + other[3]
            for fact in evidence.both(a, b, unit):
                row = rows.get(fact)
                if row is not None:
                    w, x, y, z = w + row[0], x + row[1], y + row[2], z + row[3]
            found.append((w, x, y, z))
        return found

    def size(self, table: str, words: int, dimension: str) -> float:
        """What a phrase's length, or its distance from the figure, adds."""
        key = table, words, dimension
        value = self.sizes.get(key)
        if value is None:
            facts = evidence.length(words, dimension) if table == "length" else evidence.step(words, dimension)
            value = self.sizes[key] = _total(self.weights[table], facts, 1)[0]
        return value


def best(
    text: str,
    mentions: Sequence[QuantityMention],
    index: int,
    place: Place,
    items: Sequence[Item],
    ruled: Span | None,
    scorer: Scorer,
) -> Item:
    """The one of :func:`candidates` with the highest score."""
    case = _Case(text, mentions, index, mentions[index], place, items, ruled)
    dimension, unit, place = case.mention.dimension or "", case.mention.unit or "", case.place
    none, after_, before_, last, second, respective = _total(
        scorer.weights["figure"], case.figure(), len(evidence.CLASSES)
    )
    bonus = _total(scorer.weights["ruled"], case.bonus(), 1)[0] + MARGIN
    highest, item = none + (bonus if ruled is None else 0.0), Item("none", None)
    after = place.after
    if after:
        gaps = scorer.gaps("right", case.right_words(), unit)
        inner = after_ + gaps[0][0]
        start = after[0].start
        for end in range(1, len(after) + 1):
            span = start, after[end - 1].end
            _, inside, ends, _ = gaps[end]
            score = inner + ends + scorer.size("reach", end, dimension)
            if span == ruled:
                score += bonus
            if score > highest:
                highest, item = score, Item("after", span)
            inner += inside
    before = place.before
    if before:
        gaps = scorer.gaps("left", case.left_words(), unit)
        count, lead = len(before), 0.0
        sizes = [scorer.size("length", n, dimension) for n in range(count + 1)]
        found: Span | None = None
        for end in range(count, 0, -1):
            stop = before[end - 1].end
            inner = before_ + lead + gaps[end][2] + scorer.size("step", count - end, dimension)
            for first in range(end - 1, -1, -1):
                if before[first].tag == DATE:
                    break
                begin, inside, _, _ = gaps[first]
                score = inner + begin + sizes[end - first]
                if ruled is not None and ruled[1] == stop and ruled[0] == before[first].start:
                    score += bonus
                if score > highest:
                    highest, found = score, (before[first].start, stop)
                inner += inside
            lead += gaps[end][3]
        if found:
            item = Item("before", found)
    for earlier in case.earlier():
        score = {"last": last, "second": second}.get(earlier.source, respective)
        if earlier.span == ruled:
            score += bonus
        if score > highest:
            highest, item = score, earlier
    return item
