"""The words around each figure, as the ranker of its counted thing sees them.

A figure or date is one word there, and so is a quotation, a bracket or a 《…》 without figures in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from ..lexicon import load
from .core import DateMention, QuantityMention, Token, first_from
from .items_phrases import SUFFIX, ItemWordRow, fragile, is_suffixed, pieces, suffixed

__all__ = ["DATE", "FIGURE", "PAD", "Place", "Word", "places"]

MOST_BEFORE, MOST_AFTER = 14, 10
"""How many words on either side of a figure are looked at."""
MOST_STUCK = 4
"""How many count figures in a row may share what stands after them (6类312批次产品)."""
MEMO_SIZE = 50_000
LONGEST_GROUP = 25
"""How many words a bracket that is taken for one may hold."""
LONGEST_VARIANT = 5
"""How many characters a bracket that belongs to a noun may have, its signs included."""
HALF_RUN = 24
LONGEST_RUN = 2 * HALF_RUN
"""Of a longer run of words between two figures only the ends are looked at."""
FIGURE, DATE = "F", "DT"
_HARD = frozenset("，；。！？,;!?¶\r|")
_HARD_BEFORE = _HARD | {"了"}
"""Where the words before a figure end; a predicate's 了 belongs to no noun."""
_CLOSING = {"（": "）", "(": ")", "【": "】", "[": "]", "《": "》", "“": "”", "「": "」", "‘": "’"}
_NARROW = {":": "："}
"""Half-width marks that may stand before a figure in its clause, as Chinese print has them."""
_GROUP_TAGS = {"（": "BR", "(": "BR", "【": "BR", "[": "BR", "《": "BK"}
_KIND_LETTERS = {
    "act": "A", "stock": "S", "change": "C", "level": "L", "light": "G", "modifier": "M", "body": "B", "head": "H",
    "measure": "E", "rate": "R", "place": "P", "stop": "X", "inner": "I", "person": "N", "lasting": "T", "event": "V",
    "comparing": "Q", "division": "D",
}  # fmt: skip


class Word(NamedTuple):
    """A word with its offsets, its tag, and its ``shape``: tag, whether it is one character, kinds of ``item_words.tsv``."""

    start: int
    end: int
    text: str
    tag: str
    shape: str


PAD = Word(0, 0, "^", "^", "^1")


@dataclass(slots=True)
class Place:
    """A figure among its words: those of its clause before it, those after it, and the next one beyond either."""

    before: list[Word]
    left: Word
    after: list[Word]
    right: Word
    stuck: bool
    """Whether other count figures stand between this one and ``after``."""
    linked: bool
    """Whether 的 stands between the figure and ``after`` (58%的耕地)."""


@cache
def _letters() -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in load("item_words", ItemWordRow):
        if row.kind in _KIND_LETTERS:
            found[row.form].add(_KIND_LETTERS[row.kind])
    return {form: "." + "".join(sorted(letters)) for form, letters in found.items()}


class _Shapes(dict[tuple[str, str], str]):
    """(word, tag) → shape, remembered; empty for a word that needs a look at the next one."""

    def __missing__(self, key: tuple[str, str]) -> str:
        if len(self) >= MEMO_SIZE:
            self.clear()
        text, tag = key
        self[key] = shape = "" if "\n" in text or text in _NARROW or fragile(text) else _shape(text, tag)
        return shape


_shapes = _Shapes()


def _shape(text: str, tag: str) -> str:
    return f"{tag}{'1' if len(text) == 1 else ''}{_letters().get(text, '')}"


def places(
    mentions: Sequence[QuantityMention], dates: Sequence[DateMention], tokens: Sequence[Token]
) -> list[Place | None]:
    """The place of each mention, in order; None where no word begins with the figure."""
    words = _folded(_words(mentions, dates, tokens))
    at = {word.start: index for index, word in enumerate(words) if word.tag == FIGURE}
    return [_place(words, at[m.start], mentions, k) if m.start in at else None for k, m in enumerate(mentions)]


