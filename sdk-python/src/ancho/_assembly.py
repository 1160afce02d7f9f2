"""How a local run is cut into chunks, and its results put together."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from ancho._errors import InvalidRequest, OutputsError
from ancho._layout import Floats, Output
from ancho._results import Results
from ancho._sequences import Chunk, Failure
from ancho._targets import Target

_SECONDS = 0.5
_MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Progress:
    """How far a local run is."""

    completed: int
    failed: int
    total: int
    seconds: float


class Plan:
    """Which range of sequences comes next: about half a second of work, of a batch model whole blocks. Thread-safe."""

    def __init__(self, sequences: int, unit: int, workers: int) -> None:
        self._total = sequences
        self._unit = unit
        self._workers = workers
        self._next = 0
        self._count = unit
        self._lock = Lock()

    def next(self) -> tuple[int, int] | None:
        """The first index and the count of the next range, or None at the end."""
        with self._lock:
            left = self._total - self._next
            if left <= 0:
                return None
            fair = -(-left // (2 * self._workers)) if self._workers > 1 else left
            first, count = self._next, min(left, self._whole(min(self._count, fair)))
            self._next += count
            return first, count

    def measured(self, chunk: Chunk) -> None:
        """Learn the model's speed from a range that was run; ranges grow at most eightfold at a time."""
        row_bytes = 8 * max(1, sum(output.width for output in chunk.outputs))
        fitting = int(chunk.count * _SECONDS / max(chunk.seconds, 1e-6))
        with self._lock:
            self._count = max(1, min(fitting, 8 * max(chunk.count, self._unit), _MAX_BYTES // row_bytes))

    def _whole(self, count: int) -> int:
        return max(1, count // self._unit) * self._unit


class Assembly:
    """The results of a run, filled in as its chunks come, in any order. Thread-safe."""

    def __init__(self, sequences: int, targets: Sequence[Target], progress: Callable[[Progress], None] | None) -> None:
        self._total = sequences
        self._targets = targets
        self._progress = progress or (lambda _: None)
        self._began = time.monotonic()
        self._completed = 0
        self._outputs: tuple[Output, ...] = ()
        self._columns: list[Floats] = []
        self._failures: list[Failure] = []
        self._lock = Lock()

    def add(self, chunk: Chunk) -> None:
        """Take in one chunk.

        Raises
        ------
        OutputsError
            if its outputs are not like those of the chunks before
        InvalidRequest
            if a target is of an output that there is not
        """
        with self._lock:
            if chunk.outputs:
                self._fill(chunk)
            self._failures += chunk.failures
            self._completed += chunk.count
            seconds = time.monotonic() - self._began
            self._progress(Progress(self._completed, len(self._failures), self._total, seconds))

    def _fill(self, chunk: Chunk) -> None:
        if not self._outputs:
            self._columns = self._room(chunk.outputs)
            self._outputs = chunk.outputs
            self._check_targets()
        places = {output: k for k, output in enumerate(chunk.outputs)}
        if places.keys() != set(self._outputs):
            here, before = (", ".join(map(str, outputs)) for outputs in (chunk.outputs, self._outputs))
            raise OutputsError(f"outputs differ between sequences: {here} from {chunk.first} on, {before} before")
        for output, column in zip(self._outputs, self._columns, strict=True):
            column[chunk.first : chunk.first + chunk.count] = chunk.columns[places[output]]

    def _room(self, outputs: Sequence[Output]) -> list[Floats]:
        shapes = ((self._total,) if o.length is None else (self._total, o.length) for o in outputs)
        try:
            return [np.empty(shape) for shape in shapes]
        except (MemoryError, ValueError):
            numbers = self._total * sum(output.width for output in outputs)
            raise InvalidRequest(
                f"sequences: {self._total:,} give {numbers:,} numbers, which do not fit into this machine's memory; "
                "run fewer, or submit them to a service"
            ) from None

    def _check_targets(self) -> None:
        nothing = {output.name: column[:0] for output, column in zip(self._outputs, self._columns, strict=True)}
        for target in self._targets:
            target.hits(nothing)

    def results(self, seed: int, quantiles: Sequence[float]) -> Results:
        """The results, once every chunk is in."""
        failed = np.array([failure.sequence for failure in self._failures], dtype=np.int64)
        sequences = np.setdiff1d(np.arange(self._total, dtype=np.int64), failed, assume_unique=True)
        columns = [column[sequences] for column in self._columns] if len(failed) else self._columns
        outputs = {output.name: column for output, column in zip(self._outputs, columns, strict=True)}
        failures = sorted(self._failures, key=lambda failure: failure.sequence)
        return Results(outputs, sequences, failures, seed=seed, quantiles=quantiles, targets=self._targets)
