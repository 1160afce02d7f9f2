"""Tries a model here before it is sent away: loads it, and runs its first sequence."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from ancho import environment
from ancho._activity import activity
from ancho._deaths import SequenceTimeout
from ancho._errors import RunFailed
from ancho._failures import Failure
from ancho._home import environments
from ancho._numerics import PORTABLE
from ancho._staging import stage
from ancho._workers import RunnerProcess

_SECONDS = 5.0


def try_model(
    model: Path,
    starting_values: Mapping[str, Any],
    *,
    seed: int,
    block_size: int = 1024,
    max_failures: int = 0,
    numerics: str = PORTABLE,
) -> str | None:
    """Run sequence 0 (of a batch model, block 0) of the run that is to be submitted, in a process of its own.

    Returns
    -------
    str | None
        what its submitter should know: that the sequence fails, where failures are allowed, or that it was not tried to
        the end, because it takes more than some seconds

    Raises
    ------
    ModelError
        if the model does not load, refuses the starting values, or its outputs are not numbers
    RunFailed
        if the sequence fails and no failures are allowed
    """
    staged = stage(model)
    python = environment.prepare(staged.folder, environments())
    with closing(RunnerProcess(python, sequence_timeout=_SECONDS, numerics=numerics)) as runner:
        runner.load(staged.folder, staged.description.entrypoint, starting_values, seed, block_size)
        try:
            with activity("trying sequence 0 here"):
                failures = runner.run(0, 1).failures
        except SequenceTimeout:
            return f"sequence 0 was not tried to the end here: it takes more than {_SECONDS:g} s"
        except RunFailed as error:
            return _judged(str(error), max_failures)
    return _judged(_told(failures[0]), max_failures) if failures else None


def _told(failure: Failure) -> str:
    trace = f"\n{failure.traceback}" if failure.traceback else ""
    return f"sequence 0 failed with {failure.error_type}: {failure.message}{trace}"


def _judged(told: str, max_failures: int) -> str:
    if max_failures == 0:
        raise RunFailed(f"not submitted, because the model was tried here first: {told}")
    return f"tried here first: {told}"
