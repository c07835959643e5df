"""The left edge of a name and whether it is one: a walk over words to the left of each cue."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...rules.core import Token
from . import divisions
from .cues import Cue, Pattern, role_of

__all__ = ["Found", "Page", "Run", "Segment", "read_run", "walk"]

CLASS_NAMES = frozenset([*"省市县区州盟旗镇乡村", "自治区", "自治州", "自治县", "街道", "社区", "新区", "开发区", "高新区", "经开区", "保税区", "示范区", "度假区", "工业园区", "合作区", "园区", "地区"])
"""Words that stand for a division: alone (a placeholder) or after its proper part (大研|州)."""

PLACEHOLDERS = frozenset("省市县区州盟旗镇乡") | {"自治区", "自治州", "自治县", "新区", "高新区", "经开区", "开发区", "园区", "地区"}

ADDRESS_TAILS = ("村", "路", "弄", "巷", "新村", "小区", "工地", "家属院", "家属区", "家属楼", "宿舍", "旧址", "大道", "大街")
"""What follows makes an address of the words before (民建|村)."""

ZONES = frozenset("新区 开发区 高新区 经开区 保税区 示范区 度假区 园区 工业园区 产业园区 试验区 合作区 功能区 管理区".split())
ZONE_WORDS = frozenset("经济 技术 经济技术 高新 高新技术 产业 工业 综合 综合保税 保税 旅游 农业 科技 生态 临港 空港 自由贸易 国家级 国际 东部 西部 南部 北部 中部 滨江 滨海".split())

COMMON_PLACES = frozenset(
    "小区 地区 社区 景区 园区 校区 城区 灾区 山区 库区 片区 辖区 矿区 牧区 林区 新区 开发区 高新区 经开区 保税区 示范区 试验区 功能区 疫区 "
    "厂区 病区 服务区 主城区 中心城区 城市 都市 集市 夜市 股市 楼市 门市 超市 全市 全省 全县 全区 全州 我市 我省 我县 我区 本市 本省 本县 "
    "各市 各省 各县 各区 各州 该市 该县 该省 该区 外省 外市 邻省 邻县 乡镇 城镇 村镇 集镇 古镇 山村 农村 乡村 新村 行政村 自然村 贫困村 "
    "中心镇 示范村 省市 市县 区县 县区 县市 市区 省区 老区 特区 禁区 误区 专区 自治县 自治州 自治区 革命老区 居民区 住宅区 商业区 工业区".split()
)

STOP_TAGS = frozenset("p c d ad r u uj ul uz uv ug ud y e o t tg f s vd".split())
VERB_TAGS = frozenset("v vi vq".split())
PROPER_TAGS = frozenset("ns nr nrt nrfg nz nt x j eng".split())
CARRIERS = frozenset("政协 新疆生产建设兵团 兵团 中国 国家 中央 全国 中华 中共 共青团 武警 国网 民盟 民革 民建 民进 九三学社 农工党 致公党 台盟 集团 公司 银行 总局 总公司 国营 中国共产党 中国共产主义青年团 中国人民政治协商会议".split())
"""Words after which a division's name stands inside a longer name (国网|辽宁省电力有限公司)."""

CLASS_LETTERS = frozenset("省市县区州盟旗镇乡街道村社、，,/ ")
"""What a bracket holds that makes a group of a name: 县（市、区）民政局."""

JOINT_ACTS = frozenset("联合 组织 支持 指导 帮扶 资助 救助 协调 接待 宣传 服务 统筹 对接".split())
"""Words that stand inside names too, yet before one are a verb (联合|公安经侦支队)."""

OPENING = {"”": "“", "）": "（", ")": "(", "」": "「", "』": "『", "’": "‘", '"': '"'}
SOFT_STOPS = frozenset("中新上下前望交原长起一二三四五六七八九十")
LINKS = frozenset("受随沿从由向对把被让给请为经到赴去按据于自在至往自和与及或是将其")
"""Single function words that jieba may glue to a placeholder (从|市民政局)."""
GLUED = frozenset("由来 由此 由于 与会 被褥 把关 被告 经开 经发 经信 经贸 经侦 经济 经营 经管 同济 同仁 同心 同方 向阳 为民 在线 对外 和平 和谐 和顺".split())
SPACES = frozenset(" \u3000\u00a0")
MAX_WORDS = 16
MAX_GROUP = 14


