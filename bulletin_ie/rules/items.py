"""The counted thing of each quantity, by the annotation guide: after the unit, else the measured noun phrase before.

Works on jieba's words and dictionary tags. A noun phrase is read word by word away from the figure, up to the verb that
governs it; what a verb does is data (``item_words.tsv``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..lexicon import load
from .core import DateMention, QuantityMention, Token

__all__ = ["attach"]

Span = tuple[int, int]

REACH = 40
"""How many words a noun phrase may reach."""

CLAUSE_ENDS = frozenset("，；。：！？,;:!?\n\r（(）)《》【】[]|")
QUOTES = frozenset("“”\"'‘’")


@dataclass(frozen=True, slots=True)
class ItemWordRow:
    """A row of ``item_words.tsv``: what a word does beside a counted noun phrase."""

    form: str
    kind: str
    example: str


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind: ``act`` governs an object, ``stock`` follows its subject, ``level`` and ``change`` lead to the
    figure, ``light`` takes a verbal noun."""
    return frozenset(row.form for row in load("item_words", ItemWordRow) if row.kind == kind)


def attach(
    text: str, mentions: Sequence[QuantityMention], tokens: Sequence[Token], dates: Sequence[DateMention]
) -> list[QuantityMention]:
    """The same mentions with ``item``, ``role`` and ``parent`` filled where the text gives them."""
    reader = _Reader(text, mentions, tokens, dates)
    result: list[QuantityMention] = []
    for index, mention in enumerate(mentions):
        result.append(replace(mention, item=reader.item(index)))
    return result


class _Reader:
    """Noun phrases around the figures of one text; remembers the items found so far."""

    def __init__(
        self, text: str, mentions: Sequence[QuantityMention], tokens: Sequence[Token], dates: Sequence[DateMention]
    ) -> None:
        self.text, self.mentions, self.tokens = text, mentions, tokens
        self.starts = [t.start for t in tokens]
        self.taken = sorted([(m.start, m.end) for m in mentions] + [(d.start, d.end) for d in dates])
        self.taken_starts = [s for s, _ in self.taken]
        self.items: list[Span | None] = []

    def item(self, index: int) -> Span | None:
        """The item of the mention at ``index``; to be asked in order."""
        found = self._after(index) or self._before(index)
        self.items.append(found)
        return found

    def _taken(self, start: int, end: int) -> bool:
        at = bisect_left(self.taken_starts, end) - 1
        return at >= 0 and self.taken[at][1] > start

    # -- after the unit ------------------------------------------------------------------------------------------------

    def _after(self, index: int) -> Span | None:
        mention = self.mentions[index]
        if mention.dimension in ("time", "age"):
            return None
        if mention.dimension == "ratio" and mention.rule not in ("tenths", "fraction"):
            return None
        if index + 1 < len(self.mentions) and self.mentions[index + 1].start == mention.end:
            both_count = self.mentions[index + 1].dimension == mention.dimension == "count"
            return self._after(index + 1) if both_count else None
        at = bisect_left(self.starts, mention.end)
        run: list[Token] = []
        for token in self.tokens[at : at + REACH]:
            if self._taken(token.start, token.end) or not _continues(token, run):
                break
            run.append(token)
        follow = self.tokens[at + len(run)].text if at + len(run) < len(self.tokens) else ""
        return _trim_after(mention, run, follow)

    # -- before the figure ---------------------------------------------------------------------------------------------

    def _before(self, index: int) -> Span | None:
        mention = self.mentions[index]
        clause = self._clause(bisect_left(self.starts, mention.start))
        rest, changed = _without_leads(clause)
        if not rest:
            return self._inherited(index, changed)
        if mention.dimension == "time" and not changed and not _lasting(rest[-1].text, len(rest) < len(clause)):
            return None
        return _phrase(rest, mention)

    def _clause(self, at: int) -> list[Token]:
        """The words before the figure up to the clause's start or the last figure."""
        found: list[Token] = []
        for token in reversed(self.tokens[max(0, at - REACH) : at]):
            if token.text in CLAUSE_ENDS or self._taken(token.start, token.end):
                break
            if not token.text.isspace():
                found.append(token)
        found.reverse()
        return found

    def _inherited(self, index: int, changed: bool) -> Span | None:
        """The item of the figure before, for 增长8%, 1480笔3.41亿元 and 累计2160万元."""
        if not index or self.items[index - 1] is None:
            return None
        mention, last, item = self.mentions[index], self.mentions[index - 1], self.items[index - 1]
        between = self.text[last.end : mention.start]
        if item is None or any(c in "。！？!?\n" for c in between):
            return None
        if changed:
            return self._respective(index) or item
        if mention.dimension == "money" and self.text[item[0] : item[1]].endswith(PERSONS):
            return None
        joined = between.strip() in ("", "、", "和", "及", "或")
        return item if joined or (mention.unit == last.unit and "；" not in between) else None

    def _respective(self, index: int) -> Span | None:
        """分别增长3.1%和0.6%: each rate belongs to its own figure of the clause before."""
        first = index
        while first and self.text[self.mentions[first - 1].end : self.mentions[first].start].strip() in ("、", "和", "，", "和下降", "和增长", "、下降", "、增长"):
            if self.mentions[first].dimension != self.mentions[first - 1].dimension:
                break
            first -= 1
        lead = self.text[self.mentions[first - 1].end : self.mentions[first].start] if first else ""
        if "分别" not in lead:
            return None
        last = index
        while last + 1 < len(self.mentions) and len(self.text[self.mentions[last].end : self.mentions[last + 1].start]) <= 4 and self.mentions[last + 1].dimension == self.mentions[last].dimension and "，" not in self.text[self.mentions[last].end : self.mentions[last + 1].start]:
            last += 1
        count = last - first + 1
        source = first - count + (index - first)
        return self.items[source] if 0 <= source < first else None


