"""An accepted mention before it is named."""

from __future__ import annotations

from dataclasses import dataclass

from .cues import Pattern

__all__ = ["Found"]


@dataclass(slots=True)
class Found:
    """A mention with what its naming needs.

    ``pattern`` is the last cue in it. ``chain_end`` ends the leading divisions (it equals ``start`` when there are none);
    ``inside`` is the range of divisions further in (共青团|甘孜州|委). ``owner`` is the outer body of an inner one,
    ``model`` the body whose division a name cut short takes, ``bare`` marks such a name.
    """

    start: int
    end: int
    type: str
    method: str
    pattern: Pattern
    chain_end: int
    owner: Found | None = None
    model: Found | None = None
    bare: bool = False
    inside: tuple[int, int] | None = None
