#!/usr/bin/env python3
"""How far two annotators agree on dev and test, by the scorer: the ceiling that systems are compared with.

usage: corpora/agreement.py [--differences]

``first/`` is taken for gold and ``second/`` for a prediction; F1 is the same the other way round. Both were made blind, by annotators
who did not see each other's work, and stay as they were made; ``annotated/`` holds what was settled. ``--differences`` lists
what they disagree on.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bulletin_ie import Bulletin, corpus, evaluate
from bulletin_ie.corpus import GoldDocument
from bulletin_ie.evaluate import Scores

HERE = Path(__file__).parent


def as_bulletin(document: GoldDocument) -> Bulletin:
    """An annotation in the shape of a prediction; values that the guide leaves open (``?``) become null."""
    text = document.text

    def span(start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "text": text[start:end]}

    def item(surface: str | None) -> dict[str, Any] | None:
        # only the surface of an item is annotated and scored, not its place
        return None if surface is None else {"start": 0, "end": len(surface), "text": surface}

    quantities = [
        {**span(m.start, m.end), **m.fields, "id": f"q{i}", "item": item(m.fields["item"]), "rule": "annotated"}
        for i, m in enumerate(document.quantities)
    ]
    dates = [
        {
            **span(m.start, m.end),
            "id": f"d{i}",
            "first": None if m.fields["first"] == "?" else m.fields["first"],
            "last": None if m.fields["last"] == "?" else m.fields["last"],
            "boundary": m.fields["boundary"],
            "rule": "annotated",
        }
        for i, m in enumerate(document.dates)
    ]
    organizations = [
        {
            "id": f"o{i}",
            "name": m.fields["name"],
            "type": m.fields["type"],
            "resolution": "explicit",
            "mentions": [{**span(m.start, m.end), "method": "rule", "name": m.fields["name"]}],
        }
        for i, m in enumerate(document.organizations)
    ]
    ids = {(m.start, m.end): f"q{i}" for i, m in enumerate(document.quantities)}
    days = {(m.start, m.end): f"d{i}" for i, m in enumerate(document.dates)}
    activities = [
        {
            "id": f"a{i}",
            "type": a.type,
            "trigger": span(*a.trigger),
            "sentence": span(*a.trigger),
            "agents": [span(*r) for r in a.agents],
            "recipients": [span(*r) for r in a.recipients],
            "quantities": [ids[r] for r in a.quantities],
            "dates": [days[r] for r in a.dates],
            "rule": "annotated",
        }
        for i, a in enumerate(document.activities)
    ]
    stated = {k: v for k, v in document.metadata.items() if v is not None and (k != "views" or v.isdigit())}
    return Bulletin.model_validate(
        {
            "id": document.id,
            "text": text,
            "metadata": stated,
            "organizations": organizations,
            "quantities": quantities,
            "dates": dates,
            "activities": activities,
        }
    )


def scores() -> Scores:
    """Agreement of the two blind annotations, over all documents that have both."""
    first, second = (corpus.load(HERE / name, texts=HERE / "annotated") for name in ("first", "second"))
    return evaluate.evaluate(first, [as_bulletin(d) for d in second])["all"]


def main(arguments: list[str]) -> None:
    """Print the figures or the differences."""
    found = scores()
    if arguments == ["--differences"]:
        kinds = {"missed": "only first", "spurious": "only second"}
        lines = ["\t".join((e.document, e.measure, kinds.get(e.kind, e.kind), e.detail)) for e in found.errors]
    else:
        lines = [f"{found.documents} documents annotated twice", *evaluate.lines(found)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
