"""The model against the closed formula."""

from math import exp, log, sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

import ancho

FOLDER = Path(__file__).parent


def black_scholes(spot: float, strike: float, rate: float, volatility: float, maturity: float) -> tuple[float, float]:
    """The price of a call and the probability that it is exercised (Black and Scholes, 1973)."""
    phi = NormalDist().cdf
    d1 = (log(spot / strike) + (rate + volatility**2 / 2) * maturity) / (volatility * sqrt(maturity))
    d2 = d1 - volatility * sqrt(maturity)
    return spot * phi(d1) - strike * exp(-rate * maturity) * phi(d2), phi(d2)


@pytest.mark.parametrize("strike", [80.0, 105.0, 130.0])
def test_the_mean_payoff_is_the_price_of_black_and_scholes(strike: float) -> None:
    start = {"spot": 100.0, "strike": strike, "rate": 0.03, "volatility": 0.2, "maturity": 1.0}
    results = ancho.simulate(FOLDER, sequences=500_000, seed=7, starting_values={"strike": strike})
    price, _ = black_scholes(**start)
    error = results["payoff"].std() / np.sqrt(len(results.sequences))
    assert results["payoff"].mean() == pytest.approx(price, abs=4 * error)


def test_the_probability_of_exercise_agrees_with_the_formula() -> None:
    results = ancho.simulate(FOLDER, sequences=500_000, seed=7, targets=["exercised: payoff > 0"])
    expected = black_scholes(100, 105, 0.03, 0.2, 1)[1]
    error = np.sqrt(expected * (1 - expected) / 500_000)
    assert results.summary()["targets"]["exercised"]["probability"] == pytest.approx(expected, abs=4 * error)


def test_the_first_sequences_do_not_depend_on_how_many_there_are() -> None:
    few, many = (ancho.simulate(FOLDER, sequences=n, seed=7) for n in (1500, 5000))
    assert np.array_equal(few["price"], many["price"][:1500])
