"""Names: divisions filled in, short forms bound to long ones, mentions grouped into bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from ...rules.core import Context
from . import divisions
from .boundaries import PLACEHOLDERS, Found
from .cues import Pattern
from .model import OrganizationEntity, OrganizationMention
from .places import Atlas, split_chain

__all__ = ["entities"]

COMPANY = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "公司", "股份公司", "集团")


@dataclass(slots=True)
class Named:
    """A mention with its name so far; ``prefix`` is the name's leading division, ``rest`` what follows."""

    found: Found
    prefix: str
    rest: str
    resolution: str
    long: str | None = None

    @property
    def name(self) -> str:
        return self.long if self.long is not None else self.prefix + self.rest


@cache
def _binding() -> regex.Pattern[str]:
    return regex.compile(
        r"[（(](?:以下)?(?:统一)?(?:简称|下称|统称)(?:为)?[:：]?\s?[“\"‘「『]?([^“”\"（）()，。；\n‘’「」『』]{2,16})[”\"’」』]?[）)]"
    )


def entities(text: str, found: Sequence[Found], context: Context) -> list[OrganizationEntity]:
    """One entity a body, in order of first mention."""
    bound = _aliases(text, found)
    mentions = sorted([*found, *_alias_mentions(text, found, bound)], key=lambda f: f.start)
    atlas = Atlas(text, found, context)
    named: dict[int, Named] = {}
    for mention in mentions:
        named[mention.start] = _named(text, mention, named, atlas)
    _bind(text, list(named.values()), bound)
    _lengthen(list(named.values()))
    return _group(named.values(), atlas)


def _aliases(text: str, found: Sequence[Found]) -> dict[str, Found]:
    """Short names bound by （以下简称“…”） right after a mention."""
    bound: dict[str, Found] = {}
    for mention in found:
        if text[mention.end : mention.end + 1] in ("（", "("):
            match = _binding().match(text, mention.end)
            if match is not None and _may_be_alias(match.group(1)):
                bound.setdefault(match.group(1), mention)
    return bound


def _may_be_alias(alias: str) -> bool:
    return len(alias) >= 3 and alias[0] not in "本我该"


def _alias_mentions(text: str, found: Sequence[Found], bound: dict[str, Found]) -> list[Found]:
    """Places where a bound short name stands and nothing was found."""
    taken = sorted((f.start, f.end) for f in found)
    made: list[Found] = []
    for alias, long in bound.items():
        pattern = Pattern(alias, long.type, "alias", alias)
        i = text.find(alias, long.end)
        while i >= 0:
            end = i + len(alias)
            if not any(s < end and i < e for s, e in taken):
                made.append(Found(i, end, long.type, "rule", pattern, i, i))
                taken.append((i, end))
            i = text.find(alias, end)
    return made


def _clean(printed: str) -> str:
    return printed.replace("\n", "")


def _named(text: str, mention: Found, named: dict[int, Named], atlas: Atlas) -> Named:
    printed = _clean(text[mention.start : mention.end])
    if mention.pattern.canonical is not None:
        return Named(mention, "", printed, "explicit")
    chain = text[mention.start : mention.chain_end]
    if mention.model is not None:
        model = named.get(mention.model.start)
        if model is not None:
            return _inherited(mention, model, printed, text)
    stripped = chain.strip(" \u3000")
    if stripped in PLACEHOLDERS:
        division = atlas.fill(stripped) or _nearby(text, mention, named, stripped)
        rest = _clean(text[mention.chain_end : mention.end])
        if division is not None:
            return Named(mention, division, rest.lstrip(" \u3000"), "context")
        return Named(mention, chain, rest, "unresolved")
    if chain:
        return Named(mention, chain, _clean(text[mention.chain_end : mention.end]), "explicit")
    return Named(mention, "", printed, "unresolved" if mention.bare else "explicit")


def _nearby(text: str, mention: Found, named: dict[int, Named], placeholder: str) -> str | None:
    """The division of that class which the last body before in the same sentence carries (黔南州纪委|州监委)."""
    for start in sorted((s for s in named if s < mention.start), reverse=True)[:3]:
        other = named[start]
        if "。" in text[other.found.end : mention.start]:
            return None
        if len(other.prefix) > 1 and other.prefix.endswith(placeholder):
            return other.prefix
    return None


