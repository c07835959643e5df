"""An element tree as the lines that a browser would show, each with what is needed to tell prose from furniture."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import regex

from .. import lexicon
from . import times
from .cells import are_plain, local_name
from .furniture import is_furniture, is_furniture_word
from .labels import begins_with_label, is_button, is_field, is_label, scan
from .lines import compact

__all__ = ["PageLine", "lines", "names_body", "page_title", "title_candidates", "title_spans"]

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "ucapcontent", "ucaptitle", "founder-content",
))  # fmt: skip
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "input", "select", "option", "textarea", "button", "iframe", "svg",
    "head", "object", "embed", "canvas", "map", "audio", "video", "colgroup", "datalist", "link", "meta", "base",
    "title",
))  # fmt: skip
_BUTTONS = frozenset({"a", "span", "label", "em", "i", "b", "font"})
_VALUES = frozenset({"td", "dd", "span", "p", "em", "i", "b", "strong", "font", "label"})
"""Elements that hold the value beside a label."""
_REST_TAGS = frozenset({"nav", "footer", "aside"})
MAX_BAR = 160
"""Characters of the longest info bar."""
MAX_PIECES = 80
"""Pieces of the longest line that could be an info line."""
MAX_LINES = 30_000
MAX_DEPTH = 200
"""Ancestors that a line remembers."""


@dataclass(frozen=True, slots=True)
class HintRow:
    """A row of ``body_hints.tsv``."""

    kind: str
    token: str
    example: str


@dataclass(slots=True)
class PageLine:
    """One line of the page; ``linked`` counts its characters inside links, ``path`` the elements around it."""

    text: str
    linked: int = 0
    heading: int = 0
    """1–6 inside ``<h1>`` … ``<h6>``, else 0."""
    rest: bool = False
    """Inside an element that says it is furniture (``<nav>``, class="footer")."""
    path: tuple[Any, ...] = field(default=(), repr=False)


@cache
def _hints() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    rows = lexicon.load("body_hints", HintRow)
    both = []
    for kind in ("body", "rest"):
        names = "|".join(regex.escape(r.token) for r in sorted(rows, key=lambda r: -len(r.token)) if r.kind == kind)
        both.append(regex.compile(rf"(?<![a-z])(?:{names})", regex.I))
    return both[0], both[1]


def names_body(element: Any) -> bool:
    """Does the element's id or class say that it holds the notice's text?"""
    return _hints()[0].search(_names(element)) is not None


def _names(element: Any) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''}"[:300]


def page_title(root: Any) -> str:
    """The text of ``<title>``."""
    for element in root.iter("title"):
        return " ".join((element.text or "").split())
    return ""


@cache
def _title_marks() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    strong = r"\s{0,4}(?:[_|｜>»·]|(?<!\d)[-—–](?!\d)){1,3}+\s{0,4}"
    return regex.compile(strong), regex.compile(rf"{strong}|\s{{1,4}}")


def title_candidates(page_title: str) -> list[str]:
    """What of ``<title>`` may be the article's title: all of it, then its parts between marks and between spaces,
    the longest first."""
    parts = [p for marks in _title_marks() for p in sorted(marks.split(page_title), key=len, reverse=True)]
    return [t for t in dict.fromkeys([page_title, *parts]) if len(t) >= 4]


def title_spans(page_title: str) -> list[str]:
    """Every run of parts of ``<title>``, the longest first: marks may stand inside a title, too (1—10月, ——侧记)."""
    page_title = page_title[:300]
    edges = [(m.start(), m.end()) for m in _title_marks()[1].finditer(page_title)][:10]
    starts, ends = [0, *(b for _, b in edges)], [*(a for a, _ in edges), len(page_title)]
    spans = (page_title[a:b].strip() for i, a in enumerate(starts) for b in ends[i:])
    return sorted(dict.fromkeys(span for span in spans if len(span) >= 4), key=len, reverse=True)


def lines(root: Any) -> list[PageLine]:
    """The visible lines of a page in document order."""
    flow = _Flow(_sizes(root), root)
    for event, element in _walk(root, flow.sizes):
        if event == "open":
            flow.open(element)
        else:
            flow.close(element)
    flow.break_line()
    return flow.done


def _walk(root: Any, sizes: dict[Any, int]) -> Any:
    """(open | close, element) in document order, without recursion; elements that show no text are left out."""
    stack: list[tuple[str, Any]] = [("open", root)]
    while stack:
        event, element = stack.pop()
        yield event, element
        if event == "close":
            continue
        stack.append(("close", element))
        for child in reversed(element):
            if (
                isinstance(child.tag, str)
                and not _hidden(child)
                and not (_states_nothing(child, sizes) or _is_button(child))
            ):
                stack.append(("open", child))
            elif child.tail:
                stack.append(("close", child))


def _sizes(root: Any) -> dict[Any, int]:
    """Characters of each element's text, scripts and styles left out; one pass for the whole page."""
    sizes: dict[Any, int] = {}
    for element in reversed(list(root.iter())):
        shown = isinstance(element.tag, str) and local_name(element) not in _SKIPPED
        size = sizes.get(element, 0) + len((element.text or "").strip()) if shown else 0
        sizes[element] = size
        parent = element.getparent()
        if parent is not None:
            sizes[parent] = sizes.get(parent, 0) + size + len((element.tail or "").strip())
    return sizes


