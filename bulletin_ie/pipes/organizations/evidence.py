"""What speaks for and against each place where a name may begin, and for no name at all: the second opinion's evidence.

Evidence is (template, value) pairs. It says nothing of what the rules decided, so that it is an opinion of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ...rules.core import Token
from . import divisions
from .boundaries import Reading
from .cues import Cue, roles
from .found import Found
from .walk import Page, Run
from .words import PLACEHOLDERS

__all__ = ["Evidence", "Words", "edge", "nobody", "somebody", "starts", "whole", "within", "words_of"]

Evidence = list[tuple[str, str]]

MOST_WORDS = 14
LOOK_BACK = 40
LONGEST = 80
"""How long a body with its inner body may be; names run together without end must not grow."""
HARD = frozenset("，。；：！？,;:!?\n\r\t \u3000\u00a0《》…")
"""What no name holds."""
BRACKETS = frozenset("()（）")
CLASS_ENDS = frozenset("局厅委办院所队处科室司部校站")
SENT = ("驻", "派驻")
GLUE = frozenset(["、", "和", "及", "与", "，", ","])
PAUSES = frozenset("，。、；：,;:\n）) \u3000")
FUNCTION_TAGS = frozenset("vpcdu")  # a user's own word has no tag


def starts(page: Page, cue: Cue, found: Sequence[Found], ruled: Found | None) -> list[int]:
    """Offsets where a name that ends in the cue may begin: the cue, words before it, the body before it, the rules' choice."""
    previous = found[-1] if found else None
    floor = previous.end if previous is not None else 0
    position = cue.start
    made = [position]
    i = page.index(position - 1) if position > 0 else -1
    while i >= 0 and len(made) <= MOST_WORDS:
        begin = max(page.tokens[i].start, floor)
        if begin >= position or _parts(page.text, page.tokens[i]) or not HARD.isdisjoint(page.text[begin:position]):
            break
        known = page.division_starts.get(position)
        if known is not None and floor <= known < begin:
            begin = known
            i = page.index(known)
        position = begin
        made.append(position)
        i -= 1
    near = previous is not None and cue.end - previous.start <= LONGEST
    if previous is not None and near and previous.end in made and not _joins(page, previous.end):
        made.append(previous.start)
    if not BRACKETS.isdisjoint(page.text[min(made) : cue.start]):
        made = [p for p in made if _is_balanced(page.text[p : cue.start])]
    if ruled is not None and ruled.start not in made:
        made.append(ruled.start)
    return made


def _parts(text: str, token: Token) -> bool:
    """的, and 、 after a class word (质监局|、|安监局): no name holds them."""
    return token.text == "的" or (token.text == "、" and text[token.start - 1 : token.start] in CLASS_ENDS)


def _joins(page: Page, offset: int) -> bool:
    """Whether a joining word stands at ``offset`` (…处|和|市城管局), be it glued to others, or one that sends a group (县监委|驻)."""
    if page.text.startswith(SENT, offset):
        return True
    token = page.tokens[page.index(offset)]
    return roles().get(token.text) == "conj" if token.start == offset else page.text[offset] in "和与及暨"


def _is_balanced(words: str) -> bool:
    """Whether no bracket is cut in two (愈（中山|）机器人有限公司)."""
    return all(
        words.count(opens) == words.count(close) and words.find(opens) <= words.find(close)
        for opens, close in ("()", "（）")
    )


def nobody(page: Page, cue: Cue, found: Sequence[Found], run: Run, reading: Reading) -> Evidence:
    """Evidence on whether the cue ends no name."""
    text, pattern = page.text, cue.pattern
    key = _key(cue)
    group = "group" if reading.generic else "-"
    follower = text[cue.end : cue.end + 1]
    after = page.tokens[page.index(cue.end)] if follower else None
    tag = after.tag if after is not None else "^"
    word = _plain(after.text) if after is not None and after.start == cue.end else _plain(follower)
    before = page.tokens[page.index(reading.start - 1)] if reading.start > 0 else None
    same = _named_alike(text, cue, found)
    near = _gap(text, cue, found)
    size = min(3, len(reading.content))
    verb = "v" if tag[:1] == "v" else "f" if tag in ("p", "d", "ad") else "," if follower in PAUSES else tag[:1]
    opens = "x" if before is not None and text[reading.start - 1].isalnum() else ","
    made = [
        ("none", group),
        ("none level", pattern.level + group),
        ("none cue", key),
        ("none cue group", key + group),
        ("none next", word),
        ("none next tag", tag),
        ("none type", pattern.type + group),
        ("none first", reading.first),
        ("none stop", run.stop),
        ("none size", f"{size}{group}{pattern.level}"),
        ("none flags", f"{reading.placeholder:d}{reading.counted:d}{group}"),
        ("none alike", same + pattern.level),
        ("none near", near),
        ("none near types", f"{near}{found[-1].type if found else '-'} {pattern.type}"),
        ("none verb", f"{verb}{opens}{pattern.level}"),
        ("none verb alike", f"{verb}{opens}{same}"),
        ("none cue size", f"{min(5, len(pattern.text))}{same}"),
    ]
    if reading.content:
        first, last = reading.content[0], reading.content[-1]
        made += [
            ("none content", _plain(first.text)),
            ("none content tag", first.tag),
            ("none last", _plain(last.text)),
        ]
    if before is not None:
        made += [("none before", _plain(before.text)), ("none before tag", before.tag)]
    return made


