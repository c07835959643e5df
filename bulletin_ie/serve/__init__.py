"""A page on this machine to correct what the rules find in a notice, and to save it in the corpus format.

Only this machine reaches it (it listens on 127.0.0.1, and the address holds a secret); it needs the extra ``serve``.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ArgumentError, BulletinError

if TYPE_CHECKING:
    from ..own_names import OwnNames

__all__ = ["run"]

HOST = "127.0.0.1"


def run(
    directory: str | PathLike[str],
    *,
    port: int = 0,
    names: OwnNames | None = None,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted.

    Args:
        directory: where annotations are saved, and where saved ones are opened from; made when the first is saved.
        port: TCP port; 0 takes any free one.
        names: a user's own names, see :mod:`bulletin_ie.own_names`.
        on_ready: gets the page's address, with its secret, as soon as requests are taken.

    Raises:
        BulletinError: the extra ``serve`` is not installed, or the port is taken.
        ArgumentError: ``directory`` is a file.
    """
    try:
        import uvicorn

        from .app import application
        from .guard import loopback_hosts
    except ImportError as e:
        raise BulletinError(f"the page needs the extra 'serve': pip install 'bulletin-ie[serve]' ({e})") from e
    place = Path(directory)
    if place.exists() and not place.is_dir():
        raise ArgumentError(f"{place} is no directory")
    listening = _listen(port)
    taken = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    app = application(place.resolve(), token=token, hosts=loopback_hosts(taken), names=names)
    server = uvicorn.Server(
        uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, ws="none", timeout_graceful_shutdown=3
        )
    )
    if on_ready is not None:
        on_ready(f"http://{HOST}:{taken}/{token}/")
    with listening:
        server.run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.bind((HOST, port))
        listening.listen()
    except (OSError, OverflowError) as e:
        listening.close()
        raise BulletinError(f"port {port}: {getattr(e, 'strerror', None) or e}") from e
    return listening
