"""Evidence around a trigger candidate: what speaks for a reported act and what for a duty, purpose, plan, title or name.

Evidence is a list of (template, value) pairs; the weights of :mod:`.weights` turn it into a decision.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from . import words
from .model import Candidate, Evidence
from .noun_phrases import Subjects
from .scene import LAYERS, REACH, Mentioned, Piece, Scene
from .surroundings import Surroundings

__all__ = ["Bends", "describe"]

_NEAR = 8
"""Characters between a trigger and a figure that still count as side by side."""
_BEND_NEAR = 6
_RELATIVE_REACH = 14
_NEIGHBOURS = 8
"""Triggers on each side, in one clause, that are looked at."""
_HEADING = 30
_ENDS = "。！？!?"
_UNITS = frozenset({"%", "百分点", "倍", "元", "人"})
_LISTED = frozenset({"、", "和", "并", "及", "与"})
_word = attrgetter("text")
_DUTIES = frozenset({"要", "应", "须", "必须", "应当", "不得", "严禁", "请", "务必", "严格", "切实", "加强", "确保"})


def describe(subjects: Subjects, candidates: Sequence[Candidate]) -> None:
    """Fill ``candidate.evidence`` for all candidates of a text (in text order)."""
    scene = subjects.scene
    by_clause: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_clause.setdefault(candidate.clause, []).append(candidate)
    bends = Bends(scene)
    duties = sum(map(_DUTIES.__contains__, map(_word, scene.tokens)))
    dense = str(min(5, 300 * duties // max(300, len(scene.text))))  # of a short text, one duty says little
    before: dict[int, _Sentence] = {}
    around = Surroundings(scene)
    for clause, here in by_clause.items():
        shared: Evidence = [("bias", ""), ("duties", dense), ("subject", subjects.of(clause).kind)]
        shared += _of_sentence(scene, clause, bends, before)
        shared += around.of(scene.clauses.sentence[clause])
        followed = clause + 1 not in by_clause
        for n, candidate in enumerate(here):
            candidate.evidence = shared + _of_candidate(scene, here, n, bends, followed)


class Bends:
    """How each clause is bent (duty, purpose, speech …) by its words, found once a clause."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._known: dict[int, list[tuple[int, str]]] = {}
        self._summaries: dict[int, tuple[dict[str, None], bool]] = {}

    def of(self, clause: int) -> list[tuple[int, str]]:
        """(offset, kind) of every bending word, in order."""
        found = self._known.get(clause)
        if found is None:
            table = words.duty_words()
            pieces = self.scene.pieces(clause)
            found = self._known[clause] = [
                (p.start, kind)
                for j, p in enumerate(pieces)
                if p.text in table and p.tag not in LAYERS and not _is_disposal(pieces, j)
                for kind in table[p.text]
            ]
        return found

    def summary(self, clause: int) -> tuple[dict[str, None], bool]:
        """The kinds of a clause's bends, and whether it names a date."""
        found = self._summaries.get(clause)
        if found is None:
            kinds = dict.fromkeys(kind for _, kind in self.of(clause))
            found = self._summaries[clause] = (kinds, _has(self.scene.pieces(clause), "date"))
        return found


@dataclass(slots=True)
class _Sentence:
    """What is known of a sentence, and of its clauses up to ``reached``."""

    evidence: Evidence
    reached: int
    earlier: dict[str, None] = field(default_factory=dict)
    dated: bool = False


def _is_disposal(pieces: list[Piece], j: int) -> bool:
    """将 that fronts an object (将嫌疑人抓获), 目标 that is only named (占目标任务的八成): they say nothing of the future."""
    word, following = pieces[j].text, pieces[j + 1] if j + 1 < len(pieces) else None
    if word == "目标":
        return following is None or following.tag[:1] != "v"
    if word != "将" or following is None:
        return False
    return following.tag != "date" and not (following.tag not in LAYERS and following.tag[:1] in ("v", "d", "p"))


def _of_sentence(scene: Scene, clause: int, bends: Bends, known: dict[int, _Sentence]) -> Evidence:
    """What the sentence says, and its clauses before ``clause`` (asked for in text order)."""
    clauses = scene.clauses
    sentence = clauses.sentence[clause]
    found = known.get(sentence)
    if found is None:
        inside = clauses.sentence_clauses(sentence)
        mark = clauses.marks[inside[-1]]
        start, end = clauses.sentence_span(sentence)
        found = known[sentence] = _Sentence([("mark", mark if mark and mark in "。！？" else "open")], inside.start)
        if (not mark or mark not in _ENDS) and end - start <= _HEADING:
            found.evidence.append(("heading", ""))
    for k in range(found.reached, clause):
        kinds, has_date = bends.summary(k)
        found.earlier.update(kinds)
        found.dated = found.dated or has_date
    found.reached = max(found.reached, clause)
    closing = clauses.marks[clause]
    more: Evidence = [("earlier", kind) for kind in found.earlier]
    more.append(("date.before", str(found.dated)))
    more.append(("closing", closing if closing and closing in "，。；：" else "other"))
    return found.evidence + more


