"""What a notice's own text says of it: title, publication, 文号, sign-off — and which parts of it are no prose.

:func:`find` looks only at the first and last :data:`WINDOW` characters, so it costs the same for a long text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from . import footer, masthead, uscc
from .lines import WINDOW, head_lines, tail_lines

__all__ = ["WINDOW", "Header", "find"]


@dataclass(slots=True)
class Header:
    """Metadata found in a text. Values are strings: dates ISO 8601, ``views`` digits, all else as printed."""

    values: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Field → half-open range where the value stands."""
    sources: dict[str, str] = field(default_factory=dict)
    """Field → ``header`` or ``footer``."""
    zones: list[tuple[int, int, str]] = field(default_factory=list)
    """``title``, ``header``, ``footer`` and ``furniture`` ranges, sorted, not overlapping."""
    _hints: list[tuple[str, str, int, int]] = field(default_factory=list)

    def put(self, name: str, value: str, start: int, end: int, source: str) -> None:
        """Keep the first value that is found for a field."""
        if value and name not in self.values:
            self.values[name] = value
            self.spans[name] = (start, end)
            self.sources[name] = source

    def hint(self, name: str, value: str, start: int, end: int) -> None:
        """Remember a value that stands without a label: it counts when none stands with one."""
        self._hints.append((name, value, start, end))

    def settle(self) -> None:
        """Let hints fill what no label has stated; a date of making or signing is the last resort for publication."""
        for name, value, start, end in self._hints:
            self.put(name, value, start, end, "header")
        for name in ("created_at", "signed_at", "printed_at"):
            if name in self.values:
                self.put("published_at", self.values[name], *self.spans[name], self.sources[name])


def find(text: str) -> Header:
    """Metadata and zones of any text; empty when it states nothing. Never raises on a string."""
    header = Header()
    head = head_lines(text)
    body = masthead.read(text, head, header)
    footer.read(text, tail_lines(text, body), header)
    _credit_code(text, header)
    header.settle()
    header.zones = _disjoint(header.zones)
    return header


def _credit_code(text: str, header: Header) -> None:
    for start, end, source in (
        (0, min(len(text), WINDOW), "header"),
        (max(0, len(text) - WINDOW), len(text), "footer"),
    ):
        if "信用代码" in text[start:end]:
            span = uscc.find(text, start, end)
            if span is not None:
                header.put("uscc", text[slice(*span)], *span, source)


def _disjoint(zones: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for zone in sorted(zones):
        if zone[0] < zone[1] and (not kept or zone[0] >= kept[-1][1]):
            kept.append(zone)
    return kept
