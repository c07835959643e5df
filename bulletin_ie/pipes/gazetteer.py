"""The user's own names and vetoes over what the organization layer found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import daachorse

from .organizations.model import OrganizationEntity, OrganizationMention

__all__ = ["apply"]


@lru_cache(maxsize=8)
def _scanner(names: tuple[str, ...]) -> daachorse.CharwiseDoubleArrayAhoCorasick:
    """A leftmost-longest scanner; kept apart from the component, since it does not pickle."""
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(names), daachorse.MATCH_KIND_LEFTMOST_LONGEST)


def apply(
    text: str,
    found: Sequence[OrganizationEntity],
    *,
    gazetteer: Mapping[str, str],
    veto: Collection[str],
) -> list[OrganizationEntity]:
    """Drop vetoed surfaces and names; put the user's names over whatever overlaps them.

    Args:
        text: the text that was searched.
        found: what the layer found.
        gazetteer: name → organization type.
        veto: surfaces or canonical names that are no organization.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    for start, end, _ in _scanner(tuple(gazetteer)).find(text) if gazetteer else ():
        places.setdefault(text[start:end], []).append((start, end))
    taken = sorted(r for ranges in places.values() for r in ranges)
    made: dict[str, OrganizationEntity] = {}
    for entity in found:
        kept = [
            m
            for m in entity.mentions
            if text[m.start : m.end] not in veto and entity.name not in veto and not _overlaps(m, taken)
        ]
        if kept:
            made[entity.name] = replace(entity, mentions=kept)
    for name, ranges in places.items():
        if name in veto:
            continue
        mentions = [OrganizationMention(start, end, "gazetteer", name) for start, end in ranges]
        known = made.get(name)
        if known is None:
            made[name] = OrganizationEntity(name, gazetteer[name], None, "explicit", mentions)
        else:
            made[name] = replace(known, type=gazetteer[name], mentions=[*known.mentions, *mentions])
    return list(made.values())


def _overlaps(mention: OrganizationMention, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < mention.end and mention.start < end for start, end in taken)
