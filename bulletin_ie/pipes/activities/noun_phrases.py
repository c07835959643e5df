"""Who acts and for whom: subjects of clauses, agents by 由/被/联合/组织, recipients by 向/为/给/对 and after person verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import actors, words
from .model import Candidate, Spans
from .roles import agents_in, role_of
from .scene import LAYERS, Piece, Scene

__all__ = ["Subject", "Subjects", "split_phrase"]

_NUMBER_MARKS = frozenset({"、", "．", ".", "是"})
_LONGEST_ADVERBIAL = 16
_LONGEST_DATELINE = 6
_MOST_AGENTS = 24
_EXISTS = {"共", "有", "共有", "已有", "现有", "已"}
_LINKS = {"与", "和", "同"}
_QUOTES = {"“", "”", "‘", "’", '"'}
_PARENTS = ("所属", "下属", "直属", "辖区", "旗下")
_MAKING = frozenset({"组成", "组建", "成立", "招募", "派出", "组织", "选派"})
_GROUP_UNITS = ("名", "位", "家", "支")
"""Units that count people and bodies."""
_LONGEST_NOUN = 3
"""Words of a counted noun that no table knows as an actor."""
_THINGS = frozenset("率额量费款价线册证次")
"""Last characters of counted nouns that do not act."""
_POSTS = ("会长单位", "理事单位", "监事单位", "会员单位", "理事长单位", "成员单位")


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before the predicate of a clause: ``kind`` is org, generic, patient, division, thing or none."""

    kind: str
    agents: Spans = ()
    phrase: Spans = ()
    """The whole noun phrase, whoever is named in it (学院学生葛某)."""
    acts: bool = False
    """A verb follows in the clause (in 单家企业最高60万元 none does)."""


NONE = Subject("none")


class Subjects:
    """The subjects of a scene's clauses, each found once; a clause's predicate starts at its first trigger."""

    def __init__(self, scene: Scene, candidates: Sequence[Candidate]) -> None:
        self.scene = scene
        self.first_trigger: dict[int, int] = {}
        """Clause → offset of its first trigger."""
        self._first_act: dict[int, int] = {}
        """Clause → offset of its first trigger that opens no role (组织 in 组织企业捐款 does)."""
        self._known: dict[int, Subject] = {}
        self._added: dict[int, tuple[Spans, bool]] = {}
        for c in candidates:
            if not self._names_actor(c):
                self.first_trigger.setdefault(c.clause, c.start)
                if c.word not in words.role_words():
                    self._first_act.setdefault(c.clause, c.start)

    def _names_actor(self, c: Candidate) -> bool:
        """A trigger before a head noun, or at the start of an actor's word, only names it (救援|队伍, 宣讲团)."""
        tokens, last = self.scene.tokens, self.scene.token_at(c.end - 1)
        if last < 0:
            return False
        if tokens[last].end > c.end:
            return bool(actors.kind_of_word(tokens[last].text)) and tokens[last].start <= c.start
        following = tokens[last + 1] if last + 1 < len(tokens) else None
        return following is not None and following.start == c.end and bool(actors.kind(following))

    def until(self, clause: int) -> int:
        """Where the predicate of the clause starts (its end when it has no trigger)."""
        return self.first_trigger.get(clause, self.scene.clauses.ends[clause])

    def of(self, clause: int) -> Subject:
        """The clause's own subject."""
        known = self._known.get(clause)
        if known is None:
            known = self._known[clause] = subject(self.scene, clause, self.until(clause))
        return known

    def opening(self, clause: int) -> str:
        """What the clause says first, dates and openers aside: a layer's name, the first letter of a word's tag, or nothing."""
        pieces = self.scene.pieces(clause)
        first = _skip_lead(pieces)
        if first == len(pieces):
            return ""
        return pieces[first].tag if pieces[first].tag in LAYERS else pieces[first].tag[:1]

    def added(self, clause: int) -> tuple[Spans, bool]:
        """Agents by coverbs before the predicate, as :func:`agents_in` gives them."""
        known = self._added.get(clause)
        if known is None:
            until = self._first_act.get(clause, self.scene.clauses.ends[clause])
            known = self._added[clause] = agents_in(self.scene, clause, until, signs=False)
        return known


