"""From cues to accepted mentions: which cues stand, where their names begin, what they join or inherit."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.core import Token
from . import cues, divisions
from .boundaries import CARRIERS, PLACEHOLDERS, Found, Page, Reading, cue_stands, is_proper, read_run, walk
from .cues import Cue

__all__ = ["spans"]

JOINERS = frozenset("、和及与")
PARTY = frozenset("党委 省委 市委 县委 区委 州委 盟委 旗委 党工委".split())
BRANCHES = ("分行", "支行", "分公司", "分社", "分局", "税务局", "总队", "支队", "分会", "营业部", "分院", "委员会", "调查队")


def spans(text: str, tokens: Sequence[Token]) -> list[Found]:
    """Accepted mentions in text order, not overlapping."""
    if not text:
        return []
    page = Page(text, tokens)
    found: list[Found] = []
    generic_end = -1
    for cue in cues.scan(text):
        if cue.pattern.level == "block" or not cue_stands(page, cue):
            continue
        mention, generic = _judge(page, cue, found, generic_end)
        if generic:
            generic_end = cue.end
        if mention is None:
            continue
        while found and found[-1].start >= mention.start:
            found.pop()
        if found and found[-1].end > mention.start:
            continue
        found.append(_with_seat(page, mention))
    return found


def _with_seat(page: Page, mention: Found) -> Found:
    """国家…检测中心（哈尔滨）: the seat in brackets belongs to the names of centres, laboratories and universities."""
    text = page.text
    end = mention.end
    if text[end : end + 1] in ("（", "(") and mention.pattern.text.endswith(("中心", "大学", "实验室", "研究院")):
        close = text.find("）" if text[end] == "（" else ")", end, end + 8)
        if close > 0 and divisions.spelled(text[end + 1 : close]):
            mention.end = close + 1
    return mention


def _judge(page: Page, cue: Cue, found: Sequence[Found], generic_end: int) -> tuple[Found | None, bool]:
    """The mention that ends at ``cue`` if there is one, and whether the cue closes a generic group."""
    pattern = cue.pattern
    previous = found[-1] if found else None
    if pattern.level == "known":
        return Found(cue.start, cue.end, pattern.type, "gazetteer", pattern, cue.start, cue.start), False
    head = cue.end - len(pattern.text) + 1 if pattern.level == "place" and pattern.text[0] in "省市县区州盟旗乡镇" else cue.start
    floor = previous.end if previous else 0
    run = walk(page, head, floor=floor, level=pattern.level)
    reading = read_run(page, run, head)
    content = reading.content
    if run.stop == "body" and previous is not None and _continues(page, previous, reading, cue, floor):
        return (
            Found(previous.start, cue.end, _inner_type(previous, cue), "rule", pattern, cue.start, previous.chain_end, owner=previous),
            False,
        )
    anchored = reading.chain_end > reading.start
    if pattern.level == "abbr" and not anchored and pattern.text[0] != "团":
        return None, reading.generic
    if _is_group(page, reading, cue):
        return None, True
    start = reading.start
    proper = any(is_proper(s) for s in content)
    made = Found(start, cue.end, pattern.type, "rule", pattern, head, reading.chain_end)
    if anchored:
        if _enough(reading, cue, proper):
            return made, False
        return None, reading.generic
    if proper and pattern.level in ("strong", "named", "topic") and not (reading.generic and len(content) < 2):
        return made, False
    if pattern.level == "strong" and content and not reading.generic and len(pattern.text) >= 4:
        return made, False
    made.bare = True
    if generic_end >= 0 and _joined_at(page, start, generic_end):
        return None, True
    if reading.generic:
        return None, True
    if previous is not None and (_joined_at(page, start, previous.end) or _fused(previous, cue, start)):
        if pattern.level in ("head", "inner", "topic") and pattern.type not in ("enterprise",) and (content or len(pattern.text) > 1):
            made.model = previous.model or previous
            return made, False
        return None, False
    if pattern.level == "head" and not pattern.text.endswith(("部", "所", "站", "中心", "办")):
        return made, False
    return None, False


def _is_group(page: Page, reading: Reading, cue: Cue) -> bool:
    """市、县民政局, 县(区)民政局, 市县法院: a placeholder among placeholders names no single body."""
    text = page.text
    if not reading.placeholder:
        return reading.start > 2 and text[reading.start - 1] in "）)" and text[reading.start - 2] in "省市县区州盟旗乡镇街道"
    before = text[max(0, reading.start - 2) : reading.start]
    if reading.generic:
        return True
    if before and before[-1] in "、)）和及" and len(before) > 1 and before[0] in "省市县区州盟旗乡镇":
        return True
    return reading.chain_end - reading.start > 1 and all(c in "省市县区州盟旗乡镇村" for c in text[reading.start : reading.chain_end])


def _enough(reading: Reading, cue: Cue, proper: bool) -> bool:
    """Whether an anchored name says enough (省|局 and 市|公司 do not)."""
    size = len(cue.pattern.text)
    if reading.content:
        return True
    if size == 1:
        return not reading.placeholder and cue.pattern.text in ("厅", "局")
    return not (reading.placeholder and cue.pattern.text in ("公司", "集团", "中心", "分局", "支队", "大队", "总队", "中队", "工作组", "办公室", "委员会", "医疗队", "专班", "企业"))


def _continues(page: Page, previous: Found, reading: Reading, cue: Cue, floor: int) -> bool:
    """Whether the cue names an inner or lower body of the mention that ends right before its run."""
    run_start = reading.start
    if run_start != floor and reading.content and reading.content[0].start != floor:
        return False
    if not reading.content and reading.chain_end == reading.start and cue.start != floor and run_start != floor:
        return False
    if previous.pattern.text in PARTY and cue.pattern.text in ("政府", "人民政府", "人大", "政协", "纪委"):
        return False
    if previous.pattern.level == "known" and previous.pattern.text in CARRIERS and cue.pattern.level in ("place", "abbr", "inner", "topic", "named"):
        return reading.chain_end > reading.start
    if reading.chain_end > reading.start:
        return reading.content == [] and cue.pattern.text.endswith(BRANCHES) or (
            cue.pattern.text.endswith(BRANCHES) and not page.text[reading.start : reading.start + 1] in PLACEHOLDERS
        )
    return not reading.generic


def _inner_type(owner: Found, cue: Cue) -> str:
    """The type of an inner body: its own when it has one of its own kind, else its owner's."""
    if cue.pattern.text in ("处", "科", "室", "办公室", "委员会", "中心", "分会", "专业委员会", "办", "工作组", "部", "指挥部", "领导小组", "支队", "大队", "中队", "总队"):
        return owner.type
    return cue.pattern.type


def _joined_at(page: Page, start: int, end: int) -> bool:
    """Whether only a joining mark or word stands between ``end`` and ``start``."""
    between = page.text[end:start].strip(" \u3000")
    return between in ("、", "和", "及", "与", "以及", "，", ",") and between not in ("，", ",")


def _fused(previous: Found, cue: Cue, start: int) -> bool:
    """党委政府: two bodies run together."""
    return start == previous.end and previous.pattern.text in PARTY and cue.pattern.text in ("政府", "人民政府", "人大", "政协")
