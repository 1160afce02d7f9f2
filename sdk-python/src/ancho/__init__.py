"""Ancho runs large stochastic simulations: write one random history as a function, get a million of them.

The names below are the whole public interface. Those that a model does not need are loaded when they are first used, so
that a model's process starts quickly.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ancho._errors import (
    AnchoError,
    InvalidRequest,
    MissingPackage,
    ModelError,
    NotReachable,
    OutputsError,
    RunFailed,
    ServiceError,
    StartingValuesError,
)
from ancho._model import Model, model
from ancho._output import Output
from ancho._starting_values import StartingValues

if TYPE_CHECKING:
    from ancho._client import Client, Run
    from ancho._results import Failure, Results
    from ancho._simulate import simulate
    from ancho._targets import Target

__version__ = "0.1.0"

__all__ = [
    "AnchoError",
    "Client",
    "Failure",
    "InvalidRequest",
    "MissingPackage",
    "Model",
    "ModelError",
    "NotReachable",
    "Output",
    "OutputsError",
    "Results",
    "Run",
    "RunFailed",
    "ServiceError",
    "StartingValues",
    "StartingValuesError",
    "Target",
    "model",
    "simulate",
]

_LAZY = {
    "Client": "ancho._client",
    "Failure": "ancho._results",
    "Results": "ancho._results",
    "Run": "ancho._client",
    "Target": "ancho._targets",
    "simulate": "ancho._simulate",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'ancho' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
