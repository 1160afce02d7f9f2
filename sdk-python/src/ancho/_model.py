"""The model, as its author declares it."""

from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, overload

from ancho import _starting_values
from ancho._output import Output, described
from ancho._signature import check_function, check_starting_values
from ancho._starting_values import StartingValues

if TYPE_CHECKING:
    import numpy as np

Function = Callable[..., Mapping[str, Any]]


class Model:
    """A function of random histories, with its starting values.

    ``model(rng, start)`` calls the function as it is, so a model can be tried by hand.

    Attributes
    ----------
    function
        ``function(rng, start)`` returns one sequence's outputs; of a batch model, ``function(rng, start, n)`` returns
        those of ``n`` sequences, arrays of shape (n,) or (n, k)
    batch
        whether it is a batch model
    starting_values
        names and defaults
    outputs
        what its author says of some of its outputs, by name
    """

    def __init__(
        self,
        function: Function,
        *,
        starting_values: Mapping[str, Any] | None = None,
        batch: bool = False,
        outputs: Mapping[str, Output] | None = None,
    ) -> None:
        check_function(function, batch)
        check_starting_values({} if starting_values is None else starting_values)
        update_wrapper(self, function)
        self.function = function
        self.batch = batch
        self.starting_values = _starting_values.declare(starting_values or {})
        self.outputs = described({} if outputs is None else outputs)

    def __call__(self, rng: "np.random.Generator", start: Any = None, *n: int) -> Mapping[str, Any]:
        values = start if isinstance(start, StartingValues) else self.start(start or {})
        return self.function(rng, values, *n)

    def start(self, given: Mapping[str, Any]) -> StartingValues:
        """The starting values of a run that gives some of them."""
        return _starting_values.merge(self.starting_values, given)

    def __repr__(self) -> str:
        return f"<ancho.Model {self.function.__module__}:{self.function.__qualname__}>"


@overload
def model(function: Function, /) -> Model: ...


@overload
def model(
    *,
    starting_values: Mapping[str, Any] | None = None,
    batch: bool = False,
    outputs: Mapping[str, Output] | None = None,
) -> Callable[[Function], Model]: ...


def model(
    function: Function | None = None,
    /,
    *,
    starting_values: Mapping[str, Any] | None = None,
    batch: bool = False,
    outputs: Mapping[str, Output] | None = None,
) -> Model | Callable[[Function], Model]:
    """Declare a function as a model.

    Parameters
    ----------
    starting_values
        the inputs' names and defaults. A default's type is the value's type: a number, a truth value, a text, or a list
        of such
    batch
        whether the function computes many sequences at once
    outputs
        the units and labels of outputs, by name, such as ``{"balance": ancho.Output(unit="USD")}``; those that are not
        named are shown as they are

    Examples
    --------
    >>> @ancho.model(starting_values={"steps": 100, "drift": 0.0})
    ... def sequence(rng, start):
    ...     return {"end": (start.drift + rng.standard_normal(start.steps)).sum()}
    """
    if function is not None:
        return Model(function)
    return lambda declared: Model(declared, starting_values=starting_values, batch=batch, outputs=outputs)
