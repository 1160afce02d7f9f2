"""Intervals and quantiles. Each gives the very bits of the service's library of the same formulas.

So they take sums, products, quotients and square roots, which IEEE 754 defines to the last bit, and no function of
``math`` that each system's library rounds in its own way.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from ancho._layout import Floats

Pair = tuple[float, float]

_TAIL, _WITHIN = (1 - 0.95) / 2, 2 * 0.975 - 1
_NORMAL_975 = 1.9599639845400536  # what Wichura's (1988) algorithm AS 241 gives
_NEGLIGIBLE = 1e-22
_TERMS = 11


@lru_cache(maxsize=1024)
def t_975(degrees: int) -> float:
    """What a t variable with ``degrees`` degrees of freedom stays below with probability 0.975.

    From 400 degrees on the expansion around the normal quantile (Abramowitz and Stegun 26.7.5), else by bisection of
    the distribution's finite series (26.7.3 and 26.7.4).
    """
    if degrees >= 400:
        return _t_expansion(_NORMAL_975, float(degrees))
    low, high = 0.0, 1.0
    while _t_within(high, degrees) < _WITHIN:
        high *= 2
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if _t_within(middle, degrees) < _WITHIN else (low, middle)
    return math.sqrt(degrees) * high


def _t_expansion(x: float, df: float) -> float:
    y = x * x
    g1 = (y + 1) / 4
    g2 = ((5 * y + 16) * y + 3) / 96
    g3 = (((3 * y + 19) * y + 17) * y - 15) / 384
    g4 = ((((79 * y + 776) * y + 1482) * y - 1920) * y - 945) / 92160
    return x + x * (g1 + (g2 + (g3 + g4 / df) / df) / df) / df


def _t_within(u: float, degrees: int) -> float:
    """P(|T| ≤ sqrt(degrees)·u)."""
    square, odd = 1 / (1 + u * u), degrees % 2 == 1
    term = math.sqrt(square) if odd else 1.0
    total = 0.0 if degrees == 1 else term
    for k in range(3 if odd else 2, degrees - 1, 2):
        term = term * square * (k - 1) / k
        total += term
    series = u * math.sqrt(square) * total
    return 2 / math.pi * (_arctangent(u) + series) if odd else series


def _arctangent(u: float) -> float:
    for _ in range(4):
        u = u / (1 + math.sqrt(1 + u * u))
    square, series = u * u, 0.0
    for k in range(_TERMS, -1, -1):
        series = 1 / (2 * k + 1) - square * series
    return 16 * u * series


def wilson(successes: int, trials: int) -> Pair:
    """The 95% score interval of a probability (Wilson, 1927); for a number of trials fixed beforehand."""
    if trials == 0:
        return 0.0, 1.0
    z, n = _NORMAL_975, float(trials)
    z2, p = z * z, successes / trials
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    return low, (1.0 if successes == trials else min(1.0, centre + half))


def quantile(p: float, count: int, at: Callable[[int], float]) -> float:
    """The quantile of ``count`` numbers of which ``at(rank)``, from 1, are the order statistics.

    Linear between two of them: definition 7 of Hyndman and Fan (1996), the default of NumPy and R. NaN between the two
    infinities.
    """
    position = (count - 1) * p
    rank = math.floor(position) + 1
    return between(at(rank), at(min(count, rank + 1)), position - math.floor(position))


def between(lower: float, upper: float, fraction: float) -> float:
    """What lies a fraction of the way from one number to another, with the rounding of NumPy's ``quantile``."""
    if fraction == 0 or lower == upper:
        return lower
    if math.isinf(lower):
        return math.nan if math.isinf(upper) else lower
    if math.isinf(upper):
        return upper
    distance = upper - lower
    if math.isinf(distance):
        return 2 * between(lower / 2, upper / 2, fraction)
    return lower + distance * fraction if fraction < 0.5 else upper - distance * (1 - fraction)


@lru_cache(maxsize=1024)
def quantile_ranks(p: float, count: int) -> tuple[int, int]:
    """The ranks of the order statistics that enclose a quantile with 95% confidence, whatever the distribution.

    Rank 0 or ``count + 1``: there are too few values to bound it on that side. The binomial probabilities are summed
    outwards from the mode by the ratios of neighbours; NumPy's cumulative sums and products go one by one.
    """
    odds, mode = p / (1 - p), min(count, math.floor((count + 1) * p))

    def down(ranks: Floats) -> Floats:  # P(k - 1) / P(k)
        return ranks / ((count - ranks + 1) * odds)

    def up(ranks: Floats) -> Floats:  # P(k + 1) / P(k)
        return (count - ranks) * odds / (ranks + 1)

    below, above = _terms(down, mode, -1, mode), _terms(up, mode, 1, count - mode)
    total = float(np.cumsum(below)[-1] if len(below) else 0.0) + 1 + float(np.cumsum(above)[-1] if len(above) else 0.0)
    lower = mode - len(below) + _first_beyond(below, up(np.arange(mode - len(below), mode, dtype=np.float64)), total)
    upper = (
        mode + len(above) - _first_beyond(above, down(np.arange(mode + len(above), mode, -1, dtype=np.float64)), total)
    )
    return min(lower, mode), max(upper + 1, mode)


def _terms(ratio: Callable[[Any], Any], mode: int, step: int, most: int) -> Floats:
    """Probabilities relative to the mode's, outwards from it, until they are negligible."""
    reach = 256
    while True:
        terms: Floats = np.cumprod(ratio(mode + step * np.arange(min(reach, most), dtype=np.float64)))
        negligible = np.flatnonzero(terms <= _NEGLIGIBLE)
        if len(negligible):
            return terms[: negligible[0] + 1]
        if reach >= most:
            return terms
        reach *= 4


def _first_beyond(outwards: Floats, ratios: Floats, total: float) -> int:
    """How many probabilities, summed inwards from the far end, stay within the tail."""
    terms = np.cumprod(np.concatenate([outwards[-1:] if len(outwards) else [1.0], ratios]))
    beyond = np.flatnonzero(np.cumsum(terms / total) > _TAIL)
    return int(beyond[0]) if len(beyond) else len(terms)
