"""Evidence for a link: does this figure, date, agent or recipient belong to that trigger? The weights decide."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from . import words
from .frames import RATE_UNITS, Frames, compares
from .model import Candidate, Evidence, Span
from .roles import PEOPLE
from .scene import LAYERS, Piece

__all__ = ["Pair", "agent_pairs", "date_pairs", "quantity_pairs", "recipient_pairs"]

_COMMON_UNITS = frozenset({
    "元", "人", "人次", "家", "个", "件", "户", "次", "%", "百分点", "倍", "天", "小时", "名", "岁", "年", "月", "起", "亩", "吨", "场",
})  # fmt: skip
Pair = tuple[Candidate, int, Evidence, Evidence]
"""A trigger, a mention's index, the evidence that all pairs of the mention share (one list), and the pair's own."""
_FIRMS = ("公司", "集团", "厂", "店", "酒店", "合作社", "超市", "银行", "支行", "分行", "商行")
_CARRIERS = ("为", "达", "有")
"""Verbs that only carry a figure."""
_JOINTS = frozenset({"、", "和", "并", "及"})
_FURTHEST_LATER = 4
_FURTHEST_EARLIER = 1
_FIRST_WORDS = 3
_TRIGGERS_BEFORE, _TRIGGERS_AFTER, _TRIGGERS_IN_SCOPE = 3, 1, 10
"""How many triggers before and after a figure, and after a date, are tried."""
_MOST_ACTORS = 24
_MOST_PARTS = 40
"""Figures before one among which its whole is looked for."""
_LONGEST_BRACKET, _FEW = 60, 6
_NAMED_BY = frozenset({"为", "给", "向", "帮", "替"})
"""The words that alone name those for whom something is built or traded (:data:`_MADE`)."""
_CLAUSES_BACK = 12
"""Clauses of a sentence before a trigger in which another subject is looked for."""
_FROM_BEFORE = frozenset({"previous", "paragraph", "document"})
"""Where an agent comes from that no clause of the sentence names."""
_GROUPS = {
    "assistance": "help", "medical": "help", "rescue": "help", "testing": "help", "disinfection": "help",
    "training": "help", "volunteering": "help", "donation": "give", "supply": "give", "award": "give",
    "publicity": "tell", "issuance": "tell", "personnel": "staff", "enforcement": "",
    "construction": "build", "economic": "trade",
}  # fmt: skip
"""What an act does for its receiver; acts of other types have none (those who are checked are no receivers)."""
_MADE = frozenset({"build", "trade"})


def quantity_pairs(frames: Frames, here: Sequence[Candidate]) -> Iterator[Pair]:
    """(trigger, quantity index, shared evidence, own evidence) for the kept triggers ``here`` of one sentence and its figures."""
    scene = frames.scene
    clauses = scene.clauses
    start, end = clauses.sentence_span(clauses.sentence[here[0].clause])
    figures = scene.of_layer("qty", start, end)
    at = [f[0] for f in figures]
    starts = [c.start for c in here]
    for n, (a, b, index) in enumerate(figures):
        middle = bisect_left(starts, a)
        near = here[max(0, middle - _TRIGGERS_BEFORE) : middle + _TRIGGERS_AFTER]
        clause = clauses.at(a)
        within = [c for c in near if -_FURTHEST_EARLIER <= clause - c.clause <= _FURTHEST_LATER]
        if not within:
            continue
        quantity = scene.quantities[index]
        unit = quantity.unit if quantity.unit in _COMMON_UNITS else "other"
        rate = str(quantity.unit in RATE_UNITS)
        shared = _of_figure(frames, clause, (a, b), index)
        shared.append(("last", str(n == len(figures) - 1)))
        series = _series(frames, figures[max(0, n - 1) : n + 1], clause)
        shared.append(("series", series))
        owners = frames.owners(near, a, b, index)
        for c in within:
            owner = str(c in owners)
            own: Evidence = [
                ("rank", str(min(3, max(0, n - bisect_left(at, c.end))))),
                ("owner", owner),
                ("owner.kind", (owner, c.kind)),
                ("type.unit", (c.type, unit)),
                ("rate.kind", (rate, c.kind)),
                ("series.side", (series, str(min(3, clause - c.clause)))),
                ("series.kind", (series, c.kind)),
            ]
            part = scene.text.rfind("其中", c.end, a)
            if part > 0:
                own += _of_part(frames, near, c, figures[max(0, n - _MOST_PARTS) : n + 1], part)
            yield c, index, shared, own + _of_pair(frames, near, c, (a, b), clause - c.clause)


def _of_part(
    frames: Frames, near: Sequence[Candidate], c: Candidate, figures: Sequence[tuple[int, int, int]], part: int
) -> Evidence:
    """下达资金3亿元，其中水利1亿元、交通8000万元: is the last figure a part of one that stands with the trigger before 其中?"""
    quantities = frames.scene.quantities
    wholes = {quantities[index].unit for start, end, index in figures if c.end <= start and end <= part}
    alike = str(quantities[figures[-1][2]].unit in wholes)
    verb = str(any(part < x.start < figures[-1][0] for x in near))
    nearest = str(not any(c.end <= x.start < part for x in near))
    return [("part", (alike, verb)), ("part.nearest", (alike, verb, nearest)), ("part.type", (alike, c.type))]


def _series(frames: Frames, last: Sequence[tuple[int, int, int]], clause: int) -> str:
    """Does a figure go on with the one before it (查处酒驾63起，无证驾驶9起): the same unit, at the end of a clause of its own?"""
    scene = frames.scene
    alike = len(last) > 1 and scene.quantities[last[0][2]].unit == scene.quantities[last[-1][2]].unit
    closes = scene.clauses.ends[clause] == last[-1][1]
    alone = len(last) < 2 or last[0][1] <= scene.clauses.starts[clause]
    return f"{alike:d}{closes:d}{alone:d}"


def _of_figure(frames: Frames, clause: int, span: Span, index: int) -> Evidence:
    """What stands around a figure, whatever the trigger."""
    scene = frames.scene
    quantity = scene.quantities[index]
    a, b = span
    left, right = scene.around(clause, a, b)
    unit = quantity.unit if quantity.unit is not None and quantity.unit in _COMMON_UNITS else "other"
    who = frames.subjects.of(clause)
    f: Evidence = [("bias", ""), ("unit", unit), ("per", str(quantity.per is not None)), ("q.subject", who.kind)]
    f += [
        ("q.left", _word(left[-1:])),
        ("q.left.tag", _tag(left[-1:])),
        ("q.right", _word(right[:1])),
        ("q.right.tag", _tag(right[:1])),
    ]
    f += [("q.clause", p.text) for p in scene.pieces(clause)[:_FIRST_WORDS] if p.tag not in LAYERS and p.end <= a]
    f.append(("q.verb", str(any(p.tag == "v" and p.tag not in LAYERS and p.text not in _CARRIERS for p in left))))
    if any(s <= a and b <= e for s, e in who.agents):
        f.append(("in.agent", ""))
    head = scene.text[scene.clauses.starts[clause] : a]
    if head.count("（") + head.count("(") > head.count("）") + head.count(")"):
        f.append(("bracketed", ""))
    return f


def _of_pair(frames: Frames, here: Sequence[Candidate], c: Candidate, span: Span, steps: int) -> Evidence:
    """Where a mention stands to a trigger; ``steps``: clauses from the trigger's to the mention's."""
    a, b = span
    text = frames.scene.text
    after = a >= c.end
    side = ("after" if after else "before") if not steps else f"later{min(3, steps)}" if steps > 0 else "earlier"
    low, high = (c.end, a) if after else (b, c.start)
    gap = text[low:high]
    kept = [x for x in here if x is not c and low <= x.start and x.end <= high]
    many = str(min(2, len(kept)))
    f: Evidence = [("word", c.word), ("type", c.type), ("kind", c.kind), ("side", side), ("side.kind", (side, c.kind))]
    f += [("side.type", (side, c.type)), ("kept", many), ("side.kept", (side, many))]
    f += [("gap", str(min(6, len(gap) // 4))), ("side.gap", (side, str(min(3, len(gap) // 6))))]
    if kept:
        f.append(("kept.kind", kept[-1 if after else 0].kind))
        if after and _all_listed(text, [c, *kept]):
            f.append(("listed", ""))
    if "的" in gap:
        f.append(("的", side))
    if "；" in gap or ";" in gap:
        f.append(("semicolon", ""))
    if "其中" in gap:
        f.append(("其中", ""))
    return f


def _all_listed(text: str, run: Sequence[Candidate]) -> bool:
    return all(text[x.end : y.start] in _JOINTS for x, y in pairwise(run))


def _bracket(text: str, start: int, end: int) -> Span | None:
    """The round brackets that hold the mention: （部分为12月19日之前受理） tells nothing of the acts outside."""
    low = max(0, start - _LONGEST_BRACKET)
    opened = max(text.rfind(mark, low, start) for mark in "（(")
    if opened < 0 or any(text.find(mark, opened, start) >= 0 for mark in "）)"):
        return None
    closed = [at for mark in "）)" if (at := text.find(mark, end, end + _LONGEST_BRACKET)) >= 0]
    if not closed or min(closed) - opened - (end - start) <= _FEW:
        return None  # （6月2日至5日） says when
    return opened, min(closed)


def date_pairs(frames: Frames, here: Sequence[Candidate]) -> Iterator[Pair]:
    """(trigger, date index, shared evidence, own evidence) for the kept triggers ``here`` of one sentence and its dates."""
    scene = frames.scene
    clauses = scene.clauses
    start, end = clauses.sentence_span(clauses.sentence[here[0].clause])
    dates = scene.of_layer("date", start, end)
    at = [d[0] for d in dates]
    starts = [c.start for c in here]
    for n, (a, b, index) in enumerate(dates):
        if compares(scene.text, a, b):
            continue
        middle = bisect_left(starts, a)
        near = here[max(0, middle - _TRIGGERS_AFTER) : middle + _TRIGGERS_IN_SCOPE]
        bracket = _bracket(scene.text, a, b)
        if bracket is not None:
            near = [c for c in near if bracket[0] < c.start < bracket[1]]
        clause = clauses.at(a)
        left, right = scene.around(clause, a, b)
        shared: Evidence = [("bias", ""), ("boundary", str(scene.dates[index].boundary)), ("d.left", _word(left[-1:]))]
        shared += [("d.right", _word(right[:1])), ("d.opens", str(not left)), ("d.alone", str(not right))]
        shared.append(("trigger.there", str(any(x.clause == clause for x in near))))
        for c in near:
            between = str(min(2, max(0, bisect_left(at, c.start) - n - 1)))
            ruled = str(index in frames.dates(c))
            own: Evidence = [
                ("dates", between),
                ("dates.before", (between, str(b <= c.start))),
                ("rule", ruled),
                ("rule.kind", (ruled, c.kind)),
            ]
            yield c, index, shared, own + _of_pair(frames, near, c, (a, b), clause - c.clause)


def agent_pairs(frames: Frames, c: Candidate) -> Iterator[tuple[Span, Evidence, Evidence]]:
    """The actors proposed for ``c``, each with the evidence that they share (one list) and its own."""
    scene = frames.scene
    own = frames.subjects.of(c.clause).kind
    left = scene.around(c.clause, c.start, c.end)[0]
    shared: Evidence = [("bias", ""), ("type", c.type), ("word", c.word), ("own", own), ("voice", c.voice)]
    shared.append(("left", _word(left[-1:])))
    shared += [("has", p.text) for p in left if p.tag not in LAYERS and p.text in words.role_words()]
    carried: list[tuple[str, str]] = []
    for place, (span, source) in enumerate(_once(frames.proposed_agents(c))):
        name = scene.text[span[0] : span[1]]
        clause = scene.clauses.at(span[0])
        if source in _FROM_BEFORE and not carried:
            carried = _carried(frames, c)
        steps = scene.clauses.sentence[c.clause] - scene.clauses.sentence[clause] or c.clause - clause
        named = str(_is_organization(frames, span))
        f: Evidence = [
            ("source", source),
            ("source.type", (source, c.type)),
            ("source.kind", (source, c.kind)),
            ("source.named", (source, named)),
            ("source.steps", (source, str(min(3, steps)))),
            ("own.source", (own, source)),
            ("firm.type", (str(name.endswith(_FIRMS)), c.type)),
            ("named", named),
            ("steps", str(min(4, steps))),
            ("place", str(min(3, place))),
            ("head", name[-2:]),
            ("next", scene.text[span[1] : span[1] + 1]),
            ("number", str(name[:1].isdigit())),
        ]
        if source in _FROM_BEFORE:
            f += [("carried", (source, *how)) for how in carried]
        yield span, shared, f


def _carried(frames: Frames, c: Candidate) -> list[tuple[str, str]]:
    """How a sentence without a subject goes on: what it opens with, and what else stands before predicates up to the trigger."""
    clauses, subjects = frames.scene.clauses, frames.subjects
    first = clauses.first[clauses.sentence[c.clause]]
    opening = subjects.opening(first)
    kinds = {subjects.of(k).kind for k in range(max(first, c.clause - _CLAUSES_BACK), c.clause + 1)} - {"none"}
    return [
        ("opens", opening),
        ("kinds", min(kinds, default="none")),
        ("own", f"{opening}.{min(kinds, default='none')}"),
        ("first", str(c.clause == first)),
    ]


def recipient_pairs(frames: Frames, c: Candidate) -> Iterator[tuple[Span, Evidence]]:
    """The receivers proposed for ``c``, each with its evidence."""
    scene = frames.scene
    heads = words.actor_heads()
    group = _GROUPS.get(c.type)
    if group is None:
        return
    proposed = _once(frames.proposed_recipients(c))
    if group in _MADE:
        proposed = [(span, source) for span, source in proposed if source in _NAMED_BY]
    sources: list[str] = []
    for span, source in proposed:
        if source not in sources:
            sources.append(source)
        place = len(sources) - 1  # the members of a list have one place
        name = scene.text[span[0] : span[1]]
        named = str(_is_organization(frames, span))
        head = next((h for h in (name[-k:] for k in (5, 4, 3, 2, 1)) if h in heads), "")
        kind = heads.get(head) or ("people" if name[-1] in PEOPLE else "")
        figure = str(bool(scene.of_layer("qty", *span)))
        f: Evidence = [
            ("bias", ""),
            ("source", source),
            ("source.type", (source, c.type)),
            ("source.group", (source, group)),
            ("type", c.type),
            ("word", c.word),
            ("word.source", (c.word, source)),
            ("named", named),
            ("source.named", (source, named)),
            ("head", head),
            ("class", kind),
            ("class.type", (kind, c.type)),
            ("class.group", (kind, group)),
            ("class.source", (kind, source)),
            ("length", str(min(4, len(name) // 4))),
            ("number", figure),
            ("next", scene.text[span[1] : span[1] + 1]),
            ("place", str(min(2, place))),
        ]
        yield span, f


def _once(proposals: Sequence[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Each span with its first source."""
    found: dict[Span, str] = {}
    for span, source in proposals:
        found.setdefault(span, source)
    return list(found.items())[:_MOST_ACTORS]


def _is_organization(frames: Frames, span: Span) -> bool:
    return any((a, b) == span for a, b, _ in frames.scene.of_layer("org", *span))


def _word(pieces: Sequence[Piece]) -> str:
    return "edge" if not pieces else pieces[0].text if pieces[0].tag not in LAYERS else pieces[0].tag


def _tag(pieces: Sequence[Piece]) -> str:
    return "edge" if not pieces else pieces[0].tag[:1] if pieces[0].tag not in LAYERS else pieces[0].tag
