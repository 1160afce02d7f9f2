"""A run's named inputs, and how they are checked."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from ancho._errors import StartingValuesError
from ancho._text import encodable

_RESERVED = frozenset({"get", "items", "keys", "values"})


class StartingValues(Mapping[str, Any]):
    """A read-only mapping that also answers as attributes: ``start["balance"]`` is ``start.balance``."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    def __getitem__(self, name: str) -> Any:
        try:
            return self.__dict__[name]
        except KeyError:
            raise KeyError(_unknown(name, self.__dict__)) from None

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(_unknown(name, self.__dict__))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"starting values are read-only: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"starting values are read-only: {name}")

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__)

    def __len__(self) -> int:
        return len(self.__dict__)

    def __repr__(self) -> str:
        return f"StartingValues({self.__dict__})"

    def __reduce__(self) -> tuple[type["StartingValues"], tuple[dict[str, Any]]]:
        return StartingValues, (self.__dict__,)


def declare(defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Check a model's declared starting values and return them in plain Python types.

    A default is a finite number, a truth value, a text or a list of such; its type is the value's type.
    """
    return {_checked_name(name): _plain(name, default) for name, default in defaults.items()}


def merge(defaults: Mapping[str, Any], given: Mapping[str, Any]) -> StartingValues:
    """The starting values of a run: the declared ones, replaced by those given.

    A float takes an int; an int takes a whole float such as 1e6; nothing else is converted.

    Raises
    ------
    StartingValuesError
        for a name that the model does not declare or a value of another type, naming it
    """
    for name in given:
        if name not in defaults:
            raise StartingValuesError(_unknown(name, defaults))
    return StartingValues(
        {name: _like(name, default, given[name]) if name in given else default for name, default in defaults.items()}
    )


def plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """Given values in plain Python types, as JSON can hold them.

    Raises
    ------
    StartingValuesError
        for a value that no starting value can have, naming it
    """
    return {name: _plain(name, value) for name, value in given.items()}


def _unknown(name: str, known: Mapping[str, Any]) -> str:
    return f"there is no starting value {name!r}; " + (
        f"there are {', '.join(known)}" if known else "the model declares none"
    )


def _checked_name(name: str) -> str:
    if not isinstance(name, str) or not name.isidentifier() or name.startswith("_"):
        raise StartingValuesError(f"starting value {name!r}: a name is an identifier that does not start with _")
    if name in _RESERVED:
        raise StartingValuesError(f"starting value {name!r}: this name is taken by the mapping itself")
    return name


def _plain(name: str, value: Any) -> Any:
    if hasattr(value, "tolist"):  # NumPy's scalars and arrays
        value = value.tolist()
    if isinstance(value, list | tuple):
        return tuple(_plain(name, item) for item in value)
    if isinstance(value, float) and not math.isfinite(value):
        raise StartingValuesError(f"starting value {name!r}: must be finite, not {value}")
    if isinstance(value, str) and encodable(value) != value:
        raise StartingValuesError(f"starting value {name!r}: has half of a surrogate pair, which no text file can hold")
    if isinstance(value, bool | int | float | str):
        return value
    raise StartingValuesError(f"starting value {name!r}: must be {_KINDS}, not {_described(value)}")


_KINDS = "a number, true or false, a text or a list of such"


def _like(name: str, default: Any, value: Any) -> Any:
    value = _plain(name, value)
    if isinstance(default, tuple):
        return _list_like(name, default, value)
    if type(value) is type(default):
        return value
    if isinstance(default, float) and type(value) is int:
        return _float(name, value)
    if type(default) is int and isinstance(value, float) and value.is_integer():
        return int(value)
    raise StartingValuesError(f"starting value {name!r}: must be {_wanted(default)}, not {_described(value)}")


def _list_like(name: str, default: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, tuple):
        raise StartingValuesError(f"starting value {name!r}: must be a list, not {_described(value)}")
    if len({type(item) for item in default}) != 1:
        return value
    return tuple(_like(f"{name}[{k}]", default[0], item) for k, item in enumerate(value))


def _float(name: str, value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        raise StartingValuesError(f"starting value {name!r}: is too large for a float") from None


def _wanted(default: Any) -> str:
    if isinstance(default, bool):
        return "true or false"
    return {int: "a whole number", float: "a number", str: "a text"}[type(default)]


def _described(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | str):
        return repr(value)
    return f"of type {type(value).__name__}"
