"""Moments of finite values, the same bits for any order of them and whatever their magnitude.

Every sum is exact and rounded once. Deviations from the mean are scaled by a power of two, so that the largest is
between 1/2 and 1 and no power of them leaves the range of floats.
"""

import math
from dataclasses import dataclass

import numpy as np

from ancho import _exact as exact
from ancho._layout import Floats

_BLOCK = 65_536


@dataclass(frozen=True)
class Centre:
    """Where values are and how far they reach: their mean, and a power of two above all deviations from it."""

    mean: float
    exponent: int

    @classmethod
    def of(cls, total: int, count: int, least: float, most: float) -> "Centre":
        """Of values with this exact sum, between these two."""
        mean = exact.mean(total, count)
        farthest = max(most - mean, mean - least)
        if math.isinf(farthest):
            return cls(mean, math.frexp(max(most / 2 - mean / 2, mean / 2 - least / 2))[1] + 1)
        return cls(mean, math.frexp(farthest)[1])


@dataclass(frozen=True)
class Moments:
    """Of finite values: how many, the extremes, and sums of powers of their scaled deviations from the mean."""

    count: int
    least: float
    most: float
    centre: Centre
    m2: float
    m3: float
    m4: float

    @property
    def mean(self) -> float:
        return self.centre.mean

    @property
    def variance(self) -> float:
        """The sample's: over ``count - 1``."""
        return scaled(self.m2 / (self.count - 1), 2 * self.centre.exponent) if self.count > 1 else math.nan

    def deviation(self, shift: int = 0) -> float:
        """The standard deviation, over 2**shift."""
        root = math.sqrt(self.m2 / (self.count - 1)) if self.count > 1 else math.nan
        return scaled(root, self.centre.exponent - shift)

    @property
    def error(self) -> float:
        """The standard error of the mean."""
        root = math.sqrt(self.m2 / (self.count - 1) / self.count) if self.count > 1 else math.nan
        return scaled(root, self.centre.exponent)

    @property
    def skewness(self) -> float:
        """The population's, as of ``scipy.stats.skew``."""
        return math.sqrt(self.count) * self.m3 / (self.m2 * math.sqrt(self.m2)) if self.m2 > 0 else math.nan

    @property
    def excess_kurtosis(self) -> float:
        """The population's, as of ``scipy.stats.kurtosis``."""
        return self.count * self.m4 / (self.m2 * self.m2) - 3 if self.m2 > 0 else math.nan


_NOTHING = Moments(0, math.nan, math.nan, Centre(math.nan, 0), 0.0, 0.0, 0.0)


def moments(rows: Floats) -> list[Moments]:
    """Of each row of finite values in ascending order, shape (k, n)."""
    count = rows.shape[1]
    if not count:
        return [_NOTHING] * len(rows)
    least, most = rows[:, 0].tolist(), rows[:, -1].tolist()
    totals = exact.exact_sums(rows)
    centres = [Centre.of(total, count, low, high) for total, low, high in zip(totals, least, most, strict=True)]
    return [
        Moments(count, low, high, centre, *_about_the_mean(count, *(exact.rounded(total) for total in powers)))
        for low, high, centre, powers in zip(least, most, centres, _sums_of_powers(rows, centres), strict=True)
    ]


def deviations(rows: Floats, centres: list[Centre]) -> Floats:
    """The scaled deviations of each row's values from its mean, within (-1, 1)."""
    exponents = np.array([centre.exponent for centre in centres], dtype=np.int64)[:, None]
    first = -exponents >> 1  # In two steps, because 2**1074 is beyond floats.
    factor, again = np.ldexp(1.0, first), np.ldexp(1.0, -exponents - first)
    mean = np.array([centre.mean for centre in centres])[:, None] * factor * again
    result: Floats = rows * factor
    result *= again
    result -= mean
    return result


def scaled(value: float, exponent: int) -> float:
    """``value`` times 2**exponent, rounded once; infinite if that is beyond all floats."""
    try:
        return math.ldexp(value, exponent)
    except OverflowError:
        return math.copysign(math.inf, value)


def _sums_of_powers(rows: Floats, centres: list[Centre]) -> list[list[int]]:
    """The exact sums of the first to the fourth power of the deviations, a list for each row."""
    sums = [[0] * 4 for _ in centres]
    for start in range(0, rows.shape[1], _BLOCK):
        first = deviations(rows[:, start : start + _BLOCK], centres)
        second = first * first
        for power, values in enumerate((first, second, second * first, second * second)):
            for row, total in zip(sums, exact.exact_sums(values), strict=True):
                row[power] += total
    return sums


def _about_the_mean(count: int, s1: float, s2: float, s3: float, s4: float) -> tuple[float, float, float]:
    """The sums of the second to fourth power, without what rounding the mean has left in them."""
    rest = s1 / count
    return (
        s2 - rest * s1,
        s3 - rest * (3 * s2 - 2 * rest * s1),
        s4 - rest * (4 * s3 - rest * (6 * s2 - 3 * rest * s1)),
    )
