"""Roles that a word opens before a trigger, or that its object fills: agents by 由/被/联合/组织, recipients by 向/为/给/对."""

from __future__ import annotations

from collections.abc import Sequence

from . import actors, words
from .model import Span, Spans
from .scene import LAYERS, Piece, Scene

__all__ = ["PEOPLE", "agents_in", "is_person", "later_recipients", "object_recipients", "recipients_in", "role_of"]

_LONGEST_PHRASE = 24
PEOPLE = frozenset("户员工者师生民人们兵警妇嫂童友胞客")
"""Last characters of nouns that name people."""
_DIVISIONS = frozenset("省市县区旗州盟镇乡")
_PEOPLE_UNITS = ("户", "人", "名")
"""Units of figures that stand for people themselves."""
_NAMING = frozenset({"agent", "partner", "causee"})
"""Roles of words after which those who act are named."""
_FRONTING = frozenset({"将", "把"})
_LOOSE = frozenset({
    "的", "等", "义务", "免费", "无偿", "上门", "安全", "持续", "累计", "家中", "家里", "手中", "手里", "手上", "门口", "家门口",
})  # fmt: skip
"""Words at the end of a receiver's phrase that are no part of it."""
_SCOPES = frozenset({"全省", "全市", "全县", "全区", "全镇", "全乡", "全村", "全州", "全国", "社区", "辖区"})
_SCOPE_PIECES = 3
"""Pieces of a modifier before a figure, or of what is given after its receiver."""
_MOST_COUNTED = 3
"""Counted groups in a row that an object may name."""
_BEFORE_FIGURE = frozenset({"的", "等", "上述", "下列", "以下", "首批", "全部", "这", "其余", "前述"})
_CHARGES = frozenset({"委托", "邀请", "指派", "委派", "聘请", "托", "邀"})
"""Words after 受 by which somebody is asked to act."""
_CHARGE_REACH = 6
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
    """Where a generic actor starts: after 由 or 被 at once, elsewhere at a figure or 各 (组织30余家企业, 会同各地商会)."""
    pieces = scene.around(clause, trigger, trigger, reach=_COVERB_REACH)[0]
    for j, piece in enumerate(pieces):
        word = piece.tag not in LAYERS
        role = role_of(pieces, j)
        if role is not None:
            opened = None
            mode = _mode(scene, piece, role, mode, signs=signs)
            if role == "passive":
                replaces, added = True, []
        elif mode and piece.tag == "org":
            added.append((piece.start, piece.end))
            replaces = replaces or mode == "agent"
            opened = None
        elif mode and (piece.tag == "qty" or (word and piece.text[:1] in "各全")):
            opened = opened or piece
        elif (
            mode
            and word
            and heads.get(piece.text) in ("body", "people")
            and not (added and pieces[j - 1].text == "等")  # 甲、乙等部门
        ):
            added.append(((opened or piece).start, piece.end))
            replaces = replaces or mode == "agent"
            opened = None
        elif mode and word and piece.text not in words.SEPARATORS and piece.text not in heads:
            if piece.tag == "d" or (piece.tag.startswith("v") and piece.tag != "vn"):
                mode = ""
            elif mode == "agent":
                opened = opened or piece
    return tuple(added), replaces


def role_of(pieces: Sequence[Piece], j: int) -> str | None:
    """What the word at ``j`` opens (agent, recipient, passive …), None when nothing; who acts 受县局委托 undergoes nothing."""
    piece = pieces[j]
    role = words.role_words().get(piece.text) if piece.tag not in LAYERS else None
    if role == "passive" and any(p.text in _CHARGES for p in pieces[j + 1 : j + _CHARGE_REACH]):
        return "other"
    return role


def _mode(scene: Scene, piece: Piece, role: str, mode: str, *, signs: bool) -> str:
    """What the names after a role word do."""
    if role == "passive":
        return "agent"
    if role in _NAMING:
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
    """The noun phrase after the last 向/为/给/对 (or 将, 把) before the trigger, with that preposition."""
    pieces = scene.around(clause, trigger, trigger)[0]
    quoted = False
    for j in range(len(pieces) - 1, -1, -1):
        piece = pieces[j]
        quoted = piece.text == "”" or (quoted and piece.text != "“")
        if piece.tag in LAYERS or quoted:
            continue
        role = role_of(pieces, j)
        if role in ("recipient", "causee"):
            rest = pieces[j + 1 :]
            if rest and rest[0].text == "其中":
                rest = rest[1:]
            phrase = _phrase(rest)
            if not phrase or not (phrase[-1].tag == "org" or is_person(phrase[-1])):
                phrase = _up_to_people(rest) or phrase or _counted(rest)
            if not phrase and role == "causee":
                continue  # 向灾区组织调拨
            return [(span, piece.text) for span in _listed(scene, phrase)] if phrase else []
        if piece.text in _FRONTING:
            phrase = _phrase(pieces[j + 1 :])
            if phrase and is_person(phrase[-1]):
                return [(span, "将") for span in _listed(scene, phrase)]
    return []


