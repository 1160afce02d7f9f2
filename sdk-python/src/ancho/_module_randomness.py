"""Random numbers that a model does not take from ``rng``: they are its sequence's own all the same.

While :func:`drawn_from` is entered, the functions of the modules ``random`` and ``numpy.random`` draw from the stream
that the run is at, and so does what SciPy and networkx draw from by default. Generators that are made without a seed
(``numpy.random.default_rng()``, ``RandomState()``, ``random.Random()``) begin from the stream; those that are made
while a module is imported draw from the stream itself, whichever it is at. Seeding the modules' generators is refused
in a sequence, since it would make all sequences alike, and does nothing while a module is imported.

Not within reach are the system's randomness (``os.urandom``, ``secrets``, ``uuid.uuid4``), generators that are seeded
while a module is imported, and those of libraries that have their own (Numba, PyTorch, JAX).
"""

import ctypes
import random
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from random import Random as _Random
from typing import Any, Never

import numpy as np
from numpy.random import RandomState as _RandomState
from numpy.random import bit_generator

from ancho._streams import Streams

_NUMPY: Any = np.random

# Functions of the module that are methods of its hidden generator.
_FUNCTIONS = [name for name in vars(random) if isinstance(getattr(vars(random)[name], "__self__", None), _Random)]
_SENTINEL = 1.2345678e-300


@contextmanager
def drawn_from(streams: Streams) -> Iterator[None]:
    """Have the modules' random numbers drawn from these streams until the block is left."""
    with ExitStack() as undone:
        _redirect_random(streams, undone)
        _redirect_numpy(streams, undone)
        yield


def _redirect_random(streams: Streams, undone: ExitStack) -> None:
    own = _StreamRandom(streams)

    class Random(_Random, metaclass=_StandsFor):
        original = _Random

        def __new__(cls, x: Any = None) -> Any:
            return own if x is None and cls is Random and not streams.is_in_a_sequence else super().__new__(cls)

        def __init__(self, x: Any = None) -> None:
            super().__init__(streams.entropy() if x is None else x)

        def seed(self, a: Any = None, version: int = 2) -> None:
            super().seed(streams.entropy() if a is None else a, version)

    replaced = {"_inst": own, "Random": Random, **{name: getattr(own, name) for name in _FUNCTIONS}}
    for name, value in replaced.items():
        _replace(random, name, value, undone)


def _redirect_numpy(streams: Streams, undone: ExitStack) -> None:
    shared = _NUMPY.mtrand._rand
    default_rng = np.random.default_rng

    class RandomState(_RandomState, metaclass=_StandsFor):
        original = _RandomState

        def __new__(cls, seed: Any = None) -> Any:
            is_shared = seed is None and cls is RandomState and not streams.is_in_a_sequence
            return shared if is_shared else super().__new__(cls)

    def unseeded_default_rng(seed: Any = None) -> Any:
        return streams.generator if seed is None and not streams.is_in_a_sequence else default_rng(seed)

    def seed(seed: Any = None) -> None:
        _refuse_seeding(streams, "numpy.random.seed")

    replaced = {"RandomState": RandomState, "default_rng": unseeded_default_rng, "seed": seed}
    for name, value in replaced.items():
        _replace(np.random, name, value, undone)
    # Whatever NumPy makes without a seed asks this function for 128 random bits.
    _replace(bit_generator, "randbits", lambda _: streams.entropy(), undone)

    before = shared.get_state(legacy=False)
    undone.callback(shared.set_state, before)
    undone.callback(_NUMPY.set_bit_generator, _NUMPY.get_bit_generator())
    _NUMPY.set_bit_generator(streams.generator.bit_generator)
    _replace(streams, "cached", _cached_normal(shared), undone)


def _replace(owner: Any, name: str, value: Any, undone: ExitStack) -> None:
    undone.callback(setattr, owner, name, getattr(owner, name))
    setattr(owner, name, value)


def _refuse_seeding(streams: Streams, what: str) -> None:
    if streams.is_in_a_sequence:
        raise ValueError(
            f"{what} would make all sequences alike: take it out; random and numpy.random draw from the sequence's own "
            "stream, which the run's seed and the sequence's index fix"
        )


class _StandsFor(type):
    """The type of a class that is put in the place of another one, whose instances count as its own."""

    original: type

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, cls.original)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, cls.original)


class _StreamRandom(_Random):
    """Python's generator over the stream that a run is at. It puts nothing aside for a later draw."""

    random: Callable[[], float]

    def __init__(self, streams: Streams) -> None:
        super().__init__(0)
        self._streams = streams
        self._normal = streams.generator.standard_normal
        self.random = streams.generator.random

    def getrandbits(self, k: int, /) -> int:
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        raw, bits = self._streams.generator.bit_generator.random_raw, 0
        for _ in range(-(-k // 64)):
            bits = bits << 64 | int(raw())
        return bits >> -k % 64

    def gauss(self, mu: float = 0.0, sigma: float = 1.0) -> float:
        return mu + sigma * self._normal()

    def seed(self, a: Any = None, version: int = 2) -> None:
        if hasattr(self, "_streams"):
            _refuse_seeding(self._streams, "random.seed")

    def getstate(self) -> Any:
        return self._streams.generator.bit_generator.state

    def setstate(self, state: Any) -> None:
        self._streams.generator.bit_generator.state = state

    def __reduce__(self) -> Never:
        raise TypeError("the generator of the module random is its sequence's own, and goes nowhere else")


def _cached_normal(shared: Any) -> Any:
    """What NumPy's hidden generator says of a normal number that it has put aside: its first item is 0 if it has none.

    Normal numbers of ``numpy.random`` are made in pairs, and the second of a pair must not reach the next sequence.
    NumPy has no quick way to drop it. So the flag is looked for in the object's memory, by a number that is put aside;
    where it is not found, the slow way is taken.
    """
    state = shared.get_state(legacy=False)
    memory = (ctypes.c_char * _RandomState.__basicsize__).from_address(id(shared))
    shared.set_state({**state, "has_gauss": 1, "gauss": _SENTINEL})
    found = bytes(memory).find(struct.pack("d", _SENTINEL))
    if found >= 8:
        flag = memoryview(memory).cast("B")[found - 8 : found - 4].cast("i")
        if flag[0] == 1:
            flag[0] = 0
            if not shared.get_state(legacy=False)["has_gauss"]:
                return flag
    shared.set_state(state)
    return _Forgetful()


class _Forgetful:
    """Drops the number that was put aside by giving NumPy's hidden generator its bit generator once more."""

    def __setitem__(self, _: int, __: int) -> None:
        _NUMPY.set_bit_generator(_NUMPY.get_bit_generator())
