"""Strict scores of predicted bulletins against annotated ones, by the annotation guide.

Precision, recall and F1 a layer (spans equal at both ends), accuracy a field among matched spans, and links of activities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .corpus import GoldActivity, GoldDocument, Range
from .records import Bulletin, iso_text

__all__ = ["ErrorRow", "Scores", "Tally", "evaluate", "lines", "predict", "score"]

TOLERANCE = Decimal("1e-6")
"""Relative difference under which two numbers count as equal (a third is 0.333333 in the guide)."""

LINKS = {
    "quantities": "activity-quantity",
    "agents": "activity-agent",
    "dates": "activity-date",
    "recipients": "activity-recipient",
}
LAYERS = ("organizations", "quantities", "dates", "trigger+type", *LINKS.values())


@dataclass(slots=True)
class Tally:
    """True positives, false positives and false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, gold: Iterable[Any], found: Iterable[Any]) -> None:
        """Count one document's sets."""
        a, b = set(gold), set(found)
        self.tp += len(a & b)
        self.fp += len(b - a)
        self.fn += len(a - b)

    @property
    def precision(self) -> float:
        """tp / (tp + fp), 0 when nothing was found."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """tp / (tp + fn), 0 when there was nothing to find."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One miss: the measure, the document, what kind, and the place in context."""

    measure: str
    document: str
    kind: str
    detail: str


