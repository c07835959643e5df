"""Long runs of date-like text cost time in proportion to their length."""

from __future__ import annotations

import time

import pytest

from bulletin_ie.rules import dates

UNITS = [
    "3月", "年", "2022-", "至", "3月1日至", "，3日", "日", "一", "十", "2022", "二〇二二", "2022.4.", "12:", "12时", "90年代", "前", "近三",
    "“十四五", "“", "今", "春节", "大雪", "农历", "初一", "年底", "1-", "世纪", "（", " ", "请于", "截至",
]  # fmt: skip


def cost(text: str) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        dates.resolve(text, dates.scan(text), published="2024-06-12")
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("unit", UNITS)
def test_four_times_the_text_costs_about_four_times(unit: str) -> None:
    text = unit * 2_000
    cost(unit * 10)
    assert cost(text * 4) < 10 * cost(text) + 0.05  # a quadratic scan would take 16 times
