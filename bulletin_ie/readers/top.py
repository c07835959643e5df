"""How far the reading of a notice's top has come."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import values
from .found import Header
from .lines import Line

__all__ = ["EDGES", "STATED", "Top"]

STATED = frozenset(
    ("title", "published_at", "created_at", "source", "author", "editor", "document_number", "index_number", "views",
     "category", "validity", "keywords", "description", "recipients", "copied_to", "column", "publisher", "url")
)  # fmt: skip
"""Fields that an info line may state."""
_SENT_IN = frozenset({"供稿", "撰稿", "投稿", "来稿"})
"""Labels of who sent it in, an office or a person whatever the name."""
_OFFICES = frozenset("局办科处委厅部署院所站室社报网台校队会股组镇乡村县区市心司府团联")
EDGES = "【[(（|｜ \u3000\u00a0·•［"
"""What stands around a value or title without belonging to it."""

_PLACES = frozenset("镇乡村县区市州旗")
"""Ends of places that else look like a person's name (石窑镇)."""


@dataclass(slots=True)
class Top:
    """The state of reading down the top of one notice."""

    text: str
    lines: list[Line]
    header: Header
    titles: list[list[Line]] = field(default_factory=list)
    """Runs of adjacent lines that could be a title."""
    heads: list[Line] = field(default_factory=list)
    """Letterhead lines (an organization, XX简报), a title only when there is no other."""
    closed: bool = False
    """Has something come after the title, so that the next short line is prose?"""
    bare: bool = False
    """Is the title only a body and a kind of document (a number follows), which what it is about may follow?"""
    provisional: bool = False
    """Does the title look like the name of a series (an issue number follows), which a real title may follow?"""
    contents_end: int = 0
    """Index of the rule that ends the issue's table of contents."""
    again: int = 0
    """Index of the line below a head that prints the title once more."""
    above: frozenset[int] = frozenset()
    """Indices of lines that the page prints above the notice."""
    catalogue: int = -1
    """Index of the line that would go on with a catalogue block."""

    def zone(self, line: Line, kind: str) -> None:
        """Mark a line as a part of the head."""
        self.header.zones.append((line.start, line.end, kind))

    def put(self, name: str, value: values.Value, label: str = "") -> None:
        """Keep what an info line states; a person is no publisher."""
        person = values.are_persons(value.text) or (
            label in _SENT_IN and len(value.text) <= 6 and value.text[-1] not in _OFFICES
        )
        if name in ("publisher", "source") and person and value.text[-1] not in _PLACES:
            self.header.hint("author", value.text, value.start, value.end)
        elif (name == "title" and label == "原标题") or (
            name == "category" and label != "主题分类"
        ):  # as the page prints it counts
            self.header.hint(name, value.text, value.start, value.end)
        elif name in STATED:
            self.header.put(name, value.text, value.start, value.end, "header")

    def only_title(self) -> Line | None:
        """The one line that could be a title; None when there are several, or none."""
        return self.titles[0][0] if len(self.titles) == 1 and len(self.titles[0]) == 1 else None

    def take_title(self, line: Line, start: int, end: int) -> None:
        """Take a range of a line as a title."""
        self.titles.append([line._replace(start=start, end=end, text=self.text[start:end])])

    def prose_below(self, index: int) -> bool:
        """Does a sentence follow the line (so that no other title can)?"""
        following = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
        return len(following) > 40 and any(c in following for c in "。，,")
