"""The top of a notice: breadcrumb, info lines, catalogue block, letterhead, title, 文号, 主送机关.

Lines are taken one by one until the prose begins; what kind a line is decides where its values go, and the title is
chosen at the end among the lines that could be one.
"""

from __future__ import annotations

from functools import cache

import regex

from . import again, bylines, heading, headline, infoline, leadin, prose, times, titles, values
from .found import Header
from .labels import CATALOGUE, Hit, alone, ends_as_label, scan
from .lines import Line, compact, is_prose, is_sentence
from .top import EDGES, STATED, Top

__all__ = ["read"]

MAX_HEAD = 40
"""Lines that are ever taken for the top of a notice."""
MAX_MARK = 4
"""Characters of what may stand before a summary (摘要：, 核心提示：)."""
MIN_SUMMARY = 24
"""Characters of the shortest summary."""
REPEATED = 10
"""Lines below a summary that may print it once more."""
_CATALOGUE = CATALOGUE | {"openness"}
_AWAITED = STATED | {"openness", "effective_at"}
"""Fields whose label may end an info line, with the value on the next one."""
_FIGURED = frozenset({"published_at", "created_at", "views", "document_number", "index_number", "effective_at"})
"""Fields whose values are dates and numbers, which no title is."""
_WORDY = frozenset({"description", "keywords", "validity", "openness"})
"""Fields whose label often stands above the title with no value of its own."""


def read(text: str, lines: list[Line], header: Header) -> int:
    """Fill ``header`` from the lines above the prose; returns the offset where the prose begins."""
    top = Top(text, lines, header)
    head = lines[:MAX_HEAD]
    hits = [[] if is_sentence(line.text) else scan(text, line.start, line.end) for line in head]
    info = [x if infoline.states(x) and infoline.is_info(line, x) else [] for line, x in zip(head, hits, strict=True)]
    for index, line in enumerate(head):
        stacked = None if hits[index] else _label_alone(top, line, index)
        info[index] = info[index] if stacked is None else [stacked]
    top.above = leadin.find(head, info)
    begin = _run(top, hits)
    headline.choose(top)
    return begin


def _run(top: Top, labels: list[list[Hit]]) -> int:
    pending: Hit | None = None
    for index, line in enumerate(top.lines[:MAX_HEAD]):
        if _is_summary(top, line, index):
            top.zone(line, "header")
            top.closed = True
            continue
        if is_prose(line.text):
            return prose.long(top, line)
        if index in top.above:
            top.zone(line, "furniture")
            continue
        if _address(top, line):
            continue
        hits = labels[index]
        if pending is not None and _value_of(top, pending, line, hits):
            pending = None
            continue
        if pending is not None and hits:
            line = _value_before(top, pending, line, hits[0])
        pending = None if hits else _label_alone(top, line, index)
        if pending is not None:
            top.zone(line, "header")
            top.closed = bool(top.titles)
            continue
        if top.titles and _is_meeting(top, line, hits, index):
            return prose.begin(top, line)
        if top.titles and hits and not hits[0].colon and bylines.alone(line, top.header):
            top.zone(line, "header")
            top.closed = True
        elif hits and infoline.is_info(line, hits):
            pending = _info(top, line, hits)
            if not _CATALOGUE.isdisjoint(hit.field for hit in hits):
                top.catalogue = index + 1
        elif top.titles and again.take(top, line, index):
            top.zone(line, "header")
            top.closed = True
        elif titles.is_skipped(line.text):
            top.zone(line, "furniture")
            heading.edition(top, line)
        elif (
            (not top.titles and (titles.is_dated_label(line.text) or titles.is_form(line)))
            or _contents(top, line, index)
            or _subtitle(top, line, index)
            or _catalogue_row(top, line, index)
            or _record_row(top, line, index)
        ):
            top.zone(line, "header")
        elif top.titles and titles.is_open(top.titles[-1][-1].text) and headline.take(top, line, index):
            continue
        elif (
            bylines.alone(line, top.header) or (top.titles and _name_alone(top, line, labels, index))
        ) or heading.take(top, line, index):
            top.zone(line, "header")
            top.closed = bool(top.titles)
        elif _aside(top, line):
            top.zone(line, "header")
        elif _addressee(top, line):
            top.zone(line, "header")
            return line.end
        elif not headline.take(top, line, index):
            if not (top.titles and _leads_to_info(top, line, index)):
                return prose.begin(top, line)
            bylines.speaker(line, top.header)
            top.zone(line, "header")
    return top.lines[-1].end if top.lines else 0


def _is_summary(top: Top, line: Line, index: int) -> bool:
    """Does the line below the title only print what comes below it once more (摘要：…)?"""
    if not top.titles or len(line.text) < MIN_SUMMARY or not any(c in line.text for c in "。：；"):
        return False
    label, _, rest = line.text.replace(":", "：").partition("：")
    words = compact(rest if len(compact(label)) <= MAX_MARK else line.text).rstrip("….。")
    if len(words) < MIN_SUMMARY:
        return False
    return words in "".join(compact(below.text) for below in top.lines[index + 1 : index + 1 + REPEATED])


