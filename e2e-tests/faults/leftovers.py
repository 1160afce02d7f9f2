"""What must be gone once every run is over."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from stack import command_line

from faults.processes import RUNNER, Processes, alive, environment
from faults.roles import schedulers
from faults.share_groups import share_groups, superuser

_QUEUES = "ancho.chunks."
_POOL = "ancho.chunks.pool"
_GAUGE = re.compile(r"^ancho_scheduler_(?:executors\{.*\}|runs) ([0-9.]+)", re.MULTILINE)


class Leftovers:
    """Executors, tasks, queues, processes and files that nobody needs any more."""

    def __init__(self, home: Path, offset: int) -> None:
        self._home = home
        self._offset = offset
        self._processes = Processes(home)
        self._kafka_port = 9092 + offset
        self._login = superuser(home)
        servers = {"bootstrap.servers": f"127.0.0.1:{self._kafka_port}", "log_level": 0}
        self._kafka = AdminClient(servers | self._login)

    def await_none(self, seconds: float) -> list[str]:
        """Wait until nothing is left; what still is, when the time is over."""
        deadline = time.monotonic() + seconds
        while left := [what for look in self._looks() for what in look()]:
            if time.monotonic() > deadline:
                return left
            time.sleep(0.25)
        return []

    def _looks(self) -> tuple[Callable[[], Iterator[str]], ...]:
        return self._parts, self._wanted_executors, self._tasks, self._queues, self._strays, self._files

    def _parts(self) -> Iterator[str]:
        status = self._processes.status()
        for part in status["parts"]:
            if part["state"] != "up":
                yield f"{part['name']} is {part['state']}: {part['reason']}"
            elif part["pid"] and not alive(part["pid"]):
                yield f"{part['name']} is dead, and its supervisor has not noticed yet"
        if status["state"] != "up":
            yield f"the stack is {status['state']}"

    def _wanted_executors(self) -> Iterator[str]:
        leaders = 0
        for part in schedulers(self._processes.status()["parts"]):
            text = self._get(part["port"] - self._offset, "/actuator/prometheus")
            if text is None:
                yield f"{part['name']} does not answer"
                continue
            leaders += "\nancho_scheduler_leader 1.0\n" in text
            if any(float(figure) for figure in _GAUGE.findall(text)):
                yield f"{part['name']} still has runs or executors: " + ", ".join(
                    line for line in text.splitlines() if _GAUGE.match(line) and not line.endswith(" 0.0")
                )
        if leaders != 1:
            yield f"there are {leaders} leaders"

    def _tasks(self) -> Iterator[str]:
        text = self._get(5050, "/tasks")
        if text != '{"tasks":[]}':
            yield f"Mesos still has tasks: {text}"

    def _queues(self) -> Iterator[str]:
        """Topics, and share groups without members: those with some are :meth:`ghosts`, or have processes."""
        try:
            topics = list(self._kafka.list_topics(timeout=5).topics)
            groups = share_groups(self._kafka_port, self._login)
        except (KafkaException, OSError) as error:
            yield f"Kafka does not answer: {error}"
            return
        empty = [group for group, state in groups.items() if state == "Empty"]
        for what, names in (("topic", topics), ("share group", empty)):
            yield from (f"{what} {name} is still there" for name in names if _is_of_a_run(name))

    def ghosts(self) -> list[str]:
        """Share groups of runs that have members although every executor is gone.

        A broker that was killed and is back answers now and then (Kafka 4.2, once in hundreds of times) that there is
        no such group, which is there a second later; the member that asked then stays until the broker's next start.
        Only the broker can end it, and nothing waits for it.
        """
        return [group for group, state in share_groups(self._kafka_port, self._login).items() if _is_of_a_run(group)]

    def _strays(self) -> Iterator[str]:
        parts = self._processes.status()["parts"]
        known = {part["pid"] for part in parts} | self._processes.runners(parts)
        for pid in self._processes.all() - known:
            line = command_line(pid)
            if RUNNER in line or "worker-service" in line:
                yield f"process {pid} is still there: {line[:200]}"

    def _files(self) -> Iterator[str]:
        """Scratch folders that no living process uses: names in its command, or is at home in."""
        used = " ".join(f"{command_line(pid)} {environment(pid).get('HOME')}" for pid in self._processes.all())
        for folder in (self._home / "tmp").glob("*/ancho-*"):
            if folder.is_dir() and str(folder) not in used:
                yield f"folder {folder.name} is still there"

    def _get(self, port: int, path: str) -> str | None:
        try:
            answer = httpx.get(f"http://127.0.0.1:{port + self._offset}{path}", timeout=5, trust_env=False)
        except httpx.TransportError:
            return None
        return answer.text if answer.status_code == 200 else None


def _is_of_a_run(queue: str) -> bool:
    return queue.startswith(_QUEUES) and queue != _POOL
