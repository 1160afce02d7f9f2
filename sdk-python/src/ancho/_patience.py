"""How long a runner may be silent."""

import math
from collections.abc import Callable
from time import monotonic

_LONGEST_STEP = 0.2


class Patience:
    """So long for each sequence, and so long for whatever else a runner does, such as handing over.

    Time counts as it is seen: of a long time between two looks, while this machine slept, next to nothing counts. An
    index is progress only if it is larger than those before it and one that was asked for.
    """

    def __init__(
        self,
        index: Callable[[], int],
        asked: range,
        per_sequence: float | None,
        otherwise: float,
    ) -> None:
        self._index = index
        self._end = asked.stop
        self._highest = asked.start - 1
        self._per_sequence = math.inf if per_sequence is None else per_sequence
        self._otherwise = otherwise
        self._elapsed = 0.0
        self._looked = monotonic()

    @property
    def is_in_sequence(self) -> bool:
        """Whether the runner is at a sequence that it was asked for, by its own account."""
        return self._highest == self._index() < self._end

    def progressed(self) -> None:
        """Something has come from the runner."""
        self._elapsed = 0.0

    def is_over(self) -> bool:
        """Whether the runner has been silent for too long, by now."""
        now = monotonic()
        self._elapsed += min(now - self._looked, _LONGEST_STEP)
        self._looked = now
        index = self._index()
        if self._highest < index <= self._end:
            self._highest = index
            self._elapsed = 0.0
        return self._elapsed > (self._per_sequence if self.is_in_sequence else self._otherwise)