def object_recipients(scene: Scene, clause: int, end: int) -> Spans:
    """The noun phrase right after the trigger, figures after it left out (慰问困难老党员200名 → 困难老党员)."""
    pieces = [p for p in scene.around(clause, end, end)[1] if p.start >= end]
    while pieces and pieces[0].tag not in LAYERS and pieces[0].text in ("了", "过", "给", "到"):
        pieces = pieces[1:]
    found: list[Span] = []
    for _ in range(_MOST_COUNTED):  # 表彰先进集体36个、先进个人60名
        phrase = _phrase(pieces)
        if not phrase:
            break
        found += _listed(scene, phrase)
        rest = pieces[len(phrase) :]
        if len(rest) < 3 or rest[0].tag != "qty" or rest[1].text not in ("、", "和"):
            break
        pieces = rest[2:]
    return tuple(found)


def _up_to_people(pieces: list[Piece]) -> list[Piece]:
    """All up to the last people before the trigger, where 的 says that what stands before describes them."""
    ends = [k for k, p in enumerate(pieces[:_LONGEST_PHRASE]) if is_person(p)]
    if not ends or not _has_de(pieces[: ends[-1]]) or len(pieces) > _LONGEST_PHRASE:
        return []
    if any(p.tag in LAYERS or p.tag[:1] not in ("v", "d", "b", "a") for p in pieces[ends[-1] + 1 :]):
        return []
    return pieces[: ends[-1] + 1]


def _counted(pieces: list[Piece]) -> list[Piece]:
    """Figures of people that stand for them (为243户530人|发放)."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.tag != "qty" or not piece.text.endswith(_PEOPLE_UNITS):
            break
        found.append(piece)
    return found


def later_recipients(scene: Scene, clause: int, end: int, until: int) -> Spans:
    """The noun phrase after a 给 that follows the trigger's object (捐赠口罩5000只给社区), before ``until``."""
    pieces = [p for p in scene.around(clause, end, end)[1] if end <= p.start < until]
    for j, piece in enumerate(pieces[1:], 1):
        if piece.tag not in LAYERS and piece.text == "给":
            phrase = _phrase(pieces[j + 1 :])
            return tuple(_listed(scene, phrase)) if phrase else ()
    return ()


def is_person(piece: Piece) -> bool:
    """A noun that names people by its last character, or that the table of actors knows as no division."""
    if piece.tag in LAYERS or piece.text[:1] == "每":
        return False
    kind = actors.kind(piece)
    if not kind and piece.tag[:1] == "v" and len(piece.text) > 1:  # the tags of rare nouns are guesses: 组长/v
        kind = actors.kind_of_word(piece.text)
    return kind != "division" if kind else piece.text[-1] in PEOPLE and piece.tag[:1] not in ("x", "m", "p", "d")


def _phrase(pieces: list[Piece]) -> list[Piece]:
    """The noun phrase at the start of ``pieces``: up to a predicate, or a figure that follows its noun."""
    phrase: list[Piece] = []
    quoted = False
    for j, piece in enumerate(pieces[:_LONGEST_PHRASE]):
        if piece.text == "“" and phrase and is_person(phrase[-1]):
            break  # 授予12家民宿“五朵梅花”牌匾
        quoted = (quoted or piece.text == "“") and piece.text != "”"
        if quoted:
            phrase.append(piece)
            continue
        if piece.tag == "qty" and phrase and phrase[-1].text == "等" and any(p.tag == "org" for p in phrase):
            return phrase  # 甲、乙等52个单位: 等 stays and says that the members are named
        if piece.tag in ("date", "doc") or (
            piece.tag == "qty" and phrase and not _after_link(phrase) and not _counts_people(pieces, j, phrase)
        ):
            break
        if _ends_phrase(pieces, j, phrase):
            break
        phrase.append(piece)
    while phrase and phrase[-1].tag not in LAYERS and _is_loose_end(phrase[-1]):
        phrase.pop()
    phrase = _without_goods(phrase, pieces[len(phrase) : len(phrase) + 1])
    return (
        phrase
        if any(p.tag == "org" or (p.tag not in LAYERS and p.tag[:1] not in ("x", "u", "m")) for p in phrase)
        else []
    )


