"""Evidence around a candidate: what speaks for a reported act and what for a duty, purpose, plan, title or name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import words
from .model import Candidate
from .noun_phrases import subject
from .scene import Piece, Scene

__all__ = ["describe", "modality"]

_DUTIES = frozenset({"要", "应", "须", "必须", "应当", "不得", "严禁", "请", "务必", "严格", "切实", "加强", "确保"})
_NEAR = 8
"""Characters between a trigger and a figure that still count as side by side."""


@dataclass(slots=True)
class _Line:
    """The pieces of a candidate's clause on both sides of it."""

    before: list[Piece]
    after: list[Piece]


def describe(scene: Scene, candidates: Sequence[Candidate]) -> None:
    """Fill ``candidate.features`` for all candidates of a text (in text order)."""
    by_clause: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_clause.setdefault(candidate.clause, []).append(candidate)
    bends = _Bends(scene)
    size = max(1, len(scene.text))
    about = _about_text(scene)
    about_sentence: dict[int, list[str]] = {}
    for clause, here in by_clause.items():
        first = here[0].start
        who = subject(scene, clause, first)
        sentence = scene.clauses.sentence[clause]
        if sentence not in about_sentence:
            about_sentence[sentence] = _about_sentence(scene, sentence, bends)
        for n, candidate in enumerate(here):
            candidate.features = _features(scene, candidate, here, n, bends, by_clause)
            candidate.features.append(f"subject={who.kind}")
            candidate.features += about
            candidate.features += about_sentence[sentence]
            candidate.features += [f"{x}|{candidate.kind}" for x in about_sentence[sentence]]
            candidate.features.append(f"place={min(3, 4 * candidate.start // size)}")


def _about_text(scene: Scene) -> list[str]:
    """How dense the text is in figures, and in duties."""
    size = max(1, len(scene.text))
    duties = sum(1 for t in scene.tokens if t.text in _DUTIES)
    return [f"figures.text={min(5, 150 * len(scene.quantities) // size)}", f"duties.text={min(5, 300 * duties // size)}"]


def _about_sentence(scene: Scene, sentence: int, bends: _Bends) -> list[str]:
    start, end = scene.clauses.sentence_span(sentence)
    figures = len(scene.of_layer("qty", start, end))
    inside = scene.clauses.sentence_clauses(sentence)
    duties = sum(1 for k in inside for _, kind, _ in bends.of(k) if kind == "duty")
    return [f"figures={min(4, figures)}", f"duties={min(3, duties)}"]


