"""What a notice's own text says of it: title, publication, 文号, sign-off — and which parts of it are no prose.

:func:`find` looks only at the first and last :data:`WINDOW` characters, and for a sign-off in the middle at
:data:`signoff.REACH` more, so it costs the same for a long text.
"""

from __future__ import annotations

from . import footer, masthead, signoff, uscc
from .found import Header
from .lines import WINDOW, head_lines, tail_lines

__all__ = ["WINDOW", "Header", "find"]

_BRACKETS = str.maketrans("〖〗", "【】")
"""A rare pair that means what the common one does."""


def find(text: str) -> Header:
    """Metadata and zones of any text; empty when it states nothing. Never raises on a string."""
    if "〖" not in text and "〗" not in text:
        return _find(text)
    header = _find(text.translate(_BRACKETS))
    for field, (start, end) in header.spans.items():
        if header.values[field] == text[start:end].translate(_BRACKETS):
            header.values[field] = text[start:end]
    return header


def _find(text: str) -> Header:
    header = Header()
    head = head_lines(text)
    body = masthead.read(text, head, header)
    footer.read(text, tail_lines(text, body), header)
    if "signed_at" not in header.values:
        signoff.find(text, body, header)
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
