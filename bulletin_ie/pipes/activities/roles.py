"""Roles that a word opens before a trigger, or that its object fills: agents by 由/被/联合/组织, recipients by 向/为/给/对."""

from __future__ import annotations

from . import words
from .model import Span, Spans
from .scene import LAYERS, Piece, Scene

__all__ = ["agents_in", "object_recipients", "recipients_in"]

_LONGEST_PHRASE = 24
_COVERB_REACH = 60
"""Pieces before a trigger in which 由, 联合 and such are looked for."""


def agents_in(scene: Scene, clause: int, trigger: int, *, signs: bool) -> tuple[Spans, bool]:
    """Agents named by 由/经/被/联合/会同/组织 before the trigger; the flag says that they replace the subject.

    ``signs``: the trigger is of an agreement, so 与 names a party to it.
    """
    heads = words.actor_heads()
    added: list[Span] = []
    replaces = False
    mode = ""
    opened: Piece | None = None
    """Where a generic actor starts: after 由 or 被 at once, elsewhere at a figure (组织30余家企业)."""
    for piece in scene.around(clause, trigger, trigger, reach=_COVERB_REACH)[0]:
        word = piece.tag not in LAYERS
        role = words.role_words().get(piece.text) if word else None
        if role is not None:
            opened = None
            mode = _mode(scene, piece, role, mode, signs=signs)
            if role == "passive":
                replaces, added = True, []
        elif mode and piece.tag == "org":
            added.append((piece.start, piece.end))
            replaces = replaces or mode == "agent"
            opened = None
        elif mode and piece.tag == "qty":
            opened = opened or piece
        elif mode and word and heads.get(piece.text) in _ACTORS[mode] and (opened is not None or mode == "agent"):
            added.append(((opened or piece).start, piece.end))
            replaces = replaces or mode == "agent"
            opened = None
        elif mode and word and piece.text not in words.SEPARATORS and piece.text not in heads:
            if piece.tag == "d" or (piece.tag.startswith("v") and piece.tag != "vn"):
                mode = ""
            elif mode == "agent":
                opened = opened or piece
    return tuple(added), replaces


_ACTORS = {"agent": ("body", "people"), "partner": ("body",), "causee": ("body",)}


def _mode(scene: Scene, piece: Piece, role: str, mode: str, *, signs: bool) -> str:
    """What the names after a role word do."""
    if role == "passive":
        return "agent"
    if role in _ACTORS:
        return role
    if piece.text in ("与", "同", "跟") and (mode or signs or _meets_name(scene, piece)):
        return mode or "partner"
    return ""


def _meets_name(scene: Scene, piece: Piece) -> bool:
    """与 right before a named organization joins it to the subject."""
    return (
        bool(scene.of_layer("org", piece.end, piece.end + 40))
        and scene.of_layer("org", piece.end, piece.end + 40)[0][0] - piece.end <= 1
    )


def recipients_in(scene: Scene, clause: int, trigger: int) -> list[tuple[tuple[int, int], str]]:
    """The noun phrase after the last 向/为/给/对 before the trigger, with that preposition."""
    pieces = scene.around(clause, trigger, trigger)[0]
    for j in range(len(pieces) - 1, -1, -1):
        piece = pieces[j]
        if piece.tag not in LAYERS and words.role_words().get(piece.text) in ("recipient", "causee"):
            phrase = _phrase(pieces[j + 1 :])
            return [(span, piece.text) for span in _listed(scene, phrase)] if phrase else []
    return []


def object_recipients(scene: Scene, clause: int, end: int) -> Spans:
    """The noun phrase right after the trigger, figures after it left out (慰问困难老党员200名 → 困难老党员)."""
    pieces = [p for p in scene.around(clause, end, end)[1] if p.start >= end]
    while pieces and pieces[0].tag not in LAYERS and pieces[0].text in ("了", "过", "给", "到"):
        pieces = pieces[1:]
    phrase = _phrase(pieces)
    return tuple(_listed(scene, phrase)) if phrase else ()


