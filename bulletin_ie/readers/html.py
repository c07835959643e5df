"""Saved web pages: markup → lines → the notice's own lines, with what ``<meta>`` says of it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from lxml import etree, html

from ..errors import ReadError
from . import body, flow, header, metatags
from . import encoding as encodings
from .lines import compact
from .source import Note, Source
from .titles import is_column, is_site, strength

__all__ = ["read", "read_markup"]

MAX_MARKUP = 30_000_000
"""Characters of markup above which a page is refused."""
MAX_HEADS = 6
"""Lines at the top of a notice among which its headings are looked at."""
MAX_TAGS = 500_000
"""Tags above which a page is refused: saved pages have some thousands."""


def read(data: bytes, *, encoding: str | None = None, declared: str | None = None, url: str | None = None) -> Source:
    """One page: its notice's text, and the metadata that its ``<meta>`` tags state.

    Raises:
        ReadError: no text in it, or larger than :data:`MAX_MARKUP`.
    """
    decoded = _decode(data, encoding, declared)
    source = read_markup(decoded.text, url=url)
    return Source(
        source.text,
        metadata=source.metadata,
        sources=source.sources,
        url=source.url,
        format="html",
        encoding=decoded.encoding,
        notes=(*decoded.notes, *source.notes),
    )


def _decode(data: bytes, forced: str | None, declared: str | None) -> encodings.Decoded:
    return encodings.decode(data, declared=encodings.declared_in_markup(data) or declared, forced=forced)


def read_markup(markup: str, *, url: str | None = None) -> Source:
    """The notice of a decoded page (also a fragment, such as an RSS item's content)."""
    root, notes = parse(markup)
    tags = metatags.collect(root)
    lines = flow.lines(root)
    page_title = flow.page_title(root)
    titles = [tags["title"]] if "title" in tags else []
    titles += [title for title in flow.title_spans(page_title) if not is_site(title)]
    kept = body.select(lines, titles=titles)
    text = "\n".join(line.text for line in kept)
    if not text.strip():
        raise ReadError("the page holds no text")
    own = header.find(text)
    stated = metatags.trusted(tags, text=text, page_title=page_title, url=url, own=own)
    heading = _larger_heading(kept, own.values.get("title", "")) if "title" not in stated else None
    if heading is not None:
        stated["title"] = heading
    return Source(
        text,
        metadata=stated,
        sources=dict.fromkeys(stated, "meta"),
        url=url or stated.get("url"),
        format="html",
        notes=notes,
    )


def _larger_heading(kept: list[flow.PageLine], shown: str) -> str | None:
    """The heading beside the one that the text alone takes for the title, when it is larger (<h2> below <h5>)."""
    lines = (line for line in kept[:MAX_HEADS] if line.heading and not is_site(line.text))
    heads = [line for line in lines if not is_column(compact(line.text))]
    for first, second in pairwise(heads):
        title, other = (first, second) if compact(first.text) == compact(shown) else (second, first)
        if compact(title.text) == compact(shown) and 0 < other.heading < title.heading and strength(other.text) > 0:
            return other.text.strip()
    return None


def parse(markup: str) -> tuple[Any, tuple[Note, ...]]:
    """The page's element tree, and whether some of it was lost; damaged markup is repaired, a DTD's entities stay closed.

    Raises:
        ReadError: nothing in it, or too large.
    """
    if len(markup) > MAX_MARKUP:
        raise ReadError(f"a page of {len(markup)} characters is above the limit of {MAX_MARKUP}")
    if markup.count("<") > MAX_TAGS:
        raise ReadError(f"a page with more than {MAX_TAGS} tags")
    # lxml refuses a str with an XML encoding declaration, and NUL ends its input
    data = markup.replace("\x00", "").encode("utf-8", "replace")
    parser = html.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )  # huge_tree: badly closed <font> tags nest deeper than libxml2's usual 256
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as e:
        raise ReadError(f"no markup that can be read: {e}") from e
    deep = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return root, (Note("cut_markup", "elements nested too deep for the parser were left out"),) if deep else ()
