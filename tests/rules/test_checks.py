"""Arithmetic that a text lets one verify."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bulletin_ie.pipes.segment import Segmenter
from bulletin_ie.rules import checks, items, quantities

SEGMENTER = Segmenter()


def verified(text: str) -> list[tuple[str, tuple[int, ...], Decimal, Decimal, Decimal]]:
    mentions = quantities.scan(text)
    edges = sorted({edge for m in mentions for edge in (m.start, m.end)})
    found = checks.verify(text, items.attach(text, mentions, SEGMENTER.tokens(text, edges), []))
    return [(c.kind, c.quantities, c.expected, c.stated, c.difference) for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增病例5例(甲区2例,乙区3例)", [("sum", (0, 1, 2), 5, 5, 0)]),
        ("新增病例6例（甲区2例，乙区3例）", [("sum", (0, 1, 2), 5, 6, 1)]),
        ("收到建议91件，其中教育类30件、卫生类25件，其余36件", [("sum", (0, 1, 2, 3), 91, 91, 0)]),
        ("抽检312批次产品，检出不合格23批次，不合格率为7.4%", [("rate", (2, 1, 0), "7.4", "7.4", 0)]),
        ("检查企业120家，合格118家，合格率98.5%", [("rate", (2, 1, 0), "98.3", "98.5", "0.2")]),
    ],
)
def test_verified(text: str, expected: list[tuple[str, tuple[int, ...], object, object, object]]) -> None:
    wanted = [(k, q, Decimal(str(e)), Decimal(str(s)), Decimal(str(d))) for k, q, e, s, d in expected]
    assert verified(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "选派干部63名，其中女干部30名、青年干部41名",
        "救助老人200余人(东村120人,西村90人)",
        "救助老人200人(含东村120人,西村60人)",
        "投入500万元，完成率98%",
        "抽检312批次产品，检出问题23批次，合格率为92.6%",
        "培训300人，发证280本，合格率98%",
        "",
    ],
)
def test_left_alone(text: str) -> None:
    assert verified(text) == []
