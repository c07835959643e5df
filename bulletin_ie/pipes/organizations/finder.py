"""From cues to accepted mentions: which cues stand, where their names begin, what they join or inherit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import islice
from typing import NamedTuple

import regex

from . import cues
from .boundaries import Reading, is_proper, read_run
from .brands import add_brands
from .bylines import add_publishers
from .coordination import (
    continues,
    fused,
    joined_at,
    named_before,
    owner_of,
    police_before,
    same_sentence,
    stationed_owner,
)
from .cues import Cue, Pattern
from .found import Found
from .generic import is_group, is_particular, says_enough
from .kinds import FIRST_WORDS, RANKS, inner_type, type_of
from .opinion import Opinions, make
from .repeats import add_repeats
from .surroundings import is_nickname, with_surroundings
from .walk import Page, Run, walk
from .weights import Weights
from .words import word_set

__all__ = ["Settle", "Verdict", "overruled", "spans"]

NATIONAL = word_set("国家 中国 中华 全国 中央 世界 国际 亚洲 联合国 中华人民共和国")
SOLE = word_set("人武部 武装部 人民武装部 军分区 警备区 省军区")
"""Bodies of which each division has one, so that the class word alone names it."""

PLACE_NAMED = word_set(
    "海关 公证处 派出所 司法所 税务所 边防检查站 边检站 监狱 法庭 人民法庭 村委会 居委会 村民委员会 居民委员会 小学 中学 幼儿园 集团"
)
"""Bodies that carry a place's or a proper name that need not be in the dictionary as one."""

NUMBERED = word_set(" ".join(f"{n}中 {n}中学 {n}小" for n in "一二三四五六七八九十"))
"""Schools by number, cut short after another one (大田一中、|五中)."""

VENUES = word_set(
    "图书馆 博物馆 文化馆 美术馆 科技馆 纪念馆 档案馆 体育馆 天文馆 自然博物馆 群众艺术馆 群艺馆 方志馆 文化宫 少年宫 青少年宫 "
    "人民医院 中医院 中医医院 妇幼保健院 中心血站 疾控中心 急救中心 传染病医院 儿童医院 精神病医院 卫生监督所 "
    "京剧院 越剧院 豫剧院 川剧院 话剧院 歌舞剧院 歌剧院 歌舞团 杂技团 京剧团 越剧团 交响乐团 民乐团"
)
"""Bodies of which a city has one each, cut short after another of its bodies (市图书馆、|博物馆)."""

REPEATED = word_set("大队 支队 总队 检察院 法院 海关")
"""Class words that stand for a body named before when they open a clause."""

SITTING = word_set(
    "提案委员会 农业和农村委员会 社会和法制委员会 社会法制委员会 社会建设委员会 文化文史和学习委员会 教科卫体委员会 民族和宗教委员会 "
    "港澳台侨和外事委员会 监察和司法委员会 环境与资源保护委员会 城建环资委员会 教科文卫委员会 教育科学文化卫生委员会 预算工作委员会 代表工作委员会"
)
"""Committees that only a people's congress or a consultative conference has, named without it."""

MOST_BACK = 40

COMMITTEES = word_set("居委会 村委会 居民委员会 村民委员会")
POSTS_BETWEEN = word_set("书记、 书记兼 副书记、 委员、 支书、")
"""Posts in a branch between it and the committee of the same place (八一社区党委|书记、|居委会)."""

PARTY_POSTS = word_set("常委、 书记、 副书记、 委员、 常委兼 常委，")
"""Posts in a committee before a post in one of its offices (县委|常委、|统战部部长)."""

JOINT = ("联合", "会同", "携手", "协同", "联手")


class Verdict(NamedTuple):
    """The mention that a cue ends, if there is one, and whether the cue closes a generic group."""

    mention: Found | None
    group: bool = False


@cache
def _titles() -> regex.Pattern[str]:
    return regex.compile(r"《[^《》\n]{1,120}+》")


Settle = Callable[[Page, Cue, Sequence[Found], Run, Reading, Verdict], Verdict]
"""What is made of the rules' verdict on a cue: given the mentions before it, the words before it and their reading."""


