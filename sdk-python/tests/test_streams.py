import copy
import pickle
from collections.abc import Callable
from typing import Any, cast

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


def of(bit_generator: Any) -> np.random.Generator:
    return np.random.Generator(bit_generator)


def seeds(rng: np.random.Generator) -> Any:
    return cast(Any, rng.bit_generator).seed_seq


FURTHER: dict[str, Callable[[np.random.Generator], np.random.Generator]] = {
    "seed_seq": lambda rng: np.random.default_rng(seeds(rng)),
    "seed_seq of Philox": lambda rng: of(np.random.Philox(seeds(rng))),
    "entropy": lambda rng: np.random.default_rng(seeds(rng).entropy),
    "state of seed_seq": lambda rng: np.random.default_rng(np.random.SeedSequence(**seeds(rng).state)),
    "generate_state": lambda rng: np.random.default_rng(seeds(rng).generate_state(4)),
    "spawn of seed_seq": lambda rng: np.random.default_rng(seeds(rng).spawn(1)[0]),
    "spawn of the bit generator": lambda rng: of(cast(Any, rng.bit_generator).spawn(1)[0]),
    "spawn": lambda rng: rng.spawn(1)[0],
    "spawn of a copy": lambda rng: copy.deepcopy(rng).spawn(1)[0],
    "jumped": lambda rng: of(cast(Any, rng.bit_generator).jumped()),
    "jumped by 2": lambda rng: of(cast(Any, rng.bit_generator).jumped(2)),
    "jumped twice": lambda rng: of(cast(Any, rng.bit_generator).jumped().jumped()),
    "jumped after pickling": lambda rng: of(pickle.loads(pickle.dumps(rng)).bit_generator.jumped(3)),
    "advanced": lambda rng: of(cast(Any, rng.bit_generator).advance(2**100)),
}


@pytest.mark.parametrize("further", FURTHER.values(), ids=FURTHER)
def test_a_further_generator_is_the_sequences_own(
    further: Callable[[np.random.Generator], np.random.Generator],
) -> None:
    streams = Streams(3)
    own = [tuple(streams.at(i).random(2)) for i in range(300)]
    others = [tuple(further(streams.at(i)).random(2)) for i in range(300)]
    assert len({*own, *others}) == 600
    assert [tuple(further(Streams(3).at(i)).random(2)) for i in (7, 299)] == [others[7], others[299]]


@pytest.mark.parametrize("delta", [2**128, 2**300, -1])
def test_advancing_into_another_sequence_is_refused(delta: int) -> None:
    with pytest.raises(ValueError, match=r"take rng\.spawn"):
        cast(Any, Streams(3).at(5).bit_generator).advance(delta)


def test_a_state_is_exchanged_with_numpys_own_philox() -> None:
    rng = Streams(3).at(5)
    other = np.random.Philox()
    other.state = cast(Any, rng.bit_generator.state)
    assert draws(of(other)) == draws(rng)
