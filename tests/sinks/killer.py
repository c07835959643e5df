"""Kill a loading process at random moments until so many kills landed: ``python killer.py ARCHIVE KILLS SEED URL...``.

Each storage is loaded by one process after another, each killed (SIGKILL) until :data:`MOST` kills landed, and then by one that
may finish. Prints the URLs that were loaded to the end, and the number of kills. A child is forked, so that it needs not start
Python anew. It tells its parent of each transaction; the kill comes at random between two of them, before the first or after
the last one, so that the moments are spread over the whole run however busy the machine is.
"""

from __future__ import annotations

import importlib
import os
import random
import signal
import sys
import threading
import time
import traceback

import bulletin_ie
from bulletin_ie import batch, tasks
from bulletin_ie.sinks import sql

batch.TRANSACTION = 2  # type: ignore[misc]
NEEDED = {
    "postgresql": ["psycopg"],
    "mysql": ["pymysql"],
    "duckdb": ["duckdb", "pyarrow"],
    "parquet": ["pyarrow.parquet"],
}
MOST = 5
"""Kills of one storage."""


def start(archive: str, url: str) -> tuple[int, int]:
    """A process that loads, and a pipe that it writes a byte to after each transaction."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        try:
            batch.load_archive([archive], to=url, on_progress=lambda _: void(os.write(writes, b".")))
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writes)
    return child, reads


def void(_: object) -> None:
    """Nothing."""


def undisturbed(archive: str, url: str) -> list[float]:
    """Load to the end; seconds before, between and after the transactions."""
    child, reads = start(archive, url)
    gaps, last, more = [], time.monotonic(), True
    while more:
        more = bool(os.read(reads, 1))  # nothing: it is gone
        gaps.append(time.monotonic() - last)
        last = time.monotonic()
    os.close(reads)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return gaps


def killed(archive: str, url: str, after: int, seconds: float) -> bool:
    """Load and kill, so long after so many transactions. Did it come in time?"""
    child, reads = start(archive, url)
    for _ in range(after):
        os.read(reads, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.close(reads)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL), code
    return code != 0


def main(archive: str, kills: int, seed: int, urls: list[str]) -> None:
    """Load ``archive`` into one URL after the other until so many kills landed."""
    bulletin_ie.parse("捐款1元。")
    tasks.model_version()
    assert sql  # what children need is loaded before they are forked
    for name in NEEDED.get(urls[0].partition(":")[0], ()):
        importlib.import_module(name)
    drawn = random.Random(seed)
    landed = 0
    gaps = undisturbed(archive, urls[0])
    for url in urls[1:]:
        for _ in range(MOST):
            after = drawn.randrange(len(gaps))
            landed += killed(archive, url, after, drawn.uniform(0, gaps[after]))
        gaps = undisturbed(archive, url)
        sys.stdout.write(f"{url}\n")
        if landed >= kills:
            break
    sys.stdout.write(f"{landed}\n")


if __name__ == "__main__":
    assert threading.active_count() == 1
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
