"""Train the activity weights on annotated bulletins and write them into the package.

usage: python corpora/train_activities.py GOLD.jsonl|DIRECTORY [...]

JSONL is in the scorer's shape; of a directory in our corpus format all documents but those of our dev and test splits are taken.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bulletin_ie import corpus
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


def main(places: list[str]) -> None:
    """Load, train, write."""
    documents = [d for p in places for d in (corpus.for_training(p) if Path(p).is_dir() else corpus.load(p))]
    segmenter = Segmenter()
    trained = learn.train(learn.page(row(d), segmenter) for d in documents)
    TARGET.write_text(weights.dump(trained), encoding="utf-8")
    sizes = ", ".join(f"{task} {len(table)}" for task, table in trained.items())
    sys.stderr.write(f"{len(documents)} documents; weights: {sizes}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
