"""The subjects of a text's clauses, and who is named by coverbs beside them, each found once."""

from __future__ import annotations

from collections.abc import Sequence

from . import actors, words
from .model import Candidate, Spans
from .noun_phrases import Subject, skip_lead, subject
from .roles import agents_in
from .scene import LAYERS, Scene

__all__ = ["Subjects"]

_ACTING = frozenset({"org", "generic"})
"""Kinds of subjects that act."""


class Subjects:
    """The subjects of a scene's clauses, each found once; a clause's predicate starts at its first trigger."""

    def __init__(self, scene: Scene, candidates: Sequence[Candidate]) -> None:
        self.scene = scene
        self._first_kept: dict[int, int] | None = None
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

    def settle(self, kept: Sequence[Candidate]) -> None:
        """Take note of those of the candidates that report an act, now that they are known.

        Where nobody acts before the first candidate of a clause, the first of these is tried (全市劳动|保障|监察机构|检查:
        保障 is no trigger there).
        """
        self._first_kept = {c.clause: c.start for c in reversed(kept)}
        self._known = {clause: who for clause, who in self._known.items() if who.kind in _ACTING}

    def _is_actor(self, start: int) -> bool:
        """Is the trigger there the word for a body in truth (慈善|组织)?"""
        at = self.scene.token_at(start)
        return at >= 0 and bool(actors.kind_of_word(self.scene.tokens[at].text))

    def until(self, clause: int) -> int:
        """Where the predicate of the clause starts (its end when it has no trigger)."""
        return self.first_trigger.get(clause, self.scene.clauses.ends[clause])

    def of(self, clause: int) -> Subject:
        """The clause's own subject."""
        known = self._known.get(clause)
        if known is None:
            until = self.until(clause)
            known = subject(self.scene, clause, until)
            if self._first_kept is not None and known.kind not in _ACTING:
                later = self._first_kept.get(clause, until)
                if later == until and self._is_actor(until):
                    later = self.scene.clauses.ends[clause]
                found = subject(self.scene, clause, later) if later > until else known
                known = found if found.kind in _ACTING else known
            self._known[clause] = known
        return known

    def opening(self, clause: int) -> str:
        """What the clause says first, dates and openers aside: a layer's name, the first letter of a word's tag, or nothing."""
        pieces = self.scene.pieces(clause)
        first = skip_lead(pieces)
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
