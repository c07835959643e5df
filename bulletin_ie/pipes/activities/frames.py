"""Frame filling: which figures, dates, documents, agents and recipients belong to a kept trigger."""

from __future__ import annotations

from collections.abc import Sequence

from .model import Candidate, Spans
from .noun_phrases import Subject, agents_in, object_recipients, recipients_in, subject
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
_REACH_BACK = 3
"""How many sentences back a subject is looked for, inside one paragraph."""


class Frames:
    """Fills frames of the kept candidates of one scene."""

    def __init__(self, scene: Scene, kept: Sequence[Candidate], candidates: Sequence[Candidate]) -> None:
        self.scene = scene
        self.kept = list(kept)
        self.first_trigger: dict[int, int] = {}
        for c in candidates:
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
            until = self.scene.clauses.ends[clause]
            known = self._subjects[clause] = subject(self.scene, clause, until)
        return known

    def agents(self, c: Candidate) -> Spans:
        """Agents of a kept trigger: own clause, its coverbs, else the subject carried from before."""
        if c.kind == "rate":
            return ()
        added, replaces = agents_in(self.scene, c.clause, c.start, signs=c.type == "cooperation")
        if replaces:
            return added
        base = self._carried(c)
        return base + tuple(a for a in added if a not in base)

    def _carried(self, c: Candidate) -> Spans:
        clauses = self.scene.clauses
        sentence = clauses.sentence[c.clause]
        own = self.subject(c.clause)
        if own.kind in ("org", "generic"):
            inside = tuple(a for a in own.agents if a[1] <= c.start)
            if inside:
                return inside
        if own.kind == "division":
            return ()
        if own.kind == "thing" and c.type in ("economic", "construction"):
            return ()
        for k in range(c.clause - 1, clauses.first[sentence] - 1, -1):
            who = self.subject(k)
            if who.kind in ("org", "generic"):
                return who.agents
            if who.kind == "division":
                return ()
        for s in range(sentence - 1, max(-1, sentence - 1 - _REACH_BACK), -1):
            if clauses.paragraph[s] != clauses.paragraph[sentence]:
                break
            for k in clauses.sentence_clauses(s):
                who = self.subject(k)
                if who.kind in ("org", "generic"):
                    return who.agents
                if who.kind == "division":
                    return ()
        return ()

    # recipients -----------------------------------------------------------------------------------------------------

    def recipients(self, c: Candidate) -> Spans:
        """Recipients of a kept trigger by preposition, else by the object of a person verb."""
        if c.type in _NO_RECIPIENT:
            return ()
        prepositions = _WITH_ALL if c.type in _TARGETS else _WITH_FEW
        found = recipients_in(self.scene, c.clause, c.start, prepositions)
        if found:
            return found
        inside = self.scene.clauses.first[self.scene.clauses.sentence[c.clause]]
        if c.clause > inside and c.clause - 1 not in self.first_trigger:
            found = recipients_in(self.scene, c.clause - 1, self.scene.clauses.ends[c.clause - 1], _WITH_FEW)
            if found:
                return found
        if c.type in _PERSON_VERBS:
            return object_recipients(self.scene, c.clause, c.end)
        return ()

    # figures --------------------------------------------------------------------------------------------------------

    def quantities(self) -> dict[int, list[int]]:
        """Index of a kept trigger → indices of its quantities."""
        order = {id(c): n for n, c in enumerate(self.kept)}
        links: dict[int, list[int]] = {}
        for sentence, here in self.by_sentence.items():
            start, end = self.scene.clauses.sentence_span(sentence)
            for a, b, index in self.scene.of_layer("qty", start, end):
                for c in self._owners(here, a, b, index):
                    links.setdefault(order[id(c)], []).append(index)
        return links

    def _owners(self, here: list[Candidate], a: int, b: int, index: int) -> list[Candidate]:
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