def _phrase(pieces: list[Piece]) -> list[Piece]:
    """The noun phrase at the start of ``pieces``: up to a predicate, or a figure that follows its noun."""
    heads, stops, acts = words.actor_heads(), words.stops(), words.triggers()
    phrase: list[Piece] = []
    quoted = False
    for j, piece in enumerate(pieces[:_LONGEST_PHRASE]):
        quoted = (quoted or piece.text == "“") and piece.text != "”"
        if quoted:
            phrase.append(piece)
            continue
        if piece.tag == "qty" and phrase and phrase[-1].text == "等":
            return phrase  # 甲、乙等52个单位: 等 stays and says that the members are named
        if piece.tag in ("date", "doc") or (piece.tag == "qty" and phrase and not _after_link(phrase)):
            break
        if piece.tag not in LAYERS and piece.text not in heads and piece.text not in words.SEPARATORS:
            if piece.text in ("，", ",", "；", "：", "了", "（", "(") or piece.tag in ("d", "p"):
                break
            verb = (piece.tag.startswith("v") and piece.tag != "vn") or (
                piece.text in acts and acts[piece.text][0].kind == "verb"
            )
            if (verb or piece.text in stops) and not _modifies_phrase(pieces, j):
                break
        phrase.append(piece)
    while (
        phrase
        and phrase[-1].tag not in LAYERS
        and (phrase[-1].text in words.SEPARATORS or phrase[-1].text in ("的", "等"))
    ):
        phrase.pop()
    return (
        phrase
        if any(p.tag == "org" or (p.tag not in LAYERS and p.tag[:1] not in ("x", "u", "m")) for p in phrase)
        else []
    )


def _after_link(phrase: list[Piece]) -> bool:
    """A figure after 和 or 的 opens a further noun (8个单位和10名个人)."""
    return phrase[-1].tag not in LAYERS and (phrase[-1].text in words.SEPARATORS or phrase[-1].text == "的")


def _modifies_phrase(pieces: list[Piece], j: int) -> bool:
    """A verb inside a recipient's phrase: 的 follows within a few words (奋战在一线的民警), or a head right after it."""
    if j + 1 < len(pieces) and pieces[j + 1].tag not in LAYERS and pieces[j + 1].text in words.actor_heads():
        return True
    return any(p.tag not in LAYERS and p.text == "的" for p in pieces[j + 1 : j + 8])


def _listed(scene: Scene, phrase: list[Piece]) -> list[tuple[int, int]]:
    """The members of a recipient's phrase: named ones each; others split where the next has a figure or a head of its own."""
    named = [p for p in phrase if p.tag == "org"]
    if named and all(p.tag == "org" or p.text in words.SEPARATORS or p.text == "等" for p in phrase):
        return [(p.start, p.end) for p in named]
    if phrase[-1].text == "等":
        return _members(phrase[:-1])
    for j, piece in enumerate(phrase):
        if piece.tag not in LAYERS and piece.text == "等" and j and phrase[j - 1].tag == "org":
            return [(p.start, p.end) for p in named]
    if any(p.tag not in LAYERS and p.text == "等" for p in phrase):
        return [(phrase[0].start, phrase[-1].end)]
    heads = words.actor_heads()
    parts: list[tuple[int, int]] = []
    begin = 0
    for j in range(1, len(phrase) - 1):
        piece, before, after = phrase[j], phrase[j - 1], phrase[j + 1]
        if piece.tag in LAYERS or piece.text not in words.SEPARATORS:
            continue
        modified = any(p.tag not in LAYERS and p.text == "的" for p in phrase[begin:j])
        fresh = after.tag in ("qty", "org") or any(p.tag not in LAYERS and p.text == "的" for p in phrase[j + 1 :])
        if fresh or (piece.text == "、" and not modified and before.text in heads):
            parts.append((phrase[begin].start, before.end))
            begin = j + 1
    parts.append((phrase[begin].start, phrase[-1].end))
    return parts


def _members(phrase: list[Piece]) -> list[Span]:
    """The parts of a list between its 、."""
    parts: list[Span] = []
    begin: Piece | None = None
    for j, piece in enumerate(phrase):
        if piece.tag not in LAYERS and piece.text in words.SEPARATORS:
            if begin is not None:
                parts.append((begin.start, phrase[j - 1].end))
            begin = None
        else:
            begin = begin or piece
    return [*parts, (begin.start, phrase[-1].end)] if begin is not None else parts
