#!/usr/bin/env python3
"""How time and memory grow: one text of 1,000 to 1,000,000 characters, 1 to 100,000 documents, and hostile texts.

usage: tests/benchmarks/growth.py [--characters N] [--documents N]

Prints CPU seconds a size, the exponent fitted to them by least squares on logarithms (1 is linear), peak memory, and for each hostile
text of 20,000 characters how many times an ordinary text of that length it takes.
"""

from __future__ import annotations

import argparse
import math
import resource
import time
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from pathlib import Path

import bulletin_ie

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    "一", "万", "9", "亿元", "1,000", "百分之", "3月", "年", "2022-", "至", "局", "省", "（", "《", "“", "、", "市财政局、", "某某公司和",
    "捐赠", "向", "组织开展", "其中", "分别为", "中国", " ", "\n", "a", "。", "，", "①", "\U00020000", "é", "10个", "县人民医院与",
)  # fmt: skip
PUBLISHED = "2024-06-12"


def texts() -> list[str]:
    return [p.read_text(encoding="utf-8") for p in sorted((ROOT / "corpora" / "annotated").glob("*.txt"))]


def long_text(characters: int) -> str:
    """Ordinary text of a length: our bulletins one after the other."""
    whole = "\n".join(texts())
    return (whole * (characters // len(whole) + 1))[:characters]


def cpu(run: Callable[[], object]) -> float:
    begin = time.process_time()
    run()
    return time.process_time() - begin


def exponent(points: Iterable[tuple[int, float]]) -> float:
    """The slope of log time over log size."""
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    x, y = (sum(column) / len(logs) for column in zip(*logs, strict=True))
    return sum((a - x) * (b - y) for a, b in logs) / sum((a - x) ** 2 for a, _ in logs)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sizes(largest: int) -> list[int]:
    return [10**k for k in range(3, 9) if 10**k <= largest] or [largest]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--documents", type=int, default=100_000)
    options = parser.parse_args()
    for text in texts()[:20]:
        bulletin_ie.parse(text, published=PUBLISHED)

    def parse(text: str) -> None:
        bulletin_ie.parse(text, published=PUBLISHED)

    print("documents of 100 to 200 characters, one after the other")
    shorts = [t[i : i + 150] for t in texts() for i in (0, 150)]
    points = []
    for count in [1, *(c for c in (10, 100, 1000, 10_000, 100_000) if c <= options.documents)]:
        seconds = cpu(lambda n=count: [parse(t) for t in islice(cycle(shorts), n)])
        points.append((count, seconds))
        print(f"{count:>10} {seconds:10.3f} s {peak_mb():8.0f} MB peak", flush=True)
    print(f"exponent from 100 documents on: {exponent(points[2:]):.3f}" if len(points) > 3 else "")

    print("one text")
    points = []
    for size in sizes(options.characters):
        text = long_text(size)
        repeats = max(1, 20_000 // size)
        points.append((size, cpu(lambda n=repeats, t=text: [parse(t) for _ in range(n)]) / repeats))
        print(f"{size:>10} {points[-1][1]:10.3f} s {peak_mb():8.0f} MB peak", flush=True)
    print(f"exponent: {exponent(points):.3f}")

    ordinary = cpu(lambda: parse(long_text(20_000)))
    print(f"hostile texts of 20,000 characters, in times of an ordinary one ({ordinary:.3f} s)")
    for piece in HOSTILE:
        text = (piece * (20_000 // len(piece) + 1))[:20_000]
        print(f"{piece!r:>16} {cpu(lambda t=text: parse(t)) / ordinary:8.2f}", flush=True)


if __name__ == "__main__":
    main()
