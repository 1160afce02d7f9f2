"""What the benchmarks of one call share."""

from dataclasses import dataclass, field
from pathlib import Path

from measuring import plain
from measuring.figures import say
from measuring.stack import MODELS, Stack

CORES = 2


@dataclass
class Setting:
    """The stack that is measured, a folder for what must be kept, and how thorough to be.

    ``borrowed`` says that the stack ran before and must not be stopped.
    """

    stack: Stack
    scratch: Path
    quick: bool = False
    borrowed: bool = False
    _steps: dict[float, int] = field(default_factory=dict)

    def size(self, full: int, quick: int) -> int:
        """A number of sequences or repetitions."""
        return quick if self.quick else full

    def steps(self, seconds: float) -> int:
        """Steps of the scalar model that take a plain-Python call so long, found once a call."""
        if seconds not in self._steps:
            self._steps[seconds] = plain.steps_for(seconds)
            say(f"A sequence of {seconds * 1e6:g} µs has {self._steps[seconds]} steps")
        return self._steps[seconds]

    def upload(self, model: str) -> str:
        """The id of one of the benchmarks' models."""
        with self.stack.client() as client:
            return str(client.upload(MODELS / model)["id"])
