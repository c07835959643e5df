"""The records: frozen pydantic models, the package's promise to databases.

All offsets are half-open code-point offsets into :attr:`Bulletin.text`, and
``bulletin.text[span.start:span.end] == span.text`` holds for every span. Numbers are
:class:`~decimal.Decimal` (JSON strings), times are ISO 8601. Field meanings are those of the annotation guide.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

__all__ = [
    "Activity",
    "ActivityType",
    "Actor",
    "Boundary",
    "Bulletin",
    "Check",
    "DateExpression",
    "Document",
    "Mention",
    "Metadata",
    "Modality",
    "Organization",
    "OrganizationType",
    "Quantity",
    "Remark",
    "Span",
]

SCHEMA_VERSION = "1.0"

OrganizationType = Literal[
    "party", "government", "congress", "forces", "institution", "social", "enterprise", "media", "grassroots",
    "international", "other",
]  # fmt: skip
ActivityType = Literal[
    "donation", "volunteering", "disinfection", "testing", "medical", "supply", "assistance", "rescue", "meeting",
    "issuance", "inspection", "enforcement", "training", "publicity", "cooperation", "construction", "establishment",
    "investigation", "award", "personnel", "economic", "event",
]  # fmt: skip
ORGANIZATION_TYPES: tuple[OrganizationType, ...] = get_args(OrganizationType)
ACTIVITY_TYPES: tuple[ActivityType, ...] = get_args(ActivityType)
Boundary = Literal["since", "until", "before", "after"]
Granularity = Literal["year", "half", "quarter", "month", "ten-day", "week", "day", "hour", "minute", "second"]
Modality = Literal["actual", "planned", "negated"]
Resolution = Literal["explicit", "alias", "context", "unresolved"]
Method = Literal["rule", "gazetteer", "model"]
Role = Literal["total", "part", "change", "rate", "level"]


def _iso_time(value: object) -> object:
    """Read ``2022-04-01`` as a date and ``2022-04-01T00:00`` as a datetime, so that JSON round trips keep the kind."""
    if isinstance(value, str):
        return datetime.fromisoformat(value) if "T" in value or " " in value else date.fromisoformat(value)
    return value


def iso_text(value: date | datetime) -> str:
    """ISO 8601 as precise as a bulletin prints it: a day, or a time to the minute (seconds only where there are any)."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="auto" if value.second or value.microsecond else "minutes")
    return value.isoformat()


IsoTime = Annotated[
    date | datetime,
    BeforeValidator(_iso_time),
    PlainSerializer(iso_text, return_type=str, when_used="json-unless-none"),
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Record):
    """A half-open range of code points and its surface: ``bulletin.text[start:end] == text``."""

    start: int = Field(ge=0)
    end: int
    text: str


class Mention(Span):
    """One place where an organization is named."""

    method: Method
    """Which layer found it."""
    name: str
    """Canonical name of this mention: the fullest form that the document supports."""


class Organization(_Record):
    """One real body in a document, with every mention of it."""

    id: str
    name: str
    type: OrganizationType
    division_code: str | None = None
    """GB/T 2260 code of the division that its name states or that the document fixes."""
    resolution: Resolution
    """``explicit``: printed in full; ``alias``: bound by 简称 or a longer form; ``context``: its division was filled from
    the document; ``unresolved``: a placeholder (省民政厅) that the document does not fix."""
    mentions: tuple[Mention, ...]


class Quantity(Span):
    """A number with its unit, exactly delimited and valued."""

    id: str
    value: Decimal | None
    lower: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None
    """Canonical unit without scale (元, 平方米, 人次, %)."""
    dimension: str | None = None
    per: str | None = None
    item: Span | None = None
    role: Role | None = None
    parent: str | None = None
    """Id of the total that this figure is a part of."""
    rule: str


class DateExpression(Span):
    """A calendar expression and what it resolves to; ``first`` and ``last`` are both inclusive."""

    id: str
    first: IsoTime | None
    last: IsoTime | None
    boundary: Boundary | None = None
    granularity: Granularity | None = None
    timex: str | None = None
    """TIMEX3 value (ISO 24617-1); the open part stays X (``XXXX-03-18``)."""
    anchor: str | None = None
    """What it was resolved against: ``self``, ``published``, ``text`` (a date before it), or null when unresolved."""
    rule: str


class Actor(Span):
    """An agent or recipient: a noun phrase, with the organization's id when it names one."""

    organization: str | None = None


class Activity(_Record):
    """Who did what, for whom, how much, when."""

    id: str
    type: ActivityType
    trigger: Span
    sentence: Span
    agents: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    quantities: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    documents: tuple[Span, ...] = ()
    modality: Modality = "actual"
    rule: str


class Document(Span):
    """A 《…》 title or a cited 文号 in the text."""

    kind: Literal["title", "number"]


class Check(_Record):
    """Arithmetic that the bulletin itself lets one verify."""

    kind: Literal["sum", "rate"]
    quantities: tuple[str, ...]
    """Ids: the whole (or the stated rate) first, then its parts (or numerator and denominator)."""
    expected: Decimal
    stated: Decimal
    difference: Decimal


class Remark(_Record):
    """Something a reader of the records should know (an impossible date, mojibake, furniture cut off)."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


class Metadata(_Record):
    """What the bulletin says of itself; each value is null when not stated."""

    title: str | None = None
    published_at: IsoTime | None = None
    source: str | None = None
    publisher: str | None = None
    """发布机构 of a catalogue block."""
    created_at: IsoTime | None = None
    """成文日期 of a catalogue block."""
    author: str | None = None
    editor: str | None = None
    document_number: str | None = None
    index_number: str | None = None
    views: int | None = None
    url: str | None = None
    site: str | None = None
    site_id: str | None = None
    column: str | None = None
    keywords: str | None = None
    description: str | None = None
    recipients: str | None = None
    """主送机关, as printed."""
    signed_by: str | None = None
    signed_at: IsoTime | None = None
    copied_to: str | None = None
    category: str | None = None
    validity: str | None = None
    uscc: str | None = None
    """A printed unified social credit code (GB 32100) whose check digit is right."""
    format: str | None = None
    encoding: str | None = None
    spans: dict[str, Span] = Field(default_factory=dict)
    """Field name → where the value stands in the text, for values found there."""
    sources: dict[str, str] = Field(default_factory=dict)
    """Field name → ``argument``, ``meta``, ``header``, ``footer`` or ``dump column``."""


class Bulletin(_Record):
    """One bulletin: its exact text and every record found in it, in text order."""

    id: str
    schema_version: str = SCHEMA_VERSION
    text: str
    metadata: Metadata = Metadata()
    organizations: tuple[Organization, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    activities: tuple[Activity, ...] = ()
    documents: tuple[Document, ...] = ()
    checks: tuple[Check, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def places(self) -> dict[str, tuple[int, int]]:
        """Id → range of each quantity and date, which activities name by id."""
        made = {q.id: (q.start, q.end) for q in self.quantities}
        return made | {d.id: (d.start, d.end) for d in self.dates}

    def _repr_html_(self) -> str:
        """The page of :func:`bulletin_ie.render`, in a frame, for notebooks."""
        from . import pages  # a late arrow upwards: see tests/test_imports.py

        return pages.notebook(self)

    def record(self, record_id: str) -> Any:
        """The record with that id (``o1``, ``q3``, ``d2``, ``a5``).

        Raises:
            KeyError: no record of this bulletin has that id.
        """
        for group in (self.organizations, self.quantities, self.dates, self.activities):
            for item in group:
                if item.id == record_id:
                    return item
        raise KeyError(record_id)
