"""What callers give, read into plain Python values or refused with the argument's name and what to give instead."""

import difflib
import math
import numbers
import operator
from collections.abc import Iterable, Mapping
from typing import Any, SupportsFloat, SupportsIndex

import numpy as np

from ancho import _numerics
from ancho._errors import InvalidRequest
from ancho._starting_values import plain
from ancho._streams import MAX_SEED
from ancho._targets import Target, targets_of

WholeNumber = SupportsIndex | SupportsFloat

MAX_SEQUENCES = 10**12
MAX_BLOCK_SIZE = 65_536
MAX_WORKERS = 1024
_MAX_ITEMS = 100
_WHOLE_FLOATS = 2**53


def whole_number(field: str, value: Any, least: int, most: int) -> int:
    """An int from whatever is one in value: an int, NumPy's integers, and whole floats such as ``1e4``.

    Raises
    ------
    InvalidRequest
        for anything else, truth values and texts included, and for what is out of range
    """
    number = _whole(value)
    if number is None:
        raise InvalidRequest(f"{field}: must be a whole number, not {shown(value)}{_unquoted(value)}")
    if number < least:
        raise InvalidRequest(f"{field}: must be at least {least}")
    if number > most:
        raise InvalidRequest(f"{field}: must be at most {most}")
    if isinstance(value, float | np.floating) and number > _WHOLE_FLOATS:
        raise InvalidRequest(f"{field}: a float is exact up to 2**53 only; give {field} as an int")
    return number


def real_number(field: str, value: Any) -> float:
    """A finite float from any real number.

    Raises
    ------
    InvalidRequest
        for anything else
    """
    if is_real(value):
        try:
            number = float(value)
        except OverflowError:
            raise InvalidRequest(f"{field}: must be a number below 1.8e308") from None
        if math.isfinite(number):
            return number
    raise InvalidRequest(f"{field}: must be a number, not {shown(value)}{_unquoted(value)}")


def is_real(value: Any) -> bool:
    """Whether a value is a real number: not a truth value, and not a text that reads like one."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def seed(value: Any) -> int:
    """A seed, 0 … 2**63 − 1."""
    return whole_number("seed", value, 0, MAX_SEED)


def numerics(value: Any) -> str:
    """One of the numerics that there are."""
    if value not in _numerics.CHOICES:
        raise InvalidRequest(f"numerics: must be {' or '.join(_numerics.CHOICES)}, not {shown(value)}")
    return str(value)


def quantiles(value: Any) -> list[float]:
    """Probabilities between 0 and 1, each once."""
    found: list[float] = []
    for k, item in enumerate(_listed("quantiles", value, "[0.05, 0.5, 0.95]")):
        p = real_number(f"quantiles[{k}]", item)
        if not 0 < p < 1 or p in found:
            rule = "must be a probability between 0 and 1, both excluded, and not there twice"
            raise InvalidRequest(f"quantiles[{k}]: {rule}")
        found.append(p)
    return found


def targets(value: Any) -> list[Target]:
    """Targets in any of their forms; one alone need not be in a list."""
    one = isinstance(value, Target | str | Mapping)
    return list(targets_of([value] if one else _listed("targets", value, '["solvent: final_balance > 0"]')))


def starting_values(value: Any) -> dict[str, Any]:
    """Starting values in plain Python types."""
    return plain(mapping("starting_values", value or {}, '{"drift": 0.1}'))


def mapping(field: str, value: Any, example: str) -> dict[str, Any]:
    """A dict whose keys are texts."""
    if not isinstance(value, Mapping):
        raise InvalidRequest(f"{field}: must be a mapping such as {example}, not {shown(value)}")
    for key in value:
        if not isinstance(key, str):
            raise InvalidRequest(f"{field}: its names must be texts, not {shown(key)}")
    return dict(value)


def text(field: str, value: Any) -> str:
    """A text."""
    if not isinstance(value, str):
        raise InvalidRequest(f"{field}: must be a text, not {shown(value)}")
    return value


def refuse_unknown(given: Iterable[str], known: Iterable[str], what: str = "is not a parameter") -> None:
    """Refuse names that are not known, with the one that may have been meant.

    Raises
    ------
    InvalidRequest
        naming the first
    """
    known = list(known)
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            raise InvalidRequest(f"{name}: {what}; {hint}")


def shown(value: Any) -> str:
    """A value as a message shows it: short, whatever it is."""
    try:
        words = repr(value)
    except Exception:
        return f"a {type(value).__name__}"
    if len(words) > 60 or words.startswith("<"):
        return f"a {type(value).__name__}"
    return words


def _whole(value: Any) -> int | None:
    if isinstance(value, bool | np.bool_):
        return None
    try:
        return operator.index(value)
    except TypeError:
        pass
    if not is_real(value) or not math.isfinite(value) or value != int(value):
        return None
    return int(value)


def _unquoted(value: Any) -> str:
    """What to do with a number in quotes."""
    try:
        number = float(value) if isinstance(value, str) else math.nan
    except ValueError:
        return ""
    return f"; give {value.strip()} without the quotes" if math.isfinite(number) else ""


def _listed(field: str, value: Any, example: str) -> list[Any]:
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise InvalidRequest(f"{field}: must be a list such as {example}, not {shown(value)}")
    try:
        items = list(value)
    except TypeError:  # an array without dimensions
        raise InvalidRequest(f"{field}: must be a list such as {example}, not {shown(value)}") from None
    if len(items) > _MAX_ITEMS:
        raise InvalidRequest(f"{field}: must be a list of at most {_MAX_ITEMS}")
    return items
