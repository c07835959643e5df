"""What a run shows while it goes on."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulletin_ie import progress
from bulletin_ie.batch import Progress, load_archive
from bulletin_ie.cli import main


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_status_says_rate_share_and_time_left() -> None:
    seen = Progress(written=900, unchanged=50, failed=50, total=10_000)
    assert progress.status(seen, 10.0) == "1,000 notices, 100/s, 10% of 10,000, 0:01:30 left, 50 failed"
    assert progress.status(Progress(5, 0, 0), 10.0) == "5 notices, 0/s, 0 failed"
    assert progress.status(Progress(0, 0, 0, total=7), 0.0) == "0 notices, 0/s, 0 failed"


def test_log_lines_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    out = StringIO()
    with progress.progress(out) as show:
        for second in range(25):
            now[0] = 100.0 + second
            show(Progress(second * 10, 0, 1))
    lines = out.getvalue().splitlines()
    assert len(lines) == 2  # one in ten seconds
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d 101 notices, 10/s, 1 failed", lines[0])


def test_a_bar_on_a_terminal() -> None:
    out = Terminal()
    with progress.progress(out) as show:
        show(Progress(3, 0, 1, total=8))
    assert "50% of 8" in out.getvalue()


def test_passwords_are_not_shown() -> None:
    assert progress.shown_url("postgresql://me:secret@host/db") == "postgresql://me@host/db"
    assert progress.shown_url("sqlite:///x.db") == "sqlite:///x.db"
    assert progress.shown_url("csv:out@home") == "csv:out@home"


def test_the_total_is_known_when_every_file_is_a_notice(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(f"捐款{n}元。", encoding="utf-8")
    seen: list[Progress] = []
    load_archive([tmp_path], to=f"sqlite:///{tmp_path / 'out.db'}", on_progress=seen.append)
    assert (seen[-1].seen, seen[-1].total) == (5, 5)
    (tmp_path / "dump.jsonl").write_text('{"content": "捐款9元。"}', encoding="utf-8")
    load_archive([tmp_path], to=f"sqlite:///{tmp_path / 'out.db'}", on_progress=seen.append)
    assert (seen[-1].seen, seen[-1].total) == (6, None)


def test_the_options_of_load(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(f"捐款{n + 1}元。", encoding="utf-8")
    (tmp_path / "5.txt").write_bytes(b"")
    database = tmp_path / "out.db"
    to = ["load", str(tmp_path), "--to", f"sqlite:///{database}"]
    dry = CliRunner().invoke(main, [*to, "--dry-run"])
    assert dry.output.startswith("5 notices written to nowhere (dry run)")
    assert not database.exists()
    some = CliRunner().invoke(main, [*to, "--where", "*/[12].txt", "--where", "*/3*"])
    assert some.output.startswith("3 notices written")
    assert some.exit_code == 0
    rest = CliRunner().invoke(main, to)
    assert rest.exit_code == 1
    assert "2 notices written" in rest.output
    assert "3 unchanged, 1 failed" in rest.output
    (tmp_path / "5.txt").write_text("捐款1元。", encoding="utf-8")
    again = CliRunner().invoke(main, [*to, "--retry-failures"])
    assert again.exit_code == 0
    assert "0 notices written" in again.output
    assert "1 of the unchanged lie at a further place" in again.output
