"""Activities by cases of our own words: what is found, what fills its roles, and what is no activity at all."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from bulletin_ie import rules
from bulletin_ie.pipes.activities import ActivityMention, find
from bulletin_ie.pipes.segment import Segmenter

CASES = Path(__file__).resolve().parents[2] / "cases" / "activities.txt"
SEGMENTER = Segmenter()


def cases() -> list[tuple[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" => ")) for line in lines if line and not line.startswith("#")]  # type: ignore[misc]


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without ⟦ ⟧, and where the marked organizations stand."""
    text, spans = "", []
    for part in regex.split(r"(⟦[^⟧]*⟧)", marked):
        if part.startswith("⟦"):
            spans.append((len(text), len(text) + len(part) - 2))
            text += part[1:-1]
        else:
            text += part
    return text, spans


def activities(text: str, organizations: list[tuple[int, int]]) -> tuple[list[ActivityMention], rules.Resolved]:
    scanned = rules.scan(text)
    tokens = SEGMENTER.tokens(text, scanned.edges())
    resolved = rules.resolve(scanned, text, tokens=tokens, published="2024-07-01")
    found = find(
        text,
        tokens,
        quantities=resolved.quantities,
        dates=resolved.dates,
        organizations=organizations,
        documents=resolved.documents,
        context={},
    )
    return found, resolved


def surfaces(text: str, activity: ActivityMention, resolved: rules.Resolved) -> list[str]:
    def joined(spans: list[tuple[int, int]]) -> str:
        return ",".join(text[a:b] for a, b in spans)

    quantities = [(resolved.quantities[i].start, resolved.quantities[i].end) for i in activity.quantities]
    dates = [(resolved.dates[i].start, resolved.dates[i].end) for i in activity.dates]
    head = f"{activity.type}:{text[slice(*activity.trigger)]}"
    return [head, joined(list(activity.agents)), joined(list(activity.recipients)), joined(quantities), joined(dates)]


@pytest.mark.parametrize(("marked", "expected"), cases())
def test_case(marked: str, expected: str) -> None:
    text, organizations = unmark(marked)
    found, resolved = activities(text, organizations)
    got = [surfaces(text, a, resolved) for a in found]
    wanted = [] if expected == "-" else [[p.strip() for p in a.split("|")] for a in expected.split(";")]
    assert [g[0] for g in got] == [w[0] for w in wanted], got
    for g, w in zip(got, wanted, strict=True):
        for part, want in zip(g[1:], w[1:], strict=False):
            assert want in ("?", part), g


@pytest.mark.parametrize(
    ("marked", "modality"),
    [
        ("⟦云岭市民政局⟧发放补贴300万元。", "actual"),
        ("⟦云岭市民政局⟧将于8月发放补贴300万元。", "planned"),
        ("⟦云岭市民政局⟧计划发放补贴300万元。", "planned"),
    ],
)
def test_modality(marked: str, modality: str) -> None:
    text, organizations = unmark(marked)
    assert [a.modality for a in activities(text, organizations)[0]] == [modality]


def test_documents_and_rule() -> None:
    text, organizations = unmark("4月2日，⟦云岭市教育局⟧印发《校园食堂管理办法》。")
    (activity,), _ = activities(text, organizations)
    assert [text[a:b] for a, b in activity.documents] == ["《校园食堂管理办法》"]
    assert activity.rule.startswith("verb.")
    assert text[slice(*activity.sentence)] == text[:-1]


def test_nothing_is_found_in_zones_that_are_no_prose() -> None:
    text = "云岭市发放棉被320床"
    scanned = rules.scan(text)
    tokens = SEGMENTER.tokens(text, scanned.edges())
    resolved = rules.resolve(scanned, text, tokens=tokens, published=None)
    zones = [(0, len(text), "title")]
    assert not find(
        text, tokens, quantities=resolved.quantities, dates=[], organizations=[], documents=[], context={"zones": zones}
    )


DUTIES = """各县（市、区）人民政府，市直有关部门：
为做好今年汛期地质灾害防治工作，现就有关事项通知如下：
一、落实防治责任。主要负责人要亲自部署，分管负责人要靠前指挥，逐级签订责任书，严禁推诿扯皮。
二、加强监测预警。自然资源部门要会同气象、水利部门每日会商，及时发布预警信息；群测群防员每天巡查不少于2次，发现险情立即报告。
三、果断转移避险。凡遇强降雨，必须提前转移受威胁群众，转移后严禁擅自返回。
四、做好应急准备。各地应储备帐篷、食品、药品等救灾物资，组建不少于30人的应急队伍，至少开展1次演练。
五、强化宣传培训。利用广播、短信等方式宣传防灾知识，对监测员进行全员培训，切实提高自救互救能力。
请各地于5月20日前将落实情况报送市自然资源局。市政府将适时组织督查，对工作不力的予以通报批评。"""


def test_a_page_of_duties_gives_next_to_no_activity() -> None:
    assert len(activities(DUTIES, [])[0]) <= 1