def subject(scene: Scene, clause: int, until: int) -> Subject:
    """The subject of ``clause`` among the pieces before ``until`` (the first trigger, or the clause's end)."""
    whole = scene.pieces(clause)
    pieces = [p for p in whole if p.start < until] if until < scene.clauses.ends[clause] else whole
    if any(scene.text.find(mark, scene.clauses.starts[clause], until) >= 0 for mark in "（("):
        pieces = _without_brackets(pieces)
    region, stop = _region(pieces, _skip_lead(pieces))
    if not region:
        return NONE
    if region[0].tag not in LAYERS and region[0].text[:1] == "每":
        return Subject("thing")  # 每户补贴3000元: who gets it
    found = _read_region(region, scene)
    if stop is not None and stop.text in _EXISTS and found.kind in ("division", "thing"):
        found = _read_existential(pieces, stop, scene) or found
    elif found.kind == "generic" and _names_work(whole, region[-1].end):
        found = Subject("thing")
    elif stop is not None and role_of(pieces, pieces.index(stop)) == "passive":
        found = Subject("patient", found.agents)
    acts = any(p.tag[:1] in ("v", "l", "i", "p") for p in whole if p.start >= region[-1].end)
    return replace(found, acts=acts, phrase=((region[0].start, region[-1].end),))


def _names_work(pieces: list[Piece], end: int) -> bool:
    """旅客|运输|累计投入: a verbal noun with a predicate of its own is what the people before it are named for."""
    rest = [p for p in pieces if p.start >= end][:2]
    return len(rest) == 2 and rest[0].start == end and rest[0].tag == "vn" and rest[1].tag in ("d", "ad", "v")


def _read_existential(pieces: list[Piece], stop: Piece, scene: Scene) -> Subject | None:
    """全省共有988家社会组织参与…: the counted group acts, not the division."""
    rest = pieces[pieces.index(stop) + 1 :]
    while rest and rest[0].tag not in LAYERS and rest[0].text in _EXISTS:
        rest = rest[1:]
    if not rest or rest[0].tag != "qty":
        return None
    region, _ = _region(rest, 0)
    found = _read_region(region, scene)
    return found if found.kind == "generic" else None


def _without_brackets(pieces: list[Piece]) -> list[Piece]:
    """Leave out （…）, which holds short names and asides."""
    found: list[Piece] = []
    depth = 0
    for piece in pieces:
        if piece.tag not in LAYERS and piece.text in ("（", "("):
            depth += 1
        elif piece.tag not in LAYERS and piece.text in ("）", ")"):
            depth = max(0, depth - 1)
        elif not depth:
            found.append(piece)
    return found


def _skip_lead(pieces: list[Piece]) -> int:
    """Index of the first piece that could be part of a subject: dates, openers, 在…下 and list numbers are passed over."""
    openers = words.clause_openers()
    i = 0
    while i < len(pieces):
        piece = pieces[i]
        opens = openers.get(piece.text) if piece.tag not in LAYERS else None
        if piece.tag == "date" or opens in ("lead", "lead.close") or _is_filler(piece):
            i += 1
        elif piece.tag.startswith("m") and i + 1 < len(pieces) and pieces[i + 1].text in _NUMBER_MARKS:
            i += 2
        elif opens == "phrase":
            close = _phrase_end(pieces, i)
            if close is None:
                return i
            i = close
        elif piece.tag == "org" and (end := _dateline_end(pieces, i)) is not None:
            i = end
        else:
            return i
    return i


def _dateline_end(pieces: list[Piece], start: int) -> int | None:
    """Index after 电 or 讯 of a dateline (新华社北京8月2日电); None when the name opens none."""
    for j in range(start + 1, min(len(pieces), start + _LONGEST_DATELINE)):
        piece = pieces[j]
        if piece.text in ("电", "讯"):
            return j + 1
        if piece.tag != "date" and piece.tag[:1] not in ("n", "t"):
            return None
    return None


