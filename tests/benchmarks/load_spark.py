"""Cost of ``bulletin-ie-spark`` on this machine: ``python tests/benchmarks/load_spark.py DIR NUMBER [NUMBER ...]``.

For each NUMBER a dump of so many notices (``load_generate.py``) goes through the command on local[2] into Parquet, in processes of
its own. Printed: wall-clock and processor seconds (JVM and Python workers together) and peak memory of all of these; with two numbers
or more also the difference between the first and the last, per million notices: what is left without the start.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
from load_generate import write

CODE = "from bulletin_ie.spark import main; main()"


def measure(dump: Path, out: Path) -> tuple[float, float, float]:
    """Wall seconds, processor seconds, and most memory (MB) at a time, of the whole tree of processes."""
    environment = {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    arguments = [f"json:{dump}", f"parquet:{out}", "--published", "pub_time", "--partitions", "4"]
    started = time.monotonic()
    process = psutil.Popen(
        [sys.executable, "-c", CODE, *arguments],
        env={**psutil.Process().environ(), **environment, "PYSPARK_SUBMIT_ARGS": "--master local[2] pyspark-shell"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    spent: dict[tuple[int, float], float] = {}
    most = 0.0
    while process.poll() is None:
        now = 0.0
        for one in _tree(process):
            try:
                times = one.cpu_times()
                spent[one.pid, one.create_time()] = times.user + times.system
                now += one.memory_info().rss / 2**20
            except psutil.Error:
                continue
        most = max(most, now)
        time.sleep(0.5)
    assert process.returncode == 0, process.returncode
    return time.monotonic() - started, sum(spent.values()), most


def _tree(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("numbers", nargs="+", type=int)
    options = parser.parse_args()
    sys.stdout.write("| notices | wall s | cpu s | MB |\n| --- | --- | --- | --- |\n")
    measured = []
    for number in options.numbers:
        place = options.directory / f"spark-{number}"
        shutil.rmtree(place, ignore_errors=True)
        write(place, range(number), "jsonl")
        wall, cpu, memory = measure(place / "dump.jsonl", place / "out")
        measured.append((number, wall, cpu))
        sys.stdout.write(f"| {number} | {wall:.1f} | {cpu:.1f} | {memory:.0f} |\n")
        sys.stdout.flush()
    if len(measured) > 1:
        (few, wall_few, cpu_few), (many, wall_many, cpu_many) = measured[0], measured[-1]
        hours = 1e6 / (many - few) / 3600
        sys.stdout.write(
            f"a million: {(cpu_many - cpu_few) * hours:.1f} processor hours, {(wall_many - wall_few) * hours:.1f} hours on two cores\n"
        )


if __name__ == "__main__":
    main()
