"""The top of a notice: breadcrumb, info lines, catalogue block, letterhead, title, 文号, 主送机关."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from . import bylines, times, values
from .labels import Hit, compact, is_furniture, scan
from .lines import Line

if TYPE_CHECKING:
    from .header import Header

__all__ = ["read"]

MAX_TITLE = 120
_STATED = frozenset(
    [
        "title",
        "published_at",
        "created_at",
        "source",
        "author",
        "editor",
        "document_number",
        "index_number",
        "views",
        "category",
        "validity",
        "keywords",
        "description",
        "recipients",
        "copied_to",
        "column",
        "publisher",
    ]
)
_CLOSERS = "。；;，,：:、"


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    return {
        "crumb": regex.compile(
            r"^(?:首\s?页|网站首页|主页|[^。，]{0,12}位置\s?[:：]).{0,40}?(?:>|»|›|＞|→|/|－|-|::|\\)|^[^。，>]{1,20}(?:\s?(?:>|»|＞)\s?[^。，>]{1,30}){2,8}+$"
        ),
        "numbered": regex.compile(
            r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．](?!\d)|第[一二三四五六七八九十]{1,3}[章节条])"
        ),
        "letterhead": regex.compile(r"^.{2,60}(?:文\s*件|简\s*报|会议纪要|要\s*情|信\s*息)$"),
        "issue": regex.compile(
            r"^[（(]?\s?(?:(?:19|20)\d\d\s?年?\s?)?(?:总?第\s?[\d一二三四五六七八九十百]{1,6}\s?期)(?:.{0,12}期)?\s?[)）]?$"
        ),
        "addressee": regex.compile(r"^.{2,300}[:：]$"),
        "quiet_end": regex.compile(r"(?:的|和|与|暨|及|、|——|《[^》]*)$"),
        "kind": regex.compile(
            r"^(?:通\s*知|公\s*告|通\s*告|通\s*报|公\s*示|决\s*定|意\s*见|批\s*复|复\s*函|函|命\s*令|令|公\s*报|报\s*告|会\s*议\s*纪\s*要|纪\s*要|办\s*法|规\s*定|方\s*案|细\s*则)$"
        ),
        "matter": regex.compile(r"^(?:关于|印发|转发|《)"),
        "named_date": regex.compile(r"^(?P<name>[^\s:：。，]{2,24})[\s|｜]{1,8}+(?=(?:19|20)\d\d)"),
        "organization": regex.compile(
            r"^[\p{Han}（）()、\s]{2,60}(?:部|委|局|厅|院|办|署|处|府|会|室|所|站|中心|公司|集团|大学|学院|学校|医院|银行|馆|队|组|指挥部|行|社|团|联|支部|委员会|协会|网|报)$"
        ),
    }


def read(text: str, lines: list[Line], header: Header) -> int:
    """Fill ``header`` from the lines above the prose; returns the offset where the prose begins."""
    title: list[Line] = []
    pending: Hit | None = None
    for index, line in enumerate(lines):
        if pending is not None:
            pending = _after_label(text, pending, line, header)
            if pending is None:
                continue
        hits = scan(text, line.start, line.end)
        if hits and _is_info(line, hits):
            pending = _info(text, line, hits, header)
        elif _is_furniture(line):
            header.zones.append((line.start, line.end, "furniture"))
        elif _is_heading(text, line, header, title):
            header.zones.append((line.start, line.end, "header"))
        elif _is_title(line, title, lines[index + 1 : index + 2]):
            title.append(line)
        elif _is_addressee(line, title):
            header.put("recipients", line.text[:-1].rstrip(), line.start, line.end - 1, "header")
            header.zones.append((line.start, line.end, "header"))
            _title(text, title, header)
            return line.end
        else:
            _title(text, title, header)
            return _prose(text, line, header)
    _title(text, title, header)
    return lines[-1].end if lines else 0


def _after_label(text: str, pending: Hit, line: Line, header: Header) -> Hit | None:
    """A label that stood alone on its line takes this line as its value; gives it back when this is no value."""
    hits = scan(text, line.start, line.end)
    if not hits and len(line.text) <= 60 and "。" not in line.text:
        value = values.read(text, pending._replace(value=line.start, end=line.end))
        if value is not None:
            _put(header, pending.field, value)
            header.zones.append((line.start, line.end, "header"))
            return None
    return pending


def _put(header: Header, name: str, value: values.Value) -> None:
    if name in _STATED:
        header.put(name, value.text, value.start, value.end, "header")


def _is_info(line: Line, hits: list[Hit]) -> bool:
    """An info line begins with a label (after a bare date, a bracket or a name) and holds no sentence."""
    if hits[0].field == "contact" or (line.text.endswith("。") and len(line.text) > 60):
        return False
    lead = line.text[: hits[0].start - line.start].strip("【[(（|｜ \u3000·•")
    return not lead or len(hits) > 1 or times.match(lead) is not None or (len(lead) <= 24 and not _prosy(lead))


def _prosy(text: str) -> bool:
    return any(c in "。，,；;！？" for c in text)


def _info(text: str, line: Line, hits: list[Hit], header: Header) -> Hit | None:
    """Values of an info line; returns its last label when the value must stand on the next line."""
    header.zones.append((line.start, line.end, "furniture" if all(h.field == "furniture" for h in hits) else "header"))
    lead = text[line.start : hits[0].start]
    moment = times.match(text, line.start, hits[0].start) if lead.strip() else None
    if moment is not None:
        header.put("published_at", moment.iso, moment.start, moment.end, "header")
    elif lead.strip():
        _named_date(text, line, header, hits[0].start)
    for hit in hits:
        value = values.read(text, hit)
        if value is not None:
            _put(header, hit.field, value)
    last = hits[-1]
    alone = not text[last.value : last.end].strip("：: \u3000\u00a0】])）")
    return last if alone and last.field in _STATED and len(hits) <= 2 else None


def _named_date(text: str, line: Line, header: Header, end: int) -> bool:
    """上海发布 2022-04-26 10:29, 2023-05-06 新华网, 2023-05-06 10:20:30: the account or site beside a bare date."""
    found = _patterns()["named_date"].match(text, line.start, end)
    at = found.end() if found else line.start + (line.text[:1] in "（([【")
    moment = times.match(text, at, end)
    if moment is None:
        return False
    rest = text[moment.end : end].strip("）)】] \u3000|｜")
    if len(rest) > 24 or _prosy(rest) or (found is None and len(rest) > 12):
        return False
    header.put("published_at", moment.iso, moment.start, moment.end, "header")
    if found is not None:
        header.put("source", found["name"], found.start("name"), found.end("name"), "header")
    return True


def _is_furniture(line: Line) -> bool:
    return is_furniture(line.text) or _patterns()["crumb"].search(line.text) is not None


def _is_heading(text: str, line: Line, header: Header, title: list[Line]) -> bool:
    """A line of the letterhead: 文号, issue number, a bare date, 签发人, XX文件."""
    number = values.document_number(text, line.start, line.end)
    if number is not None:
        _put(header, "document_number", number)
        return True
    if len(line.text) <= 60 and _named_date(text, line, header, line.end):
        return True
    patterns = _patterns()
    if patterns["issue"].match(line.text):
        return True
    if not title and "document_number" not in header.values and patterns["letterhead"].match(compact(line.text)):
        parts = line.text.split()
        number = values.document_number(text, line.end - len(parts[-1]), line.end)
        return number is None and len(compact(line.text)) <= 40 and not line.text.startswith("关于")
    return False


def _is_title(line: Line, title: list[Line], following: list[Line]) -> bool:
    words = compact(line.text)
    if not line.whole or not 3 <= len(words) <= MAX_TITLE or words[-1] in _CLOSERS or "。" in words:
        return False
    patterns = _patterns()
    if patterns["numbered"].match(words) or (title and line.indent >= 2 and title[-1].indent == 0):
        return False
    if not title:
        return len(words) >= 4 or patterns["kind"].match(words) is not None or bool(following)
    return len(title) < 4 and _continues(title[-1].text, line.text)


def _continues(first: str, second: str) -> bool:
    """Is the second line the rest of a title that the first line begins?"""
    patterns = _patterns()
    if patterns["kind"].match(second) or patterns["quiet_end"].search(first.rstrip()):
        return True
    return (
        patterns["matter"].match(second.strip()) is not None
        and patterns["organization"].match(compact(first)) is not None
    )


def _title(text: str, title: list[Line], header: Header) -> None:
    if not title:
        return
    for line in title:
        header.zones.append((line.start, line.end, "title"))
    if "title" not in header.values:
        joined = "".join(line.text for line in title)
        header.put("title", joined, title[0].start, title[-1].end, "header")


def _is_addressee(line: Line, title: list[Line]) -> bool:
    return (
        bool(title)
        and line.indent < 2
        and "。" not in line.text
        and _patterns()["addressee"].match(line.text) is not None
    )


def _prose(text: str, line: Line, header: Header) -> int:
    """The first line of the prose: a title may run into it, a byline or X讯 may open it."""
    start = line.start
    if "title" not in header.values and line.indent < 2:
        end = _run_in(line)
        if end:
            header.put("title", line.text[:end], line.start, line.start + end, "header")
            header.zones.append((line.start, line.start + end, "title"))
            start = line.start + end
    bylines.opening(text, start, min(line.end, start + 120), header)
    return start


def _run_in(line: Line) -> int:
    """Length of a title that a space parts from the sentence after it (0 when there is none)."""
    at, best = 0, 0
    for word in line.text.split(" ")[:12]:
        if any(c in "，,。；;：:" for c in word):
            return best if 6 <= len(compact(line.text[:best])) <= MAX_TITLE else 0
        at += len(word) + 1
        best = at - 1
    return 0
