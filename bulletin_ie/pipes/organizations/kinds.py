"""The guide's eleven types: by the class word, the first word, and the owner of an inner body."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from .boundaries import Reading
from .cues import Cue, roles
from .found import Found
from .words import word_set

__all__ = ["BRANCHES", "FIRST_WORDS", "RANKS", "inner_type", "type_of"]

FIRST_WORDS = {
    "政协": "congress",
    "中共": "party",
    "武警": "forces",
    "海警": "forces",
    "共青团": "social",
    "团": "social",
    "民盟": "party",
    "民革": "party",
    "民建": "party",
    "民进": "party",
    "农工党": "party",
    "致公党": "party",
    "九三学社": "party",
    "世界": "international",
}
"""First words that decide the type whatever the name ends in (政协…委员会)."""

RANKS = ("总队", "支队", "大队", "中队")
"""Ranks that fire brigades, police and others have alike: a bare one is of the kind named before."""

BRANCHES = (
    "分行", "支行", "分公司", "分社", "分局", "税务局", "总队", "支队", "分会", "营业部", "分院", "委员会", "调查队", "办事处", "派出所"
)  # fmt: skip
"""Class words of lower bodies, which may carry a division of their own after the upper body's name."""

INNER = word_set(
    "处 科 室 司 股 部 办 站 所 队 办公室 办公厅 值班室 频道 委员会 专业委员会 中心 分会 工作组 指挥部 指挥中心 领导小组 "
    "支队 大队 中队 总队 工作部 举报中心"
)
"""Class words whose bodies are of their owner's kind."""

LOOK_BACK = 40


def type_of(text: str, reading: Reading, cue: Cue, found: Sequence[Found]) -> str:
    """The type of a name that no other body owns."""
    kind = FIRST_WORDS.get(reading.first)
    if kind is not None:
        within = reading.inside
        return "grassroots" if kind == "party" and within is not None and cue.start - within[1] > 1 else kind
    if roles().get(reading.first) == "foreign":
        return "international"
    pattern = cue.pattern
    content = reading.content
    if content and content[0].text.startswith(("政协", "人大")) and pattern.text in INNER:
        return "congress"  # 市|政协提案|委员会
    if pattern.text in RANKS and pattern.type == "government":
        earlier = islice(reversed(found), LOOK_BACK)
        return next((f.type for f in earlier if f.pattern.text.endswith(RANKS) or f.type == "forces"), pattern.type)
    return pattern.type


def inner_type(owner: Found, cue: Cue) -> str:
    """The type of an inner or lower body: its owner's unless its own class word is of another kind."""
    pattern = cue.pattern
    root = owner
    while root.owner is not None:
        root = root.owner
    if root.pattern.level == "known" and pattern.text.endswith(BRANCHES):
        return root.type
    known = owner.pattern.level == "known"
    if known and (pattern.level == "place" or pattern.text.endswith(BRANCHES)):
        return owner.type
    if owner.type == "international" or pattern.text == "办事处":
        return owner.type
    if pattern.text in INNER or owner.pattern.text in FIRST_WORDS:
        return owner.type
    if pattern.type == "enterprise" and pattern.text.endswith("部") and owner.type != "media":
        return owner.type  # 工商联|经济服务部
    if pattern.level in ("head", "abbr") and owner.type in ("party", "congress", "forces"):
        return owner.type
    return pattern.type
