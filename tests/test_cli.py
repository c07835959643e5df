"""The command: what it prints, where, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bulletin_ie.cli import main

NOTICE = "发布时间：2024-06-12\n6月10日，临川县民政局发放慰问金16.8万元。\n"


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin, prog_name="bulletin-ie")


def test_help_is_for_strangers() -> None:
    done = run("--help")
    assert done.exit_code == 0
    assert "Examples:" in done.output
    assert "bulletin-ie load archive/" in done.output
    for command in main.commands:
        assert run(command, "--help").exit_code == 0


def test_help_needs_no_heavy_import() -> None:
    code = (
        "import sys; from bulletin_ie.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('spacy', 'pydantic', 'rich', 'sqlalchemy') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_parse_gives_json_when_piped(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    from_file = run("parse", str(path))
    from_stdin = run("parse", "-", stdin=NOTICE.encode("gb18030"))
    assert from_file.exit_code == from_stdin.exit_code == 0
    assert json.loads(from_file.output)["quantities"] == json.loads(from_stdin.output)["quantities"]
    assert [q["value"] for q in json.loads(from_file.output)["quantities"]] == ["168000"]


def test_parse_shows_tables_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from io import StringIO

    from rich.console import Console

    import bulletin_ie
    from bulletin_ie.show import print_bulletin

    out = StringIO()
    print_bulletin(
        bulletin_ie.parse(NOTICE + "[bold]2月30日[/bold]收到5件。"),
        console=Console(file=out, width=140, force_terminal=True),
    )
    shown = out.getvalue()
    for word in ("organizations", "临川县民政局", "168,000", "2024-06-10", "supply", "\x1b["):
        assert word in shown


def test_wrong_use_is_2(tmp_path: Path) -> None:
    for arguments in (
        ["parse", str(tmp_path / "nowhere.txt")],
        ["parse", "-", "--published", "soon"],
        ["load", str(tmp_path / "nowhere")],
        ["load", str(tmp_path), "--to", "no-such-scheme:x"],
        ["load"],
        ["fly"],
    ):
        done = run(*arguments, stdin=NOTICE.encode())
        assert done.exit_code == 2, arguments
        assert done.stderr, arguments
        assert "Traceback" not in done.output, arguments


def test_load_reports_failures_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    database = f"sqlite:///{tmp_path / 'out.db'}"
    done = run("load", str(tmp_path / "a.txt"), str(tmp_path / "b.pdf"), "--to", database)
    assert done.exit_code == 1
    assert "1 notices written" in done.output
    assert "b.pdf" in done.stderr
    again = run("load", str(tmp_path / "a.txt"), "--to", database)
    assert again.exit_code == 0
    assert "1 unchanged" in again.output


def test_python_m_works() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bulletin_ie", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("bulletin-ie, version")
