"""The sections of a report, each made of one or two queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from markupsafe import Markup

from ..lexicon import load
from ..lexicon.divisions import DivisionRow
from ..pages.labels import label
from ..sinks.reading import Reader
from . import queries
from .buckets import Timeline, timeline
from .charts import Series, bars, columns, short_number
from .model import Cell, Column, Section, Tile, count, exact

__all__ = ["sections", "tiles"]

MOST_ORGANIZATIONS = 12
MOST_FIGURES = 15
MOST_FAILURES = 50
MOST_MONTHS = 240
"""Rows of a table of months."""
MOST_SENTENCE = 120
"""Characters of a sentence that a table quotes."""
MODALITIES = ("actual", "planned", "negated")
OPEN = "未确定"

Link = Callable[[str | None, str], str]
"""From a notice's address and place to where it can be read, or nothing."""


def tiles(found: queries.Overview) -> list[Tile]:
    """The counts at the head of the page."""
    return [
        Tile(count(found.notices), "notices", "公文"),
        Tile(count(found.activities), "activities", "活动"),
        Tile(count(found.organizations), "organizations", "机构"),
        Tile(count(found.quantities), "quantities", "数量"),
        Tile(count(found.dates), "dates", "日期"),
        Tile(count(found.failures), "failures", "失败"),
    ]


def sections(reader: Reader, link: Link) -> Iterator[Section]:
    """All sections, in the order of the page. One whose table has no rows says so itself."""
    yield _notices(queries.notices_by_month(reader))
    yield _types(queries.activity_types(reader))
    yield _amounts_by_time(queries.amounts_by_month(reader))
    yield _amounts_by_region(queries.amounts_by_region(reader))
    for role, title, chinese in (
        ("agent", "Organizations that acted most", "施动最多的机构"),
        ("recipient", "Organizations that received most", "受助最多的机构"),
    ):
        yield _organizations(role, title, chinese, queries.top_organizations(reader, role, limit=MOST_ORGANIZATIONS))
    for unit, name, title, chinese in (
        (queries.YUAN, "money", "Largest sums of money", "最大金额"),
        (queries.PEOPLE, "people", "Largest numbers of people", "最多人数"),
    ):
        yield _figures(name, title, chinese, unit, queries.largest(reader, unit, limit=MOST_FIGURES), link)
    yield _open(queries.shares(reader))
    yield _failures(queries.failure_reasons(reader), queries.failures(reader, limit=MOST_FAILURES), link)


def _notices(months: Mapping[str, int]) -> Section:
    line = timeline(months)
    counts = [0] * len(line.labels)
    for month, number in months.items():
        counts[line.index(month)] += number
    title = _said(f"Notices by {line.unit}", line.labels, counts)
    tabled = _tabled(line, months)
    return Section(
        "notices",
        "Notices over time",
        "公文数量",
        "By the date of publication." + _left_out(line, months),
        (Column("month", "", "code"), Column("notices", "", "number")),
        [(Cell(month), Cell(count(months.get(month, 0)))) for month in tabled],
        drawing=columns(line.labels, [Series("notices", counts)], title=title) if counts else None,
        place="left",
    )


def _tabled(line: Timeline, months: Iterable[str]) -> Sequence[str]:
    """The months of a table: all of a short time, of a long one the last that hold something."""
    return line.labels if line.unit == "month" else sorted(months)[-MOST_MONTHS:]


def _left_out(line: Timeline, months: Mapping[str, object]) -> str:
    more = len(months) > MOST_MONTHS and line.unit != "month"
    return f" The table has the last {MOST_MONTHS} months that hold something." if more else ""


