"""How a cue's words stand to the mention before them: an inner body of it, coordinated with it, or apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from .boundaries import read_run
from .cues import Cue, roles
from .found import Found
from .kinds import BRANCHES
from .walk import Page, Run
from .words import CARRIERS, DIVISION_ENDS, GROUP_LEADS, JOINT_ACTS, NAME_LETTERS, PLACEHOLDERS, word_set

__all__ = [
    "continues",
    "fused",
    "joined_at",
    "named_before",
    "owner_of",
    "police_before",
    "same_sentence",
    "stationed_owner",
]

JOINING = word_set("、 和 及 与 以及 联合 会同 协同 携手 同 并 暨")
"""What stands between coordinated names."""

PARTY = word_set("党委 省委 市委 县委 区委 州委 盟委 旗委 党工委 党组")
FUSED = word_set("政府 人民政府 人大 政协 纪委 管委会 管委")
"""党委|政府: class words that run together name two bodies."""

DISCIPLINE = word_set("纪委 纪检委 纪工委")
SUPERVISION = word_set("监委 监察委 监察局 监察工委")
"""纪委|监委: two bodies that work as one; an inner body is of both (县纪委监委|第三监督检查室)."""

VISITING = word_set("医疗队 专家组 工作队 报 社 院 店")
"""Class words that make no inner body of the name right before them."""

OFFICES = word_set("处 科 室 司 股 分局 支队 大队 中队 派出所")
STATIONED = word_set("办事处 特派员办事处 专员办事处 专员办 特派办 监察专员办 纪检监察组 纪检组 代表处 警务室")
"""What one body keeps with another or in a place (商务部|驻大连|特派员办事处)."""

LONGEST = 120
"""How long a body with its inner bodies may be; names run together without end must not grow."""
LOOK_BACK = 40
REACH = 60


def continues(page: Page, run: Run, previous: Found, cue: Cue) -> bool:
    """Whether the cue ends an inner or lower body of ``previous``, at whose end its run begins."""
    pattern = cue.pattern
    first = run.segments[0] if run.segments else None
    start = first.start if first is not None else cue.start
    if start != previous.end or pattern.text in VISITING or cue.end - previous.start > LONGEST:
        return False
    if _runs_together(previous.pattern.text, pattern.text):
        return False
    if first is None:
        return pattern.text not in ("所", "系")  # 直属分局|所承担的
    trusted = previous.pattern.level == "known" or start in page.division_ends
    if not trusted and page.tokens[page.index(start)].start < start:
        return False  # jieba's word reaches into the body before: the words after it are not to be trusted
    word = first.text
    if word == "驻":
        return pattern.text in STATIONED
    if word == "原":
        return False  # 东湖中学|原|党委书记
    role_of = roles()
    if word == "直属" and all(s.tag == "m" for s in run.segments[1:]):
        return True  # …局|直属|分局, …支队|直属|一|大队
    if first.role == "conj" or word in GROUP_LEADS or word in JOINT_ACTS or word == "医疗队":
        return False
    if word[0] == "某" or word in ("企业", "会员"):
        return False
    soft = [s for s in run.segments if s.role == "soft" and s.text not in NAME_LETTERS]
    if pattern.text in OFFICES:
        soft = [s for s in soft if s.text in role_of]  # 反|洗钱|处: a verb that jieba tells is part of an office's task
    elif soft == [run.segments[-1]] and len(run.segments) > 1:
        soft = []  # 环杭|查控|指挥部
    if soft:
        return False
    if previous.type == "enterprise" and pattern.type == "enterprise":
        return word not in PLACEHOLDERS
    reading = read_run(page, run, cue.start, pattern.level)
    if reading.chain_end == reading.start:
        return first.role != "lead"
    if reading.placeholder:
        return reading.start > previous.end and pattern.text in OFFICES  # 新|市|派出所
    if page.text[reading.chain_end - 1] not in DIVISION_ENDS or pattern.text.endswith(BRANCHES):
        return True
    known = previous.pattern.level == "known"
    return known and (previous.pattern.text in CARRIERS or reading.start == previous.end)


def stationed_owner(text: str, found: Sequence[Found], run: Run, cue: Cue) -> Found | None:
    """The body that keeps a group with the last one (县纪委监委|驻|教体局|纪检监察组), None for others."""
    if cue.pattern.text not in STATIONED or len(found) < 2 or run.stop != "body" or run.segments:
        return None
    host = found[-1]
    return owner_of(found[:-1]) if text[found[-2].end : host.start] in ("驻", "派驻") else None


def owner_of(found: Sequence[Found]) -> Found:
    """The body that an inner body after the last one belongs to: the first of 纪委|监委, else the last."""
    last = found[-1]
    if len(found) > 1 and found[-2].end == last.start and last.pattern.text in SUPERVISION:
        return found[-2] if found[-2].pattern.text in DISCIPLINE else last
    return last


def joined_at(text: str, start: int, end: int) -> bool:
    """Whether only a joining mark or word stands between ``end`` and ``start``."""
    return 0 < start - end <= 4 and text[end:start].strip(" \u3000") in JOINING


def fused(previous: Found, cue: Cue, start: int) -> bool:
    """党委政府, 纪委监委: two bodies run together."""
    return start == previous.end and _runs_together(previous.pattern.text, cue.pattern.text)


def _runs_together(first: str, second: str) -> bool:
    return (first in PARTY and second in FUSED) or (first in DISCIPLINE and second in SUPERVISION)


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


def named_before(found: Sequence[Found], full: str) -> bool:
    """Whether a body of this class was named not long before (市总工会 … 工会)."""
    return any(f.pattern.full.endswith(full) for f in islice(reversed(found), LOOK_BACK))


def police_before(found: Sequence[Found]) -> Found | None:
    """The last police bureau named: bare 刑侦支队 is one of its."""
    earlier = islice(reversed(found), LOOK_BACK)
    return next((f for f in earlier if f.pattern.full.endswith(("公安局", "公安分局"))), None)
