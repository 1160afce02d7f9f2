"""What is wrong with an app or a group, and where."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

Outcome = Literal["refused", "breaks", "ignored"]
"""What Marathon does: it answers 422, it answers 500, or it accepts and forgets."""


class Problem(NamedTuple):
    """A field that Marathon does not take as it was meant."""

    path: str
    """As Marathon writes it in its own answers, such as ``/healthChecks(0)/portIndex``; ``/`` is the whole app."""
    fault: str
    remedy: str
    outcome: Outcome = "refused"

    def below(self, path: str) -> "Problem":
        """The same problem of an app that stands at ``path`` in a group."""
        return self._replace(path=path if self.path == "/" else path + self.path)

    def __str__(self) -> str:
        return f"{self.path}: {self.fault} ({self.outcome}); {self.remedy}"


Problems = Iterator[Problem]
