"""What every rule shares: tokens, mentions, and how overlaps are settled. No spaCy, no pydantic here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, Protocol, TypedDict, TypeVar

__all__ = [
    "Context", "DateMention", "DocumentMention", "Located", "QuantityMention", "Token", "Tokens", "covering", "first_from",
    "resolve_overlaps",
]  # fmt: skip


class Token(NamedTuple):
    """A word of the text with jieba's dictionary tag (n v m q ns nt …; x when unknown). Offsets are code points."""

    start: int
    end: int
    text: str
    tag: str


class Tokens(list[Token]):
    """The words of a whole text, with their starts beside them: what is looked up by offset is looked up in integers."""

    __slots__ = ("starts",)
    starts: list[int]


def first_from(tokens: Sequence[Any], offset: int, low: int = 0) -> int:
    """Index of the first token, from index ``low`` on, that starts at ``offset`` or later; ``len(tokens)`` when none does.

    A token is a tuple that begins with its start, so that a lone start sorts right before the token there.
    """
    if type(tokens) is Tokens:
        return bisect_left(tokens.starts, offset, low)
    return bisect_left(tokens, (offset,), low)


def covering(tokens: Sequence[Any], offset: int) -> int:
    """Index of the last token that starts at ``offset`` or before; -1 when none does."""
    return first_from(tokens, offset + 1) - 1


class Located(Protocol):
    """Anything with a half-open code-point range."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A number with its unit; see :class:`bulletin_ie.records.Quantity` for the meaning of the fields."""

    start: int
    end: int
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str | None
    dimension: str | None
    per: str | None
    rule: str
    item: tuple[int, int] | None = None
    role: str | None = None
    parent: int | None = None
    """Index (in the list of mentions) of the total that this figure belongs to."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A calendar expression; ``first`` and ``last`` are ISO 8601 strings, both inclusive, or None."""

    start: int
    end: int
    first: str | None
    last: str | None
    boundary: str | None
    granularity: str | None
    timex: str | None
    anchor: str | None
    rule: str
    remark: str | None = None
    """Set when the expression names no day of the calendar (2月30日)."""


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """A 《…》 title (brackets inside the span) or a 文号."""

    start: int
    end: int
    kind: str


M = TypeVar("M", bound=Located)


def resolve_overlaps(mentions: Iterable[M]) -> list[M]:
    """Leftmost-longest: of overlapping mentions the one that starts first stays, then the longest, then the first given."""
    kept: list[M] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


class Context(TypedDict, total=False):
    """What is known of a bulletin beside its text; every key may be absent."""

    published: str
    """ISO 8601 date or datetime that dates are resolved against."""
    source: str
    author: str
    site: str
    site_id: str
    url: str
    zones: list[tuple[int, int, str]]
    """Ranges of the text that are no prose: ``title``, ``header``, ``footer``, ``furniture``."""