class Segment(NamedTuple):
    """One word, or one bracketed or quoted group, of a run; ``tag`` is jieba's, ``group`` for a group."""

    start: int
    end: int
    text: str
    tag: str
    role: str | None


class Run(NamedTuple):
    """The words between a hard stop and a cue, in text order. ``stop``: edge, word, body, generic."""

    segments: list[Segment]
    stop: str


@dataclass(slots=True)
class Found:
    """An accepted mention before it is named.

    ``chain_end`` ends the leading divisions (equals ``start`` when there are none); ``head`` is where the last cue begins;
    ``owner`` is the outer body of an inner one, ``model`` the body whose prefix a coordinated short name takes.
    """

    start: int
    end: int
    type: str
    method: str
    pattern: Pattern
    head: int
    chain_end: int
    owner: Found | None = None
    model: Found | None = None
    bare: bool = False
    inside: tuple[int, int] | None = None
    """Divisions that stand inside the name, not at its head (共青团|甘孜州|委)."""


class Page:
    """A text with its words and the full names of divisions in it."""

    __slots__ = ("division_ends", "division_starts", "starts", "text", "tokens")

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.starts = [t.start for t in tokens]
        self.division_ends = dict(divisions.scan(text))
        self.division_starts = {end: start for start, end in self.division_ends.items()}

    def index(self, offset: int) -> int:
        """Index of the token that covers ``offset``."""
        return bisect_right(self.starts, offset) - 1


def walk(page: Page, head: int, *, floor: int, level: str) -> Run:
    """The words left of ``head`` that may belong to the name ending there; nothing before ``floor`` is taken."""
    segments: list[Segment] = []
    i = page.index(head - 1) if head > 0 else -1
    position = head
    stop = "edge"
    while i >= 0 and position > floor:
        if len(segments) >= MAX_WORDS:
            stop = "word"
            break
        known = page.division_starts.get(position)
        if known is not None and known >= floor:
            segments.append(Segment(known, position, page.text[known:position], "ns", None))
            position = known
            i = page.index(known - 1) if known else -1
            continue
        token = page.tokens[i]
        start = max(token.start, floor)
        word = token.text if start == token.start and position == token.end else page.text[start:position]
        tag = token.tag if word is token.text else "x"
        first = word[0]
        if not word.isalnum():
            taken = _punctuation(page, i, position, segments, floor)
            if taken is None:
                break
            segment, i, position = taken
            if segment is not None:
                if segment.tag == "group" and all(c in CLASS_LETTERS for c in segment.text[1:-1]):
                    stop = "generic"
                    break
                segments.append(segment)
            continue
        role = role_of(word)
        if role is None and first == "各" and all(c in CLASS_LETTERS for c in word[1:]):
            stop = "generic"
            break
        if role is None and not divisions.spelled(word):
            cut = _glued(word, tag)
            if cut == len(word):
                stop = "word"
                break
            if cut:
                segments.append(Segment(start + cut, position, word[cut:], "n" if len(word) - cut == 1 else "x", None))
                stop = "word"
                break
            if tag == "x" and first in "省市县区州旗" and len(word) > 1:
                segments.append(Segment(start + 1, position, word[1:], "x", role_of(word[1:])))
                segments.append(Segment(start, start + 1, first, "n", None))
                position = start
                i -= 1
                continue
        if role is None and len(word) == 2 and first in "各全两多" and word[1] in CLASS_NAMES:
            role = "generic"
        if role is None:
            role = "plain" if divisions.spelled(word) or word in CLASS_NAMES else _role_by_tag(page, i, word, tag, head == position)
        elif role == "conj":
            joins = level not in ("head", "strong") and bool(segments)
            if not (joins or (level != "strong" and _subject_before(page, i, floor))) or (segments and _opens_division(page, segments[-1])) or start == floor:
                stop = "conj"
                break
        if role in ("stop", "count"):
            stop = "word" if role == "stop" else "count"
            break
        segments.append(Segment(start, position, word, tag, role if role != "plain" else None))
        position = start
        i -= 1
    if position <= floor and floor > 0:
        stop = "body"
    segments.reverse()
    return Run(segments, stop)


