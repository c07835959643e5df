"""The ordered map: order, bounds, and workers that die."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from bulletin_ie.errors import BulletinError
from bulletin_ie.parallel import chunks, ordered_map


def square(number: int, *, plus: int = 0) -> int:
    return number * number + plus


def deadly(number: int) -> int:
    if number in (7, 30):
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def always_deadly(_: int) -> int:
    os._exit(1)


def faulty(number: int) -> int:
    if number == 5:
        raise ValueError("five")
    return number


def test_chunks() -> None:
    assert list(chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(chunks([], 2)) == []


def test_results_come_in_order_and_items_are_read_a_little_ahead() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for number in range(200):
            read.append(number)
            yield number

    results = ordered_map(square, items(), processes=2, chunk_size=4, plus=1)
    assert next(results) == 1
    assert len(read) <= 4 * 8
    assert [1, *results] == [n * n + 1 for n in range(200)]


def test_an_item_that_kills_its_worker_costs_only_itself() -> None:
    results = list(ordered_map(deadly, range(60), processes=2, chunk_size=5, on_death=lambda n: -n))
    assert results == [-n if n in (7, 30) else n for n in range(60)]


def test_a_dead_worker_is_an_error_without_a_substitute() -> None:
    with pytest.raises(BulletinError, match="killed"):
        list(ordered_map(deadly, range(60), processes=2, chunk_size=5))


def test_workers_that_never_live_are_an_error() -> None:
    with pytest.raises(BulletinError, match="__main__"):
        list(ordered_map(always_deadly, range(60), processes=2, chunk_size=1, on_death=lambda n: n))


def test_a_fault_in_the_work_is_raised() -> None:
    with pytest.raises(ValueError, match="five"):
        list(ordered_map(faulty, range(60), processes=2, chunk_size=5))
