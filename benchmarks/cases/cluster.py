"""``cluster``: how much a large cluster may report, and how long a restart of run-service then takes."""

import os
import re
import signal
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from measuring.figures import Figure, Target, say
from measuring.processes import Sampler
from measuring.runs import starting
from measuring.stack import Stack, java

from cases.setting import Setting

EXECUTORS = 1_000
SLOTS = 10
MEMBERS = 8
SEQUENCES = 10**12
READY_SECONDS = 120.0
MIB = 2**20
_RUN_SERVICE_PORT = 8081
_COUNTED = re.compile(r"^ancho_chunk_seconds_count\S* ([0-9.E]+)$", re.MULTILINE)


@dataclass(frozen=True)
class RunService:
    """The stack's run-service, by its actuator."""

    stack: Stack

    def counted(self) -> float:
        """How many chunks it has counted since its start."""
        found = _COUNTED.search(self._get("prometheus") or "")
        return float(found[1]) if found else 0.0

    def restart(self) -> float:
        """Kill it; the seconds until the supervisor's next one is ready."""
        sampler = Sampler(self.stack.home)
        sampler.look()
        before = next(pid for pid, part in sampler.pids().items() if part == "run")
        os.kill(before, signal.SIGKILL)
        began = time.monotonic()
        while not self._get("health/readiness"):
            if time.monotonic() - began > READY_SECONDS:
                raise RuntimeError(f"run-service is not ready {READY_SECONDS:.0f} s after it was killed")
            time.sleep(0.05)
        return time.monotonic() - began

    def _get(self, path: str) -> str | None:
        url = f"http://127.0.0.1:{_RUN_SERVICE_PORT + int(self.stack.offset)}/actuator/{path}"
        with suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            return str(answer.read().decode())
        return None


def cluster(setting: Setting) -> Iterator[Figure]:
    """A run of 1,000 executors with ten slots each, none of which computes: each chunk is reported as it is taken."""
    setting.stack.ensure_up()
    service = RunService(setting.stack)
    idle = service.restart()
    model = setting.upload("scalar")
    # No machine has this name, so that Mesos launches none of the executors.
    executors = {"count": EXECUTORS, "cpus": SLOTS, "constraints": [["hostname", "LIKE", "emulated"]]}
    seconds = setting.size(600, 60)
    sampler = Sampler(setting.stack.home)
    with setting.stack.client() as client:
        run = client.submit(model, sequences=SEQUENCES, starting_values=starting(10), executors=executors)
        with sampler.watching():
            began = time.time()
            java("EmulatedExecutors", setting.stack.kafka_settings(), run.id, EXECUTORS, SLOTS, MEMBERS, seconds)
            ended = time.time()
        chunks = service.counted()
        restart = service.restart()
        run.cancel()
    cores = {part: used / (ended - began) for part, used in sampler.cpu_between(began, ended).items()}
    peak = {part: size / MIB for part, size in sampler.peak_between(began, ended).items()}
    detail = {"chunks": chunks, "seconds": ended - began, "cpu_cores": cores, "peak_mib": peak}
    say(f"cluster: {chunks / (ended - began):.0f} reports/s, ready {restart:.1f} s after a kill, {idle:.1f} s without")
    yield Figure("cluster_reports", "1/s", [chunks / (ended - began)], Target(">=", 5000.0), None, detail)
    restarts = {"chunks": chunks, "seconds_without_chunks": idle}
    yield Figure("cluster_restart", "s", [restart], Target("<=", 10.0), None, restarts)
