"""The model against the theory of the M/M/1 queue: a customer who comes late enough waits 0 with probability 1 - r and
longer than t with probability r exp(-(served - arriving) t), r = arriving / served; r / (served - arriving) on average.
"""

from pathlib import Path

import numpy as np
import pytest

import ancho

FOLDER = Path(__file__).parent
ARRIVING, SERVED, SEQUENCES = 0.6, 1.0, 10_000
LOAD = ARRIVING / SERVED


@pytest.fixture(scope="module")
def results() -> ancho.Results:
    start = {"arrivals_per_minute": ARRIVING, "warm_up": 150, "customers": 50}
    return ancho.simulate(FOLDER, sequences=SEQUENCES, seed=5, starting_values=start)


def test_the_mean_wait_is_that_of_theory(results: ancho.Results) -> None:
    error = results["mean_wait"].std() / np.sqrt(SEQUENCES)
    assert results["mean_wait"].mean() == pytest.approx(LOAD / (SERVED - ARRIVING), abs=4 * error)


@pytest.mark.parametrize("minutes", [0.0, 1.0, 3.0, 6.0])
def test_waits_are_distributed_as_in_theory(results: ancho.Results, minutes: float) -> None:
    expected = LOAD * np.exp(-(SERVED - ARRIVING) * minutes)
    error = np.sqrt(expected * (1 - expected) / SEQUENCES)
    assert np.mean(results["last_wait"] > minutes) == pytest.approx(expected, abs=4 * error)


def test_no_customer_waits_longer_than_the_longest_wait(results: ancho.Results) -> None:
    assert np.all(results["last_wait"] <= results["longest_wait"])
    assert np.all(results["mean_wait"] <= results["longest_wait"])
