"""What ``bulletin-ie load`` shows: a bar on a terminal, log lines elsewhere, and how a run ended. All on standard error."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn, TextIO

from .batch import Progress

__all__ = ["progress", "shown_url", "status", "stop_on_sigterm"]

INTERVAL = 10.0
"""Seconds between log lines."""


def status(seen: Progress, seconds: float) -> str:
    """Count, rate, share, time left and failures, in one line.

    Args:
        seen: counts so far.
        seconds: since the start.
    """
    rate = seen.seen / seconds if seconds > 0 else 0.0
    parts = [f"{seen.seen:,} notices", f"{rate:,.0f}/s"]
    if seen.total and rate:
        parts.append(f"{100 * seen.seen / seen.total:.0f}% of {seen.total:,}")
        parts.append(f"{_clock((seen.total - seen.seen) / rate)} left")
    return ", ".join([*parts, f"{seen.failed:,} failed"])


def _clock(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


@contextmanager
def progress(stream: TextIO) -> Iterator[Callable[[Progress], None]]:
    """A function that shows counts on ``stream``."""
    if stream.isatty():
        with _bar(stream) as show:
            yield show
    else:
        yield _log(stream)


def _log(stream: TextIO) -> Callable[[Progress], None]:
    started = last = time.monotonic()

    def show(seen: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= INTERVAL:
            last = now
            print(time.strftime("%Y-%m-%d %H:%M:%S"), status(seen, now - started), file=stream, flush=True)

    return show


@contextmanager
def _bar(stream: TextIO) -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    started = time.monotonic()
    with Bar(BarColumn(), TextColumn("{task.description}"), console=Console(file=stream)) as bar:
        task = bar.add_task("starting", total=None)

        def show(seen: Progress) -> None:
            description = status(seen, time.monotonic() - started)
            bar.update(task, total=seen.total, completed=seen.seen, description=description)

        yield show


@contextmanager
def stop_on_sigterm() -> Iterator[None]:
    """A batch system's SIGTERM ends a run as Ctrl-C does."""

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def shown_url(url: str) -> str:
    """A sink's URL without its password."""
    scheme, mark, rest = url.partition("://")
    user, at, place = rest.rpartition("@")
    return f"{scheme}{mark}{user.partition(':')[0]}{at}{place}" if mark and at else url
