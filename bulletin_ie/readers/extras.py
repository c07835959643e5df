"""Libraries that only some formats need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..errors import UnsupportedFormatError

__all__ = ["load"]


def load(module: str, *, extra: str, what: str) -> Any:
    """An optional library.

    Raises:
        UnsupportedFormatError: it is not installed; the message names the extra that installs it.
    """
    try:
        return import_module(module)
    except ImportError as e:
        raise UnsupportedFormatError(f"{what} needs the extra {extra!r}: pip install 'bulletin-ie[{extra}]'") from e