def _of_candidate(scene: Scene, here: list[Candidate], n: int, bends: Bends, followed: bool) -> Evidence:
    c = here[n]
    before, after = scene.around(c.clause, c.start, c.end)
    tags_before, tags_after = {p.tag for p in before}, {p.tag for p in after}
    ties = _relation(scene, here[n - 1], c) if n else "none"
    kind = c.kind
    left = before[-1:]
    f: Evidence = [
        ("word", c.word),
        ("type", c.type),
        ("kind", kind),
        ("place", "later" if n else "first"),
        ("prev", (ties, kind)),
        ("left", _shape(left)),
        ("left.tag", (kind, _tags(left))),
        ("date", "clause" if "date" in tags_before else "after" if "date" in tags_after else "none"),
    ]
    f += _right(scene, c, after)
    f += [("char", c.word[-1]), ("char0", c.word[0])]
    if n + 1 < len(here):
        f.append(("next", (_relation(scene, c, here[n + 1]), here[n + 1].kind)))
        if kind == "light":
            f.append(("light.over", here[-1].type))
    if n and any(x.kind == "light" for x in here[max(0, n - _NEIGHBOURS) : n]):
        f.append(("after.light", kind))
    f += _figure(scene, here, n, before, after, ties, followed)
    if "doc" in tags_after:
        f.append(("doc", "after"))
    elif "doc" in tags_before:
        f.append(("doc", "before"))
    f += _bent(c, bends)
    if _quoted(scene.text, c.start, c.end):
        f.append(("quoted", ""))
    return f


def _right(scene: Scene, c: Candidate, after: list[Piece]) -> Evidence:
    """What follows: a word that makes the trigger a name (检查站), or the rest of a longer word (检查|人员)."""
    if not after:
        return [("right", "edge"), ("right.tag", (c.kind, ""))]
    right = after[0]
    text = right.text if right.tag not in LAYERS else right.tag
    f: Evidence = []
    if right.start < c.end:
        text = scene.text[c.end : right.end]
        f.append(("cut", ""))
    f += [("right", text), ("right.tag", (c.kind, _tags(after[:1])))]
    tail = words.tails().get(text)
    if tail:
        f += [("tail", (tail, c.kind)), ("tail.then", (tail, c.kind, _shape(after[1:2])))]
    return f


def _figure(
    scene: Scene, here: list[Candidate], n: int, before: list[Piece], after: list[Piece], ties: str, followed: bool
) -> Evidence:
    """Where the nearest figure stands, and the word classes on the way to it."""
    c = here[n]
    clauses = scene.clauses
    ahead = next((p for p in after if isinstance(p, Mentioned) and p.tag == "qty"), None)
    behind = next((p for p in reversed(before) if p.tag == "qty"), None)
    limit = here[n + 1].start if n + 1 < len(here) else clauses.ends[c.clause]
    rival = next((x for x in here[n + 1 : n + 1 + _NEIGHBOURS] if x.kind not in ("noun", "rate")), None)
    where = "none"
    if ahead is not None and ahead.start < limit:
        where = "near" if ahead.start - c.end <= _NEAR else "right"
    elif ahead is not None and (rival is None or ahead.start < rival.start):
        where = "over"
    elif behind is not None and behind.start >= (here[n - 1].end if n else clauses.starts[c.clause]):
        where = "left"
    elif followed and n == len(here) - 1 and _measured_next(scene, c.clause):
        where = "next"
    elif ahead is not None:
        where = "far"
    f: Evidence = [("figure", (where, c.kind)), ("figure.prev", (where, ties))]
    if ahead is not None and where in ("near", "right", "over"):
        way = [p for p in after if p.start < ahead.start]
        f += [("path", _tags(way[:4])), ("path.kind", (_tags(way[:2]), c.kind))]
        unit = scene.quantities[ahead.number].unit
        f.append(("unit", unit if unit in _UNITS else "other"))
    return f


def _measured_next(scene: Scene, clause: int) -> bool:
    """The next clause of the sentence has no trigger but a figure (…，价值86万元)."""
    clauses = scene.clauses
    following = clause + 1
    if following >= len(clauses.starts) or clauses.sentence[following] != clauses.sentence[clause]:
        return False
    return _has(scene.pieces(following), "qty")


def _bent(c: Candidate, bends: Bends) -> Evidence:
    kinds: dict[str, None] = {}
    f: Evidence = []
    every = bends.of(c.clause)
    middle = bisect_left(every, (c.start,))
    for at, kind in every[max(0, middle - REACH) : middle + REACH]:
        if at < c.start:
            kinds[kind] = None
            if c.start - at <= _BEND_NEAR:
                f.append(("bend.near", kind))
        elif kind == "relative" and at - c.end <= _RELATIVE_REACH:
            kinds["relative.after" if at > c.end else "relative.next"] = None
        elif kind == "aspect" and at == c.end:
            kinds["aspect.next"] = None
    return f + [("bends", kind) for kind in kinds]


def _relation(scene: Scene, first: Candidate, second: Candidate) -> str:
    """How two triggers of a clause stand to each other: adjacent, listed, with a figure or 的 between, near or far."""
    between = scene.text[first.end : second.start]
    if not between or between.isspace():
        return "adjacent"
    if between in _LISTED:
        return "listed"
    if scene.of_layer("qty", first.end, second.start):
        return "figure"
    if "的" in between:
        return "de"
    return "near" if len(between) <= _NEAR else "far"


def _has(pieces: Sequence[Piece], kind: str) -> bool:
    return any(p.tag == kind for p in pieces)


def _tags(pieces: Sequence[Piece]) -> str:
    return ".".join([p.tag if p.tag in LAYERS else p.text if p.tag == "x" else p.tag[:1] for p in pieces])


def _shape(pieces: Sequence[Piece]) -> str:
    if not pieces:
        return "edge"
    return pieces[0].text if pieces[0].tag not in LAYERS else pieces[0].tag


def _quoted(text: str, start: int, end: int) -> bool:
    """Inside a short quotation, whose blanks may part it into clauses (“迎新春 送温暖 献爱心”)."""
    left = text[max(0, start - 16) : start]
    return left.rfind("“") > max(left.rfind("”"), left.rfind("\n")) and "”" in text[end : end + 16]
