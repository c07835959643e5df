"""Kill a loading process at random moments until so many kills landed: ``python killer.py ARCHIVE KILLS SEED URL...``.

Each database is loaded by one process after another, each killed (SIGKILL) after a random time, until one gets through;
then the next URL is taken. Prints the URLs that were loaded to the end, and the number of kills. A child is forked, so
that it needs not start Python anew.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
import traceback

import bulletin_ie
from bulletin_ie import batch

batch.TRANSACTION = 3  # type: ignore[misc]


def main(archive: str, kills: int, seed: int, urls: list[str]) -> None:
    """Load ``archive`` into one URL after the other until so many kills landed."""
    bulletin_ie.parse("捐款1元。")
    drawn = random.Random(seed)
    landed, whole = 0, 0.0
    for url in urls:
        died = True
        while died:
            started = time.monotonic()
            child = os.fork()
            if child == 0:
                try:
                    batch.load_archive([archive], to=url)
                except BaseException:
                    traceback.print_exc()
                    os._exit(1)
                os._exit(0)
            if whole:
                time.sleep(drawn.uniform(0, whole))
                os.kill(child, signal.SIGKILL)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            assert code in (0, -signal.SIGKILL), code
            died = code != 0
            landed += died
            if not whole:
                whole = time.monotonic() - started  # the first run is undisturbed and sets the scale
        sys.stdout.write(f"{url}\n")
        if landed >= kills:
            break
    sys.stdout.write(f"{landed}\n")


if __name__ == "__main__":
    assert threading.active_count() == 1
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
