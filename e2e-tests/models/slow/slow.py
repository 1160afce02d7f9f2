"""Takes its time, so that something can happen meanwhile."""

import time

import ancho


@ancho.model(starting_values={"seconds": 0.01})
def sequence(rng, start):
    time.sleep(start.seconds)
    return {"draw": rng.random()}
