"""Words and their dictionary tags, by jieba's dictionary.

rjieba (Rust) and jieba (Python) give the same words on runs of Chinese characters and differ on mixed ones, so a text is
first cut into such runs, ASCII and full-width words, and single other characters; only the Chinese runs reach an engine.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import accumulate, repeat
from string import ascii_letters
from typing import Any, Literal

from ..rules.core import Token, Tokens

__all__ = ["EngineName", "Segmenter", "available_engine"]

EngineName = Literal["rjieba", "jieba"]
FIRST_HAN, LAST_HAN, AFTER_HAN = "\u4e00", "\u9fd5", "\u9fd6"
"""The characters that jieba's dictionary cuts, and the one after them."""
_WORD_CHARACTERS = frozenset(
    "0123456789０１２３４５６７８９" + ascii_letters + "".join(chr(ord(c) + 0xFEE0) for c in ascii_letters)
)
_ADVERBS = frozenset("已未仅均并再还共各")
_PREPOSITIONS, _BODIES = frozenset("由对从到向与经被为在"), frozenset("省市县区州旗盟镇乡村局厅委国")
"""Function words that jieba's guesses fuse with the character after them (已|办, 由|局领导, 到|市福利院)."""
_MANNERS = frozenset({
    "充分", "积极", "严格", "认真", "全面", "大力", "切实", "深入", "扎实", "主动", "迅速", "全力", "持续", "不断", "坚决", "顺利",
    "广泛", "集中", "快速", "及时", "共同", "联合", "统一", "逐步", "高度", "有序", "稳步", "圆满", "成功", "依法", "合理", "妥善",
    "精准", "定期", "免费", "自愿", "自发", "踊跃", "慷慨", "热情", "无偿", "首次", "再次", "先后",
})  # fmt: skip
"""Adverbs that jieba's dictionary holds in one word with many a verb (充分发挥, 依法查处), as nouns or idioms."""
MEMO_SIZE = 50_000
RECENT_TEXTS = 2
LONGEST_RUN = 2_000
"""jieba's route search is linear, yet its memory is not small; a longer run of Chinese characters is cut here."""