def _address(top: Top, line: Line) -> bool:
    """A line that is nothing but the page's address, as crawlers leave it."""
    found = values.address(top.text, line.start, line.end)
    if found is None or top.text[found.end : line.end].strip(" \t0123456789/"):
        return False
    top.put("url", found)
    top.zone(line, "header")
    top.closed = bool(top.titles)
    return True


def _value_of(top: Top, pending: Hit, line: Line, hits: list[Hit]) -> bool:
    """Take the line as the value of a label that stood alone on the line before."""
    if (
        hits
        or len(line.text) > (10 if pending.field == "openness" else 60)
        or "。" in line.text
        or titles.is_numbered(compact(line.text))
    ):
        return False
    if titles.strength(line.text) >= titles.STRONG and pending.field != "title" and not _is_value(pending, line):
        return False
    if line.text[0] in "【[" and any(c in line.text for c in "】]") and line.text[-1] not in "】]":
        return False  # 【附件】无, below 【来源】
    if pending.field not in _FIGURED and times.match(line.text) is not None:
        return False  # 作者：, empty, above 2022-09-27
    value = values.read(top.text, pending._replace(value=line.start, end=line.end))
    if value is None and not values.is_nothing(line.text):
        return False
    if value is not None:
        top.put(pending.field, value, pending.label)
    top.zone(line, "header")
    return True


def _value_before(top: Top, pending: Hit, line: Line, hit: Hit) -> Line:
    """发布单位, above 青禾乡 生成日期 2022-09-06: the value stands before the next label; returns the rest of the line."""
    lead = top.text[line.start : hit.start].strip()
    if not lead or len(lead) > 30 or "。" in lead:
        return line
    value = values.read(top.text, pending._replace(value=line.start, end=hit.start))
    if value is None:
        return line
    top.put(pending.field, value, pending.label)
    top.zone(line, "header")
    return line._replace(start=hit.start, text=top.text[hit.start : line.end])


def _is_value(pending: Hit, line: Line) -> bool:
    """May a line that looks like a title be the value: a date or number, or a short one of a catalogue?"""
    return pending.field in _FIGURED or (pending.field not in _WORDY and len(line.text) <= 20)


def _label_alone(top: Top, line: Line, index: int) -> Hit | None:
    """时间, above a line that is nothing but a date: a word that is a label only because of what follows."""
    hit = alone(top.text, line.start, line.end)
    following = top.lines[index + 1] if index + 1 < len(top.lines) else None
    if hit is None or following is None or hit.field not in ("published_at", "views", "author", "source", "editor"):
        return None
    value = values.read(top.text, hit._replace(value=following.start, end=following.end))
    sure = hit.field in ("published_at", "views") or (value is not None and values.are_persons(value.text))
    return hit if value is not None and sure and value.end >= following.end - 2 else None


def _is_meeting(top: Top, line: Line, hits: list[Hit], index: int) -> bool:
    """时间：… above 地点：… says when a meeting was held."""
    following = top.lines[index + 1 : index + 2]
    if compact(line.text)[:2] not in ("时间", "日期") and not (hits and hits[0].label in ("时间", "日期")):
        return titles.is_meeting(line.text)
    return len(hits) <= 1 and bool(following) and titles.is_meeting(following[0].text)


def _info(top: Top, line: Line, hits: list[Hit]) -> Hit | None:
    """Values of an info line; returns its last label when the value must stand on the next line."""
    text = top.text
    lead = text[line.start : hits[0].start]
    title = lead.strip(EDGES)
    if not top.titles and not times.match(title):
        end = line.start + len(lead.rstrip(EDGES))
        if hits[0].field == "furniture" and len(title) >= 6:
            top.take_title(line, line.start, end)
            return None
        if hits[0].colon and titles.could_be_title(title) and title[-1] not in "期号":
            top.take_title(line, line.start + len(lead) - len(lead.lstrip(EDGES)), end)
            line = line._replace(start=hits[0].start)
    top.closed = bool(top.titles)
    only_page = all(h.field == "furniture" for h in hits) and not title
    top.zone(line, "furniture" if only_page else "header")
    dated = False
    for hit in hits:
        value = values.read(text, hit)
        if value is not None:
            dated = dated or hit.field in ("published_at", "created_at", "effective_at")
            top.put(hit.field, value, hit.label)
            by = text[value.end : hit.end].strip()
            if hit.field == "published_at" and by.startswith("由 "):  # 发布于 2022年8月20日 由 …
                start = text.index(by, value.end) + 2
                top.put("source", values.Value(by[2:].strip(), start, start + len(by[2:].strip())))
    if not dated:
        heading.bare_date(top, line.start, line.end, [hit.start for hit in hits])
    if title and not times.match(title):
        heading.bare_number(top, line.start, hits[0].start)
    last = hits[-1]
    alone = not text[last.value : last.end].strip("：: \u3000\u00a0】])）")
    return last if alone and last.field in _AWAITED and len(hits) <= 2 else None


