"""A European call under Black and Scholes, as a batch model: one call computes a whole block of sequences."""

import math

import numpy as np

import ancho


@ancho.model(
    batch=True,
    starting_values={"spot": 100.0, "strike": 105.0, "rate": 0.03, "volatility": 0.2, "maturity": 1.0},
)
def sequences(rng, start, n):
    """The price at maturity of n histories, and the discounted payoff."""
    drift = (start.rate - start.volatility**2 / 2) * start.maturity
    shocks = start.volatility * math.sqrt(start.maturity) * rng.standard_normal(n)
    price = start.spot * np.exp(drift + shocks)
    payoff = math.exp(-start.rate * start.maturity) * np.maximum(price - start.strike, 0)
    return {"price": price, "payoff": payoff}
