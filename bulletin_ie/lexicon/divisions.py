"""The row of ``divisions.tsv``, which more than one room reads."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DivisionRow"]


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A division of China by its GB/T 2260 code; ``until`` is the last year of one that is no more."""

    code: str
    name: str
    example: str
    short: str = ""
    former: tuple[str, ...] = ()
    until: str = ""
