"""A sign-off that stands in the middle of a text, with an annex below: its body, and a line that is only a date."""

from __future__ import annotations

from functools import cache

import regex

from . import times
from .found import Header
from .lines import SPACES, compact
from .words import any_of

__all__ = ["ORGANIZATION", "find"]

ORGANIZATION = (
    r"[\p{Han}（）()、\s“”·]{2,80}(?:[部委局厅院办署处府会室所站司馆队组行社团联校网报台科股区县市]|中心|公司|集团|[大中小]学|学校|幼儿园|银行)"
    r"\s?(?:[（(](?:代|盖|印|公)?\s?章[)）])?"
)
"""A body, or several side by side, alone on a line."""
REACH = 6000
"""Characters below the masthead in which such a sign-off is looked for."""
MAX_BODIES = 12
WIDEST = 200
"""Characters of a sign-off's line, the blanks included that move it to the right."""


@cache
def _patterns() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    return regex.compile(ORGANIZATION), regex.compile(rf"{any_of('post')}\p{{Han}}{{2,4}}")


def find(text: str, start: int, header: Header) -> None:
    """Put ``signed_at`` (and ``signed_by`` when a body stands above it) of the first such sign-off below ``start``."""
    stop = min(len(text), start + REACH)
    at = text.find("日", start, stop)
    while at >= 0:
        if not text[at + 1 : at + 40].partition("\n")[0].strip(SPACES + "\r") and _signed(text, start, at, header):
            return
        at = text.find("日", at + 1, stop)


def _signed(text: str, floor: int, day: int, header: Header) -> bool:
    first = text.rfind("\n", max(floor, day - WIDEST), day) + 1
    if not first:
        return False
    begin = first + len(text[first:day]) - len(text[first:day].lstrip(SPACES))
    moment = times.match(text, begin, day + 1)
    if moment is None or moment.end != day + 1:
        return False
    organization, person = _patterns()
    bodies: list[tuple[int, int]] = []
    end = first - 1
    while end > floor and len(bodies) < MAX_BODIES:
        line = text.rfind("\n", max(floor, end - WIDEST), end) + 1
        raw = text[line:end] if line else ""
        words = raw.strip(SPACES + "\r")
        if not words:
            if not line or bodies:
                break
            end = line - 1
            continue
        if not bodies and person.fullmatch(compact(words)):
            header.put("signed_at", moment.iso, moment.start, moment.end, "footer")
            header.zones.append((line, moment.end, "footer"))
            return True
        if organization.fullmatch(words) is None:
            break
        at = line + raw.index(words)
        bodies[:0] = _beside(organization, text, at, at + len(words))
        end = line - 1
    if not bodies:
        if _ends_sentence(text, floor, first):
            header.put("signed_at", moment.iso, moment.start, moment.end, "footer")
            header.zones.append((moment.start, moment.end, "footer"))
            return True
        return False
    names = "、".join(text[a:b] for a, b in bodies)
    header.put("signed_at", moment.iso, moment.start, moment.end, "footer")
    header.put("signed_by", names, bodies[0][0], bodies[-1][1], "footer")
    header.zones.append((bodies[0][0], moment.end, "footer"))
    return True


def _beside(organization: regex.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The bodies of one line: two or more with blanks between them, or one whose own characters stand apart."""
    parts = [m.span() for m in _words().finditer(text, start, end)]
    if len(parts) > 1 and all(b - a > SHORTEST_BODY and organization.fullmatch(text[a:b]) for a, b in parts):
        return parts
    return [(start, end)]


SHORTEST_BODY = 4
"""Characters above which a word alone is a body that signs."""


@cache
def _words() -> regex.Pattern[str]:
    return regex.compile(r"\S++")


def _ends_sentence(text: str, floor: int, at: int) -> bool:
    """Does the text right above end a sentence? Then a date alone below it signs, though no body does."""
    above = text[max(floor, at - 80) : at].rstrip()
    return above[-1:] == "。"
