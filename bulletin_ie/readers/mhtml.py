"""Pages saved whole by a browser (MHTML): the first HTML part."""

from __future__ import annotations

import email
import email.policy

from ..errors import ReadError
from .archives import Member

__all__ = ["page"]


def page(data: bytes, origin: str) -> Member:
    """The page's markup with its URL and charset.

    Raises:
        ReadError: no HTML part.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes) and payload.strip():
                    url = part.get("Content-Location") or message.get("Snapshot-Content-Location")
                    charset = part.get_content_charset()
                    return Member(origin, payload, url=str(url) if url else None, charset=charset, kind="html")
    except (LookupError, ValueError, AssertionError, RecursionError) as e:
        raise ReadError(f"{origin}: damaged MHTML: {e}") from e
    raise ReadError(f"{origin}: the MHTML file holds no page")
