"""Annotations for other tools: brat standoff, doccano JSONL, spaCy DocBin, CoNLL BIO.

Offsets are those of the text. Where a format needs tokens, a span that no token boundary fits is reported, never shifted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from .corpus import GoldDocument, Range
from .errors import ArgumentError
from .records import Bulletin

__all__ = ["FORMATS", "Annotated", "Misfit", "export", "of_bulletin", "of_gold"]


@dataclass(frozen=True, slots=True)
class Annotated:
    """One document's spans and the links between them, whoever made them."""

    id: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    """(start, end, label), sorted; labels are ``ORG_government`` …, ``QUANTITY``, ``DATE``, ``ACT_donation`` …."""
    links: tuple[tuple[Range, Range, str], ...]
    """(trigger, argument, role) of each activity; an argument may be a noun phrase that is no span of another layer."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A span that a token-based format cannot hold."""

    document: str
    start: int
    end: int
    label: str


def of_bulletin(bulletin: Bulletin) -> Annotated:
    """The annotation that a parsed bulletin carries."""
    places = bulletin.places()
    spans = [(m.start, m.end, f"ORG_{o.type}") for o in bulletin.organizations for m in o.mentions]
    spans += [(q.start, q.end, "QUANTITY") for q in bulletin.quantities]
    spans += [(d.start, d.end, "DATE") for d in bulletin.dates]
    links: list[tuple[Range, Range, str]] = []
    for a in bulletin.activities:
        trigger = (a.trigger.start, a.trigger.end)
        spans.append((*trigger, f"ACT_{a.type}"))
        links += [(trigger, (x.start, x.end), "agent") for x in a.agents]
        links += [(trigger, (x.start, x.end), "recipient") for x in a.recipients]
        links += [(trigger, places[i], "quantity") for i in a.quantities]
        links += [(trigger, places[i], "date") for i in a.dates]
        links += [(trigger, (x.start, x.end), "document") for x in a.documents]
    return Annotated(bulletin.id, bulletin.text, tuple(sorted(set(spans))), tuple(links))


def of_gold(document: GoldDocument) -> Annotated:
    """The annotation that a corpus document carries."""
    spans = [(m.start, m.end, f"ORG_{m.fields['type']}") for m in document.organizations]
    spans += [(m.start, m.end, "QUANTITY") for m in document.quantities]
    spans += [(m.start, m.end, "DATE") for m in document.dates]
    links: list[tuple[Range, Range, str]] = []
    for a in document.activities:
        spans.append((*a.trigger, f"ACT_{a.type}"))
        for role, ranges in (
            ("agent", a.agents),
            ("recipient", a.recipients),
            ("quantity", a.quantities),
            ("date", a.dates),
            ("document", a.documents),
        ):
            links += [(a.trigger, r, role) for r in ranges]
    return Annotated(document.id, document.text, tuple(sorted(set(spans))), tuple(links))


def export(documents: Iterable[Annotated], directory: str | PathLike[str], *, format: str) -> list[Misfit]:
    """Write documents in one of ``FORMATS`` and return the spans that the format could not hold.

    Raises:
        ArgumentError: an unknown format.
    """
    if format not in FORMATS:
        raise ArgumentError(f"unknown export format {format!r}; there are {', '.join(FORMATS)}")
    place = Path(directory)
    place.mkdir(parents=True, exist_ok=True)
    return FORMATS[format](documents, place)


def _brat(documents: Iterable[Annotated], place: Path) -> list[Misfit]:
    """``ID.txt`` and ``ID.ann``: text-bound annotations T, events E; a span over a line break is split, as brat wants."""
    for document in documents:
        (place / f"{document.id}.txt").write_text(document.text, encoding="utf-8", newline="", errors="replace")
        (place / f"{document.id}.ann").write_text(
            "".join(_brat_lines(document)), encoding="utf-8", newline="", errors="replace"
        )
    return []


def _brat_lines(document: Annotated) -> Iterator[str]:
    names: dict[Range, str] = {}
    phrases = {(*argument, "PHRASE") for _, argument, _ in document.links} - {
        (*s[:2], "PHRASE") for s in document.spans
    }
    for number, (start, end, label) in enumerate([*document.spans, *sorted(phrases)], 1):
        names.setdefault((start, end), f"T{number}")
        pieces = _line_pieces(document.text, start, end)
        where = ";".join(f"{a} {b}" for a, b in pieces)
        yield f"T{number}\t{label} {where}\t{' '.join(document.text[a:b] for a, b in pieces)}\n"
    triggers = {(start, end): label for start, end, label in document.spans if label.startswith("ACT_")}
    for number, (trigger, label) in enumerate(sorted(triggers.items()), 1):
        own = [(role, names[argument]) for owner, argument, role in document.links if owner == trigger]
        yield f"E{number}\t{label}:{names[trigger]}{''.join(f' {role}:{name}' for role, name in own)}\n"


