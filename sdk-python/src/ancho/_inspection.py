"""Looks at a model before it runs: does it load, what goes in and comes out, and does it give the same numbers twice?

The first sequences (of a batch model, blocks) are executed in order in one process, and in reverse order in another,
whose memory is filled with other bytes, whose folder has another name, at another time. Where they differ a third
process tells whether it is the order that matters.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ancho import _numerics, environment
from ancho._activity import activity
from ancho._deaths import ProcessLost, SequenceTimeout
from ancho._failures import Failure
from ancho._home import environments
from ancho._reproduction import compare, put_together
from ancho._results import Results
from ancho._sequences import Chunk
from ancho._staging import stage
from ancho._workers import RunnerProcess

_SEQUENCES = 20
_BLOCKS = 3
_SECONDS = 0.5
_LONGEST = 5.0

# glibc fills memory that it hands out with this byte, so that what nobody has written is not zero by chance.
_OTHER_MEMORY = "glibc.malloc.perturb=173"
_BEFORE = "it depends on what ran before it"
_ELSE = (
    "it depends on the clock, the system's randomness (os.urandom, secrets, uuid4), memory that nobody has written, "
    "addresses of objects, threads, or the names of files; random and numpy.random are not the cause"
)


@dataclass(frozen=True)
class Inspection:
    """What is known of a model before it runs.

    Attributes
    ----------
    name
        its own name
    batch
        whether it is a batch model
    starting_values
        names and defaults
    outputs
        ``{"name", "length"}`` and what the author says of them; empty if every sequence that was tried failed
    python
        the version that it was tried with
    environment
        the environment that it was tried in, with its digest
    seconds_per_sequence
        how long one took
    tried
        how many sequences were tried
    failure
        the first that failed, or None
    difference
        what is not the same twice, and what it depends on, or None
    note
        what its author should know of the trial, or None
    """

    name: str
    batch: bool
    starting_values: Mapping[str, Any]
    outputs: list[dict[str, Any]]
    python: str
    environment: Mapping[str, Any]
    seconds_per_sequence: float | None
    tried: int
    failure: Failure | None
    difference: str | None
    note: str | None

    @property
    def is_reproducible(self) -> bool:
        """Whether nothing was found that is not the same twice."""
        return self.difference is None

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        failure = vars(self.failure) if self.failure else None
        return {"state": "passed" if self.is_reproducible else "failed", **vars(self), "failure": failure}


def inspect_model(
    model: Path,
    starting_values: Mapping[str, Any],
    *,
    seed: int,
    block_size: int = 1024,
    numerics: str = _numerics.PORTABLE,
    sequences: int = _SEQUENCES * 1024,
) -> Inspection:
    """Try a model: at most so many sequences.

    Raises
    ------
    ModelError
        if it does not load, refuses the starting values, or its outputs are not numbers
    RunFailed
        if its process dies while it loads
    """
    staged = stage(model)
    python = environment.prepare(staged.folder, environments())
    settings = (staged.description.entrypoint, starting_values, seed, block_size)

    def process(**variables: str) -> RunnerProcess:
        return RunnerProcess(python, sequence_timeout=_LONGEST, numerics=numerics, variables=variables)

    with closing(process()) as forwards, closing(process(**_other_memory(numerics))) as backwards:
        told = forwards.load(staged.folder, *settings)
        unit = block_size if told["batch"] else 1
        with activity("trying the first sequences here"):
            tried = _forwards(forwards, min(sequences, _BLOCKS * unit if told["batch"] else _SEQUENCES))
            difference = None
            if tried.chunk is not None:
                backwards.load(staged.folder, *settings)
                difference = _difference(tried.chunk, backwards, list(reversed(_units(tried.chunk, unit))))
                if difference is not None:
                    with closing(process()) as again:
                        again.load(staged.folder, *settings)
                        in_order = _difference(tried.chunk, again, _units(tried.chunk, unit))
                    difference = f"{difference}: {_BEFORE if in_order is None else _ELSE}"
    return Inspection(
        name=staged.description.name,
        batch=told["batch"],
        starting_values=told["declared"],
        outputs=_outputs(tried.chunk, told["described"]),
        python=told["python"],
        environment=told["environment"],
        seconds_per_sequence=tried.chunk.seconds / tried.chunk.count if tried.chunk else None,
        tried=tried.chunk.count if tried.chunk else 0,
        failure=tried.failure,
        difference=difference,
        note=tried.note,
    )


def _other_memory(numerics: str) -> dict[str, str]:
    own = _numerics.settings(numerics).get(_numerics.TUNABLES)
    return {_numerics.TUNABLES: f"{own}:{_OTHER_MEMORY}" if own else _OTHER_MEMORY}


@dataclass(frozen=True)
class _Tried:
    chunk: Chunk | None = None
    failure: Failure | None = None
    note: str | None = None


def _forwards(runner: RunnerProcess, count: int) -> _Tried:
    try:
        chunk = runner.run(0, count, _SECONDS)
    except SequenceTimeout:
        return _Tried(note=f"sequence 0 was not tried to the end here: it takes more than {_LONGEST:g} s")
    except ProcessLost as lost:
        first = lost.death.index if lost.death.index is not None and lost.death.index >= 0 else 0
        return _Tried(failure=lost.death.failures(range(first, first + 1))[0])
    return _Tried(chunk, chunk.failures[0] if chunk.failures else None)


def _units(chunk: Chunk, unit: int) -> list[range]:
    return [range(first, min(chunk.count, first + unit)) for first in range(0, chunk.count, unit)]


def _difference(chunk: Chunk, runner: RunnerProcess, units: list[range]) -> str | None:
    """What is other in these units, executed one by one; a process that is lost over them tells nothing."""
    try:
        again = [runner.run(unit.start, len(unit)) for unit in units]
    except ProcessLost:
        return None
    first, second = put_together([chunk]), put_together(sorted(again, key=lambda other: other.first))
    found, _ = compare(first, second, range(chunk.count))
    if found is None:
        return None
    if found.output is None:
        return f"sequence {found.sequence} fails one time and does not the other"
    one, other = (_value(results, found.sequence, found.output) for results in (first, second))
    return f"output {found.output} of sequence {found.sequence} is {one!r} one time and {other!r} the other"


def _value(results: Results, sequence: int, output: str) -> Any:
    name, _, element = output.partition("[")
    row = results[name][results.sequences.tolist().index(sequence)]
    return float(row[int(element[:-1])] if element else row)


def _outputs(chunk: Chunk | None, described: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    outputs = chunk.outputs if chunk else ()
    return [{"name": o.name, "length": o.length, **described.get(o.name, {})} for o in outputs]
