"""What a page's ``<meta>`` tags state, and which of it may be believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import regex

from .. import lexicon
from . import times
from .flow import title_candidates, title_spans
from .found import Header
from .lines import compact
from .persons import are_persons
from .titles import is_series, is_site, strength, tag

__all__ = ["collect", "trusted"]

_NOTHING = frozenset((
    "null", "none", "undefined", "nan", "无", "暂无", "-", "--", "未知", "标题", "来源", "作者", "网站名称", "站点名称", "文章标题", "请输入标题",
    "请填写", "test", "测试",
))  # fmt: skip


MAX_JSON = 20_000
"""Characters of a JSON-LD block in which a date is looked for."""


@dataclass(frozen=True, slots=True)
class TagRow:
    """A row of ``meta_tags.tsv``."""

    name: str
    field: str
    example: str


@cache
def _table() -> dict[str, tuple[int, str]]:
    return {row.name.lower(): (rank, row.field) for rank, row in enumerate(lexicon.load("meta_tags", TagRow))}


@cache
def _placeholder() -> regex.Pattern[str]:
    return regex.compile(r"\{\{?[^}]{0,60}\}|<[%#$][^>]{0,60}>|\$\{|\[[a-zA-Z:_]{2,40}\]|^[\s\-—_|/]*+$")


def collect(root: Any) -> dict[str, str]:
    """Field → content, of the first tag in the table's order that says something."""
    best: dict[str, tuple[int, str]] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        entry = _table().get(name.strip().lower())
        content = " ".join((element.get("content") or "").split())
        if entry is None or not _says_something(content):
            continue
        rank, field = entry
        if field not in best or rank < best[field][0]:
            best[field] = (rank, content)
    found = {field: content for field, (_, content) in best.items()}
    moment = None if "published_at" in found else _marked_date(root)
    return found if moment is None else {**found, "published_at": moment}


def _marked_date(root: Any) -> str | None:
    """The date that a page's markup calls that of publication: <time class="published" datetime=…>, JSON-LD."""
    for element in root.iter("time"):
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if element.get("pubdate") is not None or "datePublished" in names or "published" in names.split():
            moment = (element.get("datetime") or "").strip()
            if times.normalise(moment):
                return moment
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or ""):
            stated = _json_date().search(element.text or "", 0, MAX_JSON)
            if stated is not None and times.normalise(stated["date"]):
                return str(stated["date"])
    return None


@cache
def _json_date() -> regex.Pattern[str]:
    return regex.compile(r'"(?:datePublished|pubDate)"\s{0,8}+:\s{0,8}+"(?P<date>[^"\n]{8,40})"')


def _says_something(content: str) -> bool:
    return bool(content) and compact(content).lower() not in _NOTHING and not _placeholder().search(content)


def trusted(tags: dict[str, str], *, text: str, page_title: str, url: str | None, own: Header) -> dict[str, str]:
    """The tags that fit the page: a title that it shows, a date that it does not contradict, a site that is its host."""
    stated = {k: v for k, v in tags.items() if k in _CHECKS}
    page_title = _untagged(page_title)  # spaces may stand inside 【不忘初心 牢记使命】
    spans = [span for span in title_spans(page_title) if not is_site(span)]
    if "title" not in stated:
        parts = [part for part in title_candidates(page_title)[1:] if not is_site(part)]
        stated.update({"title": parts[0]} if parts else {})
    agreed = _agreed([tags["title"], *spans] if "title" in tags else spans, text, own)
    for field, check in _CHECKS.items():
        if field in stated:
            value = check(stated[field], text, page_title, own)
            if value is None:
                del stated[field]
            else:
                stated[field] = value
    if agreed is not None:
        stated.pop("title", None)
        stated.update({"title": agreed} if agreed != own.values.get("title") else {})
    if not _same_site(tags, url):
        for field in ("site", "site_id"):
            stated.pop(field, None)
    return stated


def _untagged(title: str) -> str:
    sign = tag(title)
    return title[sign[1] :] if sign is not None else title


def _agreed(names: list[str], text: str, own: Header) -> str | None:
    """The first of the page's own names for the notice that the text prints on lines of their own, as printed there."""
    lines = [line.strip() for line in text[:1500].splitlines() if line.strip()]
    for name in names:
        wanted = compact(_untagged(name))
        shown = own.values.get("title")
        if shown and ((name != names[0] and strength(wanted) <= 0) or (is_series(wanted) and shown != name)):
            continue
        for first in range(len(lines)):
            for last in range(first + 1, min(first + 5, len(lines) + 1)):
                printed = "".join(lines[first:last])
                if compact(printed) == wanted:
                    return printed
    return None


