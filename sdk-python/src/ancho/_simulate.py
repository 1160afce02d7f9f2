"""Local runs: the same streams and the same code as an executor's, without any service."""

import secrets
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from ancho import _summary, environment
from ancho._assembly import Assembly, Plan, Progress
from ancho._errors import InvalidRequest
from ancho._functions import CannotBePickled, pickled
from ancho._home import environments
from ancho._model import Model
from ancho._results import Results
from ancho._sequences import Sequences
from ancho._staging import stage
from ancho._streams import MAX_SEED
from ancho._targets import Target, targets_of
from ancho._workers import RunnerProcess, Worker

BLOCK_SIZE = 1024
_MAX_SEQUENCES = 10**12

_NOT_ELSEWHERE = "the function refers to what no other process can have"
_ELSEWHERE = "give the model's folder instead of the function, or workers=1"


def simulate(
    model: Model | str | Path,
    *,
    sequences: int,
    seed: int | None = None,
    starting_values: Mapping[str, Any] | None = None,
    workers: int = 1,
    targets: Iterable[Target | str | Mapping[str, Any]] = (),
    quantiles: Sequence[float] = _summary.QUANTILES,
    block_size: int = BLOCK_SIZE,
    progress: Callable[[Progress], None] | None = None,
) -> Results:
    """Run a model on this machine.

    Parameters
    ----------
    model
        a function declared with :func:`ancho.model`, a model's folder, or a ``.py`` file with one model. A folder or
        file runs in processes of its own, with the packages that it requires, exactly as in an executor
    sequences
        how many
    seed
        0 … 2**63 - 1; drawn, and told by the results, if None
    starting_values
        those that differ from the model's
    workers
        processes that run at once
    targets
        such as ``"solvent: final_balance > 0"``
    quantiles
        which quantiles the summary has
    block_size
        sequences of a batch model's block
    progress
        called about twice a second

    Returns
    -------
    Results
        the same numbers, bit for bit, for any number of workers, and from a service

    Raises
    ------
    ModelError
        if the model does not load, or refuses the starting values, or its outputs are not numbers
    RunFailed
        if a process of the model dies
    """
    seed = drawn_seed() if seed is None else seed
    _check(sequences, seed, workers, quantiles, block_size)
    asked = targets_of(targets)
    with ExitStack() as stack:
        if isinstance(model, Model):
            crew, batch = _function_crew(stack, model, starting_values or {}, seed, block_size, workers)
        else:
            crew, batch = _folder_crew(stack, Path(model), starting_values or {}, seed, block_size, workers)
        assembly = Assembly(sequences, asked, progress)
        _run_all(crew, Plan(sequences, block_size if batch else 1, len(crew)), assembly)
    return assembly.results(seed, quantiles)


def drawn_seed() -> int:
    """A seed from the system's entropy, below 2**53 so that any JSON reader keeps it whole."""
    return secrets.randbelow(2**53)


def _check(sequences: int, seed: int, workers: int, quantiles: Sequence[float], block_size: int) -> None:
    if sequences < 1:
        raise InvalidRequest("sequences: must be at least 1")
    if sequences > _MAX_SEQUENCES:
        raise InvalidRequest(f"sequences: must be at most {_MAX_SEQUENCES}")
    if not 0 <= seed <= MAX_SEED:
        raise InvalidRequest("seed: must be from 0 to 2**63 - 1")
    if workers < 1:
        raise InvalidRequest("workers: must be at least 1")
    if not 1 <= block_size <= 65_536:
        raise InvalidRequest("block_size: must be from 1 to 65536")
    for p in quantiles:
        if not 0 < p < 1:
            raise InvalidRequest(f"quantiles: must be between 0 and 1, not {p}")


def _function_crew(
    stack: ExitStack, model: Model, given: Mapping[str, Any], seed: int, block_size: int, workers: int
) -> tuple[list[Worker], bool]:
    start = model.start(given)
    try:
        function = pickled(model)
    except CannotBePickled as error:
        if workers > 1:
            raise InvalidRequest(f"workers: {_NOT_ELSEWHERE} ({error}); {_ELSEWHERE}") from None
        return [Sequences(model, start, seed, block_size, folder=None)], model.batch
    runners = [stack.enter_context(closing(RunnerProcess(sys.executable, of_folder=False))) for _ in range(workers)]
    for runner in runners:
        runner.load_function(function, given, seed, block_size)
    return list(runners), model.batch


def _folder_crew(
    stack: ExitStack, folder: Path, given: Mapping[str, Any], seed: int, block_size: int, workers: int
) -> tuple[list[Worker], bool]:
    staged = stage(folder)
    python = environment.prepare(staged.folder, environments())
    crew = [stack.enter_context(closing(RunnerProcess(python))) for _ in range(workers)]
    loaded = [runner.load(staged.folder, staged.description.entrypoint, given, seed, block_size) for runner in crew]
    return list(crew), bool(loaded[0]["batch"])


def _run_all(crew: Sequence[Worker], plan: Plan, assembly: Assembly) -> None:
    if len(crew) == 1:
        _work(crew[0], plan, assembly)
        return
    with ThreadPoolExecutor(len(crew)) as pool:
        working = [pool.submit(_work, worker, plan, assembly) for worker in crew]
        try:
            done, _ = wait(working, return_when=FIRST_EXCEPTION)
            for one in done:
                one.result()
        except BaseException:
            for worker in crew:
                worker.close()
            raise


def _work(worker: Worker, plan: Plan, assembly: Assembly) -> None:
    while (chunk := plan.next()) is not None:
        done = worker.run(*chunk)
        plan.measured(done)
        assembly.add(done)
