"""An explanation as text for a person."""

from __future__ import annotations

from collections.abc import Iterator

from . import Explanation, Finding

__all__ = ["lines"]

CONTEXT = 12
"""Characters shown on each side of a finding."""


def lines(explanation: Explanation) -> Iterator[str]:
    """The lines that ``bulletin-ie explain`` prints."""
    if not explanation.findings:
        yield "no record and no candidate there"
    for finding in explanation.findings:
        yield from _finding(explanation.bulletin.text, finding)
        yield ""


def _finding(text: str, f: Finding) -> Iterator[str]:
    what = f"{f.id}" if f.id else "no record"
    score = "" if f.score is None else f", score {f.score:+.2f}"
    yield f"{f.text}  [{f.start}–{f.end}]  {f.layer}: {what}  (rule {f.rule}{score})"
    before = text[max(0, f.start - CONTEXT) : f.start].replace("\n", " ")
    after = text[f.end : f.end + CONTEXT].replace("\n", " ")
    yield f"    in: …{before}【{f.text}】{after}…"
    for reason in f.reasons:
        yield f"    {reason}"
    for row in f.rows:
        cells = "  ".join(f"{k}={v}" for k, v in row.cells.items())
        yield f"    lexicon/{row.table}.tsv:{row.line}  {cells}"
    for e in f.evidence:
        yield f"    {e.weight:+.2f}  {e.what} = {e.value or 'yes'}"
