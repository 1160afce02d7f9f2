"""The model against the same histories computed by plain NumPy, all at once and from other random numbers."""

from pathlib import Path

import numpy as np
import pytest

import ancho

FOLDER = Path(__file__).parent
SEQUENCES = 20_000


def histories(n: int, years: int, balance: float, withdrawal: float, stocks: float) -> np.ndarray:
    """Balances of shape (n, years + 1)."""
    stock, bond = np.loadtxt(FOLDER / "us-markets-annual.csv", delimiter=",", skiprows=1, usecols=(1, 2), unpack=True)
    growth = 1 + bond + stocks * (stock - bond)
    drawn = np.random.default_rng(2022).choice(growth, size=(n, years))
    path = np.full((n, years + 1), balance)
    for year in range(years):
        path[:, year + 1] = np.maximum(path[:, year] - withdrawal, 0) * drawn[:, year]
    return path


@pytest.fixture(scope="module")
def results() -> ancho.Results:
    return ancho.simulate(FOLDER, sequences=SEQUENCES, seed=42, targets=["solvent: final_balance > 0"])


def test_the_probability_of_lasting_agrees_with_an_independent_computation(results: ancho.Results) -> None:
    path = histories(200_000, years=30, balance=1e6, withdrawal=4e4, stocks=0.6)
    expected = np.mean(path[:, -1] > 0)
    error = np.sqrt(expected * (1 - expected) * (1 / SEQUENCES + 1 / len(path)))
    assert results.summary()["targets"]["solvent"]["probability"] == pytest.approx(expected, abs=4 * error)


def test_the_balances_of_every_year_are_distributed_like_an_independent_computation(results: ancho.Results) -> None:
    expected = histories(200_000, years=30, balance=1e6, withdrawal=4e4, stocks=0.6)
    error = expected.std(axis=0) * np.sqrt(1 / SEQUENCES + 1 / len(expected))
    assert np.all(np.abs(results["balance_by_year"].mean(axis=0) - expected.mean(axis=0)) <= 4.5 * error + 1e-6)
    assert np.median(results["final_balance"]) == pytest.approx(np.median(expected[:, -1]), rel=0.04)


def test_a_history_is_consistent(results: ancho.Results) -> None:
    path, funded = results["balance_by_year"], results["years_funded"]
    assert path.shape == (SEQUENCES, 31)
    assert np.all(path[:, 0] == 1e6)
    assert np.all(path >= 0)
    assert np.array_equal(path[:, -1], results["final_balance"])
    assert np.array_equal(funded, np.sum(path[:, :-1] >= 4e4, axis=1))


def test_without_withdrawals_no_history_runs_dry() -> None:
    results = ancho.simulate(FOLDER, sequences=500, seed=1, starting_values={"withdrawal": 0, "years": 10})
    assert np.all(results["final_balance"] > 0)
    assert np.all(results["years_funded"] == 10)
