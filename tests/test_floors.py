"""Scores on dev hold their floors; floors only rise, or fall with a reason."""

from __future__ import annotations

import importlib.util
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def floors(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("floors", root / "corpora" / "floors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["floors"] = module  # where its dataclass looks for its annotations
    spec.loader.exec_module(module)
    return module


def test_scores_hold_their_floors(floors: ModuleType) -> None:
    assert floors.problems(floors.read(), floors.measured()) == []


def test_a_fall_is_a_problem(floors: ModuleType) -> None:
    held = {"dates": floors.Floor("dates", Decimal("0.950"), Decimal("0.950"))}
    assert floors.problems(held, {"dates": Decimal("0.950")}) == []
    assert "under its floor" in floors.problems(held, {"dates": Decimal("0.949")})[0]
    assert "not measured" in floors.problems(held, {})[0]
    assert "no floor" in floors.problems({}, {"dates": Decimal("0.9")})[0]


def test_a_lowered_floor_needs_a_reason(floors: ModuleType) -> None:
    lowered = floors.Floor("dates", Decimal("0.900"), Decimal("0.950"))
    assert "without a reason" in floors.problems({"dates": lowered}, {"dates": Decimal("0.920")})[0]
    lowered.reason = "the guide changed: weekdays are dates now"
    assert floors.problems({"dates": lowered}, {"dates": Decimal("0.920")}) == []


def test_raising_never_lowers(floors: ModuleType) -> None:
    held = {"dates": floors.Floor("dates", Decimal("0.950"), Decimal("0.950"))}
    (same,) = floors.raised(held, {"dates": Decimal("0.920")})
    (higher,) = floors.raised(held, {"dates": Decimal("0.970")})
    assert (same.floor, higher.floor, higher.highest) == (Decimal("0.950"), Decimal("0.970"), Decimal("0.970"))