def spans(page: Page, *, settle: Settle | None = None) -> list[Found]:
    """Accepted mentions in text order, not overlapping; none inside 《…》.

    ``settle`` has the last word on each cue; :func:`overruled` when not given.
    """
    text = page.text
    settle = settle or overruled(page)
    titles = [m.span() for m in _titles().finditer(text)] if "《" in text else []
    found: list[Found] = []
    group_end = -1
    t = 0
    last: Cue | None = None
    repeats = 0
    for cue in cues.scan(text, page.tokens):
        same = last is not None and cue.start == last.end and cue.pattern is last.pattern
        repeats = repeats + 1 if same else 0
        last = cue
        if repeats > 1:
            continue  # 公司公司公司: no name has a class word three times over, and such a text must not cost a walk at each
        while t < len(titles) and titles[t][1] <= cue.start:
            t += 1
        if t < len(titles) and titles[t][0] < cue.start:
            continue
        if not cues.stands(text, page.tokens[page.index(cue.end - 1)], cue):
            continue
        mention, group = _judge(page, cue, found, group_end, settle)
        if group:
            group_end = cue.end
        if mention is None or is_nickname(text, mention):
            continue
        while found and found[-1].start >= mention.start:
            found.pop()
        if not found or found[-1].end <= mention.start:
            found.append(with_surroundings(text, mention))
    return add_publishers(text, add_repeats(page, add_brands(page, found)))


def _judge(page: Page, cue: Cue, found: Sequence[Found], group_end: int, settle: Settle) -> Verdict:
    pattern = cue.pattern
    if pattern.level == "known":
        return Verdict(Found(cue.start, cue.end, pattern.type, "gazetteer", pattern, cue.start))
    head = cue.start + _own_division(pattern)
    run = walk(page, head, floor=found[-1].end if found else 0, level=pattern.level)
    reading = read_run(page, run, head, pattern.level)
    return settle(page, cue, found, run, reading, _ruled(page, cue, found, group_end, run, reading))


def overruled(page: Page, *, weights: Weights | None = None) -> Settle:
    """The rules' verdict, unless the model is much surer of something else (see :mod:`.opinion`); for one page."""
    return partial(_overrule, Opinions(page, weights))


def _overrule(
    opinions: Opinions, page: Page, cue: Cue, found: Sequence[Found], run: Run, reading: Reading, verdict: Verdict
) -> Verdict:
    opinion = opinions.form(cue, found, run, reading, verdict.mention)
    if not opinion.overrules:
        return verdict
    if opinion.start is None:
        return Verdict(None, verdict.group)
    made, read = make(page, cue, found, run, opinion.start)
    if made.bare:
        _takes_model(page.text, made, cue, read, found)
    return Verdict(made)


def _ruled(page: Page, cue: Cue, found: Sequence[Found], group_end: int, run: Run, reading: Reading) -> Verdict:
    """What the rules say of a cue, whose words before it are ``run``, read as ``reading``."""
    previous = found[-1] if found else None
    owner = stationed_owner(page.text, found, run, cue)
    if owner is not None:
        return Verdict(_inner(owner, cue, reading))
    if run.stop == "body" and previous is not None and continues(page, run, previous, cue):
        return Verdict(_inner(owner_of(found), cue, reading))
    if is_group(page.text, reading, run, cue):
        return Verdict(None, group=True)
    return _accept(page.text, cue, reading, found, group_end)


def _own_division(pattern: Pattern) -> int:
    """How many characters of a class word of level ``place`` are its own division word (省|委, 自治区|党委)."""
    if pattern.level != "place":
        return 0
    if pattern.text.startswith(("自治区", "自治州")):
        return 3
    return 1 if pattern.text[0] in "省市县区州盟旗乡镇" else 0


def _inner(owner: Found, cue: Cue, reading: Reading) -> Found:
    inside = (reading.start, reading.chain_end) if reading.chain_end > reading.start else reading.inside
    return Found(
        owner.start,
        cue.end,
        inner_type(owner, cue),
        "rule",
        cue.pattern,
        owner.chain_end,
        owner=owner,
        inside=inside,
    )