def _place(words: Sequence[Word], at: int, mentions: Sequence[QuantityMention], index: int) -> Place:
    low = at
    floor = max(0, at - MOST_BEFORE)
    while low > floor and words[low - 1].tag != FIGURE and words[low - 1].text not in _HARD_BEFORE:
        low -= 1
    high, last = at + 1, index
    while (
        high < len(words)
        and words[high].tag == FIGURE
        and last + 1 < min(len(mentions), index + MOST_STUCK + 1)
        and mentions[index].dimension == mentions[last + 1].dimension == "count"
    ):
        high, last = high + 1, last + 1
    linked = high < len(words) and words[high].text == "的"
    end = high = high + linked
    while (
        end < min(len(words), high + MOST_AFTER)
        and (words[end].tag not in (FIGURE, DATE, "BR") or (end > high and _is_variant(words[end])))
        and words[end].text not in _HARD
    ):
        end += 1
    if at > low and words[at - 1].text == "等" and _is_named(words[high:end]):
        low = at  # 罗某、许某等10名嫌疑人: what the list's members are is what is counted
    return Place(
        before=list(words[low:at]),
        left=words[low - 1] if low else PAD,
        after=list(words[high:end]),
        right=words[end] if end < len(words) else PAD,
        stuck=last > index,
        linked=linked,
    )


def _is_named(after: Sequence[Word]) -> bool:
    """Does a noun, with at most one word before it, stand right after the figure?"""
    if not after or after[0].tag[:1] in _NO_NOUNS or len(after[0].text) < 2:
        return False
    return any(word.tag[:1] == "n" and word.tag not in _NAMES for word in after[:2])


_NO_NOUNS = frozenset("xdpcuwm")
_NAMES = frozenset({"ns", "nr", "nt"})


def _is_variant(word: Word) -> bool:
    """A short bracket of other names for the noun before it (县（市、区）)."""
    return word.tag == "BR" and word.end - word.start <= LONGEST_VARIANT


def _words(mentions: Sequence[QuantityMention], dates: Sequence[DateMention], tokens: Sequence[Token]) -> list[Word]:
    """All words without blanks, each figure and each date as one."""
    spans = sorted([(m.start, m.end, FIGURE) for m in mentions] + [(d.start, d.end, DATE) for d in dates])
    words: list[Word] = []
    at = 0
    for start, end, tag in spans:
        first = first_from(tokens, start, at)
        _plain(tokens[at:first] if first - at <= LONGEST_RUN else tokens[at : at + HALF_RUN], words)
        if first - at > LONGEST_RUN:
            words.append(Word(*(tokens[first - HALF_RUN].start,) * 2, "¶", "x", "x1"))
            _plain(tokens[first - HALF_RUN : first], words)
        at = first_from(tokens, end, first)
        if at > first and tokens[first].start == start:
            words.append(Word(start, end, "#" if tag == FIGURE else "<D>", tag, tag))
    _plain(tokens[at : at + HALF_RUN], words)
    return words


def _plain(tokens: Sequence[Token], words: list[Word]) -> None:
    """Add the words of a run without figures."""
    add, shapes, new = words.append, _shapes, _new_word
    done = 0
    for at, (start, end, text, tag) in enumerate(tokens):
        shape = shapes[text, tag]
        if at < done:
            continue
        if text == SUFFIX and at and is_suffixed(tokens[at - 1], tokens[at]):
            words[-1] = Word(*(t := suffixed(tokens[at - 1], tokens[at])), _shape(t.text, t.tag))
        elif shape:
            add(new(Word, (start, end, text, tag, shape)))
        elif "\n" in text or text in _NARROW:
            add(Word(start, end, _NARROW.get(text, "¶"), "x", "x1"))
        else:
            found, taken = pieces(tokens, at)
            done = at + taken
            words += [Word(*t, _shape(t.text, t.tag)) for t in found]


_new_word = cast("Callable[[type[Word], tuple[int, int, str, str, str]], Word]", tuple.__new__)
"""Half the time of calling Word."""


def _folded(words: list[Word]) -> list[Word]:
    """The words with each closed quotation, bracket and title as one of them unless a figure stands in it."""
    found: list[Word] = []
    done = 0
    for at, word in enumerate(words):
        if word.text not in _CLOSING or at < done:
            continue
        end = _closed(words, at, _CLOSING[word.text])
        if end is None:
            continue
        found += words[done:at]
        tag = _GROUP_TAGS.get(word.text, "QU")
        # of a quotation the last word shows what it is (“光荣在党”纪念章); of a bracket nothing does
        text = words[end - 1].text + words[end].text if tag == "QU" else f"<{tag}>"
        found.append(Word(word.start, words[end].end, text, tag, _shape(text, tag)))
        done = end + 1
    return found + words[done:] if done else words


def _closed(words: Sequence[Word], at: int, closing: str) -> int | None:
    """Where the group that opens at ``at`` closes."""
    for index in range(at + 1, min(len(words), at + LONGEST_GROUP)):
        word = words[index]
        if word.text == closing:
            return index
        if word.tag == FIGURE or (word.text in _HARD and word.text not in ",，"):
            return None
    return None
