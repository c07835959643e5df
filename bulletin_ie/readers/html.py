"""Saved web pages: markup → lines → the notice's own lines, with what ``<meta>`` says of it."""

from __future__ import annotations

from typing import Any

from lxml import etree, html

from ..errors import ReadError
from . import body, flow, header, metatags
from . import encoding as encodings
from .source import Note, Source
from .titles import is_site

__all__ = ["read", "read_markup"]

MAX_MARKUP = 30_000_000
"""Characters of markup above which a page is refused."""
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
    stated = metatags.trusted(tags, text=text, page_title=page_title, url=url, own=header.find(text))
    return Source(
        text,
        metadata=stated,
        sources=dict.fromkeys(stated, "meta"),
        url=url or stated.get("url"),
        format="html",
        notes=notes,
    )


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
