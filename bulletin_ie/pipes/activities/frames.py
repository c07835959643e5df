"""Frame filling: which figures, dates, documents, agents and recipients belong to a kept trigger."""

from __future__ import annotations

from collections.abc import Sequence

from .model import Candidate, Spans
from .noun_phrases import Subject, agents_in, object_recipients, recipients_in, subject
from . import words
from .scene import Scene

__all__ = ["Frames"]

_RATE_UNITS = frozenset({"%", "百分点", "千分点", "倍", "‰"})
_NO_RECIPIENT = frozenset(
    {"inspection", "enforcement", "economic", "investigation", "meeting", "construction", "establishment", "event"}
)
_PERSON_VERBS = frozenset({"assistance", "medical", "rescue", "training", "award", "personnel"})
_TARGETS = frozenset(
    {"disinfection", "testing", "medical", "assistance", "training", "publicity", "supply", "donation"}
)
_COMPARISONS = ("比", "较", "同比", "与", "于")
_WITH_ALL = frozenset({"向", "给", "为", "对", "帮", "替", "面向", "与"})
_WITH_FEW = frozenset({"向", "给", "为", "面向"})
_TRUSTED = frozenset({"own.org", "own.generic", "coverb", "sentence", "previous"})
_REACH_BACK = 3
"""How many sentences back a subject is looked for, inside one paragraph."""


