"""Noun phrases beside a figure, read word by word away from it, up to the verb that governs them.

What a word does there (governs, follows its subject, leads to the figure, takes in a whole place …) is data:
``item_words.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..lexicon import load
from .core import QuantityMention, Token

__all__ = [
    "CLAUSE_ENDS",
    "SUFFIX",
    "ItemWordRow",
    "Span",
    "endings",
    "fragile",
    "goes_on",
    "is_suffixed",
    "lasting",
    "left_phrase",
    "mended",
    "pieces",
    "suffixed",
    "trim_after",
    "without_leads",
    "without_period",
    "words",
]

Span = tuple[int, int]

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


@cache
def endings(kind: str) -> tuple[str, ...]:
    """The words of one kind as a tuple, for ``str.endswith``."""
    return tuple(sorted(words(kind)))


LEADS = frozenset("为须达由仅占超近约共")
"""Characters that the segmenter glues to the end of a noun (率为, 量达)."""

JOINED = frozenset(
    {
        "社会组织",
        "志愿服务",
        "劳动报酬",
        "不合格率",
        "占比",
        "时长",
        "可支配",
        "不合格",
        "未检出",
        "在建",
        "在用",
        "在册",
        "在岗",
        "在校",
        "不良",
        "不足",
        "本外币",
        "确诊病例",
        "疑似病例",
        "感染病例",
        "本外币存款",
    }
)
"""Words that the segmenter takes apart."""
RETAGGED = {"一次性": "n", "初中": "n", "高中": "n"}
"""Words whose tag (adverb, place) is not what they are beside a counted noun."""
SUFFIX = "性"
_JOINED_STARTS = frozenset(word[:at] for word in JOINED for at in range(1, len(word)))
_BLANKS = frozenset(c for c in map(chr, range(0x3001)) if c.isspace() and c != "\n")


def mended(tokens: Sequence[Token]) -> Iterator[Token]:
    """The words without blanks, with a few of the segmenter's cuts put right."""
    at = 0
    while at < len(tokens):
        if at + 1 < len(tokens) and is_suffixed(tokens[at], tokens[at + 1]):
            yield suffixed(tokens[at], tokens[at + 1])
            at += 2
        elif fragile(tokens[at].text):
            found, taken = pieces(tokens, at)
            yield from found
            at += taken
        else:
            yield tokens[at]
            at += 1


def is_suffixed(token: Token, follow: Token) -> bool:
    """输入|性, 输出|性: a quality, which the segmenter takes apart."""
    return follow.text == SUFFIX and token.end == follow.start and token.tag != "x" and token.tag[:1] in "vnas"


def suffixed(token: Token, follow: Token) -> Token:
    """The two as one noun."""
    return Token(token.start, follow.end, token.text + follow.text, "n")


def fragile(word: str) -> bool:
    """Whether :func:`mended` may drop, join or split a word that begins like this one."""
    return word in _BLANKS or word in _JOINED_STARTS or word[-1] in LEADS or word[0] == "共" or word in RETAGGED


def pieces(tokens: Sequence[Token], at: int) -> tuple[tuple[Token, ...], int]:
    """What :func:`mended` makes of a fragile word, and how many words that takes."""
    token = tokens[at]
    word = token.text
    if word in _BLANKS:
        return (), 1
    if word in RETAGGED:
        return (Token(token.start, token.end, word, RETAGGED[word]),), 1
    if word in _JOINED_STARTS and at + 1 < len(tokens):
        follow = tokens[at + 1]
        if token.end == follow.start and word + follow.text in JOINED:
            return (Token(token.start, follow.end, word + follow.text, "n"),), 2
    if len(word) in (2, 3) and word[-1] in LEADS and word[-2] in "率量额数值积比度费":
        cut, tags = token.end - 1, ("n", "v")
    elif len(word) == 3 and word[0] == "共" and word[1:] in words("act"):
        cut, tags = token.start + 1, ("d", "v")
    else:
        return (token,), 1
    size = cut - token.start
    return (Token(token.start, cut, word[:size], tags[0]), Token(cut, token.end, word[size:], tags[1])), 1


def without_period(text: str, span: Span | None, mention: QuantityMention) -> Span | None:
    """年|产值, 日|处理能力: what the rate is per is no part of its item."""
    letter = {"年": "年", "天": "日", "月": "月"}.get(mention.per or "")
    if span is None or letter is None or text[span[0]] != letter or span[1] - span[0] < 3:
        return span
    return span[0] + 1, span[1]


def lasting(word: str, led: bool) -> bool:
    """Whether a duration measures the word before it (工期180天): a noun of time, or one that the figure bounds (``led``)."""
    return word.endswith(endings("lasting")) or led


def goes_on(run: Sequence[Token], at: int, mention: QuantityMention) -> bool:
    """Whether the phrase after a unit goes on with the word at ``at``."""
    token = run[at]
    word, tag = token.text, token.tag
    if word in QUOTES:
        return True
    if word in JOINTS:
        return at > 0
    if not _nounish(token) or word in words("stop") or word in words("rate") or word in _leading():
        return False
    if at == 1 and run[0].text in words("division") and mention.dimension == "count":
        return False
    follow = run[at + 1] if at + 1 < len(run) else None
    verbal = tag[0] == "v" or word in words("act")
    if not verbal:
        return True
    if follow is None:
        return at > 0 and mention.unit in words("event") and tag != "vg"
    if at == 0:
        return mention.unit != "人" and _nounish(follow) and (tag == "vn" or _single(follow) or follow.tag[0] == "n")
    if _single(follow):
        return follow.text in SUFFIXES
    return tag == "vn" and at + 2 == len(run) and follow.tag[0] == "n"


