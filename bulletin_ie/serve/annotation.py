"""The annotation as it travels between server and page, and what must hold before it is saved.

Spans carry their text, so that a wrong offset (a browser counts UTF-16 units, we count code points) cannot be saved unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from ..corpus import GoldActivity, GoldDocument, GoldMention, Range
from ..errors import BulletinError
from ..records import ActivityType, Boundary, Granularity, OrganizationType, iso_text

if TYPE_CHECKING:
    from ..records import Bulletin

__all__ = ["METADATA", "Annotation", "AnnotationError", "Problem", "of_bulletin", "of_gold", "to_gold"]

METADATA = ("title", "published_at", "source", "author", "editor", "document_number", "views")
"""Fields of metadata that the scorer knows."""
LAYERS = ("organizations", "quantities", "dates", "activities")
ROLES = ("agents", "recipients", "quantities", "dates", "documents")
MAX_DIGITS = 40
OPEN = "?"
"""A date's end that is not scored."""


def _stripped(value: object) -> object:
    if isinstance(value, str):
        return value.strip() or None
    return value


def _plain_number(value: object) -> object:
    if isinstance(value, str):
        value = value.strip().replace(",", "").replace("，", "").replace("\N{MINUS SIGN}", "-")
    return value or None if isinstance(value, str) else value


Cell = Annotated[str | None, BeforeValidator(_stripped)]
Number = Annotated[
    Annotated[Decimal, Field(allow_inf_nan=False, max_digits=MAX_DIGITS)] | None,
    BeforeValidator(_plain_number),
    PlainSerializer(lambda v: None if v is None else format(v, "f"), return_type=str | None, when_used="json"),
]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Wire):
    """A half-open range of code points, and what the sender believes to stand there."""

    start: int
    end: int
    text: str

    @property
    def range(self) -> Range:
        """Both ends."""
        return self.start, self.end


class Organization(Place):
    """One mention; ``name`` is null when it is the surface."""

    type: OrganizationType
    name: Cell = None


class Quantity(Place):
    """A number with its unit."""

    value: Number = None
    unit: Cell = None
    lower: Number = None
    upper: Number = None
    per: Cell = None
    item: Cell = None


class Date(Place):
    """A calendar expression; ``first`` and ``last`` are ISO 8601, or ``?`` where the value is not scored."""

    first: Cell = None
    last: Cell = None
    boundary: Annotated[Boundary | None, BeforeValidator(_stripped)] = None
    granularity: Annotated[Granularity | None, BeforeValidator(_stripped)] = None


class Activity(_Wire):
    """An activity with the places that it is linked to."""

    type: ActivityType
    trigger: Place
    agents: tuple[Place, ...] = ()
    recipients: tuple[Place, ...] = ()
    quantities: tuple[Place, ...] = ()
    dates: tuple[Place, ...] = ()
    documents: tuple[Place, ...] = ()


class Ignored(Place):
    """A range in which a prediction of ``layer`` is neither right nor wrong."""

    layer: Literal["organizations", "quantities", "dates", "activities"]


