"""Watches runs through the API all the time, as an impatient user would."""

import threading
import time
from collections.abc import Callable
from typing import Any

import httpx

ORDER = ("SUBMITTED", "RUNNING", "SUMMARIZING", "COMPLETED")
FINAL = ("COMPLETED", "FAILED", "CANCELLED")

_PERIOD = 0.3


class Observer(threading.Thread):
    """Asks for every run several times a second, and notes what must never be seen.

    Attributes
    ----------
    wrong
        what was seen and must not be
    ends
        when each run was first seen to be over, by its id
    """

    def __init__(self, client: Callable[[], httpx.Client]) -> None:
        super().__init__(name="observer", daemon=True)
        self.wrong: list[str] = []
        self.ends: dict[str, float] = {}
        self._client = client
        self._seen: dict[str, dict[str, Any]] = {}
        self._ended = threading.Event()

    def watch(self, run: dict[str, Any]) -> None:
        """Begin with a run that has been accepted."""
        self._seen[run["id"]] = run

    def seen(self, run: str) -> dict[str, Any]:
        """The run as it was seen last."""
        return self._seen[run]

    def state(self, run: str) -> str:
        return str(self._seen[run]["state"])

    def await_end(self, runs: list[str], seconds: float) -> list[str]:
        """Wait until runs are over; those that are not in time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if all(self.state(run) in FINAL for run in runs):
                return []
            time.sleep(0.05)
        return [run for run in runs if self.state(run) not in FINAL]

    def run(self) -> None:
        with self._client() as client:
            while not self._ended.wait(_PERIOD):
                for run in list(self._seen):
                    self._look(client, run)

    def stop(self) -> None:
        self._ended.set()
        self.join()

    def _look(self, client: httpx.Client, run: str) -> None:
        try:
            answer = client.get(f"/runs/{run}", timeout=5)
        except httpx.TransportError:
            return  # The gateway is away.
        if answer.status_code == 200:
            now = answer.json()
            self._compare(run, self._seen[run], now)
            self._seen[run] = now
            if now["state"] in FINAL:
                self.ends.setdefault(run, time.monotonic())
        elif answer.status_code != 503:
            self.wrong.append(f"GET /runs/{run} was answered {answer.status_code}: {answer.text[:300]}")

    def _compare(self, run: str, before: dict[str, Any], now: dict[str, Any]) -> None:
        if not legal(before["state"], now["state"]):
            self.wrong.append(f"run {run} went from {before['state']} to {now['state']}")
        for figure in ("completed", "failed", "contiguous"):
            was, is_now = before["progress"][figure], now["progress"][figure]
            if is_now < was:
                self.wrong.append(f"run {run}: {figure} went from {was} back to {is_now}")
        progress = now["progress"]
        if not progress["failed"] <= progress["completed"] <= progress["total"]:
            self.wrong.append(f"run {run} counts what it has not: {progress}")


def legal(before: str, after: str) -> bool:
    """Whether a run may be seen in one state and later in the other."""
    if before == after:
        return True
    if before in FINAL:
        return False
    return after in ("FAILED", "CANCELLED") or ORDER.index(before) < ORDER.index(after)
