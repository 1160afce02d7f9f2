"""Plain Python: the function called in a loop. Run as a program it measures; imported it starts that program."""

import importlib
import sys
import time
from pathlib import Path
from statistics import median
from subprocess import PIPE, Popen
from types import SimpleNamespace
from typing import Any

WORK = Path(__file__).resolve().parents[1] / "models" / "scalar"
SLICES = 9


def seconds_per_call(steps: int, seconds: float, cores: int = 1) -> float:
    """Seconds of CPU time of one call, in a process of its own; of several such processes at once, their mean."""
    command = [sys.executable, __file__, str(steps), str(seconds)]
    processes = [Popen(command, stdout=PIPE, text=True) for _ in range(cores)]
    return sum(float(process.communicate()[0]) for process in processes) / cores


def steps_for(seconds: float) -> int:
    """How many steps of the work take so long."""
    many = 2000
    empty = seconds_per_call(0, 0.5)
    step = (seconds_per_call(many, 0.5) - empty) / many
    return max(1, round((seconds - empty) / step))


def measure(steps: int, seconds: float) -> float:
    """The median over slices of the loop, of CPU time: what a core that nobody disturbs takes for a call."""
    loop = Loop(steps)
    calls = 1
    while (taken := calls * loop.seconds(calls)) < seconds / SLICES / 4:
        calls *= 2
    calls = max(1, int(calls * seconds / SLICES / taken))
    return median(loop.seconds(calls) for _ in range(SLICES))


class Loop:
    """The function called again and again."""

    def __init__(self, steps: int) -> None:
        import numpy as np

        sys.path.insert(0, str(WORK))
        self._sequence: Any = importlib.import_module("work").sequence
        self._rng = np.random.Generator(np.random.Philox(key=1))
        self._start = SimpleNamespace(steps=steps)

    def seconds(self, calls: int) -> float:
        """CPU seconds of a call, over so many."""
        sequence, rng, start = self._sequence, self._rng, self._start
        began = time.process_time()
        for _ in range(calls):
            sequence(rng, start)
        return (time.process_time() - began) / calls


if __name__ == "__main__":
    print(measure(int(sys.argv[1]), float(sys.argv[2])))
