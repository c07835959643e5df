"""No text makes the pipeline slow: cost is linear in length, and close to that of ordinary prose.

Costs are ratios of one run to another on the same machine, each the best of several, with a wide margin: this catches a quadratic
pattern, which is worse by factors of hundreds, and not a busy machine.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import bulletin_ie
from bulletin_ie import corpus

LENGTH = 20_000
UNITS = [
    "一", "万", "亿", "9", "９", "亿元", "1,000", "百分之", "3月", "年", "2022-", "至", "、", "，", "。", "（", "）", "(", "《", "》", "“",
    "省", "局", "委员会", "协会", "公司", "县民政局", "市教育局、", "捐赠", "发放", "发放物资", "向", "为", "对", "由", "的", " ", "\n", "　", "1.", "0", "-",
    "3月1日至", "近", "余", "多", "分别为", "其中", "第", "号", "〔2022〕", "国", "a", "—", "%", "个", "十一", "中国", "和", "某某有限公司", "\ufffd", "👍",
]  # fmt: skip


def best(text: str, repeats: int = 2) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        bulletin_ie.parse(text, published="2024-06-12")
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.fixture(scope="module")
def ordinary(root: Path) -> float:
    documents = corpus.load(root / "corpora" / "annotated", split="train")
    prose = "\n".join(d.text for d in documents)[:LENGTH]
    best(prose, 1)
    return best(prose, 3)


@pytest.mark.parametrize("unit", UNITS)
def test_repeated_fragments_cost_no_more_than_ten_times_prose(unit: str, ordinary: float) -> None:
    text = (unit * (LENGTH // len(unit) + 1))[:LENGTH]
    if best(text, 1) > 10 * ordinary:  # once more, in case the machine was busy
        assert best(text, 3) < 10 * ordinary


@pytest.mark.parametrize("unit", ["一", "县民政局", "捐赠3万元，", "3月1日，", "（"])
def test_cost_grows_with_length_not_faster(unit: str) -> None:
    short = (unit * LENGTH)[:LENGTH]
    long = (unit * 4 * LENGTH)[: 4 * LENGTH]
    best(short, 1)
    assert best(long) < 10 * best(short, 3) + 0.1  # linear would be 4, quadratic 16
