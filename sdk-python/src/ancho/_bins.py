"""Where to put the edges of a histogram, and how many values lie between them."""

import math
import sys
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ancho import _statistics as statistics
from ancho._layout import Floats
from ancho._moments import Moments

_FEWEST, _MOST = 10, 200
_FAR = 6  # A normal sample stays within 5.4 interquartile ranges of its quartiles for any count.
_LARGE = 1000
_LARGEST = sys.float_info.max
_WHOLE = 2.0**51


def histogram(ordered: Floats, moments: Moments) -> dict[str, list[float]]:
    """Of finite values, at least one, in ascending order. A bin holds its lower edge, the last one both."""
    quartiles = (statistics.quantile(p, len(ordered), lambda rank: float(ordered[rank - 1])) for p in (0.25, 0.75))
    edges = histogram_edges(moments, *quartiles, whole=_are_whole(ordered))
    ends = [0, *np.searchsorted(ordered, edges[1:-1]).tolist(), len(ordered)]
    return {"edges": edges, "counts": [end - start for start, end in pairwise(ends)]}


def histogram_edges(moments: Moments, lower: float, upper: float, *, whole: bool) -> list[float]:
    """Bins of equal width after Freedman and Diaconis (1981), 2·IQR·count^(-1/3), but 10 to 200 of them.

    Where the data reaches further than six interquartile ranges beyond a quartile, the equal bins end there and one
    wide bin takes the rest of that tail. Where half of the data is one value, the width is Scott's (1979),
    3.49·s·count^(-1/3). Bins of whole numbers are as many whole numbers wide, at least one, as make no more bins than
    that, and their edges lie between whole numbers.
    """
    least, most = moments.least, moments.most
    shift = 2 if max(abs(least), abs(most)) > 2.0**_LARGE else 0
    scale = 2.0**-shift
    least, most, lower, upper = least * scale, most * scale, lower * scale, upper * scale
    spread = upper - lower
    width = (2 * spread if spread > 0 else 3.49 * moments.deviation(shift)) / cube_root(moments.count)
    if not least < most:
        edges = _around(least)
    elif whole:
        low = max(least, math.floor(lower - _FAR * spread)) if spread > 0 else least
        high = min(most, math.ceil(upper + _FAR * spread)) if spread > 0 else most
        edges = _whole_edges(int(least), int(low), _bins(high - low, width), int(high), int(most))
    else:
        low, high = (
            (max(least, lower - _FAR * spread), min(most, upper + _FAR * spread)) if spread > 0 else (least, most)
        )
        edges = _equal_edges(least, low, _bins(high - low, width), high, most)
    return [max(-_LARGEST, min(_LARGEST, edge / scale)) for edge in edges]


@lru_cache(maxsize=1024)
def cube_root(count: int) -> float:
    """By Newton's iteration from above, which takes no function that systems round differently."""
    root = float(count)
    while (closer := (2 * root + count / (root * root)) / 3) < root:
        root = closer
    return root


def _are_whole(ordered: Floats) -> bool:
    small = max(abs(ordered[0]), abs(ordered[-1])) <= _WHOLE  # Beyond, floats do not hold what lies between two.
    return bool(small and (ordered == np.rint(ordered)).all())


def _bins(span: float, width: float) -> int:
    wanted = span / width if width > 0 else math.inf
    return _MOST if wanted >= _MOST else max(_FEWEST, math.ceil(wanted))


def _equal_edges(least: float, low: float, bins: int, high: float, most: float) -> list[float]:
    step = (high - low) / bins
    if not (step > math.ulp(low) and step > math.ulp(high)):
        return [least, most]  # A spread that floats cannot divide.
    return [least] * (least < low) + [low + i * step for i in range(bins)] + [high] + [most] * (high < most)


def _whole_edges(least: int, low: int, most_bins: int, high: int, most: int) -> list[float]:
    values = high - low + 1
    step = -(-values // most_bins)
    bins = -(-values // step)
    edges = [low + i * step - 0.5 for i in range(bins + 1)]
    return [least - 0.5] * (least < low) + edges + [most + 0.5] * (most > edges[-1])


def _around(value: float) -> list[float]:
    """One bin around data of one value."""
    return [min(value - 0.5, math.nextafter(value, -math.inf)), max(value + 0.5, math.nextafter(value, math.inf))]
