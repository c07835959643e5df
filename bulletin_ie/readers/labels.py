"""Label and value pairs of info lines, catalogue blocks and footers: 发布时间：…　来源：… | 索 引 号 | … ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import regex

from .. import lexicon
from .furniture import both_scripts, is_furniture_word
from .lines import SPACES, compact
from .persons import is_person
from .words import any_of, one_of

__all__ = [
    "CARD",
    "CATALOGUE",
    "Hit",
    "LabelRow",
    "alone",
    "begins_with_label",
    "ends_as_label",
    "is_button",
    "is_field",
    "is_label",
    "labels_of",
    "scan",
]

MAX_LABEL = 9
_GLUED = frozenset({"作者", "来源", "编辑", "责编", "审核", "文号", "源自", "点击", "浏览", "阅读", "字号", "字体"})
"""Short labels that pages print right after a value."""
CATALOGUE = frozenset(
    ("index_number", "document_number", "publisher", "category", "validity", "created_at", "keywords")
)
"""Fields that tell a catalogue block."""
CARD = CATALOGUE | {"published_at"}
"""Fields of its rows where several stand together below a text."""
_RECORDED = frozenset({"column", "title", "url", "source", "publisher", "category"})
"""Fields whose labels a crawler's record has in brackets at the line's start (【栏目】工作动态)."""
_PEOPLE = frozenset({"author", "editor", "reviewer", "recorder"})
_ENDS = (
    ("body", (("source_of", "source"), ("publisher_of", "publisher"))),
    ("moment", (("published_of", "published_at"), ("created_of", "created_at"), ("effective_of", "effective_at"))),
    ("count", (("look", "views"),)),
)
"""Kinds of words that end a label, with the kinds before them and the field that the two make: 供稿 + 单位."""
_BRACKETS = str.maketrans(dict.fromkeys("【】[]［］（）()·•", " "))
_CELL_MARKS = (" ", "·", "•", "\t", "\u3000", "\u00a0", "]", "】", ")", "）")
_LOOKS = frozenset("浏阅点访查围")
"""First characters of what is counted: 浏览, 阅读, 点击, 访问, 查看, 围观."""
_OPENERS = "【[［(（|｜<〔「·•/、,，;；*"


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A row of ``header_labels.tsv``."""

    label: str
    field: str
    weight: str
    example: str


class Hit(NamedTuple):
    """A label in the text, the range where its value may stand, and whether a colon follows it."""

    start: int
    value: int
    end: int
    field: str
    label: str
    colon: bool = True


@cache
def _labels() -> dict[str, LabelRow]:
    rows = lexicon.load("header_labels", LabelRow)
    return {form: row for row in rows for form in reversed(both_scripts(row.label))}


@cache
def _colon() -> regex.Pattern[str]:
    # a slash, too, after the words of a credit line: 责编/张三　文/李四, but not 文/图
    return regex.compile(
        rf"[:：丨]|(?<=^文|[^\p{{Han}}]文)/(?!图)|(?<={any_of('credit')})(?:/(?!\d)|[—－-](?=\p{{Han}}))"
    )


@cache
def _bare_colon() -> regex.Pattern[str]:
    return regex.compile(r"[:：丨]")


@cache
def _credit_letters() -> frozenset[str]:
    """The last characters of the words that a slash or dash may follow."""
    return frozenset(word[-1] for word in (*one_of("credit"), "文"))


@cache
def _of_a_medium() -> regex.Pattern[str]:
    return regex.compile(rf"[\p{{Han}}]{{0,12}}(?:{any_of('medium')}|{any_of('role_of')})")


@cache
def _composed(word: str) -> LabelRow | None:
    """A label put together of known parts: 文章作者, 总浏览量; 供稿部门, 信息所属单位."""
    for first in _openers():
        rest = word.removeprefix(first)
        if rest != word and len(rest) > 1 and rest in _labels():
            return _labels()[rest]
    for last in _roles():
        if word.endswith(last) and 0 < len(word) - len(last) <= 3 and all("\u4e00" <= c <= "\u9fff" for c in word):
            return _labels().get(last)  # 执行编辑, 随行记者
    for ends, kinds in _ENDS:
        for last in sorted(one_of(ends)):
            of = word.removesuffix(last)
            if of == word:
                continue
            for kind, name in kinds:
                known = one_of(kind)
                if of in known or any(of.endswith(x) and of.removesuffix(x) in _openers() for x in known):
                    return LabelRow(word, name, "strong", "")
    return None


