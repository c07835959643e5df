"""Label and value pairs of info lines, catalogue blocks and footers: 发布时间：…　来源：… | 索 引 号 | … ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import regex

from .. import lexicon

__all__ = ["Hit", "begins_with_label", "compact", "is_breadcrumb", "is_furniture", "is_label", "scan", "speaks_of_site"]

MAX_LABEL = 9
SPACES = " \t\u00a0\u3000\u2002\u2003\u200b\ufeff"
_GLUED = frozenset({"作者", "来源", "编辑", "责编", "审核"})
"""Short labels that pages print right after a value."""
_CELL_MARKS = (" ", "\u3000", "\u00a0", "]", "】", ")", "）")
_OPENERS = "【[［(（|｜<〔「·•/、,，;；"


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A row of ``header_labels.tsv``."""

    label: str
    field: str
    weight: str
    example: str


@dataclass(frozen=True, slots=True)
class FurnitureRow:
    """A row of ``furniture.tsv``."""

    kind: str
    text: str
    example: str


class Hit(NamedTuple):
    """A label in the text, the range where its value may stand, and whether a colon follows it."""

    start: int
    value: int
    end: int
    field: str
    label: str
    colon: bool = True


_TRADITIONAL = str.maketrans(
    "发来责编辑时间数浏览页关闭网标识单位办录题览阅读点击门户质级别类为无签术务号单构机关键词书处开电话邮联系稿记发闻",
    "發來責編輯時間數瀏覽頁關閉網標識單位辦錄題覽閱讀點擊門戶質級別類為無簽術務號單構機關鍵詞書處開電話郵聯繫稿記發聞",
)
"""The labels' own characters, so that pages in traditional characters are read by the same table."""


@cache
def _labels() -> dict[str, LabelRow]:
    rows = lexicon.load("header_labels", LabelRow)
    return {row.label.translate(_TRADITIONAL): row for row in rows} | {row.label: row for row in rows}


@cache
def _colon() -> regex.Pattern[str]:
    return regex.compile(r"[:：]")


@cache
def _cells() -> regex.Pattern[str]:
    return regex.compile(rf"[^{SPACES}|｜【】\[\]（）()]++")


@cache
def _pipe_cells() -> regex.Pattern[str]:
    return regex.compile(r"[^|｜\t]++")


def compact(text: str) -> str:
    """The text without spaces of any kind."""
    return "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")


def scan(text: str, start: int, end: int) -> list[Hit]:
    """Labels of one line, in order; a value's range ends where the next label begins."""
    found = _with_colon(text, start, end)
    line = text[start:end]
    piped = "|" in line or "｜" in line or "\t" in line
    if piped or end - start <= 2 * MAX_LABEL or any(mark in line for mark in _CELL_MARKS):
        found += _in_cells(text, start, end, _pipe_cells() if piped else _cells(), any_weight=piped, beside=found)
    if not found:
        return []
    found.sort()
    ends = [hit[0] for hit in found[1:]] + [end]
    return [
        Hit(start, value, max(value, stop), field, label, text[value - 1] in "：:")
        for (start, value, field, label), stop in zip(found, ends, strict=True)
    ]


def is_label(word: str) -> bool:
    """Is this word a label or a word of page furniture?"""
    return word in _labels() or word in _furniture()[0]


def begins_with_label(text: str) -> bool:
    """Does a piece of a page begin with a label, so that it stands apart from what is before it?"""
    head = text[: 2 * MAX_LABEL].lstrip(SPACES + _OPENERS)
    for mark in ("：", ":"):
        word, colon, _ = head.partition(mark)
        if colon and compact(word) in _labels():
            return True
    word = head.split(None, 1)[0] if head.strip() else ""
    row = _labels().get(word)
    return row is not None and row.field == "views" and head[len(word) :].strip()[:1].isdigit()


def _with_colon(text: str, start: int, end: int) -> list[tuple[int, int, str, str]]:
    found: list[tuple[int, int, str, str]] = []
    if text.find("：", start, end) < 0 and text.find(":", start, end) < 0:
        return found
    floor = start
    for colon in _colon().finditer(text, start, end):
        hit = _label_before(text, floor, colon.start(), glued=bool(found))
        floor = colon.end()
        if hit is not None:
            found.append((hit[0], colon.end(), hit[1].field, hit[1].label))
    return found


