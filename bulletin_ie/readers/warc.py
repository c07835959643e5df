"""Web archives (WARC, ARC): the pages that a crawler stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import regex

from ..errors import ReadError
from . import extras
from .archives import MAX_MEMBER, Member
from .blob import UnsafeError, limited

__all__ = ["members"]

_KINDS = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt", "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip


def members(file: BinaryIO, origin: str) -> Iterator[Member]:
    """A member for each stored response (status 200) of a kind that can hold a notice.

    Raises:
        ReadError: damaged.
        UnsupportedFormatError: the extra is not installed.
    """
    warcio = extras.load("warcio.archiveiterator", extra="warc", what=f"{origin}: WARC")
    try:
        for record in warcio.ArchiveIterator(file, arc2warc=True):
            member = _member(record, origin)
            if member is not None:
                yield member
    except ReadError:
        raise
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as e:  # warcio passes on what zlib, http and the file raise
        raise ReadError(f"{origin}: damaged web archive: {type(e).__name__} {e}") from e


def _member(record: Any, origin: str) -> Member | None:
    if record.rec_type not in ("response", "resource"):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() != "200":
        return None
    stated = (headers.get_header("Content-Type") if headers is not None else None) or record.content_type or ""
    kind = _KINDS.get(stated.partition(";")[0].strip().lower())
    if kind is None:
        return None
    charset = regex.search(r"charset=[\"']?([A-Za-z0-9_\-]{2,20})", stated, regex.I)
    try:
        data = limited(record.content_stream(), f"{origin}: {url}", MAX_MEMBER)
    except UnsafeError as e:
        return Member(url, error=e, url=url)
    return Member(url, data, url=url, charset=charset[1] if charset else None, kind=kind)