def _is_filler(piece: Piece) -> bool:
    """Punctuation, time nouns and conjunctions."""
    return piece.tag in ("x", "t", "c") and piece.text not in _QUOTES and not actors.kind(piece)


def _phrase_end(pieces: list[Piece], start: int) -> int | None:
    """Index after the localizer that closes 在…下/中/后/期间; None when nothing closes it."""
    openers = words.clause_openers()
    for j in range(start + 1, min(len(pieces), start + _LONGEST_ADVERBIAL)):
        text = pieces[j].text
        if pieces[j].tag not in LAYERS and (openers.get(text) in ("close", "lead.close")):
            return j + 1
    return None


def _region(pieces: list[Piece], i: int) -> tuple[list[Piece], Piece | None]:
    """The pieces of the noun phrase that starts at ``i``, and the piece that stops it."""
    stops = words.stops()
    region: list[Piece] = []
    for j in range(i, len(pieces)):
        piece = pieces[j]
        if _directs(pieces, j, region):
            return region, piece
        if piece.tag not in LAYERS and not actors.kind(piece):
            if (
                piece.text in _LINKS
                and region
                and region[-1].tag == "org"
                and j + 1 < len(pieces)
                and pieces[j + 1].tag == "org"
            ):
                region.append(piece)
                continue
            if piece.text in stops or piece.tag in ("d", "p", "l", "i"):
                return region, piece
            if piece.tag.startswith("v") and not _modifies(pieces, j, opens=not region):
                return region, piece
        elif piece.tag in ("date", "doc") and region:
            return region, piece
        region.append(piece)
    return region, None


def _directs(pieces: list[Piece], j: int, region: list[Piece]) -> bool:
    """A verb that has others act (工作人员|组织|职工募捐, 动员|企业捐款), though its word may name a body (社会|组织)."""
    if role_of(pieces, j) != "causee":
        return False
    return not region or region[-1].tag == "org" or bool(actors.kind(region[-1]))


def _modifies(pieces: list[Piece], j: int, *, opens: bool) -> bool:
    """A verb inside a noun phrase: a head noun comes right after it, or 的 soon with a head after that."""
    if j + 1 < len(pieces) and pieces[j + 1].tag not in LAYERS:
        following = pieces[j + 1]
        if not opens and (actors.kind(following) or pieces[j].tag == "vn"):
            return True
        # 驻村|干部|还慰问: people named by what they do, before an adverb
        if opens and actors.kind(following) == "people" and j + 2 < len(pieces) and pieces[j + 2].tag == "d":
            return True
        # 缉私|部门|查获: a body named by a verb, with a predicate of its own; 接听|居民|电话 is verb and object.
        if opens and actors.does(following) and (j + 2 >= len(pieces) or pieces[j + 2].tag[:1] in ("v", "d", "p")):
            return True
        if opens and pieces[j].tag == "vn" and j + 2 < len(pieces) and actors.does(pieces[j + 2]):
            return True
    for k in range(j + 1, min(len(pieces) - 1, j + 8)):
        if pieces[k].tag not in LAYERS and pieces[k].text == "的":
            return any(actors.kind(p) for p in pieces[k + 1 : k + 5])
    return False


def _read_region(region: list[Piece], scene: Scene) -> Subject:
    if any(p.tag == "org" for p in region):
        made = _made_by(region)
        return (
            Subject("generic", tuple(split_phrase(scene, made)))
            if made
            else Subject("org", _organizations(region, scene))
        )
    marked = [j for j, p in enumerate(region) if actors.kind(p)]
    if not marked or marked[-1] + 1 < len(region):
        counted = _counted_group(region)
        if counted is not None:
            return counted
    if not marked:
        nouns = any(p.tag not in LAYERS and p.tag.startswith(("n", "r")) for p in region)
        return Subject("thing") if nouns else NONE
    last = marked[-1]
    if actors.kind(region[last]) == "division":
        return Subject("division")
    if (
        last + 1 < len(region)
        and region[last + 1].tag not in LAYERS
        and region[last + 1].tag.startswith(("n", "vn"))  # 旅客|运输: the people are only what the work is named for
        and region[last + 1].text not in ("们",)
    ):
        return Subject("thing")
    return Subject("generic", tuple(split_phrase(scene, region[: last + 1])))


