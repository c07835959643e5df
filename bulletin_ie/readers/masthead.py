"""The top of a notice: breadcrumb, info lines, catalogue block, letterhead, title, 文号, 主送机关.

Lines are taken one by one until the prose begins; what kind a line is decides where its values go, and the title is
chosen at the end among the lines that could be one.
"""

from __future__ import annotations

from . import bylines, times, titles, values
from .found import Header
from .labels import Hit, scan
from .lines import Line, compact, is_prose, is_sentence

__all__ = ["read"]

MAX_HEAD = 40
"""Lines that are ever taken for the top of a notice."""
_STATED = frozenset(
    ("title", "published_at", "created_at", "source", "author", "editor", "document_number", "index_number", "views",
     "category", "validity", "keywords", "description", "recipients", "copied_to", "column", "publisher")
)  # fmt: skip
_CATALOGUE = frozenset(
    ("index_number", "document_number", "publisher", "category", "openness", "validity", "created_at", "keywords")
)
LONG_HEAD = 240
"""Characters of a page in one line in which its info line is looked for."""
_CLOSERS = "。；;，,：:、"
_EDGES = "【[(（|｜ \u3000\u00a0·•［"


def read(text: str, lines: list[Line], header: Header) -> int:
    """Fill ``header`` from the lines above the prose; returns the offset where the prose begins."""
    top = _Top(text, lines, header)
    begin = top.run()
    top.choose_title()
    return begin


