"""Estimates against NumPy's and against what is known of the distributions they are drawn from."""

import gzip
import importlib.util
import json
import math
import operator
import sys
from fractions import Fraction
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

import ancho
from ancho import _statistics as statistics
from ancho._summary import summarize

GOLDEN = Path(__file__).parents[2] / "stats-jobs" / "src" / "test" / "resources" / "golden"
_specification = importlib.util.spec_from_file_location("awkward", GOLDEN / "awkward.py")
assert _specification is not None
assert _specification.loader is not None
awkward: Any = importlib.util.module_from_spec(_specification)
_specification.loader.exec_module(awkward)
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
    ("degrees", "expected"),
    [
        (1, 12.706204736174694),
        (2, 4.302652729749462),
        (3, 3.1824463052837078),
        (10, 2.228138851986274),
        (99, 1.9842169515864174),
        (400, 1.9659123432294627),
        (10**6, 1.959966356814107),
    ],
)
def test_t_quantiles_are_those_of_scipy(degrees: int, expected: float) -> None:
    assert statistics.t_975(degrees) == pytest.approx(expected, rel=1e-12)


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


def test_nan_is_no_number_and_infinities_are_numbers() -> None:
    x = np.array([1.0, np.nan, 3.0, np.inf, np.inf, 2.0])
    found = results({"x": x, "v": np.column_stack([x, -x])}, quantiles=[0.25, 0.5, 0.9]).summary()
    counted = [found["outputs"]["x"][key] for key in ("count", "nan", "infinite", "positive_infinite")]
    assert counted == [3, 1, 2, 2]
    assert [found["outputs"]["x"][key] for key in ("mean", "min", "max")] == [2.0, 1.0, None]
    assert [quantile["value"] for quantile in found["outputs"]["x"]["quantiles"]] == [2.0, 3.0, None]
    assert found["outputs"]["v"]["mean"] == [2.0, -2.0]
    assert found["outputs"]["v"]["positive_infinite"] == [2, 0]
    assert found["outputs"]["v"]["min"] == [1.0, None]
    assert found["outputs"]["v"]["quantiles"][0]["value"] == [2.0, None]
    json.dumps(found, allow_nan=False)


def test_quantiles_and_targets_speak_of_the_same_values() -> None:
    rng = np.random.default_rng(4)
    wait = np.where(rng.random(10_000) < 0.1, np.inf, rng.exponential(size=10_000))
    found = results({"wait": wait}, quantiles=[0.85]).summary()["outputs"]["wait"]["quantiles"][0]
    beyond = results({"wait": wait}, targets=[ancho.Target.parse(f"late: wait > {found['value']}")]).summary()
    assert beyond["targets"]["late"] | {"ci95": None} == {
        "probability": 0.15,
        "ci95": None,
        "count": 1500,
        "trials": 10_000,
    }


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
    assert [target["count"] for target in found.values()] == [1, 2, 1, 2, 1, 2, 1]
    assert {target["trials"] for target in found.values()} == {3}
    assert found["x <= 2"]["probability"] == 2 / 3
    assert found["last"]["ci95"] == list(statistics.wilson(1, 3))


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


@pytest.mark.parametrize("name", [*awkward.COLUMNS])
def test_moments_are_those_of_rational_arithmetic(name: str) -> None:
    """Whatever the magnitude: sums over and below the range of floats, numbers that differ in their last bits."""
    x = np.resize(awkward.COLUMNS[name], 1025)
    found = results({"x": x}).summary()["outputs"]["x"]
    values = [Fraction(value) for value in x[np.isfinite(x)].tolist()]
    if len(values) < 2:
        assert found["variance"] is found["skewness"] is None
        return
    n, mean = len(values), sum(values, Fraction(0)) / len(values)
    m2, m3, m4 = (sum(((value - mean) ** power for value in values), Fraction(0)) for power in (2, 3, 4))
    assert found["mean"] == float(mean)
    assert_near(found["variance"], m2 / (n - 1), 1e-14)
    assert_near(square(found["std"]), m2 / (n - 1), 1e-14)
    assert_near(square(found["standard_error"]), m2 / (n - 1) / n, 1e-14)
    if m2:
        assert found["skewness"] == pytest.approx(float(m3**2 * n / m2**3) ** 0.5 * (1 if m3 > 0 else -1), abs=1e-13)
        assert found["excess_kurtosis"] == pytest.approx(float(n * m4 / m2**2) - 3, rel=1e-13, abs=1e-13)
    else:
        assert found["skewness"] is found["excess_kurtosis"] is None


