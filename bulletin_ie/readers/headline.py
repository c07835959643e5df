"""Which of the lines of a masthead are the title: runs of lines, bodies above them, kickers, names of series and sites."""

from __future__ import annotations

from . import bylines, infoline, leadin, times, titles, values
from .labels import scan
from .lines import Line, compact
from .top import Top

__all__ = ["CLOSERS", "choose", "take"]

CLOSERS = "。；;，,：:、"
"""What no title ends with."""


def take(top: Top, line: Line, index: int) -> bool:
    """Take a line as (part of) a title, as what stands above one, or as a column's name; False when it is none of these."""
    words = compact(line.text)
    if not line.whole or len(words) > titles.MAX_TITLE or words[-1] in CLOSERS or "。" in words:
        return False
    if len(words) < 3 and not titles.is_kind(words):
        return False
    if titles.is_numbered(words):
        return False
    following = top.lines[index + 1].text if index + 1 < len(top.lines) else "。"
    column = titles.is_column(words) or (
        len(words) <= 10 and not leadin.says_something(following) and _plain(following)
    )
    ordered = titles.is_column(words) and titles.is_bare(compact(following))  # 市政府规章, above 青禾县人民政府令
    if ordered or (words[0] in "【[" and words[-1] in "】]" and column):
        top.zone(line, "header")
        return True
    if _is_head(top, line, words, index):
        top.heads.append(line)
        top.zone(line, "header")
        return True
    about = not titles.is_organization(words) and (
        top.provisional or _titled_by_name(top) or (top.bare and not any(c in "，：:" for c in words))
    )
    if top.closed and about:
        top.heads += top.titles.pop()
        top.closed = top.provisional = top.bare = False
    if _is_kicker(top, line):
        top.heads += top.titles.pop()
    if top.titles and (top.closed or len(top.titles[-1]) >= 4 or not _goes_on(top, line, index)):
        return False
    if top.titles:
        top.titles[-1].append(line)
    else:
        top.titles.append([line])
    return True


def _is_kicker(top: Top, line: Line) -> bool:
    """Is the one line above only what leads to the headline in two halves, or to 关于…的公告, that stands here?"""
    only = top.only_title()
    if top.closed or only is None:
        return False
    above, words = only.text, compact(line.text)
    if titles.begins_matter(words) and titles.is_titled(words):
        return titles.is_bare(compact(above))
    if not titles.is_headline(line.text):
        return False
    return len(above) <= 24 and len(above.split()) == 1 and not titles.continues(above, line.text)


def _plain(text: str) -> bool:
    return titles.strength(text) > 0 and times.match(text, text[0] in "（([【") is None


def _goes_on(top: Top, line: Line, index: int) -> bool:
    """Is the line the rest of the title: by its words, or because an info line comes right after it?"""
    above = top.titles[-1][-1].text
    if titles.continues(above, line.text):
        return True
    below = compact(top.lines[index + 1].text) if index + 1 < len(top.lines) else ""
    if titles.is_kind(below) and titles.is_organization(compact(above + line.text)):
        return True  # a body's name over two lines, and 通告 below it
    if (
        titles.issue(line) is not None
        or len(top.titles[-1]) > 1
        or not titles.could_go_on(above, line.text)
        or index + 1 >= len(top.lines)
    ):
        return False
    if bylines.speaker(line, None):
        return False
    following = top.lines[index + 1]
    hits = scan(top.text, following.start, following.end)
    if hits and infoline.is_info(following, hits):
        return hits[0].field in ("published_at", "source", "views", "author")
    if values.document_number(top.text, following.start, following.end) is not None:
        return True
    moment = times.match(top.text, following.start + (following.text[0] in "（(["), following.end)
    return moment is not None and moment.end >= following.end - 3


def _titled_by_name(top: Top) -> bool:
    """XX会议纪要, 〔2018〕6号, and then a line that says what it is about; the name of the site's body, and then one."""
    only = top.only_title()
    words = compact(only.text) if only is not None else ""
    return titles.is_series(words) or titles.is_organization(words)


def _is_head(top: Top, line: Line, words: str, index: int) -> bool:
    """An organization alone (before the title), or XX文件."""
    if top.titles:
        return False
    following = next((x for x in top.lines[index + 1 : index + 4] if not titles.is_skipped(x.text)), None)
    if following is None:
        return False
    if titles.is_organization(words) and not titles.begins_matter(words):
        return len(compact(following.text)) <= titles.MAX_TITLE and "。" not in following.text
    return titles.is_letterhead(words) or titles.is_kind(words)


def choose(top: Top) -> None:
    """The first line that could be a title, else the letterhead."""
    if not top.titles and not top.heads:
        return
    run = top.titles[0] if top.titles else [top.heads.pop()]
    if _is_headed(top, run):
        run = [top.heads[-1], *run]
    first, last = run[0], run[-1]
    start = first.start
    tag = titles.tag(first.text)
    if tag is not None:
        start += tag[1]
        if titles.is_medium(tag[0]):
            at = first.start + 1
            top.header.hint("source", tag[0], at, at + len(tag[0]))
    last = last._replace(end=last.end - titles.site_after(last.text))
    run = [*run[:-1], last._replace(text=top.text[last.start : last.end])]
    first = run[0]
    value = "".join([top.text[start : first.end], *(line.text for line in run[1:])])
    if value[0] in "【[" and value[-1] in "】]" and len(value) > 8 and not any(c in "【】[]" for c in value[1:-1]):
        value, start, last = value[1:-1], start + 1, last._replace(end=last.end - 1)
    for line in run:
        top.zone(line, "title")
    top.header.put("title", value, start, last.end, "header")
    number = titles.number_in_title(value)
    if number is not None and len(run) == 1:
        top.header.hint("document_number", value[slice(*number)], start + number[0], start + number[1])


def _is_headed(top: Top, run: list[Line]) -> bool:
    """Is the body right above 关于… the title's own first line, the letterhead or the number being above it already?"""
    if not top.heads or not titles.begins_matter(compact(run[0].text)):
        return False
    head, above = top.heads[-1], top.heads[-2] if len(top.heads) > 1 else None
    if top.text[head.end : run[0].start].strip(" \u3000\t\r") != "\n" or not titles.is_organization(head.text):
        return False
    numbered = top.header.spans.get("document_number", (head.end, 0))[0] < head.start
    return numbered or (above is not None and compact(above.text).startswith(compact(head.text)))