def _label_before(text: str, floor: int, stop: int, *, glued: bool) -> tuple[int, LabelRow] | None:
    """The longest label that ends at ``stop``; ``glued`` allows it to follow a value without a gap."""
    table = _labels()
    word, at, gap = "", stop, 0
    best: tuple[int, LabelRow] | None = None
    while at > floor and len(word) < MAX_LABEL and gap < 7:
        at -= 1
        char = text[at]
        if char in SPACES:
            gap += 1
            continue
        word, gap = char + word, 0
        row = table.get(word)
        if row is None:
            continue
        before = text[at - 1] if at > floor else ""
        free = not before or before in SPACES or before in _OPENERS or not before.isalnum()
        if free or (
            glued and (not "\u4e00" <= before <= "\u9fff" or before in "次日" or len(word) >= 4 or word in _GLUED)
        ):
            best = (at, row)
    return best


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
    table = _labels()
    taken = {hit[0] for hit in beside}
    found: list[tuple[int, int, str, str]] = []
    for cell in cells.finditer(text, start, end):
        if cell.end() - cell.start() > 2 * MAX_LABEL:
            continue
        row = table.get(compact(cell.group())) or _glued_count(cell.group())
        if row is None or (row.weight == "weak" and not any_weight and not _fits(row, text, cell.end(), end)):
            continue
        first = cell.start() + len(cell.group()) - len(cell.group().lstrip(SPACES))
        after = text[cell.end() : end].lstrip(SPACES)[:1]
        if first in taken or after in (":", "："):
            continue
        value = cell.end() if not cell.group()[-1:].isdigit() else first + len(row.label)
        found.append((first, value, row.field, row.label))
    return found


def _glued_count(cell: str) -> LabelRow | None:
    """阅读1,906: a counter without a colon or a gap."""
    label = cell.rstrip("0123456789,，次人")
    row = _labels().get(label) if label != cell and cell[len(label) : len(label) + 1].isdigit() else None
    return row if row is not None and row.field == "views" else None


def _fits(row: LabelRow, text: str, start: int, end: int) -> bool:
    """Does a value of the label's own kind follow (阅读 466, 时间 2019-03-04)?"""
    if row.field not in ("views", "published_at"):
        return text[start - 1 : start].isdigit()
    return text[start - 1 : start].isdigit() or text[start:end].lstrip(SPACES)[:1].isdigit()


@cache
def _furniture() -> tuple[frozenset[str], tuple[str, ...], regex.Pattern[str]]:
    rows = lexicon.load("furniture", FurnitureRow)
    both = [(r.kind, text) for r in rows for text in dict.fromkeys((r.text, r.text.translate(_TRADITIONAL)))]
    lines = frozenset(text for kind, text in both if kind == "line")
    starts = tuple(text for kind, text in both if kind == "start")
    inner = [text for kind, text in both if kind == "contain"]
    first = "".join(sorted({regex.escape(t[0]) for t in inner}))
    parts = regex.compile(f"(?=[{first}])(?:{'|'.join(map(regex.escape, inner))})")
    return lines, starts, parts


@cache
def _site() -> tuple[str, ...]:
    return tuple(r.text for r in lexicon.load("furniture", FurnitureRow) if r.kind == "site")


def speaks_of_site(line: str) -> bool:
    """Does the line speak of the web site that it stands on (声明, 备案, 浏览器)?"""
    return any(word in line for word in _site())


@cache
def _crumb() -> regex.Pattern[str]:
    mark = r"(?:>|»|›|＞|→|/|－|-|::|—|\\)"
    return regex.compile(
        rf"首\s?[页頁](?:\s?[|｜>]|$)|(?:首\s?[页頁]|网站首页|主页|[^。，]{{0,12}}位置\s?[:：]).{{0,40}}?{mark}"
        r"|[\p{Han}A-Za-z]{2,20}\s{0,2}+[>＞»]{1,2}\s{0,2}+[\p{Han}A-Za-z]{2,12}$"
        r"|[^。，>]{1,20}(?:\s?(?:>|»|＞|→){1,2}\s?[^。，>]{1,30}){2,8}+$"
    )


def is_breadcrumb(line: str) -> bool:
    """当前位置：首页 > 工作动态 > 正文."""
    trail = any(mark in line for mark in (">", "＞", "»", "→", "位置")) or line[:1] == "首"
    return trail and len(line) < 160 and _crumb().match(line) is not None


_MARKS = str.maketrans("", "", SPACES + "\r\n\x0b\x0c［］【】[]()（）|｜·•>《》<!！:：↓↑→←*#/、.…+-—\u200b\ufeff")


def is_furniture(line: str) -> bool:
    """Is this line part of the page, not of the notice: 打印本页, 上一篇：…, 主办单位：… ICP备 …?"""
    if len(line) > 160:
        return len(line) <= 300 and "ICP备" in line
    bare = line.translate(_MARKS)
    if not bare:
        return False
    lines, starts, parts = _furniture()
    if bare in lines or (bare.startswith(starts) and len(bare) < 80):
        return True
    if "。" in line:
        return False
    return parts.search(line) is not None or _only_furniture_words(line, lines)


@cache
def _words() -> regex.Pattern[str]:
    return regex.compile(rf"[^{SPACES}\s|｜【】\[\]:：/>·•]++")


@cache
def _run() -> regex.Pattern[str]:
    """Buttons that stand side by side: 点赞收藏分享."""
    words = sorted((w for w in _furniture()[0] if len(w) > 1), key=len, reverse=True)
    return regex.compile(f"(?:{'|'.join(map(regex.escape, words))}){{2,8}}+")


def _only_furniture_words(line: str, lines: frozenset[str]) -> bool:
    if len(line) > 60 or "，" in line:
        return False
    if len(line) <= 24 and _run().fullmatch(line.translate(_MARKS)):
        return True
    words = _words().findall(line)
    return 0 < len(words) <= 12 and all(w in lines or w in "大中小字体分享到A+A-" for w in words)
