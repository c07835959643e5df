"""What a notice's own text says of it: title, publication, 文号, sign-off — and which parts of it are no prose.

:func:`find` looks only at the first and last :data:`WINDOW` characters, and for a sign-off in the middle at
:data:`signoff.REACH` more, so it costs the same for a long text.
"""

from __future__ import annotations

import re
from functools import cache

from . import footer, frontmatter, masthead, signoff, uscc
from .found import Header
from .furniture import TO_SIMPLE
from .lines import WINDOW, head_lines, tail_lines
from .residue import page_marks

__all__ = ["WINDOW", "Header", "find"]


@cache
def _rare() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, TO_SIMPLE))}]")


def find(text: str) -> Header:
    """Metadata and zones of any text; empty when it states nothing. Never raises on a string."""
    if _rare().search(text, 0, WINDOW) is None and _rare().search(text, max(0, len(text) - WINDOW)) is None:
        return _find(text)
    header = _find(text.translate(TO_SIMPLE))
    for field, (start, end) in header.spans.items():
        header.values[field] = _as_printed(header.values[field], text[start:end])
    return header


def _as_printed(value: str, piece: str) -> str:
    """The value with the characters of the piece that it was read from; the piece may hold more between them."""
    rest = iter(piece)
    found = (next((c for c in rest if c.translate(TO_SIMPLE) == wanted), "") for wanted in value)
    printed = "".join(found)
    return printed if len(printed) == len(value) else value


def _find(text: str) -> Header:
    header = Header()
    head = head_lines(text, frontmatter.read(text, header))
    body = masthead.read(text, head, header)
    footer.read(text, tail_lines(text, body), header)
    if "signed_at" not in header.values:
        signoff.find(text, body, header)
    _credit_code(text, header)
    header.zones += [(start, end, "furniture") for start, end in page_marks(text)]
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
