"""Hostile inputs: the time is linear in length and near that of ordinary text."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bulletin_ie.rules import bare_numbers, quantities

ORDINARY = (
    "2023年，全县完成造林3.6万亩，同比增长12.5%；新建水库2座，总投资4.8亿元，惠及群众1.2万余人。"
    "县林业局组织120名护林员分赴15个乡镇，累计巡山2600公里，发现火险隐患37处，已整改35处。"
    "其中，东河镇投入资金860万元，栽植油松、侧柏等苗木42万株，成活率达到95%以上，户均增收三千多元。"
)
HOSTILE = [
    "一", "万", "9", "亿元", "1,000", "百分之", "一万9亿元", "百分之1,000", "（", "十", "半", "数", "几", "零", "三至", "1万-",
    "3月", "9.", "-9", "一 ", "3、", "每", "人均", "近", "“一", "分之", "第", "又", "1/", "http://9%", "负", "点",
]  # fmt: skip


def seconds(work: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        work(text)
        best = min(best, time.process_time() - begin)
    return best


def scan(text: str) -> object:
    return quantities.scan(text)


def find(text: str) -> object:
    return list(bare_numbers.find(text))


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("work", [scan, find], ids=["scan", "find"])
def test_no_slower_than_ten_times_ordinary_text(work: Callable[[str], object], piece: str) -> None:
    length = 20_000 * len(piece)
    ordinary = (ORDINARY * (length // len(ORDINARY) + 1))[:length]
    work(ORDINARY)
    assert seconds(work, piece * 20_000) < 10 * seconds(work, ordinary)


@pytest.mark.parametrize("piece", ["9", "一", "亿元", "3年", "1,000", "两块", "三至", "“一"])
def test_linear(piece: str) -> None:
    scan(piece)
    short, long = seconds(scan, piece * 5_000), seconds(scan, piece * 40_000)
    assert long < 16 * max(short, 0.001)
