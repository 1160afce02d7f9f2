"""Numbers that statistics stumble over."""

import math

import ancho
import numpy as np

LARGEST = 1.7976931348623157e308


@ancho.model(starting_values={"scalars": 0, "length": 0, "failing": 0.0})
def sequence(rng, start):
    z, u = rng.standard_normal(), rng.random()
    if u < start.failing:
        raise ArithmeticError("as it was asked to")
    if start.scalars:
        return {f"x{i}": value for i, value in enumerate(rng.standard_normal(start.scalars))}
    if start.length:
        path = rng.standard_normal(start.length) * 10.0 ** rng.integers(-320, 300, start.length)
        path[0] = math.nan
        path[-1] = round(10 * u)
        return {"path": path}
    return columns(rng, z, u)


def columns(rng, z, u):
    return {
        "constant": 0.1,
        "largest": LARGEST,
        "zero": -0.0 if u < 0.5 else 0.0,
        "normal": z,
        "huge": math.copysign(1.7e308, z),
        "mixed": rng.choice([1e308, -1e308, 1e-320, 1.0]),
        "tiny": 1e-320 * round(100 * z),
        "denormal": 5e-324 * round(3 * z),
        "small": 1e-82 * z,
        "e153": 1e153 * z,
        "nanoseconds": 1.7e18 + 1e6 * z,
        "infinite": math.inf if u < 0.1 else -math.inf if u > 0.97 else z,
        "half_nan": math.nan if u < 0.5 else z,
        "nan": math.nan,
        "all_infinite": math.inf,
        "cauchy": rng.standard_cauchy(),
        "lognormal": np.exp(20 * z),
        "zero_one": u < 0.2,
        "die": rng.integers(1, 7),
        "poisson": rng.poisson(1000),
        "claims": 0.0 if u < 0.6 else round(math.exp(8 * u)),
        "beyond_2_53": 2**53 + 2 * rng.integers(0, 1000),
        "vector": np.array([z, math.nan, math.inf, -0.0, u, 7.0, 1e-310 * z] * 10),
        "one_element": [z * u],
    }