def _name_alone(top: Top, line: Line, labels: list[list[Hit]], index: int) -> bool:
    """Who gives a speech or wrote, between the title and the date or the text."""
    name = line.text.strip("■□●◆▲/ \u3000")
    following = top.lines[index + 1] if index + 1 < min(len(top.lines), MAX_HEAD) else None
    if following is None or len(name) > 12 or not values.are_persons(name):
        return False
    dated = times.match(following.text, following.text[0] in "（([【") is not None or bool(labels[index + 1])
    if not (dated or leadin.says_something(following.text) or following.text.endswith(("：", ":"))):
        return False
    at = line.start + line.text.index(name)
    top.header.hint("author", name, at, at + len(name))
    return True


def _contents(top: Top, line: Line, index: int) -> bool:
    """本期要目 and the headlines below it, up to a rule."""
    if len(line.text) <= 16 and titles.is_contents(compact(line.text)):
        rules = (i for i in range(index + 1, min(index + 12, len(top.lines))) if titles.is_rule(top.lines[i].text))
        top.contents_end = next(rules, index)
        return True
    return index < top.contents_end and titles.is_numbered(compact(line.text)) and "。" not in line.text


def _subtitle(top: Top, line: Line, index: int) -> bool:
    """——在某某会议上, 沈一舟出席并讲话, below the title; a list of such lines is the text itself."""
    if top.titles and titles.is_attendance(line.text):
        return True
    if not (top.titles and line.text.startswith("——")) or len(line.text) > 60 or line.text[-1] in headline.CLOSERS:
        return False
    following = top.lines[index + 1].text if index + 1 < len(top.lines) else ""
    return not following.startswith("——")


def _aside(top: Top, line: Line) -> bool:
    """（11月2日—11月8日）, below the title."""
    text = line.text
    return bool(top.titles) and text[0] in "（(" and text[-1] in "）)" and len(text) <= 40 and "。" not in text


def _catalogue_row(top: Top, line: Line, index: int) -> bool:
    """A row of a catalogue block whose label no table knows."""
    label, mark, value = line.text.replace(":", "：", 1).partition("：")
    if not ends_as_label(compact(label)):
        return False
    if not mark or top.titles or top.catalogue != index or len(compact(label)) > 10 or len(value) > 30:
        return False
    if value[:1] in ("\t", "|") or not value.strip():
        top.catalogue = index + 1
        return True
    following = top.lines[index + 1].text if index + 1 < len(top.lines) else "。"
    if "。" in following or len(following) > titles.MAX_TITLE or value[-1] in "！？!?":
        return False
    top.catalogue = index + 1
    return True


@cache
def _field() -> regex.Pattern[str]:
    return regex.compile(r"[【\[]\p{Han}{2,6}[】\]]")


def _record_row(top: Top, line: Line, index: int) -> bool:
    """【附件】无, between the labels in brackets of a crawler's record."""
    if _field().match(line.text) is None or len(line.text) > 40 or not index:
        return False
    return _field().match(top.lines[index - 1].text) is not None and top.closed


def _leads_to_info(top: Top, line: Line, index: int) -> bool:
    """A short line below the title with an info line, 文号 or date close after it (a subtitle, an office)."""
    if len(line.text) > 60 or "。" in line.text or line.text[-1] in "：:；;，,":
        return False
    numbered = (values.document_number(top.text, x.start, x.end) for x in top.lines[index + 1 : index + 3])
    if any(number is not None for number in numbered):
        return True
    office = titles.is_organization(compact(line.text))
    if top.closed and not office:
        return False
    if office and top.provisional:
        return True  # who makes the series, below its number
    for following in top.lines[index + 1 : index + 3]:
        if "。" in following.text:
            return False
        hits = scan(top.text, following.start, following.end)
        if hits and infoline.is_info(following, hits) and hits[0].field != "furniture":
            return True
        moment = times.match(top.text, following.start, following.end, search=True)
        if moment is not None and moment.start <= following.start + 1 and moment.end >= following.end - 24:
            heading.medium(top, line.text, line.start, clock="T" in moment.iso)
            return True
    return False


def _addressee(top: Top, line: Line) -> bool:
    titled = top.titles or "title" in top.header.values
    if not titled or line.text[-1] not in "：:" or "。" in line.text or len(line.text) > 400:
        return False
    body = line.text[:-1].rstrip()
    if not titles.is_addressed(body):
        return False
    top.header.put("recipients", body, line.start, line.start + len(body), "header")
    return True
