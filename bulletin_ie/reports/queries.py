"""What a report says, asked from the tables. Every query groups or limits in the database: few rows come back from any archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ..sinks.reading import Reader

__all__ = [
    "GIVING",
    "SEVERAL",
    "Amount",
    "Failure",
    "Figure",
    "Overview",
    "Share",
    "activity_types",
    "amounts_by_month",
    "amounts_by_region",
    "failure_reasons",
    "failures",
    "largest",
    "notices_by_month",
    "overview",
    "shares",
    "top_organizations",
]

GIVING = ("donation", "supply", "assistance")
"""Activity types whose sums of money are amounts given. A sum that two of them share counts for the first of these."""
YUAN, PEOPLE = "元", "人"
SEVERAL = "*"
"""Region of an amount that bodies of more than one province gave."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of the whole storage; ``first`` and ``last`` are ISO days of publication."""

    notices: int
    organizations: int
    """Different names of resolved organizations."""
    quantities: int
    dates: int
    activities: int
    failures: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of yuan of one activity type."""

    type: str
    value: Decimal
    figures: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and where it stands."""

    value: Decimal
    text: str
    item: str | None
    types: tuple[str, ...]
    """Activity types that it measures."""
    sentence: str
    title: str | None
    published: str | None
    url: str | None
    locator: str


@dataclass(frozen=True, slots=True)
class Share:
    """How many of all are open."""

    name: str
    open: int
    all: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A notice that could not be read."""

    reason: str
    locator: str
    message: str


def overview(reader: Reader) -> Overview:
    """Counts and the span of time."""
    t = reader.tables
    days = sa.func.min(t["documents"].c.published_on), sa.func.max(t["documents"].c.published_on)
    ((notices, first, last),) = reader.rows(
        sa.select(sa.func.count(), *(_text(d, 10) for d in days)).select_from(t["documents"])
    )
    resolved = t["organizations"].c.resolution != "unresolved"
    names = sa.select(sa.func.count(t["organizations"].c.name.distinct())).where(resolved)
    ((organizations,),) = reader.rows(names)
    counts = {
        name: reader.rows(sa.select(sa.func.count()).select_from(t[name]))[0][0]
        for name in ("quantities", "dates", "activities", "failures")
    }
    return Overview(notices=notices, organizations=organizations, first=first, last=last, **counts)


def notices_by_month(reader: Reader) -> dict[str, int]:
    """Month of publication (``2024-06``) → notices; those without a date are left out."""
    d = reader.tables["documents"].c
    month = _text(d.published_on, 7)
    query = sa.select(month, sa.func.count()).where(d.published_on.is_not(None)).group_by(month)
    return dict(sorted((row[0], row[1]) for row in reader.rows(query)))


def activity_types(reader: Reader) -> list[tuple[str, Mapping[str, int], int]]:
    """(type, modality → activities, notices), the most frequent type first."""
    a = reader.tables["activities"].c
    per_type = sa.select(a.type, sa.func.count(a.document_id.distinct())).group_by(a.type)
    notices = {row[0]: row[1] for row in reader.rows(per_type)}
    found: dict[str, dict[str, int]] = {}
    for kind, modality, count in reader.rows(
        sa.select(a.type, a.modality, sa.func.count()).group_by(a.type, a.modality)
    ):
        found.setdefault(kind, {})[modality] = count
    order = sorted(found, key=lambda kind: (-sum(found[kind].values()), kind))
    return [(kind, found[kind], notices[kind]) for kind in order]


def amounts_by_month(reader: Reader) -> dict[str, list[Amount]]:
    """Month of publication → what was given; the month of notices without a date is ``""``."""
    given, d = _given(reader), reader.tables["documents"].c
    month = sa.func.coalesce(_text(d.published_on, 7), "")
    return _amounts(reader, month, given, reader.tables["documents"], d.document_id == given.c.document_id)


def amounts_by_region(reader: Reader) -> dict[str, list[Amount]]:
    """First two digits of a province's code → what was given.

    The province is that of the bodies that gave, else of those that received, else the only one that the notice's organizations
    belong to; ``"*"`` where there are several, ``""`` where nothing says it.
    """
    given = _given(reader)
    acting, whole = _provinces_of_roles(reader, given), _provinces_of_documents(reader, given)
    region = sa.case(
        (acting.c.agent_least.is_not(None), _one(acting.c.agent_least, acting.c.agent_most)),
        (acting.c.recipient_least.is_not(None), _one(acting.c.recipient_least, acting.c.recipient_most)),
        (whole.c.least == whole.c.most, whole.c.least),
        else_="",
    )
    joined = given.outerjoin(
        acting, sa.and_(acting.c.document_id == given.c.document_id, acting.c.quantity_id == given.c.quantity_id)
    ).outerjoin(whole, whole.c.document_id == given.c.document_id)
    return _amounts(reader, region, given, joined, None)


def _amounts(
    reader: Reader, key: sa.ColumnElement[Any], given: sa.Subquery, source: Any, on: sa.ColumnElement[bool] | None
) -> dict[str, list[Amount]]:
    if on is not None:
        source = given.join(source, on)
    label = key.label("place")
    query = sa.select(label, given.c.type_rank, reader.total(given.c.value), sa.func.count()).select_from(source)
    found: dict[str, list[Amount]] = {}
    for place, rank, value, count in sorted(
        reader.rows(query.group_by(label, given.c.type_rank)), key=lambda row: row[:2]
    ):
        found.setdefault(place, []).append(Amount(GIVING[rank], Decimal(str(value)), count))
    return found


def _given(reader: Reader) -> sa.Subquery:
    """Each exact sum of yuan that a giving activity reports as fact, once, with the rank of its type in :data:`GIVING`."""
    a, x, q = (reader.tables[name].c for name in ("activities", "activity_arguments", "quantities"))
    rank = sa.func.min(sa.case(*((a.type == kind, number) for number, kind in enumerate(GIVING))))
    return (
        sa.select(q.document_id, q.quantity_id, q.value, rank.label("type_rank"))
        .select_from(
            reader.tables["activities"]
            .join(
                reader.tables["activity_arguments"],
                sa.and_(x.document_id == a.document_id, x.activity_id == a.activity_id),
            )
            .join(reader.tables["quantities"], sa.and_(q.document_id == x.document_id, q.quantity_id == x.record_id))
        )
        .where(a.type.in_(GIVING), a.modality == "actual", x.role == "quantity", *_counted(q, YUAN))
        .group_by(q.document_id, q.quantity_id, q.value)
        .subquery("given")
    )


def _counted(q: Any, unit: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Figures that stand for themselves: no rates, no changes, no parts of a figure that is counted as well."""
    return (
        q.unit == unit,
        q.value.is_not(None),
        q.per.is_(None),
        q.parent_id.is_(None),
        sa.func.coalesce(q.role, "").not_in(("change", "rate")),
    )


