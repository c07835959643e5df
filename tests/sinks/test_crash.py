"""Killed, interrupted, out of disk, cut off: the next run goes on, and the end is that of an undisturbed run."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from test_storages import NOTICE, Tables, load, read_back

import bulletin_ie
from bulletin_ie.batch import Progress
from bulletin_ie.sinks import open_sink
from bulletin_ie.sinks.rows import TABLES

KILLER = Path(__file__).parent / "killer.py"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("archive")
    for n in range(15):
        (place / f"{n:02}.txt").write_text(NOTICE.format(n=100 + n, day="2024-06-12"), encoding="utf-8")
    (place / "copy.txt").write_text(NOTICE.format(n=100, day="2024-06-12"), encoding="utf-8")
    (place / "broken.txt").write_bytes(b"")
    return place


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    url = f"sqlite:///{tmp_path_factory.mktemp('reference') / 'out.db'}"
    load(url, archive)
    return read_back(url)


def same(url: str, expected: Tables) -> None:
    held = read_back(url)
    for name in TABLES:
        if name != "runs":
            assert held[name] == expected[name], name


def kill_at_random(archive: Path, kills: int, urls: list[str]) -> list[str]:
    command = [sys.executable, str(KILLER), str(archive), str(kills), "7", *urls]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    *loaded, landed = done.stdout.split()
    assert int(landed) >= kills, "too few URLs"
    return loaded


@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 50), ("parquet", 8), ("duckdb", 8)])
def test_killed_at_random_on_files(kind: str, kills: int, archive: Path, undisturbed: Tables, tmp_path: Path) -> None:
    form = f"sqlite:///{tmp_path}/%d.db" if kind == "sqlite" else f"{kind}:{tmp_path}/%d"
    for url in kill_at_random(archive, kills, [form % n for n in range(kills)]):
        same(url, undisturbed)


@pytest.mark.parametrize(("server", "kills"), [("postgres", 50), ("mysql", 8)])
def test_killed_at_random_on_servers(
    server: str, kills: int, archive: Path, undisturbed: Tables, request: pytest.FixtureRequest
) -> None:
    base = sa.make_url(request.getfixturevalue(f"{server}_server"))
    driver = {"postgres": "postgresql+psycopg", "mysql": "mysql+pymysql"}[server]
    engine = sa.create_engine(base.set(drivername=driver), isolation_level="AUTOCOMMIT")
    names = [f"killed_{n}" for n in range(kills)]
    with engine.connect() as connection:
        for name in names:
            connection.execute(sa.text(f"create database {name}"))
        urls = [base.set(database=name).render_as_string(hide_password=False) for name in names]
        for url in kill_at_random(archive, kills, urls):
            same(url, undisturbed)
        for name in names:
            connection.execute(sa.text(f"drop database {name}"))
    engine.dispose()


def command(archive: Path, url: str, *more: str) -> list[str]:
    code = (
        # a shell's background job inherits an ignored Ctrl-C, which the run must not depend on
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from bulletin_ie import batch, cli; batch.TRANSACTION = 3; batch.CHUNK = 2; cli.main(sys.argv[1:])"
    )
    return [sys.executable, "-c", code, "load", str(archive), "--to", url, *more]


@pytest.fixture
def long_archive(tmp_path: Path) -> Path:
    place = tmp_path / "long"
    place.mkdir()
    for n in range(1500):
        (place / f"{n:04}.txt").write_text(NOTICE.format(n=100 + n, day="2024-06-12"), encoding="utf-8")
    return place


def when_some_are_written(database: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if count(database) > 3:
            return
        time.sleep(0.1)
    pytest.fail("nothing was written in two minutes")


def count(database: Path) -> int:
    if not database.exists():
        return 0
    engine = sa.create_engine(f"sqlite:///{database}")
    try:
        with engine.connect() as connection:
            return int(connection.execute(sa.text("select count(*) from documents")).scalar() or 0)
    except sa.exc.OperationalError:
        return 0
    finally:
        engine.dispose()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_is_clean(number: signal.Signals, long_archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "out.db"
    process = subprocess.Popen(
        command(long_archive, f"sqlite:///{database}", "-j", "2"), stderr=subprocess.PIPE, text=True, process_group=0
    )
    when_some_are_written(database)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # a terminal sends Ctrl-C to the workers, too
    else:
        process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err
    assert 3 < count(database) < 1500


def test_no_worker_outlives_a_killed_run(long_archive: Path, tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil")
    database = tmp_path / "out.db"
    process = subprocess.Popen(command(long_archive, f"sqlite:///{database}", "-j", "2"), stderr=subprocess.DEVNULL)
    when_some_are_written(database)
    workers = psutil.Process(process.pid).children(recursive=True)
    assert len(workers) >= 2
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert not alive


@pytest.mark.parametrize("kind", ["sqlite", "jsonl", "parquet", "duckdb"])
def test_a_full_disk_is_an_error_and_the_next_run_goes_on(
    kind: str, archive: Path, undisturbed: Tables, tmp_path: Path
) -> None:
    """The largest file that a process may write stands in for the disk's end."""
    url = f"sqlite:///{tmp_path}/out.db" if kind == "sqlite" else f"{kind}:{tmp_path}/out"
    open_sink(url).__exit__(None, None, None)
    files = [f for f in tmp_path.rglob("*") if f.is_file()]
    # DuckDB writes to its log first, which starts empty
    room = 60_000 if kind == "duckdb" else max(f.stat().st_size for f in files) + 30_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run(command(archive, url), capture_output=True, text=True, check=False, preexec_fn=limit)
    assert done.returncode == 2, done.stderr
    assert done.stderr.splitlines()[-1].startswith("Error: ")  # progress may stand before it
    assert "Traceback" not in done.stderr
    load(url, archive)
    same(url, undisturbed)


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[tuple[str, sa.Engine]]:
    base = sa.make_url(postgres_server)
    admin = sa.create_engine(base.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text("create database lost"))
        yield base.set(database="lost").render_as_string(hide_password=False), admin
        connection.execute(sa.text("drop database lost with (force)"))
    admin.dispose()


def test_a_lost_connection_is_an_error_and_the_next_run_goes_on(
    postgres: tuple[str, sa.Engine], archive: Path, undisturbed: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulletin_ie import batch

    monkeypatch.setattr(batch, "TRANSACTION", 3)
    url, admin = postgres

    def cut(progress: Progress) -> None:
        if progress.seen == 6:
            with admin.connect() as connection:
                connection.execute(
                    sa.text(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'lost' and pid <> pg_backend_pid()"
                    )
                )

    with pytest.raises(bulletin_ie.SinkError, match=r"AdminShutdown|terminat|clos"):
        load(url, archive, on_progress=cut)
    assert 3 <= len(read_back(url)["documents"]) < 15
    load(url, archive)
    same(url, undisturbed)


def test_an_unreachable_server_is_an_error_without_the_password() -> None:
    with pytest.raises(bulletin_ie.SinkError) as caught:
        open_sink("postgresql://someone:secret@127.0.0.1:9/db")
    assert "secret" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)
