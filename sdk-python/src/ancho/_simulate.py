"""Local runs: the same streams and the same code as an executor's, without any service."""

import inspect
import os
import platform
import secrets
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from ancho import _arguments, _durations, _loading, _numerics, _summary, environment
from ancho._arguments import WholeNumber
from ancho._assembly import Assembly, Plan, Progress
from ancho._crew import Lane, run_all
from ancho._errors import InvalidRequest, ModelError
from ancho._functions import CannotBePickled, pickled
from ancho._home import environments
from ancho._model import Model
from ancho._module_randomness import drawn_from
from ancho._output import documents
from ancho._results import Results
from ancho._sequences import Sequences
from ancho._staging import stage
from ancho._streams import Streams
from ancho._surroundings import environment_of
from ancho._targets import Target
from ancho._workers import RunnerProcess, Worker

BLOCK_SIZE = 1024
SEQUENCE_TIMEOUT = 30.0

_NOT_ELSEWHERE = "the function refers to what no other process can have"
_ELSEWHERE = "give the model's folder instead of the function, or workers=1"


def simulate(
    model: Model | Callable[..., Mapping[str, Any]] | str | os.PathLike[str],
    *,
    sequences: WholeNumber,
    seed: WholeNumber | None = None,
    starting_values: Mapping[str, Any] | None = None,
    workers: WholeNumber = 1,
    targets: Target | str | Mapping[str, Any] | Iterable[Target | str | Mapping[str, Any]] = (),
    quantiles: Iterable[float] = _summary.QUANTILES,
    block_size: WholeNumber = BLOCK_SIZE,
    max_failures: WholeNumber = 0,
    sequence_timeout: float | str | timedelta = SEQUENCE_TIMEOUT,
    numerics: str = _numerics.PORTABLE,
    progress: Callable[[Progress], None] | None = None,
) -> Results:
    """Run a model on this machine.

    Parameters
    ----------
    model
        a model's folder, a ``.py`` file with one model, a function declared with :func:`ancho.model`, or a plain
        ``function(rng, start)``, which then is a model without starting values. A folder or file runs in processes of
        its own, with the packages that it requires, exactly as in an executor
    sequences
        how many; ``1e6`` and NumPy's integers will do
    seed
        0 … 2**63 - 1; drawn, and told by the results, if None
    starting_values
        those that differ from the model's
    workers
        processes that run at once
    targets
        such as ``"solvent: final_balance > 0"``, or a list of such
    quantiles
        which quantiles the summary has
    block_size
        sequences of a batch model's block
    max_failures
        how many sequences may fail. The results then leave them out and tell of them: ``results.failures``
    sequence_timeout
        how long one sequence (of a batch model, one block) may take: seconds, a ``timedelta``, or a text such as
        ``"30s"`` or ``"2m"``. One that takes longer has failed with ``SequenceTimeout``, as in an executor; only a
        function that no other process can have runs in this one and is waited for
    numerics
        ``portable``: the same bits on every processor of this architecture; ``native``: all that this one has, which is
        quicker where much is done by NumPy's functions or linear algebra. A function that no other process can have
        runs in this one, with ``native`` numerics
    progress
        called about twice a second

    Returns
    -------
    Results
        the same numbers, bit for bit, for any number of workers, and from a service

    Raises
    ------
    InvalidRequest
        if an argument is refused, naming it
    ModelError
        if the model does not load, or refuses the starting values, or its outputs are not numbers
    RunFailed
        as soon as more than ``max_failures`` sequences have failed, with the first failure; its ``results`` and
        ``failures`` are those up to the one too many, whatever the number of workers. Also if all sequences fail, or a
        process dies while it loads the model. A sequence that ends its process has failed, as in an executor
    KeyboardInterrupt
        its attribute ``results`` has the results of the sequences before the first that has not been run
    """
    asked = _Asked(
        sequences=_arguments.whole_number("sequences", sequences, 1, _arguments.MAX_SEQUENCES),
        seed=drawn_seed() if seed is None else _arguments.seed(seed),
        starting_values=_arguments.starting_values(starting_values),
        block_size=_arguments.whole_number("block_size", block_size, 1, _arguments.MAX_BLOCK_SIZE),
        workers=_arguments.whole_number("workers", workers, 1, _arguments.MAX_WORKERS),
        sequence_timeout=_durations.seconds_of("sequence_timeout", sequence_timeout),
        numerics=_arguments.numerics(numerics),
    )
    may_fail = _arguments.whole_number("max_failures", max_failures, 0, asked.sequences)
    wanted, probabilities = _arguments.targets(targets), _arguments.quantiles(quantiles)
    given = model_of(model)
    if progress is not None and not callable(progress):
        raise InvalidRequest(f"progress: must be a function, not {_arguments.shown(progress)}")
    with ExitStack() as stack:
        crew = _function_crew(stack, given, asked) if isinstance(given, Model) else _folder_crew(stack, given, asked)
        assembly = Assembly(asked.sequences, wanted, may_fail, progress)
        plan = Plan(asked.sequences, asked.block_size if crew.is_batch else 1, len(crew.lanes))
        try:
            run_all(crew.lanes, plan, assembly)
        except KeyboardInterrupt as interrupt:
            so_far = assembly.results_so_far(asked.seed, probabilities, crew.provenance)
            interrupt.results = so_far  # type: ignore[attr-defined]
            raise
    return assembly.results(asked.seed, probabilities, crew.provenance)


