"""The only place where a Doc becomes records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spacy.tokens import Doc

from .records import Bulletin

__all__ = ["bulletin_id", "to_bulletin"]


def bulletin_id(text: str) -> str:
    """Content hash of a text: the first 128 bits of SHA-256 of its UTF-8 form, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def to_bulletin(
    doc: Doc, text: str, *, metadata: Mapping[str, Any], remarks: Sequence[Mapping[str, Any]] = ()
) -> Bulletin:
    """One Bulletin of a Doc that the pipeline annotated.

    Args:
        doc: its text has the length of ``text`` (lone surrogates may be replaced in it).
        text: the caller's text, whose slices become the spans' surfaces.
        metadata: fields of :class:`~bulletin_ie.records.Metadata`.
        remarks: fields of :class:`~bulletin_ie.records.Remark`, from the reader.
    """
    view = _View(text)
    organizations, ids = view.organizations(doc._.bulletin_organizations or ())
    quantities = view.quantities(doc._.bulletin_quantities or ())
    dates = view.dates(doc._.bulletin_dates or ())
    return Bulletin.model_validate(
        {
            "id": bulletin_id(text),
            "text": text,
            "metadata": metadata,
            "organizations": organizations,
            "quantities": quantities,
            "dates": dates,
            "activities": view.activities(doc._.bulletin_activities or (), ids),
            "documents": [
                view.span(d["start"], d["end"]) | {"kind": d["kind"]} for d in doc._.bulletin_documents or ()
            ],
            "checks": [_check(c) for c in doc._.bulletin_checks or ()],
            "remarks": [*remarks, *_date_remarks(doc._.bulletin_dates or ())],
        }
    )


class _View:
    """Spans over one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "text": self.text[start:end]}

    def organizations(
        self, rows: Iterable[Mapping[str, Any]]
    ) -> tuple[list[dict[str, Any]], dict[tuple[int, int], str]]:
        """Records in order of first mention, and the id of each mention's range."""
        made: list[dict[str, Any]] = []
        ids: dict[tuple[int, int], str] = {}
        ordered = sorted(
            (r for r in rows if r["mentions"]), key=lambda r: min((m["start"], m["end"]) for m in r["mentions"])
        )
        for number, row in enumerate(ordered, 1):
            found = sorted(row["mentions"], key=lambda m: (m["start"], m["end"]))
            ids.update({(m["start"], m["end"]): f"o{number}" for m in found})
            mentions = [{**self.span(m["start"], m["end"]), "method": m["method"], "name": m["name"]} for m in found]
            made.append({**row, "id": f"o{number}", "mentions": mentions})
        return made, ids

    def quantities(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        made = []
        for number, row in enumerate(rows, 1):
            item, parent = row["item"], row["parent"]
            made.append(
                {
                    **row,
                    **self.span(row["start"], row["end"]),
                    "id": f"q{number}",
                    "item": None if item is None else self.span(*item),
                    "parent": None if parent is None else f"q{parent + 1}",
                }
            )
        return made

    def dates(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [
            {
                **{k: v for k, v in row.items() if k != "remark"},
                **self.span(row["start"], row["end"]),
                "id": f"d{number}",
            }
            for number, row in enumerate(rows, 1)
        ]

    def activities(self, rows: Iterable[Mapping[str, Any]], ids: Mapping[tuple[int, int], str]) -> list[dict[str, Any]]:
        def actors(spans: Iterable[Sequence[int]]) -> list[dict[str, Any]]:
            return [{**self.span(*s), "organization": ids.get((s[0], s[1]))} for s in spans]

        return [
            {
                "id": f"a{number}",
                "type": row["type"],
                "trigger": self.span(*row["trigger"]),
                "sentence": self.span(*row["sentence"]),
                "agents": actors(row["agents"]),
                "recipients": actors(row["recipients"]),
                "quantities": [f"q{i + 1}" for i in row["quantities"]],
                "dates": [f"d{i + 1}" for i in row["dates"]],
                "documents": [self.span(*s) for s in row["documents"]],
                "modality": row["modality"],
                "rule": row["rule"],
            }
            for number, row in enumerate(sorted(rows, key=lambda r: tuple(r["trigger"])), 1)
        ]


def _check(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "quantities": [f"q{i + 1}" for i in row["quantities"]]}


def _date_remarks(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"code": "impossible_date", "message": row["remark"], "start": row["start"], "end": row["end"]}
        for row in rows
        if row["remark"]
    ]
