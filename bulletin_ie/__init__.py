"""Chinese government bulletins in; organizations, quantities, dates and activities out, as typed records.

>>> import bulletin_ie
>>> b = bulletin_ie.parse("3月18日，省民政厅发放救助资金62.7亿元。", published="2022-04-01")
>>> [(q.text, q.value, q.unit) for q in b.quantities]
[('62.7亿元', Decimal('6270000000.0'), '元')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .errors import (
        ArgumentError,
        BulletinError,
        LexiconError,
        ReadError,
        SinkError,
        UnsupportedFormatError,
    )
    from .extract import load, parse, parse_many, read
    from .pages import render
    from .records import (
        Activity,
        Actor,
        Bulletin,
        Check,
        DateExpression,
        Document,
        Mention,
        Metadata,
        Organization,
        Quantity,
        Remark,
        Span,
    )
    from .reports import report

_HOMES = {
    "errors": ("ArgumentError", "BulletinError", "LexiconError", "ReadError", "SinkError", "UnsupportedFormatError"),
    "extract": ("load", "parse", "parse_many", "read"),
    "pages": ("render",),
    "records": (
        "Activity", "Actor", "Bulletin", "Check", "DateExpression", "Document", "Mention", "Metadata", "Organization",
        "Quantity", "Remark", "Span",
    ),
    "reports": ("report",),
}  # fmt: skip

__all__ = [
    "Activity",
    "Actor",
    "ArgumentError",
    "Bulletin",
    "BulletinError",
    "Check",
    "DateExpression",
    "Document",
    "LexiconError",
    "Mention",
    "Metadata",
    "Organization",
    "Quantity",
    "ReadError",
    "Remark",
    "SinkError",
    "Span",
    "UnsupportedFormatError",
    "__version__",
    "load",
    "parse",
    "parse_many",
    "read",
    "render",
    "report",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that ``import bulletin_ie`` costs next to nothing."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
