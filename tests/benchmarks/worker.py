"""One contender in a process of its own: a line of JSON texts first, then a pass over them for each line "go"."""

from __future__ import annotations

import json
import resource
import sys
import time

from contenders import CONTENDERS


def main() -> None:
    """Talk with speed.py over standard input and output."""
    answers, sys.stdout = sys.stdout, sys.stderr  # some contenders greet on standard output
    started = time.perf_counter()
    process = CONTENDERS[sys.argv[1]]()
    texts = json.loads(sys.stdin.readline())
    process(texts[0])
    print(json.dumps({"ready_s": time.perf_counter() - started}), file=answers, flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        for text in texts:
            process(text)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"pass_s": time.perf_counter() - begin, "peak_mb": peak}), file=answers, flush=True)


if __name__ == "__main__":
    main()