def _counts_people(pieces: list[Piece], j: int, phrase: list[Piece]) -> bool:
    """A figure after mere modifiers that counts the people behind it (全镇1200名老年人, 全省14个市州62所学校9899名孩子)."""
    figures = [k for k, p in enumerate(phrase) if p.tag == "qty"]
    if figures:
        named = any(p.tag == "org" or p.text[-1] in PEOPLE for p in phrase)
    else:
        named = any(p.tag == "org" or is_person(p) for p in phrase if p.text not in _SCOPES)
    if named or len(phrase) - len(figures) > _SCOPE_PIECES * (len(figures) + 1):
        return False
    at = j
    while not any(map(is_person, pieces[at + 1 : at + 4])):
        following = next((k for k in range(at + 1, min(len(pieces), at + 4)) if pieces[k].tag == "qty"), None)
        if following is None or any(p.tag[:1] not in ("n", "b", "a", "j") for p in pieces[at + 1 : following]):
            return False
        at = following
    return True


def _without_goods(phrase: list[Piece], following: list[Piece]) -> list[Piece]:
    """Cut what is given off who receives it, where its figure follows (农民工|工资1.36亿元, 学校|图书3000册)."""
    if not following or following[0].tag != "qty" or not phrase or is_person(phrase[-1]):
        return phrase
    ends = [j for j, p in enumerate(phrase) if is_person(p)]
    rest = phrase[ends[-1] + 1 :] if ends else []
    if not rest or len(rest) > _SCOPE_PIECES or any(p.tag in LAYERS or p.tag[:1] != "n" for p in rest):
        return phrase
    return phrase[: ends[-1] + 1]


def _ends_phrase(pieces: list[Piece], j: int, phrase: list[Piece]) -> bool:
    """A predicate, a preposition or punctuation after the phrase."""
    piece = pieces[j]
    acts = words.triggers()
    if piece.tag in LAYERS or actors.kind(piece) or piece.text in words.SEPARATORS:
        return False
    if piece.text in ("，", ",", "；", "：", "了", "（", "("):
        return True
    if piece.tag in ("l", "i") and phrase and (phrase[-1].tag == "org" or is_person(phrase[-1])):
        return True  # 协助社区|维持秩序
    if piece.tag in ("d", "p"):
        if piece.text in ("被", "受") and (
            _has_de(pieces[j + 1 : j + 6]) or any(map(is_person, pieces[j + 1 : j + 4]))
        ):
            return False
        return not (phrase and phrase[-1].tag[:1] == "v" and _has_de(pieces[j + 1 : j + 6]))
    acting = piece.text in acts and acts[piece.text][0].kind == "verb"
    if phrase and phrase[-1].tag == "org" and (acting or piece.tag[:1] == "v"):
        return True
    verb = (piece.tag.startswith("v") and piece.tag != "vn") or acting
    return (verb or piece.text in words.stops()) and not _modifies_phrase(pieces, j, phrase)


def _is_loose_end(piece: Piece) -> bool:
    return (
        piece.text in words.SEPARATORS
        or piece.text in _LOOSE
        or piece.tag in ("t", "s")
        or piece.text in ("每年", "每月")
    )


def _after_link(phrase: list[Piece]) -> bool:
    """A figure after 和, 的 or 上述 opens a further noun (8个单位和10名个人), one after 等 counts the list."""
    last = phrase[-1]
    return last.tag not in LAYERS and (last.text in words.SEPARATORS or last.text in _BEFORE_FIGURE)


def _modifies_phrase(pieces: list[Piece], j: int, phrase: list[Piece]) -> bool:
    """A verb inside a recipient's phrase: 的 follows soon (奋战在一线的民警), or people do (受影响住户), or it names them (焊工)."""
    if is_person(pieces[j]) and (
        j + 1 == len(pieces) or pieces[j + 1].tag in LAYERS or pieces[j + 1].text in "、，,和"
    ):
        return True
    if not phrase or not is_person(phrase[-1]):
        for piece in pieces[j + 1 : j + 4]:
            if piece.tag in LAYERS or (piece.tag[:1] in ("x", "p", "u") and piece.text != "、"):
                break
            if is_person(piece):
                return True
    return _has_de(pieces[j + 1 : j + 8])


def _has_de(pieces: list[Piece]) -> bool:
    return any(p.tag not in LAYERS and p.text == "的" for p in pieces)


def _listed(scene: Scene, phrase: list[Piece]) -> list[tuple[int, int]]:
    """The members of a recipient's phrase: named ones each; others split where the next has a figure or a head of its own."""
    named = [p for p in phrase if p.tag == "org"]
    if named and all(p.tag == "org" or p.text in words.SEPARATORS or p.text == "等" for p in phrase):
        return [(p.start, p.end) for p in named]
    members = _members([p for p in phrase if p.text != "等"])
    places = all(p.tag == "ns" or p.text in words.SEPARATORS for p in phrase)
    if phrase[-1].text == "等" or places or all(scene.text[b - 1] in _DIVISIONS and b - a > 1 for a, b in members):
        return members
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
        modified = _has_de(phrase[begin:j])
        fresh = after.tag in ("qty", "org") or (piece.text != "、" and _has_de(phrase[j + 1 :]))
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