@cache
def _runs() -> re.Pattern[str]:
    # a Chinese run, a word or figure, or a single character; re is twice as fast as regex on so plain a pattern
    return re.compile(
        rf"[{FIRST_HAN}-{LAST_HAN}]{{1,{LONGEST_RUN}}}+"
        r"|[0-9０-９A-Za-zＡ-Ｚａ-ｚ]{1,200}+(?:[.．][0-9０-９]{1,30}+)?+[%％]?+"
        r"|.",
        flags=re.DOTALL,
    )


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
        self._engine: _Engine | None = None
        self._recent: dict[tuple[str, tuple[int, ...]], list[Token]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return (Segmenter, (self.engine, self.words))

    def use(self, *, words: Iterable[str]) -> None:
        """Replace the user's words (as when a saved pipeline is read from disk)."""
        self.words = tuple(words)
        self._engine = None
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
        if self._engine is None:
            self._engine = _rjieba(self.words) if self.engine == "rjieba" else _jieba(self.words)
        engine = self._engine
        engine.forget_much()
        words: list[str] = []
        add, extend, short, cut, runs = words.append, words.extend, engine.short, engine.words, _runs().findall
        begin = 0
        for end in [*edges, len(text)]:
            if end <= begin:
                continue
            for run in runs(text, begin, end):
                if FIRST_HAN <= run < AFTER_HAN:
                    extend(short.get(run) or cut(run))
                else:
                    add(run)
            begin = end
        ends = [*accumulate(map(len, words))]
        starts = [0, *ends[:-1]] if ends else []
        rows = zip(starts, ends, words, map(engine.tags.__getitem__, words), strict=True)
        # made by C alone: words are the commonest objects of all, and Token(…) would take twice as long
        found = Tokens(map(tuple.__new__, repeat(Token), rows))
        found.starts = starts
        return found


class _Tags(dict[str, str]):
    """Word → tag; a word that no engine cut is a figure, a foreign word or a sign."""

    def __missing__(self, word: str) -> str:
        tag = "x" if word[0] not in _WORD_CHARACTERS else "m" if word[0].isdigit() else "eng"
        if len(word) == 1:
            self[word] = tag
        return tag


class _Engine:
    """Cuts runs of Chinese characters, and remembers the cuts of short ones and the tags of all words that it gave.

    Args:
        cut: a run → its words.
        learn: a run and its words → their tags.
        whole: the user's words, which are never cut.
    """

    def __init__(
        self, cut: Callable[[str], list[str]], learn: Callable[[str, list[str]], dict[str, str]], whole: Sequence[str]
    ) -> None:
        self.cut = cut
        self.learn = learn
        self.whole = frozenset(whole)
        self.short: dict[str, list[str]] = {}
        self.tags = _Tags()
        self.fused: dict[str, tuple[str, ...]] = {}
        """Word → the words that it is in truth."""

    def forget_much(self) -> None:
        """Start anew when a long archive has filled the memory; called between texts."""
        if max(len(self.tags), len(self.short)) >= MEMO_SIZE:
            self.tags.clear()
            self.short.clear()
            self.fused.clear()

    def words(self, run: str) -> list[str]:
        """The words of a run; afterwards ``tags`` knows them all."""
        found = self.cut(run)
        unknown = [word for word in found if word not in self.tags]
        if unknown:
            self._learn(run, unknown)
        fused = self.fused
        if not fused.keys().isdisjoint(found):
            found = [part for word in found for part in fused.get(word, (word,))]
        if len(run) <= 8:
            self.short[run] = found
        return found

    def _learn(self, run: str, unknown: list[str]) -> None:
        """Remember the tags of new words, and which of them are two in truth."""
        learnt = self.learn(run, unknown)
        self.tags.update(learnt)
        for word, tag in learnt.items():
            if word in self.whole:
                continue
            if tag == "x" and _is_fused(word):
                self._cut_at(word, 1)
            elif len(word) == 4 and word[:2] in _MANNERS and tag[0] in "nli" and self._tag(word[2:])[0] == "v":
                self._cut_at(word, 2)

    def _cut_at(self, word: str, at: int) -> None:
        self.fused[word] = parts = word[:at], word[at:]
        for part in parts:
            self._tag(part)

    def _tag(self, word: str) -> str:
        if word not in self.tags:
            self.tags.update(self.learn(word, [word]))
        return self.tags[word]


def _is_fused(unknown: str) -> bool:
    """Whether a word that the dictionary lacks is a function word and the beginning of the next word."""
    if len(unknown) != 2:
        return False
    return unknown[0] in _ADVERBS or (unknown[0] in _PREPOSITIONS and unknown[1] in _BODIES)


def _rjieba(words: Sequence[str]) -> _Engine:
    import rjieba

    jieba = rjieba.Jieba()
    for word in words:
        jieba.add_word(word, None, None)
    tag, known = jieba.tag, jieba.has_word

    def learn(run: str, unknown: list[str]) -> dict[str, str]:
        tags: dict[str, str] = {}
        for word in unknown:
            kind = "x"
            if known(word):
                found = tag(word)
                if len(found) > 1:  # a word that is cut by itself: its tag shows only in its run
                    found = [row for row in tag(run) if row[0] == word]
                kind = found[0][1]
            tags[word] = kind
        return tags

    return _Engine(jieba.cut, learn, words)


def _jieba(words: Sequence[str]) -> _Engine:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tags = _dictionary_tags()
    for word in words:
        tokenizer.add_word(word)
    return _Engine(
        lambda run: list(tokenizer.cut(run)),
        lambda run, unknown: {word: tags.get(word, "x") for word in unknown},
        words,
    )


@cache
def _dictionary_tags() -> dict[str, str]:
    import jieba

    with jieba.get_dict_file() as stream:
        rows = (line.split() for line in stream.read().decode("utf-8").splitlines())
        return {row[0]: row[2] for row in rows if len(row) == 3}
