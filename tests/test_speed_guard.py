"""The guard of the pipeline's speed: its CPU time beside jieba's own, on the same texts, pass by pass in one process.

A ratio and not seconds, so that a slow or busy machine makes no difference; the fastest pass of each counts. It fails when
the ratio has fallen by more than a third since it was last recorded in ``speed_ratio.txt`` (record a new one by
``python tests/test_speed_guard.py`` on a quiet machine after the pipeline became faster).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import jieba

import bulletin_ie

HERE = Path(__file__).parent
RECORDED = HERE / "speed_ratio.txt"
PASSES = 5


def texts() -> list[str]:
    return [p.read_text(encoding="utf-8") for p in sorted((HERE.parent / "corpora" / "annotated").glob("0[0-5]*.txt"))]


def ratio() -> float:
    """CPU seconds of ``jieba.lcut`` over those of ``parse``; higher is faster."""
    documents = texts()

    def seconds(process: Callable[[str], object]) -> float:
        begin = time.process_time()
        for text in documents:
            process(text)
        return time.process_time() - begin

    jieba.setLogLevel(60)
    jieba.initialize()
    runs = [(seconds(jieba.lcut), seconds(bulletin_ie.parse)) for _ in range(PASSES)]
    return min(j for j, _ in runs) / min(b for _, b in runs)


def test_the_ratio_to_jieba_has_not_fallen_by_more_than_a_third() -> None:
    assert ratio() >= float(RECORDED.read_text(encoding="utf-8")) * 2 / 3


if __name__ == "__main__":
    RECORDED.write_text(f"{ratio():.3f}\n", encoding="utf-8")
