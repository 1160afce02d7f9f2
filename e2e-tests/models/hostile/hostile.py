"""Prints, and fails with, what a terminal must not obey."""

import ancho


@ancho.model(starting_values={"often": 0.2})
def sequence(rng, start):
    x = rng.random()
    if x < start.often:
        print("\x1b]52;c;\x07 [/bold]", flush=True)
        raise ValueError("low \x1b]0;PWNED\x07\u2028\x85\u202e[/bold]")
    return {"x": x}
