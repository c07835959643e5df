"""The public surface is pinned: a name appears or goes only on purpose."""

from __future__ import annotations

import subprocess
import sys

import bulletin_ie

NAMES = [
    "Activity", "Actor", "ArgumentError", "Bulletin", "BulletinError", "Check", "DateExpression", "Document", "LexiconError",
    "Mention", "Metadata", "Organization", "Quantity", "ReadError", "Remark", "SinkError", "Span", "UnsupportedFormatError",
    "__version__", "load", "parse", "parse_many", "read",
    "render", "report",
]  # fmt: skip


def test_all_is_pinned() -> None:
    assert bulletin_ie.__all__ == NAMES
    assert all(getattr(bulletin_ie, name) is not None for name in NAMES)
    assert dir(bulletin_ie) == sorted(NAMES)


def test_every_error_is_ours() -> None:
    errors = [getattr(bulletin_ie, n) for n in NAMES if n.endswith("Error")]
    assert all(issubclass(e, bulletin_ie.BulletinError) for e in errors)


def test_import_is_light() -> None:
    code = "import bulletin_ie, sys; print([m for m in ('spacy', 'pydantic', 'jieba', 'sqlalchemy', 'lxml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
