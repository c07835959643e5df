"""Training of the shipped models on annotated bulletins, ours or a user's own; reproducible bit for bit.

``bulletin-ie train`` is a thin command over it; docs/models.md says what the models are and how a user's own are used.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from os import PathLike
from pathlib import Path

from . import corpus, teaching
from .corpus import GoldDocument
from .errors import ArgumentError, BulletinError
from .pipes import models
from .pipes.segment import Segmenter

__all__ = ["MODELS", "documents", "in_use", "train", "write"]


def documents(places: Iterable[str | PathLike[str]]) -> list[GoldDocument]:
    """The annotated bulletins of some places that models may learn from: of our own corpus those of the train split.

    Raises:
        ReadError: a place holds no annotated bulletins.
        ArgumentError: no bulletin to learn from.
    """
    found = [document for place in places for document in corpus.for_training(place)]
    if not found:
        raise ArgumentError("no annotated bulletin to learn from (dev and test bulletins are never learnt from)")
    return found


def train(model: str, annotated: Sequence[GoldDocument], *, lines: Sequence[str] = ()) -> str:
    """The text of the weights' file of one of ``MODELS``, learnt from these bulletins alone.

    The same bulletins in the same order give the same text.

    Args:
        model: a key of ``MODELS``.
        annotated: annotated bulletins.
        lines: short teaching bulletins of this model, with marked triggers, names or counted things (:mod:`.teaching`).

    Raises:
        ArgumentError: no such model.
    """
    if model not in MODELS:
        raise ArgumentError(f"no model {model!r}; there are {', '.join(MODELS)}")
    return MODELS[model](annotated, lines)


def in_use(model: str) -> str:
    """The text of the weights that are in use now: the shipped ones, or a user's own."""
    return models.text(model)


def write(directory: str | PathLike[str], model: str, weights: str) -> Path:
    """Write a weights' file, whole or not at all, and give its path.

    Raises:
        BulletinError: it cannot be written there.
    """
    target = Path(directory) / f"{model}.tsv"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{model}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(weights)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as e:
        raise BulletinError(f"{target}: {e.strerror}") from e
    return target


def _organizations(annotated: Sequence[GoldDocument], lines: Sequence[str]) -> str:
    from .pipes.organizations import learn, weights
    from .pipes.organizations.variants import Bulletin

    sheets = [
        Bulletin(
            d.text,
            tuple(sorted({(m.start, m.end) for m in d.organizations})),
            tuple(d.ignore.get("organizations", ())),
        )
        for d in annotated
    ]
    sheets += [Bulletin(*teaching.named(line)) for line in lines]
    return weights.dump(learn.train(sheets))


def _activities(annotated: Sequence[GoldDocument], lines: Sequence[str]) -> str:
    from .pipes.activities import learn, weights

    segmenter = Segmenter()
    rows = [*map(teaching.row, annotated), *map(teaching.marked, lines)]
    return weights.dump(learn.train(learn.page(row, segmenter) for row in rows))


def _items(annotated: Sequence[GoldDocument], lines: Sequence[str]) -> str:
    from .pipes import counted, counted_learning

    sheets = [*map(teaching.itemized, annotated), *map(teaching.counted, lines)]
    return counted.dump(counted_learning.train([counted_learning.Sheet(*sheet) for sheet in sheets]))


MODELS: Mapping[str, Callable[[Sequence[GoldDocument], Sequence[str]], str]] = {
    "organizations": _organizations,
    "activities": _activities,
    "items": _items,
}
"""Each model's trainer."""
