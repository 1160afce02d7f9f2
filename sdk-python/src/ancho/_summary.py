"""The statistics of a run's outputs, in the shape in which the service gives them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ancho import _statistics as statistics
from ancho._layout import Floats
from ancho._targets import Target

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

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
    return {
        "run_id": None,
        "sequences": sequences,
        "failed": failed,
        "outputs": {
            name: _scalar(values, quantiles) if values.ndim == 1 else _vector(values, quantiles)
            for name, values in outputs.items()
        },
        "targets": {target.name: _target(target.hits(outputs), count) for target in targets},
        "correlation": _correlation({name: values for name, values in outputs.items() if values.ndim == 1}),
    }


def _scalar(values: Floats, quantiles: Sequence[float]) -> Document:
    ordered = np.sort(values[np.isfinite(values)])
    moments = _moments(ordered)
    return {
        **_counts(values),
        **moments,
        "quantiles": [_quantile(ordered, p) for p in quantiles] if len(ordered) else [],
        "histogram": _histogram(ordered, moments["std"] or 0.0) if len(ordered) else None,
    }


def _counts(values: Floats) -> Document:
    nan = int(np.isnan(values).sum())
    infinite = int(np.isinf(values).sum())
    return {"count": len(values) - nan - infinite, "nan": nan, "infinite": infinite}


def _moments(values: Floats) -> Document:
    """Of finite values: sample variance, skewness and excess kurtosis of the population, as SciPy's defaults."""
    n = len(values)
    mean = math.fsum(values) / n if n else math.nan
    deviations = values - mean
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


def _histogram(ordered: Floats, std: float) -> Document:
    edges = statistics.histogram_edges(ordered, std)
    counts, _ = np.histogram(ordered, edges)
    return {"edges": edges.tolist(), "counts": counts.tolist()}


def _vector(values: Floats, quantiles: Sequence[float]) -> Document:
    columns = [_moments(column[np.isfinite(column)]) for column in values.T]
    return {
        "length": values.shape[1],
        **{key: [column[key] for column in columns] for key in columns[0]},
        "quantiles": [{"p": p, "value": _vector_quantile(values, p)} for p in quantiles],
    }


def _vector_quantile(values: Floats, p: float) -> list[float | None]:
    finite = (column[np.isfinite(column)] for column in values.T)
    return [float(np.quantile(column, p)) if len(column) else None for column in finite]


def _target(hits: int, count: int) -> Document:
    return {
        "probability": hits / count if count else None,
        "ci95": interval(*statistics.wilson(hits, count)),
        "count": hits,
    }


def _correlation(scalars: Mapping[str, Floats]) -> Document:
    """Pearson's, of the sequences in which every scalar output is finite."""
    if not scalars:
        return {"outputs": [], "matrix": []}
    table = np.column_stack(list(scalars.values()))
    table = table[np.isfinite(table).all(axis=1)]
    deviations = table - table.mean(axis=0) if len(table) else table
    lengths = np.sqrt((deviations**2).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        matrix = (deviations / lengths).T @ (deviations / lengths)
    np.fill_diagonal(matrix, np.where(lengths > 0, 1.0, math.nan))
    return {"outputs": list(scalars), "matrix": [[number(float(x)) for x in row] for row in np.clip(matrix, -1, 1)]}


def number(value: float) -> float | None:
    """A float as JSON can hold it: None for NaN and infinities."""
    return value if math.isfinite(value) else None


def interval(low: float, high: float) -> list[float | None]:
    """The ends of an interval as JSON can hold them."""
    return [number(low), number(high)]