class Annotation(_Wire):
    """One bulletin's annotation."""

    text: str
    published: Cell = None
    url: Cell = None
    kind: Cell = None
    domain: Cell = None
    province: Cell = None
    metadata: Mapping[str, str | None] = Field(default_factory=dict)
    organizations: tuple[Organization, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[Date, ...] = ()
    activities: tuple[Activity, ...] = ()
    ignore: tuple[Ignored, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an annotation cannot be saved: the layer and index of the record that is wrong (layer empty: the document)."""

    layer: str
    index: int
    message: str


class AnnotationError(BulletinError):
    """An annotation that contradicts its text or itself."""

    reason = "bad_annotation"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(p.message for p in problems))
        self.problems = tuple(problems)


def of_bulletin(bulletin: Bulletin) -> Annotation:
    """What the rules found, as the annotation to correct. Metadata that the text itself does not state is left out."""
    at = bulletin.places()
    text, meta = bulletin.text, bulletin.metadata

    def place(r: Range) -> dict[str, Any]:
        return {"start": r[0], "end": r[1], "text": text[r[0] : r[1]]}

    stated: dict[str, Any] = {k: getattr(meta, k) for k in METADATA}
    published = meta.published_at
    return Annotation(
        text=text,
        published=None if published is None else iso_text(published),
        url=meta.url,
        metadata={
            k: iso_text(v) if isinstance(v, date) else str(v)
            for k, v in stated.items()
            if v is not None and (k in meta.spans or meta.sources.get(k) in ("header", "footer") or str(v) in text)
        },
        organizations=tuple(
            Organization(**place((m.start, m.end)), type=o.type, name=None if m.name == m.text else m.name)
            for o, m in sorted(
                ((o, m) for o in bulletin.organizations for m in o.mentions), key=lambda pair: pair[1].start
            )
        ),
        quantities=tuple(
            Quantity(
                **place((q.start, q.end)),
                value=q.value, unit=q.unit, lower=q.lower, upper=q.upper, per=q.per, item=q.item.text if q.item is not None else None,
            )
            for q in bulletin.quantities
        ),
        dates=tuple(
            Date(
                **place((d.start, d.end)),
                first=None if d.first is None else iso_text(d.first),
                last=None if d.last is None else iso_text(d.last),
                boundary=d.boundary,
                granularity=d.granularity,
            )
            for d in bulletin.dates
        ),
        activities=tuple(
            Activity(
                type=a.type,
                trigger=Place(**place((a.trigger.start, a.trigger.end))),
                agents=tuple(Place(**place((x.start, x.end))) for x in a.agents),
                recipients=tuple(Place(**place((x.start, x.end))) for x in a.recipients),
                quantities=tuple(Place(**place(at[i])) for i in a.quantities),
                dates=tuple(Place(**place(at[i])) for i in a.dates),
                documents=tuple(Place(**place((x.start, x.end))) for x in a.documents),
            )
            for a in bulletin.activities
        ),
    )  # fmt: skip


def of_gold(document: GoldDocument) -> Annotation:
    """A document of the corpus, to correct further."""
    text = document.text

    def place(r: Range) -> dict[str, Any]:
        return {"start": r[0], "end": r[1], "text": text[r[0] : r[1]]}

    def mentions(model: type[Any], found: Iterable[GoldMention]) -> tuple[Any, ...]:
        known = model.model_fields
        return tuple(
            model(**place((m.start, m.end)), **{k: v for k, v in m.fields.items() if k in known}) for m in found
        )

    organizations = mentions(Organization, document.organizations)
    return Annotation(
        text=text,
        published=document.published,
        url=document.url,
        **document.attributes,
        metadata=document.metadata,
        organizations=tuple(o.model_copy(update={"name": None}) if o.name == o.text else o for o in organizations),
        quantities=mentions(Quantity, document.quantities),
        dates=mentions(Date, document.dates),
        activities=tuple(
            Activity(
                type=a.type,  # type: ignore[arg-type]
                trigger=Place(**place(a.trigger)),
                **{role: tuple(Place(**place(r)) for r in getattr(a, role)) for role in ROLES},
            )
            for a in document.activities
        ),
        ignore=tuple(
            Ignored.model_validate({**place(r), "layer": layer})
            for layer, ranges in document.ignore.items()
            for r in sorted(set(ranges))
        ),
    )


def to_gold(annotation: Annotation, document_id: str) -> GoldDocument:
    """The document to save.

    Raises:
        AnnotationError: a span that does not equal its text, records of a layer that overlap, a link to no record …
    """
    found = list(_problems(annotation))
    if found:
        raise AnnotationError(found)
    a = annotation
    ignore: dict[str, set[Range]] = {}
    for row in a.ignore:
        ignore.setdefault(row.layer, set()).add(row.range)
    return GoldDocument(
        id=document_id,
        text=a.text,
        published=a.published,
        url=a.url,
        attributes={k: v for k in ("kind", "domain", "province") if (v := getattr(a, k)) is not None},
        metadata=dict(a.metadata),
        organizations=tuple(
            GoldMention(o.start, o.end, {"type": o.type, "name": o.name or o.text}) for o in a.organizations
        ),
        quantities=tuple(
            GoldMention(q.start, q.end, q.model_dump(exclude={"start", "end", "text"})) for q in a.quantities
        ),
        dates=tuple(GoldMention(d.start, d.end, d.model_dump(exclude={"start", "end", "text"})) for d in a.dates),
        activities=tuple(
            GoldActivity(
                x.type,
                x.trigger.range,
                **{role: tuple(dict.fromkeys(p.range for p in getattr(x, role))) for role in ROLES},
            )
            for x in a.activities
        ),
        ignore={layer: tuple(sorted(ranges)) for layer, ranges in sorted(ignore.items())},
    )


def _problems(a: Annotation) -> Iterator[Problem]:
    if a.published is not None and _time(a.published) is None:
        yield Problem("", 0, f"published: {a.published!r} is no ISO 8601 date such as 2022-04-01")
    for name in a.metadata:
        if name not in METADATA:
            yield Problem("", 0, f"metadata: there is no field {name!r}")
    for layer in (*LAYERS, "ignore"):
        for index, record in enumerate(getattr(a, layer)):
            for message in _span_problems(a.text, record):
                yield Problem(layer, index, message)
    for layer in ("organizations", "quantities", "dates"):
        yield from _overlaps(layer, getattr(a, layer))
    for index, d in enumerate(a.dates):
        for message in _date_problems(d):
            yield Problem("dates", index, message)
    for index, q in enumerate(a.quantities):
        if q.lower is not None and q.upper is not None and q.lower > q.upper:
            yield Problem("quantities", index, f"{q.text}: lower {q.lower:f} is more than upper {q.upper:f}")
    for layer in ("quantities", "dates"):
        known = {p.range for p in getattr(a, layer)}
        for index, x in enumerate(a.activities):
            for p in getattr(x, layer):
                if p.range not in known:
                    yield Problem(
                        "activities", index, f"{x.trigger.text}: {p.text!r} at {p.start} is none of the {layer}"
                    )


def _span_problems(text: str, record: Place | Activity) -> Iterator[str]:
    places = (
        [record] if isinstance(record, Place) else [record.trigger, *(p for r in ROLES for p in getattr(record, r))]
    )
    for p in places:
        if not 0 <= p.start < p.end <= len(text):
            yield f"there is no range {p.start}-{p.end} in the text"
        elif text[p.start : p.end] != p.text:
            yield f"the text at {p.start}-{p.end} is {text[p.start : p.end]!r}, not {p.text!r}"
        elif p.text != p.text.strip():
            yield f"{p.text!r} begins or ends with a space"


def _overlaps(layer: str, records: Sequence[Place]) -> Iterator[Problem]:
    ordered = sorted(enumerate(records), key=lambda pair: pair[1].range)
    for (_, a), (index, b) in pairwise(ordered):
        if b.start < a.end:
            yield Problem(layer, index, f"{b.text!r} at {b.start} overlaps {a.text!r} at {a.start}")


def _date_problems(d: Date) -> Iterator[str]:
    ends = [_time(v) if v not in (None, OPEN) else None for v in (d.first, d.last)]
    for value, end in zip((d.first, d.last), ends, strict=True):
        if value not in (None, OPEN) and end is None:
            yield f"{d.text}: {value!r} is neither an ISO 8601 date or time nor '?'"
    first, last = ends
    if first is not None and last is not None and first.date() > last.date():
        yield f"{d.text}: first {d.first} is after last {d.last}"


def _time(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value or "")
    except ValueError:
        return None
