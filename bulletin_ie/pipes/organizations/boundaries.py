"""The left edge of a name within the words before its cue: divisions first, without generic words and verbs."""

from __future__ import annotations

from typing import NamedTuple

from . import divisions
from .cues import roles
from .walk import Page, Run, Segment
from .words import (
    BODIES,
    CARRIERS,
    CLASS_NAMES,
    COMMON_PLACES,
    DIVISION_ENDS,
    JOINT_ACTS,
    LINKS,
    NAME_LETTERS,
    NUMERAL_PLACES,
    PLACEHOLDERS,
    PROPER_TAGS,
    ZONE_WORDS,
    ZONES,
)

__all__ = ["Reading", "is_proper", "read_run", "read_start"]


class Reading(NamedTuple):
    """A run read.

    The name begins at ``start`` with the word ``first``; its leading divisions end at ``chain_end``, ``content`` is what
    follows them up to the cue. ``placeholder``: the division is a class word alone. ``generic``: words that make groups
    stood before the name; ``determined``: 各 among them; ``counted``: a number of such bodies.
    """

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
    """Choose the left edge within ``run``, which ends at ``head``; ``level`` is the cue's."""
    segments = run.segments
    if any(s.role in ("soft", "conj") for s in segments):
        segments = _past_conjunction(page, _past_soft(page, segments, level))
    whole = len(segments) == len(run.segments)
    generic = whole and run.stop in ("generic", "count")
    segments, k, generic, determined = _past_generic(page, segments, generic)
    segments, k = _past_acts(page, segments, k, level)
    if not segments:
        return Reading(head, head, False, [], generic)
    first = segments[0]
    chain_end, content = _chain(page, segments) if k == 0 else (first.start, segments)
    inside = (segments[k].start, _chain(page, segments[k:])[0]) if k else None
    placeholder = chain_end > first.start and first.text in PLACEHOLDERS
    if chain_end == first.start and divisions.short_codes(first.text):
        chain_end, content = first.end, segments[1:]
    counted = whole and run.stop == "count"
    return Reading(first.start, chain_end, placeholder, content, generic, counted, determined, first.text, inside)


def read_start(page: Page, run: Run, start: int, head: int) -> Reading:
    """The reading of a name whose beginning is given."""
    segments = [s for s in run.segments if s.start >= start]
    if start < head and (not segments or segments[0].start != start):
        role_of = roles()
        tokens = page.tokens[page.index(start) : page.index(head - 1) + 1]
        words = [page.text[max(start, t.start) : min(head, t.end)] for t in tokens]
        segments = [
            Segment(max(start, t.start), min(head, t.end), w, t.tag, role_of.get(w))
            for t, w in zip(tokens, words, strict=True)
        ]
    if not segments:
        return Reading(start, start, False, [], False)
    chain_end, content = _chain(page, segments)
    first = segments[0]
    if chain_end == start and divisions.short_codes(first.text):
        chain_end, content = first.end, segments[1:]
    placeholder = chain_end > start and first.text in PLACEHOLDERS
    return Reading(start, chain_end, placeholder, content, False, first=first.text)


def is_proper(segment: Segment) -> bool:
    """Whether the word makes a name particular (a proper noun, an unknown word, a number, a quoted group)."""
    if segment.role is not None:
        return segment.role in ("proper", "foreign")
    return segment.tag in PROPER_TAGS or segment.tag in ("group", "m", "mq") or len(segment.text) == 1


def _past_generic(page: Page, segments: list[Segment], generic: bool) -> tuple[list[Segment], int | None, bool, bool]:
    """Without the words before the first division and without leading generic words.

    Gives the segments, the index of their first division, whether generic words stood before, and whether 各 did.
    """
    k = _first_division(page, segments)
    if k and not _carries(segments[k - 1]):
        generic = segments[k - 1].role == "generic"
        segments, k = segments[k:], 0
    determined = False
    while segments and segments[0].role in ("generic", "lead", "conj"):
        if segments[0].role == "lead" and len(segments) == 1:
            break
        determined = determined or segments[0].text[0] == "各"
        generic = generic or segments[0].role != "conj"
        segments = segments[1:]
        k = _first_division(page, segments)
        if k and not _carries(segments[k - 1]):
            segments, k = segments[k:], 0
    return segments, k, generic, determined


