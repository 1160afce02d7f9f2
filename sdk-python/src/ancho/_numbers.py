"""What a model returns under an output's name, as float64: exactly what it says, or refused.

A float64 is taken from every real number: Python's and NumPy's, those of ``decimal`` and ``fractions``, of any type
that knows its value as a float. Precision beyond float64 is rounded away; a finite number beyond its range is refused
and does not become infinite. What is masked is NaN. What is no real number (a complex one, even if its imaginary part
is zero; a time; a text of digits) is refused.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ancho._errors import OutputsError
from ancho._hints import instead_of_value

Numbers = NDArray[Any]

# Types whose every value is a float64, or an int that either is rounded to one or raises an OverflowError.
PLAIN_TYPES = frozenset(
    {float, int, bool, np.float64, np.float32, np.float16, np.bool_}
    | {np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64}
)
# The same of arrays, as the characters of their dtypes: every real number but the long double.
PLAIN_DTYPES = frozenset("?bBhHiIlLqQefd")

_NO_NUMBERS = "not a number or a list of numbers"


def numbers(value: Any, name: str, where: str) -> Numbers:
    """An output as an array of a plain dtype, of as many dimensions as it has; not copied where it is one already.

    Raises
    ------
    OutputsError
        if it is not numbers, naming the output and the element
    """
    told = f"{where}: output {name!r}"
    if isinstance(value, np.ma.MaskedArray):
        return _unmasked(value, told)
    if isinstance(value, list | tuple):
        return _of_list(value, told)
    array = _array(value, told)
    if array.ndim == 0 and array.dtype.kind == "O":
        return np.array(_number(value, told))
    return _of_array(array, value, told)


def described(value: object) -> str:
    """A value as a message shows it."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        kind = "a masked array" if isinstance(value, np.ma.MaskedArray) else "an array"
        return f"{kind} of {value.dtype}"
    try:
        return f"a {type(value).__name__} ({value!r:.60})"
    except Exception:  # a repr of the model's own that raises
        return f"a {type(value).__name__}"


def _unmasked(value: Any, told: str) -> Numbers:
    array = np.array(_of_array(np.ma.getdata(value), value, told), dtype=np.float64)
    array[np.ma.getmaskarray(value)] = np.nan
    return array


def _of_list(values: Any, told: str) -> Numbers:
    if PLAIN_TYPES.issuperset(map(type, values)):
        return _plain(values, told)
    if any(isinstance(item, np.ma.MaskedArray) and item.ndim for item in values):
        return _unmasked(_stacked(values, told), told)
    if any(np.ndim(item) for item in values):
        return _of_array(_array(values, told), values, told)
    return np.array([_number(item, told, k) for k, item in enumerate(values)])


def _plain(values: Any, told: str) -> Numbers:
    try:
        return np.array(values, dtype=np.float64)
    except OverflowError:
        return np.array([_number(item, told, k) for k, item in enumerate(values)])


def _stacked(values: Any, told: str) -> Any:
    try:
        return np.ma.stack(values)
    except ValueError:
        raise OutputsError(f"{told} is ragged: {values!r:.100}") from None


def _array(value: Any, told: str) -> Numbers:
    try:
        return np.asarray(value)
    except ValueError:
        raise OutputsError(f"{told} is ragged: {value!r:.100}") from None
    except Exception as error:
        raise OutputsError(f"{told} is {described(value)}, {_NO_NUMBERS} ({type(error).__name__}: {error})") from None


def _of_array(array: Numbers, value: Any, told: str) -> Numbers:
    if array.dtype.char in PLAIN_DTYPES:
        return array
    if array.dtype.kind in "fO":
        items = [_number(item, told, k if array.ndim else None) for k, item in enumerate(array.flat)]
        return np.array(items, dtype=np.float64).reshape(array.shape)
    raise OutputsError(f"{told} is {described(value)}, {_NO_NUMBERS}{instead_of_value(array)}")


def _number(item: Any, told: str, index: int | None = None) -> float:
    at, wanted = ("", _NO_NUMBERS) if index is None else (f": element {index}", "not a number")
    if isinstance(item, np.ma.MaskedArray) and item.ndim == 0 and np.ma.getmaskarray(item):
        return float("nan")
    if not _is_real(item):
        raise OutputsError(f"{told}{at} is {described(item)}, {wanted}{instead_of_value(item)}")
    try:
        number = float(item)
    except OverflowError:
        number = float("inf")
    except Exception:
        raise OutputsError(f"{told}{at} is {described(item)}, {wanted}{instead_of_value(item)}") from None
    if number in (float("inf"), float("-inf")) and number != item:
        raise OutputsError(f"{told}{at} is {described(item)}, beyond the largest number of 64 bits, 1.8e308")
    return number


def _is_real(item: Any) -> bool:
    """Whether an object is one real number, as far as its type tells."""
    if isinstance(item, np.ndarray):
        return item.ndim == 0 and item.dtype.kind in "fiubO"
    if isinstance(item, np.generic):
        return item.dtype.kind in "fiub"
    is_number = hasattr(type(item), "__float__") or hasattr(type(item), "__index__")
    return is_number and not hasattr(type(item), "__len__")
