"""Why names are organizations, and why other class words (局, 协会, 公司) end none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..pipes.organizations import cues, weights
from ..pipes.organizations.boundaries import Reading, read_run
from ..pipes.organizations.cues import Cue
from ..pipes.organizations.evidence import nobody, somebody
from ..pipes.organizations.finder import Verdict, overruled, spans
from ..pipes.organizations.found import Found
from ..pipes.organizations.generic import is_group
from ..pipes.organizations.opinion import MARGIN, Opinion, Opinions
from ..pipes.organizations.walk import Page, Run, walk
from ..rules.core import Token
from . import tables
from .model import Evidence, Finding, LexiconRow

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
    "model": "the trained second opinion overruled the rules",
}
MEANINGS = {
    "place": "only after a place or division", "head": "heads a body of a division", "inner": "an inner body of another",
    "topic": "after the subject that it serves", "named": "after a proper name", "strong": "almost always ends a name",
    "abbr": "a short form", "single": "a single character, only after a proper word", "known": "a whole name",
}  # fmt: skip


SHOWN = 6
"""Pieces of evidence shown, the weightiest first."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the second opinion said of one cue, and the mention that the rules would have made."""

    ruled: Found | None
    opinion: Opinion
    evidence: tuple[Evidence, ...]

    def reason(self, text: str, end: int) -> str:
        """One line for a person."""
        odds, start = self.opinion.odds, self.opinion.start
        if odds <= 0:
            return "second opinion: agrees with the rules"
        rules = repr(text[self.ruled.start : end]) if self.ruled is not None else "no name"
        own = repr(text[start:end]) if start is not None else "no name"
        followed = "overruled them" if self.opinion.overrules else f"would need {MARGIN:g}"
        return f"second opinion: {own}, where the rules have {rules}; log odds {odds:.2f}, {followed}"


def _heard(page: Page) -> dict[tuple[int, int], _Heard]:
    """The second opinion on each cue that was put to it, by the cue's range."""
    table, opinions, settle = weights.load(), Opinions(page), overruled(page)
    heard: dict[tuple[int, int], _Heard] = {}

    def listen(page: Page, cue: Cue, found: Sequence[Found], run: Run, reading: Reading, verdict: Verdict) -> Verdict:
        opinion = opinions.form(cue, found, run, reading, verdict.mention)
        start = opinion.start
        facts = nobody(page, cue, found, run, reading) if start is None else next(somebody(page, cue, found, [start]))
        known = sorted({(what, value): table.get((what, value), 0.0) for what, value in facts}.items())
        known.sort(key=lambda x: -abs(x[1]))
        evidence = tuple(Evidence(what, value, round(weight, 3)) for (what, value), weight in known[:SHOWN] if weight)
        heard[cue.start, cue.end] = _Heard(verdict.mention, opinion, evidence)
        return settle(page, cue, found, run, reading, verdict)

    spans(page, settle=listen)
    return heard


def of_organizations(bulletin: Bulletin, tokens: Sequence[Token]) -> Iterator[Finding]:
    """A finding for each mention and for each class word that ends none."""
    text = bulletin.text
    safe = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    page = Page(safe if len(safe) == len(text) else "\ufffd" * len(text), tokens) if tokens else None
    found = cues.scan(page.text) if page is not None else []
    heard = _heard(page) if page is not None else {}
    mentions = [(m, o) for o in bulletin.organizations for m in o.mentions]
    for m, o in mentions:
        inside = [c for c in found if m.start <= c.start and c.end <= m.end]
        said = heard.get((inside[-1].start, inside[-1].end)) if inside else None
        yield Finding(
            "organizations",
            "record",
            m.start,
            m.end,
            m.text,
            f"{m.method}.{inside[-1].pattern.level}" if inside else m.method,
            o.id,
            (*_of_mention(o, m, inside), *([said.reason(text, m.end)] if said is not None else ())),
            (*(row for c in inside[-1:] for row in _rows(c)), *_division(o)),
            *_weighed(said),
        )
    spans = [(m.start, m.end) for m, _ in mentions]
    for cue in found:
        if page is not None and not any(a < cue.end and cue.start < b for a, b in spans):
            said = heard.get((cue.start, cue.end))
            rule, why = _why_not(bulletin, page, cue, said)
            if rule == "stands" and cue.end - cue.start == 1:
                continue  # one character in the middle of a word (局面) was never a candidate
            words = (text[cue.start : cue.end], f"class word, {MEANINGS.get(cue.pattern.level, cue.pattern.level)}")
            heard_line = [said.reason(text, cue.end)] if said is not None else []
            yield Finding(
                "organizations",
                "lost",
                cue.start,
                cue.end,
                words[0],
                rule,
                None,
                (why, words[1], *heard_line),
                _rows(cue),
                *_weighed(said),
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


def _weighed(said: _Heard | None) -> tuple[float | None, tuple[Evidence, ...]]:
    """The score and evidence of a finding: where the model chose otherwise than the rules."""
    return (round(said.opinion.odds, 3), said.evidence) if said is not None and said.opinion.odds > 0 else (None, ())


def _why_not(bulletin: Bulletin, page: Page, cue: Cue, said: _Heard | None) -> tuple[str, str]:
    if any(d.kind == "title" and d.start < cue.start < d.end for d in bulletin.documents):
        return "title", "inside a document's title 《…》, where organizations are not recorded"
    if not cues.stands(page.text, page.tokens[page.index(cue.end - 1)], cue):
        after = page.text[cue.end : cue.end + 1]
        return "stands", f"does not end a word here (a longer word, a post, an address or a number follows: {after!r})"
    if said is not None and said.ruled is not None and said.opinion.start is None and said.opinion.overrules:
        return (
            "model",
            f"{page.text[said.ruled.start : cue.end]!r} is no name of one particular body to the trained model",
        )
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
