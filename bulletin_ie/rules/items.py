"""The counted thing of each quantity, by the annotation guide: after the unit, else the measured noun phrase before.

Works on jieba's words and dictionary tags. A noun phrase is read word by word away from the figure, up to the verb that
governs it; what a verb does is data (``item_words.tsv``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
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


LEADS = frozenset("为须达由仅占超近约共")
"""Characters that the segmenter glues to the end of a noun (率为, 量达)."""

JOINED = frozenset({"社会组织", "志愿服务", "劳动报酬", "不合格率", "占比", "时长", "可支配", "不合格", "未检出", "在建", "在用", "在册", "在岗", "在校", "不良", "不足"})
"""Words that the segmenter takes apart."""


def _mended(tokens: Sequence[Token]) -> Iterator[Token]:
    """The words without blanks, with a few of the segmenter's cuts put right."""
    held: Token | None = None
    for token in tokens:
        if token.text.isspace() and "\n" not in token.text:
            continue
        if held is not None:
            if held.end == token.start and held.text + token.text in JOINED:
                yield Token(held.start, token.end, held.text + token.text, "b")
                held = None
                continue
            yield from _split(held)
        held = token
    if held is not None:
        yield from _split(held)


def _split(token: Token) -> Iterator[Token]:
    word = token.text
    if len(word) in (2, 3) and word[-1] in LEADS and word[-2] in "率量额数值积比度费":
        yield Token(token.start, token.end - 1, word[:-1], "n")
        yield Token(token.end - 1, token.end, word[-1], "v")
    elif len(word) == 3 and word[0] == "共" and word[1:] in words("act"):
        yield Token(token.start, token.start + 1, "共", "d")
        yield Token(token.start + 1, token.end, word[1:], "v")
    else:
        yield token


class _Reader:
    """Noun phrases around the figures of one text; remembers the items found so far."""

    def __init__(
        self, text: str, mentions: Sequence[QuantityMention], tokens: Sequence[Token], dates: Sequence[DateMention]
    ) -> None:
        self.text, self.mentions, self.tokens = text, mentions, list(_mended(tokens))
        self.starts = [t.start for t in self.tokens]
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
        words: list[Token] = []
        for token in self.tokens[at : at + REACH]:
            if token.text in CLAUSE_ENDS or self._taken(token.start, token.end):
                break
            words.append(token)
        end = 0
        while end < len(words) and _continues(words, end, mention):
            end += 1
        return _trim_after(words[:end], whole=end == len(words) and mention.unit in EVENTS)

    # -- before the figure ---------------------------------------------------------------------------------------------

    def _before(self, index: int) -> Span | None:
        mention = self.mentions[index]
        clause = self._clause(bisect_left(self.starts, mention.start))
        rest, changed = _without_leads(clause)
        if not rest:
            return self._inherited(index, changed)
        bounded = mention.lower is not None or mention.upper is not None
        if mention.dimension == "time" and not changed and not _lasting(rest[-1].text, bounded):
            return None
        return _without_period(self.text, _phrase(rest, mention), mention)

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
        if changed or (mention.dimension == "ratio" and "；" not in between and ";" not in between):
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


def _without_period(text: str, span: Span | None, mention: QuantityMention) -> Span | None:
    """年|产值, 日|处理能力: what the rate is per is no part of its item."""
    letter = {"年": "年", "天": "日", "月": "月"}.get(mention.per or "")
    if span is None or letter is None or text[span[0]] != letter or span[1] - span[0] < 3:
        return span
    return span[0] + 1, span[1]


PERSONS = ("者", "人", "户", "企业", "员", "生", "群众", "家庭", "对象", "老人", "儿童")
LASTING = ("时长", "时间", "时数", "期", "周期", "年限", "期限", "寿命", "用时", "课时", "时效", "视频", "休息")
ORGANIZATIONS = (
    "局", "厅", "委", "政府", "大学", "学院", "公司", "集团", "银行", "分行", "支行", "法院", "检察院", "医院", "支队",
    "大队", "总队", "中队", "协会", "商会", "管委会", "开发区", "保税区", "办事处", "合作社", "委员会", "基金会", "服务中心",
)  # fmt: skip


def _lasting(word: str, led: bool) -> bool:
    return word.endswith(LASTING) or led


