"""The user's own names, aliases and vetoes over what the organization layer found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import daachorse

from .organizations.model import OrganizationEntity, OrganizationMention

__all__ = ["apply"]

Place = tuple[int, int]


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
    aliases: Mapping[str, str] | None = None,
) -> list[OrganizationEntity]:
    """Drop vetoed surfaces and names; put the user's names over whatever overlaps them.

    An alias stands for its name, yet never within a longer name that was found (红杉 within 红杉科技有限公司).

    Args:
        text: the text that was searched.
        found: what the layer found.
        gazetteer: name → organization type.
        veto: surfaces or canonical names that are no organization.
        aliases: other surface → name in ``gazetteer``.
    """
    others = aliases or {}
    places = _places(text, found, gazetteer, others, veto)
    taken = sorted(places)
    covered = {offset for place in taken for offset in range(*place)}
    made: dict[str, OrganizationEntity] = {}
    for entity in found:
        kept = [
            m
            for m in entity.mentions
            if text[m.start : m.end] not in veto
            and entity.name not in veto
            and covered.isdisjoint(range(m.start, m.end))
        ]
        if kept:
            made[entity.name] = replace(entity, mentions=kept)
    for start, end in taken:
        surface = text[start:end]
        name = others.get(surface, surface)
        mention = OrganizationMention(start, end, "gazetteer", name)
        known = made.get(name)
        resolution = "explicit" if surface == name else "alias"
        if known is None:
            made[name] = OrganizationEntity(name, gazetteer[name], None, resolution, [mention])
        else:
            sure = "explicit" if resolution == "explicit" else known.resolution
            made[name] = replace(known, type=gazetteer[name], resolution=sure, mentions=[*known.mentions, mention])
    return list(made.values())


def _places(
    text: str,
    found: Sequence[OrganizationEntity],
    gazetteer: Mapping[str, str],
    aliases: Mapping[str, str],
    veto: Collection[str],
) -> set[Place]:
    """Where the user's names and aliases stand."""
    surfaces = (*gazetteer, *aliases)
    if not surfaces:
        return set()
    around: dict[int, Place] = {}
    if aliases:
        around = {
            offset: (m.start, m.end)
            for e in found
            if e.name not in veto
            for m in e.mentions
            if text[m.start : m.end] not in veto
            for offset in range(m.start, m.end)
        }
    places: set[Place] = set()
    for start, end, _ in _scanner(surfaces).find(text):
        surface = text[start:end]
        if surface in veto or aliases.get(surface) in veto:
            continue
        outer = around.get(start)
        if surface in aliases and outer is not None and outer != (start, end) and end <= outer[1]:
            continue
        places.add((start, end))
    return places
