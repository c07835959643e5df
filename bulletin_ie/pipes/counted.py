"""The weights by which counted things are chosen: the shipped ones, or a user's own."""

from __future__ import annotations

from functools import cache

from ..errors import LexiconError
from ..rules import items_ranker
from . import models

__all__ = ["dump", "scorer"]

dump = items_ranker.dump


@cache
def scorer() -> items_ranker.Scorer:
    """The scorer of the weights in use.

    Raises:
        LexiconError: a user's own file is malformed.
    """
    try:
        return items_ranker.Scorer(items_ranker.parse(models.text("items")))
    except (ValueError, KeyError, IndexError) as e:
        raise LexiconError(f"weights of items: {e}") from e
