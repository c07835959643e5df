"""Every ``@Language.factory`` of the package, found by spaCy through its entry points."""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from .. import rules
from ..rules.core import DateMention, DocumentMention, QuantityMention
from . import activities, carry, organizations
from .gazetteer import apply
from .mentions import MentionFinder
from .segment import EngineName, Segmenter
from .tokenizer import JiebaTokenizer

__all__ = ["create_activities", "create_mentions", "create_organizations", "create_tokenizer"]

carry.register()


@spacy.registry.tokenizers("bulletin_ie.JiebaTokenizer.v1")
def create_tokenizer(engine: EngineName | None = None, words: list[str] | None = None) -> Callable[[Language], JiebaTokenizer]:
    """A factory for config files: ``[nlp.tokenizer] @tokenizers = "bulletin_ie.JiebaTokenizer.v1"``."""

    def create(nlp: Language) -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab, engine=engine, words=words or ())

    return create


def _segmenter(nlp: Language) -> Segmenter:
    """The tokenizer's own segmenter, so that its dictionary and memory are shared, else a new one."""
    tokenizer = nlp.tokenizer
    return tokenizer.segmenter if isinstance(tokenizer, JiebaTokenizer) else Segmenter()


@Language.factory(
    "bulletin_mentions", assigns=["doc._.bulletin_quantities", "doc._.bulletin_dates", "doc._.bulletin_documents", "doc._.bulletin_checks"]
)
def create_mentions(nlp: Language, name: str) -> MentionFinder:
    """Quantities, dates and documents by rules; needs nothing before it."""
    return MentionFinder(_segmenter(nlp))


@Language.factory("bulletin_organizations", assigns=["doc._.bulletin_organizations"], default_config={"gazetteer": {}, "veto": []})
def create_organizations(nlp: Language, name: str, gazetteer: dict[str, str], veto: list[str]) -> OrganizationFinder:
    """Organizations; ``gazetteer`` maps further names to types, ``veto`` lists surfaces that are none."""
    return OrganizationFinder(_segmenter(nlp), gazetteer=gazetteer, veto=veto)


@Language.factory("bulletin_activities", assigns=["doc._.bulletin_activities"], requires=["doc._.bulletin_quantities"])
def create_activities(nlp: Language, name: str) -> ActivityFinder:
    """Activities; reads the layers before it."""
    return ActivityFinder(_segmenter(nlp))


class OrganizationFinder:
    """Doc → Doc with ``doc._.bulletin_organizations`` (one row an organization) and a span a mention."""

    def __init__(self, segmenter: Segmenter, *, gazetteer: dict[str, str], veto: list[str]) -> None:
        self.segmenter = segmenter
        self.spans = True
        self.gazetteer = dict(gazetteer)
        self.veto = frozenset(veto)

    def __call__(self, doc: Doc) -> Doc:
        """Find the organizations of one Doc."""
        text = doc.text
        tokens = self.segmenter.tokens(text, rules.scan(text).edges())
        found = organizations.find(text, tokens, doc._.bulletin_context or {})
        if self.gazetteer or self.veto:
            found = apply(text, found, gazetteer=self.gazetteer, veto=self.veto)
        doc._.bulletin_organizations = [carry.plain(o) for o in found]
        if self.spans:
            carry.set_spans(doc, "organizations", sorted((m.start, m.end, o.type) for o in found for m in o.mentions))
        return doc


class ActivityFinder:
    """Doc → Doc with ``doc._.bulletin_activities`` and a span a trigger."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.segmenter = segmenter
        self.spans = True

    def __call__(self, doc: Doc) -> Doc:
        """Find the activities of one Doc."""
        text = doc.text
        tokens = self.segmenter.tokens(text, rules.scan(text).edges())
        named = sorted((m["start"], m["end"]) for o in doc._.bulletin_organizations or () for m in o["mentions"])
        found = activities.find(
            text,
            tokens,
            quantities=carry.mentions(doc._.bulletin_quantities, QuantityMention),
            dates=carry.mentions(doc._.bulletin_dates, DateMention),
            organizations=named,
            documents=carry.mentions(doc._.bulletin_documents, DocumentMention),
            context=doc._.bulletin_context or {},
        )
        doc._.bulletin_activities = [carry.plain(a) for a in found]
        if self.spans:
            carry.set_spans(doc, "activities", [(*a.trigger, a.type) for a in found])
        return doc