@dataclass(slots=True)
class Scores:
    """Scores of a set of documents."""

    documents: int = 0
    layers: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in LAYERS})
    right: dict[str, int] = field(default_factory=dict)
    """Field → how many matched spans have it right."""
    matched: dict[str, int] = field(default_factory=dict)
    errors: list[ErrorRow] = field(default_factory=list)

    def count(self, name: str, good: bool) -> None:
        """Count one field of one matched span."""
        self.matched[name] = self.matched.get(name, 0) + 1
        self.right[name] = self.right.get(name, 0) + good

    def accuracy(self, name: str) -> float:
        """Share of matched spans whose field ``name`` is right."""
        return self.right[name] / self.matched[name]

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers, for JSON and for floors."""
        layers = {
            n: {"precision": t.precision, "recall": t.recall, "f1": t.f1, "tp": t.tp, "fp": t.fp, "fn": t.fn}
            for n, t in self.layers.items()
        }
        fields = {
            n: {"accuracy": self.accuracy(n), "right": self.right[n], "matched": self.matched[n]}
            for n in sorted(self.matched)
        }
        return {"documents": self.documents, "layers": layers, "fields": fields}


def predict(gold: Iterable[GoldDocument], *, parse: Callable[..., Bulletin] | None = None) -> Iterator[Bulletin]:
    """Parse each annotated text with its publication date, as the guide asks."""
    from . import extract

    run = parse or extract.parse
    for document in gold:
        yield run(document.text, published=document.published, url=document.url)


def evaluate(gold: Sequence[GoldDocument], predicted: Iterable[Bulletin] | None = None) -> dict[str, Scores]:
    """Scores of all documents (key ``all``) and of each domain (key: its name).

    Args:
        gold: annotated documents, see :func:`bulletin_ie.corpus.load`.
        predicted: one Bulletin a document in the same order; parsed here when not given.
    """
    groups: dict[str, Scores] = {"all": Scores()}
    for document, bulletin in zip(gold, predict(gold) if predicted is None else predicted, strict=True):
        score(document, bulletin, groups["all"])
        domain = document.attributes.get("domain")
        if domain:
            score(document, bulletin, groups.setdefault(domain, Scores()))
    return groups


def score(gold: GoldDocument, found: Bulletin, scores: Scores) -> None:
    """Add one document to ``scores``."""
    scores.documents += 1
    _score_mentions(gold, "organizations", _organizations(found), scores)
    _score_mentions(gold, "quantities", _quantities(found), scores)
    _score_mentions(gold, "dates", _dates(found), scores)
    _score_activities(gold, found, scores)
    for key, value in gold.metadata.items():
        got = getattr(found.metadata, key, None)
        good = _metadata_text(key, got) == _metadata_text(key, value)
        scores.count(f"metadata {key}", good)
        if not good:
            scores.errors.append(ErrorRow(f"metadata {key}", gold.id, "wrong", f"gold {value!r} got {got!r}"))


Found = dict[Range, Mapping[str, Any]]


def _organizations(b: Bulletin) -> Found:
    return {(m.start, m.end): {"type": o.type, "name": m.name} for o in b.organizations for m in o.mentions}


def _quantities(b: Bulletin) -> Found:
    return {
        (q.start, q.end): {
            "value": q.value, "unit": q.unit, "lower": q.lower, "upper": q.upper, "per": q.per, "item": q.item and q.item.text
        }
        for q in b.quantities
    }  # fmt: skip


def _dates(b: Bulletin) -> Found:
    return {(d.start, d.end): {"first": d.first, "last": d.last, "boundary": d.boundary} for d in b.dates}


Judge = Callable[[Mapping[str, Any], Mapping[str, Any]], bool]


def _same(*names: str) -> Judge:
    return lambda a, b: all((a[n] or None) == (b[n] or None) for n in names)


def _same_numbers(*names: str) -> Judge:
    return lambda a, b: all(_equal_numbers(a[n], b[n]) for n in names)


def _value_and_unit(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return _equal_numbers(a["value"], b["value"]) and a["unit"] == b["unit"]


def _same_times(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return _minute(a["first"], "T00:00") == _minute(b["first"], "T00:00") and _minute(a["last"], "T23:59") == _minute(
        b["last"], "T23:59"
    )


FIELDS: Mapping[str, Sequence[tuple[str, Judge]]] = {
    "organizations": (("org type", _same("type")), ("org name", _same("name"))),
    "quantities": (
        ("quantity value+unit", _value_and_unit),
        ("quantity bounds", _same_numbers("lower", "upper")),
        ("quantity per", _same("per")),
        ("quantity item", _same("item")),
    ),
    "dates": (("date value", _same_times), ("date boundary", _same("boundary"))),
}


def _equal_numbers(a: Decimal | None, b: Decimal | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= TOLERANCE * max(Decimal(1), abs(a), abs(b))


def _minute(value: Any, clock: str) -> str | None:
    """A time to the minute; a bare day is its first or last minute."""
    if value is None:
        return None
    text = (value if isinstance(value, str) else iso_text(value)).replace(" ", "T").split("+")[0]
    return (text if "T" in text else text + clock)[:16]


def _metadata_text(key: str, value: Any) -> str | None:
    if value is None:
        return None
    text = iso_text(value) if isinstance(value, date) else str(value)
    return text.replace("T", " ").removesuffix(":00") if key == "published_at" else text


def _overlap(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _score_mentions(gold: GoldDocument, layer: str, found: Found, scores: Scores) -> None:
    ignored = gold.ignore.get(layer, ())
    expected = {(m.start, m.end): m.fields for m in getattr(gold, layer)}
    kept = {k: v for k, v in found.items() if k in expected or not any(_overlap(k, r) for r in ignored)}
    scores.layers[layer].add(expected, kept)
    for kind, ranges in (("missed", expected.keys() - kept.keys()), ("spurious", kept.keys() - expected.keys())):
        scores.errors += [ErrorRow(layer, gold.id, kind, _context(gold.text, r)) for r in sorted(ranges)]
    for key in sorted(expected.keys() & kept.keys()):
        a, b = expected[key], kept[key]
        if layer == "dates" and "?" in (a["first"], a["last"]):
            continue
        for name, same in FIELDS[layer]:
            good = same(a, b)
            scores.count(name, good)
            if not good:
                surface = gold.text[key[0] : key[1]]
                scores.errors.append(ErrorRow(name, gold.id, surface, f"gold {_shown(a)} got {_shown(b)}"))


def _shown(fields: Mapping[str, Any]) -> str:
    return " ".join(f"{k}={v}" for k, v in fields.items() if v is not None)


def _context(text: str, r: Range) -> str:
    start, end = r
    return f"{text[max(0, start - 12) : start]}⟦{text[start:end]}⟧{text[end : end + 10]}".replace("\n", "⏎")


def _score_activities(gold: GoldDocument, found: Bulletin, scores: Scores) -> None:
    ignored = gold.ignore.get("activities", ())
    predicted = [a for a in _activities(found) if not any(_overlap(a.trigger, r) for r in ignored)]
    matches = _match(gold.activities, predicted)
    tally = scores.layers["trigger+type"]
    tally.tp += len(matches)
    tally.fn += len(gold.activities) - len(matches)
    tally.fp += len(predicted) - len(matches)
    missed = [a for i, a in enumerate(gold.activities) if i not in matches]
    spurious = [a for j, a in enumerate(predicted) if j not in matches.values()]
    for kind, group in (("missed", missed), ("spurious", spurious)):
        scores.errors += [
            ErrorRow("trigger+type", gold.id, kind, f"{a.type} {_context(gold.text, a.trigger)}") for a in group
        ]
    partner = {j: i for i, j in matches.items()}
    for role, measure in LINKS.items():
        expected = {(i, r) for i, a in enumerate(gold.activities) for r in getattr(a, role)}
        got = {(partner.get(j, -1 - j), r) for j, a in enumerate(predicted) for r in getattr(a, role)}
        scores.layers[measure].add(expected, got)
        for kind, links in (("missed", expected - got), ("spurious", got - expected)):
            for i, r in sorted(links):
                owner = gold.activities[i] if i >= 0 else predicted[-1 - i]
                name = f"{owner.type}:{gold.text[slice(*owner.trigger)]}{'' if i >= 0 else ' (unmatched)'}"
                scores.errors.append(ErrorRow(measure, gold.id, kind, f"{name} → {_context(gold.text, r)}"))


def _activities(b: Bulletin) -> list[GoldActivity]:
    """Predicted activities in the shape of annotated ones."""
    places = b.places()
    return [
        GoldActivity(
            a.type,
            (a.trigger.start, a.trigger.end),
            agents=tuple((x.start, x.end) for x in a.agents),
            recipients=tuple((x.start, x.end) for x in a.recipients),
            quantities=tuple(places[i] for i in a.quantities),
            dates=tuple(places[i] for i in a.dates),
        )
        for a in b.activities
    ]


def _match(expected: Sequence[GoldActivity], predicted: Sequence[GoldActivity]) -> dict[int, int]:
    """Greedy one-to-one: each annotated activity takes the first free prediction of its type whose trigger overlaps."""
    matches: dict[int, int] = {}
    used: set[int] = set()
    for i, a in enumerate(expected):
        for j, b in enumerate(predicted):
            if j not in used and a.type == b.type and _overlap(a.trigger, b.trigger):
                matches[i] = j
                used.add(j)
                break
    return matches


def lines(scores: Scores) -> list[str]:
    """The figures as lines of text."""
    made = [f"{'measure':22}{'P':>8}{'R':>8}{'F1':>8}   tp/fp/fn"]
    made += [
        f"{n:22}{t.precision:8.3f}{t.recall:8.3f}{t.f1:8.3f}   {t.tp}/{t.fp}/{t.fn}" for n, t in scores.layers.items()
    ]
    made += [f"{n:30}{scores.accuracy(n):8.3f}   {scores.right[n]}/{scores.matched[n]}" for n in sorted(scores.matched)]
    return made
