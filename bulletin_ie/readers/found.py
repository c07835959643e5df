"""What is found in a text's head and foot."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Header"]


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
        """Keep the first value that is found for a field; of a day, the one that also tells the time."""
        if value and (name not in self.values or value.startswith(self.values[name] + "T")):
            self.values[name] = value
            self.spans[name] = (start, end)
            self.sources[name] = source

    def hint(self, name: str, value: str, start: int, end: int) -> None:
        """Remember a value that stands without a label: it counts when none stands with one."""
        self._hints.append((name, value, start, end))

    def is_hint(self, name: str) -> bool:
        """Does the field's value stand without a label?"""
        return any(n == name and self.spans.get(name) == (start, end) for n, _, start, end in self._hints)

    def settle(self) -> None:
        """Let hints fill what no label has stated; a date of making or signing is the last resort for publication."""
        for name, value, start, end in self._hints:
            self.put(name, value, start, end, "header")
        for name in ("created_at", "signed_at", "printed_at"):
            if name in self.values:
                self.put("published_at", self.values[name], *self.spans[name], self.sources[name])