def drawn_seed() -> int:
    """A seed from the system's entropy, below 2**53 so that any JSON reader keeps it whole."""
    return secrets.randbelow(2**53)


def model_of(given: Any) -> Model | Path:
    """The model of a function, or the path of a model's folder.

    Raises
    ------
    InvalidRequest
        if it can be neither
    ModelError
        if a function does not take what a model's function takes
    """
    if isinstance(given, Model):
        return given
    if isinstance(given, str | os.PathLike) and os.fspath(given):
        return Path(os.fsdecode(given))
    if inspect.isclass(given) or not callable(given):
        what = "a model's folder, or a function declared with @ancho.model"
        raise InvalidRequest(f"model: must be {what}, not {_arguments.shown(given)}")
    try:
        return Model(given)
    except (ModelError, ValueError, TypeError, AttributeError) as error:
        how = "declare the function with @ancho.model, or with @ancho.model(batch=True) if it takes (rng, start, n)"
        raise ModelError(f"model: {error}; {how}") from None


@dataclass(frozen=True)
class _Asked:
    """What is run, read and checked."""

    sequences: int
    seed: int
    starting_values: Mapping[str, Any]
    block_size: int
    workers: int
    sequence_timeout: float
    numerics: str


@dataclass(frozen=True)
class _Crew:
    """The lanes of a run, and what the results will say of the model that their workers have loaded."""

    lanes: Sequence[Lane]
    is_batch: bool
    provenance: Mapping[str, Any]


def _function_crew(stack: ExitStack, model: Model, asked: _Asked) -> _Crew:
    function = model.function
    name = getattr(function, "__name__", type(function).__name__)
    entrypoint = f"{getattr(function, '__module__', None)}:{getattr(function, '__qualname__', name)}"
    described = {"id": None, "name": name, "entrypoint": entrypoint}
    start = model.start(asked.starting_values)
    try:
        elsewhere = pickled(model)
    except CannotBePickled as error:
        if asked.workers > 1:
            raise InvalidRequest(f"workers: {_NOT_ELSEWHERE} ({error}); {_ELSEWHERE}") from None
        streams = Streams(asked.seed)
        stack.enter_context(drawn_from(streams))
        here = Sequences(model, start, streams, asked.block_size, folder=None)
        known = {
            "python": platform.python_version(),
            "packages": _loading.packages(None),
            "environment": environment_of(_numerics.NATIVE),
            "described": documents(model.outputs),
        }
        return _Crew([Lane(lambda: here)], model.batch, _provenance(asked, described, known))

    def load(runner: RunnerProcess) -> dict[str, Any]:
        return runner.load_function(elsewhere, asked.starting_values, asked.seed, asked.block_size)

    return _processes(stack, asked, described, load, sys.executable, of_folder=False)


def _folder_crew(stack: ExitStack, path: Path, asked: _Asked) -> _Crew:
    staged = stage(path)
    folder, name, entrypoint = staged.folder, staged.description.name, staged.description.entrypoint
    python = environment.prepare(folder, environments())

    def load(runner: RunnerProcess) -> dict[str, Any]:
        return runner.load(folder, entrypoint, asked.starting_values, asked.seed, asked.block_size)

    described = {"id": staged.id, "name": name, "entrypoint": entrypoint}
    return _processes(stack, asked, described, load, python, of_folder=True)


def _processes(
    stack: ExitStack,
    asked: _Asked,
    described: Mapping[str, Any],
    load: Callable[[RunnerProcess], dict[str, Any]],
    python: Path | str,
    *,
    of_folder: bool,
) -> _Crew:
    """Lanes of processes that have loaded the model, all but the first begun before any has."""
    told: dict[str, Any] = {}

    def begin() -> RunnerProcess:
        runner = RunnerProcess(
            python, sequence_timeout=asked.sequence_timeout, of_folder=of_folder, numerics=asked.numerics
        )
        return stack.enter_context(closing(runner))

    ready = [begin() for _ in range(asked.workers)]

    def start() -> Worker:
        runner = ready.pop() if ready else begin()
        told.update(load(runner))
        return runner

    lanes = [Lane(start) for _ in range(asked.workers)]
    return _Crew(lanes, bool(told["batch"]), _provenance(asked, described, told))


def _provenance(asked: _Asked, model: Mapping[str, Any], loaded: Mapping[str, Any]) -> dict[str, Any]:
    from ancho import __version__

    return {
        "model": dict(model),
        "starting_values": _listed(asked.starting_values),
        "block_size": asked.block_size,
        "python": loaded["python"],
        "packages": dict(loaded["packages"]),
        "environment": loaded["environment"],
        "ancho": __version__,
        **({"outputs": loaded["described"]} if loaded["described"] else {}),
    }


def _listed(starting_values: Mapping[str, Any]) -> dict[str, Any]:
    """Lists as JSON gives them back."""
    return {name: _list(value) if isinstance(value, tuple) else value for name, value in starting_values.items()}


def _list(values: tuple[Any, ...]) -> list[Any]:
    return [_list(value) if isinstance(value, tuple) else value for value in values]
