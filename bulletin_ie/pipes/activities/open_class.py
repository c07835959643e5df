"""Triggers that no table knows: verbs that govern a figure (扶正倾倒界桩14根, 配捐74万元).

Official prose has more verbs of acts than any list. A verb right before a counted thing is weighed by what stands around it, as
the words of the table are, without its name; what it reports is told by its characters and its object.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from ...rules.core import first_from
from . import actors, words
from .evidence import Sheet, relation
from .model import Candidate, Evidence
from .noun_phrases import subject
from .scene import LAYERS, Piece, Scene
from .subjects import Subjects
from .weights import Value, Weights, load, score

__all__ = ["Types", "evidence", "scan", "type_evidence", "types"]

LONGEST_OBJECT = 6
"""Pieces between a verb and the figure that it governs."""
_NOMINAL = frozenset("njbasgkqz")
_IN_OBJECT = frozenset({"、", "“", "”", "和", "及", "等"})
_AFTER_STEM = frozenset("上下到出好起成回走开满进")
"""Complements that jieba cuts off a verb of one character (栽|下)."""
_LONGEST_VERB = 4
_LONGEST_UNKNOWN = 2
_CARRIERS = frozenset({
    "是", "有", "为", "达", "占", "超", "共", "计", "至", "到", "在", "等", "来", "去", "约", "余", "含", "合", "折", "比", "较", "让", "使", "令", "可", "能",
    "没", "还", "需", "应", "要", "想", "说", "称", "以", "于", "由", "用", "及", "获", "均", "各", "仅", "已",
})  # fmt: skip
"""Verbs of one character that only carry a figure, or none at all."""


def scan(scene: Scene, zones: Sequence[tuple[int, int]], taken: Sequence[Candidate]) -> list[Candidate]:
    """Verbs before figures in text order, typeless yet, outside ``zones`` (sorted) and the words of ``taken`` (in text order)."""
    found: dict[int, Candidate] = {}
    clauses = scene.clauses
    starts = [c.start for c in taken]
    z = 0
    for start, _, kind, _ in scene.mentions:
        if kind != "qty":
            continue
        while z < len(zones) and zones[z][1] <= start:
            z += 1
        if z < len(zones) and zones[z][0] <= start:
            continue
        clause = clauses.at(start)
        pieces = scene.pieces(clause)
        at = first_from(pieces, start)
        for a, b in _verbs(scene, pieces, at):
            if a not in found and not _overlaps(taken, starts, a, b):
                found[a] = Candidate(a, b, scene.text[a:b], "", "verb", "", clause, known=False)
    return [found[a] for a in sorted(found)]


def _overlaps(taken: Sequence[Candidate], starts: Sequence[int], a: int, b: int) -> bool:
    near = taken[max(0, bisect_left(starts, a) - 1) : bisect_left(starts, b)]
    return any(c.start < b and a < c.end for c in near)


def _verbs(scene: Scene, pieces: Sequence[Piece], at: int) -> list[tuple[int, int]]:
    """The run of verbs that the nominal pieces before the figure ``pieces[at]`` end at, from the figure back."""
    run: list[tuple[int, int]] = []
    for j in range(at - 1, max(-1, at - 2 - LONGEST_OBJECT), -1):
        piece = pieces[j]
        if piece.tag in LAYERS:
            break
        verb = _verb(scene, pieces, j)
        if verb is not None:
            run.append(verb)
        elif run or not (piece.tag[:1] in _NOMINAL or piece.text in _IN_OBJECT):
            break
    return run


def _verb(scene: Scene, pieces: Sequence[Piece], j: int) -> tuple[int, int] | None:
    piece = pieces[j]
    text = piece.text
    if text in words.role_words() or text in words.duty_words() or text in words.clause_openers() or actors.kind(piece):
        return None
    if text in _AFTER_STEM and j and pieces[j - 1].tag == "v" and len(pieces[j - 1].text) == 1:
        return pieces[j - 1].start, piece.end
    token = scene.tokens[scene.token_at(piece.start)]
    unknown = token.tag == "x" and len(text) == _LONGEST_UNKNOWN and text.isalpha() and token.end == piece.end
    if (piece.tag[:1] == "v" and len(text) <= _LONGEST_VERB and text not in _CARRIERS) or unknown:
        return piece.start, piece.end
    return None


def evidence(sheet: Sheet, subjects: Subjects, c: Candidate, kept: Sequence[Candidate]) -> Evidence:
    """What speaks for a reported act beside an open candidate; ``kept``: the known triggers of its clause that report one."""
    found = [e for e in sheet.alone(subjects, c) if e[0] not in ("word", "type", "figure.word", "subject")]
    found.append(("subject", subject(sheet.scene, c.clause, c.start).kind))
    token = sheet.scene.tokens[sheet.scene.token_at(c.start)]
    found += [
        ("tag", token.tag[:2]),
        ("length", str(c.end - c.start)),
        ("own", c.word if _is_open(c.word) else "known"),
    ]
    before = next((k for k in reversed(kept) if k.end <= c.start), None)
    after = next((k for k in kept if k.start >= c.end), None)
    found.append(("kept.before", relation(sheet.scene, before, c) if before else "none"))
    found.append(("kept.after", relation(sheet.scene, c, after) if after else "none"))
    return found


def _is_open(word: str) -> bool:
    """Not in the table, whose words are taught here without their names."""
    return word not in words.triggers()


def type_evidence(scene: Scene, c: Candidate, before: str) -> list[tuple[str, str]]:
    """What tells the type of an act: the characters of its verb, its object, the figure's unit, the type of the act before it."""
    word = c.word
    found = [("bias", ""), ("first", word[0]), ("last", word[-1]), ("before", before)]
    found += [("char", x) for x in dict.fromkeys(word)]
    found += [("pair", word[k : k + 2]) for k in range(len(word) - 1)]
    clause = scene.clauses.ends[c.clause]
    figure = next(iter(scene.of_layer("qty", c.end, clause)), None)
    if figure is not None:
        gap = scene.text[c.end : figure[0]]
        found.append(("unit", scene.quantities[figure[2]].unit or ""))
        if gap:
            found += [("object", gap[-2:]), ("object.last", gap[-1])]
    return found


@cache
def types() -> Types:
    """The choice among types by the weights in use."""
    return Types(load()["type"])


class Types:
    """The choice of a type among those that the weights of the task ``type`` know."""

    def __init__(self, table: Weights) -> None:
        self.table = table
        self.types = sorted({value[0] for _, value in table if isinstance(value, tuple)})

    def best(self, facts: Sequence[tuple[str, str]]) -> str:
        """The type with the highest score; the first by name among equals."""

        def worth(kind: str) -> float:
            own: list[tuple[str, Value]] = [(template, (kind, value)) for template, value in facts]
            return score(self.table, own)

        return max(self.types, key=worth, default="event")