def _accept(text: str, cue: Cue, reading: Reading, found: Sequence[Found], group_end: int) -> Verdict:
    """Name or generic: what the cue's level asks of the words before it."""
    kind = type_of(text, reading, cue, found)
    made = Found(reading.start, cue.end, kind, "rule", cue.pattern, reading.chain_end, inside=reading.inside)
    if reading.chain_end > reading.start:
        return Verdict(made) if says_enough(text, reading, cue) else Verdict(None, group=reading.generic)
    if _is_named(reading, cue):
        return Verdict(made)
    made.bare = True
    if not reading.content and cue.pattern.text in SOLE:
        return Verdict(made)
    if cue.pattern.level in ("abbr", "single"):
        return Verdict(None, group=reading.generic)
    if reading.generic or (group_end >= 0 and joined_at(text, reading.start, group_end)):
        return Verdict(None, group=True)
    return Verdict(made if _takes_model(text, made, cue, reading, found) else None)


def _is_named(reading: Reading, cue: Cue) -> bool:
    """Whether a name without a division at its head is particular enough to be one."""
    pattern, content = cue.pattern, reading.content
    if pattern.text[0] == "团" and pattern.level in ("abbr", "topic") and not content and pattern.text != "团委":
        return True
    if reading.first in FIRST_WORDS and (reading.inside is not None or len(content) > 1):
        return True
    if reading.first in NATIONAL and len(content) > 1 and pattern.level in ("topic", "named", "strong"):
        return True
    proper = any(is_proper(s) for s in content) or (
        pattern.text in PLACE_NAMED and any(s.role is None and len(s.text) > 1 for s in content)
    )
    if proper and is_particular(reading, cue):
        return True
    return pattern.level == "strong" and bool(content) and not reading.generic and len(pattern.text) >= 4


def _takes_model(text: str, made: Found, cue: Cue, reading: Reading, found: Sequence[Found]) -> bool:
    """Whether a bare class word is a name cut short, by a body before it (省财政厅、|民政厅); ``made.model`` is set then."""
    pattern = cue.pattern
    previous = found[-1] if found else None
    if previous is not None and (joined_at(text, made.start, previous.end) or fused(previous, cue, made.start)):
        made.model = previous.model or previous
        return (
            (
                pattern.level in ("head", "inner", "topic")
                or pattern.text in ("办事处", "管委会", "街道办", "街道办事处")
                or (pattern.text in NUMBERED and previous.type == pattern.type)
                or (pattern.text in VENUES and previous.type == "institution" and not reading.content)
            )
            and pattern.type != "enterprise"
            and (bool(reading.content) or len(pattern.text) > 1)
        )
    if pattern.level == "topic" and pattern.type == "social" and not reading.content:
        return named_before(found, pattern.full) or _acts_jointly(text, made.start, cue)
    if (
        previous is not None
        and pattern.level in ("head", "topic")
        and pattern.type == previous.type == "party"
        and not reading.content
        and text[previous.end : made.start] in PARTY_POSTS
    ):
        made.model = previous
        return True
    if pattern.text in SITTING and not reading.content:
        made.model = next((f for f in islice(reversed(found), MOST_BACK) if f.type == "congress"), None)
        return made.model is not None
    if pattern.text in REPEATED and not reading.content and _opens_clause(text, made.start):
        made.model = _same_class(found, pattern.text)
        return made.model is not None
    if pattern.text in COMMITTEES:
        same = previous is not None and previous.type == "grassroots" and not reading.content
        if same and previous is not None and text[previous.end : made.start] in POSTS_BETWEEN:
            made.model = previous.model or previous
        return made.model is not None
    if pattern.level != "head":
        return False
    if pattern.text[-1] in "局厅委会" or pattern.text.endswith("指挥部"):
        made.model = same_sentence(text, found, made.start)
        return True
    if pattern.text.endswith(RANKS):
        made.model = police_before(found)
    return made.model is not None


def _acts_jointly(text: str, start: int, cue: Cue) -> bool:
    """妇联|联合…: a bare body that opens a clause and acts with another one is one in particular."""
    return _opens_clause(text, start) and text.startswith(JOINT, cue.end)


def _opens_clause(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    return not before or before in "。，；：\n！ \u3000,;:"


def _same_class(found: Sequence[Found], word: str) -> Found | None:
    """The last body before that ends in the class word with more before it (县消防救援大队 … 大队)."""
    earlier = islice(reversed(found), MOST_BACK)
    return next((f for f in earlier if f.pattern.text.endswith(word) and f.end - f.start > len(word) + 1), None)
