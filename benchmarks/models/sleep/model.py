"""A sequence that takes its time without the processor, so that a busy machine does not disturb the comparison."""

import time

import ancho


@ancho.model(starting_values={"seconds": 0.05})
def sequence(rng, start):
    time.sleep(start.seconds)
    return {"value": rng.random()}
