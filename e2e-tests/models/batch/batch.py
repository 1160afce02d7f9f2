"""Many walks at once."""

import ancho


@ancho.model(batch=True, starting_values={"steps": 12})
def sequences(rng, start, n):
    walk = rng.standard_normal((n, start.steps)).cumsum(axis=1)
    return {"end": walk[:, -1], "path": walk}