def _continues(words: Sequence[Token], at: int, mention: QuantityMention) -> bool:
    """Whether the phrase after a unit goes on with the word at ``at``."""
    token = words[at]
    word, tag = token.text, token.tag
    if word in QUOTES:
        return True
    if word in JOINTS:
        return at > 0
    if not _nounish(token) or word in STOPS or word in RATES or word in words_of_change():
        return False
    if at == 1 and words[0].text in DIVISIONS and mention.dimension == "count":
        return False
    follow = words[at + 1] if at + 1 < len(words) else None
    verbal = tag[0] == "v" or word in words_of("act")
    if not verbal:
        return True
    if follow is None:
        return at > 0 and mention.unit in EVENTS and tag != "vg"
    if at == 0:
        return mention.unit != "人" and _nounish(follow) and (tag == "vn" or _single(follow) or follow.tag[0] == "n")
    if _single(follow):
        return follow.text in SUFFIXES
    return tag == "vn" and at + 2 == len(words) and follow.tag[0] == "n"


EVENTS = frozenset({"轮", "次", "场", "起", "项", "批次", "场次", "例", "件"})
"""Measure words that count doings, so that a verbal noun may end the phrase (5轮全员核酸采样)."""

DIVISIONS = frozenset({"省", "市", "县", "区", "镇", "乡", "村", "州", "旗", "苏木", "街道", "乡镇", "社区", "盟"})


def words_of(kind: str) -> frozenset[str]:
    """The words of one kind, as a plain name beside ``words`` the argument."""
    return words(kind)


@cache
def words_of_change() -> frozenset[str]:
    """Words that lead to another figure."""
    return words("level") | words("change")


def _trim_after(run: Sequence[Token], *, whole: bool) -> Span | None:
    """Cut from the right what is no noun: 平均, 和, a lone verb; ``whole``: a verbal noun may end the phrase."""
    end = len(run)
    while end and (
        run[end - 1].text in JOINTS
        or run[end - 1].text in "“‘"
        or run[end - 1].tag in ("a", "ad", "b", "d", "zg", "f")
        or (run[end - 1].tag[0] == "v" and not (whole and end > 1) and not (end > 1 and _single(run[end - 1])))
    ):
        end -= 1
    return (run[0].start, run[end - 1].end) if end else None


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
    if start == len(clause) - 1 and head.tag[0] == "v" and head.text[-1] not in SUFFIXES and len(head.text) == 2 and not clause[start - 1 : start]:
        return None
    if mention.unit == "人" and head.tag == "vn" and head.text in words("modifier"):
        return None
    if head.text.endswith(ORGANIZATIONS) and mention.dimension in ("money",) or (head.text[-1] == "队" and mention.unit == "人"):
        return None
    return _trim_before(clause[start:])


def _left(clause: list[Token]) -> int:
    end = len(clause)
    start = end
    while start > 0:
        if clause[start - 1].text == "”" and (opened := _opening(clause, start - 1)) is not None:
            start = opened
        elif _extends(clause, start - 1, end):
            start -= 1
        else:
            break
    return start


def _opening(clause: list[Token], at: int) -> int | None:
    """Where the quotation that closes at ``at`` opens."""
    for index in range(at - 1, max(-1, at - 12), -1):
        if clause[index].text == "“":
            return index
    return None


def _verbal(clause: list[Token], mention: QuantityMention) -> Span | None:
    """A verb before the figure: 受理|投诉 is its noun, 生猪|存栏 follows its subject, 捐款 alone measures nothing."""
    verb = clause[-1]
    if len(clause) > 1 and clause[-2].text in RATES:
        return verb.start, verb.end
    start = _left(clause)
    governor = clause[start - 1].text if start else ""
    if verb.text in words("stock") and not (governor in words("light") and start == len(clause) - 1):
        subject, _ = _without_leads(clause[:-1])
        if subject and subject[-1].text not in words("act") and not subject[-1].text.endswith(ORGANIZATIONS):
            return _trim_before(subject[_left(subject) :])
        return None
    if (governor in words("light") or governor in words("act")) and mention.unit != "人":
        return _trim_before(clause[start:])
    return None