def _counted_group(region: list[Piece]) -> Subject | None:
    """12名项目管家, 9支施工队伍|错时: who is counted so acts, whatever the noun and what follows it."""
    at = next((j for j, p in enumerate(region) if p.tag == "qty" and p.text.endswith(_GROUP_UNITS)), None)
    rest = region[at + 1 :] if at is not None else []
    if not rest or any(p.tag in LAYERS for p in rest):
        return None
    end = next((k for k, p in enumerate(rest) if actors.kind(p)), None)
    if end is None:
        nouns = all(p.tag[:1] in ("n", "b", "j", "a", "s") for p in rest) and rest[-1].tag[:1] in ("n", "j")
        if not nouns or len(rest) > _LONGEST_NOUN or rest[-1].text[-1] in _THINGS:
            return None
        end = len(rest) - 1
    while end + 1 < len(rest) and actors.kind(rest[end + 1]):
        end += 1
    return Subject("generic", ((region[0].start, rest[end].end),))


def _made_by(region: list[Piece]) -> list[Piece]:
    """The group of 甲、乙组成的医疗队, 甲招募的志愿者: what follows 的 after a verb of making; empty elsewhere."""
    for j in range(len(region) - 1, 0, -1):
        if region[j].text == "的" and region[j - 1].text in _MAKING and actors.kind(region[-1]):
            return region[j + 1 :]
    return []


def _organizations(region: list[Piece], scene: Scene) -> Spans:
    """Named organizations of a subject, appositions and lists resolved, with a counted group that follows (…80余家会员企业)."""
    found: list[tuple[int, int]] = []
    for j, piece in enumerate(region):
        if piece.tag != "org":
            continue
        after = scene.text[piece.end : piece.end + 8]
        if after.startswith(_PARENTS) and j + 2 < len(region) and any(p.tag == "org" for p in region[j + 1 : j + 3]):
            continue
        if any(post in after for post in _POSTS) and any(p.tag == "org" for p in region[j + 1 : j + 5]):
            continue
        found.append((piece.start, piece.end))
    last = max(j for j, p in enumerate(region) if p.tag == "org")
    rest = region[last + 1 :]
    if rest and rest[0].tag == "qty":
        ends = [k for k, p in enumerate(rest) if actors.kind(p)]
        if ends:
            found.append((rest[0].start, rest[ends[-1]].end))
    elif len(rest) > 1 and rest[0].text in words.SEPARATORS:
        ends = [k for k, p in enumerate(rest) if actors.kind(p) and actors.kind(p) != "division"]
        if ends:
            found.append((rest[1].start, rest[ends[-1]].end))
    return tuple(found[:_MOST_AGENTS])


def split_phrase(scene: Scene, pieces: list[Piece]) -> list[tuple[int, int]]:
    """Split a noun phrase at its top-level coordination; a list closed by 等 + head stays whole."""
    if not pieces:
        return []
    span = (pieces[0].start, pieces[-1].end)
    if any(p.tag not in LAYERS and p.text == "等" for p in pieces):
        return [span]
    parts: list[tuple[int, int]] = []
    begin = 0
    for j, piece in enumerate(pieces):
        if j and piece.tag not in LAYERS and piece.text in words.SEPARATORS and j + 1 < len(pieces):
            before = pieces[j - 1]
            if before.tag == "org" or actors.kind(before):
                parts.append((pieces[begin].start, before.end))
                begin = j + 1
    parts.append((pieces[begin].start, span[1]))
    return parts
