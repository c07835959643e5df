"""Evidence for a link: does this figure, date, agent or recipient belong to that trigger? Features only; weights decide."""

from __future__ import annotations

from collections.abc import Sequence

from . import words
from .frames import Frames
from .model import Candidate
from .scene import Piece

__all__ = ["agent_features", "date_pairs", "quantity_pairs", "recipient_features"]

_RATE_UNITS = frozenset({"%", "百分点", "千分点", "倍", "‰"})
_COMMON_UNITS = frozenset({"元", "人", "人次", "家", "个", "件", "户", "次", "%", "百分点", "倍", "天", "小时", "名", "岁", "年", "月", "起", "亩", "吨", "场"})
_FIRMS = ("公司", "集团", "厂", "店", "酒店", "合作社", "超市", "银行", "支行", "分行", "商行")
_FURTHEST_LATER = 4
_FURTHEST_EARLIER = 1


def quantity_pairs(frames: Frames, here: Sequence[Candidate]) -> list[tuple[Candidate, int, list[str]]]:
    """(trigger, quantity index, features) for the kept triggers ``here`` of one sentence and its figures."""
    scene = frames.scene
    clauses = scene.clauses
    start, end = clauses.sentence_span(clauses.sentence[here[0].clause])
    figures = scene.of_layer("qty", start, end)
    found = []
    for n, (a, b, index) in enumerate(figures):
        clause = clauses.at(a)
        shared = _figure_features(frames, clause, a, b, index)
        owners = frames.owners(here, a, b, index)
        for c in here:
            steps = clause - c.clause
            if steps > _FURTHEST_LATER or -steps > _FURTHEST_EARLIER:
                continue
            own = _pair_features(frames, here, c, (a, b), steps)
            own += [f"rank={min(3, sum(1 for x in figures if c.end <= x[0] < a))}", f"owner={c in owners}", f"owner={c in owners},{c.kind}"]
            quantity = scene.quantities[index]
            unit = quantity.unit if quantity.unit in _COMMON_UNITS else "other"
            own += [f"{c.type},{unit}", f"rate={quantity.unit in _RATE_UNITS},{c.kind}", f"last={n == len(figures) - 1}"]
            found.append((c, index, own + shared))
    return found


def _figure_features(frames: Frames, clause: int, a: int, b: int, index: int) -> list[str]:
    scene = frames.scene
    quantity = scene.quantities[index]
    pieces = scene.pieces(clause)
    left = [p for p in pieces if p.end <= a]
    right = [p for p in pieces if p.start >= b]
    features = ["bias", f"unit={quantity.unit if quantity.unit in _COMMON_UNITS else 'other'}", f"per={quantity.per is not None}"]
    features += [f"q.left={_word(left[-1:])}", f"q.left.tag={_tag(left[-1:])}", f"q.right={_word(right[:1])}", f"q.right.tag={_tag(right[:1])}"]
    features += [f"q.clause={p.text}" for p in left[:3] if p.kind == "tok"]
    features.append(f"q.verb={any(p.kind == 'tok' and p.tag == 'v' and p.text not in ('为', '达', '有') for p in left)}")
    who = frames.subject(clause)
    features.append(f"q.subject={who.kind}")
    if any(s <= a and b <= e for s, e in who.agents):
        features.append("in.agent")
    text = scene.text[scene.clauses.starts[clause] : a]
    if text.count("（") + text.count("(") > text.count("）") + text.count(")"):
        features.append("bracketed")
    return features


def _pair_features(frames: Frames, here: Sequence[Candidate], c: Candidate, span: tuple[int, int], steps: int) -> list[str]:
    """Where a mention stands to a trigger."""
    a, b = span
    scene = frames.scene
    side = ("after" if a >= c.end else "before") if not steps else f"later{min(3, steps)}" if steps > 0 else "earlier"
    low, high = (c.end, a) if a >= c.end else (b, c.start)
    kept = [x for x in here if x is not c and low <= x.start and x.end <= high]
    gap = scene.text[low:high]
    features = [f"side={side}", f"side={side},{c.kind}", f"side={side},{c.type}", f"word={c.word}", f"type={c.type}", f"kind={c.kind}"]
    features += [f"kept={min(2, len(kept))}", f"side={side},kept={min(2, len(kept))}", f"gap={min(6, len(gap) // 4)}", f"side={side},gap={min(3, len(gap) // 6)}"]
    if kept:
        features.append(f"kept.kind={kept[-1].kind if a >= c.end else kept[0].kind}")
        if all(scene.text[x.end : y.start] in ("、", "和", "并", "及") for x, y in zip([c, *kept], kept, strict=False)) and a >= c.end:
            features.append("listed")
    if "的" in gap:
        features.append(f"的,{side}")
    if "；" in gap or ";" in gap:
        features.append("semicolon")
    if "其中" in gap:
        features.append("其中")
    return features


