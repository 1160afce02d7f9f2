"""Has something to say."""

import ancho


@ancho.model
def sequence(rng, start):
    print("a word from sequence")
    return {"draw": rng.random()}
