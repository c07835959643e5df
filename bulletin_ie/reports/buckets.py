"""Months gathered to a row of equal periods that a chart can show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Timeline", "timeline"]

MOST_MONTHS = 36
MOST_YEARS = 40


@dataclass(frozen=True, slots=True)
class Timeline:
    """Periods without gaps, from the first that holds something to the last."""

    unit: str
    """``month`` or ``year``."""
    labels: tuple[str, ...]
    """``2024-06`` or ``2024``; the first is ``–1985`` when it holds all that lies before."""

    def index(self, month: str) -> int:
        """The period that a month (``2024-06``) lies in."""
        key = month if self.unit == "month" else month[:4]
        first = self.labels[0].removeprefix("–")
        return 0 if key <= first else self.labels.index(key)


def timeline(months: Iterable[str]) -> Timeline:
    """Periods for these months: months up to three years, else years, the last forty of them one by one."""
    known = sorted(set(months))
    if not known:
        return Timeline("month", ())
    first, last = _number(known[0]), _number(known[-1])
    if last - first < MOST_MONTHS:
        return Timeline("month", tuple(f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, last + 1)))
    years = [f"{year:04}" for year in range(first // 12, last // 12 + 1)]
    if len(years) > MOST_YEARS:
        years = years[-MOST_YEARS:]
        years[0] = f"–{years[0]}"
    return Timeline("year", tuple(years))


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
