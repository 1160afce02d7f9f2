"""A random stream of its own for every sequence.

The run's seed gives one 128-bit key, as NumPy derives keys from seeds. Stream *i* is Philox4x64 with that key and the
counter ``[0, 0, i, 0]``, that is ``Philox(key=key).jumped(i)``: the streams of one run are 2**128 draws apart and
cannot overlap. Philox is counter-based (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
SC 2011), so moving to a stream only sets its state and costs a third of a microsecond, where making a generator costs
seven.
"""

from typing import Any, cast

import numpy as np
from numpy.random.bit_generator import ISpawnableSeedSequence

MAX_SEED = 2**63 - 1


class Streams:
    """The streams of one run, all drawn from one generator that is moved from stream to stream.

    A generator that :meth:`at` returned is good until the next call of :meth:`at`.
    """

    def __init__(self, seed: int) -> None:
        self._seeds = _Seeds(seed)
        self._bit_generator = np.random.Philox(cast(Any, self._seeds))
        self._generator = np.random.Generator(self._bit_generator)
        self._counter = [0, 0, 0, 0]
        # Plain lists of ints: NumPy reads them faster than arrays.
        self._state: Any = {
            "bit_generator": "Philox",
            "state": {"counter": self._counter, "key": [int(word) for word in self._seeds.key]},
            "buffer": [0, 0, 0, 0],
            "buffer_pos": 4,
            "has_uint32": 0,
            "uinteger": 0,
        }

    def at(self, index: int) -> np.random.Generator:
        """The generator, moved to the beginning of stream ``index`` (0 … 2**64 - 1)."""
        self._counter[2] = index
        self._seeds.spawned = 0
        self._seeds.index = index
        self._bit_generator.state = self._state
        return self._generator


class _Seeds(ISpawnableSeedSequence):
    """Where the streams' key comes from, and the children of a stream that a model spawns from its generator.

    Child *c* of stream *i* is ``SeedSequence(seed, spawn_key=(i, c))``, so that ``rng.spawn(n)`` is repeatable too.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.index = 0
        self.spawned = 0
        self.key = np.random.SeedSequence(seed).generate_state(2, np.uint64)

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> Any:
        return np.random.SeedSequence(self.seed).generate_state(n_words, dtype)

    def spawn(self, n_children: int) -> list[Any]:
        first, self.spawned = self.spawned, self.spawned + n_children
        return [np.random.SeedSequence(self.seed, spawn_key=(self.index, c)) for c in range(first, self.spawned)]
