"""Estimates and their intervals, with NumPy alone. Each agrees with the service's library of the same formulas."""

import math
from statistics import NormalDist

import numpy as np

from ancho._layout import Floats

Pair = tuple[float, float]

CONFIDENCE = 0.95
_FEWEST_BINS, _MOST_BINS, _FAR = 10, 200, 6.0


def normal_quantile(p: float) -> float:
    """What a standard normal variable stays below with probability ``p``."""
    return NormalDist().inv_cdf(p)


def t_quantile(p: float, degrees: int) -> float:
    """What a t variable with ``degrees`` degrees of freedom stays below with probability ``p``.

    From 400 degrees on the expansion around the normal quantile (Abramowitz and Stegun 26.7.5), else by bisection of
    the distribution's finite series (26.7.3 and 26.7.4).
    """
    x = normal_quantile(p)
    if degrees >= 400:
        y = x * x
        g = (
            (y + 1) / 4,
            ((5 * y + 16) * y + 3) / 96,
            (((3 * y + 19) * y + 17) * y - 15) / 384,
            ((((79 * y + 776) * y + 1482) * y - 1920) * y - 945) / 92160,
        )
        corrections: float = sum(term / float(degrees) ** (k + 1) for k, term in enumerate(g))
        return x + x * corrections
    low, high, wanted = 0.0, math.pi / 2, abs(2 * p - 1)
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if _t_within(middle, degrees) < wanted else (low, middle)
    return math.copysign(math.sqrt(degrees) * math.tan(high), x)


def _t_within(theta: float, degrees: int) -> float:
    """P(|T| ≤ sqrt(degrees) tan theta)."""
    cos, odd = math.cos(theta), degrees % 2 == 1
    term = cos if odd else 1.0
    total = 0.0 if degrees == 1 else term
    for k in range(3 if odd else 2, degrees - 1, 2):
        term *= cos * cos * (k - 1) / k
        total += term
    series = math.sin(theta) * total
    return 2 / math.pi * (theta + series) if odd else series


def wilson(successes: int, trials: int, confidence: float = CONFIDENCE) -> Pair:
    """The score interval of a probability (Wilson, 1927); for a number of trials fixed beforehand."""
    if trials == 0:
        return 0.0, 1.0
    z2 = normal_quantile(0.5 + confidence / 2) ** 2
    p, n = successes / trials, trials
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2) / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return (0.0 if successes == 0 else max(0.0, centre - half)), (1.0 if successes == n else min(1.0, centre + half))


def quantile_ranks(p: float, count: int, confidence: float = CONFIDENCE) -> tuple[int, int]:
    """The ranks of the order statistics that enclose a quantile with this confidence, whatever the distribution.

    Rank 0 or ``count + 1``: there are too few values to bound it on that side.
    """
    tail = (1 - confidence) / 2
    reach = int(12 * math.sqrt(count * p * (1 - p)) + 30)
    first, last = max(0, int(count * p) - reach), min(count, int(count * p) + reach)
    k = np.arange(first + 1, last + 1)
    logs = np.concatenate([[0.0], np.cumsum(np.log((count - k + 1) / k) + math.log(p / (1 - p)))])
    terms = np.exp(logs - logs.max())
    terms /= terms.sum()
    lower = first + int(np.searchsorted(np.cumsum(terms), tail, side="right"))
    upper = last + 1 - int(np.searchsorted(np.cumsum(terms[::-1]), tail, side="right"))
    return lower, upper


def histogram_edges(ordered: Floats, std: float) -> Floats:
    """Edges of equal bins after Freedman and Diaconis (1981), 10 to 200 of them.

    Beyond six interquartile ranges from the quartiles one wide bin takes the rest of a tail. Where half of the data is
    one value, the width is Scott's (1979).
    """
    least, most = float(ordered[0]), float(ordered[-1])
    lower, upper = (float(q) for q in np.quantile(ordered, [0.25, 0.75]))
    spread = upper - lower
    low, high = (max(least, lower - _FAR * spread), min(most, upper + _FAR * spread)) if spread > 0 else (least, most)
    width = (2 * spread if spread > 0 else 3.49 * std) / len(ordered) ** (1 / 3)
    bins = min(_MOST_BINS, max(_FEWEST_BINS, math.ceil((high - low) / width))) if width > 0 else _FEWEST_BINS
    step = (high - low) / bins
    if not (math.isfinite(step) and step > math.ulp(low) and step > math.ulp(high)):
        return np.array([least, most]) if least < most else _around(least)
    inner = [low + k * step for k in range(bins)]
    return np.array([least] * (least < low) + inner + [high] + [most] * (high < most))


def _around(value: float) -> Floats:
    below, above = math.nextafter(value, -math.inf), math.nextafter(value, math.inf)
    return np.array([min(value - 0.5, below), max(value + 0.5, above)])
