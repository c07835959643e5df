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
