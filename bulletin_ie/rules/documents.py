"""Documents named in the text: 《…》 titles and 文号 (document numbers of GB/T 9704, 民发〔2022〕15号)."""

from __future__ import annotations

import re
from functools import cache

import regex

from .core import DocumentMention

__all__ = ["scan"]

MAX_TITLE = 120
"""Longest 《…》 that is taken for a title; a lost closing bracket must not swallow a page."""


_TITLE = rf"《(?:[^《》\n]|《[^《》\n]{{1,60}}+》){{1,{MAX_TITLE}}}+》"
"""A title may hold 〈…〉 and one nested 《…》."""


@cache
def _titles() -> regex.Pattern[str]:
    return regex.compile(_TITLE)


@cache
def _bracketed_years() -> re.Pattern[str]:
    return re.compile(r"[〔\[【［﹝(（]\s?(?:19|20|１９|２０)[0-9０-９]{2}\s?[〕\]】］﹞)）]")


@cache
def _patterns() -> regex.Pattern[str]:
    # A number is agency characters, a bracketed year, digits, 号.
    number = (
        r"(?<![\p{Han}A-Za-z])[\p{Han}A-Za-z（）()]{1,16}+\s?[〔\[【［﹝(（]\s?(?:19|20|１９|２０)[0-9０-９]{2}\s?"
        r"[〕\]】］﹞)）]\s?(?:第\s?)?[0-9０-９]{1,6}+\s?号"
    )
    return regex.compile(rf"(?P<title>(?=《){_TITLE})|(?P<number>{number})")


def scan(text: str) -> list[DocumentMention]:
    """All 《…》 titles and document numbers, in text order, not overlapping."""
    if _bracketed_years().search(text) is None:  # most texts name no number, whose agency could begin at any word
        return [DocumentMention(*match.span(), "title") for match in _titles().finditer(text)]
    found: list[DocumentMention] = []
    for match in _patterns().finditer(text):
        kind = "title" if match["title"] is not None else "number"
        found.append(DocumentMention(match.start(), match.end(), kind))
    return found
