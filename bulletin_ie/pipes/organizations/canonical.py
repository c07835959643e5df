"""Names: divisions filled in, short forms bound to long ones, mentions grouped into bodies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import regex

from ...rules.core import Context
from .aliases import Named, lengthen
from .coordination import joined_at
from .cues import Pattern
from .found import Found
from .kinds import RANKS
from .model import OrganizationEntity, OrganizationMention
from .places import Atlas, compact
from .walk import Page
from .words import PLACEHOLDERS

__all__ = ["entities"]

RESOLUTIONS = ("explicit", "alias", "context", "unresolved")
"""From the surest to the least sure; a body has the surest of its mentions'."""

NEARBY = 3


@cache
def _binding() -> regex.Pattern[str]:
    return regex.compile(
        r"[（(](?:以下)?(?:统一)?(?:简称|下称|统称)(?:为)?[:：]?\s?"
        r"[“\"‘「『]?(?P<alias>[^“”\"（）()，。；\n‘’「」『』]{2,16})[”\"’」』]?[）)]"
    )


def entities(page: Page, found: Sequence[Found], context: Context) -> list[OrganizationEntity]:
    """One entity a body, in order of first mention."""
    text = page.text
    bound = _aliases(text, found)
    mentions = sorted([*found, *_alias_mentions(text, found, bound)], key=lambda f: f.start) if bound else found
    atlas = Atlas(page, found, context)
    named: list[Named] = []
    by_start: dict[int, Named] = {}
    for mention in mentions:
        one = _name(text, mention, named, by_start, atlas)
        named.append(one)
        by_start[mention.start] = one
    _bind(text, named, by_start, bound)
    lengthen(named)
    return _group(named, atlas)


def _aliases(text: str, found: Sequence[Found]) -> dict[str, Found]:
    """Short names bound by （以下简称“…”） right after a mention; 本会 and such words of two characters are no names."""
    bound: dict[str, Found] = {}
    for mention in found:
        if text[mention.end : mention.end + 1] in ("（", "("):
            match = _binding().match(text, mention.end)
            if match is not None and len(match["alias"]) >= 3 and match["alias"][0] not in "本我该":
                bound.setdefault(match["alias"], mention)
    return bound


def _alias_mentions(text: str, found: Sequence[Found], bound: dict[str, Found]) -> list[Found]:
    """Places where a bound short name stands and nothing was found."""
    taken = {offset for f in found for offset in range(f.start, f.end)}
    made: list[Found] = []
    for alias, long in bound.items():
        pattern = Pattern(alias, long.type, "alias", alias)
        start = text.find(alias, long.end)
        while start >= 0:
            end = start + len(alias)
            if start not in taken and end - 1 not in taken:
                made.append(Found(start, end, long.type, "rule", pattern, start))
                taken.update(range(start, end))
            start = text.find(alias, end)
    return made


def _name(text: str, mention: Found, named: Sequence[Named], by_start: dict[int, Named], atlas: Atlas) -> Named:
    printed = text[mention.start : mention.end].replace("\n", "")
    if mention.pattern.canonical is not None:
        return Named(mention, "", printed, "explicit")
    model = by_start.get(mention.model.start) if mention.model is not None else None
    if model is not None:
        return _inherit(mention, model, printed)
    chain = text[mention.start : mention.chain_end]
    if not chain:
        return Named(mention, "", printed, "unresolved" if mention.bare else "explicit")
    rest = text[mention.chain_end : mention.end].replace("\n", "")
    placeholder = chain.strip(" \u3000")
    if placeholder not in PLACEHOLDERS:
        return Named(mention, chain, rest, "explicit")
    division = (
        _beside(text, mention, named, placeholder)
        or atlas.fill(placeholder)
        or _nearby(text, mention, named, placeholder)
    )
    if division is None:
        return Named(mention, chain, rest, "unresolved")
    return Named(mention, division, rest.lstrip(" \u3000"), "context")


def _beside(text: str, mention: Found, named: Sequence[Named], placeholder: str) -> str | None:
    """The division of that class which the body right before carries in the same list (包头市委|市政府)."""
    if not named:
        return None
    last = named[-1]
    between = mention.start - last.found.end
    if between != 0 and not joined_at(text, mention.start, last.found.end):
        return None
    return last.prefix if len(last.prefix) > 1 and last.prefix.endswith(placeholder) else None


def _nearby(text: str, mention: Found, named: Sequence[Named], placeholder: str) -> str | None:
    """The division of that class which one of the last bodies in the same sentence carries (黔南州纪委|州监委)."""
    for other in reversed(named[-NEARBY:]):
        if "。" in text[other.found.end : mention.start]:
            return None
        if len(other.prefix) > 1 and other.prefix.endswith(placeholder):
            return other.prefix
    return None


def _inherit(mention: Found, model: Named, printed: str) -> Named:
    """A name cut short takes its model's division, or its model's owner when both are inner bodies."""
    one, other = mention.pattern, model.found.pattern
    if other.full.endswith(("公安局", "公安分局")) and one.text.endswith(RANKS):
        return Named(mention, model.name, printed, model.resolution)
    if one.text.endswith(("委会", "委员会")) and other.type == one.type == "grassroots":
        place = next((p for p in ("社区", "村") if other.text.startswith(p)), "")
        return Named(mention, model.name[: -len(other.text)] + place, printed, "context")  # 八一|社区党委、居委会
    if (
        model.found is mention.model
        and one.type == other.type == "party"
        and one.level in ("head", "topic")
        and (other.level == "place" or other.text in ("党委", "党工委"))
    ):
        return Named(mention, model.name, printed, _derived(model))  # 县委|常委、|统战部
    owner = model.found.owner
    if owner is not None and owner.type == mention.type and one.text[-1] == other.text[-1]:
        return Named(mention, model.name[: len(model.name) - (model.found.end - owner.end)], printed, "context")
    return Named(mention, model.prefix, printed, _derived(model))


def _derived(model: Named) -> str:
    """How sure a name is that takes part of ``model``'s."""
    return "unresolved" if not model.prefix or model.resolution == "unresolved" else "context"


def _bind(text: str, named: Sequence[Named], by_start: dict[int, Named], bound: dict[str, Found]) -> None:
    """Give bound short names the names and types of the long ones."""
    if not bound:
        return
    for one in named:
        long = bound.get(text[one.found.start : one.found.end])
        if long is not None and long.start != one.found.start:
            source = by_start[long.start]
            one.prefix, one.rest, one.resolution = source.prefix, source.rest, "alias"
            one.found.type = source.found.type


def _group(named: Iterable[Named], atlas: Atlas) -> list[OrganizationEntity]:
    bodies: dict[str, OrganizationEntity] = {}
    for one in named:
        found, name = one.found, one.name
        body = bodies.get(name)
        if body is None:
            code = atlas.code(compact(one.prefix)) if one.prefix else None
            body = bodies[name] = OrganizationEntity(name, found.type, code, one.resolution)
        elif RESOLUTIONS.index(one.resolution) < RESOLUTIONS.index(body.resolution):
            body.resolution = one.resolution
        body.mentions.append(OrganizationMention(found.start, found.end, found.method, name))
    return list(bodies.values())