def _inherited(mention: Found, model: Named, printed: str, text: str) -> Named:
    """A coordinated short name takes its model's division, or its model's owner when both are inner bodies."""
    if model.found.pattern.full.endswith(("公安局", "公安分局")) and mention.pattern.text.endswith(("支队", "大队", "中队")):
        return Named(mention, model.name, printed, model.resolution)
    owner = model.found.owner
    if owner is not None and owner.type == mention.type and mention.pattern.text[-1] == model.found.pattern.text[-1]:
        cut = model.name[: len(model.name) - (model.found.end - owner.end)]
        return Named(mention, cut, printed, "context")
    if not model.prefix:
        return Named(mention, "", printed, "unresolved")
    return Named(mention, model.prefix, printed, model.resolution if model.resolution == "unresolved" else "context")


def _bind(text: str, named: Sequence[Named], bound: dict[str, Found]) -> None:
    """Give bound short names the names of the long ones."""
    by_start = {n.found.start: n for n in named}
    for n in named:
        printed = text[n.found.start : n.found.end]
        long = bound.get(printed)
        if long is not None and long.start != n.found.start:
            source = by_start[long.start]
            n.prefix, n.rest, n.resolution = source.prefix, source.rest, "alias"
            n.found.type = source.found.type


def _lengthen(named: Sequence[Named]) -> None:
    """Short forms take the one longer form of the same body that is printed elsewhere."""
    distinct: dict[tuple[str, str], Named] = {}
    for n in named:
        distinct.setdefault((n.name, n.found.type), n)
    longer: dict[tuple[str, str], Named] = {}
    for key, n in distinct.items():
        candidates = [other for other in distinct.values() if other is not n and _is_longer(n, other)]
        names = [c.name for c in candidates]
        candidates = [c for c in candidates if not any(c.name != d and d.endswith(c.name) for d in names)]
        if len(candidates) == 1:
            longer[key] = candidates[0]
    plan = [(n, longer[n.name, n.found.type]) for n in named if (n.name, n.found.type) in longer]
    for n, long in plan:
        seen = {id(long)}
        while (further := longer.get((long.name, long.found.type))) is not None and id(further) not in seen:
            long = further
            seen.add(id(long))
        n.long = long.name
        n.resolution = "alias"


def _key(n: Named) -> str:
    """The name with its class word written out and 中共 left away, so that two wordings of one body agree."""
    pattern = n.found.pattern
    if pattern.canonical is not None:
        return pattern.canonical
    name = n.name.replace(" ", "").replace("\u3000", "")
    for party in ("中国共产党", "中共"):
        name = name.removeprefix(party)
    if pattern.full != pattern.text and name.endswith(pattern.text):
        name = name[: len(name) - len(pattern.text)] + pattern.full
    elif pattern.level == "place" and name[-1] == "委":
        name += "员会"
    return name


def _is_longer(short: Named, long: Named) -> bool:
    """Whether ``long`` is printed as a longer name of the body that ``short`` names."""
    if len(long.name) <= len(short.name) or short.found.type != long.found.type:
        return False
    one, other = _key(short), _key(long)
    if one == other:
        return True
    if short.found.pattern.canonical is not None:
        return False
    if other.endswith(one) or _abbreviates(short, long):
        return True
    return short.found.type == "enterprise" and _company_of(short.name, long.name)


def _abbreviates(short: Named, long: Named) -> bool:
    """文旅局 for 文化广电和旅游局 of the same division."""
    if short.prefix != long.prefix or short.found.pattern.level != "head" or long.found.pattern.level != "head":
        return False
    if short.rest[-1:] != long.rest[-1:] or long.found.owner is not None:
        return False
    rest = iter(long.rest)
    return all(c in rest for c in short.rest)


def _company_of(short: str, long: str) -> bool:
    """黔岭集团 for 贵州黔岭茶业集团有限公司: the proper part stands in the long name, and the rest follows in order."""
    tail = next((t for t in COMPANY if short.endswith(t)), None)
    if tail is None:
        if not short.endswith("合作社"):
            return False
        tail = "合作社"
    proper = short[: -len(tail)]
    i = long.find(proper[:2])
    if len(proper) < 2 or i < 0 or i > 4:
        return False
    rest = iter(long[i:])
    return all(c in rest for c in short)


def _group(named: Sequence[Named] | object, atlas: Atlas) -> list[OrganizationEntity]:
    bodies: dict[str, OrganizationEntity] = {}
    rank = {"explicit": 0, "alias": 1, "context": 2, "unresolved": 3}
    for n in named:  # type: ignore[attr-defined]
        found: Found = n.found
        body = bodies.get(n.name)
        if body is None:
            chain = split_chain(n.prefix.replace(" ", "").replace("\u3000", "")) if n.prefix else []
            body = OrganizationEntity(n.name, found.type, atlas.code(chain), n.resolution)
            bodies[n.name] = body
        elif rank[n.resolution] < rank[body.resolution]:
            body.resolution = n.resolution
        body.mentions.append(OrganizationMention(found.start, found.end, found.method, n.name))
    return list(bodies.values())
