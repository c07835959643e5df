"""A spaCy tokenizer by jieba's dictionary that cuts at the edges of quantities and dates, so that every mention is a span."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab

from .. import rules
from . import carry
from .segment import EngineName, Segmenter

__all__ = ["JiebaTokenizer", "without_tokens"]

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class JiebaTokenizer:
    """``text`` → Doc whose tokens cover it exactly, white space included, with jieba's tags in ``token.tag_``.

    Each tokenizer has a dictionary of its own and pickles. A lone surrogate, which spaCy's string store cannot hold,
    becomes U+FFFD in the Doc (one code point for one, so that offsets stay).
    """

    def __init__(self, vocab: Vocab, *, engine: EngineName | None = None, words: Iterable[str] = ()) -> None:
        self.vocab = vocab
        self.segmenter = Segmenter(engine, words)

    def __call__(self, text: str) -> Doc:
        """Tokenize one text of any length."""
        clean = _LONE_SURROGATE.sub("\ufffd", text)
        tokens = self.segmenter.tokens(clean, rules.scan(clean).edges())
        doc = Doc(self.vocab, words=[t.text for t in tokens], spaces=[False] * len(tokens))
        # twice as fast as Doc(tags=…); a hash alone does not put its word into the store
        keys = {tag: self.vocab.strings.add(tag) for tag in {t.tag for t in tokens}}
        hashes: Any = np.array([keys[t.tag] for t in tokens], dtype="uint64")
        doc.from_array(["TAG"], hashes)
        carry.remember(doc, clean)
        return doc

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterable[Doc]:
        """Tokenize texts in order; ``batch_size`` is spaCy's and has no effect."""
        return map(self, texts)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (self.vocab, self.segmenter))

    def to_bytes(self, **kwargs: Any) -> bytes:
        """The settings as JSON; the dictionary itself is jieba's."""
        return json.dumps({"engine": self.segmenter.engine, "words": self.segmenter.words}).encode()

    def from_bytes(self, data: bytes, **kwargs: Any) -> JiebaTokenizer:
        """Take the settings from ``to_bytes``; the engine is the one installed here."""
        self.segmenter.use(words=json.loads(data)["words"])
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Write ``to_bytes`` to a file."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **kwargs: Any) -> JiebaTokenizer:
        """Read what ``to_disk`` wrote."""
        return self.from_bytes(Path(path).read_bytes())


def without_tokens(vocab: Vocab) -> Callable[[str], Doc]:
    """A tokenizer that makes none: its Doc only carries the text past our components, whose words are their segmenter's.

    It adds nothing to the vocabulary, however many texts pass.
    """

    def carrier(text: str) -> Doc:
        doc = Doc(vocab)
        carry.remember(doc, _LONE_SURROGATE.sub("\ufffd", text))
        return doc

    return carrier


def _restore(vocab: Vocab, segmenter: Segmenter) -> JiebaTokenizer:
    tokenizer = JiebaTokenizer(vocab)
    tokenizer.segmenter = segmenter
    return tokenizer
