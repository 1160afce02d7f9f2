"""Estimates against NumPy's and against what is known of the distributions they are drawn from."""

import json
import math
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

import ancho
from ancho import _statistics as statistics
from ancho._summary import summarize

GOLDEN = Path(__file__).parents[2] / "stats-jobs" / "src" / "test" / "resources" / "golden"
GOLDEN_TARGETS = ("gain: loss < 0.5", "third: path[2] >= 0")


def results(values: dict[str, np.ndarray], **more: object) -> ancho.Results:
    count = len(next(iter(values.values())))
    return ancho.Results(values, np.arange(count), seed=1, **more)  # type: ignore[arg-type]


def test_moments_are_those_of_numpy() -> None:
    x = np.random.default_rng(1).gamma(2, size=10_000)
    found = results({"x": x}).summary()["outputs"]["x"]
    z = (x - x.mean()) / x.std()
    assert (found["count"], found["nan"], found["infinite"]) == (10_000, 0, 0)
    assert found["mean"] == pytest.approx(x.mean(), rel=1e-14)
    assert found["variance"] == pytest.approx(x.var(ddof=1), rel=1e-12)
    assert found["std"] == pytest.approx(x.std(ddof=1), rel=1e-12)
    assert found["standard_error"] == pytest.approx(x.std(ddof=1) / 100, rel=1e-12)
    assert found["skewness"] == pytest.approx((z**3).mean(), rel=1e-9)
    assert found["excess_kurtosis"] == pytest.approx((z**4).mean() - 3, rel=1e-9)
    assert (found["min"], found["max"]) == (x.min(), x.max())
    assert [quantile["value"] for quantile in found["quantiles"]] == np.quantile(
        x, [0.05, 0.25, 0.5, 0.75, 0.95]
    ).tolist()


def test_a_mean_far_from_zero_keeps_its_digits() -> None:
    """NIST's NumAcc4: mean 10000000.2, standard deviation 0.1; a double holds 8.3 digits of the latter."""
    x = np.array([10000000.2] + [10000000.1, 10000000.3] * 500)
    found = results({"x": x}).summary()["outputs"]["x"]
    assert found["mean"] == pytest.approx(10000000.2, rel=1e-15)
    assert found["std"] == pytest.approx(0.1, rel=1e-8)


@pytest.mark.parametrize(
    ("p", "degrees", "expected"),
    [
        (0.975, 1, 12.706204736432095),
        (0.975, 2, 4.302652729911275),
        (0.975, 9, 2.2621571628540993),
        (0.995, 30, 2.7499956535670305),
        (0.025, 9, -2.2621571628540993),
        (0.975, 399, 1.9659272957782187),
        (0.975, 400, 1.9659123432294703),
        (0.975, 10**6, 1.9599664),
    ],
)
def test_t_quantiles_are_those_of_tables(p: float, degrees: int, expected: float) -> None:
    assert statistics.t_quantile(p, degrees) == pytest.approx(expected, rel=1e-7)


def test_the_wilson_interval_is_that_of_the_literature() -> None:
    """Newcombe (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20 and 1 of 29."""
    table = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (0, 20): (0, 0.1611), (1, 29): (0.0061, 0.1718)}
    for (successes, trials), interval in table.items():
        assert statistics.wilson(successes, trials) == pytest.approx(interval, abs=5e-5)


@pytest.mark.parametrize(("p", "count"), [(0.5, 20), (0.05, 300), (0.95, 1000), (0.5, 100_000), (0.001, 50)])
def test_quantile_ranks_enclose_the_quantile_with_the_stated_confidence(p: float, count: int) -> None:
    lower, upper = statistics.quantile_ranks(p, count)

    def below(rank: int) -> float:
        """P(B < rank) of the binomial distribution, term by term."""
        logs = (
            math.lgamma(count + 1)
            - math.lgamma(k + 1)
            - math.lgamma(count - k + 1)
            + k * math.log(p)
            + (count - k) * math.log1p(-p)
            for k in range(rank)
        )
        return math.fsum(math.exp(term) for term in logs)

    assert below(lower) <= 0.025 < below(lower + 1)
    assert 1 - below(upper) <= 0.025 < 1 - below(upper - 1)


def test_intervals_cover_as_often_as_they_say() -> None:
    rng = np.random.default_rng(5)
    true_median = NormalDist().inv_cdf(0.5)
    covered = {"mean": 0, "median": 0}
    for _ in range(1000):
        found = results({"x": rng.standard_normal(50)}, quantiles=[0.5]).summary()["outputs"]["x"]
        covered["mean"] += found["ci95"][0] <= 0 <= found["ci95"][1]
        low, high = found["quantiles"][0]["ci95"]
        covered["median"] += low <= true_median <= high
    assert 930 <= covered["mean"] <= 970
    assert covered["median"] >= 930


