"""The model against a case that can be computed by hand."""

from pathlib import Path

import numpy as np
import pytest

import ancho

FOLDER = Path(__file__).parent


def infected_on_a_ring(people: int, p: float) -> float:
    """The mean number infected if everybody knows two neighbours: 1 plus, for each distance d to either side, the
    chance that d acquaintanceships in a row transmit, or the d' = people - d of the other way round.
    """
    one_way = [p**d for d in range(1, people)]
    both = [p**d * p ** (people - d) for d in range(1, people)]
    return 1 + 2 * sum(one_way) - sum(both)


def test_on_a_ring_the_mean_outbreak_is_that_of_theory() -> None:
    start = {"people": 20, "acquaintances": 2, "shortcuts": 0, "transmission": 0.7}
    results = ancho.simulate(FOLDER, sequences=4000, seed=3, starting_values=start)
    error = results["infected"].std() / np.sqrt(4000)
    assert results["infected"].mean() == pytest.approx(infected_on_a_ring(20, 0.7), abs=4 * error)


def test_a_disease_that_always_transmits_reaches_everybody() -> None:
    results = ancho.simulate(FOLDER, sequences=20, seed=3, starting_values={"people": 60, "transmission": 1, "shortcuts": 0})
    assert np.all(results["infected"] == 60)
    assert np.all(results["generations"] == 10)
