"""From cues to accepted mentions: which cues stand, where their names begin, what they join or inherit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from ...rules.core import Token
from . import cues, divisions
from .boundaries import CARRIERS, PLACEHOLDERS, Found, Page, Reading, Run, cue_stands, is_proper, read_run, walk
from .bylines import add_publishers
from .cues import Cue, role_of

__all__ = ["spans"]

JOINING = frozenset("、 和 及 与 以及 联合 会同 协同 携手 同 并 暨".split())
"""What stands between coordinated names."""

PARTY = frozenset("党委 省委 市委 县委 区委 州委 盟委 旗委 党工委 党组".split())
FUSED = frozenset("政府 人民政府 人大 政协 纪委 管委会".split())
BRANCHES = ("分行", "支行", "分公司", "分社", "分局", "税务局", "总队", "支队", "分会", "营业部", "分院", "委员会", "调查队", "办事处", "派出所")
UNNAMED = frozenset("公司 集团 中心 分局 支队 大队 总队 中队 工作组 办公室 委员会 专班 企业 学校 大学 学院 银行 中学 小学 幼儿园 协会 厂".split())
"""Class words that with a placeholder alone (市|公司) name nobody in particular."""

INNER = frozenset("处 科 室 司 办公室 办公厅 值班室 频道 委员会 中心 分会 专业委员会 办 工作组 部 股 指挥部 指挥中心 领导小组 支队 大队 中队 总队 站 所 队".split())
"""Class words whose bodies are of their owner's kind."""

NATIONAL = frozenset("国家 中国 中华 全国 中央 世界 国际 亚洲 联合国 中华人民共和国".split())
SOLE = frozenset("人武部 武装部 人民武装部 军分区 警备区 省军区".split())
"""Bodies of which each division has one, so that the class word alone names it."""

PLACE_NAMED = frozenset("海关 派出所 司法所 税务所 边防检查站 边检站 监狱 法庭 人民法庭 村委会 居委会 村民委员会 居民委员会 小学 中学 幼儿园 集团".split())
"""Bodies that carry a place's or a proper name that need not be in the dictionary as one."""

LEVELLED = ("总队", "支队", "大队", "中队")
"""Ranks that fire brigades, police and others have alike: a bare one is of the kind named before."""

GROUP_LEADS = frozenset("各 各级 各类 各有关 有关 相关 所属 下属 直属 下辖 其他 全体 多家 辖区 会员".split())
FIRST_WORDS = {"政协": "congress", "中共": "party", "武警": "forces", "共青团": "social", "民盟": "party", "民革": "party", "民建": "party", "民进": "party", "农工党": "party", "致公党": "party", "九三学社": "party"}
"""First words that decide the type whatever the name ends in (政协…委员会)."""


@cache
def _counted() -> regex.Pattern[str]:
    """A count after the class word makes a group of it (养殖场2座)."""
    return regex.compile(r"[”」]?\s?[0-9０-９一二三四五六七八九十百千万数几两]{1,6}+[余多]?(?<!一)[个支家座所处辆户]")


@cache
def _titles() -> regex.Pattern[str]:
    return regex.compile(r"《[^《》\n]{1,120}+》")


def spans(text: str, tokens: Sequence[Token]) -> list[Found]:
    """Accepted mentions in text order, not overlapping; none inside 《…》."""
    if not text or not tokens:
        return []
    page = Page(text, tokens)
    titles = [m.span() for m in _titles().finditer(text)] if "《" in text else []
    found: list[Found] = []
    generic_end = -1
    t = 0
    for cue in cues.scan(text):
        while t < len(titles) and titles[t][1] <= cue.start:
            t += 1
        if t < len(titles) and titles[t][0] < cue.start:
            continue
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
    return add_publishers(text, found)


def _judge(page: Page, cue: Cue, found: Sequence[Found], generic_end: int) -> tuple[Found | None, bool]:
    """The mention that ends at ``cue`` if there is one, and whether the cue closes a generic group."""
    pattern = cue.pattern
    previous = found[-1] if found else None
    if pattern.level == "known":
        return Found(cue.start, cue.end, pattern.type, "gazetteer", pattern, cue.start, cue.start), False
    head = cue.start + 1 if pattern.level == "place" and pattern.text[0] in "省市县区州盟旗乡镇" else cue.start
    floor = previous.end if previous else 0
    run = walk(page, head, floor=floor, level=pattern.level)
    if run.stop == "body" and previous is not None and _continues(page, run, previous, cue):
        inside = read_run(page, run, head, pattern.level)
        return (
            Found(
                previous.start, cue.end, _inner_type(previous, cue), "rule", pattern, cue.start, previous.chain_end,
                owner=previous, inside=(inside.start, inside.chain_end) if inside.chain_end > inside.start else inside.inside,
            ),
            False,
        )
    reading = read_run(page, run, head, pattern.level)
    if _is_group(page, reading, run, cue):
        return None, True
    return _accept(page, cue, head, reading, found, generic_end)


