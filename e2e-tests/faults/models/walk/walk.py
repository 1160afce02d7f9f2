"""A random walk that takes its time, and stumbles if it is asked to."""

import time

import ancho


@ancho.model(starting_values={"seconds": 0.004, "steps": 5, "stumble": 2.0})
def sequence(rng, start):
    time.sleep(start.seconds)
    luck = rng.random()
    if luck > start.stumble:
        raise ValueError(f"stumbled with {luck}")
    path = rng.standard_normal(start.steps).cumsum()
    return {"luck": luck, "end": path[-1], "path": path}
