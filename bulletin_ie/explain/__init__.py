"""Why a record is there: its rule, the lexicon lines and the model's evidence behind it, and the candidates that lost.

>>> from bulletin_ie import readers
>>> found = explain(readers.Source(text="惠及千家万户，捐款5万元。"))
>>> [(f.outcome, f.text, f.rule) for f in found.findings if f.layer == "quantities"]
[('lost', '千家', 'expression'), ('record', '5万元', 'money')]
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError
from ..extract import from_source, iso_time
from . import activities, mentions, organizations
from .model import Evidence, Finding, LexiconRow

if TYPE_CHECKING:
    from ..own_names import OwnNames
    from ..readers import Source
    from ..records import Bulletin

__all__ = ["Evidence", "Explanation", "Finding", "LexiconRow", "explain"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A bulletin with a finding for each of its records and for each candidate that lost, in text order."""

    bulletin: Bulletin
    findings: Sequence[Finding]

    def of_record(self, record_id: str) -> Explanation:
        """What concerns one record: its own findings and the candidates that it displaced.

        Raises:
            ArgumentError: the bulletin has no such record.
        """
        own = [f for f in self.findings if f.id == record_id]
        if not own:
            raise ArgumentError(f"no record {record_id!r}; this bulletin has {_ids(self.bulletin)}")
        spans = [(f.start, f.end) for f in own]
        return self._where(
            [
                f
                for f in self.findings
                if f.id == record_id
                or (f.outcome == "lost" and any(f.start < end and start < f.end for start, end in spans))
            ]
        )

    def at(self, offset: int) -> Explanation:
        """What concerns one place, a code-point offset into the text.

        Raises:
            ArgumentError: the text has no such offset.
        """
        if not 0 <= offset < len(self.bulletin.text):
            raise ArgumentError(
                f"offset {offset} lies outside the text, which has {len(self.bulletin.text)} characters"
            )
        return self._where([f for f in self.findings if f.start <= offset < f.end])

    def _where(self, findings: Sequence[Finding]) -> Explanation:
        return Explanation(self.bulletin, findings)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"bulletin": self.bulletin.id, "findings": [dataclasses.asdict(f) for f in self.findings]}


def _ids(bulletin: Bulletin) -> str:
    groups = (bulletin.organizations, bulletin.quantities, bulletin.dates, bulletin.activities)
    ranges = [f"{group[0].id}–{group[-1].id}" for group in groups if group]
    return ", ".join(ranges) or "no records"


def explain(
    source: Source, *, published: date | datetime | str | None = None, names: OwnNames | None = None
) -> Explanation:
    """Extract the records of a notice and explain them.

    Args:
        source: what :func:`bulletin_ie.readers.read` returns, or a ``Source`` of a text of your own.
        published: as for :func:`bulletin_ie.parse`.
        names: a user's own names, as the records were or would be made with.

    Raises:
        ArgumentError: ``published`` is no date.
    """
    from .. import rules
    from ..describe import describe
    from ..pipes import counted
    from ..pipes.segment import Segmenter

    when = iso_time(published)
    bulletin = from_source(source, published=when, names=names)
    context = describe(source, published=when).context
    found = rules.scan(bulletin.text)
    tokens = Segmenter().tokens(bulletin.text, found.edges())
    resolved = rules.resolve(
        found, bulletin.text, tokens=tokens, published=context.get("published"), scorer=counted.scorer()
    )
    findings = [
        *mentions.of_quantities(bulletin),
        *mentions.of_dates(bulletin),
        *organizations.of_organizations(bulletin, tokens),
        *activities.of_activities(
            bulletin,
            tokens,
            quantities=resolved.quantities,
            dates=resolved.dates,
            documents=resolved.documents,
            context=context,
        ),
    ]
    return Explanation(bulletin, sorted(findings, key=lambda f: (f.start, f.end, f.layer)))
