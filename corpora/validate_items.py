"""Cross-validate the ranker of counted things: four folds over the documents of the train split, the sentences always learnt from.

usage: python corpora/validate_items.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from bulletin_ie import corpus, teaching
from bulletin_ie.pipes.counted_learning import Sheet, collect, fit, score
from bulletin_ie.pipes.segment import Segmenter

HERE = Path(__file__).parent
FOLDS = 4


def main() -> None:
    """Print the share of right items."""
    segmenter = Segmenter()
    made = [Sheet(*teaching.counted(line)) for line in teaching.lines(HERE / "item_sentences.txt")]
    own = [Sheet(*teaching.itemized(d)) for d in corpus.load(HERE / "annotated", split="train")]
    right = total = 0
    for k in range(FOLDS):
        learnt = [sheet for i, sheet in enumerate(own) if i % FOLDS != k]
        r, n = score(own[k::FOLDS], fit(collect([*learnt, *made], segmenter)), segmenter)
        right, total = right + r, total + n
    sys.stdout.write(f"{right} of {total} items right ({right / total:.3f})\n")


if __name__ == "__main__":
    main()
