"""Frames of kept triggers: subjects carried over clauses, and who and what could fill each role."""

from __future__ import annotations

from collections.abc import Sequence

from .model import Candidate, Span, Spans
from .noun_phrases import Subjects
from .roles import agents_in, is_person, later_recipients, object_recipients, recipients_in

__all__ = ["RATE_UNITS", "Frames", "compares"]

RATE_UNITS = frozenset({"%", "百分点", "千分点", "倍", "‰"})
_NO_SUBJECT_OF_THINGS = frozenset({"economic", "construction"})
"""Types whose verbs are often said of a thing (项目开工), so that a thing before them hides no actor."""
_UNDERGONE = frozenset({"assistance", "medical", "rescue", "training"})
"""Types whose verbs are said of those who receive the act (伤员经医院救治)."""
_DOCUMENTED = frozenset({"issuance", "cooperation", "meeting"})
_JOINTS = frozenset({"、", "和", "并", "及"})
_COMPARING = ("比", "较", "同比", "与")
_REACH_BACK = 3
"""How many sentences back a subject is looked for."""
_HOST_REACH = 12
"""Clauses at the top of the text in which its host is looked for."""
_ACTOR_REACH = 6
_MOST_NEAR = 40
_BEFORE_ACTOR = frozenset({"、", "，", ",", "；", ";", "和"})
_RATE_NEAR = 6
_RATE_REACH = 30
_OWN_NEAR = 4
_MEASURE_REACH = 2
_DATE_REACH = 400


def compares(text: str, start: int, end: int) -> bool:
    """Is the date only what something is compared with (比2016年, 较上年, 去年同期)?"""
    return text.startswith("同期", end - 2) or text[max(0, start - 2) : start].rstrip().endswith(_COMPARING)