@cache
def _openers() -> tuple[str, ...]:
    return tuple(sorted(one_of("label_opener")))


@cache
def _roles() -> tuple[str, ...]:
    return tuple(sorted(one_of("role_last")))


def _label(word: str, *, printed: int = 0) -> LabelRow | None:
    """The row of a label; one that is put together must be ``printed`` without gaps (…的通知　发文字号：)."""
    row = _labels().get(word)
    if row is None and printed <= len(word) and 2 < len(word) <= MAX_LABEL and word[-1] in _last_characters():
        row = _composed(word)
    return row


@cache
def _last_characters() -> frozenset[str]:
    return frozenset(word[-1] for word in (*_labels(), *(w for ends, _ in _ENDS for w in one_of(ends))))


@cache
def _cells() -> regex.Pattern[str]:
    return regex.compile(rf"[^{SPACES}·•|｜【】\[\]（）()]++")


@cache
def _pipe_cells() -> regex.Pattern[str]:
    return regex.compile(r"[^|｜\t]++")


@cache
def _gap_cells() -> regex.Pattern[str]:
    """The word between a wide gap and a border: 日期 | 2023-05-06　　浏览 | 315."""
    return regex.compile(r"(?<=[ \u3000]{2})[^|｜\t \u3000]++(?= ?[|｜])")


def scan(text: str, start: int, end: int) -> list[Hit]:
    """Labels of one line, in order; a value's range ends where the next label begins."""
    found = _with_colon(text, start, end)
    found += _spaced_labels(text, start, end, beside=found)
    line = text[start:end]
    piped = "|" in line or "｜" in line or "\t" in line
    if piped and ("\t" in line or ("[" not in line and "【" not in line)):
        found += _in_cells(text, start, end, _pipe_cells(), any_weight=True, beside=found)
        found += _in_cells(text, start, end, _gap_cells(), any_weight=True, beside=found)
        if "[" in line or "【" in line:  # [ 索引号 ] 11500000MB0K2/2022-00413 in each cell
            found += _in_cells(text, start, end, _cells(), any_weight=False, beside=found)
    elif end - start <= 2 * MAX_LABEL or any(mark in line for mark in _CELL_MARKS):
        words = line.translate(_BRACKETS).split()
        if not _known_words().isdisjoint(words) or (not _count_letters().isdisjoint(line) and _has_count(words)):
            found += _in_cells(text, start, end, _cells(), any_weight=False, beside=found)
    found += _counters(text, start, end, beside=found)
    if not found:
        return []
    found.sort()
    ends = [hit[0] for hit in found[1:]] + [end]
    return [
        Hit(start, value, max(value, stop), field, label, text[value - 1] in "：:丨/—－-")
        for (start, value, field, label), stop in zip(found, ends, strict=True)
    ]


def labels_of(fields: frozenset[str]) -> list[str]:
    """All labels of some fields."""
    return [label for label, row in _labels().items() if row.field in fields]


def is_label(word: str) -> bool:
    """Is this word a label or a word of page furniture?"""
    return _label(word) is not None or is_furniture_word(word)


def is_field(word: str) -> bool:
    """Is this word always a label, be a colon after it or not (索引号, not 时间)?"""
    row = _label(word)
    return row is not None and row.weight == "strong" and row.field != "furniture"


def alone(text: str, start: int, end: int) -> Hit | None:
    """The label that fills a line, be it also an ordinary word: whether it is one, the next line's value tells."""
    row = _label(compact(text[start:end]).rstrip("：:")) if end - start <= 2 * MAX_LABEL else None
    return Hit(start, end, end, row.field, row.label, False) if row is not None and row.field != "contact" else None


def ends_as_label(word: str) -> bool:
    """Does a word that no table knows end like a label (受众对象, not 青禾县妇联)?"""
    return word[-1:] in _last_characters()