def square(value: float | None) -> Fraction | None:
    return None if value is None else Fraction(value) ** 2


def assert_near(found: float | Fraction | None, expected: Fraction, relative: float) -> None:
    """To a relative error or the least float; None only beyond all floats."""
    if found is None:
        assert expected > Fraction(sys.float_info.max)
    else:
        allowed = Fraction(relative) * expected + Fraction(awkward.SMALLEST)
        assert abs(Fraction(found) - expected) <= max(allowed, expected and Fraction(2) ** -1060)


def test_covariances_are_those_of_rational_arithmetic() -> None:
    names = ["normal", "small", "e153", "nanoseconds", "cauchy", "lognormal", "dice", "tiny", "constant"]
    table = {name: np.resize(awkward.COLUMNS[name], 128) for name in names}
    document = results(table).summary()
    correlation, covariance = document["correlation"]["matrix"], document["covariance"]["matrix"]
    exact = [[Fraction(value) for value in values.tolist()] for values in table.values()]
    centred = [[value - sum(values) / 128 for value in values] for values in exact]
    for i, a in enumerate(centred):
        assert covariance[i][i] == document["outputs"][names[i]]["variance"]
        for j, b in enumerate(centred):
            product, lengths = sum(map(operator.mul, a, b)), [sum(map(operator.mul, c, c)) for c in (a, b)]
            if not all(lengths):
                assert (correlation[i][j], covariance[i][j]) == (None, 0.0)
                continue
            expected = float(product**2 / lengths[0] / lengths[1]) ** 0.5 * (1 if product > 0 else -1)
            assert correlation[i][j] == pytest.approx(expected, abs=1e-14)
            if covariance[i][j] is not None:
                assert covariance[i][j] == pytest.approx(float(product / 127), rel=1e-9, abs=1e-300)


def test_scale_and_place_do_not_show_in_correlations() -> None:
    z = np.random.default_rng(6).standard_normal(10_000)
    found = results({"z": z, "large": 1e153 * z, "small": 1e-300 * z, "far": 1.7e18 + 1e6 * z}).summary()
    assert np.array(found["correlation"]["matrix"]) == pytest.approx(np.ones((4, 4)), abs=1e-8)


def test_constants_do_not_correlate() -> None:
    rng = np.random.default_rng(7)
    found = results({"a": np.full(100, 0.1), "b": np.full(100, 0.3), "r": rng.random(100)}).summary()
    assert found["correlation"]["matrix"] == [[None, None, None], [None, None, None], [None, None, 1.0]]
    assert [row[:2] for row in found["covariance"]["matrix"][:2]] == [[0.0, 0.0], [0.0, 0.0]]


def test_without_a_complete_row_nothing_correlates() -> None:
    x = np.array([1.0, np.nan, 3.0, np.nan])
    found = results({"a": x, "b": x[::-1]}).summary()
    assert found["correlation"] == {"outputs": ["a", "b"], "count": 0, "matrix": [[None, None], [None, None]]}
    assert found["covariance"] == found["correlation"]


@pytest.mark.parametrize(("draw", "width"), [("dice", 1), ("zero_one", 1), ("poisson_30", 2), ("poisson_1000", None)])
def test_edges_of_whole_numbers_lie_between_them(draw: str, width: int | None) -> None:
    found = results({"x": awkward.COLUMNS[draw]}).summary()["outputs"]["x"]["histogram"]
    steps = set(np.diff(found["edges"]).tolist())
    assert len(steps) == 1
    assert steps == {width or round(min(steps))}
    assert found["edges"][0] == awkward.COLUMNS[draw].min() - 0.5


def test_order_does_not_show_in_the_summary() -> None:
    columns = {name: np.resize(values, 1025) for name, values in awkward.COLUMNS.items()}
    order = np.random.default_rng(8).permutation(1025)
    shuffled = {name: values[order] for name, values in columns.items()}
    assert json.dumps(results(columns).summary()) == json.dumps(results(shuffled).summary())


@pytest.mark.parametrize("case", json.loads(gzip.decompress(awkward.FILE.read_bytes())), ids=lambda case: case["name"])
def test_awkward_data_has_the_summary_that_the_service_makes(case: dict[str, Any]) -> None:
    """Spark's own test reads the same file: this one fails where the two would differ, or where the file is old."""
    assert json.dumps(awkward.summary(case)) == json.dumps(case["summary"])


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
