"""Every ``@Language.factory`` of the package, found by spaCy through its entry points."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.util import registry

from . import carry
from .components import ActivityFinder, MentionFinder, OrganizationFinder
from .segment import EngineName, Segmenter
from .tokenizer import JiebaTokenizer

__all__ = ["create_activities", "create_mentions", "create_organizations", "create_tokenizer"]

carry.register()


@registry.tokenizers("bulletin_ie.JiebaTokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer(
    engine: EngineName | None = None, words: list[str] | None = None
) -> Callable[[Language], JiebaTokenizer]:
    """A factory for config files: ``[nlp.tokenizer] @tokenizers = "bulletin_ie.JiebaTokenizer.v1"``."""

    def create(nlp: Language) -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab, engine=engine, words=words or ())

    return create


def _segmenter(nlp: Language) -> Segmenter:
    """The tokenizer's own segmenter, so that its dictionary and memory are shared, else a new one."""
    tokenizer = nlp.tokenizer
    return tokenizer.segmenter if isinstance(tokenizer, JiebaTokenizer) else Segmenter()


@Language.factory(
    "bulletin_mentions",
    assigns=["doc._.bulletin_quantities", "doc._.bulletin_dates", "doc._.bulletin_documents", "doc._.bulletin_checks"],
)
def create_mentions(nlp: Language, name: str) -> MentionFinder:
    """Quantities, dates and documents by rules; needs nothing before it."""
    return MentionFinder(_segmenter(nlp))


@Language.factory(
    "bulletin_organizations",
    assigns=["doc._.bulletin_organizations"],
    default_config={"gazetteer": {}, "veto": [], "aliases": {}},
)
def create_organizations(
    nlp: Language, name: str, gazetteer: dict[str, str], veto: list[str], aliases: dict[str, str]
) -> OrganizationFinder:
    """Organizations; ``gazetteer`` maps further names to types, ``aliases`` other surfaces to them, ``veto`` lists surfaces that are none."""
    return OrganizationFinder(_segmenter(nlp), gazetteer=gazetteer, veto=veto, aliases=aliases)


@Language.factory("bulletin_activities", assigns=["doc._.bulletin_activities"], requires=["doc._.bulletin_quantities"])
def create_activities(nlp: Language, name: str) -> ActivityFinder:
    """Activities; reads the layers before it."""
    return ActivityFinder(_segmenter(nlp))