def _hidden(element: Any) -> bool:
    if local_name(element) in _SKIPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def _is_button(link: Any) -> bool:
    """Is this a link to another page at the end of a sentence (…。返回首页)?"""
    if link.tag != "a" or link.getnext() is not None or (link.tail or "").strip():
        return False
    beside, parent = link.getprevious(), link.getparent()
    before = (beside.tail if beside is not None else parent.text) if parent is not None else None
    ended = before is not None and before.rstrip().endswith("。")
    return ended and len(link) == 0 and 2 < len(link.text or "") <= 14 and is_furniture(link.text.strip())


def _states_nothing(element: Any, sizes: dict[Any, int]) -> bool:
    """Is this a label whose value beside it stands empty (<b>来源</b><span></span>)?"""
    beside = element.getnext() if local_name(element) not in ("td", "th") else None  # a row stays in its columns
    if beside is None or local_name(beside) not in _VALUES or sizes.get(beside, 0) or sizes.get(element, 0) > 12:
        return False
    if any((x.tail or "").strip() for x in (element, beside)):
        return False
    word = "".join(element.itertext()).strip() if sizes.get(element, 0) else ""
    return is_field(compact(word).rstrip("：:"))


class _Flow:
    """Collects text into lines."""

    def __init__(self, sizes: dict[Any, int], root: Any) -> None:
        self.done: list[PageLine] = []
        self._parts: list[str] = []
        self._linked = self._letters = self._pressed = self._links = self._heading = self._rest = self._pre = 0
        self._path: list[Any] = []
        self._rested: list[bool] = []
        self.sizes = sizes
        self._total = sizes.get(root, 0)
        self._bars: dict[Any, bool] = {}
        self._rows: list[bool] = []
        """For each open row: are its cells plain, so that it becomes one line?"""

    def open(self, element: Any) -> None:
        tag = local_name(element)
        if tag == "br":
            self._break_soft()
        elif tag in ("td", "th") and self._rows and self._rows[-1]:
            if element.getprevious() is not None:
                self._parts.append("\t")
        elif tag in _BLOCKS and not self._in_row():
            self.break_line()
        if tag == "tr":
            self._rows.append(are_plain(element))
        self._count(element, tag, 1)
        self._path.append(element)
        if self._parts and tag not in _BLOCKS and self._in_bar(element):
            self._parts.append("\u3000")
        elif self._parts and tag not in _BLOCKS and element.text and begins_with_label(element.text):
            self._parts.append("\u3000")  # what a page parts by style sheets
        elif self._parts and tag in _BUTTONS and _stands_apart(self._before(), element.text, link=self._links > 0):
            self._parts.append("\u3000")
        elif self._parts and element.text and _is_clock_of(self._parts[-1], element.text):
            self._parts.append(" ")  # <date>2022-05-19</date><span>09:07:31</span>
        self._text(element.text)

    def close(self, element: Any) -> None:
        tag = local_name(element)
        if self._path and self._path[-1] is element:
            if tag == "tr" and self._rows:
                self._rows.pop()
            if tag in _BLOCKS and not self._in_row():
                self.break_line()
            self._path.pop()
            self._count(element, tag, -1)
        if tag in _BUTTONS and element.tail and element.tail.strip():
            linked = self._links and _stands_apart(self._before(), element.tail, link=True)
            if linked or self._is_bar(element.getparent()):
                self._parts.append("\u3000")
        self._text(element.tail)

    def _before(self) -> str:
        """The line so far, when it is short enough for an info line."""
        return "".join(self._parts) if len(self._parts) <= MAX_PIECES else ""

    def _in_bar(self, element: Any) -> bool:
        """Does the element follow another one in an info bar: nothing but elements, one of them a date or a label?"""
        return element.getprevious() is not None and self._is_bar(element.getparent())

    def _is_bar(self, parent: Any) -> bool:
        if parent is None or self.sizes.get(parent, 0) > MAX_BAR:
            return False
        if parent not in self._bars:
            self._bars[parent] = _is_bar(parent) or _labelled(parent)
        return self._bars[parent]

    def _in_row(self) -> bool:
        return bool(self._rows) and self._rows[-1]

    def _count(self, element: Any, tag: str, step: int) -> None:
        self._links += step * (tag == "a")
        self._pre += step * (tag == "pre")
        if step > 0:
            self._rested.append(self._is_rest(element, tag))
        self._rest += step * (self._rested[-1] if step > 0 else self._rested.pop())
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._heading = int(tag[1]) if step > 0 else 0

    def _is_rest(self, element: Any, tag: str) -> bool:
        """Does the element say that it is furniture, and is it not most of the page (class="main has-sidebar")?"""
        if tag not in _REST_TAGS and _hints()[1].search(_names(element)) is None:
            return False
        return self.sizes.get(element, 0) <= 0.4 * self._total

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._add(first)
            for line in rest:
                self.break_line()
                self._add(line)
            return
        self._add(_collapse(text))

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            if self._links:
                self._linked += len(text.strip())
                letters = sum(map(str.isalpha, text))
                self._letters += letters
                self._pressed += letters if is_furniture_word(text.strip()) else 0

    def _break_soft(self) -> None:
        if self._in_row():
            self._parts.append(" ")
        else:
            self.break_line()

    def break_line(self) -> None:
        if not self._parts:
            return
        text = _tidy("".join(self._parts))
        if text.strip() and len(self.done) < MAX_LINES:
            # an entry of a list, with its date beside the link, is a link; a date with nothing but buttons is none
            entry = 0 < sum(map(str.isalpha, text)) <= self._letters != self._pressed
            linked = len(text) if entry else self._linked
            line = PageLine(text, linked, self._heading, self._rest > 0, tuple(self._path[:MAX_DEPTH]))
            self.done.append(line)
        self._parts = []
        self._linked = self._letters = self._pressed = 0


