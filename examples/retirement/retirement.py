"""How long do savings last? One history draws its years from those that the US markets have had since 1871."""

import csv
from functools import lru_cache
from pathlib import Path

import ancho

with (Path(__file__).parent / "us-markets-annual.csv").open(newline="") as lines:
    RETURNS = [(float(year["stocks_real_return"]), float(year["bonds_real_return"])) for year in csv.DictReader(lines)]


@ancho.model(starting_values={"balance": 1_000_000.0, "withdrawal": 40_000.0, "years": 30, "stocks": 0.6})
def sequence(rng, start):
    """Withdraw at the start of every year what is wanted, or what is left, and then earn the year's real return."""
    growth = portfolio_growth(start.stocks)
    withdrawal = start.withdrawal
    balance = start.balance
    balance_by_year = [balance]
    years_funded = 0
    for year in rng.integers(len(growth), size=start.years).tolist():
        if balance >= withdrawal:
            years_funded += 1
            balance = (balance - withdrawal) * growth[year]
        else:
            balance = 0.0
        balance_by_year.append(balance)
    return {"final_balance": balance, "years_funded": years_funded, "balance_by_year": balance_by_year}


@lru_cache
def portfolio_growth(stocks):
    """By what a portfolio, rebalanced yearly, is multiplied in each historical year."""
    return [1 + stocks * stock + (1 - stocks) * bond for stock, bond in RETURNS]