def _punctuation(
    page: Page, i: int, position: int, segments: list[Segment], floor: int
) -> tuple[Segment | None, int, int] | None:
    """Step over a space, a group or a dot that may stand inside a name; None where the name must begin."""
    text = page.text
    mark = text[position - 1]
    before = text[position - 2] if position >= 2 else ""
    if mark in SPACES:
        left = page.tokens[i - 1] if i > 0 else None
        crosses = (
            left is not None
            and (left.text in PLACEHOLDERS or left.start in page.division_ends)
            and not (segments and _opens_division(page, segments[-1]))
        )
        return (None, i - 1, position - 1) if crosses else None
    if mark in OPENING:
        begin = text.rfind(OPENING[mark], max(floor, position - MAX_GROUP - 2), position - 1)
        inner = text[begin + 1 : position - 1]
        if begin < 0 or not inner:
            return None
        if any(c in "，。；、：,;\n" for c in inner) and not all(c in CLASS_LETTERS for c in inner):
            return None
        if mark in ")）" and (begin == 0 or not text[begin - 1].isalnum()):
            return None
        segment = Segment(begin, position, text[begin:position], "group", None)
        return segment, page.index(begin - 1) if begin else -1, begin
    if mark in "·•-—－" and before.isalnum() and segments:
        return Segment(position - 1, position, mark, "dot", "inner"), i - 1, position - 1
    return None


def _glued(word: str, tag: str) -> int:
    """How many characters at the head of a word are no part of a name, since jieba glued function words to it.

    从市 before 民政局: 1 (the placeholder is left); 我局: 2; 正由鞍, a word not in the dictionary: 2.
    """
    first = word[0]
    if len(word) == 2 and word[1] in PLACEHOLDERS and (first in LINKS or (first in "我该本贵" and word != "贵州")):
        return 1
    if len(word) == 2 and first in "我该本贵" and word[1] in "局厅委办校院会社司行站所队处科":
        return 2
    if first in "由被把与" and word[:2] not in GLUED and len(word) > 1:
        return 1
    if tag != "x" or len(word) < 2:
        return 0
    if first == "某":
        return len(word)
    last = max((k for k, c in enumerate(word) if c in "由被把从对给让请使是报"), default=-1)
    if last >= 0:
        return last + 1
    if word[-1] in "同与向到" and word[-2:] not in GLUED:
        return len(word)
    return 1 if first in "经与向为在将到于至和及同系已随" and word[:2] not in GLUED else 0


def _role_by_tag(page: Page, i: int, word: str, tag: str, at_head: bool) -> str:
    """``plain`` for a word that may stand in a name, ``soft`` for one that seldom does, else ``stop``."""
    if tag in ("f", "s"):
        return "soft"
    if tag in STOP_TAGS:
        return "soft" if len(word) == 1 and tag[0] not in "pcu" and word not in LINKS else "stop"
    if tag in VERB_TAGS:
        return "soft"
    if tag in ("i", "l") and role_of(word[:2]) == "stop":
        return "stop"
    if tag in ("m", "mq"):
        if word[0] == "第" and len(word) <= 4:
            return "plain"
        if at_head and len(word) <= 4 and word[-1] in "0123456789一二三四五六七八九十":
            return "plain"
        if len(word) == 1 and word in SOFT_STOPS:
            return "soft"
        if len(word) == 2 and word[1] in "里道台岭沟店桥庄湾坪河山源角塘口堡墩":
            return "plain"  # 五里|牌街道
        return "count" if word[-1] in "个家所座处支名多余" else "stop"
    if tag == "q" and i > 0 and page.tokens[i - 1].tag == "m":
        return "count"
    return "plain"


def _subject_before(page: Page, i: int, floor: int) -> bool:
    """Whether subjects and then a division precede the joining word at ``i`` (市|教育|和|科技局)."""
    for j in range(i - 1, max(-1, i - 6), -1):
        token = page.tokens[j]
        if token.start < floor:
            return False
        if token.text in PLACEHOLDERS or token.start in page.division_ends:
            return j < i - 1
        role = role_of(token.text)
        if role != "inner" and (role is not None or token.tag[0] not in "njxlb"):
            return False
    return False


