"""The statistics of a run's outputs, in the shape in which the service gives them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ancho import _statistics as statistics
from ancho._bins import histogram
from ancho._dependence import matrices
from ancho._layout import Floats
from ancho._moments import Moments, moments
from ancho._targets import Target

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

_MOST_ELEMENTS_WITH_HISTOGRAM = 64
_MOST_HISTOGRAMS = 256
_MOST_CORRELATED = 64
_VALUES_AT_ONCE = 4_194_304

Document = dict[str, Any]


def summarize(
    outputs: Mapping[str, Floats],
    *,
    sequences: int,
    failed: int,
    quantiles: Sequence[float] = QUANTILES,
    targets: Sequence[Target] = (),
) -> Document:
    """The summary of successful sequences' outputs, arrays of shape (n,) or (n, k): the service's, to the last bit.

    NaN is no number: it is counted and otherwise left out. Infinities are values: minimum, maximum, quantiles and
    targets are of all numbers; moments, histograms, covariance and correlation are of the finite ones. What cannot be
    told, and what is infinite, is None.
    """
    columns = {name: _columns(values) for name, values in outputs.items()}
    with_histogram = _with_histogram(outputs)
    scalars = [name for name, values in outputs.items() if values.ndim == 1]
    return {
        "run_id": None,
        "sequences": sequences,
        "failed": failed,
        "outputs": {
            name: _scalar(columns[name][0], quantiles, name in with_histogram)
            if name in scalars
            else _vector(columns[name], quantiles, name in with_histogram)
            for name in outputs
        },
        "targets": {target.name: _target(*target.hits_and_trials(outputs)) for target in targets},
        **_dependence(scalars, outputs, columns),
    }


@dataclass(frozen=True)
class _Column:
    """A scalar output or an element of a vector: its numbers in ascending order, and the moments of the finite ones."""

    numbers: Floats
    nan: int
    negative_infinite: int
    positive_infinite: int
    moments: Moments

    @property
    def finite(self) -> Floats:
        return self.numbers[self.negative_infinite : len(self.numbers) - self.positive_infinite]

    def at(self, rank: int) -> float:
        """The order statistic of a rank from 1; NaN beyond the sample's ends."""
        return float(self.numbers[rank - 1]) if 1 <= rank <= len(self.numbers) else math.nan

    def figures(self) -> Document:
        moments = self.moments
        half = statistics.t_975(moments.count - 1) * moments.error if moments.count > 1 else math.nan
        return {
            "count": moments.count,
            "nan": self.nan,
            "infinite": self.negative_infinite + self.positive_infinite,
            "positive_infinite": self.positive_infinite,
            "mean": number(moments.mean),
            "standard_error": number(moments.error),
            "ci95": interval(moments.mean - half, moments.mean + half),
            "variance": number(moments.variance),
            "std": number(moments.deviation()),
            "skewness": number(moments.skewness),
            "excess_kurtosis": number(moments.excess_kurtosis),
            "min": number(self.at(1)),
            "max": number(self.at(len(self.numbers))),
        }

    def quantile(self, p: float) -> float | None:
        return number(statistics.quantile(p, len(self.numbers), self.at)) if len(self.numbers) else None

    def quantile_interval(self, p: float) -> list[float | None]:
        if not len(self.numbers):
            return [None, None]
        lower, upper = statistics.quantile_ranks(p, len(self.numbers))
        return interval(self.at(lower), self.at(upper))

    def histogram(self) -> Document | None:
        return histogram(self.finite, self.moments) if self.moments.count else None


def _columns(values: Floats) -> list[_Column]:
    """The columns of an output, a few million values at a time."""
    table = np.asarray(values, dtype=np.float64)
    table = table[None, :] if table.ndim == 1 else table.T
    at_once = max(1, _VALUES_AT_ONCE // max(1, table.shape[1]))
    return [
        column
        for first in range(0, len(table), at_once)
        for column in _sorted_columns(table[first : first + at_once] + 0.0)  # which makes zeros of negative zeros
    ]


def _sorted_columns(table: Floats) -> Iterator[_Column]:
    nan = np.isnan(table).sum(axis=1).tolist()
    negative = np.isneginf(table).sum(axis=1).tolist()
    positive = np.isposinf(table).sum(axis=1).tolist()
    table.sort(axis=1)  # NaN comes last.
    n = table.shape[1]
    if any(nan) or any(negative) or any(positive):
        finite = [table[k : k + 1, negative[k] : n - nan[k] - positive[k]] for k in range(len(table))]
        of_finite = [moments(row)[0] for row in finite]
    else:
        of_finite = moments(table)
    for k, known in enumerate(of_finite):
        yield _Column(table[k, : n - nan[k]], nan[k], negative[k], positive[k], known)


def _scalar(column: _Column, quantiles: Sequence[float], with_histogram: bool) -> Document:
    return {
        **column.figures(),
        "quantiles": [
            {"p": p, "value": column.quantile(p), "ci95": column.quantile_interval(p), "exact": True} for p in quantiles
        ],
        "histogram": column.histogram() if with_histogram else None,
    }


def _vector(columns: Sequence[_Column], quantiles: Sequence[float], with_histogram: bool) -> Document:
    """As of scalars, a list with an entry for each element."""
    figures = [column.figures() for column in columns]
    return {
        "length": len(columns),
        **{key: [figure[key] for figure in figures] for key in figures[0]},
        "quantiles": [{"p": p, "value": [column.quantile(p) for column in columns], "exact": True} for p in quantiles],
        "histogram": [column.histogram() for column in columns] if with_histogram else None,
    }


def _with_histogram(outputs: Mapping[str, Floats]) -> set[str]:
    """Scalars, then short vectors, as far as the document does not grow too large."""
    widths = {name: 1 if values.ndim == 1 else values.shape[1] for name, values in outputs.items()}
    chosen, columns = set(), 0
    for name, width in sorted(widths.items(), key=lambda item: item[1]):
        columns += width
        if width <= _MOST_ELEMENTS_WITH_HISTOGRAM and columns <= _MOST_HISTOGRAMS:
            chosen.add(name)
    return chosen


def _target(hits: int, trials: int) -> Document:
    return {
        "probability": hits / trials if trials else None,
        "ci95": interval(*statistics.wilson(hits, trials)),
        "count": hits,
        "trials": trials,
    }


def _dependence(scalars: list[str], outputs: Mapping[str, Floats], columns: Mapping[str, list[_Column]]) -> Document:
    """Correlation and covariance; None where no output is a scalar, or too many are."""
    if not scalars or len(scalars) > _MOST_CORRELATED:
        return {"correlation": None, "covariance": None}
    known = [columns[name][0].moments for name in scalars]
    found = matrices(scalars, [np.asarray(outputs[name], dtype=np.float64) for name in scalars], known)
    return {key: {**value, "matrix": _numbers(value["matrix"])} for key, value in found.items()}


def _numbers(matrix: list[list[float]]) -> list[list[float | None]]:
    return [[number(value) for value in row] for row in matrix]


def number(value: float) -> float | None:
    """A float as JSON can hold it: None for NaN and infinities."""
    return value + 0.0 if math.isfinite(value) else None


def interval(low: float, high: float) -> list[float | None]:
    """The ends of an interval as JSON can hold them."""
    return [number(low), number(high)]
