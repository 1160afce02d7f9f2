"""One server, one queue: customers arrive and are served at random times (M/M/1)."""

import ancho


@ancho.model(starting_values={"arrivals_per_minute": 0.8, "served_per_minute": 1.0, "warm_up": 500, "customers": 200})
def sequence(rng, start):
    """One day: how long its customers waited, after a warm-up that fills the queue.

    Each customer's wait follows from the one before: max(0, wait + service - time to the next arrival) (Lindley, 1952).
    """
    n = start.warm_up + start.customers
    steps = rng.exponential(1 / start.served_per_minute, n) - rng.exponential(1 / start.arrivals_per_minute, n)
    wait, waits = 0.0, []
    for step in steps.tolist():
        waits.append(wait)
        wait = max(0.0, wait + step)
    counted = waits[start.warm_up :]
    return {
        "mean_wait": sum(counted) / len(counted),
        "longest_wait": max(counted),
        "last_wait": counted[-1],
    }
