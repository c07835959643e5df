#!/usr/bin/env python3
"""The scores on our dev split that CI holds: they rise by one command and fall only with a written reason.

usage: corpora/floors.py          compare, exit 1 where a score lies under its floor
       corpora/floors.py --raise  set every floor to today's score where that is higher

``floors.tsv``: measure, floor, highest floor ever, reason. A floor under the highest one needs a reason (a person edits it).
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

from bulletin_ie import corpus, evaluate

HERE = Path(__file__).parent
FLOORS = HERE / "floors.tsv"
STEP = Decimal("0.001")


@dataclass(slots=True)
class Floor:
    """One line of the file."""

    measure: str
    floor: Decimal
    highest: Decimal
    reason: str = ""


def measured() -> dict[str, Decimal]:
    """F1 of each layer and accuracy of each field on dev, rounded down to three places."""
    scores = evaluate.evaluate(corpus.load(HERE / "annotated", split="dev"))["all"]
    figures = {name: t.f1 for name, t in scores.layers.items()} | {
        name: scores.accuracy(name) for name in scores.matched
    }
    return {name: Decimal(str(figure)).quantize(STEP, ROUND_DOWN) for name, figure in sorted(figures.items())}


def read() -> dict[str, Floor]:
    """The file's lines by measure."""
    with FLOORS.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        return {
            r["measure"]: Floor(r["measure"], Decimal(r["floor"]), Decimal(r["highest"]), r["reason"] or "")
            for r in rows
        }


def problems(floors: dict[str, Floor], scores: dict[str, Decimal]) -> list[str]:
    """What CI must not let through, a sentence each."""
    found = [
        f"{name}: {score} lies under its floor {floors[name].floor}"
        for name, score in scores.items()
        if name in floors and score < floors[name].floor
    ]
    found += [f"{name}: no floor; run corpora/floors.py --raise" for name in scores if name not in floors]
    found += [
        f"{f.measure}: the floor was lowered from {f.highest} without a reason"
        for f in floors.values()
        if f.floor < f.highest and not f.reason.strip()
    ]
    return found + [f"{name}: is not measured any more" for name in floors if name not in scores]


def raised(floors: dict[str, Floor], scores: dict[str, Decimal]) -> list[Floor]:
    """The lines with every floor at today's score where that is higher."""
    made = []
    for name, score in scores.items():
        old = floors.get(name, Floor(name, score, score))
        floor = max(old.floor, score)
        highest = max(old.highest, floor)
        made.append(Floor(name, floor, highest, old.reason if floor < highest else ""))
    return made


def write(floors: list[Floor]) -> None:
    """Put the lines in the file."""
    with FLOORS.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
        writer.writerow(["measure", "floor", "highest", "reason"])
        writer.writerows([f.measure, f.floor, f.highest, f.reason] for f in floors)


def main(arguments: list[str]) -> int:
    """Compare or raise."""
    floors = read() if FLOORS.exists() else {}
    scores = measured()
    if arguments == ["--raise"]:
        write(raised(floors, scores))
        return 0
    found = problems(floors, scores)
    sys.stderr.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
