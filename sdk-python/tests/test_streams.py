import numpy as np
import pytest

from ancho._streams import Streams

SEEDS = [0, 1, 42, 2**53 - 1, 2**63 - 1]
INDICES = [0, 1, 2, 1023, 2**32, 2**40 + 3, 2**63 + 5]


def draws(rng: np.random.Generator) -> list[float]:
    """Draws of every kind that buffers something."""
    return [
        *rng.random(3),
        *rng.standard_normal(5),
        rng.integers(7),
        *rng.integers(0, 9, 3, dtype=np.int32),
        rng.random(),
    ]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("index", INDICES)
def test_a_stream_is_philox_jumped_to_its_index(seed: int, index: int) -> None:
    key = np.random.SeedSequence(seed).generate_state(2, np.uint64)
    expected = np.random.Generator(np.random.Philox(key=key).jumped(index))
    assert draws(Streams(seed).at(index)) == draws(expected)


def test_a_stream_does_not_depend_on_what_was_drawn_before() -> None:
    streams = Streams(42)
    first = draws(streams.at(5))
    streams.at(9).integers(0, 9, 3, dtype=np.int32)
    assert draws(streams.at(5)) == first


def test_streams_and_seeds_differ() -> None:
    drawn = {Streams(seed).at(index).random() for seed in range(20) for index in range(20)}
    assert len(drawn) == 400


def test_spawned_generators_are_repeatable_and_differ() -> None:
    streams = Streams(42)

    def spawned(index: int) -> list[float]:
        rng = streams.at(index)
        return [child.random() for child in [*rng.spawn(2), *rng.spawn(1)]]

    first = spawned(3)
    other = spawned(4)
    assert spawned(3) == first
    assert len({*first, *other}) == 6
