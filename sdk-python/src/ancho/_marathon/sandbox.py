"""The end of a task's log, from the agent that ran it."""

import re
from typing import Any

import httpx

_LINES, _BYTES = 20, 8192
_FILES = ("stderr", "stdout")


def log_end(mesos: str, agent: str, task: str) -> list[str]:
    """The last lines that a task wrote: to standard error, else to standard output. Empty if they cannot be had.

    Parameters
    ----------
    mesos
        the address of a Mesos master, as ``/v2/info`` tells it
    agent
        the id of the agent
    """
    try:
        with httpx.Client(timeout=httpx.Timeout(10, connect=3), follow_redirects=True) as client:
            address = _address(client, mesos, agent)
            folder = _folder(client.get(f"{address}/state").raise_for_status().json(), task)
            for name in _FILES:
                if folder and (lines := _read(client, address, f"{folder}/{name}")):
                    return lines
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError):
        return []  # a log is an addition to the message that is told anyway
    return []


def _address(client: httpx.Client, mesos: str, agent: str) -> str:
    """The agent's address, from its process id at the master: ``slave(1)@10.0.0.7:5051``."""
    answer = client.get(f"{mesos.rstrip('/')}/slaves").raise_for_status().json()
    [found] = [known for known in answer["slaves"] if known["id"] == agent]
    return f"{httpx.URL(mesos).scheme}://{found['pid'].rpartition('@')[2]}"


def _folder(state: dict[str, Any], task: str) -> str | None:
    executors = [
        executor
        for frameworks in ("frameworks", "completed_frameworks")
        for framework in state.get(frameworks) or []
        for kind in ("executors", "completed_executors")
        for executor in framework.get(kind) or []
    ]
    found = [executor["directory"] for executor in executors if executor.get("id") == task or _ran(executor, task)]
    return found[0] if found else None


def _ran(executor: dict[str, Any], task: str) -> bool:
    return any(ran.get("id") == task for kind in ("tasks", "completed_tasks") for ran in executor.get(kind) or [])


def _read(client: httpx.Client, address: str, path: str) -> list[str]:
    """The last lines of a file; a read at -1 tells only how long it is."""
    length = client.get(f"{address}/files/read", params={"path": path, "offset": -1}).raise_for_status().json()
    start = max(0, int(length["offset"]) - _BYTES)
    params: dict[str, str | int] = {"path": path, "offset": start, "length": _BYTES}
    text = str(client.get(f"{address}/files/read", params=params).raise_for_status().json()["data"])
    lines = [line.rstrip() for line in re.split(r"\r?\n", text) if line.strip()]
    return lines[-_LINES:]
