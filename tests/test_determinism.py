"""Same input, same output: whatever the hash seed, the start method, the thread, the order of texts."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import bulletin_ie
from bulletin_ie import corpus

CODE = """
import sys, hashlib
from bulletin_ie import corpus, parse
for d in corpus.load(sys.argv[1], split="train")[:12]:
    print(hashlib.sha256(parse(d.text, published=d.published).model_dump_json().encode()).hexdigest())
"""


def digests(root: Path, seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", CODE, str(root / "corpora" / "annotated")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_the_hash_seed_changes_nothing(root: Path) -> None:
    assert digests(root, "1") == digests(root, "2") != ""


def texts(root: Path) -> list[str]:
    return [d.text for d in corpus.load(root / "corpora" / "annotated", split="train")[:6]]


def parsed(text: str) -> str:
    return bulletin_ie.parse(text, published="2024-06-12").model_dump_json()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_every_start_method_works(root: Path, method: str) -> None:
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(parsed, texts(root)) == [parsed(t) for t in texts(root)]


def test_threads_do_not_disturb_each_other(root: Path) -> None:
    many = texts(root) * 5
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(parsed, many)) == [parsed(t) for t in many]


def test_the_order_of_texts_changes_nothing(root: Path) -> None:
    some = texts(root)
    forward = {t: parsed(t) for t in some}
    assert {t: parsed(t) for t in reversed(some)} == forward
