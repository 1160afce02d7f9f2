"""Runs a run again and compares every bit: what ``ancho reproduce`` does."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ancho import _arguments, environment
from ancho._arguments import WholeNumber
from ancho._crew import Lane
from ancho._errors import InvalidRequest
from ancho._home import environments
from ancho._layout import Floats
from ancho._numerics import PORTABLE
from ancho._results import Results
from ancho._sequences import Chunk
from ancho._surroundings import differences
from ancho._workers import RunnerProcess

if TYPE_CHECKING:
    from ancho._client import Client
    from ancho._run import Run

Tell = Callable[[int, int], None]

_PIECES_OF_A_SAMPLE = 20
_PIECE = 8192
_COMPARED_AT_ONCE = 2**22
_ASKED = ("sequences", "seed", "starting_values", "block_size", "quantiles", "max_failures", "sequence_timeout")
_EXECUTORS = ("count", "cpus", "mem_mib", "gpus", "image", "constraints")


@dataclass(frozen=True)
class Difference:
    """The first thing that was another the second time.

    Attributes
    ----------
    sequence
        its index
    output
        which output it is in, ``"path[3]"`` for an element; None if the sequence failed one time and did not the other
    text
        both values and how far apart they are, or what happened each time
    """

    sequence: int
    output: str | None
    text: str

    def __str__(self) -> str:
        where = f" in {self.output}" if self.output else ""
        return f"sequence {self.sequence:,} differs{where}: {self.text}"


@dataclass(frozen=True)
class Reproduction:
    """What came of running a run again.

    Attributes
    ----------
    run_id
        of the run that was repeated
    compared
        how many sequences were run again and compared, failed ones included
    same
        how many of them were the same to the last bit, or failed both times
    difference
        the one of the lowest index that is not, or None
    environments
        what the environments differ in, for a person, or None if they are the same or not known
    """

    run_id: str
    compared: int
    same: int
    difference: Difference | None
    environments: str | None

    @property
    def is_same(self) -> bool:
        """Whether all of it is the same."""
        return self.difference is None

    def __str__(self) -> str:
        told = [f"{self.same:,} of {self.compared:,} the same"]
        told += [str(self.difference)] if self.difference else []
        told += [f"the environments differ: {self.environments}"] if self.environments else []
        return "; ".join(told)


def reproduce(
    client: "Client", run: "Run", *, sample: WholeNumber | None = None, here: bool = False, progress: Tell | None = None
) -> Reproduction:
    """See :meth:`Client.reproduce`."""
    total = run.document["progress"]["contiguous"]
    if not total:
        raise InvalidRequest(f"run {run.id} has no results yet to compare with")
    wanted = total if sample is None else min(total, _arguments.whole_number("sample", sample, 1, total))
    again = _Here(client, run) if here else _AtTheService(client, run)
    tell = progress or (lambda done, of: None)
    compared, same, first = 0, 0, None
    with closing(again):
        for stored, repeated, asked in again.pieces(total, wanted):
            difference, alike = compare(stored, repeated, asked)
            compared += len(asked)
            same += alike
            if difference and (first is None or difference.sequence < first.sequence):
                first = difference
            tell(compared, wanted)
        told = _differences(client.provenance(run).get("environment"), again.environment(), here)
        return Reproduction(run.id, compared, same, first, told)


def _differences(run: Mapping[str, Any] | None, again: Mapping[str, Any] | None, here: bool) -> str | None:
    if not run or not again or run["digest"] == again["digest"]:
        return None
    return differences(again, run, ("here" if here else "this time", "in the run"))


def compare(stored: Results, again: Results, asked: range) -> tuple[Difference | None, int]:
    """The first difference within a range, and how many of its sequences are the same to the last bit."""
    both, mine, other = np.intersect1d(stored.sequences, again.sequences, assume_unique=True, return_indices=True)
    once = np.setxor1d(stored.sequences, again.sequences, assume_unique=True)
    differing = np.zeros(len(both), dtype=bool)
    if len(both) and list(stored) != list(again):
        named = f"the outputs were {', '.join(stored)} and are {', '.join(again)}"
        return Difference(int(both[0]), None, named), 0
    if len(both):
        for name in stored:
            differing |= _differing(stored[name][mine], again[name][other]).reshape(len(both), -1).any(axis=1)
    candidates = [int(once[0])] if len(once) else []
    candidates += [int(both[differing][0])] if differing.any() else []
    same = len(asked) - len(once) - int(differing.sum())
    return (_described(stored, again, min(candidates)) if candidates else None), same


def _differing(first: Floats, second: Floats) -> NDArray[np.bool_]:
    """Where numbers have other bits; every NaN is like any other."""
    if first.shape != second.shape:
        return np.ones(len(first), dtype=bool)
    different: NDArray[np.bool_] = _bits(first) != _bits(second)
    return different & ~(np.isnan(first) & np.isnan(second))


def _bits(values: Floats) -> NDArray[np.int64]:
    return np.ascontiguousarray(values).view(np.int64)


def _described(stored: Results, again: Results, index: int) -> Difference:
    rows = [np.flatnonzero(results.sequences == index) for results in (stored, again)]
    if not len(rows[0]) or not len(rows[1]):
        return Difference(
            index,
            None,
            "it succeeded" + (" in the run and fails now" if len(rows[0]) else " now and failed in the run"),
        )
    for name in stored:
        first, second = (
            np.atleast_1d(results[name][row[0]]) for results, row in zip((stored, again), rows, strict=True)
        )
        if first.shape != second.shape:
            return Difference(index, name, f"it had {len(first)} elements and has {len(second)}")
        places = np.flatnonzero(_differing(first, second))
        if len(places):
            k = int(places[0])
            where = f"{name}[{k}]" if stored[name].ndim > 1 else name
            return Difference(index, where, _apart(float(first[k]), float(second[k])))
    raise AssertionError("the sequence is the same")


def _apart(first: float, second: float) -> str:
    told = f"it was {first!r} and is {second!r}"
    if not (np.isfinite(first) and np.isfinite(second)):
        return told
    apart = abs(_ordered(first) - _ordered(second))
    return f"{told}, {apart:,} ulp apart" if apart else told


def _ordered(value: float) -> int:
    """A number's place among all doubles."""
    bits = int(np.float64(value).view(np.int64))
    return bits if bits >= 0 else -(bits & (2**63 - 1))


