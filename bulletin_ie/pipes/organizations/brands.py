"""Companies that are called by a brand and a trade, without a word for company (云谷药业捐款5万元)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

import daachorse
import regex

from ...lexicon import load
from ...rules.core import Token
from .boundaries import Reading, read_run
from .cues import Pattern, roles
from .found import Found
from .model import QualityRow, SuffixRow, TradeRow
from .walk import Page, Run, Segment, walk

__all__ = ["add_brands"]

SHORTEST, LONGEST = 2, 4
"""Characters of a brand."""
REACH = 120
MOST_ITEMS = 16
LONGEST_ITEM = 20
HOLDINGS = ("股份", "控股")
LIST_MARKS = frozenset("、和与及")

FOLLOWERS = frozenset(
    "、和与及等两三四五六七八九十（捐认赠送出资赞承协中拖参冠旗入股负总副董经老创技法员店被率主自共也还又已各分累将拟向为：生车职工业研签报派腾无免销提售堵未擅违托"
)
"""What the words that tell a firm begin with."""
NO_BRAND_ROLES = frozenset(["inner", "generic", "stop", "lead"])
NO_BRAND_TAGS = frozenset("pcudrqem")


@cache
def _qualities() -> frozenset[str]:
    return frozenset(row.word for row in load("trade_qualities", QualityRow))


@cache
def _automaton() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[TradeRow, ...]]:
    rows = (*load("trades", TradeRow), *_shops())
    words = [row.word for row in rows]
    return daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_LEFTMOST_LONGEST), rows


def _shops() -> tuple[TradeRow, ...]:
    """Class words of shops and firms, for names of common words that only the words around tell (好邻居|超市)."""
    trades = {row.word for row in load("trades", TradeRow)}
    return tuple(
        TradeRow(row.suffix, "shop", row.example)
        for row in load("organization_suffixes", SuffixRow)
        if row.type == "enterprise" and row.level == "named" and len(row.suffix) > 1 and row.suffix not in trades
    )


BEFORE_ACTS = r"(?:率先|主动|自发|共|也|还|又|已|各|分别|累计|将|拟|向[^，。；、\n]{2,16}?|为[^，。；、\n]{2,16}?|（[^（）\n]{1,16}+）)?"


@cache
def _acts() -> regex.Pattern[str]:
    """What only firms and people do or have, right after the name."""
    return regex.compile(
        BEFORE_ACTS
        + r"(?:捐赠|捐款|捐资|捐出|捐物|捐献|捐助|认捐|赠送|送来|送去|送上|送到|承建|中标|拖欠|参展|冠名|股份"
        r"|负责人|总经理|副总经理|董事长|经理|老板|创始人|技术员|技术人员|法定代表人|法人代表|员工|店长|店主|经营者|被责令|被处|被罚)"
    )


@cache
def _doings() -> regex.Pattern[str]:
    """What firms do or have, and branches of business as well."""
    return regex.compile(
        BEFORE_ACTS
        + r"(?:出资|资助|赞助|承办|协办|旗下|入选|负责|生产车间|车间|职工|工人|业主|研发的|签订|签署|报价|派出|派车|派技术员|派人|腾出"
        r"|无偿|免费|销售的|销售不|无法提供|提供|售卖|堵塞|未对|未按|未在|擅自|违规|违法|托管)"
    )


@cache
def _grouped() -> regex.Pattern[str]:
    """What tells at the end of a list that it is one of firms."""
    return regex.compile(
        r"等?(?:\p{Han}{2,3}、\p{Han}{2,3})?[0-9一二三四五六七八九十两几数多余]{0,4}+[家户个]?(?:龙头|知名|骨干|爱心|本地|重点|老字号|入网)?"
        r"(?:企业|公司|商家|品牌|商户|经营主体|单位|老字号|上市公司|厂家)"
    )


@cache
def _counted_firms() -> regex.Pattern[str]:
    """A count of firms right after the last of a list (三家企业)."""
    return regex.compile(r"[0-9一二三四五六七八九十两几数多]{1,4}+家(?:企业|公司|商家|厂家|商户)")


@cache
def _told_before() -> regex.Pattern[str]:
    """What stands before a firm's name, at the end of the text before it."""
    return regex.compile(
        r"(?:由|走进|深入|来到|委托|企业|公司|厂商|厂家|单位|施工方|投资方|承包方|供应商|开发商|被告|申请人|投资人|中标人|捐赠方|引进|拜访|走访"
        r"|牵手|携手)[：:“]?$"
    )


@cache
def _amount() -> regex.Pattern[str]:
    """An item of a list of givers: 云谷药业10万元."""
    return regex.compile(
        r"[ \u3000：:，]?(?:捐[款赠资]?)?(?:人民币)?[0-9０-９][0-9０-９.,，]{0,12}+[余多]?[万千百亿]{0,2}+[元箱件台套吨桶份]"
    )