def _types(found: Sequence[tuple[str, Mapping[str, int], int]]) -> Section:
    held = [m for m in MODALITIES if any(by.get(m) for _, by, _ in found)]
    names = [label(kind) or kind for kind, _, _ in found]
    series = [Series(m, [by.get(m, 0) for _, by, _ in found]) for m in held]
    totals = [sum(by.values()) for _, by, _ in found]
    return Section(
        "types",
        "Activities by type",
        "活动类型",
        "Each activity that a notice reports; planned and negated ones apart.",
        (
            Column("type"),
            *(Column(m, label(m), "number") for m in held),
            Column("notices", "", "number"),
        ),
        [
            (Cell(kind, label(kind)), *(Cell(count(by.get(m, 0))) for m in held), Cell(count(notices)))
            for kind, by, notices in found
        ],
        drawing=bars(names, series, title=_said("Activities by type", names, totals)) if found else None,
        legend=[(m, label(m)) for m in held] if len(held) > 1 else (),
        place="right",
    )


def _amounts_by_time(months: Mapping[str, Sequence[queries.Amount]]) -> Section:
    dated = {month: amounts for month, amounts in months.items() if month}
    line = timeline(dated)
    drawn: dict[str, list[queries.Amount]] = {name: [] for name in line.labels}
    for month, amounts in dated.items():
        drawn[line.labels[line.index(month)]].extend(amounts)
    tabled = {month: dated.get(month, ()) for month in _tabled(line, dated)}
    return _amounts(
        "amounts",
        "Amounts given over time",
        "捐助发放金额",
        "Yuan of donations, supplies and assistance that notices report as fact, by the date of publication. Rates, ranges and "
        "parts of a counted sum are left out; a sum that two notices report counts twice." + _left_out(line, dated),
        "month",
        tabled | ({"no date": months[""]} if "" in months else {}),
        drawn,
        draw=columns,
    )


def _amounts_by_region(regions: Mapping[str, Sequence[queries.Amount]]) -> Section:
    names = {"": OPEN, queries.SEVERAL: "多省", **_provinces()}
    order = sorted(regions, key=lambda code: (code in ("", queries.SEVERAL), -_sum(regions[code]), code))
    gathered = {names.get(code, code): regions[code] for code in order}
    return _amounts(
        "regions",
        "Amounts given by region",
        "捐助发放金额（分省）",
        "The province of the bodies that gave, else of those that received, else the only one that the notice's organizations "
        f"belong to. {OPEN}: none is certain.",
        "region",
        gathered,
        gathered,
        draw=bars,
    )


def _amounts(
    id_: str,
    title: str,
    chinese: str,
    note: str,
    place: str,
    tabled: Mapping[str, Sequence[queries.Amount]],
    drawn: Mapping[str, Sequence[queries.Amount]],
    *,
    draw: Callable[..., Markup],
) -> Section:
    held = [
        t
        for t in queries.GIVING
        if any(a.type == t for amounts in (*tabled.values(), *drawn.values()) for a in amounts)
    ]
    rows = [
        (
            Cell(name),
            *(_yuan(_sum(a for a in amounts if a.type == t)) for t in held),
            _yuan(_sum(amounts)),
            Cell(count(sum(a.figures for a in amounts))),
        )
        for name, amounts in tabled.items()
    ]
    series = [Series(label(t), [_sum(a for a in amounts if a.type == t) for amounts in drawn.values()]) for t in held]
    said = _said(f"{title}, in yuan", list(drawn), [_sum(amounts) for amounts in drawn.values()])
    return Section(
        id_,
        title,
        chinese,
        note,
        (
            Column(place),
            *(Column(t, label(t), "number") for t in held),
            Column("yuan", "合计", "number"),
            Column("figures", "", "number"),
        ),
        rows,
        drawing=draw(list(drawn), series, title=said) if drawn and held else None,
        legend=[(t, label(t)) for t in held],
        place="left",
    )


def _organizations(role: str, title: str, chinese: str, found: Sequence[tuple[str, str, int, int]]) -> Section:
    names = [name for name, *_ in found]
    numbers = [acts for _, _, acts, _ in found]
    return Section(
        f"{role}s",
        title,
        chinese,
        f"Named as {role} of activities reported as fact. Names that their notice does not resolve (省民政厅) are left out.",
        (
            Column("name", "", "words"),
            Column("type"),
            Column("activities", "", "number"),
            Column("notices", "", "number"),
        ),
        [
            (Cell(name), Cell(kind, label(kind)), Cell(count(acts)), Cell(count(notices)))
            for name, kind, acts, notices in found
        ],
        drawing=bars(names, [Series("activities", numbers)], title=_said(title, names, numbers)) if found else None,
        place="right",
    )


