"""What a line of a page is, told from the line alone: info line, menu, credits, furniture."""

from __future__ import annotations

from functools import cache

import regex

from . import labels, times
from .flow import PageLine
from .furniture import HOSTS, is_breadcrumb, is_furniture
from .lines import compact
from .titles import is_medium, is_organization
from .values import document_number

__all__ = [
    "is_card_row", "is_count", "is_credits", "is_furniture_line", "is_info", "is_label_alone", "is_linked_value",
    "is_menu", "names_owner", "speaks_of_notice",
]  # fmt: skip

_INFO = frozenset((
    "published_at", "created_at", "source", "author", "editor", "document_number", "index_number", "views",
    "category", "validity", "publisher", "title", "openness", "url", "keywords", "column",
))  # fmt: skip


def is_info(line: PageLine) -> bool:
    """Does the line state something of the notice: labels with values, a date, a 文号?"""
    if len(line.text) > 300 or (line.linked * 2 > len(line.text) and not is_linked_value(line)):
        return False
    if len(line.text) <= 60 and (_is_dated(line.text) or _is_numbered(line.text)):
        return True
    return any(hit.field in _INFO for hit in labels.scan(line.text, 0, len(line.text)))


def _is_numbered(text: str) -> bool:
    """A 文号 alone."""
    return "号" in text and document_number(text, 0, len(text), bare=False) is not None


def is_linked_value(line: PageLine) -> bool:
    """来源：, and the office's name as a link."""
    hits = labels.scan(line.text, 0, len(line.text)) if len(line.text) <= 60 else []
    return bool(hits) and hits[0].start == 0 and hits[0].colon and hits[0].field in _INFO


def _is_dated(text: str) -> bool:
    """A bare date, alone or with a name beside it."""
    at = len(text) - len(text.lstrip(" \u3000\u00a0（([【"))
    moment = times.match(text, at, search=True)
    if moment is not None and moment.start > at and not is_medium(text[at : moment.start].strip()):
        return False  # only a newspaper's name may stand before it
    return moment is not None and len(text) - moment.end <= 24 and not any(c in "。，；、" for c in text[moment.end :])


def is_label_alone(line: PageLine) -> bool:
    """Is this a label alone, whose value is the next line?"""
    hit = labels.alone(line.text, 0, len(line.text)) if len(line.text) <= 12 else None
    return hit is not None and hit.field != "furniture"


def is_menu(line: PageLine) -> bool:
    """A line of links that are no attachments."""
    if line.linked * 2 <= len(line.text) or "附件" in line.text or _attached().search(line.text):
        return False
    return not is_linked_value(line)


@cache
def _attached() -> regex.Pattern[str]:
    return regex.compile(r"\.(?:docx?|xlsx?|pdf|zip|rar|wps|et|ofd|pptx?|jpe?g|png|txt|tif)\W{0,4}$", regex.I)


@cache
def _count() -> regex.Pattern[str]:
    """A page's number, or how many have pressed a button."""
    return regex.compile(r"\d{1,3}|[（(]\d{1,6}[)）]")


def names_owner(line: PageLine) -> bool:
    """主办：县政府办公室　承办：…, below the text."""
    return line.text.lstrip(" \u3000").startswith((*HOSTS, "维护："))


def is_credits(line: PageLine) -> bool:
    """撰稿：沈一舟　审核：林溪　阅读：315 in the foot of a panel, though its class calls it a footer."""
    if not line.rest or len(line.text) > 120:
        return False
    hits = [hit.field for hit in labels.scan(line.text, 0, len(line.text)) if hit.colon]
    people = sum(field in ("author", "editor", "reviewer", "recorder", "source") for field in hits)
    return people > 0 and people + hits.count("views") + hits.count("published_at") > 1


def is_card_row(line: PageLine) -> bool:
    """A row of a catalogue block, alone on its line."""
    hits = labels.scan(line.text, 0, len(line.text)) if len(line.text) <= 80 and not line.linked else []
    return bool(hits) and hits[0].start == 0 and hits[0].field in labels.CARD


def speaks_of_notice(line: PageLine) -> bool:
    """A line below the prose that still belongs to it: a sign-off, a credit, an attachment, a row of a table."""
    text = line.text.strip()
    return (
        "\t" in text
        or is_info(line)
        or _attached().search(text) is not None
        or text.startswith(("附件", "附表", "抄送", "（", "("))
        or is_organization(compact(text))
        or bool(labels.scan(text, 0, len(text)))
    )


def is_furniture_line(line: PageLine, *, inner: bool = False) -> bool:
    """Is the line part of the page? ``inner``: within the notice, where an element's class does not count."""
    if line.rest and not inner:
        return True
    text = line.text.strip()
    return (is_furniture(text) and not is_info(line)) or is_breadcrumb(text)


def is_count(text: str) -> bool:
    """Is this a page's number, or how many have pressed a button?"""
    return _count().fullmatch(text.strip()) is not None