def _provinces_of_roles(reader: Reader, given: sa.Subquery) -> sa.Subquery:
    """Least and greatest province of the agents and of the recipients of the activities that a sum belongs to."""
    x, w = (reader.tables["activity_arguments"].alias(name) for name in ("amount", "actor"))
    o = reader.tables["organizations"]
    province = sa.func.substr(o.c.division_code, 1, 2)
    ends = [
        end(sa.case((w.c.role == role, province))).label(f"{role}_{name}")
        for role in ("agent", "recipient")
        for name, end in (("least", sa.func.min), ("most", sa.func.max))
    ]
    amount = sa.and_(
        x.c.document_id == given.c.document_id, x.c.record_id == given.c.quantity_id, x.c.role == "quantity"
    )
    actor = sa.and_(w.c.document_id == x.c.document_id, w.c.activity_id == x.c.activity_id)
    named = sa.and_(o.c.document_id == w.c.document_id, o.c.organization_id == w.c.record_id)
    return (
        sa.select(given.c.document_id, given.c.quantity_id, *ends)
        .select_from(given.join(x, amount).join(w, actor).join(o, named))
        .where(o.c.division_code.is_not(None), w.c.role.in_(("agent", "recipient")))
        .group_by(given.c.document_id, given.c.quantity_id)
        .subquery("acting")
    )


def _provinces_of_documents(reader: Reader, given: sa.Subquery) -> sa.Subquery:
    o = reader.tables["organizations"].c
    province = sa.func.substr(o.division_code, 1, 2)
    return (
        sa.select(o.document_id, sa.func.min(province).label("least"), sa.func.max(province).label("most"))
        .where(o.division_code.is_not(None), o.document_id.in_(sa.select(given.c.document_id)))
        .group_by(o.document_id)
        .subquery("whole")
    )


def _one(least: Any, most: Any) -> sa.ColumnElement[Any]:
    return sa.case((least == most, least), else_=SEVERAL)