def _opens_division(page: Page, segment: Segment) -> bool:
    return segment.start in page.division_ends or segment.text in PLACEHOLDERS


class Reading(NamedTuple):
    """A run read: where the name begins, where its divisions end, and what its words are."""

    start: int
    chain_end: int
    placeholder: bool
    content: list[Segment]
    generic: bool
    counted: bool = False
    determined: bool = False
    first: str = ""
    inside: tuple[int, int] | None = None


def read_run(page: Page, run: Run, head: int, level: str) -> Reading:
    """Choose the left edge within ``run``: divisions first, without the generic words before them."""
    segments = _past_conjunction(page, _past_soft(page, run.segments, level))
    whole = len(segments) == len(run.segments)
    generic = whole and run.stop in ("generic", "count")
    k = _first_division(page, segments)
    if k is not None and k > 0 and not _carries(segments[k - 1]):
        generic = segments[k - 1].role == "generic"
        segments = segments[k:]
        k = 0
    determined = False
    while segments and segments[0].role in ("generic", "lead", "conj") and len(segments) > 0:
        determined = determined or segments[0].text[0] == "各"
        if segments[0].role == "lead" and len(segments) == 1:
            break
        generic = generic or segments[0].role != "conj"
        segments = segments[1:]
        k = _first_division(page, segments)
        if k is not None and k > 0 and not _carries(segments[k - 1]):
            segments = segments[k:]
            k = 0
    while segments and segments[0].text in JOINT_ACTS and k != 0 and (len(segments) > 1 or level == "head"):
        segments = segments[1:]
        k = _first_division(page, segments)
    for j in range(len(segments) - 1, 0, -1):
        if segments[j - 1].text in JOINT_ACTS and (segments[j].start in page.division_ends or divisions.short_codes(segments[j].text)):
            segments = segments[j:]
            k = _first_division(page, segments)
            break
    if not segments:
        return Reading(head, head, False, [], generic)
    start = segments[0].start
    chain_end, rest = _chain(page, segments) if k == 0 else (start, segments)
    inside = None
    if k:
        inside = (segments[k].start, _chain(page, segments[k:])[0])
    placeholder = chain_end > start and segments[0].text in PLACEHOLDERS
    if chain_end == start and divisions.short_codes(segments[0].text):
        chain_end, rest = segments[0].end, segments[1:]
    return Reading(start, chain_end, placeholder, rest, generic, whole and run.stop == "count", determined, segments[0].text, inside)


def _past_conjunction(page: Page, segments: list[Segment]) -> list[Segment]:
    """The segments after the last joining word, unless a division opens the name before it."""
    last = next((j for j in range(len(segments) - 1, -1, -1) if segments[j].role == "conj"), -1)
    if last < 0:
        return segments
    k = _first_division(page, segments[:last])
    if k is not None and (k == 0 or not _carries(segments[k - 1])):
        return segments
    return segments[last + 1 :]


def _unknown_words(segments: list[Segment]) -> list[Segment]:
    """Single characters side by side are a word that jieba does not know (满|都|拉 海关): none of them is soft then."""
    made = list(segments)
    k = 0
    while k < len(made):
        end = k
        while end < len(made) and len(made[end].text) == 1 and made[end].role in (None, "soft", "proper") and made[end].text not in LINKS:
            end += 1
        while k < end and made[k].role == "soft" and role_of(made[k].text) is not None:
            k += 1  # a verb of the table before an unknown word (望|黔山县)
        if end - k >= 2 and any(s.role == "soft" for s in made[k:end]) and any(role_of(s.text) is None for s in made[k:end]):
            made[k:end] = [s._replace(role=None, tag="x") for s in made[k:end]]
        k = max(end, k + 1)
    return made


