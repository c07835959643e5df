"""Rules: pure functions from text to mentions. ``scan`` runs them all once; ``resolve`` settles what needs an anchor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from . import checks, dates, documents, items, quantities
from .core import DateMention, DocumentMention, Located, QuantityMention, Token
from .items_ranker import Scorer

__all__ = ["Resolved", "Scan", "resolve", "scan"]

M = TypeVar("M", bound=Located)


@dataclass(frozen=True, slots=True)
class Scan:
    """What the rules find in a text before anything is resolved; each tuple is in text order without overlaps."""

    quantities: tuple[QuantityMention, ...]
    dates: tuple[dates.DateCandidate, ...]
    documents: tuple[DocumentMention, ...]

    def edges(self) -> list[int]:
        """Offsets where a mention starts or ends, sorted: a tokenizer cuts there."""
        return sorted({e for group in (self.quantities, self.dates) for m in group for e in (m.start, m.end)})


@dataclass(frozen=True, slots=True)
class Resolved:
    """The same with dates resolved, counted things attached and arithmetic verified."""

    quantities: list[QuantityMention]
    dates: list[DateMention]
    documents: list[DocumentMention]
    checks: list[checks.CheckMention]


@lru_cache(maxsize=2)
def scan(text: str) -> Scan:
    """Every quantity, date and document of ``text``.

    A date wins over a quantity that it overlaps, and nothing inside a document number is a record. The last few texts are
    remembered, since a tokenizer and a component ask for the same one in turn.
    """
    found_documents = documents.scan(text)
    numbers = [d for d in found_documents if d.kind == "number"]
    titles = [d for d in found_documents if d.kind == "title"]
    found_dates = _outside(dates.scan(text), found_documents)
    found_quantities = _outside(_outside(quantities.scan(text), numbers), found_dates)
    return Scan(tuple(_outside(found_quantities, titles)), tuple(found_dates), tuple(found_documents))


def resolve(
    found: Scan, text: str, *, tokens: Sequence[Token], published: str | None, scorer: Scorer | None = None
) -> Resolved:
    """Settle what ``scan`` left open, against the publication time (ISO 8601) when it is known.

    ``scorer``: the weights that counted things are chosen by, the shipped ones by default.
    """
    when = dates.resolve(text, found.dates, published=published)
    counted = items.attach(text, found.quantities, tokens, when, scorer)
    return Resolved(counted, when, list(found.documents), checks.verify(text, counted))


def _outside(mentions: Sequence[M], taken: Sequence[Located]) -> list[M]:
    """The mentions that overlap none of ``taken``; both in text order without overlaps among themselves."""
    kept: list[M] = []
    i = 0
    for mention in mentions:
        while i < len(taken) and taken[i].end <= mention.start:
            i += 1
        if i == len(taken) or taken[i].start >= mention.end:
            kept.append(mention)
    return kept