class _Top:
    """The state of reading down the top of one notice."""

    def __init__(self, text: str, lines: list[Line], header: Header) -> None:
        self.text = text
        self.lines = lines
        self.header = header
        self.titles: list[list[Line]] = []
        """Runs of adjacent lines that could be a title."""
        self.heads: list[Line] = []
        """Letterhead lines (an organization, XX简报), a title only when there is no other."""
        self.closed = False
        """Has something come after the title, so that the next short line is prose?"""
        self.bare = False
        """Is the title only a body and a kind of document (a number follows), which what it is about may follow?"""
        self.contents_end = 0
        """Index of the rule that ends the issue's table of contents."""
        self.catalogue = -1
        """Index of the line that would go on with a catalogue block."""
        self.provisional = False
        """Does the title look like the name of a series (an issue number follows), which a real title may follow?"""

    def run(self) -> int:
        pending: Hit | None = None
        for index, line in enumerate(self.lines[:MAX_HEAD]):
            if is_prose(line.text):
                return self._long(line)
            hits = [] if is_sentence(line.text) else scan(self.text, line.start, line.end)
            if pending is not None and self._value_of(pending, line, hits):
                pending = None
                continue
            pending = None
            if self.titles and self._is_meeting(line, hits, index):
                return self._prose(line)
            if hits and _is_info(line, hits):
                pending = self._info(line, hits)
                if not _CATALOGUE.isdisjoint(hit.field for hit in hits):
                    self.catalogue = index + 1
            elif titles.is_skipped(line.text):
                self._zone(line, "furniture")
            elif self._contents(line, index) or self._subtitle(line, index) or self._catalogue_row(line, index):
                self._zone(line, "header")
            elif self._heading(line):
                self._zone(line, "header")
                self.closed = bool(self.titles)
            elif self._addressee(line):
                self._zone(line, "header")
                return line.end
            elif not self._title_line(line, index):
                if not (self.titles and self._leads_to_info(line, index)):
                    return self._prose(line)
                self._zone(line, "header")
        return self.lines[-1].end if self.lines else 0

    def _zone(self, line: Line, kind: str) -> None:
        self.header.zones.append((line.start, line.end, kind))

    def _put(self, name: str, value: values.Value) -> None:
        if name in ("publisher", "source") and values.is_person(value.text):
            self.header.hint("author", value.text, value.start, value.end)
        elif name in _STATED:
            self.header.put(name, value.text, value.start, value.end, "header")

    def _value_of(self, pending: Hit, line: Line, hits: list[Hit]) -> bool:
        """Take the line as the value of a label that stood alone on the line before."""
        if hits or len(line.text) > 60 or "。" in line.text:
            return False
        value = values.read(self.text, pending._replace(value=line.start, end=line.end))
        if value is None and not values.is_nothing(line.text):
            return False
        if value is not None:
            self._put(pending.field, value)
        self._zone(line, "header")
        return True

    def _is_meeting(self, line: Line, hits: list[Hit], index: int) -> bool:
        """时间：… above 地点：… says when a meeting was held."""
        following = self.lines[index + 1 : index + 2]
        if line.text[:2] not in ("时间", "日期") and not (hits and hits[0].label in ("时间", "日期")):
            return titles.is_meeting(line.text)
        return len(hits) <= 1 and bool(following) and titles.is_meeting(following[0].text)

    def _info(self, line: Line, hits: list[Hit]) -> Hit | None:
        """Values of an info line; returns its last label when the value must stand on the next line."""
        text = self.text
        lead = text[line.start : hits[0].start]
        title = lead.strip(_EDGES)
        if hits[0].field == "furniture" and len(title) >= 6 and not self.titles and not times.match(title):
            self.titles.append([line._replace(end=line.start + len(lead.rstrip(_EDGES)), text=lead.rstrip(_EDGES))])
            return None
        self.closed = bool(self.titles)
        only_page = all(h.field == "furniture" for h in hits) and not title
        self._zone(line, "furniture" if only_page else "header")
        dated = False
        for hit in hits:
            value = values.read(text, hit)
            if value is not None:
                dated = dated or hit.field in ("published_at", "created_at", "effective_at")
                self._put(hit.field, value)
        if not dated:
            self._bare_date(line.start, line.end)
        if title and not times.match(title):
            self._bare_number(line.start, hits[0].start)
        last = hits[-1]
        alone = not text[last.value : last.end].strip("：: \u3000\u00a0】])）")
        return last if alone and last.field in _STATED and len(hits) <= 2 else None

    def _bare_number(self, start: int, end: int) -> None:
        number = values.document_number(self.text, start, end)
        if number is not None:
            self.header.put("document_number", number.text, number.start, number.end, "header")

    def _bare_date(self, start: int, end: int) -> bool:
        """A date without a label, with or without the name of an account or office before it."""
        moment = times.match(self.text, start, end, search=True)
        if moment is None:
            return False
        self.header.hint("published_at", moment.iso, moment.start, moment.end)
        name = self.text[start : moment.start].strip(_EDGES)
        if name:
            self._medium(name, start, clock="T" in moment.iso)
        return True

    def _heading(self, line: Line) -> bool:
        """A line of the letterhead: 文号, issue number, an office with a date, a bare date."""
        words = compact(line.text)
        if len(words) > 80 or "。" in words:
            return False
        if "号" in words or "期" in words:
            number = values.document_number(self.text, line.start, line.end)
            if number is not None:
                self.header.put("document_number", number.text, number.start, number.end, "header")
                self.bare = bool(self.titles) and titles.is_bare(compact(self.titles[0][-1].text))
                return True
            if "号" in words and (self._number_and_mark(line) or self._number_beside(line)):
                return True
        return (words[-1] in "期号)）" and self._issue(line, words)) or self._dated(line)

    def _number_and_mark(self, line: Line) -> bool:
        """龙消安办〔2023〕5号　　　　特急."""
        end = line.start + line.text.rindex("号") + 1
        rest = self.text[end : line.end]
        if not rest[:1].isspace() or len(rest.strip()) > 12:
            return False
        number = values.document_number(self.text, line.start, end)
        if number is None:
            return False
        self.header.put("document_number", number.text, number.start, number.end, "header")
        return True

    def _number_beside(self, line: Line) -> bool:
        """等级：特急　　　　龙消安办〔2023〕5号."""
        for start, end in titles.parts(line):
            number = values.document_number(self.text, start, end, bare=False)
            if number is not None and len(line.text) - (end - start) <= 24:
                self.header.put("document_number", number.text, number.start, number.end, "header")
                return True
        return False

    def _issue(self, line: Line, words: str) -> bool:
        found = None if titles.begins_matter(words) else titles.issue(line)
        if found is None or (found.prefix and not titles.is_series(found.prefix)):
            return False
        if "号" in words or "年" in words:  # 第8期 counts issues, it is no 文号
            self.header.hint("document_number", self.text[found.start : found.end], found.start, found.end)
        self.provisional = bool(self.titles)
        return True

    def _dated(self, line: Line) -> bool:
        """浦江区环境监察支队　2017年9月26日; 上海发布 2022-04-26 10:29; （2016年8月30日公告）."""
        moment = times.match(self.text, line.start, line.end, search=True)
        if moment is None:
            return False
        lead, tail = self.text[line.start : moment.start], self.text[moment.end : line.end]
        name = lead.strip(_EDGES + "，,:：/-—")
        rest = tail.strip("）)】]］ \u3000\u00a0|｜时发布公告印编讯更新于表:：0123456789")
        if tail.lstrip().startswith(("—", "-", "–", "~", "～", "至", "到")):
            return bool(rest) and not name  # a period that the title speaks of
        if (
            len(name) > 60
            or len(rest) > 24
            or any(c in "。；;！？" for c in name + rest)
            or "：" in name
            or "，" in rest
        ):
            return False
        announced = tail.startswith(("发布", "印发", "公布", "通报")) and titles.is_organization(name)
        if name and not lead[-1:].isspace() and lead[-1:] not in "|｜，,/(（" and not announced:
            return False
        if rest and not name and tail[0] not in _EDGES + "）)】]］":
            return False  # a title that begins with its date
        if name and not self.titles and ((lead[-1] in "（(" and lead[0] not in "（(") or titles.is_titled(name)):
            return self._title_with_date(line, name, moment, inside=lead[-1] in "（(")
        if name and (titles.begins_matter(name) or (len(name) > 12 and rest) or len(name) > 40):
            return False
        self.header.hint("published_at", moment.iso, moment.start, moment.end)
        if name and len(rest) <= 6:
            self._medium(name, line.start, clock="T" in moment.iso)
        return True

    def _title_with_date(self, line: Line, name: str, moment: times.Moment, *, inside: bool) -> bool:
        """青禾县疫情通报（2023年5月6日）; 关于停水的公告 2023年5月6日."""
        self.header.hint("published_at", moment.iso, moment.start, moment.end)
        if inside:
            return False  # the whole line is the title
        self.titles.append([line._replace(end=line.start + len(name), text=name)])
        return True

    def _medium(self, name: str, start: int, *, clock: bool) -> None:
        """The account or newspaper that stands before a bare date is the source; an office is not."""
        if len(name) > 16 or any(c.isspace() for c in name) or not (clock or titles.is_medium(name)):
            return
        if not titles.is_organization(name):
            at = self.text.index(name, start)
            self.header.hint("source", name, at, at + len(name))

    def _contents(self, line: Line, index: int) -> bool:
        """本期要目 and the headlines below it, up to a rule."""
        if titles.is_contents(compact(line.text)):
            rules = (
                i for i in range(index + 1, min(index + 12, len(self.lines))) if titles.is_rule(self.lines[i].text)
            )
            self.contents_end = next(rules, index)
            return True
        return index < self.contents_end and titles.is_numbered(compact(line.text)) and "。" not in line.text

    def _subtitle(self, line: Line, index: int) -> bool:
        """——在某某会议上, below the title; a list of such lines is the text itself."""
        if not (self.titles and line.text.startswith("——")) or len(line.text) > 60 or line.text[-1] in _CLOSERS:
            return False
        following = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
        return not following.startswith("——")

    def _catalogue_row(self, line: Line, index: int) -> bool:
        """A row of a catalogue block whose label no table knows."""
        label, mark, value = line.text.replace(":", "：", 1).partition("：")
        if not mark or self.titles or self.catalogue != index or len(compact(label)) > 10 or len(value) > 30:
            return False
        if value[:1] in ("\t", "|") or not value.strip():
            self.catalogue = index + 1
            return True
        following = self.lines[index + 1].text if index + 1 < len(self.lines) else "。"
        if "。" in following or len(following) > titles.MAX_TITLE or value[-1] in "！？!?":
            return False
        self.catalogue = index + 1
        return True

    def _title_line(self, line: Line, index: int) -> bool:
        words = compact(line.text)
        if not line.whole or len(words) > titles.MAX_TITLE or words[-1] in _CLOSERS or "。" in words:
            return False
        if len(words) < 3 and not titles.is_kind(words):
            return False
        if titles.is_numbered(words):
            return False
        if self._is_head(line, words, index):
            self.heads.append(line)
            self._zone(line, "header")
            return True
        about = self.provisional or self._titled_by_series() or (self.bare and "，" not in words)
        if self.closed and about:
            self.heads += self.titles.pop()
            self.closed = self.provisional = self.bare = False
        if self._under_columns(line, words, index):
            self._zone(self.titles.pop()[0], "furniture")
        if self.titles and (
            self.closed or not titles.continues(self.titles[-1][-1].text, line.text) or len(self.titles[-1]) >= 4
        ):
            return False
        if self.titles:
            self.titles[-1].append(line)
        else:
            self.titles.append([line])
        return True

    def _under_columns(self, line: Line, words: str, index: int) -> bool:
        """Was the line before a column of the site (政务公开), left from its menu, and is this one the title or the next?"""
        if self.closed or len(self.titles) != 1 or len(self.titles[0]) != 1:
            return False
        if not titles.is_column(compact(self.titles[0][0].text)):
            return False
        return titles.is_column(words) or (len(words) >= 8 and self._leads_to_info(line, index))

    def _titled_by_series(self) -> bool:
        """XX会议纪要, 〔2018〕6号, and then a line that says what it is about."""
        only = self.titles[0] if len(self.titles) == 1 and len(self.titles[0]) == 1 else None
        return only is not None and titles.is_series(compact(only[0].text))

    def _is_head(self, line: Line, words: str, index: int) -> bool:
        """An organization alone (before the title), or XX文件."""
        if self.titles:
            return False
        following = next((x for x in self.lines[index + 1 : index + 4] if not titles.is_skipped(x.text)), None)
        if following is None:
            return False
        if titles.is_organization(words) and not titles.begins_matter(words):
            return len(compact(following.text)) <= titles.MAX_TITLE and "。" not in following.text
        return titles.is_letterhead(words) or titles.is_kind(words)

    def _leads_to_info(self, line: Line, index: int) -> bool:
        """A short line below the title with an info line, 文号 or date close after it (a subtitle, an office)."""
        if self.closed or len(line.text) > 60 or "。" in line.text or line.text[-1] in "：:；;，,":
            return False
        for following in self.lines[index + 1 : index + 3]:
            if "。" in following.text:
                return False
            hits = scan(self.text, following.start, following.end)
            if hits and _is_info(following, hits) and hits[0].field != "furniture":
                return True
            moment = times.match(self.text, following.start, following.end, search=True)
            if moment is not None and moment.start <= following.start + 1 and moment.end >= following.end - 8:
                self._medium(line.text, line.start, clock="T" in moment.iso)
                return True
        return False

    def _addressee(self, line: Line) -> bool:
        if not self.titles or line.text[-1] not in "：:" or "。" in line.text or len(line.text) > 400:
            return False
        body = line.text[:-1].rstrip()
        if not titles.is_addressed(body):
            return False
        self.header.put("recipients", body, line.start, line.start + len(body), "header")
        return True

    def _long(self, line: Line) -> int:
        """A line of prose; crawlers also leave a whole page in one line, with its title and info line in front."""
        hits = scan(self.text, line.start, min(line.end, line.start + LONG_HEAD))
        found = [(hit, values.read(self.text, hit)) for hit in hits]
        sure = [(h, v) for h, v in found if v is not None and h.field in ("published_at", "views", "source")]
        if len(sure) < 2 or not any(h.field == "published_at" for h, _ in sure):
            return self._prose(line)
        lead = self.text[line.start : hits[0].start]
        if any(c in lead for c in "。，；"):
            return self._prose(line)
        if len(lead.strip(_EDGES)) >= 6 and not self.titles:
            bare = lead.rstrip(_EDGES)
            self.titles.append([line._replace(end=line.start + len(bare), text=bare)])
        end = line.start
        for hit, value in found:
            if value is not None and hit.field in _STATED:
                self._put(hit.field, value)
                end = max(end, value.end)
        self.header.zones.append((hits[0].start, end, "header"))
        rest = self.text[end : line.end]
        gap = len(rest) - len(rest.lstrip(" \u3000\u00a0次"))
        return self._prose(line._replace(start=end + gap, text=rest[gap:]))

    def _prose(self, line: Line) -> int:
        """The first line of the prose: a title may run into it, a byline or X讯 may open it."""
        start = line.start
        if not self.titles and not self.heads and "title" not in self.header.values and line.indent < 2:
            end = titles.run_in(line.text)
            if end:
                self.titles.append([line._replace(end=line.start + end, text=line.text[:end])])
                start = line.start + end
        bylines.opening(self.text, start, min(line.end, start + 120), self.header)
        return start

    def choose_title(self) -> None:
        """The first line that could be a title, else the letterhead."""
        if not self.titles and not self.heads:
            return
        run = self.titles[0] if self.titles else [self.heads.pop()]
        first, last = run[0], run[-1]
        start = first.start
        tag = titles.tag(first.text)
        if tag is not None:
            start += tag[1]
            if titles.is_medium(tag[0]):
                at = first.start + 1
                self.header.hint("source", tag[0], at, at + len(tag[0]))
        value = "".join([self.text[start : first.end], *(line.text for line in run[1:])])
        for line in run:
            self._zone(line, "title")
        self.header.put("title", value, start, last.end, "header")
        number = titles.number_in_title(value)
        if number is not None and len(run) == 1:
            self.header.hint("document_number", value[slice(*number)], start + number[0], start + number[1])


def _is_info(line: Line, hits: list[Hit]) -> bool:
    """An info line begins with a label (after a bare date, a bracket or a name) and holds no sentence."""
    if hits[0].field == "contact" or (line.text[-1] == "。" and not any(hit.colon for hit in hits)):
        return False
    lead = line.text[: hits[0].start - line.start].strip(_EDGES)
    prosy = any(c in "。，,；;！？" for c in lead)
    return not lead or len(hits) > 1 or times.match(lead) is not None or (len(lead) <= 40 and not prosy)