PERSONS = ("者", "人", "户", "企业", "员", "生", "群众", "家庭", "对象", "老人", "儿童")
LASTING = ("时长", "时间", "时数", "期", "周期", "年限", "期限", "寿命", "用时", "课时", "时效", "视频", "休息")
ORGANIZATIONS = (
    "局", "厅", "委", "政府", "大学", "学院", "公司", "集团", "银行", "分行", "支行", "法院", "检察院", "医院", "支队",
    "大队", "总队", "中队", "协会", "商会", "管委会", "开发区", "保税区", "办事处", "合作社", "委员会", "基金会", "服务中心",
)  # fmt: skip


def _lasting(word: str, led: bool) -> bool:
    return word.endswith(LASTING) or led


def _continues(token: Token, run: list[Token]) -> bool:
    word = token.text
    if word in QUOTES:
        return True
    if word in JOINTS:
        return bool(run)
    if not _nounish(token) or word in STOPS:
        return False
    if word in words("modifier"):
        return True
    if word in words("act") or word in words("level") or word in words("change"):
        return False
    return not (token.tag == "v" and run and run[-1].tag != "v" and run[-1].text not in JOINTS)


def _trim_after(mention: QuantityMention, run: list[Token], follow: str) -> Span | None:
    """Cut from the right what is no noun: 援建, 平均, 和."""
    while run and (
        run[-1].text in JOINTS
        or run[-1].text in "“‘"
        or run[-1].tag in ("a", "ad", "b", "v", "d", "zg", "f", "vn")
        and (run[-1].tag != "vn" or len(run) == 1)
    ):
        run = run[:-1]
    return (run[0].start, run[-1].end) if run else None


def _without_leads(clause: list[Token]) -> tuple[list[Token], bool]:
    """Cut from the clause's end what leads to the figure (达, 共计, 同比增长); true when a verb of change was among it."""
    changed = False
    while clause:
        word, tag = clause[-1].text, clause[-1].tag
        if word in words("change"):
            changed = True
        elif len(clause) > 1 and clause[-2].text == "每" and len(word) <= 2:
            clause = clause[:-1]
        elif not (
            word in words("level")
            or word in JOINTS
            or word[0] == "每"
            or word in RATES
            or (tag in ("d", "p", "c", "u", "uj", "ul", "y", "r") and _han(word))
        ):
            break
        clause = clause[:-1]
    if changed:
        for at in range(len(clause) - 1, -1, -1):
            if clause[at].text in ("比", "较", "同比", "环比", "与", "按"):
                rest = clause[:at]
                while rest and rest[-1].text in words("level"):
                    rest = rest[:-1]
                return rest, True
    return clause, changed


def _phrase(clause: list[Token], mention: QuantityMention) -> Span | None:
    """The noun phrase at the clause's end, back to the verb that governs it."""
    head = clause[-1]
    if head.text in words("act") or head.text in words("stock"):
        return _verbal(clause, mention)
    start = _left(clause)
    if head.text.endswith(ORGANIZATIONS) and mention.dimension in ("money",) or (head.text[-1] == "队" and mention.unit == "人"):
        return None
    return _trim_before(clause[start:])


