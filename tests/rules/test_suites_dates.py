"""Dates on public projects' test cases: overlap and value, against a floor that may rise and never fall."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bulletin_ie.rules import dates
from bulletin_ie.rules.core import DateMention

KINDS = {"date", "datetime", "period"}
FLOORS = {"agreed_half": 0.95, "minlp_time": 0.85, "recognizers_datetime": 0.85, "jionlp_time_half": 0.85}
DECIDED = Path(__file__).parents[1] / "cases" / "dates_suites.tsv"


def decided() -> dict[str, str]:
    lines = [line for line in DECIDED.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return dict(line.split("\t") for line in lines[1:])


def moment(value: str | None) -> datetime | None:
    return None if value in (None, "inf", "-inf") else datetime.fromisoformat(value)


def agrees(expected: dict[str, Any], found: DateMention, now: str) -> bool:
    """Whether a half-open [begin, end_time) of a suite is our inclusive first..last."""
    if found.first is None or found.last is None:
        return expected.get("begin") is None and expected.get("end_time") is None
    begin, end = expected.get("begin"), expected.get("end_time")
    first, last = datetime.fromisoformat(found.first), datetime.fromisoformat(found.last)
    step = timedelta(days=1) if "T" not in found.last else timedelta(seconds=1 if found.last.count(":") == 2 else 60)
    if begin == "-inf":
        return found.boundary == "until" and moment(end) in (first, last)
    ends = {last, last + step} if "T" not in found.last else {last + step}
    right_end = end is None or (end == "inf" and found.boundary in ("since", "after")) or moment(end) in ends
    # "until now" is a moment there and the day of publication here
    right_end = right_end or (end == now and found.last[:10] == now[:10])
    from_now = begin == now and (found.boundary == "until" or found.first[:10] == now[:10])
    right_begin = moment(begin) == first or from_now
    return right_begin and right_end


def passes(case: dict[str, Any]) -> bool:
    text, now = case["text"], case.get("reference_time") or ""
    return judged(case, dates.resolve(text, dates.scan(text), published=now or None))


def judged(case: dict[str, Any], found: Sequence[DateMention]) -> bool:
    """Whether each expected date is overlapped by a found one of its value (``tests/benchmarks/suites.py`` asks it of peers, too)."""
    now = case.get("reference_time") or ""
    expected = [e for e in case["expected"] if not str(e.get("timex", "")).startswith("P1")]  # 每年 is a set, no date
    if not expected:
        return not found
    return all(
        any(
            m.start < e["end"] and e["start"] < m.end and any(agrees(o, m, now) for o in e.get("alternatives") or [e])
            for m in found
        )
        for e in expected
    )


@pytest.mark.parametrize("suite", FLOORS)
def test_suite(suite: str, shared: Path) -> None:
    path = shared / "suites" / f"{suite}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    aside = decided()
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    cases = [c for c in cases if c["kind"] in KINDS]
    counted = [c for c in cases if c["id"] not in aside]
    passed = [c for c in counted if passes(c)]
    missed = [c["id"] for c in counted if c not in passed]
    assert len(passed) / len(counted) >= FLOORS[suite], missed


def test_no_case_is_put_aside_without_need(shared: Path) -> None:
    """A case of the list that passes belongs back among those that count."""
    aside = decided()
    for suite in FLOORS:
        path = shared / "suites" / f"{suite}.jsonl"
        if not path.exists():
            pytest.skip(f"{path} is not here")
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case["kind"] in KINDS and case["id"] in aside:
                assert not passes(case), case["id"]
