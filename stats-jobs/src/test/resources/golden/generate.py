"""Writes the golden data set and, from NumPy and SciPy alone, the summary that must come out of it.

    python generate.py        # in this folder; needs numpy and scipy

`<output>.f64` holds the values as float64, little-endian, sequence after sequence. Sequences in FAILED failed.
"""

import json

import numpy as np
from scipy import stats

N = 1500
FAILED = [0, 17, 900, 1499]
QUANTILES = [0.001, 0.05, 0.5, 0.95]

rng = np.random.default_rng(20261121)
income = rng.normal(1e6, 25.0, N)
loss = np.exp(3 * rng.standard_normal(N)) - income / 1e6
loss[[5, 6]] = np.nan
loss[7] = np.inf
years = np.where(rng.random(N) < 0.7, 0.0, rng.poisson(4, N)).astype(float)
path = np.cumsum(rng.standard_normal((N, 3)), axis=1)
path[3, 1] = -np.inf
path[:, 0] = 2.5
data = {"income": income, "loss": loss, "years": years, "path": path}
for values in data.values():
    values[FAILED] = np.nan

ok = np.setdiff1d(np.arange(N), FAILED)


def number(x):
    return float(x) if np.isfinite(x) else None


def ranks(n, p):
    """The widest-tail ranks l, u (from 1) with P(X_l <= quantile <= X_u) >= 95%."""
    lower = max((k for k in range(n + 1) if k == 0 or stats.binom.cdf(k - 1, n, p) <= 0.025), default=0)
    upper = next((k for k in range(1, n + 1) if stats.binom.sf(k - 1, n, p) <= 0.025), n + 1)
    return lower, upper


def order(x, rank):
    return number(x[rank - 1]) if 1 <= rank <= len(x) else None


def edges(x):
    """Of finite values in ascending order; where all are whole numbers, whole numbers wide and between them."""
    q1, q3 = np.quantile(x, [0.25, 0.75])
    iqr = q3 - q1
    low = max(x[0], q1 - 6 * iqr) if iqr > 0 else x[0]
    high = min(x[-1], q3 + 6 * iqr) if iqr > 0 else x[-1]
    width = (2 * iqr if iqr > 0 else 3.49 * x.std(ddof=1)) / np.cbrt(len(x))
    if low == high:
        return [low - 0.5, high + 0.5]
    bins = int(min(200, max(10, np.ceil((high - low) / width))))
    if (x == np.floor(x)).all():
        step = int(np.ceil((high - low + 1) / bins))
        return [low - 0.5 + i * step for i in range(int(np.ceil((high - low + 1) / step)) + 1)]
    inner = [low + i * ((high - low) / bins) for i in range(bins)] + [high]
    return ([x[0]] if x[0] < low else []) + inner + ([x[-1]] if high < x[-1] else [])


def histogram(x):
    x = x[np.isfinite(x)]
    where = edges(x)
    return {"edges": [float(e) for e in where], "counts": [int(c) for c in np.histogram(x, where)[0]]}


def moments(values):
    numbers = np.sort(values[~np.isnan(values)])
    x = numbers[np.isfinite(numbers)]
    exact = x.astype(np.longdouble)  # SciPy's third moment would lose digits to the large mean
    se = stats.sem(x)
    flat = x[0] == x[-1]
    t = stats.t.ppf(0.975, len(x) - 1)
    return numbers, {
        "count": len(x),
        "nan": int(np.isnan(values).sum()),
        "infinite": int(np.isinf(values).sum()),
        "positive_infinite": int(np.isposinf(values).sum()),
        "mean": x.mean(),
        "standard_error": se,
        "ci95": [x.mean() - t * se, x.mean() + t * se],
        "variance": x.var(ddof=1),
        "std": x.std(ddof=1),
        "skewness": None if flat else stats.skew(exact),
        "excess_kurtosis": None if flat else stats.kurtosis(exact),
        "min": number(numbers[0]),
        "max": number(numbers[-1]),
    }


def scalar(values):
    x, figures = moments(values)
    figures["quantiles"] = [
        {"p": p, "value": number(np.quantile(x, p)), "ci95": [order(x, r) for r in ranks(len(x), p)], "exact": True}
        for p in QUANTILES
    ]
    figures["histogram"] = histogram(x)
    return figures


def vector(values):
    elements = [moments(values[:, k]) for k in range(values.shape[1])]
    figures = {"length": values.shape[1]}
    figures |= {name: [figure[name] for _, figure in elements] for name in elements[0][1]}
    figures["quantiles"] = [
        {"p": p, "value": [number(np.quantile(x, p)) for x, _ in elements], "exact": True} for p in QUANTILES
    ]
    figures["histogram"] = [histogram(x) for x, _ in elements]
    return figures


def target(values, condition):
    numbers = values[~np.isnan(values)]
    count, trials = int(condition(numbers).sum()), len(numbers)
    interval = stats.binomtest(count, trials).proportion_ci(0.95, method="wilson")
    return {"probability": count / trials, "ci95": [interval.low, interval.high], "count": count, "trials": trials}


scalars = ["income", "loss", "years"]
complete = np.array([data[name][ok] for name in scalars])
complete = complete[:, np.isfinite(complete).all(axis=0)]


def matrix(m):
    return {"outputs": scalars, "count": complete.shape[1], "matrix": m.tolist()}


summary = {
    "sequences": N,
    "failed": len(FAILED),
    "outputs": {name: (scalar if v.ndim == 1 else vector)(v[ok]) for name, v in data.items()},
    "targets": {"gain": target(loss[ok], lambda x: x < 0.5), "third": target(path[ok, 2], lambda x: x >= 0)},
    "correlation": matrix(np.corrcoef(complete)),
    "covariance": matrix(np.cov(complete)),
}

if __name__ == "__main__":
    for name, values in data.items():
        values.astype("<f8").tofile(name + ".f64")
    with open("summary.json", "w") as file:
        json.dump(summary, file, indent=1, default=float)
        file.write("\n")
