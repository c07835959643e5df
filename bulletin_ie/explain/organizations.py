"""Why names are organizations, and why other class words (局, 协会, 公司) end none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..pipes.organizations import cues
from ..pipes.organizations.boundaries import read_run
from ..pipes.organizations.cues import Cue
from ..pipes.organizations.generic import is_group
from ..pipes.organizations.walk import Page, walk
from ..rules.core import Token
from . import tables
from .model import Finding, LexiconRow

if TYPE_CHECKING:
    from ..records import Bulletin, Mention, Organization

__all__ = ["of_organizations"]

RESOLUTIONS = {
    "explicit": "printed in full at least once",
    "alias": "a short form, bound to a longer name of the same text",
    "context": "its division was filled in from the text, the source or the host",
    "unresolved": "a placeholder that the document does not fix: the name stays as printed",
}
METHODS = {
    "rule": "a class word ends it, and the words before it were read back to where the name begins",
    "gazetteer": "a body known by name",
    "model": "a trained model found it",
}
MEANINGS = {
    "place": "only after a place or division", "head": "heads a body of a division", "inner": "an inner body of another",
    "topic": "after the subject that it serves", "named": "after a proper name", "strong": "almost always ends a name",
    "abbr": "a short form", "single": "a single character, only after a proper word", "known": "a whole name",
}  # fmt: skip


def of_organizations(bulletin: Bulletin, tokens: Sequence[Token]) -> Iterator[Finding]:
    """A finding for each mention and for each class word that ends none."""
    text = bulletin.text
    safe = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    page = Page(safe if len(safe) == len(text) else "\ufffd" * len(text), tokens) if tokens else None
    found = cues.scan(page.text) if page is not None else []
    mentions = [(m, o) for o in bulletin.organizations for m in o.mentions]
    for m, o in mentions:
        inside = [c for c in found if m.start <= c.start and c.end <= m.end]
        yield Finding(
            "organizations",
            "record",
            m.start,
            m.end,
            m.text,
            f"{m.method}.{inside[-1].pattern.level}" if inside else m.method,
            o.id,
            tuple(_of_mention(o, m, inside)),
            (*(row for c in inside[-1:] for row in _rows(c)), *_division(o)),
        )
    spans = [(m.start, m.end) for m, _ in mentions]
    for cue in found:
        if page is not None and not any(a < cue.end and cue.start < b for a, b in spans):
            rule, why = _why_not(bulletin, page, cue)
            if rule == "stands" and cue.end - cue.start == 1:
                continue  # one character in the middle of a word (局面) was never a candidate
            words = (text[cue.start : cue.end], f"class word, {MEANINGS.get(cue.pattern.level, cue.pattern.level)}")
            yield Finding(
                "organizations", "lost", cue.start, cue.end, words[0], rule, None, (why, words[1]), _rows(cue)
            )


def _of_mention(o: Organization, m: Mention, inside: Sequence[Cue]) -> Iterator[str]:
    yield METHODS[m.method]
    if inside:
        last = inside[-1].pattern
        yield f"the class word {last.text!r} gives the type {last.type} ({MEANINGS.get(last.level, last.level)})"
        if last.type != o.type:
            yield f"its owner or the words in the name make it {o.type}"
    if m.name != m.text:
        yield f"written out as {m.name!r}"
    yield f"{o.resolution}: {RESOLUTIONS[o.resolution]}"


def _why_not(bulletin: Bulletin, page: Page, cue: Cue) -> tuple[str, str]:
    if any(d.kind == "title" and d.start < cue.start < d.end for d in bulletin.documents):
        return "title", "inside a document's title 《…》, where organizations are not recorded"
    if not cues.stands(page.text, page.tokens[page.index(cue.end - 1)], cue):
        after = page.text[cue.end : cue.end + 1]
        return "stands", f"does not end a word here (a longer word, a post, an address or a number follows: {after!r})"
    run = walk(page, cue.start, floor=0, level=cue.pattern.level)
    reading = read_run(page, run, cue.start, cue.pattern.level)
    surface = page.text[reading.start : cue.end]
    if is_group(page.text, reading, run, cue):
        return "group", f"{surface!r} is a generic group, not one body"
    return "name", f"{surface!r} names nobody in particular: no division and no proper word heads it"


def _rows(cue: Cue) -> tuple[LexiconRow, ...]:
    pattern = cue.pattern
    if pattern.level == "known":
        return tables.where("organizations", lambda c: c.get("name") == pattern.canonical)
    exact = tables.where("organization_suffixes", lambda c: c.get("suffix") == pattern.text)
    return exact or tables.where(
        "organization_topics",
        lambda c: any(
            pattern.text.startswith(form) and pattern.full.startswith(c.get("topic", "\0"))
            for form in (c.get("topic", "\0"), *c.get("forms", "").split("|"))
            if form
        ),
    )


def _division(o: Organization) -> tuple[LexiconRow, ...]:
    return tables.where("divisions", lambda c: c.get("code") == o.division_code)[:1] if o.division_code else ()
