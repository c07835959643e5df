"""The requests that the page makes. What is slow runs in threads of its own."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from .. import extract, readers
from ..corpus_writing import safe_name
from ..errors import BulletinError
from .annotation import Annotation, AnnotationError, of_bulletin, of_gold, to_gold
from .guard import Guard, TooLargeError
from .page import page
from .store import ConflictError, Store
from .suggest import fields_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from ..own_names import OwnNames
    from ..readers import Source

__all__ = ["MAX_BYTES", "application"]

MAX_BYTES = 32 * 1024 * 1024
"""Bytes of one request: a dropped file, or a text with its annotation."""
MAX_CHARACTERS = 200_000
"""Of a text: a page with more marks than this has is no use to anyone."""
Made = TypeVar("Made")


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Paste(_Asked):
    text: Annotated[str, Field(max_length=MAX_CHARACTERS)]
    published: str | None = None
    url: str | None = None


class _Marked(_Asked):
    layer: Literal["organizations", "quantities", "dates", "activities"]
    text: Annotated[str, Field(max_length=1000)]
    published: str | None = None


class _Save(_Asked):
    version: str | None
    annotation: Annotation


@dataclass(frozen=True, slots=True)
class _Workshop:
    """What every request works with."""

    store: Store
    extraction: ThreadPoolExecutor
    """One thread, which holds the pipeline."""
    files: ThreadPoolExecutor
    """One thread, so that no two documents are saved at once."""
    names: OwnNames | None

    async def extract(self, work: Callable[[], Made]) -> Made:
        """Do something that needs the pipeline."""
        return await asyncio.get_running_loop().run_in_executor(self.extraction, work)

    async def keep(self, work: Callable[[], Made]) -> Made:
        """Do something with the saved documents."""
        return await asyncio.get_running_loop().run_in_executor(self.files, work)


def application(
    directory: Path, *, token: str, hosts: Iterable[str], names: OwnNames | None = None, limit: int = MAX_BYTES
) -> ASGIApp:
    """The ASGI application.

    Args:
        directory: where annotations are saved and opened.
        token: the secret that every path begins with.
        hosts: allowed Host headers (``127.0.0.1:8000``).
        names: a user's own names, see :mod:`bulletin_ie.own_names`.
        limit: bytes of a request.
    """
    workshop = _Workshop(Store(directory), ThreadPoolExecutor(max_workers=1), ThreadPoolExecutor(max_workers=1), names)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # the pipeline is loaded before it is asked for
        workshop.extraction.submit(_parse, "3月1日发放5万元。", None, None, names)
        yield
        workshop.extraction.shutdown(cancel_futures=True)
        workshop.files.shutdown()

    def answer(
        handler: Callable[[_Workshop, Request], Awaitable[Response]],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            try:
                return await handler(workshop, request)
            except (BulletinError, ValidationError, TooLargeError, OSError) as e:
                return _refusal(e)

        return answered

    routes = [
        Route("/", answer(_page)),
        Route("/api/parse", answer(_paste), methods=["POST"]),
        Route("/api/read", answer(_read), methods=["POST"]),
        Route("/api/suggest", answer(_suggest), methods=["POST"]),
        Route("/api/documents", answer(_list)),
        Route("/api/document", answer(_open), methods=["GET"]),
        Route("/api/document", answer(_save), methods=["PUT"]),
    ]
    return Guard(Starlette(routes=routes, lifespan=lifespan), token=token, hosts=hosts, limit=limit)


def _refusal(error: Exception) -> Response:
    said: dict[str, Any] = {"message": str(error)}
    status = 400
    if isinstance(error, AnnotationError):
        status = 422
        said["problems"] = [{"layer": p.layer, "index": p.index, "message": p.message} for p in error.problems]
    elif isinstance(error, ConflictError):
        status = 409
        said["version"] = error.version
    elif isinstance(error, TooLargeError):
        status = 413
        said["message"] = "larger than the limit"
    elif isinstance(error, ValidationError):
        status = 422
        said["message"], said["problems"] = "not a valid annotation", [_problem(row) for row in error.errors()]
    return JSONResponse(said, status_code=status)


def _problem(row: Any) -> dict[str, Any]:
    """Where in the annotation a field is wrong, as for :class:`AnnotationError`."""
    where = [part for part in row["loc"] if part != "annotation"]
    indexed = len(where) > 1 and isinstance(where[1], int)
    message = f"{'.'.join(map(str, where)) or 'request'}: {row['msg']}"
    return {"layer": where[0] if indexed else "", "index": where[1] if indexed else 0, "message": message}


async def _page(_: _Workshop, __: Request) -> Response:
    return HTMLResponse(page())


async def _paste(shop: _Workshop, request: Request) -> Response:
    asked = _Paste.model_validate_json(await request.body())
    made = await shop.extract(partial(_parse, asked.text, asked.published, asked.url, shop.names))
    return _annotation(made, made.metadata.get("title") or "")


async def _read(shop: _Workshop, request: Request) -> Response:
    name = PurePosixPath(request.query_params.get("name", "").replace("\\", "/")).name
    published, url = (request.query_params.get(k) or None for k in ("published", "url"))
    body = await request.body()
    made = await shop.extract(partial(_read_and_parse, body, name, published, url, shop.names))
    return _annotation(made, PurePosixPath(name).stem)


async def _suggest(shop: _Workshop, request: Request) -> Response:
    asked = _Marked.model_validate_json(await request.body())

    def parse(text: str) -> Annotation:
        return _parse(text, asked.published, None, shop.names)

    return JSONResponse(await shop.extract(lambda: fields_of(asked.layer, asked.text, parse=parse)))


async def _list(shop: _Workshop, _: Request) -> Response:
    names = await shop.keep(shop.store.names)
    return JSONResponse({"directory": str(shop.store.directory), "documents": names})


async def _open(shop: _Workshop, request: Request) -> Response:
    name = request.query_params.get("name", "")
    document, version = await shop.keep(lambda: shop.store.load(name))
    return _annotation(of_gold(document), name, version)


async def _save(shop: _Workshop, request: Request) -> Response:
    asked = _Save.model_validate_json(await request.body())
    document = to_gold(asked.annotation, request.query_params.get("name", ""))
    name, version = await shop.keep(lambda: shop.store.save(document, version=asked.version))
    return JSONResponse({"name": name, "version": version, "path": str(shop.store.directory / f"{name}.yaml")})


def _annotation(made: Annotation, name: str, version: str | None = None) -> Response:
    content = {"name": safe_name(name) or "notice", "version": version, "annotation": made.model_dump(mode="json")}
    return JSONResponse(content)


def _parse(text: str, published: str | None, url: str | None, names: OwnNames | None) -> Annotation:
    return _annotate(readers.Source(text=text, url=url), published, names)


def _read_and_parse(
    data: bytes, name: str, published: str | None, url: str | None, names: OwnNames | None
) -> Annotation:
    file = io.BytesIO(data)
    file.name = name or "<dropped>"
    return _annotate(readers.read(file, url=url), published, names)


def _annotate(source: Source, published: str | None, names: OwnNames | None) -> Annotation:
    if len(source.text) > MAX_CHARACTERS:
        raise BulletinError(f"the text has {len(source.text)} characters, more than the limit of {MAX_CHARACTERS}")
    return of_bulletin(extract.from_source(source, published=published or None, names=names))