class Frames:
    """Fills frames of the kept candidates of one scene."""

    def __init__(self, scene: Scene, kept: Sequence[Candidate], candidates: Sequence[Candidate]) -> None:
        self.scene = scene
        self.kept = list(kept)
        heads = words.actor_heads()
        self.first_trigger: dict[int, int] = {}
        for c in candidates:
            following = scene.tokens[scene.token_at(c.end)].text if c.end < len(scene.text) else ""
            if following not in heads:  # a trigger before a head noun names it (救援|队伍)
                self.first_trigger.setdefault(c.clause, c.start)
        self.by_sentence: dict[int, list[Candidate]] = {}
        for c in self.kept:
            self.by_sentence.setdefault(scene.clauses.sentence[c.clause], []).append(c)
        self._subjects: dict[int, Subject] = {}

    # agents ---------------------------------------------------------------------------------------------------------

    def subject(self, clause: int) -> Subject:
        """The clause's own subject."""
        known = self._subjects.get(clause)
        if known is None:
            until = self.first_trigger.get(clause, self.scene.clauses.ends[clause])
            known = self._subjects[clause] = subject(self.scene, clause, until)
        return known

    def agents(self, c: Candidate) -> Spans:
        """Agents of a kept trigger: own clause, its coverbs, else the subject carried from before."""
        return tuple(dict.fromkeys(span for span, source in self.proposed_agents(c) if source in _TRUSTED))

    def proposed_agents(self, c: Candidate) -> list[tuple[tuple[int, int], str]]:
        """Possible agents with where each comes from: own, coverb, sentence, previous, paragraph or passed."""
        if c.kind == "rate":
            return []
        added, replaces = agents_in(self.scene, c.clause, c.start, signs=c.type == "cooperation")
        found = [(span, "coverb") for span in added]
        if replaces or c.voice == "under":
            return found
        own = self.subject(c.clause)
        if own.kind in ("org", "generic"):
            inside = [(span, f"own.{own.kind}") for span in own.agents if span[1] <= c.start]
            if inside:
                return inside + found
        if own.kind in ("division", "patient") or (own.kind == "thing" and c.type in ("economic", "construction")):
            return found
        return self._carried(c) + found

    def _carried(self, c: Candidate) -> list[tuple[tuple[int, int], str]]:
        clauses = self.scene.clauses
        sentence = clauses.sentence[c.clause]
        for k in range(c.clause - 1, clauses.first[sentence] - 1, -1):
            who = self._leading(k)
            if who is not None:
                return [(span, "sentence") for span in who]
        for s in range(sentence - 1, max(-1, sentence - 1 - _REACH_BACK), -1):
            same = clauses.paragraph[s] == clauses.paragraph[sentence]
            for k in clauses.sentence_clauses(s):
                who = self._leading(k)
                if who is not None:
                    return [(span, "previous" if same else "paragraph") for span in who]
        return []

    def _leading(self, clause: int) -> Spans | None:
        """The agents that a clause hands on; empty for a division; None when it hands on nothing."""
        who = self.subject(clause)
        if who.kind == "division":
            return ()
        added, replaces = agents_in(self.scene, clause, self.first_trigger.get(clause, self.scene.clauses.ends[clause]), signs=False)
        if who.kind == "org" or (who.kind == "generic" and clause in self.first_trigger):
            return who.agents + (() if replaces else tuple(a for a in added if a not in who.agents))
        return added if added and not replaces and who.kind == "none" and clause + 1 < len(self.scene.clauses.starts) else None

    # recipients -----------------------------------------------------------------------------------------------------

    def recipients(self, c: Candidate) -> Spans:
        """Recipients of a kept trigger by preposition, else by the object of a person verb."""
        if c.type in _NO_RECIPIENT:
            return ()
        allowed = _WITH_ALL if c.type in _TARGETS else _WITH_FEW
        proposed = self.proposed_recipients(c)
        found = tuple(span for span, source in proposed if source in allowed)
        if found or c.type not in _PERSON_VERBS:
            return found
        return tuple(span for span, source in proposed if source == "object")

    def proposed_recipients(self, c: Candidate) -> list[tuple[tuple[int, int], str]]:
        """Possible recipients with where each comes from: a preposition, the object, or the subject of a passive."""
        clauses = self.scene.clauses
        found = [(span, word) for span, word in recipients_in(self.scene, c.clause, c.start)]
        if not found and c.clause > clauses.first[clauses.sentence[c.clause]] and c.clause - 1 not in self.first_trigger:
            found = [(span, word) for span, word in recipients_in(self.scene, c.clause - 1, clauses.ends[c.clause - 1])]
        found += [(span, "object") for span in object_recipients(self.scene, c.clause, c.end)]
        own = self.subject(c.clause)
        if c.voice == "under" or own.kind == "patient":
            found += [(span, "patient") for span in own.agents if span[1] <= c.start]
        return found

    # figures --------------------------------------------------------------------------------------------------------

    def quantities(self) -> dict[int, list[int]]:
        """Index of a kept trigger → indices of its quantities."""
        order = {id(c): n for n, c in enumerate(self.kept)}
        links: dict[int, list[int]] = {}
        for sentence, here in self.by_sentence.items():
            start, end = self.scene.clauses.sentence_span(sentence)
            for a, b, index in self.scene.of_layer("qty", start, end):
                for c in self.owners(here, a, b, index):
                    links.setdefault(order[id(c)], []).append(index)
        return links

    def owners(self, here: Sequence[Candidate], a: int, b: int, index: int) -> list[Candidate]:
        """The triggers of a sentence that measure by rule: nearness, with rates kept to their own verbs."""
        clauses = self.scene.clauses
        clause = clauses.at(a)
        who = self.subject(clause)
        if any(s <= a and b <= e for s, e in who.agents):
            return []
        before = [c for c in here if c.end <= a]
        after = [c for c in here if c.start >= b and c.clause == clause]
        same = [c for c in before if c.clause == clause]
        rate = self.scene.quantities[index].unit in _RATE_UNITS
        if rate:
            near = [c for c in same if a - c.end <= 6] or [c for c in before if c.kind == "rate" and a - c.end <= 30]
            return near[-1:]
        if same:
            owner = same[-1]
            if owner.kind == "rate" and a - owner.end > 4:
                owner = next((c for c in reversed(same) if c.kind != "rate"), owner)
            return self._coordinated(same, owner)
        following = [c for c in after if c.kind != "rate"]
        if following:
            return following[:1]
        if before and clause - before[-1].clause <= 2:
            owner = next((c for c in reversed(before) if c.kind != "rate"), None)
            return [owner] if owner is not None and clause - owner.clause <= 2 else []
        return []

    def _coordinated(self, same: list[Candidate], owner: Candidate) -> list[Candidate]:
        """测温、登记7000余人次: verbs with nothing but 、 or 和 between share the figure."""
        shared = [owner]
        for c in reversed(same[: same.index(owner)]):
            if self.scene.text[c.end : shared[0].start] in ("、", "和", "并", "及"):
                shared.insert(0, c)
            else:
                break
        return shared

    # dates ----------------------------------------------------------------------------------------------------------

    def dates(self, c: Candidate) -> tuple[int, ...]:
        """Dates of the sentence that say when: the nearest before the trigger, or one right after it by 于/在."""
        clauses = self.scene.clauses
        start, end = clauses.sentence_span(clauses.sentence[c.clause])
        found = [d for d in self.scene.of_layer("date", start, end) if not self._compared(d[0])]
        before = [d for d in found if d[1] <= c.start]
        if before:
            last = before[-1]
            group = [d for d in before if last[0] - d[1] <= 4]
            return tuple(d[2] for d in group)
        after = [d for d in found if d[0] >= c.end and d[0] - c.end <= 2]
        return tuple(d[2] for d in after[:1])

    def _compared(self, start: int) -> bool:
        left = self.scene.text[max(0, start - 2) : start].rstrip()
        return left.endswith(("比", "较", "同比", "与"))

    # documents ------------------------------------------------------------------------------------------------------

    def documents(self, c: Candidate) -> Spans:
        """《…》 in the trigger's clause, for verbs that issue, sign or pass on."""
        if c.type not in ("issuance", "cooperation", "meeting"):
            return ()
        clauses = self.scene.clauses
        start, end = clauses.starts[c.clause], clauses.ends[c.clause]
        found = [
            (a, b) for a, b, i in self.scene.of_layer("doc", start, end) if self.scene.documents[i].kind == "title"
        ]
        return tuple(d for d in found if d[0] >= c.end) or tuple(d for d in found if d[1] <= c.start)[-1:]
