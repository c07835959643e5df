"""What speaks for or against a phrase as the counted thing of a figure: names of facts, whose weights are trained.

A candidate's score is a sum over the gaps between words that it spans, begins and ends at, so that the best of all phrases
is found without building them.
"""

from __future__ import annotations

from .core import QuantityMention
from .items_context import Place, Word

__all__ = ["CLASSES", "Evidence", "both", "figure", "length", "one", "other", "step"]

Evidence = list[str]
CLASSES = ("none", "after", "before", "last", "second", "respective")
"""Where an item may come from: nowhere, after the unit, before the figure, the item of the figure before, that of the one before
it, or the one of the same rank in a list (分别增长3.1%和0.6%)."""
_NOUNS = frozenset({"vn", "eng", "x", "an", "l", "j"})
_BREAKS = tuple(
    (char, mark) for chars, mark in (("。！？\n", "."), ("；;", ";"), ("，,", ","), ("、", "、")) for char in chars
)


def one(a: Word) -> Evidence:
    """The word before a gap."""
    return ["aw=" + a.text, "as=" + a.shape, "al=" + a.text[-1]]


def other(b: Word) -> Evidence:
    """The word after a gap."""
    return ["bw=" + b.text, "bs=" + b.shape, "bf=" + b.text[0], "bl=" + b.text[-1], "*"]


def both(a: Word, b: Word, unit: str) -> tuple[str, str]:
    """The two words at a gap together, and the first one with the figure's unit."""
    return f"ss={a.shape}/{b.shape}", f"ua={unit}{a.text[-1]}"


def length(words: int, dimension: str) -> Evidence:
    """A phrase before the figure of so many words."""
    words = min(words, 7)
    return [f"n={words}", f"n={words}{dimension}"]


def step(words: int, dimension: str) -> Evidence:
    """A phrase that ends so many words before the figure, or one after it that has so many words."""
    words = min(words, 6)
    return [f"d={words}", f"d={words}{dimension}"]


def figure(
    place: Place, mention: QuantityMention, previous: QuantityMention | None, between: str, last: str, ruled: str
) -> Evidence:
    """The figure itself.

    Args:
        place: its words.
        mention: the figure.
        previous: the figure before it.
        between: the text between the two.
        last: where the item of the figure before was found.
        ruled: where the rules find the item of this one.
    """
    before, after, dimension, unit = place.before, place.after, mention.dimension or "", mention.unit or ""
    near = before[-1] if before else place.left
    far = before[-2] if len(before) > 1 else (place.left if before else None)
    follow = after[0] if after else place.right
    beyond = after[1] if len(after) > 1 else place.right
    changed = noun = False
    for word in before:
        changed = changed or "C" in word.shape
        noun = noun or word.tag[0] in "nQB" or word.tag in _NOUNS
    kin = ("=" if previous.unit == mention.unit else "!") if previous else "!"
    kind = (previous.dimension or "") if previous else "0"
    break_ = "" if between.strip() else "0"
    for char, mark in _BREAKS:
        if char in between:
            break_ = mark
            break
    return [
        "*",
        "dim=" + dimension,
        "unit=" + unit,
        f"per={mention.per is not None}{dimension}",
        f"bound={mention.lower is not None}{mention.upper is not None}{dimension}",
        "pw=" + near.text,
        f"ps={near.shape}/{dimension}",
        f"pp={far.shape if far else '^'}/{near.shape}",
        "nw=" + follow.text,
        f"ns={follow.shape}/{dimension}",
        f"nn={follow.tag}/{beyond.tag}",
        f"change={changed}{noun}{dimension}",
        f"before={min(len(before), 4)}{dimension}",
        f"after={min(len(after), 3)}{dimension}{place.stuck}",
        f"link={place.linked}{dimension}",
        f"noun={noun}{dimension}{break_}",
        f"left={place.left.text}{dimension}",
        f"kin={kind}{kin}{dimension}{break_}",
        f"last={last}{break_}{kin}",
        "all=" + ("/".join(word.shape for word in before) if len(before) < 3 else "…"),
        "ruled=" + ruled,
        "form=" + mention.rule,
    ]