def _past_soft(page: Page, segments: list[Segment], level: str) -> list[Segment]:
    """The segments after the last soft word, or all of them when it stands inside a name that a division opens."""
    segments = _unknown_words(segments)
    last = next((k for k in range(len(segments) - 1, -1, -1) if segments[k].role == "soft"), -1)
    if last < 0:
        return segments
    k = _first_division(page, segments[:last])
    if k is not None:
        _, rest = _chain(page, segments[k:])
        chain_over = len(segments) - len(rest)
        first = next(j for j in range(k, len(segments)) if segments[j].role == "soft")
        between = segments[chain_over:first]
        if last < chain_over:
            return segments[k:]
        if first >= chain_over and level == "topic" and all(role_of(s.text) is None for s in segments[k:] if s.role == "soft"):
            return segments[k:]  # 解决企业工资拖欠问题|联席会议: the body's task is told by a clause
        if first >= chain_over and last - first <= 1:
            if between and all(s.role in (None, "inner", "proper") for s in between):
                return segments[k:]
            if not between and (segments[first].text in SOFT_STOPS or (last > first and len(segments[first].text) == 1)):
                return segments[k:]
    if level == "strong" and divisions.short_codes(segments[0].text):
        return segments
    before = segments[last - 1] if last else None
    soft = segments[last]
    if before is not None and before.tag == "ns" and role_of(soft.text) is None and level != "head":
        return segments[last - 1 :]  # 宁夏|塞上|乳业: no verb of the table, right after a place
    if level == "named" and divisions.short_codes(segments[0].text) and all(len(s.text) == 1 for s in segments if s.role == "soft"):
        return segments
    if _is_letter(soft) and last + 1 < len(segments):  # an unknown division may hold the soft word (望湖|县, 绵|上|县)
        follower = segments[last + 1]
        ends = follower.text in CLASS_NAMES or (
            len(follower.text) == 2 and follower.text[1] in "省市县区州旗镇乡" and not divisions.spelled(follower.text)
        )
        if ends and follower.text in CLASS_NAMES:
            return segments[last - 1 :] if before is not None and _combines(before, single=True) else segments[last + 1 :]
        if ends:
            return segments[last:]
        if last + 2 < len(segments) and len(follower.text) == 1 and segments[last + 2].text in CLASS_NAMES:
            return segments[last:]
    return segments[last + 1 :]


def _carries(segment: Segment) -> bool:
    word = segment.text
    return segment.role == "foreign" or word in CARRIERS or word.endswith(("银行", "集团", "公司", "总局")) or bool(divisions.short_codes(word))


def _first_division(page: Page, segments: list[Segment]) -> int | None:
    """Index of the segment with which the first full-named division or placeholder begins."""
    for k, segment in enumerate(segments):
        word = segment.text
        known_end = page.division_ends.get(segment.start)
        if known_end is not None:
            if k and known_end - segment.start <= 3 and _combines(segments[k - 1], single=True):
                return k - 1
            return k
        if word in CLASS_NAMES:
            begin = k if word == "省" and k and segments[0].role != "foreign" else _proper_part(segments, k)
            if begin < k:
                return begin
            return k if word in PLACEHOLDERS else None
        if _looks_like_division(segment):
            return _proper_part(segments, k) if len(word) == 2 else k
        if k == 1 and _ends_division(segments[0], segment):
            return 0
    return None


def _proper_part(segments: list[Segment], k: int) -> int:
    """Index where the proper part of an unknown division begins whose class word is in segment ``k``."""
    size = 0
    begin = k
    if segments[k].text in ZONES:  # 洋浦|经济|开发区
        while begin > 0 and k - begin < 4 and segments[begin - 1].text in ZONE_WORDS:
            begin -= 1
    while begin > 0 and k - begin < 6 and (_combines(segments[begin - 1]) or (begin == 1 and _is_letter(segments[0]))):
        size += len(segments[begin - 1].text)
        if size > 3:
            break
        begin -= 1
    return begin


def _ends_division(before: Segment, segment: Segment) -> bool:
    """Whether a word of two characters ends a division that jieba cut (莱|城市, 乌兰|花旗)."""
    word = segment.text
    return (
        len(word) == 2
        and word[1] in "省市县区州盟旗镇乡"
        and len(before.text) <= 2
        and (_combines(before) or _is_letter(before))
        and word not in ("小区", "地区", "社区", "景区", "园区", "校区", "乡镇", "村镇", "市区", "省市", "市县", "区县")
        and (len(before.text) == 1 or segment.role is None)
        and not divisions.spelled(before.text + word[:0] + "市")
    )


