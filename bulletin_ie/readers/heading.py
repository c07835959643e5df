"""Lines of a masthead that say something without a label: 文号, an issue number, a date beside an office or a title."""

from __future__ import annotations

from functools import cache

import regex

from . import times, titles, values
from .lines import Line, compact
from .top import EDGES, Top

__all__ = ["bare_date", "bare_number", "edition", "medium", "take"]


SHORTEST_ACCOUNT, LONGEST_ACCOUNT = 3, 16
"""Characters of an account's name; two are a channel's (政务, 社会)."""


def bare_number(top: Top, start: int, end: int) -> None:
    """A 文号 that fills a range."""
    number = values.document_number(top.text, start, end)
    if number is not None:
        top.header.put("document_number", number.text, number.start, number.end, "header")


def bare_date(top: Top, start: int, end: int, labels: list[int]) -> None:
    """A date without a label, with or without the name of an account or office before it.

    Args:
        labels: where the labels of the line begin.
    """
    moment = times.match(top.text, start, end, search=True)
    if moment is None:
        return
    top.header.hint("published_at", moment.iso, moment.start, moment.end)
    name = top.text[start : moment.start].strip(EDGES)
    if name:
        medium(top, name, start, clock="T" in moment.iso)
    _beside(top, moment.end, end)
    _office_beside(top, moment.end, min((at for at in labels if at >= moment.end), default=moment.end))


def _office_beside(top: Top, start: int, end: int) -> None:
    """An office alone between a date and a label (2021-08-19 青禾镇党政办 486 阅读) is the source."""
    pieces = list(_pieces().finditer(top.text, start, end))
    if len(pieces) == 1 and titles.is_organization(pieces[0].group()):
        top.header.hint("source", pieces[0].group(), *pieces[0].span())


def _beside(top: Top, start: int, end: int) -> None:
    """The pieces after a date in a bar without labels (… | 青禾发展网 www.example.cn | 打印): a medium is the source."""
    pieces = list(_pieces().finditer(top.text, start, end))
    person = next((piece for piece in pieces if values.is_person(piece.group())), None)
    if person is not None:
        top.header.hint("author", person.group(), *person.span())
    for piece in pieces:  # an office, too, where who wrote it stands beside it
        if titles.is_medium(piece.group()) or (person is not None and titles.is_organization(piece.group())):
            top.header.hint("source", piece.group(), *piece.span())
            return


@cache
def _pieces() -> regex.Pattern[str]:
    return regex.compile(r"(?<![^\s|｜])\p{Han}{3,16}(?![^\s|｜])")


@cache
def _short() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?P<name>\p{{Han}}{{2,12}})\s{{1,4}}+{times.SHORT_DAY}\s{{1,4}}+\d{{1,2}}:\d\d(?:\s.{{0,12}})?"
    )


def _short_stamp(top: Top, line: Line) -> bool:
    """青禾发布 06-12 09:20, below a title: who posted it; a day without its year is no date."""
    found = _short().fullmatch(line.text)
    if found is None or not top.titles:
        return False
    medium(top, found["name"], line.start, clock=True)
    return True


def take(top: Top, line: Line, index: int) -> bool:
    """A line of the letterhead: 文号, issue number, an office with a date, a bare date."""
    if top.titles and line.text[0] in "（(" and _enacted(top, line):
        return True
    words = compact(line.text)
    if len(words) > 80 or "。" in words:
        return False
    if _short_stamp(top, line) or (line.text.startswith("原创") and _original(top, line)):
        return True
    if top.provisional and words[-1] in "编印发办" and titles.is_made_by(words):
        return True
    if "号" in words or "期" in words:
        number = values.document_number(top.text, line.start, line.end)
        if number is not None:
            top.header.put("document_number", number.text, number.start, number.end, "header")
            top.bare = bool(top.titles) and titles.is_bare(compact(top.titles[0][-1].text))
            return True
        if "号" in words and (_number_and_mark(top, line) or _number_beside(top, line)):
            return True
    return (words[-1] in "期号次)）" and _issue(top, line, words)) or _dated(top, line, index)


def _original(top: Top, line: Line) -> bool:
    """原创 沈一舟 青禾发布: who wrote a post, and the account that it stands on."""
    moment = times.match(top.text, line.start, line.end, search=True)
    stop = moment.start - line.start if moment is not None else len(line.text)
    pieces = [m.span() for m in _words().finditer(line.text, 0, stop)][1:]
    if not 0 < len(pieces) <= 4 or any(c.isdigit() for c in line.text[:stop]):
        return False
    if moment is not None:
        top.header.hint("published_at", moment.iso, moment.start, moment.end)
    for start, end in pieces:
        name = line.text[start:end]
        field = "author" if values.is_person(name) and (start, end) != pieces[-1] else "source"
        top.header.hint(field, name, line.start + start, line.start + end)
    return True


@cache
def _words() -> regex.Pattern[str]:
    return regex.compile(r"\S{1,40}+")


def _enacted(top: Top, line: Line) -> bool:
    """（2023年6月15日青禾县人民政府令第61号公布　自2023年8月1日起施行）."""
    moment = times.match(top.text, line.start + 1, line.end)
    number = titles.enacted(top.text[moment.end : line.end]) if moment is not None else None
    if moment is None or number is None:
        return False
    top.header.hint("published_at", moment.iso, moment.start, moment.end)
    if number[1]:
        start, end = moment.end + number[0], moment.end + number[1]
        top.header.put("document_number", top.text[start:end], start, end, "header")
    return True


