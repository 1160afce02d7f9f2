"""Fails now and then, for a reason."""

import ancho


@ancho.model(starting_values={"threshold": 0.99})
def sequence(rng, start):
    draw = rng.random()
    if draw > start.threshold:
        raise ValueError(f"{draw} is too much")
    return {"draw": draw}