def _is_letter(segment: Segment) -> bool:
    """A soft word of one character, which an unknown division's name may begin with (望湖县)."""
    return segment.role == "soft" and len(segment.text) == 1 and (segment.text in SOFT_STOPS or role_of(segment.text) is None)


def _looks_like_division(segment: Segment) -> bool:
    word = segment.text
    return (
        word[-1] in "省市县区州盟旗镇乡"
        and (len(word) >= 3 or segment.tag == "ns")
        and word not in COMMON_PLACES
        and segment.role is None
        and segment.tag in PROPER_TAGS
    )


def _combines(segment: Segment, *, single: bool = False) -> bool:
    """Whether the word may be the proper part of an unknown division's name."""
    if segment.role not in (None, "proper") or segment.tag in ("group", "dot", "m") or segment.text[-1] in "报送交由向对同与":
        return False
    return len(segment.text) == 1 if single else len(segment.text) <= 3


def _chain(page: Page, segments: list[Segment]) -> tuple[int, list[Segment]]:
    """End of the leading divisions, and the segments after it."""
    end = segments[0].start
    k = 0
    while k < len(segments):
        segment = segments[k]
        if segment.start in page.division_ends:
            end = page.division_ends[segment.start]
        elif segment.text in CLASS_NAMES or _looks_like_division(segment):
            end = segment.end
        else:
            begin = _class_word(page, segments, k)
            if begin is None:
                break
            end = page.division_ends.get(segments[begin].start, segments[begin].end)
        while k < len(segments) and segments[k].end <= end:
            k += 1
        if k < len(segments) and segments[k].start < end:
            segment = segments[k]
            rest = Segment(end, segment.end, page.text[end : segment.end], "x", None)
            return end, [rest, *segments[k + 1 :]]
    return end, segments[k:]


def _class_word(page: Page, segments: list[Segment], k: int) -> int | None:
    """Index of the class word (州) that ends an unknown division beginning at ``k`` (大研|州), None when none does."""
    size = 0
    for j in range(k, min(k + 6, len(segments))):
        segment = segments[j]
        if j > k:
            if segment.text in CLASS_NAMES:
                return j
            if len(segment.text) in (2, 3) and size <= 2 and (segment.start in page.division_ends or _looks_like_division(segment)):
                return j
            if j == k + 1 and _ends_division(segments[k], segment):
                return j
        if segment.text in ZONE_WORDS and j > k:
            continue
        if not (_combines(segment) or (j == k and _is_letter(segment))):
            return None
        size += len(segment.text)
        if size > 4:
            return None
    return None


def is_proper(segment: Segment) -> bool:
    """Whether the word makes a name particular (a proper noun, an unknown word, a number, a quoted group)."""
    if segment.role is not None:
        return segment.role in ("proper", "foreign")
    return segment.tag in PROPER_TAGS or segment.tag in ("group", "m", "mq") or len(segment.text) == 1


def cue_stands(page: Page, cue: Cue) -> bool:
    """Whether the cue ends where a word ends (局 is none in 局面) and no post follows (局长)."""
    end = cue.end
    text = page.text
    token = page.tokens[page.index(end - 1)]
    follower = text[end] if end < len(text) else ""
    size = end - cue.start
    if text.startswith(ADDRESS_TAILS, end):
        return False
    if cue.pattern.level == "known":
        whole = token.end == end or token.tag == "x" or size > 4
        return whole and follower not in "长员"
    if follower and follower in "长员" and text[end - 1] in "局厅部处科院校所站队社室办会园馆行委关":
        return False
    if size == 1 and cue.start and (text[cue.start - 1].isdigit() or text[cue.start - 1] in "一二三四五六七八九十百千万两几余多"):
        return False
    if follower == "〔":
        return False
    if cue.pattern.level == "place" and follower not in "托派任":
        return True
    if token.end == end:
        return size > 1 or token.start == cue.start or token.tag[0] in "nxj" or end - token.start >= 3
    if token.tag == "x" and token.start == cue.start and (size > 1 or cue.pattern.text in "局厅"):
        return True
    if token.start <= cue.start and token.end > end and role_of(text[end : token.end]) in ("stop", "generic"):
        return True  # 小学|教师
    return size >= 3 and follower not in "生业化性级费网界类型伍"