def _number_and_mark(top: Top, line: Line) -> bool:
    """龙消安办〔2023〕5号　　　　特急."""
    end = line.start + line.text.rindex("号") + 1
    rest = top.text[end : line.end]
    if not rest[:1].isspace() or len(rest.strip()) > 12:
        return False
    number = values.document_number(top.text, line.start, end)
    if number is None:
        return False
    top.header.put("document_number", number.text, number.start, number.end, "header")
    return True


def _number_beside(top: Top, line: Line) -> bool:
    """等级：特急　　　　龙消安办〔2023〕5号."""
    for start, end in titles.parts(line):
        number = values.document_number(top.text, start, end, bare=False)
        if number is not None and len(line.text) - (end - start) <= 24:
            top.header.put("document_number", number.text, number.start, number.end, "header")
            return True
    return False


def _issue(top: Top, line: Line, words: str) -> bool:
    found = None if titles.begins_matter(words) else titles.issue(line)
    gazette = found is not None and found.prefix.endswith(("公报", "政报")) and "年" in words
    if found is None or (found.prefix and not (gazette or titles.is_series(found.prefix))):
        return False
    if "号" in words or "年" in words:  # 第8期 counts issues, it is no 文号
        top.header.hint("document_number", top.text[found.start : found.end], found.start, found.end)
    top.provisional = bool(top.titles)
    return True


def _dated(top: Top, line: Line, index: int) -> bool:
    """浦江区环境监察支队　2017年9月26日; 上海发布 2022-04-26 10:29; （2016年8月30日公告）."""
    moment = times.match(top.text, line.start, line.end, search=True)
    if moment is None:
        return False
    lead, tail = top.text[line.start : moment.start], top.text[moment.end : line.end]
    name = lead.strip(EDGES + "，,:：/-—")
    if name.startswith(("http://", "https://", "www.")) and len(name.split()) == 1:
        name = ""
    rest = tail.strip("）)】]］ \u3000\u00a0|｜时发布公告印编讯更新于表:：0123456789")
    if tail.lstrip().startswith(("—", "-", "–", "~", "～", "至", "到")):
        return bool(rest) and not name  # a period that the title speaks of
    if len(name) > 60 or len(rest) > 24 or any(c in "。；;！？" for c in name + rest) or "：" in name or "，" in rest:
        return False
    announced = (tail.startswith(("发布", "印发", "公布", "通报")) or not tail) and titles.is_organization(name)
    if name and not lead[-1:].isspace() and lead[-1:] not in "|｜，,/(（" and not announced:
        return False
    if rest and not name and tail[0] not in EDGES + "）)】]］":
        return False  # a title that begins with its date
    if name and not top.titles and ((lead[-1] in "（(" and lead[0] not in "（(") or titles.is_titled(name)):
        return _title_with_date(top, line, name, moment, inside=lead[-1] in "（(")
    if _beside_title(top, line, name, moment, index):
        return True
    if name and (titles.begins_matter(name) or (len(name) > 12 and rest) or len(name) > 40):
        return False
    top.header.hint("published_at", moment.iso, moment.start, moment.end)
    if not name and tail.lstrip().startswith("来自"):
        _account(top)
    if name and len(rest) <= 6:
        medium(top, name, line.start, clock="T" in moment.iso)
    elif not name:
        _beside(top, moment.end, line.end)
    return True


def _beside_title(top: Top, line: Line, name: str, moment: times.Moment, index: int) -> bool:
    """城东水厂扩建工程通水　2023-05-06, or the date first, with the text right below."""
    tail = top.text[moment.end : line.end].strip(EDGES + "）)】]］")
    words = name or tail
    if top.titles or (name and tail) or not top.prose_below(index) or not titles.could_be_title(words):
        return False
    top.header.hint("published_at", moment.iso, moment.start, moment.end)
    at = top.text.index(words, line.start if name else moment.end)
    top.take_title(line, at, at + len(words))
    return True


def _title_with_date(top: Top, line: Line, name: str, moment: times.Moment, *, inside: bool) -> bool:
    """青禾县疫情通报（2023年5月6日）; 关于停水的公告 2023年5月6日."""
    top.header.hint("published_at", moment.iso, moment.start, moment.end)
    if inside:
        return False  # the whole line is the title
    top.titles.append([line._replace(end=line.start + len(name), text=name)])
    return True


def medium(top: Top, name: str, start: int, *, clock: bool) -> None:
    """The account or newspaper that stands before a bare date is the source; an office is not."""
    name = name.split()[-1]  # 原创 青禾水务
    if (
        not SHORTEST_ACCOUNT <= len(name) <= LONGEST_ACCOUNT
        or any(c in "：:" for c in name)
        or values.is_person(name)
        or not (clock or titles.is_medium(name))
    ):
        return
    if titles.is_medium(name) or not titles.is_organization(name):
        at = top.text.index(name, start)
        top.header.hint("source", name, at, at + len(name))


def _account(top: Top) -> None:
    """Above a post's date (2023-07-31 05:48 来自 微博) stands who posted it."""
    only = top.only_title()
    if only is None or len(only.text) > 16:
        return
    if titles.strength(only.text) <= 0 or titles.is_medium(only.text):
        top.titles.clear()
        top.zone(only, "header")
        top.header.hint("source", only.text, only.start, only.end)


def edition(top: Top, line: Line) -> None:
    """The day above a newspaper's page (2023年06月07日　第02版：要闻)."""
    moment = times.match(top.text, line.start, line.end)
    stamp = moment is not None and bool(top.titles) and "T" in moment.iso  # 2023-07-19 11:26 某某官方账号
    if moment is not None and (stamp or titles.is_edition(top.text[moment.end : line.end])):
        top.header.hint("published_at", moment.iso, moment.start, moment.end)