class Frames:
    """The kept triggers of one scene and what may fill their roles."""

    def __init__(self, kept: Sequence[Candidate], subjects: Subjects) -> None:
        self.scene = subjects.scene
        self.subjects = subjects
        self.kept = list(kept)
        self.by_sentence: dict[int, list[Candidate]] = {}
        for c in self.kept:
            self.by_sentence.setdefault(self.scene.clauses.sentence[c.clause], []).append(c)
        self._telling = {c.clause for c in self.kept}
        self._dates: dict[int, tuple[int, ...]] = {}
        self._first: Spans | None = None

    # agents ---------------------------------------------------------------------------------------------------------

    def proposed_agents(self, c: Candidate) -> list[tuple[Span, str]]:
        """Possible agents with where each comes from.

        own.org or own.generic, between (a name after the trigger before), coverb, by (由 … in a later clause), sentence,
        previous, paragraph, thing (carried over a thing that stands before the trigger) or document.
        """
        added, replaces = agents_in(self.scene, c.clause, c.start, signs=c.type == "cooperation")
        found = [(span, "coverb") for span in added]
        if replaces or c.voice == "under":
            return found
        nearest = self._between(c)
        if nearest is not None:
            return [(nearest, "between"), *found]
        own = self.subjects.of(c.clause)
        if own.kind in ("org", "generic"):
            inside = [(span, f"own.{own.kind}") for span in own.agents if span[1] <= c.start]
            if inside:
                return inside + found
        if own.kind in ("division", "patient"):
            return found
        if c.kind == "rate":
            return found
        if own.kind == "thing":
            found += [(span, "by") for span in self._named_after(c)]
            if c.type in _NO_SUBJECT_OF_THINGS:
                return found + [(span, "thing") for span, source in self._carried(c) if source == "sentence"]
        return self._carried(c) + found

    def _between(self, c: Candidate) -> Span | None:
        """The actor right before the trigger that stands after another trigger of the clause (甲培训60名、乙培训90名)."""
        if not any(x.end <= c.start and x.clause == c.clause for x in self._near(c)):
            return None
        left = self.scene.around(c.clause, c.start, c.start, reach=_ACTOR_REACH)[0]
        while left and left[-1].tag == "d":
            left.pop()
        if len(left) < 2 or left[-2].text not in _BEFORE_ACTOR:
            return None
        actor = left[-1]
        return (actor.start, actor.end) if actor.tag == "org" or is_person(actor) else None

    def _near(self, c: Candidate) -> list[Candidate]:
        return self.by_sentence[self.scene.clauses.sentence[c.clause]][:_MOST_NEAR]

    def _named_after(self, c: Candidate) -> Spans:
        """Agents by 由 in the later clauses of the sentence (音乐节在此举行，由甲与乙承办)."""
        clauses = self.scene.clauses
        inside = clauses.sentence_clauses(clauses.sentence[c.clause])
        for k in range(c.clause + 1, min(inside.stop, c.clause + 1 + _REACH_BACK)):
            added, replaces = self.subjects.added(k)
            if replaces:
                return added
        return ()

    def _carried(self, c: Candidate) -> list[tuple[Span, str]]:
        clauses = self.scene.clauses
        sentence = clauses.sentence[c.clause]
        partners: list[Span] = []
        for k in range(c.clause - 1, clauses.first[sentence] - 1, -1):
            who = self._leading(k)
            if who is not None:
                return [(span, "sentence") for span in (*who, *partners)]
            added, replaces = self.subjects.added(k)
            if replaces and added:
                return [(span, "handed") for span in (*added, *partners)]
            if not replaces:
                partners[:0] = added
        found = [(span, "sentence") for span in partners]
        for s in range(sentence - 1, max(-1, sentence - 1 - _REACH_BACK), -1):
            source = "previous" if clauses.paragraph[s] == clauses.paragraph[sentence] else "paragraph"
            for k in clauses.sentence_clauses(s):
                who = self._leading(k)
                if who is not None:
                    return [(span, source) for span in who] + found
        return found + [(span, "document") for span in self._host()]

    def _host(self) -> Spans:
        """The named body that acts first in the text, or is named in its first lines."""
        if self._first is None:
            clauses = self.scene.clauses
            leading = (self.subjects.of(k) for k in range(min(len(clauses.starts), _HOST_REACH)))
            self._first = next((who.agents[:1] for who in leading if who.kind == "org" and who.acts), ()) or tuple(
                self.scene.organizations[:1]
            )
        return self._first

    def _leading(self, clause: int) -> Spans | None:
        """The agents that a clause hands on; empty for a division; None when it hands on nothing."""
        who = self.subjects.of(clause)
        if who.kind == "division":
            return ()
        if who.kind == "org" or (who.kind == "generic" and (who.acts or clause in self.subjects.first_trigger)):
            added, replaces = self.subjects.added(clause)
            return who.agents + (() if replaces else tuple(a for a in added if a not in who.agents))
        return None

    # recipients -----------------------------------------------------------------------------------------------------

    def proposed_recipients(self, c: Candidate) -> list[tuple[Span, str]]:
        """Possible recipients with where each comes from: a preposition, object, patient (of a passive) or topic."""
        clauses = self.scene.clauses
        found = recipients_in(self.scene, c.clause, c.start)
        opens = c.clause == clauses.first[clauses.sentence[c.clause]]
        if not found and not opens and c.clause - 1 not in self._telling:
            found = recipients_in(self.scene, c.clause - 1, clauses.ends[c.clause - 1])
        found += [(span, "object") for span in object_recipients(self.scene, c.clause, c.end)]
        following = [x.start for x in self._near(c) if x.clause == c.clause and x.start >= c.end]
        until = following[0] if following else clauses.ends[c.clause]
        found += [(span, "later") for span in later_recipients(self.scene, c.clause, c.end, until)]
        own = self.subjects.of(c.clause)
        if c.voice == "under" or own.kind == "patient":
            found += [(span, "patient") for span in own.agents if span[1] <= c.start]
            if c.type == "award":
                found += [(span, "whole") for span in own.phrase if span[1] <= c.start]
        elif own.kind == "generic" and c.type in _UNDERGONE:
            found += [(span, "subject") for span in own.agents if span[1] <= c.start]
        if c.type == "award":
            found += [(span, "topic") for span, _ in self._carried(c)]
        return found

    # figures and dates ----------------------------------------------------------------------------------------------

    def owners(self, here: Sequence[Candidate], a: int, b: int, index: int) -> list[Candidate]:
        """The triggers of a sentence that a figure measures by nearness; a rate keeps to its own verb."""
        clause = self.scene.clauses.at(a)
        if any(s <= a and b <= e for s, e in self.subjects.of(clause).agents):
            return []
        before = [c for c in here if c.end <= a]
        same = [c for c in before if c.clause == clause]
        if self.scene.quantities[index].unit in RATE_UNITS:
            near = [c for c in same if a - c.end <= _RATE_NEAR]
            return (near or [c for c in before if c.kind == "rate" and a - c.end <= _RATE_REACH])[-1:]
        if same:
            owner = same[-1]
            if owner.kind == "rate" and a - owner.end > _OWN_NEAR:
                owner = next((c for c in reversed(same) if c.kind != "rate"), owner)
            return self._coordinated(same, owner)
        following = [c for c in here if c.start >= b and c.clause == clause and c.kind != "rate"]
        if following:
            return following[:1]
        return [c for c in before if c.kind != "rate" and clause - c.clause <= _MEASURE_REACH][-1:]

    def _coordinated(self, same: list[Candidate], owner: Candidate) -> list[Candidate]:
        """测温、登记7000余人次: verbs with nothing but 、 or 和 between share the figure."""
        shared = [owner]
        for c in reversed(same[: same.index(owner)]):
            if self.scene.text[c.end : shared[0].start] not in _JOINTS:
                break
            shared.insert(0, c)
        return shared

    def dates(self, c: Candidate) -> tuple[int, ...]:
        """Dates of the sentence by rule: the nearest before the trigger, or one right after it."""
        known = self._dates.get(id(c))
        if known is None:
            known = self._dates[id(c)] = self._dated(c)
        return known

    def _dated(self, c: Candidate) -> tuple[int, ...]:
        clauses = self.scene.clauses
        start, end = clauses.sentence_span(clauses.sentence[c.clause])
        start, end = max(start, c.start - _DATE_REACH), min(end, c.end + _DATE_REACH)
        text = self.scene.text
        found = [d for d in self.scene.of_layer("date", start, end) if not compares(text, d[0], d[1])]
        before = [d for d in found if d[1] <= c.start]
        if before:
            return tuple(d[2] for d in before if before[-1][0] - d[1] <= _OWN_NEAR)
        return tuple(d[2] for d in found if 0 <= d[0] - c.end <= 2)[:1]

    def documents(self, c: Candidate) -> Spans:
        """《…》 in the trigger's clause, for verbs that issue, sign or pass on."""
        if c.type not in _DOCUMENTED:
            return ()
        clauses = self.scene.clauses
        start, end = clauses.starts[c.clause], clauses.ends[c.clause]
        titles = [
            (a, b) for a, b, i in self.scene.of_layer("doc", start, end) if self.scene.documents[i].kind == "title"
        ]
        return tuple(d for d in titles if d[0] >= c.end) or tuple(d for d in titles if d[1] <= c.start)[-1:]
