"""Train the activity weights on annotated bulletins and write them into the package.

usage: python corpora/train_activities.py GOLD.jsonl|DIRECTORY|LINES.txt [...]

JSONL is in the scorer's shape; of a directory in our corpus format the train split is taken; a text file holds short bulletins
with marked triggers (see the head of ``activity_lines.txt``), which teach triggers alone.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from bulletin_ie import corpus, rules
from bulletin_ie.pipes.activities import learn, weights
from bulletin_ie.pipes.segment import Segmenter
from bulletin_ie.readers import header

TARGET = Path(learn.__file__).with_name("weights.tsv")


def row(document: corpus.GoldDocument) -> dict[str, Any]:
    """A document as :mod:`learn` reads it."""

    def mentions(layer: str) -> list[dict[str, Any]]:
        return [{"start": m.start, "end": m.end, **m.fields} for m in getattr(document, layer)]

    roles = ("agents", "recipients", "quantities", "dates")
    return {
        "text": document.text,
        "zones": header.find(document.text).zones,
        **{layer: mentions(layer) for layer in ("organizations", "quantities", "dates")},
        "activities": [
            {"trigger": a.trigger, **{role: [list(span) for span in getattr(a, role)] for role in roles}}
            for a in document.activities
        ],
        "ignore": [(*span, layer) for layer, spans in document.ignore.items() for span in spans],
    }


MARK = re.compile(r"‹⟦([^⟧]*)⟧›|⟦([^⟧]*)⟧|‹([^›]*)›|\{([a-z?]{1,3}):([^}]*)\}")


def marked(line: str) -> dict[str, Any]:
    """One line of ``activity_lines.txt`` as :mod:`learn` reads it: its triggers, and its recipients where it starts with @."""
    text = ""
    organizations: list[dict[str, int]] = []
    activities: list[dict[str, Any]] = []
    left_open: list[tuple[int, int, str]] = []
    waiting: list[list[int]] = []
    last = 1 if line.startswith("@") else 0
    for m in MARK.finditer(line):
        text += line[last : m.start()]
        received, kind, surface = m[1] or m[3], m[4], m[1] or m[2] or m[3] or m[5]
        span = (len(text), len(text) + len(surface))
        text += surface
        last = m.end()
        if m[1] or m[2]:
            organizations.append({"start": span[0], "end": span[1]})
        if received and activities and activities[-1]["trigger"][1] == span[0]:
            activities[-1]["recipients"].append(list(span))
        elif received:
            waiting.append(list(span))
        elif kind == "?":
            left_open.append((*span, "activities"))
        elif kind:
            activities.append({"type": kind, "trigger": span, "recipients": waiting})
            waiting = []
    text = (text + line[last:]).replace("⏎", "\n")
    scanned = rules.scan(text)
    dates = rules.dates.resolve(text, scanned.dates, published=None)
    return {
        "text": text,
        "zones": header.find(text).zones,
        "organizations": organizations,
        "quantities": [{"start": q.start, "end": q.end, "unit": q.unit, "per": q.per} for q in scanned.quantities],
        "dates": [{"start": d.start, "end": d.end, "boundary": d.boundary} for d in dates],
        "activities": activities,
        "ignore": left_open,
        "roles": ["recipients"] if line.startswith("@") else [],
    }


def rows(place: str) -> list[dict[str, Any]]:
    """The training rows of one place."""
    path = Path(place)
    if path.suffix == ".txt":
        lines = path.read_text(encoding="utf-8").splitlines()
        return [marked(line) for line in lines if line and not line.startswith("#")]
    return [row(d) for d in corpus.load(path, split="train" if path.is_dir() else None)]


def main(places: list[str]) -> None:
    """Load, train, write."""
    documents = [d for p in places for d in rows(p)]
    segmenter = Segmenter()
    trained = learn.train(learn.page(d, segmenter) for d in documents)
    TARGET.write_text(weights.dump(trained), encoding="utf-8")
    sizes = ", ".join(f"{task} {len(table)}" for task, table in trained.items())
    sys.stderr.write(f"{len(documents)} documents; weights: {sizes}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
