"""What the framework did all the while, and what it must never do."""

import threading
import time
from collections.abc import Iterator

from faults.processes import Processes
from faults.roles import LEADER, Role, schedulers

SESSION_SECONDS = 4.0
"""How long a leader that is cut off from ZooKeeper may take itself for the leader."""

STOP_SECONDS = 10.0
"""How long an executor may outlive its run when nothing is in the way."""

_PERIOD = 0.25
_CALM_BEFORE = 15.0


class History(threading.Thread):
    """Looks at the schedulers and the executors several times a second.

    Attributes
    ----------
    wrong
        what was seen and must not be
    """

    def __init__(self, processes: Processes) -> None:
        super().__init__(name="history", daemon=True)
        self.wrong: list[str] = []
        self._processes = processes
        self._stopped = threading.Event()
        self._begin = time.monotonic()
        self._led: list[tuple[float, list[str]]] = []
        self._tasks: dict[str, int] = {}
        self._last_seen: dict[str, float] = {}

    def run(self) -> None:
        while not self._stopped.wait(_PERIOD):
            now = time.monotonic()
            parts = self._processes.status()["parts"]
            leaders = [part["name"] for part in schedulers(parts) if Role.of(part) == LEADER]
            self.note(now, leaders, {part["name"]: part["pid"] for part in parts if part["name"].startswith("ancho.")})

    def note(self, now: float, leaders: list[str], executors: dict[str, int]) -> None:
        """What is seen at a moment: who leads and is subscribed, and the process of each task that lives."""
        self._led.append((now, leaders))
        for task, pid in executors.items():
            if self._tasks.setdefault(task, pid) != pid:
                self.wrong.append(f"{task} was launched twice: as process {self._tasks[task]} and as {pid}")
            self._last_seen[task] = now

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def check(self, ends: dict[str, float], disturbed: list[tuple[float, float]]) -> list[str]:
        """What was wrong.

        Parameters
        ----------
        ends
            when each run was first seen to be over, by its id
        disturbed
            from when to when each fault lasted
        """
        return [*self.wrong, *self._rivals(), *self._survivors(ends, disturbed)]

    def longest_without_leader(self) -> float:
        """Seconds for which nobody led and was subscribed."""
        longest, since = 0.0, self._begin
        for now, leaders in self._led:
            if leaders:
                longest, since = max(longest, now - since), now
        return longest

    def executors(self) -> int:
        """How many executors there have been."""
        return len(self._tasks)

    def _rivals(self) -> Iterator[str]:
        """Two that take themselves for the leader: one of them is out of date, and must notice soon."""
        since = None
        for now, leaders in self._led:
            if len(leaders) < 2:
                since = None
            elif since is None:
                since = now
            elif now - since > SESSION_SECONDS:
                yield f"{' and '.join(leaders)} both led for {now - since:.1f} s"
                return

    def _survivors(self, ends: dict[str, float], disturbed: list[tuple[float, float]]) -> Iterator[str]:
        for task, seen in self._last_seen.items():
            end = ends.get(task.split(".")[1])
            if end is None or seen - end <= STOP_SECONDS or not self._calm(end, disturbed):
                continue
            yield f"{task} lived {seen - end:.1f} s longer than its run, though nothing was in the way"

    def _calm(self, end: float, disturbed: list[tuple[float, float]]) -> bool:
        """Whether nothing was in the way of what has to follow a run's end."""
        faults = any(first < end + STOP_SECONDS and last > end - _CALM_BEFORE for first, last in disturbed)
        looks = [leaders for now, leaders in self._led if end <= now <= end + STOP_SECONDS]
        return not faults and all(len(leaders) == 1 for leaders in looks)
