"""How a local run is cut into chunks, and its results put together."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np

from ancho._errors import InvalidRequest, OutputsError, RunFailed
from ancho._failures import Failure
from ancho._layout import Floats, Output
from ancho._results import Results, described
from ancho._sequences import Chunk
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
        self._is_stopped = False
        self._lock = Lock()

    def next(self) -> tuple[int, int] | None:
        """The first index and the count of the next range, or None at the end."""
        with self._lock:
            left = self._total - self._next
            if left <= 0 or self._is_stopped:
                return None
            fair = -(-left // (2 * self._workers)) if self._workers > 1 else left
            first, count = self._next, min(left, self._whole(min(self._count, fair)))
            self._next += count
            return first, count

    def stop(self) -> None:
        """Hand out no more."""
        self._is_stopped = True

    def measured(self, chunk: Chunk) -> None:
        """Learn the model's speed from a range that was run; ranges grow at most eightfold at a time."""
        row_bytes = 8 * max(1, sum(output.width for output in chunk.outputs))
        fitting = int(chunk.count * _SECONDS / max(chunk.seconds, 1e-6))
        with self._lock:
            self._count = max(1, min(fitting, 8 * max(chunk.count, self._unit), _MAX_BYTES // row_bytes))

    def _whole(self, count: int) -> int:
        return max(1, count // self._unit) * self._unit


class Assembly:
    """The results of a run, filled in as its chunks come, in any order. Thread-safe.

    The failure that is one too many is told by its index, not by when it came, and the results then end with it: so
    they do not depend on workers and chunks. Every chunk before it must be in.
    """

    def __init__(
        self,
        sequences: int,
        targets: Sequence[Target],
        max_failures: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._total = sequences
        self._targets = targets
        self._max_failures = max_failures
        self._progress = progress or (lambda _: None)
        self._began = time.monotonic()
        self._completed = 0
        self._outputs: tuple[Output, ...] = ()
        self._columns: list[Floats] = []
        self._failures: list[Failure] = []
        self._chunks: dict[int, int] = {}
        self._lock = Lock()
        self.one_too_many: int | None = None

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
            self._chunks[chunk.first] = chunk.count
            if chunk.failures and len(self._failures) > self._max_failures:
                self._failures.sort(key=lambda failure: failure.sequence)
                self.one_too_many = self._failures[self._max_failures].sequence
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
            target.hits_and_trials(nothing)

    def results(self, seed: int, quantiles: Sequence[float], provenance: Mapping[str, Any]) -> Results:
        """The results of all sequences.

        Raises
        ------
        RunFailed
            if more failed than may, or all of them
        """
        end = self._total if self.one_too_many is None else self.one_too_many + 1
        results = self._results(end, seed, quantiles, provenance)
        if self.one_too_many is not None:
            counts = self._counts(end, len(results.failures))
            raise _failed(f"{counts} failed and max_failures is {self._max_failures:,}; the first is", results)
        if not len(results.sequences):
            raise _failed("no sequence succeeded; the first failure is", results)
        return results

    def _counts(self, end: int, failed: int) -> str:
        if end == 1:
            return "the first sequence"
        return f"{failed:,} of {'' if end == self._total else 'the first '}{end:,} sequences"

    def results_so_far(self, seed: int, quantiles: Sequence[float], provenance: Mapping[str, Any]) -> Results:
        """The results of the sequences before the first that has not been run."""
        end = 0
        while end in self._chunks:
            end += self._chunks[end]
        return self._results(end, seed, quantiles, provenance)

    def _results(self, end: int, seed: int, quantiles: Sequence[float], provenance: Mapping[str, Any]) -> Results:
        failures = sorted((f for f in self._failures if f.sequence < end), key=lambda failure: failure.sequence)
        failed = np.array([failure.sequence for failure in failures], dtype=np.int64)
        sequences = np.setdiff1d(np.arange(end, dtype=np.int64), failed, assume_unique=True)
        whole = len(sequences) == self._total
        columns = self._columns if whole else [column[sequences] for column in self._columns]
        outputs = {output.name: column for output, column in zip(self._outputs, columns, strict=True)}
        of = {**provenance, "sequences": self._total}
        return Results(
            outputs, sequences, failures, seed=seed, quantiles=quantiles, targets=self._targets, provenance=of
        )


def _failed(why: str, results: Results) -> RunFailed:
    first = results.failures[0]
    lines = f"\n{first.traceback}" if first.traceback else ""
    return RunFailed(f"{why} {described(first)}{lines}", failures=results.failures, results=results)
