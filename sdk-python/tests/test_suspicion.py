"""The search for the sequences that end their process, without any process."""

import random
from collections.abc import Callable

import pytest

from ancho._deaths import Death
from ancho._suspicion import Suspicion

COUNT = 1000


def death(index: int, error_type: str = "ProcessKilled", unit: int = 1) -> Death:
    return Death(error_type, "gone", None, index, unit)


class Search:
    """Runs all sequences in processes that end at the guilty ones."""

    def __init__(self, guilty: list[int], hint: Callable[[int], int] = lambda index: index, **of: str | int) -> None:
        self.lost = 0
        self.run: list[int] = []
        self.convicted: list[int] = []
        suspicion, first = Suspicion(COUNT), 0
        while first < COUNT:
            failures = suspicion.convicted(first)
            if failures:
                self.convicted += [failure.sequence for failure in failures]
                first, suspicion = first + len(failures), Suspicion(COUNT)
                continue
            asked, _ = suspicion.next(first)
            at = min((index for index in guilty if index in asked), default=None)
            if at is None:
                self.run += asked
                suspicion.survived(asked.stop)
                first = asked.stop
            else:
                self.lost += 1
                suspicion.lost(asked, death(hint(at), **of))  # type: ignore[arg-type]


def test_a_guilty_sequence_is_found_with_three_processes() -> None:
    search = Search([613])
    assert (search.convicted, search.lost) == ([613], 3)
    assert search.run == [k for k in range(COUNT) if k != 613]


def test_a_time_out_is_proven_at_once() -> None:
    search = Search([7], error_type="SequenceTimeout")
    assert (search.convicted, search.lost) == ([7], 1)


def test_the_whole_block_of_a_batch_model_is_convicted() -> None:
    search = Search([130], lambda index: index // 64 * 64, unit=64)
    assert search.convicted == list(range(128, 192))


@pytest.mark.parametrize("seed", range(50))
def test_exactly_the_guilty_are_found_whatever_the_hints(seed: int) -> None:
    chance = random.Random(seed)
    guilty = sorted(chance.sample(range(COUNT), chance.randint(1, 7)))
    search = Search(guilty, lambda index: index if chance.random() < 0.5 else chance.randint(-5, 2 * COUNT))
    assert search.convicted == guilty
    assert search.run == [k for k in range(COUNT) if k not in guilty]
    assert search.lost < 60 * len(guilty)


def test_what_succeeds_alone_is_cleared() -> None:
    suspicion = Suspicion(COUNT)
    suspicion.lost(range(COUNT), death(500))
    assert suspicion.next(0) == (range(500), False)
    suspicion.survived(500)
    assert suspicion.convicted(500) == []
    assert suspicion.next(500) == (range(500, 501), True)
    suspicion.survived(501)
    assert suspicion.next(501) == (range(501, COUNT), False)


def test_nobody_is_convicted_where_processes_are_killed_in_different_places() -> None:
    suspicion = Suspicion(COUNT)
    for at in range(COUNT - 1):
        suspicion.lost(suspicion.next(at)[0], death(at))
        assert suspicion.convicted(at) == []
        suspicion.survived(at + 1)
