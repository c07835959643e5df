"""Every row of the room's tables fires on its own example."""

from __future__ import annotations

import pytest

from bulletin_ie import lexicon, rules
from bulletin_ie.pipes.activities import triggers, words
from bulletin_ie.pipes.activities.scene import Scene, build
from bulletin_ie.pipes.activities.surroundings import section_kind
from bulletin_ie.pipes.segment import Segmenter

SEGMENTER = Segmenter()


def scene(text: str) -> Scene:
    tokens = SEGMENTER.tokens(text, rules.scan(text).edges())
    return build(text, tokens, quantities=[], dates=[], organizations=[], documents=[])


def test_triggers_fire_with_their_type() -> None:
    silent = [
        (row.word, row.type, row.example)
        for row in lexicon.load("triggers", words.TriggerRow)
        if (row.word, row.type) not in {(c.word, c.type) for c in triggers.scan(scene(row.example), [])}
    ]
    assert not silent


def test_every_type_has_triggers() -> None:
    types = {row.type for row in lexicon.load("triggers", words.TriggerRow)}
    assert len(types) == 22


def test_conditions_exist_and_hold() -> None:
    named = {name for rows in words.triggers().values() for row in rows for name in (*row.when, *row.unless)}
    assert named <= set(words.contexts())
    for row in words.contexts().values():
        left, _, rest = row.example.partition("⟦")
        word, _, right = rest.partition("⟧")
        assert word in words.triggers(), row
        made = words.TriggerRow(word, "event", "verb", row.example, when=(row.name,))
        assert triggers.sense((made,), left, right) is made, row
        assert triggers.sense((made,), "", "") is None, row


def pieces(text: str) -> set[str]:
    """The surfaces of all pieces of a text."""
    view = scene(text)
    return {text[p.start : p.end] for clause in range(len(view.clauses.starts)) for p in view.pieces(clause)}


@pytest.mark.parametrize("table", ["duty_words", "role_words", "clause_openers", "generic_actors"])
def test_words_are_pieces_of_their_examples(table: str) -> None:
    silent = [row for row in lexicon.load(table, words.KindRow) if row.word not in pieces(row.example)]
    assert not silent


def test_tails_follow_triggers() -> None:
    silent = [
        row
        for row in lexicon.load("trigger_tails", words.KindRow)
        if not any(row.example[c.end :].startswith(row.word) for c in triggers.scan(scene(row.example), []))
    ]
    assert not silent


def test_headings_say_what_their_sections_hold() -> None:
    silent = [row for row in lexicon.load("section_words", words.KindRow) if section_kind(row.example) != row.kind]
    assert not silent
