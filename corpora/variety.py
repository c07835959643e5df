#!/usr/bin/env python3
"""Print how varied the annotated corpus is, as the tables of corpora/README.md.   usage: corpora/variety.py"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from bulletin_ie import corpus
from bulletin_ie.corpus import GoldDocument

RUN = 20
"""No two documents share a run of so many characters."""


def trigrams(text: str) -> list[str]:
    """All character trigrams without white space."""
    dense = "".join(text.split())
    return [dense[i : i + 3] for i in range(len(dense) - 2)]


def shared_runs(documents: Sequence[GoldDocument], length: int = RUN) -> list[tuple[str, str, str]]:
    """Runs of ``length`` characters that stand in two documents: (id, id, run)."""
    owner: dict[str, str] = {}
    found: dict[tuple[str, str], str] = {}
    for d in documents:
        dense = "".join(d.text.split())
        for i in range(len(dense) - length + 1):
            run = dense[i : i + length]
            other = owner.setdefault(run, d.id)
            if other != d.id:
                found.setdefault((other, d.id), run)
    return [(a, b, run) for (a, b), run in sorted(found.items())]


def most_alike(documents: Sequence[GoldDocument]) -> tuple[float, str, str]:
    """The pair of documents with the largest Jaccard index of trigrams."""
    sets = {d.id: set(trigrams(d.text)) for d in documents}
    return max((len(sets[a] & sets[b]) / len(sets[a] | sets[b]), a, b) for a, b in combinations(sets, 2))


def spread(name: str, values: Iterable[str], top: int = 15) -> str:
    """One table row: how many different values, how many in all, and the commonest."""
    counts = Counter(values)
    common = " ".join(f"{v} {n}" for v, n in counts.most_common(top))
    return f"| {name} | {len(counts)} | {sum(counts.values())} | {common} |"


def report(documents: Sequence[GoldDocument]) -> str:
    """The tables as Markdown."""
    grams = [g for d in documents for g in trigrams(d.text)]
    share, a, b = most_alike(documents)
    lengths = sorted(len(d.text) for d in documents)
    lines = [
        "| measure | value |",
        "| --- | --- |",
        f"| documents | {len(documents)} |",
        f"| characters | {sum(lengths)} (shortest {lengths[0]}, median {lengths[len(lengths) // 2]}, longest {lengths[-1]}) |",
        f"| distinct trigrams | {len(set(grams))} of {len(grams)} ({len(set(grams)) / len(grams):.0%}) |",
        f"| pairs that share a run of {RUN} characters | {len(shared_runs(documents))} |",
        f"| most alike pair (Jaccard of trigrams) | {share:.3f} ({a}, {b}) |",
        *(
            f"| {layer} | {sum(len(getattr(d, layer)) for d in documents)} |"
            for layer in ("organizations", "quantities", "dates", "activities")
        ),
        "",
        "| spread of | different | in all | commonest |",
        "| --- | --- | --- | --- |",
        spread("domain", (d.attributes.get("domain", "?") for d in documents), 24),
        spread("kind", (d.attributes.get("kind", "?") for d in documents)),
        spread("province", (d.attributes.get("province", "?") for d in documents), 31),
        spread("year", ((d.published or "?")[:4] for d in documents)),
        spread(
            "organization suffix (last two characters)",
            (d.text[m.end - 2 : m.end] for d in documents for m in d.organizations),
            25,
        ),
        spread("organization type", (m.fields["type"] for d in documents for m in d.organizations)),
        spread("unit", (m.fields["unit"] or "?" for d in documents for m in d.quantities), 25),
        spread("date granularity", (m.fields["granularity"] or "?" for d in documents for m in d.dates)),
        spread("activity type", (a.type for d in documents for a in d.activities), 22),
        spread("trigger", (d.text[slice(*a.trigger)] for d in documents for a in d.activities), 25),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report(corpus.load(Path(__file__).parent / "annotated")) + "\n")
