"""A disease in a small world: who infects whom is decided on a network of acquaintances. Uses networkx."""

import networkx

import ancho


@ancho.model(starting_values={"people": 200, "acquaintances": 6, "shortcuts": 0.1, "transmission": 0.2})
def sequence(rng, start):
    """One outbreak that begins with one person.

    Every infected person infects each acquaintance with probability ``transmission``, once; whom an outbreak reaches are
    then the people connected to the first by the acquaintanceships that transmit (Newman, 2002).
    """
    people = networkx.watts_strogatz_graph(start.people, start.acquaintances, start.shortcuts, seed=rng)
    transmits = rng.random(people.number_of_edges()) < start.transmission
    people.remove_edges_from([edge for edge, kept in zip(list(people.edges), transmits, strict=True) if not kept])
    generations = networkx.single_source_shortest_path_length(people, int(rng.integers(start.people)))
    return {"infected": len(generations), "generations": max(generations.values())}