def add_brands(page: Page, found: Sequence[Found]) -> list[Found]:
    """``found`` with the brands that the words around them tell, in text order; none overlaps another mention."""
    automaton, rows = _automaton()
    starts = [f.start for f in found]
    made: list[Found] = []
    for head, end, index in automaton.find(page.text):
        if not _may_stand(page, head, end, rows[index]):
            continue
        k = bisect_right(starts, head)
        previous = found[k - 1] if k else None
        if (previous is not None and previous.end > head) or (k < len(found) and found[k].start < end):
            continue
        mention = _judge(page, head, end, rows[index], previous, made[-1] if made else None)
        if mention is not None:
            made.append(mention)
    return sorted([*found, *made], key=lambda f: f.start) if made else list(found)


def _may_stand(page: Page, head: int, end: int, row: TradeRow) -> bool:
    """Whether the trade ends a word and the words beside it may be a brand and its deeds; looked at before the words are walked."""
    if head < SHORTEST or not page.text[head - 1].isalnum():
        return False
    last = page.tokens[page.index(end - 1)]
    if last.end != end and last.tag != "x":
        return False
    before = page.tokens[page.index(head - 1)]
    role = roles().get(before.text)
    if row.kind != "firm" and before.tag != "x" and role != "proper":
        follower = page.text[end : end + 1]
        if follower not in FOLLOWERS and not follower.isdigit():
            return False
    return role == "inner" or _is_brand_word(before)


def _is_brand_word(word: Token | Segment) -> bool:
    return (
        word.text not in _qualities()
        and word.tag[:1] not in NO_BRAND_TAGS
        and word.tag != "group"
        and roles().get(word.text) not in NO_BRAND_ROLES
    )


def _judge(page: Page, head: int, end: int, row: TradeRow, previous: Found | None, last: Found | None) -> Found | None:
    """The mention of the firm whose trade stands there, if the words tell one; ``last``: the brand found before it."""
    text = page.text
    floor = max(previous.end if previous else 0, last.end if last else 0)
    run = walk(page, head, floor=floor, level="named")
    reading = read_run(page, run, head, "named")
    brand = _brand(reading)
    led = any(s.role == "lead" for s in run.segments)  # 施工方|宏基路桥
    if not brand or (reading.generic and not led) or (floor > 0 and reading.start == floor):
        return None
    if not led and not _is_sure(page, run, reading, brand, row, end):
        listed = text[reading.start - 1 : reading.start] == "、" and any(
            f is not None and f.end == reading.start - 1 and f.type == "enterprise" for f in (previous, last)
        )
        if not listed and not _told(text, reading.start, end, unknown=_is_unknown(brand, ("x", "nz"))):
            return None
    if text.startswith(HOLDINGS, end) and not text.startswith("股份制", end):
        end += 2  # 柳河农机|股份
    pattern = Pattern(row.word, "enterprise", "trade", row.word)
    return Found(reading.start, end, "enterprise", "rule", pattern, reading.chain_end, inside=reading.inside)


def _brand(reading: Reading) -> list[Segment]:
    """Two to four characters of a name, between a division and the words of the trade; none where they are no name."""
    role_of = roles()
    brand = list(reading.content)
    while brand and role_of.get(brand[-1].text) == "inner":
        brand.pop()  # 丰收|农资|经营部
    if brand and brand[0].role == "foreign":
        brand.pop(0)
    if not brand or reading.placeholder or not SHORTEST <= brand[-1].end - brand[0].start <= LONGEST:
        return []
    return brand if all(map(_is_brand_word, brand)) else []


def _is_sure(page: Page, run: Run, reading: Reading, brand: Sequence[Segment], row: TradeRow, end: int) -> bool:
    """Whether the name tells by itself: a trade that only firms are called by, or an unknown word between a division and a trade."""
    if row.kind == "firm":
        return True
    if row.kind == "shop" or len(brand) > 1 or not _is_unknown(brand):
        return False
    if reading.chain_end > reading.start:
        return True
    before = page.text[reading.start - 1 : reading.start]
    return (not before or before in "，。；：、,;:（(“\n \u3000") and page.text[end : end + 1] in ("、", "（", "，")


def _is_unknown(brand: Sequence[Segment], tags: Sequence[str] = ("x",)) -> bool:
    """Whether the brand holds a word that is in no dictionary (tag x) or that names are made of."""
    return any(s.tag in tags or s.role == "proper" for s in brand)


def _told(text: str, start: int, end: int, *, unknown: bool) -> bool:
    """Whether the words around tell a firm: what it does, what stands before it, or the list that it stands in."""
    if _acts().match(text, end):
        return True
    if unknown and (
        _doings().match(text, end)
        or _amount().match(text, end)
        or _told_before().search(text[max(0, start - 6) : start])
    ):
        return True
    position = end
    for _ in range(MOST_ITEMS):
        if _grouped().match(text, position):
            return position > end or text.startswith("等", end)
        if text[position : position + 1] not in LIST_MARKS or position - end > REACH:
            return False
        stop = position + 1
        while stop < len(text) and stop - position < LONGEST_ITEM and text[stop] not in "、，。；：\n等和与及":
            stop += 1
        item = text[position + 1 : stop + 4]
        if unknown and _counted_firms().search(item, 3):
            return True
        if _acts().search(item, 3) or (unknown and _doings().search(item, 3)):
            return True
        position = stop
    return False