def pieces(total: int, wanted: int, unit: int) -> Iterator[range]:
    """Ranges of whole units with so many sequences, evenly spread over the whole, its beginning and end among them."""
    if wanted >= total:
        yield from _cut(range(total), unit)
        return
    size = max(1, wanted // _PIECES_OF_A_SAMPLE // unit) * unit
    count = -(-wanted // size)
    last = (total - 1) // unit - (size // unit - 1)  # the first unit of the last piece
    for k in range(count):
        first = (k * last // max(1, count - 1)) * unit
        yield from _cut(range(first, min(total, first + size)), unit)


def _cut(whole: range, unit: int) -> Iterator[range]:
    size = max(1, _PIECE // unit) * unit
    for first in range(whole.start, whole.stop, size):
        yield range(first, min(whole.stop, first + size))


class _Here:
    """Runs it again on this machine, in as many processes as it has cores."""

    def __init__(self, client: "Client", run: "Run") -> None:
        self._client = client
        self._run = run
        self._stack = ExitStack()
        self._told: dict[str, Any] = {}
        folder = client.model_folder(run.document["model"]["id"])
        python = environment.prepare(folder, environments())
        document = run.document
        settings = (document["model"]["entrypoint"], document["starting_values"], document["seed"])

        def start() -> RunnerProcess:
            numerics = document.get("numerics") or PORTABLE
            runner = self._stack.enter_context(closing(RunnerProcess(python, numerics=numerics)))
            self._told = runner.load(folder, *settings, document["block_size"])
            return runner

        self._lanes = [Lane(start) for _ in range(os.cpu_count() or 1)]

    def pieces(self, total: int, wanted: int) -> Iterator[tuple[Results, Results, range]]:
        unit = self._run.document["block_size"] if self._told["batch"] else 1
        idle: SimpleQueue[Lane] = SimpleQueue()
        for lane in self._lanes:
            idle.put(lane)

        def piece(asked: range) -> tuple[Results, Results, range]:
            lane = idle.get()
            try:
                again = put_together(list(lane.chunks(asked.start, len(asked))))
            finally:
                idle.put(lane)
            return self._client.results(self._run, first=asked.start, to=asked.stop), again, asked

        with ThreadPoolExecutor(len(self._lanes)) as pool:
            todo = pieces(total, wanted, unit)
            waiting = [pool.submit(piece, asked) for asked in islice(todo, 2 * len(self._lanes))]
            while waiting:
                yield waiting.pop(0).result()
                waiting += [pool.submit(piece, asked) for asked in islice(todo, 1)]

    def environment(self) -> Mapping[str, Any] | None:
        return self._told.get("environment")

    def close(self) -> None:
        self._stack.close()


def put_together(chunks: Iterable[Chunk]) -> Results:
    """The results of chunks, in their order."""
    succeeded: list[int] = []
    rows: dict[str, list[Floats]] = {}
    for chunk in chunks:
        failed = {failure.sequence for failure in chunk.failures}
        good = [k for k in range(chunk.count) if chunk.first + k not in failed]
        succeeded += [chunk.first + k for k in good]
        for output, column in zip(chunk.outputs, chunk.columns, strict=True):
            rows.setdefault(output.name, []).append(column[good])
    outputs = {name: np.concatenate(columns) for name, columns in rows.items()}
    return Results(outputs, np.array(succeeded, dtype=np.int64), seed=None)


class _AtTheService:
    """Runs it again as a run of its own, which goes once it has been found the same."""

    def __init__(self, client: "Client", run: "Run") -> None:
        self._client = client
        self._run = run
        self._again: Run | None = None

    def pieces(self, total: int, wanted: int) -> Iterator[tuple[Results, Results, range]]:
        document = self._run.document
        body = {name: document[name] for name in _ASKED} | {"sequences": wanted, "numerics": document.get("numerics")}
        body["max_failures"] = min(wanted, max(document["max_failures"], document["progress"]["failed"]))
        if executors := document.get("executors"):
            body["executors"] = {name: executors[name] for name in _EXECUTORS if executors.get(name) is not None}
        body["name"] = f"again: {document['name']}"[:200]
        self._again = self._client.submit(document["model"]["id"], labels={"reproduces": self._run.id}, **body)
        self._again.wait()
        width = sum(output["length"] or 1 for output in self._again.document["outputs"] or ())
        size = max(1, _COMPARED_AT_ONCE // max(1, width))
        for first in range(0, wanted, size):
            asked = range(first, min(wanted, first + size))
            stored, again = (
                self._client.results(run, first=asked.start, to=asked.stop) for run in (self._run, self._again)
            )
            yield stored, again, asked

    def environment(self) -> Mapping[str, Any] | None:
        return self._client.provenance(self._again).get("environment") if self._again else None

    def close(self) -> None:
        if self._again is not None:
            self._again.delete()