def _left(clause: list[Token]) -> int:
    end = len(clause)
    start = end
    while start > 0 and _extends(clause, start - 1, end):
        start -= 1
    return start


def _verbal(clause: list[Token], mention: QuantityMention) -> Span | None:
    """A verb before the figure: 受理|投诉 is its noun, 生猪|存栏 follows its subject, 捐款 alone measures nothing."""
    verb = clause[-1]
    start = _left(clause)
    governor = clause[start - 1].text if start else ""
    if verb.text in words("stock") and start < len(clause) - 1:
        return _trim_before(clause[start:-1])
    if (governor in words("light") or governor in words("act")) and mention.unit != "人":
        return _trim_before(clause[start:])
    return None


def _trim_before(phrase: list[Token]) -> Span | None:
    """Cut joints, 等, place words, rate words and leading organizations from the edges of a noun phrase."""
    for at in range(len(phrase) - 2, -1, -1):
        if phrase[at].text.endswith(ORGANIZATIONS) and len(phrase[at].text) > 1 and phrase[at + 1].text not in JOINTS:
            phrase = phrase[at + 1 :]
            break
    while phrase and (
        phrase[0].text in JOINTS or phrase[0].text in LEADING or phrase[0].text in RATES
        or (phrase[0].tag == "ns" and len(phrase) > 1 and phrase[1].text not in JOINTS)
        or phrase[0].text in ("”", "的", "等", "其中")
    ):  # fmt: skip
        phrase = phrase[1:]
    while phrase and (phrase[-1].text in JOINTS or phrase[-1].text in ("等", "的", "“")):
        phrase = phrase[:-1]
    return (phrase[0].start, phrase[-1].end) if phrase else None


def _extends(clause: list[Token], at: int, end: int) -> bool:
    """Whether the noun phrase that begins right of ``at`` goes on to the left."""
    token = clause[at]
    word = token.text
    if word in QUOTES or word in JOINTS or word == "等":
        return at > 0 or word in QUOTES
    if word in ("总", "直接", "单", "平均", "非", "全"):
        return True
    if not _nounish(token):
        return False
    if at + 1 == end:
        return True
    follow = clause[at + 1]
    if word in words("act"):
        return _modifies(clause, at, end)
    if word in words("modifier"):
        return True
    if word in words("level") or word in words("change"):
        return False
    return token.tag != "v" or _single(follow)


def _modifies(clause: list[Token], at: int, end: int) -> bool:
    """A verb inside a noun phrase: another verb governs it (下达|审计决定), or it is bound to a head like 资金 or 率."""
    before = clause[at - 1].text if at else ""
    if before in words("act") and before != clause[at].text:
        return True
    follow = clause[at + 1]
    return _single(follow) and follow.text in SUFFIXES or (clause[at].tag in ("vn", "n") and follow.text in HEADS and at + 2 == end)


SUFFIXES = frozenset("率值量额数费款金度期点所者员户区物型站线证书机器班组队")
HEADS = frozenset({"资金", "经费", "费用", "金额", "收入", "支出", "面积", "总额", "人员", "时间", "数量", "规模", "能力", "任务"})


def _single(token: Token) -> bool:
    return len(token.text) == 1 and token.text not in JOINTS and token.text not in QUOTES and _han(token.text)


JOINTS = frozenset({"、", "和", "与", "及", "以及", "或"})
STOPS = frozenset({"全部", "平均", "均", "累计", "合计", "总计", "共", "其中", "左右", "以上", "目前", "同时", "分别", "已经"})
LEADING = frozenset({"全省", "全市", "全州", "全县", "全区", "全国", "全镇", "全村", "全盟", "全旗", "全年", "我省", "我市", "我县", "我区", "我州", "该市", "该县", "本市", "本县", "全乡", "各地", "各级", "各类", "当地"})
RATES = frozenset({"人均", "户均", "日均", "年均", "月均", "亩均", "生均", "村均"})
NOT_NOUNS = frozenset({"d", "p", "c", "r", "t", "u", "uj", "ul", "ud", "uz", "uv", "ug", "y", "e", "f", "ad", "rr", "rz"})
NUMERALS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百千万亿")


def _han(word: str) -> bool:
    return "\u4e00" <= word[0] <= "\u9fff"


def _nounish(token: Token) -> bool:
    word = token.text
    if not (word[0].isalnum() or _han(word)):
        return False
    if token.tag in ("m", "q", "mq"):
        return word[0] not in NUMERALS
    return token.tag not in NOT_NOUNS