def _figures(id_: str, title: str, chinese: str, unit: str, found: Sequence[queries.Figure], link: Link) -> Section:
    return Section(
        id_,
        title,
        chinese,
        "Figures that measure an activity reported as fact, without rates and parts of a sum.",
        (
            Column("value", unit, "number"),
            Column("as printed", "原文", "words"),
            Column("activity"),
            Column("sentence", "", "words"),
            Column("notice", "", "words"),
            Column("published", "", "code"),
        ),
        [
            (
                Cell(exact(f.value), _short(f.value)),
                Cell(f.text + (f"（{f.item}）" if f.item else "")),
                Cell(", ".join(f.types), "、".join(filter(None, map(label, f.types)))),
                Cell(_cut(f.sentence.strip())),
                Cell(f.title or f.locator, href=link(f.url, f.locator)),
                Cell(f.published or ""),
            )
            for f in found
        ],
    )


def _open(found: Sequence[queries.Share]) -> Section:
    said = {
        "organizations": "name not resolved",
        "dates": "no day in the calendar",
        "quantities": "no value and no bound",
        "notices": "no date of publication",
    }
    shown = [s for s in found if s.all]
    return Section(
        "open",
        "What stays open",
        "未确定的比例",
        "Nothing is guessed: a date without a year and an anchor, or a name that could be of several places, says so.",
        (
            Column("records"),
            Column("open because"),
            Column("open", OPEN, "number"),
            Column("share", "", "number"),
        ),
        [
            (
                Cell(s.name),
                Cell(said[s.name]),
                Cell(f"{count(s.open)} of {count(s.all)}"),
                Cell(_percent(s.open, s.all)),
            )
            for s in shown
        ],
        place="left",
    )


def _failures(reasons: Sequence[tuple[str, int]], found: Sequence[queries.Failure], link: Link) -> Section:
    number = sum(n for _, n in reasons)
    counted = ", ".join(f"{reason} {count(n)}" for reason, n in reasons)
    note = f"{count(number)} notices could not be read: {counted}." if number else "Every notice could be read."
    if number > len(found):
        note += f" The first {count(len(found))} are shown."
    return Section(
        "failures",
        "Failures",
        "失败",
        note,
        (Column("reason", "", "code"), Column("notice", "", "words"), Column("message", "", "words")),
        [(Cell(f.reason), Cell(f.locator, href=link(None, f.locator)), Cell(f.message)) for f in found],
    )


@cache
def _provinces() -> Mapping[str, str]:
    """The first two digits of a code → the province."""
    return {row.code[:2]: row.name for row in load("divisions", DivisionRow) if row.code.endswith("0000")}


def _sum(amounts: Iterable[queries.Amount]) -> Decimal:
    return sum((a.value for a in amounts), Decimal(0))


def _yuan(value: Decimal) -> Cell:
    return Cell(exact(value), _short(value)) if value else Cell("0")


def _short(value: Decimal) -> str:
    """12.6万 beside 126,000; nothing where it is as short."""
    return short_number(value) if abs(value) >= 10_000 else ""


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= MOST_SENTENCE else sentence[: MOST_SENTENCE - 1] + "…"


def _percent(part: int, whole: int) -> str:
    return f"{Decimal(100 * part) / whole:.1f} %"


def _said(title: str, names: Sequence[str], values: Sequence[int | Decimal]) -> str:
    """What a drawing shows, in a sentence; the numbers are in the table below it."""
    if not names:
        return title
    most = max(range(len(names)), key=lambda i: values[i])
    span = f"{names[0]} to {names[-1]}" if names[0][:1].isdigit() and len(names) > 1 else f"{len(names)} bars"
    return f"{title}: {span}; most {names[most]}, {exact(Decimal(values[most]))}. All numbers are in the table below."
