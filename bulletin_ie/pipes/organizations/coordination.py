"""How a cue's words stand to the mention before them: an inner body of it, coordinated with it, or apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from .boundaries import read_run
from .cues import Cue
from .found import Found
from .kinds import BRANCHES
from .walk import Page, Run
from .words import CARRIERS, DIVISION_ENDS, GROUP_LEADS, JOINT_ACTS, PLACEHOLDERS, word_set

__all__ = ["continues", "fused", "joined_at", "police_before", "same_sentence"]

JOINING = word_set("、 和 及 与 以及 联合 会同 协同 携手 同 并 暨")
"""What stands between coordinated names."""

PARTY = word_set("党委 省委 市委 县委 区委 州委 盟委 旗委 党工委 党组")
FUSED = word_set("政府 人民政府 人大 政协 纪委 管委会")
"""党委|政府: class words that run together name two bodies."""

VISITING = word_set("医疗队 专家组 工作队 报 社 院 店")
"""Class words that make no inner body of the name right before them."""

LOOK_BACK = 40
REACH = 60


def continues(page: Page, run: Run, previous: Found, cue: Cue) -> bool:
    """Whether the cue ends an inner or lower body of ``previous``, at whose end its run begins."""
    pattern = cue.pattern
    first = run.segments[0] if run.segments else None
    start = first.start if first is not None else cue.start
    if start != previous.end or pattern.text in VISITING:
        return False
    if previous.pattern.text in PARTY and pattern.text in FUSED:
        return False
    if first is None:
        return True
    if page.tokens[page.index(start)].start < start:
        return False  # jieba's word reaches into the body before: the words after it are not to be trusted
    word = first.text
    if first.role in ("conj", "soft") or word in GROUP_LEADS or word in JOINT_ACTS or word == "医疗队":
        return False
    if word[0] == "某" or word in ("企业", "会员") or any(s.role == "soft" for s in run.segments[:-1]):
        return False
    if previous.type == "enterprise" and pattern.type == "enterprise":
        return word not in PLACEHOLDERS
    reading = read_run(page, run, cue.start, pattern.level)
    if reading.chain_end == reading.start:
        return first.role != "lead"
    if reading.placeholder:
        return False
    if page.text[reading.chain_end - 1] not in DIVISION_ENDS or pattern.text.endswith(BRANCHES):
        return True
    known = previous.pattern.level == "known"
    return known and (previous.pattern.text in CARRIERS or reading.start == previous.end)


def joined_at(text: str, start: int, end: int) -> bool:
    """Whether only a joining mark or word stands between ``end`` and ``start``."""
    return 0 < start - end <= 4 and text[end:start].strip(" \u3000") in JOINING


def fused(previous: Found, cue: Cue, start: int) -> bool:
    """党委政府: two bodies run together."""
    return start == previous.end and previous.pattern.text in PARTY and cue.pattern.text in FUSED


def same_sentence(text: str, found: Sequence[Found], start: int) -> Found | None:
    """The nearest public body before ``start`` in its sentence: a bare head is taken for one of the same division."""
    for mention in islice(reversed(found), LOOK_BACK):
        if start - mention.end > REACH or any(c in "。\n" for c in text[mention.end : start]):
            return None
        pattern = mention.pattern
        if (
            mention.type in ("government", "party", "congress")
            and pattern.level != "known"
            and pattern.text[-1] != "部"
        ):
            return mention.model or mention
    return None


def police_before(found: Sequence[Found]) -> Found | None:
    """The last police bureau named: bare 刑侦支队 is one of its."""
    earlier = islice(reversed(found), LOOK_BACK)
    return next((f for f in earlier if f.pattern.full.endswith(("公安局", "公安分局"))), None)
