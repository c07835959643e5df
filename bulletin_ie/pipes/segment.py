"""Words and their dictionary tags, by jieba's dictionary.

rjieba (Rust) and jieba (Python) give the same words on runs of Chinese characters and differ on mixed ones, so a text is
first cut into such runs, ASCII and full-width words, and single other characters; only the Chinese runs reach an engine.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Literal, cast

from ..rules.core import Token

__all__ = ["EngineName", "Segmenter", "available_engine"]

EngineName = Literal["rjieba", "jieba"]
MEMO_SIZE = 50_000
RECENT_TEXTS = 4
LONGEST_RUN = 2_000
"""jieba's route search is linear, yet its memory is not small; a longer run of Chinese characters is cut here."""


@cache
def _runs() -> re.Pattern[str]:
    # groups: 1 Chinese run, 2 word or figure, else a single character; re is twice as fast as regex on so plain a pattern
    return re.compile(
        rf"([\u4E00-\u9FD5]{{1,{LONGEST_RUN}}}+)"
        r"|([0-9０-９A-Za-zＡ-Ｚａ-ｚ]{1,200}+(?:[.．][0-9０-９]{1,30}+)?+[%％]?+)"
        r"|.",
        flags=re.DOTALL,
    )


_new_token = cast("Callable[[type[Token], tuple[int, int, str, str]], Token]", tuple.__new__)
"""Half the time of calling Token, for the commonest object of all."""


@cache
def available_engine() -> EngineName:
    """``rjieba`` where its wheel is installed, else ``jieba``."""
    try:
        import rjieba  # noqa: F401
    except ImportError:
        return "jieba"
    return "rjieba"


class Segmenter:
    """Cuts text into words with tags; each instance has a dictionary of its own, and pickles.

    Args:
        engine: ``rjieba``, ``jieba``, or None for the faster one that is installed.
        words: further words of the user's, kept whole.
    """

    def __init__(self, engine: EngineName | None = None, words: Iterable[str] = ()) -> None:
        self.engine: EngineName = engine or available_engine()
        self.words: tuple[str, ...] = tuple(words)
        self._cut: Callable[[str], list[tuple[str, str]]] | None = None
        self._tags: dict[str, list[tuple[str, str]]] = {}
        self._recent: dict[tuple[str, tuple[int, ...]], list[Token]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return (Segmenter, (self.engine, self.words))

    def use(self, *, words: Iterable[str]) -> None:
        """Replace the user's words (as when a saved pipeline is read from disk)."""
        self.words = tuple(words)
        self._cut = None
        self._tags.clear()
        self._recent.clear()

    def tokens(self, text: str, edges: Sequence[int] = ()) -> list[Token]:
        """The words of ``text`` in order, covering it entirely (white space is tokens too).

        No token crosses one of ``edges`` (sorted code-point offsets).
        """
        key = (text, tuple(edges))
        found = self._recent.get(key)
        if found is None:
            found = self._segment(text, edges)
            if len(self._recent) >= RECENT_TEXTS:
                del self._recent[next(iter(self._recent))]
            self._recent[key] = found
        return found

    def _segment(self, text: str, edges: Sequence[int]) -> list[Token]:
        tokens: list[Token] = []
        add, new, words, runs = tokens.append, _new_token, self._words, _runs().finditer
        begin = 0
        for end in [*edges, len(text)]:
            if end <= begin:
                continue
            for match in runs(text, begin, end):
                start, stop = match.span()
                run = match[0]
                kind = match.lastindex
                if kind == 1:
                    for word, tag in words(run):
                        stop = start + len(word)
                        add(new(Token, (start, stop, word, tag)))
                        start = stop
                elif kind == 2:
                    add(new(Token, (start, stop, run, "m" if run[0].isdigit() else "eng")))
                else:
                    add(new(Token, (start, stop, run, "x")))
            begin = end
        return tokens

    def _words(self, run: str) -> list[tuple[str, str]]:
        known = self._tags.get(run)
        if known is None:
            if self._cut is None:
                self._cut = _engine(self.engine, self.words)
            known = self._cut(run)
            if len(self._tags) >= MEMO_SIZE:
                self._tags.clear()
            if len(run) <= 8:
                self._tags[run] = known
        return known


def _engine(name: EngineName, words: Sequence[str]) -> Callable[[str], list[tuple[str, str]]]:
    return _rjieba(words) if name == "rjieba" else _jieba(words)


def _rjieba(words: Sequence[str]) -> Callable[[str], list[tuple[str, str]]]:
    import rjieba

    jieba = rjieba.Jieba()
    for word in words:
        jieba.add_word(word, None, None)
    cut, tag, known = jieba.cut, jieba.tag, jieba.has_word
    tags: dict[str, str] = {}

    def words_of(run: str) -> list[tuple[str, str]]:
        pieces = cut(run)
        try:
            return [(piece, tags[piece]) for piece in pieces]
        except KeyError:  # tag() does the same cut with a look-up a word, at a sixth of the speed
            if len(tags) >= MEMO_SIZE:
                tags.clear()
            tagged = [(word, kind if known(word) else "x") for word, kind in tag(run)]
            tags.update(tagged)
            return tagged

    return words_of


def _jieba(words: Sequence[str]) -> Callable[[str], list[tuple[str, str]]]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tags = _dictionary_tags()
    for word in words:
        tokenizer.add_word(word)

    def words_of(run: str) -> list[tuple[str, str]]:
        return [(piece, tags.get(piece, "x")) for piece in tokenizer.cut(run)]

    return words_of


@cache
def _dictionary_tags() -> dict[str, str]:
    import jieba

    with jieba.get_dict_file() as stream:
        rows = (line.split() for line in stream.read().decode("utf-8").splitlines())
        return {row[0]: row[2] for row in rows if len(row) == 3}