def somebody(page: Page, cue: Cue, found: Sequence[Found], places: Sequence[int]) -> Iterator[Evidence]:
    """Evidence on whether a name begins at each of ``places``: of its edge, of the words in it, and of it as a whole."""
    words = words_of(page, places, cue.start)
    for place in places:
        at = page.index(place) - words.first
        made = [*edge(page, place), *whole(page, cue, found, place, words)]
        for word in words.tokens[at + 1 :]:
            made += within(word)
        yield made


def edge(page: Page, place: int) -> Evidence:
    """The words on both sides of a place; the same for every cue."""
    role_of = roles()
    at = page.index(place)
    after = page.tokens[at]
    cut = after.start < place
    before = after if cut else page.tokens[at - 1] if at else None
    if before is None:
        word = tag = role = "^"
    elif cut:
        word = tag = role = "cut"
    else:
        word, tag, role = _plain(before.text), before.tag, role_of.get(before.text, "-")
    first = page.text[place : after.end]
    first_tag = "cut" if cut else after.tag
    division = _division(page, place, first)
    return [
        ("before", word),
        ("before tag", tag),
        ("before role", role),
        ("before letter", _plain(page.text[place - 1]) if place else "^"),
        ("first", _plain(first)),
        ("first tag", first_tag),
        ("first role", role_of.get(first, "-")),
        ("division", division),
        ("tags", f"{tag} {first_tag}"),
        ("division tag", division + tag),
    ]


def within(word: Token) -> Evidence:
    """One word of a name after its first."""
    made: Evidence = [("within", _plain(word.text))]
    role = roles().get(word.text)
    if role is not None:
        made.append(("within role", role))
    if word.tag[:1] in FUNCTION_TAGS:
        made.append(("within tag", word.tag[0]))
    return made


def whole(page: Page, cue: Cue, found: Sequence[Found], place: int, words: Words) -> Evidence:
    """A name from ``place`` to the cue as a whole, of ``words``."""
    key, level = _key(cue), cue.pattern.level
    at = page.index(place)
    count = words.first + len(words.tokens) - at if place < cue.start else 0
    size = min(6, count)
    division = _division(page, place, page.text[place : page.tokens[at].end])
    divided = words.last_division > place
    made = [
        ("size", f"{size}{level}"),
        ("size alone", str(size)),
        ("divisions", f"{divided:d}{division}"),
        ("last", words.tokens[-1].tag + key) if count else ("bare", key),
    ]
    previous = found[-1] if found else None
    if previous is not None and place == previous.start:
        made += [("longer", ""), ("longer cue", key), ("longer types", f"{previous.type} {cue.pattern.type}")]
    elif previous is not None and place == previous.end:
        made.append(("adjoins", level))
    return made


class Words(NamedTuple):
    """The words between the leftmost place and a cue."""

    tokens: Sequence[Token]
    first: int
    """Index of the first of them on the page."""
    last_division: int
    """Where the last full name of a division among them begins, -1 for none."""


def words_of(page: Page, places: Sequence[int], end: int) -> Words:
    """The words that touch the text from the leftmost of ``places`` to ``end``."""
    first, after = page.index(min(places)), page.index(end - 1) + 1 if end else 0
    tokens = page.tokens[first:after]
    ends = page.division_ends
    return Words(tokens, first, next((w.start for w in reversed(tokens) if w.start in ends), -1))


def _division(page: Page, place: int, first: str) -> str:
    if place in page.division_ends:
        return "D"
    if divisions.short_codes(first):
        return "S"
    return "P" if first in PLACEHOLDERS else "-"


def _key(cue: Cue) -> str:
    return cue.pattern.text[-6:]


def _plain(word: str) -> str:
    """A word without what separates the columns and lines of the weights' file."""
    return word if word.isalnum() else "".join("¶" if c.isspace() else c for c in word) or "^"


def _named_alike(text: str, cue: Cue, found: Sequence[Found]) -> str:
    """Whether a longer name with this class word came before: ``near``, ``far`` or ``-``."""
    word = cue.pattern.text
    for k, other in enumerate(islice(reversed(found), LOOK_BACK)):
        if other.end - other.start > len(word) and text.startswith(word, other.end - len(word)):
            return "near" if k < 3 else "far"
    return "-"


def _gap(text: str, cue: Cue, found: Sequence[Found]) -> str:
    """What stands between the cue and the body named before it."""
    if not found:
        return "-"
    end = found[-1].end
    if cue.start <= end:
        return "none"
    if cue.start - end >= LOOK_BACK:
        return "far"
    between = text[end : cue.start]
    if between in GLUE:
        return "mark"
    return "far" if "。" in between or "\n" in between else "sentence"
