"""The Mesos stand-in's own switches: what goes wrong between the framework, the master and its agents."""

import random
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import httpx

_PATIENCE_SECONDS = 40.0


@dataclass(frozen=True)
class Switch:
    """A fault of ``POST /faults``.

    Attributes
    ----------
    fields
        what else its body says
    seconds
        how long it lasts; 0 for what happens once
    """

    fault: str
    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    seconds: float = 0.0

    def __str__(self) -> str:
        said = " ".join(str(value) for value in self.fields.values())
        lasting = f" for {self.seconds:.0f} s" if self.seconds else ""
        return f"{self.fault} {said}".strip() + lasting


class Switchboard:
    """Throws switches of the stand-in that listens on a port."""

    def __init__(self, port: int, say: Callable[[str], None]) -> None:
        self._url = f"http://127.0.0.1:{port}"
        self._say = say

    def throw(self, switch: Switch, dice: random.Random, over: Callable[[], bool]) -> None:
        """Do it, and return when it is over; a task that is to end is drawn from those that run."""
        fields = dict(switch.fields)
        if switch.fault == "end-task":
            tasks = self._await_tasks(over)
            if not tasks:
                return
            fields["task"] = dice.choice(tasks)
        if switch.fault == "unknown-task":
            fields["task"] = f"ancho.{uuid.UUID(int=dice.getrandbits(128), version=4)}.1"
        self._post({"fault": switch.fault, "seconds": switch.seconds, **fields})
        self._say(f"{switch}{' ' + fields['task'] if 'task' in fields else ''}")
        if switch.seconds:
            time.sleep(switch.seconds)
            self._say(f"{switch.fault} is over")

    def forget(self) -> None:
        """Take back what has not happened yet, so that it does not happen to somebody else."""
        self._post({"fault": "none"})

    def _await_tasks(self, over: Callable[[], bool]) -> list[str]:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline and not over():
            with suppress(httpx.TransportError, ValueError):
                tasks = httpx.get(f"{self._url}/tasks", timeout=5, trust_env=False).json()["tasks"]
                if running := sorted(task["id"] for task in tasks if task["state"] == "TASK_RUNNING"):
                    return running
            time.sleep(0.1)
        return []

    def _post(self, body: dict[str, Any]) -> None:
        """Ask until the stand-in answers; it may just be on its way back."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                answer = httpx.post(f"{self._url}/faults", json=body, timeout=5, trust_env=False)
                assert answer.status_code == 202, f"{body} was answered {answer.status_code}"
                return
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.1)
