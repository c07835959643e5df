"""People's names that stand right after a post: no part of the name of the body that follows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ...lexicon import load
from ...rules.core import Token
from .model import SurnameRow

__all__ = ["is_person"]

POSTS = (
    "长",
    "书记",
    "主任",
    "主席",
    "经理",
    "总裁",
    "委员",
    "调研员",
    "助理",
    "总监",
    "行长",
    "会长",
    "同志",
    "教授",
    "记者",
)
"""What posts end in."""

LONGEST = 4


def is_person(tokens: Sequence[Token], i: int) -> bool:
    """Whether the word at ``i`` follows a post and is a person's name for jieba, or a word that it does not know and that
    begins with a family name (副局长|李博和, 副主席|梁鸣率)."""
    word = tokens[i]
    if i == 0 or not 1 < len(word.text) <= LONGEST or (word.tag != "x" and word.tag[:2] != "nr"):
        return False
    post = tokens[i - 1]
    if post.end != word.start or len(post.text) < 2 or not post.text.endswith(POSTS):
        return False
    return word.text[0] in _surnames()


@cache
def _surnames() -> frozenset[str]:
    return frozenset(row.surname for row in load("surnames", SurnameRow))
