import copy
import pickle
from typing import Any

import numpy as np
import pytest

import ancho


@ancho.model(starting_values={"balance": 1e6, "years": 30, "rebalanced": True, "market": "us", "weights": [0.6, 0.4]})
def model(rng: Any, start: Any) -> dict[str, Any]:
    return {"years": start.years}


def test_the_defaults_hold_where_nothing_is_given() -> None:
    assert dict(model.start({})) == {
        "balance": 1e6,
        "years": 30,
        "rebalanced": True,
        "market": "us",
        "weights": (0.6, 0.4),
    }


def test_a_value_is_an_item_and_an_attribute() -> None:
    start = model.start({"years": 10})
    assert start["years"] == start.years == 10
    assert list(start) == ["balance", "years", "rebalanced", "market", "weights"]


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("balance", 5, 5.0),
        ("balance", np.float64(2.5), 2.5),
        ("years", 1e6, 1_000_000),
        ("years", np.int64(7), 7),
        ("rebalanced", False, False),
        ("market", "de", "de"),
        ("weights", [1, 0], (1.0, 0.0)),
        ("weights", np.array([0.2, 0.3, 0.5]), (0.2, 0.3, 0.5)),
    ],
)
def test_a_value_of_the_same_kind_is_taken(name: str, given: Any, kept: Any) -> None:
    value = model.start({name: given})[name]
    assert value == kept
    assert type(value) is type(kept)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("years", 1.5, "starting value 'years': must be a whole number, not 1.5"),
        ("years", True, "starting value 'years': must be a whole number, not true"),
        ("years", "30", "starting value 'years': must be a whole number, not '30'"),
        ("balance", "1e6", "starting value 'balance': must be a number, not '1e6'"),
        ("balance", False, "starting value 'balance': must be a number, not false"),
        ("balance", float("nan"), "starting value 'balance': must be finite, not nan"),
        ("balance", 10**400, "starting value 'balance': is too large for a float"),
        (
            "balance",
            None,
            "starting value 'balance': must be a number, true or false, a text or a list of such",
        ),
        ("rebalanced", 1, "starting value 'rebalanced': must be true or false, not 1"),
        ("market", 5, "starting value 'market': must be a text, not 5"),
        ("weights", 0.5, "starting value 'weights': must be a list, not 0.5"),
        ("weights", [0.5, "x"], r"starting value 'weights\[1\]': must be a number, not 'x'"),
        ("yeers", 3, "there is no starting value 'yeers'; there are balance, years, rebalanced, market, weights"),
    ],
)
def test_another_value_is_refused_by_its_name(name: str, given: Any, message: str) -> None:
    with pytest.raises(ancho.StartingValuesError, match=message):
        model.start({name: given})


@pytest.mark.parametrize("name", ["items", "_hidden", "not a name", "keys"])
def test_a_name_that_could_not_be_an_attribute_is_refused(name: str) -> None:
    with pytest.raises(ancho.StartingValuesError, match=name):
        ancho.Model(model.function, starting_values={name: 1})


def test_starting_values_are_read_only() -> None:
    start = model.start({})
    with pytest.raises(AttributeError, match="read-only: years"):
        start.years = 5
    with pytest.raises(AttributeError, match="read-only: years"):
        del start.years
    with pytest.raises(AttributeError, match="there is no starting value 'yeers'"):
        _ = start.yeers
    with pytest.raises(KeyError, match="there is no starting value 'yeers'"):
        _ = start["yeers"]


def test_starting_values_survive_copying_and_pickling() -> None:
    start = model.start({"years": 3})
    assert pickle.loads(pickle.dumps(start)) == start
    assert copy.deepcopy(start).years == 3


def test_a_model_without_options_has_no_starting_values() -> None:
    @ancho.model
    def plain(rng: Any, start: Any) -> dict[str, Any]:
        return {"x": rng.random()}

    assert plain.starting_values == {}
    with pytest.raises(ancho.StartingValuesError, match="the model declares none"):
        plain.start({"x": 1})


def test_a_model_can_be_tried_by_hand() -> None:
    assert model(np.random.default_rng(), {"years": 4}) == {"years": 4}


def test_a_function_of_other_arguments_is_refused() -> None:
    with pytest.raises(ancho.ModelError, match=r"only_one\(rng\): must take \(rng, start\)"):

        @ancho.model
        def only_one(rng: Any) -> dict[str, Any]:
            return {}
