"""What stands before every request: this machine's own names only, the secret of the URL, and no other site's page.

A page of another site may make a browser send requests here, and a name of its own may resolve to 127.0.0.1 (DNS rebinding);
so the Host header, the token, and for anything but the page itself the sender are checked before the application sees it.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard", "TooLargeError", "loopback_hosts"]

HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",  # beside the page's own, in which this would not count
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class TooLargeError(Exception):
    """A request's body is longer than the limit."""


def loopback_hosts(port: int) -> frozenset[str]:
    """Host headers under which a browser on this machine asks a server on this port."""
    return frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))


class Guard:
    """An ASGI application in front of another, which gets its paths without the token.

    Args:
        app: what is guarded.
        token: the first segment of every path.
        hosts: allowed Host headers.
        limit: bytes of a request's body.
    """

    def __init__(self, app: ASGIApp, *, token: str, hosts: Iterable[str], limit: int) -> None:
        self._app = app
        self._prefix = f"/{token}"
        self._hosts = frozenset(hosts)
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no websockets: the connection is closed
        refusal = self._refusal(scope)
        if refusal is not None:
            status, reason = refusal
            await PlainTextResponse(reason, status_code=status)(scope, receive, _with_headers(send))
            return
        path = scope["path"][len(self._prefix) :] or "/"
        await self._app({**scope, "path": path, "raw_path": path.encode()}, self._limited(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            return 421, "this server answers only on this machine's own address"
        first, slash, rest = scope["path"][1:].partition("/")
        if not slash or not hmac.compare_digest(first.encode(), self._prefix[1:].encode()):
            return 404, "not found: the address that bulletin-ie serve printed has a secret in it"
        if not rest and scope["method"] in ("GET", "HEAD"):
            return None
        origin = headers.get("origin")
        site = headers.get("sec-fetch-site")
        if (origin is not None and origin != f"http://{host}") or site not in (None, "same-origin"):
            return 403, "requests come from this server's own page"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._limit:
            return 413, f"larger than the limit of {self._limit} bytes"
        return None

    def _limited(self, receive: Receive) -> Receive:
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise TooLargeError
            return message

        return counted


def _with_headers(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return with_headers
