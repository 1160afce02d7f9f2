"""Many random walks at once, a block of them taking its time."""

import time

import ancho


@ancho.model(batch=True, starting_values={"seconds": 0.1, "steps": 4})
def sequences(rng, start, n):
    time.sleep(start.seconds)
    path = rng.standard_normal((n, start.steps)).cumsum(axis=1)
    return {"end": path[:, -1], "path": path}
