"""Companies that are called by a brand and a trade, without a word for company (云谷药业捐款5万元)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

import daachorse
import regex

from ...lexicon import load
from .boundaries import Reading, is_proper, read_run
from .cues import Pattern, roles
from .found import Found
from .model import SuffixRow, TradeRow
from .walk import Page, walk
from .words import word_set

__all__ = ["add_brands"]

SHORTEST, LONGEST = 2, 4
"""Characters of a brand."""
REACH = 120
MOST_ITEMS = 16

QUALITIES = word_set(
    "现代 生态 绿色 设施 智慧 数字 数码 智能 高端 中端 新型 传统 特色 有机 休闲 观光 循环 低碳 节能 功能 碳酸 精细 精密 基础 先进 "
    "高新 前沿 海洋 生物 信息 网络 金融 互联网 绿电 民用 家用 商用 军用 工业 农业 商业 城市 农村 乡村 城乡 社区 居家 机构 普惠 职业 "
    "高等 学前 义务 素质 家庭 心理 大众 全民 群众 传统 红色 民族 民间 地方 公共 社会 国际 国内 进口 出口 跨境 大型 小型 中型 微型 "
    "热带 高原 山地 平原 丘陵 林下 水上 海上 空中 地下 室内 室外 户外 建筑 装配式 预制 速冻 冷冻 休闲 保健 婴幼儿 儿童 老年 妇女 "
    "散装 包装 过期 劣质 合格 优质 名优 品牌 自有 国产 本土 外国 洋 二手 废旧 报废 再生 新 旧 老 大 小 高 低 好 差 公 私 "
    "道路 铁路 公路 水路 航空 管道 水利 电力 电信 石油 煤炭 矿产 冶金 有色 黑色 稀土 轻工 重 轻 电 水 气 热 粮食 蔬菜 水果 "
    "全部 各种 各类 不少 许多 这种 那种 其中 以及 包括 例如 主要 传播 弘扬 发展 加强"
)
"""Words before a trade that tell of its kind, not of a firm (现代|农业, 功能|饮料)."""

FOLLOWERS = frozenset(
    "，。、；：:;,（(）)”\n \u3000和与及等捐赠送出承协中拒因被在向为将于已总董副经负法旗研生投签参拖以共又也还率先提报派腾无免销售店主经业车质创技厂门"
)
"""What the character after a brand may be: cheap to look at before anything else is."""


@cache
def _automaton() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[TradeRow, ...]]:
    rows = (*load("trades", TradeRow), *_shops())
    words = [row.word for row in rows]
    return daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_LEFTMOST_LONGEST), rows


def _shops() -> tuple[TradeRow, ...]:
    """Class words of shops and firms, for names of common words that only the words around tell (好邻居|超市)."""
    trades = {row.word for row in load("trades", TradeRow)}
    suffixes = load("organization_suffixes", SuffixRow)
    return tuple(
        TradeRow(row.suffix, "field", row.example)
        for row in suffixes
        if row.type == "enterprise" and row.level == "named" and len(row.suffix) > 1 and row.suffix not in trades
    )


@cache
def _acts() -> regex.Pattern[str]:
    """What firms do or have, right after the name."""
    return regex.compile(
        r"(?:率先|主动|自发|共|也|还|又|已|各|分别|累计|将|拟|向[^，。；、\n]{2,16}?|为[^，。；、\n]{2,16}?|（[^（）\n]{1,16}+）)?"
        r"(?:捐赠|捐款|捐资|捐出|捐物|捐献|捐助|赠送|送来|送去|送上|送到|出资|认捐|资助|赞助|承建|承办|协办|中标|拖欠|参展|旗下"
        r"|负责人|总经理|副总经理|董事长|经理|老板|创始人|技术员|技术人员|法定代表人|法人代表|股份|生产车间|车间|生产线|员工|职工|工人|店长|店主|经营者|业主"
        r"|因|被责令|被处|被罚|公司|研发的|生产的|投资|签约|签订|签署|达成|合作|提供|报价|派出|派车|派技术员|派人|腾出|无偿|免费|销售的|销售不|无法提供|售卖)"
    )


@cache
def _grouped() -> regex.Pattern[str]:
    """What tells at the end of a list that it is one of firms."""
    return regex.compile(
        r"等?[0-9一二三四五六七八九十两几数多余]{0,4}+[家户个]?(?:龙头|知名|骨干|爱心|本地|重点)?(?:企业|公司|商家|品牌|商户|经营主体|单位)"
    )


@cache
def _told_before() -> regex.Pattern[str]:
    """What stands before a firm's name, at the end of the text before it."""
    return regex.compile(
        r"(?:由|走进|深入|企业|公司|厂商|厂家|单位|施工方|投资方|承包方|供应商|开发商|被告|申请人|投资人|中标人|捐赠方|引进|拜访|走访|牵手|携手)[：:“]?$"
    )