def _line_pieces(text: str, start: int, end: int) -> list[Range]:
    pieces: list[Range] = []
    at = start
    for offset in range(start, end + 1):
        if offset == end or text[offset] in "\r\n":
            if offset > at:
                pieces.append((at, offset))
            at = offset + 1
    return pieces


def _doccano(documents: Iterable[Annotated], place: Path) -> list[Misfit]:
    """``all.jsonl`` in doccano's form of entities and relations."""
    with (place / "all.jsonl").open("w", encoding="utf-8") as stream:
        for document in documents:
            entities = [
                {"id": n, "start_offset": start, "end_offset": end, "label": label}
                for n, (start, end, label) in enumerate(document.spans, 1)
            ]
            first = {(e["start_offset"], e["end_offset"]): e["id"] for e in reversed(entities)}
            linked = [link for link in document.links if link[0] in first and link[1] in first]
            relations = [
                {"id": n, "from_id": first[trigger], "to_id": first[argument], "type": role}
                for n, (trigger, argument, role) in enumerate(linked, 1)
            ]
            row = {"id": document.id, "text": document.text, "entities": entities, "relations": relations}
            stream.write(json.dumps(row, ensure_ascii=True) + "\n")
    return []


def _docbin(documents: Iterable[Annotated], place: Path) -> list[Misfit]:
    """``all.spacy``: Docs with the span groups ``organizations``, ``quantities``, ``dates``, ``activities``."""
    import spacy
    from spacy.tokens import DocBin

    from .pipes.tokenizer import JiebaTokenizer

    tokenizer = JiebaTokenizer(spacy.blank("zh").vocab)
    bin_ = DocBin(store_user_data=True)
    misfits: list[Misfit] = []
    for document in documents:
        doc = tokenizer(document.text)
        doc.user_data["id"] = document.id
        for group in ("organizations", "quantities", "dates", "activities"):
            spans = [(s, doc.char_span(s[0], s[1], label=s[2])) for s in document.spans if _group(s[2]) == group]
            misfits += [Misfit(document.id, *s) for s, span in spans if span is None]
            doc.spans[group] = [span for _, span in spans if span is not None]
        bin_.add(doc)
    bin_.to_disk(place / "all.spacy")
    return misfits


def _group(label: str) -> str:
    return {"ORG": "organizations", "QUANTITY": "quantities", "DATE": "dates", "ACT": "activities"}[label.split("_")[0]]


def _conll(documents: Iterable[Annotated], place: Path) -> list[Misfit]:
    """``all.conll``: one token a line (token, start, end, BIO tag), an empty line between documents."""
    from .pipes.segment import Segmenter

    segmenter = Segmenter()
    misfits: list[Misfit] = []
    with (place / "all.conll").open("w", encoding="utf-8", errors="replace") as stream:
        for document in documents:
            tokens = segmenter.tokens(document.text)
            tags, bad = _bio([(t.start, t.end) for t in tokens], document.spans)
            misfits += [Misfit(document.id, *s) for s in bad]
            stream.write(f"# id = {document.id}\n")
            for token, tag in zip(tokens, tags, strict=True):
                if token.text.strip():
                    stream.write(f"{token.text}\t{token.start}\t{token.end}\t{tag}\n")
            stream.write("\n")
    return misfits


def _bio(
    tokens: Sequence[Range], spans: Sequence[tuple[int, int, str]]
) -> tuple[list[str], list[tuple[int, int, str]]]:
    """BIO tags of tokens, and the spans that fit no token edges or overlap one before them."""
    starts = {start: n for n, (start, _) in enumerate(tokens)}
    ends = {end: n for n, (_, end) in enumerate(tokens)}
    tags = ["O"] * len(tokens)
    misfits = []
    for start, end, label in spans:
        first, last = starts.get(start), ends.get(end)
        if first is None or last is None or any(tag != "O" for tag in tags[first : last + 1]):
            misfits.append((start, end, label))
            continue
        tags[first : last + 1] = [f"B-{label}", *[f"I-{label}"] * (last - first)]
    return tags, misfits


FORMATS: dict[str, Callable[[Iterable[Annotated], Path], list[Misfit]]] = {
    "brat": _brat,
    "conll": _conll,
    "docbin": _docbin,
    "doccano": _doccano,
}
