"""The room's word tables, loaded once: how a clause is meant, who acts, what opens a role, what follows a trigger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ... import lexicon

__all__ = [
    "ContextRow",
    "KindRow",
    "TriggerRow",
    "actor_heads",
    "contexts",
    "duty_words",
    "role_words",
    "sections",
    "tails",
    "triggers",
]


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """A row of ``triggers.tsv``."""

    word: str
    type: str
    kind: str
    example: str
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    voice: str = ""


@dataclass(frozen=True, slots=True)
class ContextRow:
    """A row of ``trigger_contexts.tsv``."""

    name: str
    side: str
    words: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """A row of ``duty_words.tsv``, ``generic_actors.tsv``, ``role_words.tsv``, ``section_words.tsv`` or
    ``trigger_tails.tsv``."""

    word: str
    kind: str
    example: str


@cache
def triggers() -> dict[str, tuple[TriggerRow, ...]]:
    """Trigger word → its rows, conditional ones first."""
    found: dict[str, list[TriggerRow]] = {}
    for row in lexicon.load("triggers", TriggerRow):
        found.setdefault(row.word, []).append(row)
    return {word: tuple(sorted(rows, key=lambda r: not r.when)) for word, rows in found.items()}


@cache
def contexts() -> dict[str, ContextRow]:
    """Condition name → row."""
    return {row.name: row for row in lexicon.load("trigger_contexts", ContextRow)}


def _kinds(table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in lexicon.load(table, KindRow):
        found.setdefault(row.word, row.kind)
    return found


@cache
def duty_words() -> dict[str, tuple[str, ...]]:
    """Word → how it bends its clause: duty, purpose, planned, negated, speech, aspect, relative (one or more)."""
    found: dict[str, list[str]] = {}
    for row in lexicon.load("duty_words", KindRow):
        found.setdefault(row.word, []).append(row.kind)
    return {word: tuple(kinds) for word, kinds in found.items()}


@cache
def actor_heads() -> dict[str, str]:
    """Head noun → body, people, recipient or division."""
    return _kinds("generic_actors")


@cache
def role_words() -> dict[str, str]:
    """Preposition or coverb → recipient, agent, passive, partner, causee or other."""
    return _kinds("role_words")


@cache
def clause_openers() -> dict[str, str]:
    """Word before a subject → lead, phrase, close or lead.close."""
    return _kinds("clause_openers")


@cache
def tails() -> dict[str, str]:
    """Word after a trigger → name, matter or light."""
    return _kinds("trigger_tails")


@cache
def sections() -> dict[str, str]:
    """Word of a heading → duties, plans, rules, facts, problems or cases."""
    return _kinds("section_words")


SEPARATORS = frozenset({"、", "和", "与", "及", "以及", "暨", "并", "或"})
"""What stands between the members of a list."""


@cache
def stops() -> frozenset[str]:
    """Words that end a noun phrase: prepositions, coverbs, and what bends a clause (的 does not)."""
    bends = {word for word, kinds in duty_words().items() if kinds != ("relative",)}
    return frozenset((set(role_words()) | bends) - set(actor_heads()))
