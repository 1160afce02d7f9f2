"""Tries a model here before it is sent away."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ancho._errors import ModelError, RunFailed
from ancho._failures import Failure
from ancho._inspection import inspect_model
from ancho._numerics import PORTABLE


def try_model(
    model: Path,
    starting_values: Mapping[str, Any],
    *,
    sequences: int,
    seed: int,
    block_size: int = 1024,
    max_failures: int = 0,
    numerics: str = PORTABLE,
    reproducible: bool = True,
) -> str | None:
    """Run the first sequences (of a batch model, blocks) of the run that is to be submitted, twice.

    Returns
    -------
    str | None
        what its submitter should know: that a sequence fails, where failures are allowed, or that it was not tried to
        the end, because it takes more than some seconds

    Raises
    ------
    ModelError
        if the model does not load, refuses the starting values, its outputs are not numbers, or it does not give the
        same numbers twice though it is to be reproducible
    RunFailed
        if a sequence fails and no failures are allowed
    """
    found = inspect_model(
        model, starting_values, seed=seed, block_size=block_size, numerics=numerics, sequences=sequences
    )
    if found.failure is not None:
        return _judged(_told(found.failure), max_failures)
    if found.difference is not None and reproducible:
        way = "correct it, or submit it with --not-reproducible (reproducible=False)"
        raise ModelError(
            f"not submitted, because the model does not give the same numbers twice: {found.difference}; {way}"
        )
    return found.note


def _told(failure: Failure) -> str:
    trace = f"\n{failure.traceback}" if failure.traceback else ""
    return f"sequence {failure.sequence} failed with {failure.error_type}: {failure.message}{trace}"


def _judged(told: str, max_failures: int) -> str:
    if max_failures == 0:
        raise RunFailed(f"not submitted, because the model was tried here first: {told}")
    return f"tried here first: {told}"
