"""The text of a bulletin with its records marked, as properly nested HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from ..records import Bulletin

__all__ = ["Place", "link", "links", "mark_up", "nested"]

NOUNS = {"organizations": "organization", "quantities": "quantity", "dates": "date", "activities": "activity"}


class Place(NamedTuple):
    """A range of the text that the page can light up; ``layer`` is empty for a phrase that is no record of its own."""

    start: int
    end: int
    layer: str = ""
    id: str = ""
    anchor: str = ""
    """The element's id, on the range's first piece."""
    type: str = ""


def link(role: str, span: tuple[int, int]) -> str:
    """How a table row names a place in the text: ``agent:56-60``."""
    return f"{role}:{span[0]}-{span[1]}"


def links(bulletin: Bulletin) -> dict[str, list[str]]:
    """Record id → the places that light up with it, each as :func:`link` writes it."""
    at = bulletin.places()
    made: dict[str, list[str]] = {}
    for o in bulletin.organizations:
        made[o.id] = [link("self", (m.start, m.end)) for m in o.mentions]
    for q in bulletin.quantities:
        made[q.id] = [link("self", (q.start, q.end))]
        if q.item is not None:
            made[q.id].append(link("item", (q.item.start, q.item.end)))
        if q.parent in at:
            made[q.id].append(link("parent", at[q.parent]))
    for d in bulletin.dates:
        made[d.id] = [link("self", (d.start, d.end))]
    for a in bulletin.activities:
        spans = [("self", a.trigger)]
        spans += [("agent", x) for x in a.agents] + [("recipient", x) for x in a.recipients]
        spans += [("document", x) for x in a.documents]
        made[a.id] = [link(role, (s.start, s.end)) for role, s in spans]
        made[a.id] += [link("quantity", at[i]) for i in a.quantities if i in at]
        made[a.id] += [link("date", at[i]) for i in a.dates if i in at]
    return made


def mark_up(bulletin: Bulletin) -> Markup:
    """The whole text, escaped, with an element for every place that a record names."""
    return nested(bulletin.text, _places(bulletin))


def _places(bulletin: Bulletin) -> list[Place]:
    records = list(_records(bulletin))
    known = {(p.start, p.end) for p in records}
    named = {span for row in links(bulletin).values() for span in _ranges(row)}
    named |= {(s.start, s.end) for s in bulletin.metadata.spans.values()}
    named |= {(d.start, d.end) for d in bulletin.documents}
    named |= {(r.start, r.end) for r in bulletin.remarks if r.start is not None and r.end is not None}
    title = bulletin.metadata.spans.get("title")
    phrases = [
        Place(a, b, type="title" if title is not None and (a, b) == (title.start, title.end) else "")
        for a, b in named - known
    ]
    length = len(bulletin.text)
    return [p for p in [*records, *phrases] if 0 <= p.start < p.end <= length]


def _ranges(places: Iterable[str]) -> list[tuple[int, int]]:
    """The ranges that :func:`link` wrote."""
    return [(int(a), int(b)) for a, _, b in (p.partition(":")[2].partition("-") for p in places)]


def _records(bulletin: Bulletin) -> Iterator[Place]:
    for o in bulletin.organizations:
        for number, m in enumerate(o.mentions):
            yield Place(
                m.start, m.end, "organizations", o.id, f"m-{o.id}" + (f"-{number + 1}" if number else ""), o.type
            )
    for q in bulletin.quantities:
        yield Place(q.start, q.end, "quantities", q.id, f"m-{q.id}", q.dimension or "")
    for d in bulletin.dates:
        yield Place(d.start, d.end, "dates", d.id, f"m-{d.id}")
    for a in bulletin.activities:
        yield Place(a.trigger.start, a.trigger.end, "activities", a.id, f"m-{a.id}", a.type)


def nested(text: str, places: Iterable[Place]) -> Markup:
    """``text`` escaped, each place an element around its range.

    Places may overlap in any way: where two cross, the inner one is closed and opened again, in two pieces.
    """
    ordered = sorted(places, key=lambda p: (p.start, -p.end, p.layer == "", p.id))
    opening = {start: list(group) for start, group in groupby(ordered, key=lambda p: p.start)}
    edges = sorted({p.start for p in ordered} | {p.end for p in ordered})
    out: list[str] = []
    stack: list[Place] = []
    position = 0
    for edge in edges:
        out.append(str(escape(text[position:edge])))
        position = edge
        _close(out, stack, edge)
        for place in opening.get(edge, ()):
            # what is open and ends earlier would be crossed: it goes inside
            inner = _pop_while(out, stack, place)
            out.append(_start_tag(place, first=True))
            stack.append(place)
            for again in inner:
                out.append(_start_tag(again, first=False))
                stack.append(again)
    out.append(str(escape(text[position:])))
    return Markup("".join(out))


def _pop_while(out: list[str], stack: list[Place], place: Place) -> list[Place]:
    """Close the open places that end inside ``place``, innermost first; returns them outermost first."""
    inner: list[Place] = []
    while stack and stack[-1].end < place.end:
        inner.insert(0, stack.pop())
        out.append(_end_tag(inner[0], last=False))
    return inner


def _close(out: list[str], stack: list[Place], edge: int) -> None:
    # the stack's ends never grow outward-in, so what ends here is on top
    while stack and stack[-1].end <= edge:
        out.append(_end_tag(stack.pop(), last=True))


def _start_tag(place: Place, *, first: bool) -> str:
    at = f' data-at="{place.start}-{place.end}"'
    if not place.layer:
        kind = f' class="{escape(place.type)}"' if place.type else ""
        return f"<span{kind}{at}>"
    anchor = f' id="{escape(place.anchor)}"' if first else ""
    cut = "" if first else " rest"
    return f'<mark class="{place.layer}{cut}"{anchor}{at} data-id="{escape(place.id)}">'


def _end_tag(place: Place, *, last: bool) -> str:
    if not place.layer:
        return "</span>"
    if not last:
        return "</mark>"
    name = f"{NOUNS[place.layer]} {place.id}"
    return f'<a class="id" href="#r-{escape(place.id)}" aria-label="{escape(name)}">{escape(place.id)}</a></mark>'