def _accept(
    page: Page, cue: Cue, head: int, reading: Reading, found: Sequence[Found], generic_end: int
) -> tuple[Found | None, bool]:
    """Name or generic: what the cue's level asks of the words before it."""
    pattern = cue.pattern
    content = reading.content
    start = reading.start
    anchored = reading.chain_end > start
    proper = any(is_proper(s) for s in content)
    kind = _type(page, reading, cue)
    if pattern.text in LEVELLED and kind == "government":
        kind = next((f.type for f in reversed(found) if f.pattern.text.endswith(tuple(LEVELLED)) or f.type == "forces"), kind)
    made = Found(start, cue.end, kind, "rule", pattern, head, reading.chain_end, inside=reading.inside)
    if anchored:
        return (made, False) if _enough(page, reading, cue) else (None, reading.generic)
    if pattern.text[0] == "团" and pattern.level in ("abbr", "topic") and not content and pattern.text != "团委":
        return made, False
    if reading.first in FIRST_WORDS and (reading.inside or len(content) > 1):
        return made, False
    if reading.first in NATIONAL and len(content) > 1 and pattern.level in ("topic", "named", "strong"):
        return made, False
    if not content and pattern.text in SOLE:
        made.bare = True
        return made, False
    if pattern.level in ("abbr", "single"):
        return None, reading.generic
    if pattern.text in PLACE_NAMED and any(s.role is None and len(s.text) > 1 for s in content):
        proper = True
    if proper and _particular(reading, cue):
        return made, False
    if pattern.level == "strong" and content and not reading.generic and len(pattern.text) >= 4:
        return made, False
    made.bare = True
    if generic_end >= 0 and _joined_at(page, start, generic_end):
        return None, True
    if reading.generic:
        return None, True
    previous = found[-1] if found else None
    if previous is not None and (_joined_at(page, start, previous.end) or _fused(previous, cue, start)):
        if pattern.level in ("head", "inner", "topic") and pattern.type != "enterprise" and (content or len(pattern.text) > 1):
            made.model = previous.model or previous
            return made, False
        return None, False
    if pattern.level == "head" and (pattern.text[-1] in "局厅委会" or pattern.text.endswith("指挥部")):
        made.model = _same_sentence(page, found, start)
        return made, False
    if pattern.level == "head" and pattern.text.endswith(("支队", "大队", "中队")):
        police = next((f for f in reversed(found) if f.pattern.full.endswith(("公安局", "公安分局"))), None)
        if police is not None:
            made.model = police
            return made, False
    return None, False


def _particular(reading: Reading, cue: Cue) -> bool:
    """Whether an unanchored name with a proper word is one."""
    pattern = cue.pattern
    if pattern.level == "head":
        return pattern.text.endswith(("所", "站"))
    if pattern.level not in ("strong", "named", "topic") or reading.counted:
        return False
    if reading.generic and len(reading.content) < 2:
        return False
    if len(pattern.text) == 1 and pattern.level == "topic":
        return False
    if all(s.tag == "m" for s in reading.content) and pattern.text.endswith("中心"):
        return False
    return pattern.text not in ("办公室", "委员会", "专班", "工作专班", "工作组", "支队", "大队", "中队", "总队")


def _type(page: Page, reading: Reading, cue: Cue) -> str:
    if reading.first in FIRST_WORDS:
        kind = FIRST_WORDS[reading.first]
        if kind == "party" and reading.inside is not None and len(page.text[reading.inside[1] : cue.start]) > 1:
            return "grassroots"
        return kind
    if role_of(reading.first) == "foreign" or reading.first == "世界":
        return "international"
    return cue.pattern.type


@cache
def _members() -> regex.Pattern[str]:
    """After a name in an address it makes a group of it (市政府|各部门)."""
    return regex.compile(r"各(?:成员|部门|直属|处室|科室|委办|单位|股室|内设)")


def _is_group(page: Page, reading: Reading, run: Run, cue: Cue) -> bool:
    """市、县民政局, 县(区)民政局, 市县法院, 各市民政局: no single body."""
    if run.stop == "generic" and not run.segments:
        return True
    text = page.text
    if _counted().match(text, cue.end) and (reading.chain_end == reading.start or reading.placeholder):
        return True
    if any(s.text in GROUP_LEADS or s.text == "某" for s in reading.content):
        return True
    if reading.placeholder and _members().match(text, cue.end):
        return True
    if reading.determined and not divisions.codes_of(text[reading.start : reading.chain_end]):
        return True
    if not reading.placeholder:
        return False
    if reading.generic:
        return True
    before = text[max(0, reading.start - 2) : reading.start]
    if len(before) == 2 and before[1] in "、)）和及" and before[0] in "省市县区州盟旗乡镇道":
        return True
    chain = text[reading.start : reading.chain_end]
    return len(chain) > 1 and all(c in "省市县区州盟旗乡镇村" for c in chain)


