"""One bounded, ordered map over processes, for every place that needs one."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from typing import Any, Generic, TypeVar

from .errors import BulletinError

__all__ = ["chunks", "ordered_map"]

T = TypeVar("T")
R = TypeVar("R")

DEATHS = 3
"""Items in a row that kill their worker before it is no item's fault."""


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Consecutive lists of ``size`` items, the last one shorter."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def ordered_map(
    work: Callable[..., R],
    items: Iterable[T],
    *,
    processes: int,
    chunk_size: int,
    on_death: Callable[[T], R] | None = None,
    **options: Any,
) -> Iterator[R]:
    """``work(item, **options)`` for every item, in order, by spawned processes.

    ``items`` is read only a few chunks ahead, so that memory does not grow with it.

    Args:
        work: a function that can be pickled, like its results.
        items: read lazily, in this process.
        processes: worker processes.
        chunk_size: items that a worker takes at a time.
        on_death: the result of an item that kills its worker (out of memory, a crash in C code) each time it is tried.
        options: further arguments of ``work``.

    Raises:
        BulletinError: a worker was killed, and there is no ``on_death``, or no worker lives at all.
    """
    workers = _Workers(partial(_each, partial(work, **options)), processes, on_death)
    waiting: deque[tuple[list[T], Future[list[R]]]] = deque()
    try:
        for chunk in chunks(items, chunk_size):
            waiting.append((chunk, workers.submit(chunk)))
            if len(waiting) > 3 * processes:
                yield from workers.results(waiting)
        while waiting:
            yield from workers.results(waiting)
    finally:
        workers.close()


class _Workers(Generic[T, R]):
    """A pool that is made anew when one of its processes dies."""

    def __init__(self, work: Callable[[list[T]], list[R]], processes: int, on_death: Callable[[T], R] | None) -> None:
        self._work = work
        self._processes = processes
        self._on_death = on_death
        self._deaths = 0
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._processes, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare_worker
        )

    def submit(self, chunk: list[T]) -> Future[list[R]]:
        try:
            return self._pool.submit(self._work, chunk)
        except BrokenProcessPool as e:
            broken: Future[list[R]] = Future()
            broken.set_exception(e)
            return broken

    def results(self, waiting: deque[tuple[list[T], Future[list[R]]]]) -> list[R]:
        """Results of the oldest chunk."""
        chunk, future = waiting.popleft()
        try:
            done = future.result()
        except BrokenProcessPool:
            # the chunks behind it are lost with the pool: the culprit may be in any of them
            self._restart()
            done = self._carefully(chunk)
            for i, (later, _) in enumerate(waiting):
                waiting[i] = (later, self._alone(later))
        else:
            self._deaths = 0
        return done

    def _alone(self, chunk: list[T]) -> Future[list[R]]:
        made: Future[list[R]] = Future()
        made.set_result(self._carefully(chunk))
        return made

    def _carefully(self, chunk: list[T]) -> list[R]:
        """The chunk with nothing beside it; if that kills the worker, item by item."""
        try:
            return self._pool.submit(self._work, chunk).result()
        except BrokenProcessPool as e:
            self._restart()
            if len(chunk) > 1:
                return [result for item in chunk for result in self._carefully([item])]
            self._deaths += 1
            if self._on_death is None or self._deaths >= DEATHS:
                raise BulletinError(
                    "worker processes are killed (out of memory?); a script that uses several processes must start its work "
                    'under `if __name__ == "__main__":`'
                ) from e
            return [self._on_death(chunk[0])]

    def _restart(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._start()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def _each(work: Callable[[T], R], chunk: list[T]) -> list[R]:
    return [work(item) for item in chunk]


def _prepare_worker() -> None:
    """Ctrl-C is for the parent to handle; and a worker whose parent was killed must not stay.

    Notices leave hardly a cycle, so that the collector looks more seldom (a tenth of the time, measured).
    """
    gc.set_threshold(50_000, 20, 20)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
