"""What is simulated: a few models and numbers of sequences, whose results are known beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import ancho

MODELS = Path(__file__).parent / "models"


@dataclass(frozen=True)
class Workload:
    """A run but for where it is executed.

    Attributes
    ----------
    seconds
        what a sequence, or a batch model's block, takes; the numbers do not depend on it
    ends
        the state that such a run ends in
    """

    name: str
    model: str
    sequences: int
    seed: int
    seconds: float
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    block_size: int = 1024
    max_failures: int = 0
    ends: str = "COMPLETED"

    def body(self, model: str) -> dict[str, Any]:
        """The API's run, of the model with this id."""
        return {
            "model": {"id": model},
            "name": self.name,
            "sequences": self.sequences,
            "seed": self.seed,
            "starting_values": {**self.values, "seconds": self.seconds},
            "block_size": self.block_size,
            "max_failures": self.max_failures,
            "targets": [{"name": "up", "output": "end", "op": ">", "value": 0}],
        }

    def undisturbed(self) -> ancho.Results:
        """What the local runner makes of it, at once and in this process's own time."""
        return _simulate(self.name)


WORKLOADS = {
    workload.name: workload
    for workload in (
        Workload("walk", "walk", sequences=1_500, seed=11, seconds=0.004),
        Workload("wide", "walk", sequences=1_000, seed=12, seconds=0.004, values={"steps": 700}),
        Workload("blocks", "blocks", sequences=3_800, seed=13, seconds=0.1, block_size=64),
        Workload(
            "clumsy", "walk", sequences=1_200, seed=14, seconds=0.004, values={"stumble": 0.98}, max_failures=1200
        ),
        Workload("strict", "walk", sequences=2_000, seed=27, seconds=0.004, values={"stumble": 0.999}, ends="FAILED"),
        Workload("one", "walk", sequences=1, seed=16, seconds=0.0),
    )
}


@lru_cache
def _simulate(name: str) -> ancho.Results:
    workload = WORKLOADS[name]
    return ancho.simulate(
        MODELS / workload.model,
        sequences=workload.sequences,
        seed=workload.seed,
        starting_values={**workload.values, "seconds": 0.0},
        block_size=workload.block_size,
        max_failures=workload.sequences,
    )
