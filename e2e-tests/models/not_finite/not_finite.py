"""Outputs with names that files and parsers trip over, some of whose values are not finite; some fail."""

import math
import time

import ancho


@ancho.model(starting_values={"seconds": 0.0})
def sequence(rng, start):
    time.sleep(start.seconds)
    wait = rng.exponential()
    if wait > 2.5:
        raise ValueError("it took too long")
    return {
        "file": math.inf if wait > 1.5 else wait,
        "allow_pickle": math.nan if wait < 0.1 else wait,
        "../a/b\\c": wait,
        "ancho": [wait, -wait],
    }