class _Bends:
    """How each clause is bent (duty, purpose, speech …) by its words, found once a clause."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.known: dict[int, list[tuple[int, str, str]]] = {}

    def of(self, clause: int) -> list[tuple[int, str, str]]:
        found = self.known.get(clause)
        if found is None:
            table = words.duty_words()
            pieces = self.scene.pieces(clause)
            found = [
                (p.start, kind, p.text)
                for j, p in enumerate(pieces)
                if p.kind == "tok" and p.text in table and not _is_disposal(pieces, j)
                for kind in table[p.text]
            ]
            self.known[clause] = found
        return found


def _is_disposal(pieces: list[Piece], j: int) -> bool:
    """将 that fronts an object (将嫌疑人抓获) and says nothing of the future."""
    if pieces[j].text != "将" or j + 1 == len(pieces):
        return False
    following = pieces[j + 1]
    return following.kind != "date" and not (following.kind == "tok" and following.tag[:1] in ("v", "d", "p"))


def _features(
    scene: Scene, c: Candidate, here: list[Candidate], n: int, bends: _Bends, by_clause: dict[int, list[Candidate]]
) -> list[str]:
    clauses = scene.clauses
    pieces = scene.pieces(c.clause)
    before = [p for p in pieces if p.start < c.start]
    after = [p for p in pieces if p.end > c.end]
    sentence = clauses.sentence[c.clause]
    inside = clauses.sentence_clauses(sentence)
    f = ["bias", f"word={c.word}", f"type={c.type}", f"kind={c.kind}"]
    # neighbours
    left = before[-1] if before else None
    right = after[0] if after else None
    if right is not None and right.start < c.end:  # the trigger is the stem of a longer word (检查|人员)
        right = Piece(c.end, right.end, "tok", scene.text[c.end : right.end], right.tag, right.index)
        f.append("cut")
    f.append(f"left={_shape(left)}")
    f.append(f"right={_shape(right)}")
    if left is not None and left.kind == "tok":
        f.append(f"left.tag={left.tag[:1]}")
    if right is not None and right.kind == "tok":
        f.append(f"right.tag={right.tag[:1]}")
        tail = words.tails().get(right.text)
        if tail:
            f.append(f"tail={tail}")
            if right is not None and len(after) > 1:
                f.append(f"tail={tail},{_shape(after[1])}")
    if before and before[-1].end > c.start:
        f.append("head")  # it starts inside one
    # place in the clause
    f.append("clause.first" if n == 0 else "clause.later")
    f.append("clause.last" if n == len(here) - 1 else "clause.more")
    if not before:
        f.append("opens")
    if not after:
        f.append("closes")
    ties = _relation(scene, here[n - 1], c) if n else "none"
    f.append(f"prev={ties},{here[n - 1].kind if n else ''}")
    f.append(f"prev={ties}|{c.kind}")
    tags = _tags(before[-2:])
    f.append(f"path.left={tags}")
    f.append(f"{c.kind},left={_tags(before[-1:])}")
    f.append(f"{c.kind},right={_tags(after[:1])}")
    if n + 1 < len(here):
        f.append(f"next={_relation(scene, c, here[n + 1])},{here[n + 1].kind}")
        if c.kind == "light":
            f.append(f"light.over={here[-1].type}")
    if any(x.kind == "light" for x in here[:n]):
        f.append("after.light")
        f.append(f"after.light,{c.kind}")
    # figures and dates
    own_after = [p for p in after if p.kind == "qty"]
    own_before = [p for p in before if p.kind == "qty"]
    limit = here[n + 1].start if n + 1 < len(here) else clauses.ends[c.clause]
    low = here[n - 1].end if n else clauses.starts[c.clause]
    figure = ""
    over = next((x for x in here[n + 1 :] if x.kind not in ("noun", "rate")), None)
    reach = over.start if over is not None else clauses.ends[c.clause]
    if own_after and own_after[0].start < limit:
        figure = "near" if own_after[0].start - c.end <= _NEAR else "right"
    elif own_after and own_after[0].start < reach:
        figure = "over"
    elif own_before and own_before[-1].start >= low:
        figure = "left"
    elif c.clause + 1 < inside.stop and c is here[-1] and c.clause + 1 not in by_clause and any(p.kind == "qty" for p in scene.pieces(c.clause + 1)):
        figure = "next"
    elif own_after:
        figure = "far"
    f.append(f"figure={figure or 'none'}")
    f.append(f"figure={figure or 'none'},{c.kind}")
    if figure in ("near", "right"):
        q = scene.quantities[own_after[0].index]
        f.append(f"unit={q.unit}" if q.unit in ("%", "百分点", "倍", "元", "人") else "unit=other")
        f.append(f"dimension={q.dimension}")
    if own_after and figure in ("near", "right", "over"):
        f.append(f"path={_tags([p for p in after if p.start < own_after[0].start][:4])}")
        f.append(f"path={_tags([p for p in after if p.start < own_after[0].start][:2])}|{c.kind}")
    f.append(f"figure={figure or 'none'}|prev={ties}")
    # date
    if any(p.kind == "date" for p in before):
        f.append("date=clause")
    elif any(p.kind == "date" for k in range(inside.start, c.clause) for p in scene.pieces(k)):
        f.append("date=sentence")
    elif any(p.kind == "date" for p in after):
        f.append("date=after")
    else:
        f.append("date=none")
    # actors
    if any(p.kind == "org" for p in before):
        f.append("org=clause")
    elif any(p.kind == "org" for k in range(inside.start, c.clause) for p in scene.pieces(k)):
        f.append("org=sentence")
    else:
        f.append("org=none")
    if any(p.kind == "doc" for p in after):
        f.append("doc=after")
    elif any(p.kind == "doc" for p in before):
        f.append("doc=before")
    # how the clause and those before it are meant
    kinds: set[str] = set()
    for at, kind, text in bends.of(c.clause):
        if at < c.start:
            kinds.add(kind)
            f.append(f"bend={text}")
            if c.start - at <= 6:
                f.append(f"bend.near={kind}")
        elif kind == "relative" and at - c.end <= 14:
            kinds.add("relative.after" if at > c.end else "relative.next")
        elif kind == "aspect" and at == c.end:
            kinds.add("aspect.next")
            f.append(f"aspect={text}")
    f.extend(f"bends={k}" for k in sorted(kinds))
    earlier = {kind for k in range(inside.start, c.clause) for _, kind, _ in bends.of(k)}
    f.extend(f"earlier={k}" for k in sorted(earlier))
    # the sentence
    span = clauses.sentence_span(sentence)
    f.append(
        f"mark={clauses.marks[inside[-1]] if clauses.marks[inside[-1]] in '。！？' and clauses.marks[inside[-1]] else 'open'}"
    )
    f.append(f"length={min(5, (span[1] - span[0]) // 25)}")
    if clauses.marks[inside[-1]] not in ("。", "！", "？", "!", "?") and span[1] - span[0] <= 30:
        f.append("heading")
    if c.clause == inside.start:
        f.append("sentence.first")
    if _quoted(scene.text, clauses.starts[c.clause], c.start, c.end):
        f.append("quoted")
    closing = clauses.marks[c.clause]
    f.append(f"closing={closing if closing in '，。；：' and closing else 'other'}")
    return f


def _relation(scene: Scene, first: Candidate, second: Candidate) -> str:
    """How two triggers of a clause stand to each other: adjacent, listed, with a figure or 的 between, near or far."""
    between = scene.text[first.end : second.start]
    if not between.strip():
        return "adjacent"
    if between in ("、", "和", "并", "及", "与"):
        return "listed"
    if scene.of_layer("qty", first.end, second.start):
        return "figure"
    if "的" in between:
        return "de"
    return "near" if len(between) <= 8 else "far"


def _tags(pieces: Sequence[Piece]) -> str:
    return ".".join(p.tag[:1] if p.kind == "tok" and p.tag != "x" else p.text if p.kind == "tok" else p.kind for p in pieces)


def _shape(piece: Piece | None) -> str:
    if piece is None:
        return "edge"
    return piece.text if piece.kind == "tok" else piece.kind


def _quoted(text: str, clause: int, start: int, end: int) -> bool:
    left = text[max(clause, start - 16) : start]
    return left.rfind("“") > left.rfind("”") and "”" in text[end : end + 16]


def modality(features: Sequence[str], boundary: str | None = None) -> str:
    """``planned`` or ``negated`` when the clause says so before the trigger, else ``actual``."""
    near = set(features)
    if "bend.near=negated" in near:
        return "negated"
    if "bends=planned" in near or "earlier=planned" in near and "bends=aspect" not in near:
        return "planned"
    return "actual"