def _trim_before(phrase: list[Token]) -> Span | None:
    """Cut joints, 等, place words, rate words and leading organizations from the edges of a noun phrase."""
    for at in range(len(phrase) - 2, -1, -1):
        word = phrase[at].text
        if word in RATES or (word.endswith(ORGANIZATIONS) and len(word) > 1 and phrase[at + 1].text not in JOINTS):
            phrase = phrase[at + 1 :]
            break
    while phrase and (
        phrase[0].text in JOINTS or _leads(phrase[0].text) or phrase[0].text in RATES
        or (phrase[0].tag == "ns" and len(phrase) > 1 and phrase[1].text not in JOINTS)
        or phrase[0].text in ("”", "的", "等", "其中")
    ):  # fmt: skip
        phrase = phrase[1:]
    while phrase and (phrase[-1].text in JOINTS or phrase[-1].text in ("等", "的", "“")):
        phrase = phrase[:-1]
    if not phrase or (len(phrase) == 1 and len(phrase[0].text) == 2 and phrase[0].text[0] == "单"):
        return None
    return phrase[0].start, phrase[-1].end


def _leads(word: str) -> bool:
    """全市, 我县, 贵局: words that take in a whole place or body."""
    return word in LEADING or (len(word) == 2 and word[0] in "全我本该贵" and word[1] in "省市县区镇乡村州国厅局旗盟校院")


def _extends(clause: list[Token], at: int, end: int) -> bool:
    """Whether the noun phrase that begins right of ``at`` goes on to the left."""
    token = clause[at]
    word = token.text
    if word in QUOTES or word in JOINTS or word == "等":
        return at > 0 or word in QUOTES
    if word in INNER:
        return True
    if word == "以上" or (token.tag == "t" and word[-1] in "季节" and at + 1 < end):
        return at == 0 or word != "以上" or clause[at - 1].text in ("规模", "限额")
    if not _nounish(token):
        return False
    if at + 1 == end:
        return True
    follow = clause[at + 1]
    if word in words("level") or word in words("change"):
        return False
    if word in words("act"):
        return (follow.text in JOINTS and token.tag != "v") or _modifies(clause, at, end)
    if token.tag[0] != "v" or word in words("modifier") or _single(follow):
        return True
    if token.tag == "vn" or follow.text in MEASURES or _governed(clause, at):
        return True
    begins = at == 0 or clause[at - 1].text in LEADING or clause[at - 1].text == "其中"
    return begins and (follow.text in HEADS or word in words("stock"))


def _modifies(clause: list[Token], at: int, end: int) -> bool:
    """A verb inside a noun phrase: another verb governs it (下达|审计决定), or it is bound to a head like 资金 or 率."""
    follow, tag = clause[at + 1], clause[at].tag
    weak = tag in ("vn", "n", "nr", "ns") or clause[at].text in words("modifier")
    if weak and _governed(clause, at):
        return True
    if _single(follow):
        return follow.text in SUFFIXES
    return follow.text in MEASURES or (weak and follow.text in HEADS and at + 2 == end)


def _governed(clause: list[Token], at: int) -> bool:
    """Whether a governing verb stands to the left, with nothing but a noun or two between."""
    for token in reversed(clause[max(0, at - 3) : at]):
        if token.text in words("act") or token.text in words("light"):
            return True
        if not _nounish(token) or token.text.endswith(ORGANIZATIONS):
            return False
    return False


INNER = frozenset({"最大", "最高", "最低", "最长", "累计", "瞬时", "极端", "各项", "其他", "其它", "总", "直接", "间接", "单", "平均", "非", "全", "自然", "首剂", "免费"})
MEASURES = frozenset({"时长", "时间", "金额", "总额", "数量", "面积", "能力", "周期", "价格", "比例", "占比"})
SUFFIXES = frozenset("率值量额数费款金度期点所者员户区物型站线证书机器班组队")
HEADS = frozenset({"资金", "经费", "费用", "金额", "收入", "支出", "面积", "总额", "人员", "人口", "案件", "金额", "幅度", "时间", "数量", "规模", "能力", "任务"})


def _single(token: Token) -> bool:
    return len(token.text) == 1 and token.text not in JOINTS and token.text not in QUOTES and _han(token.text)


JOINTS = frozenset({"、", "和", "与", "及", "以及", "或"})
STOPS = frozenset({"全部", "平均", "均", "累计", "合计", "总计", "共", "其中", "左右", "以上", "目前", "同时", "分别", "已经", "当场", "现场", "集中", "免费", "同步", "共同", "联合", "全程", "陆续", "先后", "一律", "统一", "立即", "就近", "自愿", "按时", "依法", "整月"})
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
    if word[0] in NUMERALS and word[-1] in "级产类期" and len(word) < 4:
        return True
    if token.tag in ("m", "q", "mq"):
        return word[0] not in NUMERALS or word in ("第一产业", "第二产业", "第三产业")
    return token.tag not in NOT_NOUNS
