"""A model that attacks whatever is around it; ``crossed`` is how many of the things it tried it could do."""

import files
import kernel
import machine
import networks
import processes
import resources_of_all

import ancho

ATTACKS = {
    name: attack
    for module in (files, kernel, machine, networks, processes, resources_of_all)
    for name, attack in vars(module).items()
    if getattr(attack, "is_attack", False)
}


# What an attacker would like to know; the tests tell it.
TOLD = {
    "attack": "",
    "home": "/",
    "executor": 1,
    "supervisor": 1,
    "ports": [8080],
    "socket": "",
    "abstract": "",
    "marker": "1",
    "mib": 256,
    "other": "",
}


@ancho.model(starting_values=TOLD)
def attack(rng, start):
    crossed = 0
    for deed in ATTACKS[start["attack"]](start):
        try:
            result = deed()
        except (OSError, ValueError, OverflowError) as error:
            print(f"refused: {error}")
        else:
            print(f"crossed: {deed} gave {result!r}"[:500])
            crossed += 1
    return {"crossed": crossed}