def date_pairs(frames: Frames, here: Sequence[Candidate]) -> list[tuple[Candidate, int, list[str]]]:
    """(trigger, date index, features) for the kept triggers ``here`` of one sentence and its dates."""
    scene = frames.scene
    clauses = scene.clauses
    start, end = clauses.sentence_span(clauses.sentence[here[0].clause])
    dates = scene.of_layer("date", start, end)
    found = []
    for a, b, index in dates:
        clause = clauses.at(a)
        pieces = scene.pieces(clause)
        left = [p for p in pieces if p.end <= a]
        right = [p for p in pieces if p.start >= b]
        shared = ["bias", f"boundary={scene.dates[index].boundary}", f"d.left={_word(left[-1:])}", f"d.right={_word(right[:1])}", f"d.opens={not left}", f"d.alone={not right}"]
        for c in here:
            own = _pair_features(frames, here, c, (a, b), clause - c.clause)
            between = sum(1 for x in dates if b <= x[0] and x[1] <= c.start)
            own += [f"dates={min(2, between)}", f"dates={min(2, between)},before={b <= c.start}", f"rule={index in frames.dates(c)}", f"rule={index in frames.dates(c)},{c.kind}"]
            own.append(f"trigger.there={any(x.clause == clause for x in here)}")
            found.append((c, index, own + shared))
    return found


def agent_features(frames: Frames, c: Candidate, span: tuple[int, int], source: str, place: int) -> list[str]:
    """Evidence that the proposed ``span`` acts in ``c``; ``place`` is its position among the proposals."""
    scene = frames.scene
    name = scene.text[span[0] : span[1]]
    firm = name.endswith(_FIRMS)
    clause = scene.clauses.at(span[0])
    steps = scene.clauses.sentence[c.clause] - scene.clauses.sentence[clause] or c.clause - clause
    named = (span[0], span[1]) in {(a, b) for a, b, _ in scene.of_layer("org", span[0], span[1])}
    features = ["bias", f"source={source}", f"source={source},{c.type}", f"source={source},{c.kind}", f"type={c.type}", f"word={c.word}"]
    features += [f"firm={firm},{c.type}", f"named={named}", f"source={source},named={named}", f"steps={min(4, steps)}", f"source={source},steps={min(3, steps)}", f"place={min(3, place)}"]
    features += [f"own={frames.subject(c.clause).kind}", f"own={frames.subject(c.clause).kind},{source}", f"voice={c.voice}"]
    features += [f"head={name[-2:]}", f"next={scene.text[span[1] : span[1] + 1]}", f"number={name[:1].isdigit()}"]
    left = [p for p in scene.pieces(c.clause) if p.end <= c.start]
    features.append(f"left={_word(left[-1:])}")
    features += [f"has={p.text}" for p in left if p.kind == "tok" and p.text in words.role_words()]
    return features


def recipient_features(frames: Frames, c: Candidate, span: tuple[int, int], source: str) -> list[str]:
    """Evidence that the proposed ``span`` receives in ``c``."""
    scene = frames.scene
    name = scene.text[span[0] : span[1]]
    named = bool([x for x in scene.of_layer("org", span[0], span[1]) if x[:2] == span])
    head = next((h for h in (name[-k:] for k in (5, 4, 3, 2, 1)) if h in words.actor_heads()), "")
    features = ["bias", f"source={source}", f"source={source},{c.type}", f"type={c.type}", f"word={c.word}", f"named={named}", f"source={source},named={named}"]
    features += [f"head={head}", f"class={words.actor_heads().get(head, '')}", f"class={words.actor_heads().get(head, '')},{c.type}", f"length={min(4, len(name) // 4)}"]
    features.append(f"number={any(q for q in scene.of_layer('qty', span[0], span[1]))}")
    return features


def _word(pieces: Sequence[Piece]) -> str:
    return "edge" if not pieces else pieces[0].text if pieces[0].kind == "tok" else pieces[0].kind


def _tag(pieces: Sequence[Piece]) -> str:
    return "edge" if not pieces else pieces[0].tag[:1] if pieces[0].kind == "tok" else pieces[0].kind
