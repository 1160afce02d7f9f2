"""CPU time and memory of the stack's processes, read from ``/proc``."""

import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PERIOD_SECONDS = 0.5

_JAR = re.compile(r"/(?:local-)?([a-z]+)(?:-service)?\.jar")


@dataclass(frozen=True)
class Sample:
    """One moment: for each part the CPU seconds used since the sampler began, and resident bytes."""

    at: float
    cpu: dict[str, float]
    resident: dict[str, int]
    machine: float


@dataclass
class Sampler:
    """Watches all processes of the stack in a home folder, and all that they start.

    A part is one of the stack's names, ``executor`` for all dedicated executors, ``python`` for the model's processes,
    ``spark`` for Spark's driver. ``machine`` is the CPU time of whatever ran on the machine.
    """

    home: Path
    samples: list[Sample] = field(default_factory=list)
    _parts: dict[tuple[int, str], str | None] = field(default_factory=dict)
    _used: dict[tuple[int, str], float] = field(default_factory=dict)
    _before: dict[tuple[int, str], float] = field(default_factory=dict)

    def look(self) -> Sample:
        """Take one sample."""
        resident: dict[str, int] = {}
        processes = _processes()
        for pid, (parent, start, ticks, pages) in processes.items():
            part = self._part(pid, start, parent, processes)
            if part is None:
                continue
            self._before.setdefault((pid, start), ticks / TICKS if not self.samples else 0.0)
            self._used[pid, start] = ticks / TICKS
            resident[part] = resident.get(part, 0) + pages * PAGE
        cpu: dict[str, float] = {}
        for key, used in self._used.items():
            part = self._parts[key] or ""
            cpu[part] = cpu.get(part, 0.0) + used - self._before[key]
        self.samples.append(Sample(time.time(), cpu, resident, _machine_seconds()))
        return self.samples[-1]

    def pids(self) -> dict[int, str]:
        """The processes of the latest sample that still live, with their parts."""
        alive = _processes()
        return {
            pid: part for (pid, start), part in self._parts.items() if part and pid in alive and alive[pid][1] == start
        }

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Sample twice a second until the block ends."""
        over = threading.Event()

        def watch() -> None:
            while not over.wait(PERIOD_SECONDS):
                self.look()

        self.look()
        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self.look()

    def cpu_between(self, begin: float, end: float) -> dict[str, float]:
        """CPU seconds of each part between two times, and of everything else on the machine as ``others``."""
        first, last = self._at(begin), self._at(end)
        cpu = {part: used - first[0].get(part, 0.0) for part, used in last[0].items()}
        cpu["others"] = max(0.0, last[1] - first[1] - sum(cpu.values()))
        return cpu

    def peak_between(self, begin: float, end: float) -> dict[str, int]:
        """The most resident bytes of each part, and of all at once as ``stack``, between two times."""
        peak: dict[str, int] = {}
        for sample in self.samples:
            if begin <= sample.at <= end:
                for part, size in {**sample.resident, "stack": sum(sample.resident.values())}.items():
                    peak[part] = max(peak.get(part, 0), size)
        return peak

    def _at(self, moment: float) -> tuple[dict[str, float], float]:
        """CPU seconds so far at a moment, interpolated between the samples around it."""
        after = next((k for k, sample in enumerate(self.samples) if sample.at >= moment), len(self.samples) - 1)
        right, left = self.samples[after], self.samples[max(0, after - 1)]
        share = (moment - left.at) / (right.at - left.at) if right.at > left.at else 1.0
        share = min(1.0, max(0.0, share))
        cpu = {part: left.cpu.get(part, 0.0) * (1 - share) + used * share for part, used in right.cpu.items()}
        return cpu, left.machine * (1 - share) + right.machine * share

    def _part(self, pid: int, start: str, parent: int, processes: "dict[int, Process]") -> str | None:
        key = (pid, start)
        if key not in self._parts:
            above = processes.get(parent)
            family = self._part(parent, above[1], above[0], processes) if above else None
            self._parts[key] = self._named(pid, family)
        return self._parts[key]

    def _named(self, pid: int, family: str | None) -> str | None:
        try:
            command = _strings(pid, "cmdline")
            if family is None and not self._is_ours(pid, command):
                return None
        except OSError:
            return family
        if family == "stats":
            return "spark"
        jars = _JAR.findall(" ".join(command))
        if jars:
            return self._service(pid, jars[-1])
        return "python" if family in ("worker", "executor", "python") else family

    def _is_ours(self, pid: int, command: list[str]) -> bool:
        if not command[0].endswith("java"):
            return False
        return f"-Djava.io.tmpdir={self.home}/tmp" in command or f"ANCHO_HOME={self.home}" in _strings(pid, "environ")

    def _service(self, pid: int, name: str) -> str:
        if name != "worker":
            return name
        return "worker" if "ANCHO_EXECUTOR_ID=pool-1" in _strings(pid, "environ") else "executor"


def _strings(pid: int, file: str) -> list[str]:
    return Path(f"/proc/{pid}/{file}").read_bytes().decode(errors="replace").split("\0")


def proportional_memory(pid: int) -> int:
    """A process's memory in bytes, what it shares divided by how many share it; 0 if it is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(text.partition("\nPss:")[2].split()[0]) * 1024


Process = tuple[int, str, int, int]


def _processes() -> dict[int, Process]:
    """Every process's parent, start time, CPU ticks and resident pages."""
    found = {}
    for pid in (int(entry.name) for entry in os.scandir("/proc") if entry.name.isdigit()):
        # What ends meanwhile is left out.
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            found[pid] = (int(fields[1]), fields[19], int(fields[11]) + int(fields[12]), int(fields[21]))
    return found


def _machine_seconds() -> float:
    """CPU seconds that all processes of the machine have used since its start."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    user, nice, system, _idle, _waiting, interrupts, soft = fields[:7]
    return (user + nice + system + interrupts + soft) / TICKS
