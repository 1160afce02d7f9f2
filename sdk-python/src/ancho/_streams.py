"""A random stream of its own for every sequence.

The run's seed gives one 128-bit key, as NumPy derives keys from seeds. Stream *i* is Philox4x64 with that key and the
counter ``[0, 0, i, 0]``, that is ``Philox(key=key).jumped(i)``: the streams of one run are 2**128 draws apart and
cannot overlap. Philox is counter-based (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
SC 2011), so moving to a stream only sets its state and costs a third of a microsecond, where making a generator costs
seven.

Whatever NumPy offers for a further generator of the sequence's own (``rng.spawn``, ``rng.bit_generator.jumped``, its
``seed_seq``, copies) gives one that no other sequence of the run has, and the same one each time.
"""

from typing import Any, cast

import numpy as np
from numpy.random.bit_generator import ISpawnableSeedSequence

MAX_SEED = 2**63 - 1

# The stream that a model's module draws from while it is imported. No run has so many sequences.
BEFORE = 2**64 - 1

_STREAM = 2**128
_UNSEEDED = 2**32 - 1
_JUMP = 2**192


class Philox(np.random.Philox):
    """NumPy's Philox, kept to the stream of its sequence. It has the name that the states of both are known by."""

    def jumped(self, jumps: int = 1) -> "Philox":
        """A stream 2**192 · ``jumps`` draws ahead: what NumPy jumps over, 2**128, leads to the next sequence's."""
        other = Philox(cast(Any, self.seed_seq))
        other.state = self.state
        np.random.Philox.advance(other, _JUMP * jumps)
        return other

    def advance(self, delta: int) -> "Philox":
        """Move by ``delta`` draws of four numbers.

        Raises
        ------
        ValueError
            if that leads into another sequence's stream
        """
        low, high = (int(word) for word in self.state["state"]["counter"][:2])
        if not 0 <= low + (high << 64) + int(delta) < _STREAM:
            raise ValueError(
                f"advance({delta}) leads into the stream of another sequence; for a further stream take rng.spawn(1)[0]"
            )
        super().advance(delta)
        return self

    def spawn(self, n_children: int) -> list[Any]:
        """Independent bit generators, as NumPy spawns them."""
        return [np.random.Philox(seed) for seed in cast(Any, self.seed_seq).spawn(n_children)]


class Streams:
    """The streams of one run, all drawn from one generator that is moved from stream to stream.

    A generator that :meth:`at` returned is good until the next call of :meth:`at`.

    Attributes
    ----------
    generator
        the one that is moved
    cached
        what a further generator over the same stream has put aside for its next draw: the first item is set to 0
        whenever the stream changes
    """

    def __init__(self, seed: int = 0) -> None:
        self._seeds = _Seeds()
        self._bit_generator = Philox(cast(Any, self._seeds))
        self._counter = [0, 0, 0, 0]
        # Plain lists of ints: NumPy reads them faster than arrays.
        self._state: Any = {
            "bit_generator": "Philox",
            "state": {"counter": self._counter, "key": [0, 0]},
            "buffer": [0, 0, 0, 0],
            "buffer_pos": 4,
            "has_uint32": 0,
            "uinteger": 0,
        }
        self.generator = np.random.Generator(self._bit_generator)
        self.cached: Any = [0]
        self.begin(seed)

    def begin(self, seed: int) -> None:
        """Take the streams of another run, and move to the one :data:`BEFORE` its sequences."""
        key = np.random.SeedSequence(seed).generate_state(2, np.uint64)
        self._state["state"]["key"] = [int(word) for word in key]
        self._seeds.seed = seed
        self.at(BEFORE)

    def at(self, index: int) -> np.random.Generator:
        """The generator, moved to the beginning of stream ``index`` (0 … 2**64 - 1)."""
        self._counter[2] = index
        seeds = self._seeds
        seeds.n_children_spawned = seeds.unseeded = 0
        seeds.index = index
        self.cached[0] = 0
        self._bit_generator.state = self._state
        return self.generator

    @property
    def is_in_a_sequence(self) -> bool:
        """False until the first call of :meth:`at`, while the model is being loaded."""
        return self._seeds.index != BEFORE

    def entropy(self) -> int:
        """128 bits for a generator that is made without a seed: of the stream's own, others at each call."""
        seeds = self._seeds
        seeds.unseeded += 1
        return seeds.bits(seeds.index, _UNSEEDED, seeds.unseeded)


class _Seeds(ISpawnableSeedSequence):
    """The seed sequence of the stream that the generator is at, as ``rng.bit_generator.seed_seq`` shows it.

    Child *c* of stream *i* is ``SeedSequence(seed, spawn_key=(i, c))``. A generator that is seeded with this object
    itself, or with its ``entropy``, draws from a further stream of the sequence's own.
    """

    spawn_key = ()
    pool_size = 4

    def __init__(self) -> None:
        self.seed = 0
        self.index = 0
        self.n_children_spawned = 0
        self.unseeded = 0

    @property
    def entropy(self) -> int:
        """128 bits of the stream's own."""
        return self.bits(self.index)

    def bits(self, *spawn_key: int) -> int:
        """128 bits of the run's, others for each key."""
        words = np.random.SeedSequence(self.seed, spawn_key=spawn_key).generate_state(4)
        return sum(int(word) << 32 * k for k, word in enumerate(words))

    @property
    def state(self) -> dict[str, Any]:
        """What repeats it, as NumPy's ``SeedSequence`` has it."""
        names = ("entropy", "spawn_key", "pool_size", "n_children_spawned")
        return {name: getattr(self, name) for name in names}

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> Any:
        """Seeds for another generator of this sequence, the same each time."""
        return np.random.SeedSequence(self.entropy).generate_state(n_words, dtype)

    def spawn(self, n_children: int) -> list[Any]:
        """Further seed sequences, others each time."""
        first, self.n_children_spawned = self.n_children_spawned, self.n_children_spawned + n_children
        return [np.random.SeedSequence(self.seed, spawn_key=(self.index, c)) for c in range(first, first + n_children)]
