"""What a model's function must be, told when it is declared."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from ancho._errors import ModelError, StartingValuesError


def check_function(function: Callable[..., Any], batch: bool) -> None:
    """Refuse what cannot be a model's function.

    Raises
    ------
    ModelError
        saying what to write instead
    """
    if inspect.isclass(function) or isinstance(function, staticmethod | classmethod) or not callable(function):
        what = f"the class {function.__name__}" if inspect.isclass(function) else f"{function!r:.60}"
        raise ModelError(f"@ancho.model declares a function of (rng, start), not {what}")
    name = getattr(function, "__name__", type(function).__name__)
    if inspect.iscoroutinefunction(function):
        raise ModelError(f"{name}: is an async function; write def in place of async def")
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise ModelError(f"{name}: is a generator; return the outputs, {{name: value}}, in place of yielding them")
    _check_parameters(function, name, batch)


def _check_parameters(function: Callable[..., Any], name: str, batch: bool) -> None:
    must = ("rng", "start", "n") if batch else ("rng", "start")
    try:
        signature = inspect.signature(function)
    except ValueError:  # of a function that is not Python's, nothing can be told
        return
    try:
        signature.bind(*must)
    except TypeError:
        takes = tuple(signature.parameters)
        advice = _advice(takes, batch)
        raise ModelError(f"{name}({', '.join(takes)}): must take ({', '.join(must)}){advice}") from None


def _advice(takes: tuple[str, ...], batch: bool) -> str:
    if takes[:1] in (("self",), ("cls",)):
        return "; declare a function outside of a class"
    if not batch and len(takes) == 3 and takes[2] in ("n", "size", "count"):
        return "; if it computes n sequences at once, declare it with @ancho.model(batch=True)"
    if batch and len(takes) == 2:
        return "; if it computes one sequence at a time, leave batch=True out"
    if len(takes) < 2:
        return "; the random generator and the starting values, whether it needs them or not"
    return "; starting values come together in start: start.name" if not batch else ""


def check_starting_values(given: object) -> None:
    """Refuse defaults that are no mapping.

    Raises
    ------
    StartingValuesError
        saying what to write instead
    """
    if isinstance(given, Mapping):
        return
    is_type = inspect.isclass(given)
    name = given.__name__ if inspect.isclass(given) else type(given).__name__
    advice = ""
    if hasattr(given, "__dataclass_fields__"):
        advice = f"; for a dataclass write dataclasses.asdict({name}())"
    elif hasattr(given, "_asdict"):
        advice = "; for a named tuple write its _asdict()"
    raise StartingValuesError(
        f"starting_values: must be a dict of names and defaults, not {'the class' if is_type else 'a'} {name}{advice}"
    )
