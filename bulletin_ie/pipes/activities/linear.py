"""Logistic weights over named features: fitting (numpy, offline) and the file they travel in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

__all__ = ["fit"]


def fit(
    rows: Sequence[Sequence[str]],
    labels: Sequence[bool],
    *,
    prior: Mapping[str, float],
    strength: float = 1.0,
    least: int = 3,
    rounds: int = 150,
) -> dict[str, float]:
    """Weights of a logistic model that stays near ``prior``; deterministic.

    Args:
        rows: feature names of each case.
        labels: whether the case is positive.
        prior: weights to start from and to be pulled towards (0 for features that it lacks).
        strength: how hard the pull is (L2).
        least: a feature outside ``prior`` needs that many cases.
        rounds: steps of full-batch gradient descent with per-weight step sizes.
    """
    seen = Counter(f for row in rows for f in set(row))
    names = sorted(f for f, n in seen.items() if n >= least or f in prior)
    index = {f: i for i, f in enumerate(names)}
    columns = [[index[f] for f in dict.fromkeys(row) if f in index] for row in rows]
    lengths = np.array([len(c) for c in columns])
    flat = np.fromiter((i for c in columns for i in c), dtype=np.int64, count=int(lengths.sum()))
    owner = np.repeat(np.arange(len(rows)), lengths)
    target = np.array(labels, dtype=float)
    start = np.array([prior.get(f, 0.0) for f in names])
    weights = start.copy()
    history = np.full(len(names), 1e-6)
    for _ in range(rounds):
        margin = np.bincount(owner, weights=weights[flat], minlength=len(rows))
        error = 1 / (1 + np.exp(-np.clip(margin, -30, 30))) - target
        gradient = np.bincount(flat, weights=error[owner], minlength=len(names)) + strength * (weights - start)
        history += gradient**2
        weights -= 0.3 * gradient / np.sqrt(history)
    return {f: round(float(w), 4) for f, w in zip(names, weights, strict=True) if abs(w) >= 0.005}