def _past_acts(page: Page, segments: list[Segment], k: int | None, level: str) -> tuple[list[Segment], int | None]:
    """Without words that are verbs before a name (联合|公安经侦支队, 组织|岭海市…)."""
    while segments and segments[0].text in JOINT_ACTS and k != 0 and (len(segments) > 1 or level == "head"):
        segments = segments[1:]
        k = _first_division(page, segments)
    for j in range(len(segments) - 1, 0, -1):
        if segments[j - 1].text in JOINT_ACTS and (
            segments[j].start in page.division_ends
            or divisions.short_codes(segments[j].text)
            or (j > 1 and segments[j - 2].text in BODIES)
        ):
            return segments[j:], _first_division(page, segments[j:])
    return segments, k


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
    role_of = roles()
    made = list(segments)
    k = 0
    while k < len(made):
        end = k
        while end < len(made) and _is_loose(made[end]):
            end += 1
        while k < end and made[k].role == "soft" and made[k].text in role_of:
            k += 1  # a verb of the table before an unknown word (望|黔山县)
        if end - k >= 2 and role_of.get(made[k].text + made[k + 1].text) == "stop":
            k += 2  # a verb that jieba does not know (约|谈)
        loose = made[k:end]
        if len(loose) >= 2 and any(s.role == "soft" for s in loose) and any(s.text not in role_of for s in loose):
            made[k:end] = [s._replace(role=None, tag="x") for s in loose]
        k = max(end, k + 1)
    return made


def _is_loose(segment: Segment) -> bool:
    return len(segment.text) == 1 and segment.role in (None, "soft", "proper") and segment.text not in LINKS


def _past_soft(page: Page, segments: list[Segment], level: str) -> list[Segment]:
    """The segments after the last soft word, or from where a division or a place opens a name that holds it."""
    segments = _unknown_words(segments)
    soft = [k for k, s in enumerate(segments) if s.role == "soft"]
    if not soft:
        return segments
    last = soft[-1]
    k = _first_division(page, segments[:last])
    if k is not None and _holds(page, segments, k, soft, level):
        return segments[k:]
    opens_short = bool(divisions.short_codes(segments[0].text))
    if level == "strong" and opens_short:
        return segments
    role_of = roles()
    if last and segments[last - 1].tag == "ns" and segments[last].text not in role_of and level != "head":
        return segments[last - 1 :]  # 宁夏|塞上|乳业: no verb of the table, right after a place
    if level == "named" and opens_short and all(len(segments[j].text) == 1 for j in soft):
        return segments
    if last and segments[last].text in NAME_LETTERS and divisions.short_codes(segments[last - 1].text):
        return segments[last - 1 :]  # 北京|新|阳光慈善基金会
    return segments[_before_bracket(segments, _letter_start(segments, last)) :]


def _before_bracket(segments: list[Segment], start: int) -> int:
    """No name begins with a place in brackets: it takes the words before them (天|愈|（中山）|机器人有限公司)."""
    if start == 0 or start == len(segments) or segments[start].text[0] not in "(（":
        return start
    start -= 1
    while start > 0 and segments[start - 1].role is None:
        start -= 1
    return start


def _holds(page: Page, segments: list[Segment], k: int, soft: list[int], level: str) -> bool:
    """Whether the name that a division at ``k`` opens may hold the soft words."""
    _, rest = _chain(page, segments[k:])
    over = len(segments) - len(rest)
    first, last = next(j for j in soft if j >= k), soft[-1]
    if last < over:
        return True
    if first < over:
        return False
    role_of = roles()
    if level == "topic" and all(segments[j].text not in role_of for j in soft if j >= k):
        return True  # 解决企业工资拖欠问题|联席会议: the body's task is told by a clause
    if last - first > 1:
        return False
    between = segments[over:first]
    if between:
        return all(s.role in (None, "inner", "proper") for s in between)
    word = segments[first].text
    if word in NAME_LETTERS or (last > first and len(word) == 1):
        return True
    after = next((s for s in segments[first + 1 : first + 3] if s.text in CLASS_NAMES), None)
    return len(word) == 1 and after is not None and after.start - segments[first].start <= 3  # 云安区|都|杨|镇


def _letter_start(segments: list[Segment], last: int) -> int:
    """Where the name begins after the soft word at ``last``, which may be a letter of a division's name (望湖|县, 绵|上|县)."""
    if not _is_letter(segments[last]) or last + 1 >= len(segments):
        return last + 1
    follower = segments[last + 1].text
    if follower in CLASS_NAMES:
        before = segments[last - 1] if last else None
        joins = before is not None and _combines(before, single=before.tag != "m")  # 五里|墩|街道
        return last - 1 if joins else last + 1
    if len(follower) == 2 and follower[1] in DIVISION_ENDS and not divisions.spelled(follower):
        return last
    if last + 2 < len(segments) and len(follower) == 1 and segments[last + 2].text in CLASS_NAMES:
        return last
    return last + 1


