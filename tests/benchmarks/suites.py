"""Peers on the public projects' test cases of ``../shared/suites``, judged as ours are in ``tests/rules/test_suites_*.py``.

usage: python tests/benchmarks/suites.py            (after tests/benchmarks/peers.sh; without a peer its column is empty)

Each peer runs in its own environment (this file again, with the peer's name); a case that takes it longer than ten seconds
counts as missed. Peers get every benefit: all their recognizers at once, and any of several readings may be the right one.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SUITES = ROOT / "../shared/suites"
SECONDS = 10
Row = dict[str, Any]
Find = Callable[[Row], Iterator[Row]]


def jionlp() -> tuple[Find, Find]:
    """Money (its numbers come only with money) and times."""
    import jionlp as jio

    def numbers(case: Row) -> Iterator[Row]:
        for hit in jio.ner.extract_money(case["text"], with_parsing=True):
            amount = hit["detail"]["num"]
            low, high = amount if isinstance(amount, list) else (amount, amount)
            start, end = hit["offset"]
            yield {"start": start, "end": end, "values": [low], "low": low, "high": high}

    def times(case: Row) -> Iterator[Row]:
        now = datetime.fromisoformat(case.get("reference_time") or "2022-04-01")
        for hit in jio.ner.extract_time(case["text"], time_base=now.timestamp(), with_parsing=True):
            first, last = (str(x).replace(" ", "T") for x in hit["detail"]["time"])
            yield {"start": hit["offset"][0], "end": hit["offset"][1], "readings": [[first, last]]}

    return numbers, times


def recognizers() -> tuple[Find, Find]:
    """Numbers, percentages, currencies, dimensions, ages, temperatures; dates and times."""
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import (
        recognize_age,
        recognize_currency,
        recognize_dimension,
        recognize_temperature,
    )
    from recognizers_text import Culture

    steps = (
        recognize_number,
        recognize_percentage,
        recognize_currency,
        recognize_dimension,
        recognize_age,
        recognize_temperature,
    )

    def numbers(case: Row) -> Iterator[Row]:
        for step in steps:
            for hit in step(case["text"], Culture.Chinese):
                value = str((hit.resolution or {}).get("value") or "").rstrip("%")
                yield {"start": hit.start, "end": hit.end + 1, "values": [value]}

    def times(case: Row) -> Iterator[Row]:
        now = datetime.fromisoformat(case.get("reference_time") or "2022-04-01")
        for hit in recognize_datetime(case["text"], Culture.Chinese, reference=now):
            readings = []
            for v in (hit.resolution or {}).get("values", ()):
                if "start" in v and "end" in v:  # its ends are exclusive
                    last = datetime.fromisoformat(v["end"]) - timedelta(seconds=1)
                    readings.append([v["start"].replace(" ", "T"), last.isoformat()])
                elif "value" in v and v["type"] in ("date", "datetime"):
                    readings.append([v["value"].replace(" ", "T")] * 2)
            yield {"start": hit.start, "end": hit.end + 1, "readings": readings}

    return numbers, times


def cn2an() -> tuple[Find, Find]:
    """Whole texts that are one numeral; it finds nothing in running text."""
    import cn2an as library

    def numbers(case: Row) -> Iterator[Row]:
        value = library.cn2an(case["text"], "smart")
        yield {"start": 0, "end": len(case["text"]), "values": [str(value)]}

    return numbers, lambda case: iter(())


PEERS = {"jionlp": jionlp, "recognizers": recognizers, "cn2an": cn2an}
ENVIRONMENTS = {"cn2an": "jionlp"}


def work(peer: str) -> None:
    """In the peer's environment: cases as JSON lines in, what it found as JSON lines out."""
    numbers, times = PEERS[peer]()
    for line in sys.stdin:
        case = json.loads(line)
        signal.alarm(SECONDS)
        try:
            found = list((times if case["kind"] in ("date", "datetime", "period") else numbers)(case))
        except Exception:  # a peer that fails on a case has missed it
            found = []
        signal.alarm(0)
        print("=" + json.dumps(found), flush=True)


def stop(*_: object) -> None:
    raise TimeoutError


def answers(peer: str, cases: list[Row]) -> list[list[Row]]:
    python = ROOT / ".bench" / ENVIRONMENTS.get(peer, peer) / "bin" / "python"
    lines = "".join(json.dumps(c) + "\n" for c in cases)
    done = subprocess.run(
        [python, __file__, peer], input=lines, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True
    )
    return [json.loads(line[1:]) for line in done.stdout.splitlines() if line.startswith("=")]


def is_time(value: str) -> bool:
    """Not JioNLP's inf, nor Recognizers' words for what it left open."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def compare() -> None:
    sys.path.insert(0, str(ROOT / "tests" / "rules"))
    import test_suites_dates as dates
    import test_suites_quantities as quantities

    def number(case: Row, rows: list[Row]) -> bool:
        def decimal(x: Any) -> Any:
            try:
                return quantities.Decimal(str(x))
            except ArithmeticError:
                return None

        if not case["expected"]:
            return not rows
        found = [
            quantities.Found(
                r["start"], r["end"], decimal(v), decimal(r.get("low", v)), decimal(r.get("high", v)), None
            )
            for r in rows
            for v in r["values"]
        ]
        return bool(quantities.judged(case, found))

    def date(case: Row, rows: list[Row]) -> bool:
        class Reading:
            def __init__(self, row: Row, first: str, last: str) -> None:
                day = first.endswith("T00:00:00") and last.endswith("T23:59:59")
                self.start, self.end, self.boundary = row["start"], row["end"], None
                self.first, self.last = (first[:10], last[:10]) if day else (first, last)

        readings = [Reading(r, *reading) for r in rows for reading in r["readings"] if all(map(is_time, reading))]
        return bool(dates.judged(case, readings)) if case["expected"] else not rows

    aside = quantities.decided() | dates.decided()
    print(f"{'suite':34}{'cases':>6}{'ours':>8}" + "".join(f"{p:>13}" for p in PEERS))
    present = [p for p in PEERS if (ROOT / ".bench" / ENVIRONMENTS.get(p, p)).exists()]
    for kinds, floors, ours, judge in (
        (quantities.KINDS, quantities.FLOORS, quantities.met, number),
        (dates.KINDS, dates.FLOORS, dates.passes, date),
    ):
        for suite in floors:
            rows = [json.loads(line) for line in (SUITES / f"{suite}.jsonl").read_text(encoding="utf-8").splitlines()]
            cases = [c for c in rows if c["kind"] in kinds and c["id"] not in aside]
            if kinds is quantities.KINDS:
                kept = {c["id"] for c in quantities.cases(suite)}
                cases = [c for c in cases if c["id"] in kept]
            cells = [f"{sum(map(ours, cases)) / len(cases):8.3f}"]
            for peer in PEERS:
                found = answers(peer, cases) if peer in present else []
                right = sum(judge(c, f) for c, f in zip(cases, found, strict=True)) if found else None
                cells.append(f"{'' if right is None else f'{right / len(cases):.3f}':>13}")
            label = f"{suite} ({'numbers' if kinds is quantities.KINDS else 'dates'})"
            print(f"{label:34}{len(cases):6}" + "".join(cells), flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, stop)
    work(sys.argv[1]) if len(sys.argv) > 1 else compare()
