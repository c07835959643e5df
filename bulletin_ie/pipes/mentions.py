"""The component ``bulletin_mentions``: quantities, dates and documents by the rules."""

from __future__ import annotations

from spacy.tokens import Doc

from .. import rules
from . import carry
from .segment import Segmenter

__all__ = ["MentionFinder"]


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
        text = doc.text
        found = rules.scan(text)
        context = doc._.bulletin_context or {}
        tokens = self.segmenter.tokens(text, found.edges())
        done = rules.resolve(found, text, tokens=tokens, published=context.get("published"))
        doc._.bulletin_quantities = [carry.plain(q) for q in done.quantities]
        doc._.bulletin_dates = [carry.plain(d) for d in done.dates]
        doc._.bulletin_documents = [carry.plain(d) for d in done.documents]
        doc._.bulletin_checks = [carry.plain(c) for c in done.checks]
        if self.spans:
            carry.set_spans(doc, "quantities", [(q.start, q.end, q.unit or "") for q in done.quantities])
            carry.set_spans(doc, "dates", [(d.start, d.end, d.granularity or "") for d in done.dates])
        return doc