def _carries(segment: Segment) -> bool:
    """Whether a division's name after this word belongs to the same name (国网|辽宁省…)."""
    word = segment.text
    return (
        segment.role == "foreign"
        or word in CARRIERS
        or word.endswith(("银行", "集团", "公司", "总局"))
        or bool(divisions.short_codes(word))
    )


def _first_division(page: Page, segments: list[Segment]) -> int | None:
    """Index of the segment with which the first full-named division or placeholder begins."""
    ends = page.division_ends
    for k, segment in enumerate(segments):
        word = segment.text
        known_end = ends.get(segment.start)
        if known_end is not None:
            if k and known_end - segment.start <= 3 and _combines(segments[k - 1], single=True):
                return k - 1  # 陇|宁县
            return k
        if word in CLASS_NAMES:
            begin = k if word == "省" and k and segments[0].role != "foreign" else _proper_part(segments, k)
            if begin < k:
                return begin
            if k and len(word) == 2:
                continue  # 服务外包|园区|开发公司
            return k if word in PLACEHOLDERS else None
        if word[-1] in DIVISION_ENDS:
            if _looks_like_division(segment):
                return _proper_part(segments, k) if len(word) == 2 else k
            if k == 1 and _ends_division(segments[0], segment):
                return 0
    return None


def _proper_part(segments: list[Segment], k: int) -> int:
    """Index where the proper part of an unknown division begins whose class word is in segment ``k``."""
    size = 0
    begin = k
    if segments[k].text in ZONES:
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
        and len(before.text) <= 2
        and (_combines(before) or _is_letter(before))
        and word not in ("小区", "地区", "社区", "景区", "园区", "校区", "乡镇", "村镇", "市区", "省市", "市县", "区县")
        and (len(before.text) == 1 or segment.role is None)
        and not divisions.spelled(before.text + "市")
    )


def _is_letter(segment: Segment) -> bool:
    """A soft word of one character, which an unknown division's name may begin with (望湖县)."""
    return (
        segment.role == "soft"
        and len(segment.text) == 1
        and (segment.text in NAME_LETTERS or segment.text not in roles())
    )


def _looks_like_division(segment: Segment) -> bool:
    word = segment.text
    return (
        word[-1] in DIVISION_ENDS
        and (len(word) >= 3 or segment.tag == "ns")
        and word not in COMMON_PLACES
        and segment.role is None
        and segment.tag in PROPER_TAGS
    )


def _combines(segment: Segment, *, single: bool = False) -> bool:
    """Whether the word may be the proper part of an unknown division's name."""
    if segment.role not in (None, "proper") or segment.tag in ("group", "dot") or segment.text in CARRIERS:
        return False
    if segment.tag == "m" and segment.text[-1] not in NUMERAL_PLACES:
        return False
    return segment.text[-1] not in "报送交由向对同与" and len(segment.text) <= (1 if single else 3)


def _chain(page: Page, segments: list[Segment]) -> tuple[int, list[Segment]]:
    """End of the leading divisions, and the segments after it."""
    ends = page.division_ends
    end = segments[0].start
    k = 0
    while k < len(segments):
        segment = segments[k]
        if segment.start in ends:
            end = ends[segment.start]
        elif segment.text in CLASS_NAMES or _looks_like_division(segment) or (k and segment.text in divisions.COMMON):
            end = segment.end
        else:
            last = _class_word(page, segments, k)
            if last is None:
                break
            end = ends.get(segments[last].start, segments[last].end)
        while k < len(segments) and segments[k].end <= end:
            k += 1
        if k < len(segments) and segments[k].start < end:
            cut = segments[k]
            return end, [Segment(end, cut.end, page.text[end : cut.end], "x", None), *segments[k + 1 :]]
    return end, segments[k:]


def _class_word(page: Page, segments: list[Segment], k: int) -> int | None:
    """Index of the class word that ends an unknown division beginning at ``k`` (大研|州), None when none does."""
    size = 0
    for j in range(k, min(k + 6, len(segments))):
        segment = segments[j]
        if j > k:
            if segment.text in CLASS_NAMES:
                return j
            if (
                len(segment.text) in (2, 3)
                and size <= 2
                and (segment.start in page.division_ends or _looks_like_division(segment))
            ):
                return j
            if j == k + 1 and segment.text[-1] in DIVISION_ENDS and _ends_division(segments[k], segment):
                return j
            if segment.text in ZONE_WORDS:
                continue
        if not (_combines(segment) or (j == k and _is_letter(segment))):
            return None
        size += len(segment.text)
        if size > 4:
            return None
    return None