def top_organizations(reader: Reader, role: str, *, limit: int) -> list[tuple[str, str, int, int]]:
    """(name, type, activities, notices) of the resolved organizations most often in a role, as facts reported."""
    t = reader.tables
    a, w, o = t["activities"].c, t["activity_arguments"].c, t["organizations"].c
    acts = (
        sa.select(o.name, o.type, a.document_id, a.activity_id)
        .select_from(
            t["activity_arguments"]
            .join(t["activities"], sa.and_(a.document_id == w.document_id, a.activity_id == w.activity_id))
            .join(t["organizations"], sa.and_(o.document_id == w.document_id, o.organization_id == w.record_id))
        )
        .where(w.role == role, a.modality == "actual", o.resolution != "unresolved")
        .distinct()
        .subquery("acts")
    )
    count = sa.func.count()
    query = sa.select(acts.c.name, sa.func.min(acts.c.type), count, sa.func.count(acts.c.document_id.distinct()))
    rows = reader.rows(query.group_by(acts.c.name).order_by(count.desc(), acts.c.name).limit(limit))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def largest(reader: Reader, unit: str, *, limit: int) -> list[Figure]:
    """The largest figures of a unit that measure an activity reported as fact."""
    t = reader.tables
    a, x, q, d = (t[name].c for name in ("activities", "activity_arguments", "quantities", "documents"))
    act = sa.and_(a.document_id == x.document_id, a.activity_id == x.activity_id, a.modality == "actual")
    of_act = (
        sa.exists()
        .where(x.document_id == q.document_id, x.record_id == q.quantity_id, x.role == "quantity", act)
    )  # fmt: skip
    columns = (
        q.document_id,
        q.quantity_id,
        q.value,
        q.text,
        q.item,
        d.title,
        _text(d.published_on, 10),
        d.url,
        d.locator,
    )
    query = (
        sa.select(*columns)
        .select_from(t["quantities"].join(t["documents"], d.document_id == q.document_id))
        .where(*_counted(q, unit), of_act)
        .order_by(reader.magnitude(q.value).desc(), q.document_id, q.quantity_id)
        .limit(limit)
    )
    found = []
    for document, quantity, value, text, item, title, published, url, locator in reader.rows(query):
        acts = sa.select(a.type, a.sentence, a.sentence_start).where(
            x.document_id == document, x.record_id == quantity, x.role == "quantity", act
        )
        rows = sorted(reader.rows(acts), key=lambda row: (row[2], row[0]))
        types = tuple(dict.fromkeys(row[0] for row in rows))
        found.append(Figure(Decimal(str(value)), text, item, types, rows[0][1], title, published, url, locator))
    return found


def shares(reader: Reader) -> list[Share]:
    """What is open of dates, organizations, figures and notices."""
    t = reader.tables
    o, q, d, n = (t[name].c for name in ("organizations", "quantities", "dates", "documents"))
    conditions = {
        "organizations": ("organizations", o.resolution == "unresolved"),
        "dates": ("dates", sa.and_(d.first_day.is_(None), d.last_day.is_(None))),
        "quantities": ("quantities", sa.and_(q.value.is_(None), q.lower_bound.is_(None), q.upper_bound.is_(None))),
        "notices": ("documents", n.published_on.is_(None)),
    }
    found = []
    for name, (table, condition) in conditions.items():
        open_ = sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
        ((count, all_),) = reader.rows(sa.select(open_, sa.func.count()).select_from(t[table]))
        found.append(Share(name, int(count), all_))
    return found


def failure_reasons(reader: Reader) -> list[tuple[str, int]]:
    """(reason, notices), the most frequent first."""
    f = reader.tables["failures"].c
    rows = reader.rows(sa.select(f.reason, sa.func.count()).group_by(f.reason))
    return sorted(((row[0], row[1]) for row in rows), key=lambda row: (-row[1], row[0]))


def failures(reader: Reader, *, limit: int) -> list[Failure]:
    """Failures in the order of reason and place."""
    f = reader.tables["failures"].c
    query = sa.select(f.reason, f.locator, f.message).order_by(f.reason, f.locator).limit(limit)
    return [Failure(*row) for row in reader.rows(query)]


def _text(day: sa.ColumnElement[Any], length: int) -> sa.ColumnElement[Any]:
    """The first characters of an ISO day."""
    return sa.func.substr(sa.cast(day, sa.String(10)), 1, length)
