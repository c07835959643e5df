"""README stays true: its examples run, its outputs are what comes out, its two commands are those of the gate."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(root: Path, language: str) -> list[str]:
    text = (root / "README.md").read_text(encoding="utf-8")
    return [body for kind, body in BLOCK.findall(text) if kind == language]


def test_python_examples_run(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    source = "\n".join(blocks(root, "pycon"))
    assert source.count(">>>") > 5
    examples = doctest.DocTestParser().get_doctest(source, {}, "README.md", "README.md", 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    runner.run(examples, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


def test_the_two_commands_are_those_of_the_gate(root: Path) -> None:
    commands = [line for body in blocks(root, "sh") for line in body.splitlines() if line.strip()]
    gate = (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert len(commands) == 2
    assert all(command in gate for command in commands)


def console(root: Path) -> list[tuple[str, str]]:
    found = []
    for body in blocks(root, "console"):
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def test_commands_print_what_readme_shows(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "corpora" / "notices", tmp_path / "corpora" / "notices")
    bin_ = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}
    shown = console(root)
    assert shown
    for command, output in shown:
        words = shlex.split(command)
        done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (command, done.stderr)
        assert normal(done.stdout) == normal(output), command


def normal(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
