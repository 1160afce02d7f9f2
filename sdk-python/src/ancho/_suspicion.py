"""Finds the sequences that end their process, by what has become of processes: as an executor does."""

from ancho._deaths import Death
from ancho._failures import Failure

_ENOUGH_DEATHS = 3
_ENOUGH_TIMEOUTS = 1
_MAX_HINTS = 8


class Suspicion:
    """Of the sequences (of a batch model, blocks) of a range, which one ends its process.

    A process that is lost leaves a hint at which sequence it was: the suspect. The sequences before it are run in a
    fresh process, then the suspect alone in another: if that ends as well, and a third one too, it is the sequence's
    doing and proven. (A time-out is proven at once.) Whatever succeeds clears the suspect, for a process may have been
    killed by somebody, or spoilt by the sequences before. Without a plausible hint, or after too many of them, the
    range is halved.

    Parameters
    ----------
    end
        the sequence behind the range's last
    """

    def __init__(self, end: int) -> None:
        self._end = end
        self._suspect: int | None = None
        self._death: Death | None = None
        self._deaths = 0
        self._hints = 0

    def next(self, first: int) -> tuple[range, bool]:
        """What to run next, from the first sequence that has not been run, and whether in a process that is fresh."""
        if self._suspect is None:
            return range(first, self._end), False
        if self._suspect > first:
            return range(first, self._suspect), False
        return range(first, self._end_of_unit(first)), True

    def survived(self, end: int) -> None:
        """A process has run the sequences before ``end``."""
        if self._suspect is not None and self._suspect < end:
            self._suspect = self._death = None
            self._deaths = self._hints = 0

    def lost(self, asked: range, death: Death) -> None:
        """A process was lost at some sequence of a range."""
        self._death = death
        if asked.stop <= self._end_of_unit(asked.start):
            self._deaths = self._deaths + 1 if self._suspect == asked.start else 1
            self._suspect = asked.start
            return
        plausible = death.index in asked and self._hints < _MAX_HINTS
        self._suspect = death.index if plausible else self._middle(asked)
        self._deaths = 1 if plausible else 0
        self._hints += 1

    def convicted(self, first: int) -> list[Failure]:
        """The failures of the next sequence (of a batch model, its block), if it is proven that it ends processes."""
        if self._death is None or self._suspect != first:
            return []
        enough = _ENOUGH_TIMEOUTS if self._death.error_type == "SequenceTimeout" else _ENOUGH_DEATHS
        return self._death.failures(range(first, self._end_of_unit(first))) if self._deaths >= enough else []

    def _end_of_unit(self, sequence: int) -> int:
        unit = self._death.unit if self._death else 1
        return min(self._end, (sequence // unit + 1) * unit)

    def _middle(self, asked: range) -> int:
        middle = asked.start + len(asked) // 2
        unit = self._death.unit if self._death else 1
        return max(asked.start, middle - middle % unit)
