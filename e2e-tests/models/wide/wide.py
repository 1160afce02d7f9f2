"""As many normal numbers a sequence as are asked for, and their mean."""

import ancho


@ancho.model(batch=True, starting_values={"length": 365})
def sequences(rng, start, n):
    path = rng.standard_normal((n, start.length))
    return {"path": path, "mean": path.mean(axis=1)}
