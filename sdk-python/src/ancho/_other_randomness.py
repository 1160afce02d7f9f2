"""Random numbers that are not a sequence's own: those of ``random`` and ``numpy.random``, one generator a process."""

import random
from typing import Any

import numpy as np

_WAYS_OUT = {
    "random": "random.seed(int(rng.integers(2**63)))",
    "numpy.random": "numpy.random.seed(rng.integers(2**32))",
}


class OtherRandomness:
    """Notes where these generators are, to tell afterwards which of them have been drawn from or seeded."""

    def __init__(self) -> None:
        self._before = _states()

    def used(self) -> list[str]:
        """Those that are elsewhere now."""
        now = _states()
        return [name for name, state in self._before.items() if state != now[name]]


def refusal(where: str, used: list[str]) -> str:
    """What to say of a model whose numbers depend on them, and so on how often it has been called."""
    seeded = " and ".join(f"{_WAYS_OUT[name]}" for name in used)
    return (
        f"{where} gives other numbers when it is run again: it draws from the generator of {' and '.join(used)}, which "
        "all sequences of a process share; draw from rng (SciPy takes it as random_state, networkx as seed), "
        f"or begin each sequence with {seeded}"
    )


def _states() -> dict[str, Any]:
    legacy: Any = np.random.get_state()
    return {"random": random.getstate(), "numpy.random": (legacy[0], legacy[1].tobytes(), *legacy[2:])}