def _title(value: str, text: str, page_title: str, own: Header) -> str | None:
    value = _untagged(value)  # 【视频】, as in the text
    bare = compact(value)
    shown = own.values.get("title")
    if (
        shown is not None
        and len(bare) > len(compact(shown))
        and bare.endswith(compact(shown))
        and bare in compact(text[:1500])
    ):
        return value  # printed over two lines, of which the text alone tells only one
    if shown is not None and bare != compact(shown) and compact(shown).endswith(bare):
        lines = (compact(line) for line in text[:1500].splitlines())
        if len(bare) >= 6 and bare in lines:
            return value  # a line above the title is no part of it
    for part in regex.split(r"[-_|—–]{1,3}+", value):
        if len(compact(part)) >= 4 and compact(part) in compact(text[:1500]):
            # the printed form is the title as printed; the tag only confirms it
            agree = shown is not None and (compact(shown) in bare or bare in compact(shown))
            return None if agree or (shown is not None and _in_head(part.strip(), text, own)) else value
    return None if shown or bare not in compact(page_title) or len(bare) < 6 else value


def _in_head(part: str, text: str, own: Header) -> bool:
    """Does a name stand only within a longer line of the letterhead (青禾县人民政府公报2016年第3期)?"""
    at = text.find(part)
    return any(a <= at < b and kind in ("header", "furniture") and b - a > len(part) for a, b, kind in own.zones)


def _moment(value: str, text: str, page_title: str, own: Header) -> str | None:
    iso = times.normalise(value)
    shown = own.values.get("published_at") if own.sources.get("published_at") == "header" else None
    if iso is None or shown is None or _of_making(own, iso):
        return iso
    if iso[:10] != shown[:10] or len(iso) <= len(shown) or iso.endswith("T00:00"):
        return None
    return iso


def _of_making(own: Header, iso: str) -> bool:
    """Is the date that stands above the text without a label only that of the sign-off, and the tag's a later one?"""
    made = own.values.get("signed_at", "")
    return own.values["published_at"] == made < iso and own.is_hint("published_at")


def _printed(field: str, value: str, own: Header) -> str | None:
    """What the page prints under a label goes before the tag."""
    return None if own.sources.get(field) == "header" else value


def _source(value: str, text: str, page_title: str, own: Header) -> str | None:
    return _printed("source", value, own)


def _author(value: str, text: str, page_title: str, own: Header) -> str | None:
    # systems put an account's name or number there, or 管理员
    known = "author" in own.values or value == own.values.get("editor")
    return None if known or len(value) > 40 or not are_persons(value) else value


def _editor(value: str, text: str, page_title: str, own: Header) -> str | None:
    return None if "editor" in own.values or len(value) > 40 or not are_persons(value) else value


def _as_is(value: str, text: str, page_title: str, own: Header) -> str | None:
    return value[:2000]


def _url(value: str, text: str, page_title: str, own: Header) -> str | None:
    return value if host_of(value) else None


def _site_id(value: str, text: str, page_title: str, own: Header) -> str | None:
    return value if regex.fullmatch(r"[A-Za-z]{0,4}[0-9]{8,12}", value) else None


def _number(value: str, text: str, page_title: str, own: Header) -> str | None:
    return _printed("document_number", value, own)


def _index(value: str, text: str, page_title: str, own: Header) -> str | None:
    return _printed("index_number", value, own)


_CHECKS: dict[str, Callable[[str, str, str, Header], str | None]] = {
    "title": _title,
    "published_at": _moment,
    "source": _source,
    "author": _author,
    "editor": _editor,
    "url": _url,
    "site": _as_is,
    "site_id": _site_id,
    "column": _as_is,
    "keywords": _as_is,
    "description": _as_is,
    "document_number": _number,
    "index_number": _index,
}


def host_of(url: str) -> str | None:
    """Host of an http(s) URL in lower case, or None."""
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None


def _same_site(tags: dict[str, str], url: str | None) -> bool:
    """Does SiteDomain agree with where the page came from (when both are known)?"""
    domain = tags.get("site_domain")
    host = host_of(url or tags.get("url", "")) if url or tags.get("url") else None
    if not domain or not host:
        return True
    domain = (host_of(domain) or domain).lower().strip("/").removeprefix("www.")
    return host == domain or host.endswith("." + domain) or domain.endswith("." + host.removeprefix("www."))