def test_a_quantile_that_too_few_values_bound_has_an_open_interval() -> None:
    found = results({"x": np.arange(20.0)}, quantiles=[0.01, 0.99]).summary()["outputs"]["x"]["quantiles"]
    assert found[0]["ci95"][0] is None
    assert found[1]["ci95"][1] is None


def test_a_histogram_counts_every_value() -> None:
    rng = np.random.default_rng(2)
    for x in (rng.standard_normal(1000), rng.standard_cauchy(10_000), rng.integers(0, 2, 500) * 1.0, np.full(9, 3.0)):
        found = results({"x": x}).summary()["outputs"]["x"]["histogram"]
        edges, counts = found["edges"], found["counts"]
        assert sum(counts) == len(x)
        assert edges == sorted(edges)
        assert edges[0] <= x.min() <= x.max() <= edges[-1]
        assert len(counts) <= 202


def test_what_is_not_finite_is_counted_and_left_out() -> None:
    x = np.array([1.0, np.nan, 3.0, np.inf, -np.inf, 2.0])
    found = results({"x": x, "v": np.column_stack([x, x])}).summary()
    assert [found["outputs"]["x"][key] for key in ("count", "nan", "infinite", "mean", "max")] == [3, 1, 2, 2.0, 3.0]
    assert found["outputs"]["v"]["mean"] == [2.0, 2.0]
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("x", [np.array([5.0]), np.full(4, 5.0), np.array([np.nan, np.nan]), np.array([])])
def test_what_cannot_be_told_is_none(x: np.ndarray) -> None:
    found = summarize({"x": x, "v": x.reshape(-1, 1)}, sequences=len(x), failed=0)
    assert found["outputs"]["x"]["skewness"] is None
    json.dumps(found, allow_nan=False)


def test_a_target_has_a_probability_and_an_interval() -> None:
    x = np.array([1.0, 2.0, 3.0, np.nan])
    targets = [ancho.Target.parse(f"x {op} 2") for op in ("<", "<=", ">", ">=", "==", "!=")]
    targets.append(ancho.Target.parse("last: v[1] > 2.5"))
    found = results({"x": x, "v": np.column_stack([x, x])}, targets=targets).summary()["targets"]
    assert [target["count"] for target in found.values()] == [1, 2, 1, 2, 1, 3, 1]
    assert found["x <= 2"]["probability"] == 0.5
    assert found["last"]["ci95"] == list(statistics.wilson(1, 4))


def test_correlations_are_those_of_numpy() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.standard_normal((2, 1000))
    found = results({"a": a, "v": np.ones((1000, 2)), "b": a + b, "c": np.ones(1000)}).summary()["correlation"]
    assert found["outputs"] == ["a", "b", "c"]
    assert found["matrix"][0][1] == pytest.approx(np.corrcoef(a, a + b)[0, 1], rel=1e-12)
    assert found["matrix"][0][0] == found["matrix"][1][1] == 1.0
    assert found["matrix"][2] == [None, None, None]


def test_a_summary_is_the_one_that_the_service_makes() -> None:
    """Of the data set that the service's own summaries are tested with."""
    expected = json.loads((GOLDEN / "summary.json").read_text(encoding="utf-8"))
    count = expected["sequences"]
    data = {name: np.fromfile(GOLDEN / f"{name}.f64", "<f8") for name in ("income", "loss", "years", "path")}
    data["path"] = data["path"].reshape(count, 3)
    succeeded = np.flatnonzero(~np.isnan(data["income"]))
    found = summarize(
        {name: values[succeeded] for name, values in data.items()},
        sequences=count,
        failed=count - len(succeeded),
        quantiles=[0.001, 0.05, 0.5, 0.95],
        targets=[ancho.Target.parse(text) for text in GOLDEN_TARGETS],
    )
    assert found.pop("run_id") is None
    assert_close(found, expected, "summary")


def assert_close(found: Any, expected: Any, where: str) -> None:
    if isinstance(expected, dict):
        assert list(found) == list(expected), where
        for key, value in expected.items():
            assert_close(found[key], value, f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for k, value in enumerate(expected):
            assert_close(found[k], value, f"{where}[{k}]")
    elif isinstance(expected, float) and found is not None:
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-12), where
    else:
        assert found == expected, where