@cache
def _leading() -> frozenset[str]:
    """Words that lead to another figure."""
    return words("level") | words("change")


def trim_after(run: Sequence[Token], *, whole: bool) -> Span | None:
    """Cut from the right what is no noun: 平均, 和, a lone verb; ``whole``: a verbal noun may end the phrase."""
    end = len(run)
    while end and (
        run[end - 1].text in JOINTS
        or run[end - 1].text in "“‘"
        or (run[end - 1].tag in ("a", "ad", "b", "d", "zg", "f") and not _single(run[end - 1]))
        or (run[end - 1].tag[0] == "v" and not (whole and end > 1) and not (end > 1 and _single(run[end - 1])))
    ):
        end -= 1
    return (run[0].start, run[end - 1].end) if end else None


def without_leads(clause: list[Token]) -> tuple[list[Token], bool]:
    """Cut from the clause's end what leads to the figure (达, 共计, 同比增长); true when a verb of change was among it."""
    changed = False
    for at in range(len(clause) - 1, 0, -1):
        if clause[at].text in words("comparing"):
            clause, changed = clause[:at], True
            break
    while clause:
        word, tag = clause[-1].text, clause[-1].tag
        if word in words("change"):
            changed = True
        elif len(clause) > 1 and clause[-2].text == "每" and len(word) <= 2:
            clause = clause[:-1]
        elif changed and word[0] in "比较" and len(word) > 1:
            return clause[:-1], True
        elif not (
            word in words("level")
            or word in JOINTS
            or word[0] == "每"
            or word in words("rate")
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


def left_phrase(clause: list[Token], mention: QuantityMention) -> Span | None:
    """The noun phrase at the clause's end, back to the verb that governs it."""
    head = clause[-1]
    if head.text in words("act") or head.text in words("stock"):
        return _verbal(clause, mention)
    start = _left(clause)
    if (
        start == len(clause) - 1
        and head.tag[0] == "v"
        and head.text[-1] not in SUFFIXES
        and len(head.text) == 2
        and not clause[start - 1 : start]
    ):
        return None
    if mention.unit == "人" and (head.text.endswith("服务") or (head.tag == "vn" and head.text in words("modifier"))):
        return None
    if (head.text.endswith(endings("body")) and mention.dimension in ("money",)) or (
        head.text[-1] == "队" and mention.unit == "人"
    ):
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
    if len(clause) > 1 and clause[-2].text in words("rate"):
        return verb.start, verb.end
    start = _left(clause)
    governor = clause[start - 1].text if start else ""
    if verb.text in words("stock") and not (governor in words("light") and start == len(clause) - 1):
        subject, _ = without_leads(clause[:-1])
        if subject and subject[-1].text not in words("act") and not subject[-1].text.endswith(endings("body")):
            return _trim_before(subject[_left(subject) :])
        return None
    if (governor in words("light") or governor in words("act")) and mention.unit != "人":
        return _trim_before(clause[start:])
    return None


def _trim_before(phrase: list[Token]) -> Span | None:
    """Cut joints, 等, place words, rate words and leading organizations from the edges of a noun phrase."""
    for at in range(len(phrase) - 2, -1, -1):
        word = phrase[at].text
        if word in words("rate") or (
            word.endswith(endings("body")) and len(word) > 1 and phrase[at + 1].text not in JOINTS
        ):
            phrase = phrase[at + 1 :]
            break
    while phrase and (
        phrase[0].text in JOINTS or _leads(phrase[0].text) or phrase[0].text in words("rate")
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
    return word in words("place") or (
        len(word) == 2 and word[0] in "全我本该贵" and word[1] in "省市县区镇乡村州国厅局旗盟校院"
    )


def _extends(clause: list[Token], at: int, end: int) -> bool:
    """Whether the noun phrase that begins right of ``at`` goes on to the left."""
    token = clause[at]
    word = token.text
    if word in QUOTES or word in JOINTS or word == "等":
        return at > 0 or word in QUOTES
    if word in words("inner"):
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
    if token.tag == "vn" or follow.text in words("measure") or _governed(clause, at):
        return True
    begins = at == 0 or clause[at - 1].text in words("place") or clause[at - 1].text == "其中"
    return begins and (follow.text in words("head") or word in words("stock"))


def _modifies(clause: list[Token], at: int, end: int) -> bool:
    """A verb inside a noun phrase: another verb governs it (下达|审计决定), or it is bound to a head like 资金 or 率."""
    follow, tag = clause[at + 1], clause[at].tag
    weak = tag in ("vn", "n", "nr", "ns") or clause[at].text in words("modifier")
    if weak and _governed(clause, at):
        return True
    if _single(follow):
        return follow.text in SUFFIXES
    if at == 0 and clause[at].text in words("stock") and follow.text in words("head"):
        return True
    return follow.text in words("measure") or (weak and follow.text in words("head") and at + 2 == end)


def _governed(clause: list[Token], at: int) -> bool:
    """Whether a governing verb stands to the left, with nothing but a noun or two between."""
    for token in reversed(clause[max(0, at - 3) : at]):
        if token.text in words("act") or token.text in words("light"):
            return True
        if not _nounish(token) or token.text.endswith(endings("body")):
            return False
    return False


SUFFIXES = frozenset("速产价率值量额数费款金度期点所者员户区物型站线证书机器班组队")


def _single(token: Token) -> bool:
    return len(token.text) == 1 and token.text not in JOINTS and token.text not in QUOTES and _han(token.text)


JOINTS = frozenset({"、", "和", "与", "及", "以及", "或"})
NOT_NOUNS = frozenset(
    {"d", "p", "c", "r", "t", "u", "uj", "ul", "ud", "uz", "uv", "ug", "y", "e", "f", "ad", "rr", "rz"}
)
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
