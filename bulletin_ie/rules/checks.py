"""Arithmetic that a bulletin itself lets one verify: parts that should sum to their whole, rates that follow from figures.

Only what the text leaves no doubt about: a bracket that lists parts and nothing else, 其中…其余, and a rate that is named
after the second of two figures of one unit (抽检312批次，不合格23批次，不合格率7.4%).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from .core import QuantityMention

__all__ = ["CheckMention", "verify"]


@dataclass(frozen=True, slots=True)
class CheckMention:
    """One verified sum or rate; ``quantities`` are indices into the mentions, the whole or the stated rate first."""

    kind: str
    quantities: tuple[int, ...]
    expected: Decimal
    stated: Decimal
    difference: Decimal
    """``stated`` minus ``expected``; a rate is expected to as many places as it is stated."""


def verify(text: str, mentions: Sequence[QuantityMention]) -> list[CheckMention]:
    """The checks that the text states without ambiguity, in the order of the figure they verify."""
    found = [*_sums(text, mentions), *_rates(text, mentions)]
    return sorted(found, key=lambda check: check.quantities)


def _exact(mention: QuantityMention) -> bool:
    return mention.value is not None and mention.lower is None and mention.upper is None


OPEN_LISTS = ("其中", "等", "含", "包括", "如", "另", "比", "较", "占")
"""Words in a bracket that leave open whether it lists every part."""


def _sums(text: str, mentions: Sequence[QuantityMention]) -> list[CheckMention]:
    parts: dict[int, list[int]] = {}
    for index, mention in enumerate(mentions):
        if mention.parent is not None:
            parts.setdefault(mention.parent, []).append(index)
    found = []
    for whole, members in parts.items():
        total = mentions[whole]
        if len(members) < 2 or not _exact(total) or not all(_exact(mentions[m]) for m in members):
            continue
        if not _complete(text[total.end : mentions[members[-1]].end + 2], text[mentions[members[-1]].end :][:1]):
            continue
        stated = total.value or Decimal(0)
        expected = sum((mentions[m].value or Decimal(0) for m in members), Decimal(0))
        found.append(CheckMention("sum", (whole, *members), expected, stated, stated - expected))
    return found


def _complete(listed: str, follow: str) -> bool:
    """Whether the parts named are all there are."""
    if "其余" in listed or "其他" in listed:
        return True
    bracketed = follow in (")", "）") and regex.match(r"\p{Han}{0,8}[（(]", listed) is not None
    return bracketed and not any(word in listed for word in OPEN_LISTS)


@cache
def _named_rate() -> regex.Pattern[str]:
    return regex.compile(r"(?P<stem>不?\p{Han}{2,3}?)(?:发现)?率(?:为|达到?|是)?$")


def _rates(text: str, mentions: Sequence[QuantityMention]) -> list[CheckMention]:
    found = []
    for index in range(2, len(mentions)):
        rate, part, whole = mentions[index], mentions[index - 1], mentions[index - 2]
        if rate.unit != "%" or not all(_exact(m) for m in (rate, part, whole)) or part.unit != whole.unit:
            continue
        if not whole.value or part.value is None or rate.value is None or part.value > whole.value or part.unit == "%":
            continue
        sentence = text[whole.end : rate.start]
        named = _named_rate().search(text[max(0, rate.start - 10) : rate.start])
        if named is None or len(sentence) > 40 or any(c in "。；;\n" for c in sentence):
            continue
        stem = _stem(named["stem"], text[whole.end : part.start])
        if stem is None or "比" in text[part.end : rate.start]:
            continue
        places = Decimal(1).scaleb(-len(f"{rate.value:f}".partition(".")[2]))
        expected = (part.value / whole.value * 100).quantize(places)
        found.append(CheckMention("rate", (index, index - 1, index - 2), expected, rate.value, rate.value - expected))
    return found


def _stem(named: str, between: str) -> str | None:
    """The longest end of the rate's name that the words between the two figures repeat."""
    for begin in range(len(named) - 1):
        if named[begin:] in between:
            negated = "不" + named[begin:] in between
            return named[begin:] if negated == ("不" + named[begin:] in named) or named[begin] == "不" else None
    return None
