"""Train the activity weights on annotated bulletins and write them into the package.

usage: python corpora/train_activities.py GOLD.jsonl|DIRECTORY|LINES.txt [...]

The same as ``bulletin-ie train activities``, whose file it puts where the shipped one lies.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bulletin_ie import teaching, train
from bulletin_ie.pipes.activities import learn

TARGET = Path(learn.__file__).with_name("weights.tsv")


def main(places: list[str]) -> None:
    """Load, train, write."""
    texts = [p for p in places if p.endswith(".txt")]
    documents = train.documents(p for p in places if p not in texts)
    lines = [line for p in texts for line in teaching.lines(p)]
    trained = train.train("activities", documents, lines=lines)
    TARGET.write_text(trained, encoding="utf-8")
    sys.stderr.write(f"{len(documents)} documents, {len(lines)} teaching bulletins; {trained.count(chr(10))} lines\n")


if __name__ == "__main__":
    main(sys.argv[1:])
