"""Arguments as people give them: what is a value is taken, the rest refused by the argument's name."""

import functools
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ancho
from ancho._durations import iso_of, seconds_of


@ancho.model(starting_values={"drift": 0.0})
def normal(rng: np.random.Generator, start: Any) -> dict[str, Any]:
    return {"x": start.drift + rng.standard_normal(), "pair": [1, 2]}


def plain_function(rng: np.random.Generator, start: Any) -> dict[str, Any]:
    return {"x": rng.standard_normal()}


def three(rng: Any, start: Any, n: int) -> dict[str, Any]:
    return {}


def endless() -> Iterator[float]:
    yield from (k / 1000 for k in range(1, 999))


@pytest.mark.parametrize(
    "sequences", [20, 2e1, np.int64(20), np.int8(20), np.uint16(20), np.float32(20), np.array(20), Fraction(20), 20.0]
)
@pytest.mark.parametrize("seed", [3, np.int64(3), 3.0, np.uint64(3)])
def test_a_whole_number_is_one_whatever_its_type(sequences: Any, seed: Any, tmp_path: Path) -> None:
    results = ancho.simulate(normal, sequences=sequences, seed=seed, block_size=np.int32(8), workers=np.int64(1))
    assert results == ancho.simulate(normal, sequences=20, seed=3, block_size=8)
    assert type(results.seed) is int
    results.save(tmp_path / "r.json")


def test_numpy_numbers_reach_a_models_process(walk: Path) -> None:
    given: dict[str, Any] = {"starting_values": {"steps": np.int64(3), "drift": np.float32(0.5)}}
    found = ancho.simulate(
        walk, sequences=np.int64(4), seed=np.uint64(2**63 - 1), block_size=np.int64(16), targets=["end > 0"], **given
    )
    expected = ancho.simulate(walk, sequences=4, seed=2**63 - 1, block_size=16, targets=["end > 0"], **given)
    assert found == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sequences": 0}, "sequences: must be at least 1"),
        ({"sequences": -5}, "sequences: must be at least 1"),
        ({"sequences": 1.5}, "sequences: must be a whole number, not 1.5"),
        ({"sequences": "many"}, "sequences: must be a whole number, not 'many'"),
        ({"sequences": "1e4"}, "sequences: must be a whole number, not '1e4'; give 1e4 without the quotes"),
        ({"sequences": None}, "sequences: must be a whole number, not None"),
        ({"sequences": True}, "sequences: must be a whole number, not True"),
        ({"sequences": np.True_}, "sequences: must be a whole number, not np.True_"),
        ({"sequences": float("nan")}, "sequences: must be a whole number, not nan"),
        ({"sequences": float("inf")}, "sequences: must be a whole number, not inf"),
        ({"sequences": 1e30}, "sequences: must be at most 1000000000000"),
        ({"sequences": b"10"}, "sequences: must be a whole number, not b'10'"),
        ({"sequences": 1j}, "sequences: must be a whole number, not 1j"),
        ({"sequences": [10]}, r"sequences: must be a whole number, not \[10\]"),
        ({"sequences": np.arange(3)}, "sequences: must be a whole number, not array"),
        ({"seed": -1}, "seed: must be at least 0"),
        ({"seed": 2**63}, "seed: must be at most 9223372036854775807"),
        ({"seed": "3"}, "seed: must be a whole number, not '3'; give 3 without the quotes"),
        ({"seed": True}, "seed: must be a whole number, not True"),
        ({"seed": 1e17}, r"seed: a float is exact up to 2\*\*53 only; give seed as an int"),
        ({"seed": np.random.default_rng(1)}, "seed: must be a whole number, not"),
        ({"workers": 0}, "workers: must be at least 1"),
        ({"workers": 10**6}, "workers: must be at most 1024"),
        ({"workers": None}, "workers: must be a whole number, not None"),
        ({"block_size": 65_537}, "block_size: must be at most 65536"),
        ({"block_size": 0}, "block_size: must be at least 1"),
        ({"max_failures": -1}, "max_failures: must be at least 0"),
        ({"max_failures": 11}, "max_failures: must be at most 10"),
        ({"max_failures": "none"}, "max_failures: must be a whole number"),
        ({"quantiles": [0.5, 1.0]}, r"quantiles\[1\]: must be a probability between 0 and 1, both excluded"),
        ({"quantiles": [0.5, 0.5]}, r"quantiles\[1\]: must be .* not there twice"),
        ({"quantiles": 0.5}, r"quantiles: must be a list such as \[0.05, 0.5, 0.95\], not 0.5"),
        ({"quantiles": np.array(0.5)}, "quantiles: must be a list such as"),
        ({"quantiles": "0.5"}, "quantiles: must be a list such as"),
        ({"quantiles": ["0.5"]}, r"quantiles\[0\]: must be a number, not '0.5'; give 0.5 without the quotes"),
        ({"quantiles": [float("nan")]}, r"quantiles\[0\]: must be a number, not nan"),
        ({"quantiles": endless()}, "quantiles: must be a list of at most 100"),
        ({"targets": ["x > 1", "x > 1"]}, "target 'x > 1': there are two of this name"),
        ({"targets": ["y > 1"]}, r"there is no output 'y'; there are x, pair\[0\] … pair\[1\]"),
        ({"targets": ["pair > 1"]}, "there is no output 'pair'"),
        ({"targets": ["pair[2] > 1"]}, r"there is no output 'pair\[2\]'"),
        ({"targets": ["about x"]}, "must be like"),
        ({"targets": ["x > much"]}, "'much' is not a number"),
        ({"targets": [{"name": "t", "output": "x", "op": "~", "value": 1}]}, "unknown operator '~'"),
        (
            {"targets": [{"name": "t", "output": "x", "op": ">", "value": "1"}]},
            "target 't': the value must be a number",
        ),
        ({"targets": [{"name": "t", "output": "x", "op": ">"}]}, "must have name, output, op and value"),
        ({"targets": [{"name": 1, "output": "x", "op": ">", "value": 1}]}, "must be texts"),
        ({"targets": [{"name": "t", "output": "x", "op": [">"], "value": 1}]}, "unknown operator"),
        ({"targets": [5]}, "target 5: must be"),
        ({"targets": [None]}, "target None: must be"),
        ({"targets": 5}, "targets: must be a list such as"),
        ({"targets": ["x > 1"] * 101}, "targets: must be a list of at most 100"),
        ({"starting_values": [1]}, "starting_values: must be a mapping such as"),
        ({"starting_values": "drift=1"}, "starting_values: must be a mapping such as"),
        ({"starting_values": {1: 2}}, "starting_values: its names must be texts, not 1"),
        ({"progress": 5}, "progress: must be a function, not 5"),
    ],
)
def test_what_cannot_be_run_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ancho.InvalidRequest, match=message):
        ancho.simulate(normal, **{"sequences": 10, **arguments})


