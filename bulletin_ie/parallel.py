"""One bounded, ordered map over processes, for every place that needs one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

from .errors import BulletinError

__all__ = ["chunks", "ordered_map"]

T = TypeVar("T")
R = TypeVar("R")


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Consecutive lists of ``size`` items, the last one shorter."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def ordered_map(
    work: Callable[..., R], items: Iterable[T], *, processes: int, chunk_size: int, **options: Any
) -> Iterator[R]:
    """``work(item, **options)`` for every item, in order, by spawned processes.

    ``items`` is read only a few chunks ahead, so that memory does not grow with it.

    Raises:
        BulletinError: a worker was killed.
    """
    waiting: deque[Future[list[R]]] = deque()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        try:
            for chunk in chunks(items, chunk_size):
                waiting.append(pool.submit(_each, partial(work, **options), chunk))
                if len(waiting) > 3 * processes:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as e:
            raise BulletinError("a worker process was killed (out of memory?)") from e
        finally:
            pool.shutdown(cancel_futures=True)


def _each(work: Callable[[T], R], chunk: list[T]) -> list[R]:
    return [work(item) for item in chunk]