def is_button(text: str | None) -> bool:
    """Is this the whole text of an element that an info line carries beside its values (打印, 收藏)?"""
    word = (text or "").strip(SPACES + _OPENERS + "】]）)\r\n")
    return len(word) > 1 and is_furniture_word(word)


def begins_with_label(text: str) -> bool:
    """Does a piece of a page begin with a label, so that it stands apart from what is before it?"""
    head = text[: 2 * MAX_LABEL].lstrip(SPACES + _OPENERS)
    for mark in ("：", ":"):
        word, colon, _ = head.partition(mark)
        if colon and _label(compact(word)) is not None:
            return True
    word = head.split(None, 1)[0] if head.strip() else ""
    row = _labels().get(word)
    return row is not None and row.field == "views" and head[len(word) :].strip()[:1].isdigit()


def _with_colon(text: str, start: int, end: int) -> list[tuple[int, int, str, str]]:
    found: list[tuple[int, int, str, str]] = []
    line = text[start:end]
    plain = "：" in line or ":" in line or "丨" in line
    dashed = ("/" in line or "—" in line or "-" in line or "－" in line) and not _credit_letters().isdisjoint(line)
    if not plain and not dashed:
        return found
    floor = start
    for colon in (_colon() if dashed else _bare_colon()).finditer(text, start, end):
        hit = _label_before(text, floor, colon.start(), glued=bool(found))
        floor = colon.end()
        if hit is not None:
            found.append((hit[0], colon.end(), hit[1].field, hit[1].label))
    return found


def _label_before(text: str, floor: int, stop: int, *, glued: bool) -> tuple[int, LabelRow] | None:
    """The longest label that ends at ``stop``; ``glued`` allows it to follow a value without a gap."""
    word, at, gap, gaps = "", stop, 0, 0
    best: tuple[int, LabelRow] | None = None
    while at > floor and len(word) < MAX_LABEL and gap < 7:
        at -= 1
        char = text[at]
        if char in SPACES:
            gap += 1
            continue
        gaps += gap > 0 and word != ""
        word, gap = char + word, 0
        row = _label(word, printed=stop - at)
        if row is None:
            continue
        before = text[at - 1] if at > floor else ""
        if glued and gaps not in (0, len(word) - 1):
            continue  # 来源：临川发布 时间：…
        stamped = before.isdigit() and word in _GLUED and text[at - 3 : at - 2] in (":", "：", "-")
        free = stamped or not before or before in SPACES or before in _OPENERS or not before.isalnum()
        if free or (
            (glued and word in _labels())
            and (not "\u4e00" <= before <= "\u9fff" or before in "次日" or len(word) >= 4 or word in _GLUED)
        ):
            best = (at, row)
        elif row.field in _PEOPLE and len(word) > 1:
            lead = text[floor:at].strip(SPACES + _OPENERS)
            if len(lead) <= 14 and _of_a_medium().fullmatch(lead):  # 青禾融媒记者：…
                best = (at - len(lead), row)
    return best


@cache
def _known_words() -> frozenset[str]:
    return frozenset(_labels())


@cache
def _count_letters() -> frozenset[str]:
    return frozenset(label[0] for label, row in _labels().items() if row.field == "views")


def _has_count(words: list[str]) -> bool:
    """Is one of the words a counter with its number (阅读1,906)?"""
    return any(word[-1] in "0123456789次人万wW+余" and _glued_count(word) is not None for word in words)


def _in_cells(
    text: str,
    start: int,
    end: int,
    cells: regex.Pattern[str],
    *,
    any_weight: bool,
    beside: list[tuple[int, int, str, str]],
) -> list[tuple[int, int, str, str]]:
    """Labels without a colon: a cell of a table, or a word that is always a label (浏览次数 315)."""
    taken = {hit[0] for hit in beside}
    found: list[tuple[int, int, str, str]] = []
    for cell in cells.finditer(text, start, end):
        if cell.end() - cell.start() > 2 * MAX_LABEL:
            continue
        word = compact(cell.group()).strip("【】[]")
        row = _label(word, printed=len(cell.group().strip(SPACES))) or _glued_count(cell.group())
        if row is None:
            continue
        boxed = (
            row.field in _RECORDED and cell.start() == start + 1 and text[start] == "【" and text[cell.end()] == "】"
        )
        if row.weight == "weak" and not any_weight and not boxed and not _fits(row, text, cell.end(), end):
            continue
        first = cell.start() + len(cell.group()) - len(cell.group().lstrip(SPACES))
        after = text[cell.end() : end].lstrip(SPACES)[:1]
        if first in taken or after in (":", "："):
            continue
        counted = cell.group()[-1:] in "0123456789次人万wW+余" and row.label != compact(cell.group())
        value = first + len(row.label) if counted else cell.end()
        found.append((first, value, row.field, row.label))
    return found


