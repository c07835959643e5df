"""XML of strangers: no entities, no network, no DTD, no huge trees."""

from __future__ import annotations

from typing import Any

from lxml import etree

from ..errors import ReadError
from .blob import UnsafeError

__all__ = ["parse"]


def parse(data: bytes, origin: str, *, recover: bool = False) -> Any:
    """The root element.

    Raises:
        UnsafeError: the document declares entities (XXE, billion laughs).
        ReadError: no XML.
    """
    if b"<!ENTITY" in data or "<!ENTITY".encode("utf-16-le") in data or "<!ENTITY".encode("utf-16-be") in data:
        raise UnsafeError(f"{origin}: XML that declares entities is refused")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=recover
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as e:
        raise ReadError(f"{origin}: no XML that can be read: {e}") from e
    if root is None:
        raise ReadError(f"{origin}: empty XML")
    return root