def _is_clock_of(before: str, text: str) -> bool:
    """Is the text a time of day, right behind digits of a date that an element of its own holds?"""
    if not before[-1:].isdigit() or len(text) > 12 or _clock().fullmatch(text.strip()) is None:
        return False
    moment = times.match(before.strip())
    return moment is not None and moment.end == len(before.strip())


@cache
def _clock() -> regex.Pattern[str]:
    return regex.compile(r"\d{1,2}:\d\d(?::\d\d)?")


def _is_run(element: Any) -> bool:
    """A piece of text that a word processor set in a font of its own."""
    return element.tag == "font" or any(word in (element.get("style") or "") for word in ("font", "mso", "line-height"))


@cache
def _short_stamp() -> regex.Pattern[str]:
    return regex.compile(rf"{times.SHORT_DAY} {{1,2}}\d{{1,2}}:\d\d")


def _is_bar(parent: Any) -> bool:
    if (parent.text or "").strip() or (local_name(parent) in ("p", "td") and len(parent) > 12):
        return False
    marked = False
    for child in parent:
        if not isinstance(child.tag, str) or (child.tail or "").strip() or _is_run(child):
            return False
        text = "".join(child.itertext()).strip()
        if any(c in text for c in "，。；"):
            return False  # prose in runs
        moment = times.match(text) if text else None
        dated = (moment is not None and moment.end == len(text)) or _short_stamp().fullmatch(text) is not None
        marked = marked or dated or begins_with_label(text) or (len(text) > 1 and is_field(compact(text)))
    return marked


def _labelled(parent: Any) -> bool:
    """Is this a bar of labels as elements with their values between them (<label>来源</label>县水务局<label>作者</label>…)?"""
    labels = [
        child
        for child in parent
        if isinstance(child.tag, str) and len(child.text or "") > 1 and is_label(compact(child.text))
    ]
    return len(labels) > 1 and all((child.tail or "").strip() for child in labels)


def _stands_apart(before: str, text: str | None, *, link: bool) -> bool:
    """Is the next element of an info line a button, or anything after a date with its time?"""
    if is_button(text):
        return begins_with_label(before)
    if link and text and begins_with_label(before):
        if any(hit.field == "keywords" for hit in scan(before, 0, len(before))[-1:]):
            return False  # each keyword is a link
        return before.rstrip()[-1:] not in (":", "：")  # after a value
    if not text or not text.strip() or len(before) > 24:
        return False
    moment = times.match(before.strip())
    return moment is not None and "T" in moment.iso and moment.end == len(before.strip())


@cache
def _space() -> regex.Pattern[str]:
    return regex.compile(r"[ \t\n\r\f]++")


def _collapse(text: str) -> str:
    return _space().sub(" ", text)


@cache
def _gaps() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    return regex.compile(r" {2,}+"), regex.compile(r" ?\t ?")


def _tidy(text: str) -> str:
    """A line without the spaces that a browser would not show; NBSP and U+3000 stay."""
    double, tab = _gaps()
    text = tab.sub("\t", double.sub(" ", text)).strip(" \t\n")
    return text.rstrip("\u3000\u00a0 ")
