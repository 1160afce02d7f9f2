"""The processes of one stack, found by what the system tells of them."""

import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from stack import command_line, descendants

from faults.roles import Role

RUNNER = "-m ancho.runner"


class Processes:
    """Who is who in the stack of a home."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def status(self) -> dict[str, Any]:
        """What the supervisor says; its state is ``down`` where it does not answer."""
        try:
            url = (self._home / "supervisor.url").read_text().strip()
            token = (self._home / "token").read_text().strip()
            headers = {"Authorization": f"Bearer {token}"}
            answer = httpx.get(f"{url}/status", headers=headers, timeout=10, trust_env=False)
            document: dict[str, Any] = answer.raise_for_status().json()
            return document
        except (FileNotFoundError, httpx.HTTPError):
            return {"state": "down", "supervisor_pid": None, "parts": []}

    def find(self, victim: str) -> list[int]:
        """The living processes that a victim's name stands for, in the order of their ids."""
        parts = self.status()["parts"]
        if victim == "executor":
            return sorted(part["pid"] for part in parts if _is_executor(part))
        if victim in ("leader", "standby"):
            return [part["pid"] for part in parts if part["pid"] and Role.of(part).name == victim]
        if victim == "python":
            return sorted(self.runners(parts))
        if victim == "spark":
            below = _below(part["pid"] for part in parts if part["name"] == "stats")
            return sorted(pid for pid in below if "SparkSubmit" in command_line(pid))
        return [part["pid"] for part in parts if part["name"] == victim and part["pid"]]

    def runners(self, parts: Iterable[dict[str, Any]]) -> set[int]:
        """The models' processes, walls included, below the executors among these parts."""
        below = _below(part["pid"] for part in parts if part["kind"] == "executor")
        return {pid for pid in below if RUNNER in command_line(pid)}

    def all(self) -> set[int]:
        """Every living process that works for this stack, whoever its parent is now."""
        return {pid for pid in _pids() if pid not in _ourselves() and self._works_here(pid)}

    def _works_here(self, pid: int) -> bool:
        folder = f"{self._home}/"
        return folder in command_line(pid) or any(
            variable.startswith(folder) for name, variable in environment(pid).items() if name in _TELLING
        )


_TELLING = (
    "MESOS_SANDBOX",
    "ANCHO_CACHE",
    "CASSANDRA_DIR",
    "KAFKA_DIR",
    "MESOS_WORK_DIR",
    "ANCHO_BOOTSTRAP_TOKEN_FILE",
)


def send(pids: Iterable[int], which: signal.Signals) -> None:
    """Signal processes; some may be gone by now."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, which)


def alive(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return False


def environment(pid: int) -> dict[str, str]:
    """The variables a process was started with; none if it is gone or somebody else's."""
    try:
        pairs = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace").split("\0")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return {}
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def _is_executor(part: dict[str, Any]) -> bool:
    return part["kind"] == "executor" and part["name"] != "worker" and part["pid"] is not None


def _below(pids: Iterable[int | None]) -> set[int]:
    return {below for pid in pids if pid for below in descendants(pid)}


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and alive(int(entry.name))]


def _ourselves() -> set[int]:
    """This process and those above it."""
    found = set()
    pid = os.getpid()
    while pid > 1 and pid not in found:
        found.add(pid)
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return found