@pytest.mark.parametrize("value", [None, b"bytes", {"a": 1}, 1j, object(), [[1], None], float("nan")])
def test_a_starting_value_that_is_none_is_refused_by_name(value: Any) -> None:
    with pytest.raises(ancho.StartingValuesError, match="starting value 'drift'"):
        ancho.simulate(normal, sequences=1, starting_values={"drift": value})


def test_one_target_need_not_be_in_a_list() -> None:
    for target in ("up: x > 0", ancho.Target("up", "x", ">", 0), {"name": "up", "output": "x", "op": ">", "value": 0}):
        assert list(ancho.simulate(normal, sequences=10, targets=target).summary()["targets"]) == ["up"]


def test_a_target_takes_any_number_and_refuses_the_rest_by_name() -> None:
    assert type(ancho.Target("a", "x", ">", np.float32(1)).value) is float  # type: ignore[arg-type]
    for value in ("5", None, True, float("inf"), 10**400):
        with pytest.raises(ancho.InvalidRequest, match="target 'a': the value must be"):
            ancho.Target("a", "x", ">", value)  # type: ignore[arg-type]


@pytest.mark.parametrize("function", [plain_function, lambda rng, start: {"x": 1}])
def test_a_plain_function_is_a_model_without_starting_values(function: Any) -> None:
    results = ancho.simulate(function, sequences=5, seed=1)
    assert list(results) == ["x"]
    assert results.provenance["model"]["id"] is None
    with pytest.raises(ancho.StartingValuesError, match="the model declares none"):
        ancho.simulate(function, sequences=5, starting_values={"x": 1})


@pytest.mark.parametrize("function", [three, lambda rng: {}, functools.partial(three, 1, 2, 3)])
def test_a_function_that_is_no_model_says_how_to_declare_it(function: Any) -> None:
    with pytest.raises(ancho.ModelError, match=r"declare the function with @ancho\.model, or .*batch=True"):
        ancho.simulate(function, sequences=5)


@pytest.mark.parametrize("model", [None, 5, b"walk", "", ancho.Model, np.arange(3), [normal]])
def test_what_is_no_model_is_refused(model: Any) -> None:
    with pytest.raises(ancho.InvalidRequest, match="model: must be a model's folder, or a function declared with"):
        ancho.simulate(model, sequences=5)


@pytest.mark.parametrize(
    ("value", "seconds", "iso"),
    [
        (30, 30, "PT30S"),
        (np.float64(0.25), 0.25, "PT0.25S"),
        (timedelta(minutes=2), 120, "PT2M"),
        ("90s", 90, "PT1M30S"),
        ("250ms", 0.25, "PT0.25S"),
        ("1.5h", 5400, "PT1H30M"),
        ("PT1H0.5S", 3600.5, "PT1H0.5S"),
        ("P2DT3M", 172_980, "PT48H3M"),
        (31_536_000, 31_536_000, "PT8760H"),
        (1_234_567.125, 1_234_567.125, "PT342H56M7.125S"),
    ],
)
def test_a_length_of_time_may_be_written_in_many_ways(value: Any, seconds: float, iso: str) -> None:
    assert seconds_of("timeout", value) == seconds
    assert iso_of(seconds) == iso


@pytest.mark.parametrize("value", [0, -1, "0s", "soon", "P", "PT", None, True, float("nan"), 4e7, b"3s", "1e3"])
def test_what_is_no_length_of_time_is_refused(value: Any) -> None:
    with pytest.raises(ancho.InvalidRequest, match="timeout: must be"):
        seconds_of("timeout", value)
