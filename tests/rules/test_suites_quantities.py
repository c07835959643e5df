"""Public projects' cases for numbers, quantities, money and percentages, judged by overlap and value.

A case is right when every expected number is overlapped by a record, or by a bare number, of the same value. Percentages
may be meant as parts of one, of a hundred or of a thousand; a suite that converts units to its own base unit is met by the
same conversion; an open range is met by its bound, and a closed one also when its two ends are found one by one. A case that
expects nothing is right when there is no record. Cases that the annotation guide decides otherwise are listed with their
reason in ``tests/cases/quantities_guide_decides.tsv`` and are left out, no more than five in a hundred of a suite.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bulletin_ie.rules import bare_numbers, quantities

SUITES = Path(__file__).parents[2] / "../shared/suites"
DECIDED = Path(__file__).parents[1] / "cases" / "quantities_guide_decides.tsv"
KINDS = {"number", "quantity", "money", "percentage"}
FLOORS = {
    "agreed_half": 0.97, "cn2an": 0.95, "minlp_quantities": 0.95, "nemo_itn": 0.95, "nemo_tn": 0.95,
    "recognizers_number": 0.95, "wetext_itn": 0.95, "wetext_tn": 0.95,
}  # fmt: skip
BASE_UNITS = {
    "公里": "1000", "厘米": "0.01", "毫米": "0.001", "分米": "0.1", "微米": "1e-6", "纳米": "1e-9", "皮米": "1e-12",
    "里": "500", "英里": "1609.31", "海里": "1853", "丈": "3.33", "尺": "0.333", "寸": "0.0333", "英尺": "0.304794",
    "英寸": "0.025399", "码": "0.914383", "光年": "9.46e15", "千克": "1000", "打": "12",
}  # fmt: skip
"""What one unit is worth in the base units of the suites that convert (metre, gram, piece)."""


class Found(NamedTuple):
    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None


def found_in(text: str) -> list[Found]:
    records = [Found(m.start, m.end, m.value, m.lower, m.upper, m.unit) for m in quantities.scan(text)]
    bare = [Found(n.start, n.end, n.amount.value, n.amount.low, n.amount.high, None) for n in bare_numbers.find(text)]
    return records + bare


def same(a: Decimal | None, b: float | None) -> bool:
    return a is not None and b is not None and abs(float(a) - b) <= 1e-6 * max(abs(float(a)), abs(b), 1e-12)


def value_met(found: Found, value: float, kind: str) -> bool:
    factors = ["1", BASE_UNITS.get(found.unit or "", "1")]
    if kind == "percentage" or found.unit in ("%", "‰", "比例"):
        factors += ["0.01", "100", "0.001", "0.1"]
    return found.value is not None and any(same(found.value * Decimal(f), value) for f in factors)


def range_met(expected: dict[str, Any], overlapping: list[Found]) -> bool:
    low, high = expected.get("low"), expected.get("high")
    if low is None or high is None:
        bound = low if high is None else high
        return any(same(x, bound) for f in overlapping for x in (f.value, f.low if high is None else f.high))
    inside = [f for f in overlapping if f.start >= expected["start"] and f.end <= expected["end"]]
    if any(same(f.low, low) and same(f.high, high) for f in overlapping):
        return True
    return all(any(same(x, end) for f in inside for x in (f.value, f.low, f.high)) for end in (low, high))


def met(case: dict[str, Any]) -> bool:
    text = case["text"]
    return not quantities.scan(text) if not case["expected"] else judged(case, found_in(text))


def judged(case: dict[str, Any], found: list[Found]) -> bool:
    """Whether each expected number is overlapped by a found one of its value (``tests/benchmarks/suites.py`` asks it of peers, too)."""
    for expected in case["expected"]:
        overlapping = [f for f in found if f.start < expected["end"] and expected["start"] < f.end]
        if "value" in expected:
            if not any(value_met(f, expected["value"], case["kind"]) for f in overlapping):
                return False
        elif not range_met(expected, overlapping):
            return False
    return True


def cases(suite: str) -> list[dict[str, Any]]:
    """The suite's cases of our kinds that state a value, or that expect nothing."""
    path = SUITES / f"{suite}.jsonl"
    if not path.exists():
        pytest.skip(f"needs {path}, which lies beside the checkout")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    valued = ("value", "low", "high")
    return [
        r
        for r in rows
        if r["kind"] in KINDS and (not r["expected"] or all(any(k in e for k in valued) for e in r["expected"]))
    ]


def decided() -> dict[str, str]:
    lines = DECIDED.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)  # type: ignore[misc]


@pytest.mark.parametrize("suite", FLOORS)
def test_suite(suite: str) -> None:
    listed = decided()
    rows = cases(suite)
    kept = [r for r in rows if r["id"] not in listed]
    right = [r for r in kept if met(r)]
    missed = [r["id"] for r in kept if r not in right]
    assert len(rows) - len(kept) <= max(1, 0.05 * len(rows))
    assert len(right) / len(kept) >= FLOORS[suite], missed


def test_every_decided_case_has_a_reason_and_is_decided_otherwise() -> None:
    listed = decided()
    assert all(listed.values())
    seen = {r["id"]: met(r) for suite in FLOORS for r in cases(suite) if r["id"] in listed}
    assert sorted(k for k in listed if k not in seen) == []
    assert sorted(k for k, right in seen.items() if right) == []