@cache
def _spaced() -> regex.Pattern[str]:
    return regex.compile(r"(?<![^\s|｜])\p{Han}(?:[ \u3000\u00a0]{1,12}+\p{Han}(?!\S)){1,6}")


def _spaced_labels(
    text: str, start: int, end: int, *, beside: list[tuple[int, int, str, str]]
) -> list[tuple[int, int, str, str]]:
    """文        号 青水发〔2023〕8号   发 布 日 期 2023-05-06: labels without a colon whose characters stand apart."""
    if end - start > 200 or text.count(" ", start, end) + text.count("\u3000", start, end) < 1:
        return []
    found: list[tuple[int, int, str, str]] = []
    for run in _spaced().finditer(text, start, end):
        ends = [m for m in range(run.end(), run.start(), -1) if not text[m - 1].isspace()]
        for stop in ends:
            row = _label(compact(text[run.start() : stop]))
            after = text[stop:end].lstrip(SPACES)[:1]
            if row is not None and all(hit[0] != run.start() for hit in beside) and after not in (":", "："):
                found.append((run.start(), stop, row.field, row.label))
                break
    return found


@cache
def _counter() -> regex.Pattern[str]:
    look = r"(?:阅读|浏览|点击|访问|查看|围观)"
    number = r"[0-9０-９][0-9０-９,.]{0,11}+\s?万?"
    return regex.compile(
        rf"(?:已|被|共){{0,2}}+{look}(?:量|数|次数|人数)?+\s?(?:(?P<open>[（(\[【])\s?)?+(?={number}\s?(?(open)|(?:人次|次|人)))"
        rf"|(?:已有|共有|共|有|\[)?+\s?(?={number}\s?\]?(?:人次|次|人)(?:已)?{look}(?:过)?(?!\p{{Han}}))"
        rf"|(?<![^\s|｜·•])(?={number}\s?(?:阅读|浏览)(?!\s{{0,3}}[\p{{Han}}\d:：]))"
    )


def _counters(
    text: str, start: int, end: int, *, beside: list[tuple[int, int, str, str]]
) -> list[tuple[int, int, str, str]]:
    """已有315人浏览, 阅读（315）, 浏览量315次: beside other labels or a date, or alone on the line."""
    line = text[start:end]
    if _LOOKS.isdisjoint(line) or end - start > 200:
        return []
    if any(hit[2] == "views" for hit in beside):
        return []
    for found in _counter().finditer(text, start, end):
        alone = end - start <= 18 and found.start() - start <= 2
        before = text[found.start() - 1 : found.start()]
        if (
            (alone or beside or any(y in line for y in ("20", "19")))
            and not before.isdigit()
            and before not in (":", "：")
        ):
            return [(found.start(), found.end(), "views", "浏览")]
    return []


def _glued_count(cell: str) -> LabelRow | None:
    """阅读1,906: a counter without a colon or a gap."""
    label = cell.rstrip("0123456789.,，次人万wW+余")
    row = _labels().get(label) if label != cell and cell[len(label) : len(label) + 1].isdigit() else None
    return row if row is not None and row.field == "views" else None


def _fits(row: LabelRow, text: str, start: int, end: int) -> bool:
    """Does a value of the label's own kind follow (阅读 466, 时间 2019-03-04)?"""
    if row.field in _PEOPLE and len(row.label) > 1:
        return is_person(text[start:end].lstrip(SPACES).replace("\u3000", " ").split(" ", 1)[0])
    if row.field not in ("views", "published_at"):
        return text[start - 1 : start].isdigit()
    return text[start - 1 : start].isdigit() or text[start:end].lstrip(SPACES + "】]］")[:1].isdigit()
