"""Eight outputs at the speed of memory: the same incompressible numbers again and again."""

import ancho
import numpy as np

NUMBERS = np.random.default_rng(1).standard_normal((8, 65_536))


@ancho.model(batch=True, starting_values={"outputs": 8})
def sequences(rng, start, n):
    return {f"output_{k}": NUMBERS[k, :n] for k in range(start.outputs)}
