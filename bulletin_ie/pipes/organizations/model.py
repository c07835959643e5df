"""Rows of the organization lexicons, and what the room returns."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "BodyRow",
    "HostRow",
    "OrganizationEntity",
    "OrganizationMention",
    "QualityRow",
    "SuffixRow",
    "SurnameRow",
    "TopicRow",
    "TradeRow",
    "WordRow",
]


@dataclass(frozen=True, slots=True)
class SuffixRow:
    """A word that ends names; ``level`` says what must stand before it (see the table's head), ``full`` writes it out."""

    suffix: str
    type: str
    level: str
    example: str
    full: str = ""


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A subject of public bodies and the classes of body it heads (民政: 厅, 局)."""

    topic: str
    endings: tuple[str, ...]
    type: str
    example: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TradeRow:
    """A trade that firms are called by; ``kind``: ``firm``, or ``field`` where it is a branch of business as well."""

    word: str
    kind: str
    example: str


@dataclass(frozen=True, slots=True)
class QualityRow:
    """A word that says of which kind a trade is."""

    word: str
    example: str


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body known by name, with its short forms."""

    name: str
    type: str
    example: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SurnameRow:
    """A family name."""

    surname: str
    example: str


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word around or inside names and its role there."""

    word: str
    role: str
    example: str


@dataclass(frozen=True, slots=True)
class HostRow:
    """A name under gov.cn that a province uses, and the province's code."""

    host: str
    code: str
    example: str


@dataclass(slots=True)
class OrganizationMention:
    """One place where a body is named; ``name`` is the mention's canonical name."""

    start: int
    end: int
    method: str
    name: str


@dataclass(slots=True)
class OrganizationEntity:
    """One body in a document with all its mentions, in text order.

    ``resolution``: ``explicit`` (a full name is printed), ``alias`` (bound by 以下简称 or a longer name printed elsewhere),
    ``context`` (the division was filled in), ``unresolved`` (the name is as printed and stays incomplete).
    """

    name: str
    type: str
    division_code: str | None
    resolution: str
    mentions: list[OrganizationMention] = field(default_factory=list)
