"""A run, taken apart."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from measuring.figures import Document
from measuring.processes import Sampler
from measuring.stack import Stack

SLOTS = 2
"""A dedicated run's executors, each of one slot."""


@dataclass(frozen=True)
class Chunk:
    """A chunk that was counted: when its report was published, and how many seconds the model's process took for it."""

    executor: str
    reported: float
    count: int
    seconds: float


@dataclass(frozen=True)
class MeasuredRun:
    """A completed run, from its own events.

    Attributes
    ----------
    submitted
        when it was accepted
    sequences_in
        when all sequences were in
    ended
        when it was completed
    """

    id: str
    sequences: int
    submitted: float
    sequences_in: float
    ended: float
    chunks: list[Chunk]
    processes: Sampler

    @cached_property
    def began(self) -> float:
        """When the pilot began: the running phase is from here to :attr:`sequences_in`, the pilot's sequences included.

        Executors' start, the model's environment and its import come before.
        """
        first = min(self.chunks, key=lambda chunk: chunk.reported)
        return first.reported - first.seconds

    @property
    def running(self) -> float:
        """Seconds of the running phase."""
        return self.sequences_in - self.began

    @property
    def per_second(self) -> float:
        """Sequences a second in the running phase."""
        return self.sequences / self.running

    @property
    def summarizing(self) -> float:
        """Seconds from all sequences in to completed."""
        return self.ended - self.sequences_in

    def cpu(self) -> dict[str, float]:
        """CPU seconds of each part in the running phase, and of what else ran on the machine as ``others``."""
        return self.processes.cpu_between(self.began, self.sequences_in)

    def account(self) -> Document:
        """Where the running phase went.

        ``occupancy`` is the share of the slots' time in which the model's processes computed, ``tail`` the share in
        which slots had nothing left to do while others still computed, ``pilot`` the share that waited for the pilot.
        ``cpu`` is in cores, of the parts and of what else ran on the machine.
        """
        last: dict[str, float] = {}
        for chunk in self.chunks:
            last[chunk.executor] = max(last.get(chunk.executor, 0.0), chunk.reported)
        idle = sum(self.sequences_in - at for at in last.values())
        first = min(self.chunks, key=lambda chunk: chunk.reported)
        cpu = self.cpu()
        return {
            "run": self.id,
            "running_seconds": self.running,
            "waiting_seconds": self.began - self.submitted,
            "summarizing_seconds": self.summarizing,
            "chunks": len(self.chunks),
            "occupancy": sum(chunk.seconds for chunk in self.chunks) / (SLOTS * self.running),
            "pilot": first.seconds * (SLOTS - 1) / (SLOTS * self.running),
            "tail": idle / (SLOTS * self.running),
            "cpu_cores": {part: used / self.running for part, used in sorted(cpu.items()) if used > 0.001},
        }


def measured(stack: Stack, model: str, sequences: int, **options: Any) -> MeasuredRun:
    """Run a model that was uploaded on executors of its own, two of one CPU each."""
    sampler = Sampler(stack.home)
    with stack.client() as client, sampler.watching():
        options = {"executors": {"count": SLOTS, "cpus": 1}, "seed": 42, **options}
        run = client.submit(model, sequences=sequences, **options).wait()
    return _of(run.id, sequences, stack.events(run.id), sampler)


def _of(run: str, sequences: int, events: list[tuple[float, Document]], sampler: Sampler) -> MeasuredRun:
    at = {event["type"]: _seconds(event["at"]) for _, event in events if "at" in event}
    chunks: dict[int, Chunk] = {}
    for published, event in events:
        if event["type"] == "ChunkCompleted":
            chunk = Chunk(event["executor"], published, event["count"], event["seconds"])
            chunks.setdefault(event["first"], chunk)
    return MeasuredRun(
        run,
        sequences,
        at["RunSubmitted"],
        at["SequencesCompleted"],
        at["RunEnded"],
        list(chunks.values()),
        sampler,
    )


def _seconds(at: str) -> float:
    return datetime.fromisoformat(at.replace("Z", "+00:00")).timestamp()


def starting(steps: int) -> dict[str, int]:
    """Starting values of the scalar model."""
    return {"steps": steps}
