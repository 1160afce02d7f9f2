"""Exact sums of floats, which no order and no grouping of the summands can change.

Every finite float is a whole multiple of 2**-1074, so a sum of floats is a whole number of these units: a Python int.
"""

import math

import numpy as np

from ancho._layout import Floats

_UNIT = 1074
_BLOCK, _BLOCK_VALUES = 16_384, 65_536
_HUGE = 900


def exact_sums(rows: Floats) -> list[int]:
    """The sum of each row of finite floats, shape (k, n), in units of 2**-1074."""
    count, length = rows.shape
    at_once = max(1, _BLOCK_VALUES // max(1, min(length, _BLOCK)))
    totals = [0] * count
    for first in range(0, count, at_once):
        for start in range(0, length, _BLOCK):
            for k, total in enumerate(_block_sums(rows[first : first + at_once, start : start + _BLOCK]), first):
                totals[k] += total
    return totals


def mean(total: int, count: int) -> float:
    """The float that is nearest to an exact sum over a count."""
    return quotient(total, count << _UNIT)


def rounded(total: int) -> float:
    """The float that is nearest to an exact sum."""
    return quotient(total, 1 << _UNIT)


def quotient(numerator: int, denominator: int) -> float:
    """The float that is nearest to a quotient of whole numbers, infinite if that is beyond all floats."""
    try:
        return numerator / denominator
    except OverflowError:
        return math.inf if numerator > 0 else -math.inf


def _block_sums(rows: Floats) -> list[int]:
    """Of a few rows, so that the vectors stay in the processor's cache.

    Each round splits off the leading bits of all values of a row, on a grid so coarse that their sum in floats is exact
    (Rump, Ogita, Oishi 2008, ``ExtractVector``), until nothing is left.
    """
    largest = _largest(rows)
    if (largest > 2.0**_HUGE).any():
        far = np.abs(rows) > 2.0**_HUGE
        near, beyond = _block_sums(np.where(far, 0.0, rows)), _block_sums(np.where(far, rows, 0.0) * 2.0**-_HUGE)
        return [low + (high << _HUGE) for low, high in zip(near, beyond, strict=True)]
    totals, rest, high = [0] * len(rows), rows, np.empty(rows.shape)
    while largest.any():
        grid = np.ldexp(1.0, np.frexp(largest)[1] + (rows.shape[1] + 1).bit_length())[:, None]
        np.add(rest, grid, out=high)
        np.subtract(high, grid, out=high)
        for k, value in enumerate(high.sum(axis=1).tolist()):
            totals[k] += _units(value)
        rest = np.subtract(rest, high, out=None if rest is rows else rest)
        largest = _largest(rest)
    return totals


def _largest(rows: Floats) -> Floats:
    largest: Floats = np.maximum(rows.max(axis=1), -rows.min(axis=1))
    return largest


def _units(value: float) -> int:
    numerator, denominator = value.as_integer_ratio()
    return numerator << (_UNIT + 1 - denominator.bit_length())
