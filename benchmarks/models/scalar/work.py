"""One random draw and then plain Python, for as long as ``start.steps`` asks: what all contestants compute."""


def sequence(rng, start):
    x = rng.random()
    for _ in range(start.steps):
        x = 3.9 * x * (1.0 - x)
    return {"value": x}
