"""What every contestant is given: chunks of sequences to compute, and a clock that starts when its workers are warm.

A contestant imports this and calls :func:`compete` with how it gathers the arrays of all chunks in the parent.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace

import numpy as np

WORK = str(Path(__file__).resolve().parents[1] / "models" / "scalar")
TASKS_PER_WORKER = 64

Task = tuple[int, int, int]
Gather = Callable[[list[Task]], Iterable[np.ndarray]]


def compute(task: Task) -> np.ndarray:
    """The values of one chunk, from a stream of the chunk's own."""
    first, count, steps = task
    if WORK not in sys.path:
        sys.path.insert(0, WORK)
    from work import sequence

    rng, start = np.random.Generator(np.random.Philox(key=42, counter=[0, 0, first, 0])), SimpleNamespace(steps=steps)
    values = np.empty(count)
    for k in range(count):
        values[k] = sequence(rng, start)["value"]
    return values


def options() -> argparse.Namespace:
    """How many sequences, of how many steps, on how many workers."""
    parser = argparse.ArgumentParser()
    for name in ("sequences", "steps", "workers"):
        parser.add_argument(f"--{name}", type=int, required=True)
    return parser.parse_args()


def compete(given: argparse.Namespace, gather: Gather) -> None:
    """Print how long ``gather(tasks)`` takes to give all values, after a warm-up with as many tasks."""
    list(gather(tasks(given.workers * TASKS_PER_WORKER, given)))
    wanted = tasks(given.sequences, given)
    began = time.perf_counter()
    values = np.concatenate(list(gather(wanted)))
    seconds = time.perf_counter() - began
    if len(values) != given.sequences or not np.isfinite(values).all():
        sys.exit("some sequences are missing")
    print(json.dumps({"seconds": seconds}))


def tasks(sequences: int, given: argparse.Namespace) -> list[Task]:
    """The sequences cut into as many chunks as keep the workers evenly busy."""
    chunk = max(1, sequences // (given.workers * TASKS_PER_WORKER))
    return [(first, min(chunk, sequences - first), given.steps) for first in range(0, sequences, chunk)]
