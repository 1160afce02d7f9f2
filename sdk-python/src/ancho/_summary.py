"""The statistics of a run's outputs, in the shape in which the service gives them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ancho import _statistics as statistics
from ancho._layout import Floats
from ancho._targets import Target

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

_MOST_HISTOGRAMS = 64
_MOST_CORRELATED = 64

Document = dict[str, Any]


def summarize(
    outputs: Mapping[str, Floats],
    *,
    sequences: int,
    failed: int,
    quantiles: Sequence[float] = QUANTILES,
    targets: Sequence[Target] = (),
) -> Document:
    """The summary of successful sequences' outputs, arrays of shape (n,) or (n, k).

    Statistics are those of the finite values; NaN and infinite ones are counted. What cannot be told is None.
    """
    count = sequences - failed
    scalars = {name: values for name, values in outputs.items() if values.ndim == 1}
    return {
        "run_id": None,
        "sequences": sequences,
        "failed": failed,
        "outputs": {
            name: _scalar(values, quantiles) if name in scalars else _vector(values, quantiles)
            for name, values in outputs.items()
        },
        "targets": {target.name: _target(target.hits(outputs), count) for target in targets},
        **_dependence(scalars),
    }


def _scalar(values: Floats, quantiles: Sequence[float]) -> Document:
    ordered = np.sort(values[np.isfinite(values)])
    moments = _moments(ordered)
    return {
        **_counts(values),
        **moments,
        "quantiles": [_quantile(ordered, p) for p in quantiles] if len(ordered) else [],
        "histogram": _histogram(ordered, moments["std"] or 0.0),
    }


def _vector(values: Floats, quantiles: Sequence[float]) -> Document:
    """As of scalars, a list with an entry for each element; histograms only of as many elements as the service's."""
    elements = [_scalar(column, quantiles) for column in values.T]
    figures = [key for key in elements[0] if key not in ("quantiles", "histogram")]
    return {
        "length": len(elements),
        **{key: [element[key] for element in elements] for key in figures},
        "quantiles": [
            {"p": p, "value": [_value_at(element, k) for element in elements], "exact": True}
            for k, p in enumerate(quantiles)
        ],
        "histogram": [element["histogram"] for element in elements] if len(elements) <= _MOST_HISTOGRAMS else None,
    }


def _value_at(element: Document, k: int) -> float | None:
    return element["quantiles"][k]["value"] if element["quantiles"] else None


def _counts(values: Floats) -> Document:
    nan = int(np.isnan(values).sum())
    infinite = int(np.isinf(values).sum())
    return {"count": len(values) - nan - infinite, "nan": nan, "infinite": infinite}


def _moments(values: Floats) -> Document:
    """Of finite values: sample variance, skewness and excess kurtosis of the population, as SciPy's defaults."""
    n = len(values)
    mean = math.fsum(values) / n if n else math.nan
    deviations = values - mean
    deviations -= deviations.mean() if n else 0.0  # what rounding the mean has left
    squares = deviations**2
    m2 = float(squares.sum())
    variance = m2 / (n - 1) if n > 1 else math.nan
    error = math.sqrt(variance / n) if n else math.nan
    half = statistics.t_quantile(0.5 + statistics.CONFIDENCE / 2, n - 1) * error if n > 1 else math.nan
    return {
        "mean": number(mean),
        "standard_error": number(error),
        "ci95": interval(mean - half, mean + half),
        "variance": number(variance),
        "std": number(math.sqrt(variance)),
        "skewness": number(math.sqrt(n) * float((squares * deviations).sum()) / m2**1.5 if m2 > 0 else math.nan),
        "excess_kurtosis": number(n * float((squares**2).sum()) / m2**2 - 3 if m2 > 0 else math.nan),
        "min": number(float(values.min()) if n else math.nan),
        "max": number(float(values.max()) if n else math.nan),
    }


def _quantile(ordered: Floats, p: float) -> Document:
    lower, upper = statistics.quantile_ranks(p, len(ordered)) if 0 < p < 1 else (0, len(ordered) + 1)
    return {
        "p": p,
        "value": float(np.quantile(ordered, p)),
        "ci95": [
            float(ordered[lower - 1]) if lower >= 1 else None,
            float(ordered[upper - 1]) if upper <= len(ordered) else None,
        ],
        "exact": True,
    }


def _histogram(ordered: Floats, std: float) -> Document | None:
    if not len(ordered):
        return None
    edges = statistics.histogram_edges(ordered, std)
    counts, _ = np.histogram(ordered, edges)
    return {"edges": edges.tolist(), "counts": counts.tolist()}


def _target(hits: int, count: int) -> Document:
    return {
        "probability": hits / count if count else None,
        "ci95": interval(*statistics.wilson(hits, count)),
        "count": hits,
    }


def _dependence(scalars: Mapping[str, Floats]) -> Document:
    """Correlation and covariance, of the sequences in which every scalar output is finite."""
    if not scalars or len(scalars) > _MOST_CORRELATED:
        return {"correlation": None, "covariance": None}
    table = np.column_stack(list(scalars.values()))
    table = table[np.isfinite(table).all(axis=1)]
    deviations = table - table.mean(axis=0) if len(table) else table
    lengths = np.sqrt((deviations**2).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = deviations / lengths
        covariance = deviations.T @ deviations / (len(table) - 1)
    correlation = np.clip(unit.T @ unit, -1, 1)
    np.fill_diagonal(correlation, np.where(lengths > 0, 1.0, math.nan))
    known = {"outputs": list(scalars), "count": len(table)}
    return {
        "correlation": {**known, "matrix": _numbers(correlation)},
        "covariance": {**known, "matrix": _numbers(covariance)},
    }


def _numbers(matrix: Floats) -> list[list[float | None]]:
    return [[number(value) for value in row] for row in matrix.tolist()]


def number(value: float) -> float | None:
    """A float as JSON can hold it: None for NaN and infinities."""
    return value if math.isfinite(value) else None


def interval(low: float, high: float) -> list[float | None]:
    """The ends of an interval as JSON can hold them."""
    return [number(low), number(high)]