def _enough(page: Page, reading: Reading, cue: Cue) -> bool:
    """Whether an anchored name says enough (省|局 and 市|公司 do not)."""
    pattern = cue.pattern
    if page.text.startswith("系统", cue.end) and reading.placeholder:
        return False
    if reading.placeholder and pattern.level == "named" and reading.content and all(s.role == "generic" for s in reading.content):
        return False
    if pattern.level == "single":
        if pattern.text == "队":
            return any(s.role == "inner" for s in reading.content)
        return any(len(s.text) > 1 for s in reading.content)
    if reading.content:
        return True
    if len(pattern.text) == 1:
        return not reading.placeholder and pattern.text in ("厅", "局")
    return not (reading.placeholder and pattern.text in UNNAMED)


def _continues(page: Page, run: Run, previous: Found, cue: Cue) -> bool:
    """Whether the cue names an inner or lower body of the mention that ends where its run begins."""
    first = run.segments[0] if run.segments else None
    start = first.start if first else cue.start
    if start != previous.end:
        return False
    if previous.pattern.text in PARTY and cue.pattern.text in FUSED:
        return False
    if first is not None and page.tokens[page.index(start)].start < start:
        return False  # jieba's word reaches into the body before: the words after it are not to be trusted
    if cue.pattern.text in ("医疗队", "专家组", "工作队", "报", "社", "院", "店"):
        return False
    if first is None:
        return True
    if first.role in ("conj", "soft") or first.text in GROUP_LEADS or first.text in JOINT:
        return False
    if any(s.role == "soft" for s in run.segments[:-1]) or first.text[0] == "某" or first.text in ("企业", "会员"):
        return False
    known = previous.pattern.level == "known"
    if previous.type == "enterprise" and cue.pattern.type == "enterprise":
        return not run.segments or run.segments[0].text not in PLACEHOLDERS
    reading = read_run(page, run, cue.start, cue.pattern.level)
    if reading.chain_end > reading.start:
        if reading.placeholder:
            return False
        if page.text[reading.chain_end - 1] not in "省市县区州盟旗镇乡":
            return True
        return (known and (previous.pattern.text in CARRIERS or reading.start == previous.end)) or cue.pattern.text.endswith(BRANCHES)
    return first.role != "lead"


JOINT = frozenset("联合 组织 支持 指导 帮扶 资助 救助 协调 接待 宣传 统筹 对接 医疗队".split())


def _inner_type(owner: Found, cue: Cue) -> str:
    """The type of an inner body: its owner's unless its own class word is of another kind."""
    if cue.pattern.level == "place" and owner.pattern.level == "known":
        return owner.type
    if owner.type == "international" or (owner.pattern.level == "known" and cue.pattern.text.endswith(BRANCHES)) or cue.pattern.text == "办事处":
        return owner.type
    if cue.pattern.text in INNER or owner.pattern.text in FIRST_WORDS:
        return owner.type
    if cue.pattern.level in ("head", "abbr") and owner.type in ("party", "congress", "forces"):
        return owner.type
    return cue.pattern.type


def _joined_at(page: Page, start: int, end: int) -> bool:
    """Whether only a joining mark or word stands between ``end`` and ``start``."""
    return 0 < start - end <= 4 and page.text[end:start].strip(" \u3000") in JOINING


def _fused(previous: Found, cue: Cue, start: int) -> bool:
    """党委政府: two bodies run together."""
    return start == previous.end and previous.pattern.text in PARTY and cue.pattern.text in FUSED


def _same_sentence(page: Page, found: Sequence[Found], start: int) -> Found | None:
    """The nearest public body before ``start`` in its sentence: a bare head is taken for one of the same division."""
    for mention in reversed(found):
        if "。" in page.text[mention.end : start] or "\n" in page.text[mention.end : start] or start - mention.end > 60:
            return None
        if mention.type in ("government", "party", "congress") and mention.pattern.level != "known" and mention.pattern.text[-1] != "部":
            return mention.model or mention
    return None


def _with_seat(page: Page, mention: Found) -> Found:
    """国家…检测中心（哈尔滨）: the seat in brackets belongs to the names of centres, laboratories and universities."""
    text = page.text
    end = mention.end
    if text[end : end + 1] in ("（", "(") and mention.pattern.text.endswith(("中心", "大学", "实验室", "研究院")):
        close = text.find("）" if text[end] == "（" else ")", end, end + 8)
        if close > 0 and divisions.spelled(text[end + 1 : close]):
            mention.end = close + 1
    return mention
