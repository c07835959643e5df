"""The arrows between rooms (design/architecture.md) go one way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "bulletin_ie"

# room → rooms that it may import; a room may always import itself
ARROWS: dict[str, set[str]] = {
    "__init__": {"extract", "records", "pages", "reports", "errors", "version"},
    "__main__": {"cli"},
    "version": set(),
    "errors": set(),
    "records": {"errors"},
    "lexicon": {"errors"},
    "parallel": {"errors"},
    "readers": {"records", "errors", "lexicon"},
    "rules": {"lexicon"},
    "pipes": {"rules", "lexicon", "errors"},
    "assemble": {"records", "rules"},
    "describe": {"readers", "records", "rules"},
    "own_names": {"errors", "records"},
    "extract": {"readers", "pipes", "assemble", "describe", "records", "errors", "parallel", "own_names"},
    "sinks": {"records", "errors"},
    "tasks": {"extract", "sinks", "readers", "assemble", "errors", "own_names", "pipes", "version"},
    "batch": {"extract", "own_names", "sinks", "readers", "records", "errors", "parallel", "tasks", "version"},
    "spark": {"sinks", "readers", "tasks", "errors", "version"},
    "corpus": {"errors"},
    "corpus_writing": {"corpus", "errors"},
    "evaluate": {"extract", "records", "corpus"},
    "exports": {"corpus", "records", "errors", "pipes"},
    "show": {"records"},
    "pages": {"records"},
    "explain": {"extract", "own_names", "describe", "readers", "records", "rules", "pipes", "errors"},
    "reports": {"pages", "sinks", "batch", "lexicon", "errors"},
    "teaching": {"corpus", "rules", "readers", "errors"},
    "train": {"corpus", "pipes", "teaching", "errors"},
    "progress": {"batch"},
    "serve": {
        "extract",
        "own_names",
        "readers",
        "records",
        "corpus",
        "corpus_writing",
        "pages",
        "pipes",
        "lexicon",
        "errors",
    },
    "cli": {
        "extract",
        "pages",
        "reports",
        "explain",
        "readers",
        "batch",
        "progress",
        "show",
        "evaluate",
        "corpus",
        "exports",
        "serve",
        "own_names",
        "teaching",
        "train",
        "errors",
        "version",
    },
}
# (room, room): arrows against the stream, allowed only inside a function, so that no import is circular; each has its reason
LATE_ARROWS = {
    ("records", "pages"): "notebooks look for _repr_html_ on the record itself",
}
PURE_ROOMS = {"rules", "lexicon"}
FRAMEWORKS = {"spacy", "pydantic"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[tuple[int, str, bool]]:
    """(level, dotted name, inside a function) of each import, relative ones resolved to names within the package."""
    found: set[tuple[int, str, bool]] = set()
    depth = len(path.relative_to(PACKAGE).parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    inside = {id(n) for function in functions for n in ast.walk(function)}
    for node in ast.walk(tree):
        late = id(node) in inside
        if isinstance(node, ast.Import):
            found |= {(0, alias.name, late) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0:
                found.add((0, node.module or "", late))
            elif node.level == depth:  # reaches the package itself
                names = [node.module] if node.module else [alias.name for alias in node.names]
                found |= {(node.level, name, late) for name in names if name}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_import_follows_an_arrow(path: Path) -> None:
    room = room_of(path)
    assert room in ARROWS, f"{room} is a new room: say in ARROWS what it may import"
    for level, name, late in imports_of(path):
        target = name.split(".")[0]
        if level == 0:
            assert target != "bulletin_ie", f"{path}: import within the package by relative names"
            assert not (room in PURE_ROOMS and target in FRAMEWORKS), f"{path}: {room} knows no {target}"
        elif target != room and not (late and (room, target) in LATE_ARROWS):
            assert target in ARROWS[room], f"{path}: {room} may not import {target}"


def test_arrows_have_no_cycle() -> None:
    done: set[str] = set()
    todo = dict(ARROWS)
    while todo:
        free = {room for room, targets in todo.items() if targets <= done}
        assert free, f"cycle among {sorted(todo)}"
        done |= free
        todo = {room: targets for room, targets in todo.items() if room not in free}


def test_modules_stay_small() -> None:
    long = {
        str(p.relative_to(PACKAGE)): n
        for p in modules()
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 420
    }
    assert not long
