"""The only place where a Doc becomes records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
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


_PLACE = itemgetter("start", "end")


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
        text = self.text
        made: list[dict[str, Any]] = []
        ids: dict[tuple[int, int], str] = {}
        ordered = [(sorted(row["mentions"], key=_PLACE), row) for row in rows if row["mentions"]]
        ordered.sort(key=lambda pair: _PLACE(pair[0][0]))
        for number, (found, row) in enumerate(ordered, 1):
            name = f"o{number}"
            mentions = []
            for m in found:
                start, end = place = _PLACE(m)
                ids[place] = name
                mentions.append({**m, "text": text[start:end]})
            made.append({**row, "id": name, "mentions": mentions})
        return made, ids

    def quantities(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        text, span = self.text, self.span
        made = []
        for number, row in enumerate(rows, 1):
            item, parent = row["item"], row["parent"]
            made.append(
                {
                    **row,
                    "text": text[row["start"] : row["end"]],
                    "id": f"q{number}",
                    "item": None if item is None else span(*item),
                    "parent": None if parent is None else f"q{parent + 1}",
                }
            )
        return made

    def dates(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        made = []
        for number, row in enumerate(rows, 1):
            record = {**row, "text": self.text[row["start"] : row["end"]], "id": f"d{number}"}
            del record["remark"]
            made.append(record)
        return made

    def activities(self, rows: Iterable[Mapping[str, Any]], ids: Mapping[tuple[int, int], str]) -> list[dict[str, Any]]:
        text = self.text

        def actors(spans: Iterable[Sequence[int]]) -> list[dict[str, Any]]:
            return [
                {"start": start, "end": end, "text": text[start:end], "organization": ids.get((start, end))}
                for start, end in spans
            ]

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
