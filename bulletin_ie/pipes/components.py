"""The three components: thin carriers of the pure layers, which work on text and words and know no spaCy.

Each puts its rows in ``doc._.bulletin_<layer>`` and, where ``spans`` is set, its spans in ``doc.spans["bulletin_<layer>"]``.
They work after any tokenizer, since the words that they reason over are their segmenter's.
"""

from __future__ import annotations

from spacy.tokens import Doc

from .. import rules
from ..rules.core import DateMention, DocumentMention, QuantityMention
from . import activities, carry, counted, organizations
from .gazetteer import apply
from .segment import Segmenter

__all__ = ["ActivityFinder", "MentionFinder", "OrganizationFinder"]


class MentionFinder:
    """Doc → Doc with ``doc._.bulletin_quantities``, ``_dates``, ``_documents``, ``_checks`` and the span groups.

    Dates are resolved against ``doc._.bulletin_context["published"]`` when the caller set it.
    """

    def __init__(self, segmenter: Segmenter) -> None:
        self.segmenter = segmenter
        self.spans = True
        """Whether spans are made as well as rows; who throws the Doc away can save their time."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions of one Doc."""
        text = carry.text_of(doc)
        found = rules.scan(text)
        context = carry.context_of(doc)
        tokens = self.segmenter.tokens(text, found.edges())
        done = rules.resolve(found, text, tokens=tokens, published=context.get("published"), scorer=counted.scorer())
        doc._.bulletin_quantities = [carry.plain(q) for q in done.quantities]
        doc._.bulletin_dates = [carry.plain(d) for d in done.dates]
        doc._.bulletin_documents = [carry.plain(d) for d in done.documents]
        doc._.bulletin_checks = [carry.plain(c) for c in done.checks]
        if self.spans:
            carry.set_spans(doc, "quantities", [(q.start, q.end, q.unit or "") for q in done.quantities])
            carry.set_spans(doc, "dates", [(d.start, d.end, d.granularity or "") for d in done.dates])
        return doc


class OrganizationFinder:
    """Doc → Doc with ``doc._.bulletin_organizations`` (one row an organization) and a span a mention."""

    def __init__(
        self, segmenter: Segmenter, *, gazetteer: dict[str, str], veto: list[str], aliases: dict[str, str]
    ) -> None:
        self.segmenter = segmenter
        self.spans = True
        self.gazetteer = dict(gazetteer)
        self.veto = frozenset(veto)
        self.aliases = dict(aliases)

    def __call__(self, doc: Doc) -> Doc:
        """Find the organizations of one Doc."""
        text = carry.text_of(doc)
        tokens = self.segmenter.tokens(text, rules.scan(text).edges())
        found = organizations.find(text, tokens, carry.context_of(doc))
        if self.gazetteer or self.veto:
            found = apply(text, found, gazetteer=self.gazetteer, veto=self.veto, aliases=self.aliases)
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
        text = carry.text_of(doc)
        tokens = self.segmenter.tokens(text, rules.scan(text).edges())
        named = sorted((m["start"], m["end"]) for o in doc._.bulletin_organizations or () for m in o["mentions"])
        found = activities.find(
            text,
            tokens,
            quantities=carry.mentions(doc._.bulletin_quantities, QuantityMention),
            dates=carry.mentions(doc._.bulletin_dates, DateMention),
            organizations=named,
            documents=carry.mentions(doc._.bulletin_documents, DocumentMention),
            context=carry.context_of(doc),
        )
        doc._.bulletin_activities = [carry.plain(a) for a in found]
        if self.spans:
            carry.set_spans(doc, "activities", [(*a.trigger, a.type) for a in found])
        return doc