@cache
def _amount() -> regex.Pattern[str]:
    """An item of a list of givers: 云谷药业10万元."""
    return regex.compile(
        r"[ \u3000：:，]?(?:捐[款赠资]?)?(?:人民币)?[0-9０-９][0-9０-９.,，]{0,12}+[余多]?[万千百亿]{0,2}+[元箱件台套吨桶份]"
    )


def add_brands(page: Page, found: Sequence[Found]) -> list[Found]:
    """``found`` with the brands that the words around them tell, in text order; none overlaps another mention."""
    text = page.text
    automaton, rows = _automaton()
    starts = [f.start for f in found]
    made: list[Found] = []
    for trade_start, end, index in automaton.find(text):
        follower = text[end : end + 1]
        if (follower and follower not in FOLLOWERS and not follower.isdigit()) or trade_start < SHORTEST:
            continue
        k = bisect_right(starts, trade_start)
        if k and found[k - 1].end > trade_start:
            continue
        floor = max(found[k - 1].end if k else 0, made[-1].end if made else 0)
        mention = _judge(page, trade_start, end, rows[index], floor, found[k - 1] if k else None, made)
        if mention is not None and (k == len(found) or found[k].start >= end):
            made.append(mention)
    return sorted([*found, *made], key=lambda f: f.start) if made else list(found)


def _judge(
    page: Page, head: int, end: int, row: TradeRow, floor: int, previous: Found | None, made: Sequence[Found]
) -> Found | None:
    text = page.text
    token = page.tokens[page.index(end - 1)]
    if token.end != end and token.tag != "x":
        return None
    run = walk(page, head, floor=floor, level="named")
    reading = read_run(page, run, head, "named")
    led = any(s.role == "lead" for s in run.segments)  # 施工方|宏基路桥
    if (reading.generic and not led) or not _is_brand(reading):
        return None
    start = reading.start
    if start > 0 and start == floor and previous is not None and previous.end == start:
        return None
    sure = row.kind == "firm" or (any(is_proper(s) and s.tag != "nr" for s in reading.content) and _opens(text, start))
    listed = made[-1] if made and start - made[-1].end == 1 and text[start - 1] == "、" else None
    if listed is None and previous is not None and previous.type == "enterprise" and 0 < start - previous.end <= 1:
        listed = previous if text[start - 1] == "、" else None
    if not (row.kind == "firm" and sure) and listed is None and not led and not _told(text, start, end):
        return None
    pattern = Pattern(row.word, "enterprise", "trade", row.word)
    return Found(start, end, "enterprise", "rule", pattern, reading.chain_end, inside=reading.inside)


def _is_brand(reading: Reading) -> bool:
    """Whether the words before the trade are two to four characters of a name, words of the trade after them."""
    role_of = roles()
    brand = list(reading.content)
    while brand and role_of.get(brand[-1].text) == "inner":
        brand.pop()  # 丰收|农资|经营部
    if not brand or reading.placeholder or not SHORTEST <= brand[-1].end - brand[0].start <= LONGEST:
        return False
    return not any(
        s.text in QUALITIES
        or s.tag in ("group", "m", "mq")
        or role_of.get(s.text) in ("inner", "generic", "stop", "lead")
        for s in brand
    )


def _opens(text: str, start: int) -> bool:
    return start == 0 or not text[start - 1].isalnum()


def _told(text: str, start: int, end: int) -> bool:
    """Whether the words around tell a firm: what it does, what stands before it, or the list that it stands in."""
    if _acts().match(text, end) or _amount().match(text, end) or _told_before().search(text[max(0, start - 6) : start]):
        return True
    position = end
    for _ in range(MOST_ITEMS):
        if _grouped().match(text, position):
            return position > end or text.startswith("等", end)
        if text[position : position + 1] not in ("、", "和", "与", "及") or position - end > REACH:
            return position > end and _acts().match(text, position) is not None
        stop = position + 1
        while stop < len(text) and stop - position < 20 and text[stop] not in "、，。；：\n等和与及捐":
            stop += 1
        position = stop
    return False
