"""The spaCy side: factories, a user's own pipeline, Docs that travel, spans at exact offsets."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
import spacy
from spacy.tokens import Doc

import bulletin_ie
from bulletin_ie.pipes.tokenizer import JiebaTokenizer

TEXT = "截至3月31日，临川县民政局累计发放救助资金3686余万元，惠及困难群众7.5万余人。"
GROUPS = ("bulletin_quantities", "bulletin_dates", "bulletin_organizations", "bulletin_activities")


def layers(doc: Doc) -> dict[str, object]:
    return {name: doc._.get(name) for name in (*GROUPS, "bulletin_documents")}


def test_span_groups_stand_at_exact_offsets() -> None:
    doc = bulletin_ie.load()(TEXT)
    assert [s.text for s in doc.spans["bulletin_quantities"]] == ["3686余万元", "7.5万余人"]
    assert [s.text for s in doc.spans["bulletin_dates"]] == ["3月31日"]
    assert [s.text for s in doc.spans["bulletin_organizations"]] == ["临川县民政局"]
    assert "发放" in [s.text for s in doc.spans["bulletin_activities"]]


def test_tags_stand_on_tokens() -> None:
    doc = bulletin_ie.load()(TEXT)
    assert {t.text: t.tag_ for t in doc}["发放"].startswith("v")


@pytest.mark.parametrize("tokenizer", ["char", "jieba"])
def test_factories_work_in_a_users_own_pipeline(tokenizer: str) -> None:
    nlp = spacy.blank(
        "zh", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": tokenizer}}}
    )
    for name in ("bulletin_mentions", "bulletin_organizations", "bulletin_activities"):
        nlp.add_pipe(name)
    doc, wanted = nlp(TEXT), bulletin_ie.load()(TEXT)
    assert layers(doc) == layers(wanted)
    for group in GROUPS:
        assert [s.text for s in doc.spans[group]] == [s.text for s in wanted.spans[group]]


def test_factories_are_found_without_importing_the_package() -> None:
    code = "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('bulletin_mentions'); print(len(nlp('捐款5万元').spans['bulletin_quantities']))"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_docs_travel_as_bytes() -> None:
    nlp = bulletin_ie.load()
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert layers(again) == layers(doc)
    assert [[s.text for s in again.spans[g]] for g in GROUPS] == [[s.text for s in doc.spans[g]] for g in GROUPS]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # fork in a process with threads, by design here
def test_pipe_in_processes_gives_the_same() -> None:
    nlp = bulletin_ie.load()
    texts = [TEXT, "捐款5万元。", ""]
    assert [layers(d) for d in nlp.pipe(texts, n_process=2)] == [layers(nlp(t)) for t in texts]


def test_the_tokenizer_replaces_lone_surrogates_one_for_one() -> None:
    tokenizer = JiebaTokenizer(spacy.blank("zh").vocab)
    assert tokenizer("捐\ud83d款").text == "捐\ufffd款"


def test_the_tokenizer_pickles_with_its_words() -> None:
    tokenizer = JiebaTokenizer(spacy.blank("zh").vocab, words=["红杉树之家"])
    again = pickle.loads(pickle.dumps(tokenizer))
    assert [t.text for t in again("到红杉树之家")] == [t.text for t in tokenizer("到红杉树之家")]
    assert "红杉树之家" in [t.text for t in again("到红杉树之家")]
