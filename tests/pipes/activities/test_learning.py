"""Training: deterministic, learns what the rows say, and the weight file reads back as it was written."""

from __future__ import annotations

from typing import Any

import pytest

from bulletin_ie.pipes.activities import learn, weights
from bulletin_ie.pipes.segment import Segmenter

np = pytest.importorskip("numpy")


def rows() -> list[dict[str, Any]]:
    made = []
    for n, (verb, good) in enumerate(
        [("发放", True), ("检查", True), ("捐赠", True), ("发放", False), ("检查", False), ("捐赠", False)]
    ):
        text = f"县里{verb}物资30件。" if good else f"各地要认真做好{verb}工作。"
        at = text.index(verb)
        start = text.find("30件")
        quantity = {"start": start, "end": start + 3, "unit": "件", "per": None}
        activity = {
            "trigger": [at, at + 2],
            "agents": [],
            "recipients": [],
            "quantities": [[start, start + 3]],
            "dates": [],
        }
        made.append(
            {
                "id": str(n),
                "text": text,
                "quantities": [quantity] if good else [],
                "dates": [],
                "organizations": [],
                "activities": [activity] if good else [],
                "ignore": [],
            }
        )
    return made * 3


def train() -> dict[str, dict[learn.Feature, float]]:
    segmenter = Segmenter()
    return learn.train(learn.page(row, segmenter) for row in rows())


def test_training_separates_facts_from_duties() -> None:
    trained = train()
    segmenter = Segmenter()
    for row in rows()[:6]:
        page = learn.page(row, segmenter)
        for candidate in page.candidates:
            yes = weights.score(trained["trigger"], candidate.evidence) > 0
            assert yes == (page.annotated(candidate) is not None)


def test_training_is_deterministic_and_reads_back() -> None:
    trained = train()
    text = weights.dump(trained)
    assert text == weights.dump(train())
    read = weights.parse(text)
    assert read["trigger"].keys() == trained["trigger"].keys()
    assert all(abs(read["trigger"][f] - w) < 0.001 for f, w in trained["trigger"].items())


def test_shipped_weights_cover_every_task() -> None:
    assert all(weights.load()[task] for task in weights.TASKS)
