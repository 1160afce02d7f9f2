"""Several scheduler-services, the ZooKeeper between them and a large cluster, as processes of their own."""

import os
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from measuring.stack import REPOSITORY, Stack, java

_PORTS = {"zookeeper": 12181, "mesos": 15050, "first": 18082, "second": 18083}
_GAUGE = re.compile(r'^ancho_scheduler_(\w+?)(?:\{state="(\w+)"\})? ([0-9.E]+)$', re.MULTILINE)
_MESOS = "io.ancho.localstack.mesos.MesosMain"
_START_SECONDS = 120.0


@dataclass
class Framework:
    """Two instances that stand for election, in a cluster of emulated agents. Cassandra and Kafka are a stack's."""

    stack: Stack
    folder: Path
    agents: int
    _processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _name: str = field(default_factory=lambda: f"bench{time.time_ns()}")

    def start(self) -> None:
        """Start all, and wait until one instance leads and the other stands by."""
        zookeeper, mesos = (f"local-stack/{part}/target/app/local-{part}.jar" for part in ("zookeeper", "mesos"))
        self._start("zookeeper", ["-Xmx64m", "-jar", zookeeper], self._zookeeper())
        self._start("mesos", ["-Xmx256m", "-cp", f"{mesos}:{Path(mesos).parent}/lib/*", _MESOS], self._mesos())
        self.start_scheduler("first")
        self.await_gauges("first", lambda gauges: gauges["leader"] == gauges["subscribed"] == 1, _START_SECONDS)
        self.start_scheduler("second")
        self.await_gauges("second", lambda gauges: gauges["leader"] == 0, _START_SECONDS)

    def start_scheduler(self, name: str) -> None:
        """Start one of the two, ``first`` or ``second``."""
        jar = "scheduler-service/target/app/scheduler-service.jar"
        self._start(name, ["-Xmx256m", "-jar", jar], self._scheduler(name))

    def want(self, runs: int, executors: int) -> None:
        """Tell of so many runs that want so many executors each."""
        java("Wanted", self.stack.kafka_settings(), f"{self._name}.runs", runs, executors, service="scheduler-service")

    def kill(self, name: str) -> None:
        """End a process with ``SIGKILL``."""
        process = self._processes.pop(name)
        process.kill()
        process.wait()

    def stop(self) -> None:
        """End all."""
        for name in list(self._processes):
            self.kill(name)

    def gauges(self, name: str) -> Mapping[str, float]:
        """A scheduler's gauges by name, those of executors by their state; empty while it does not answer."""
        with suppress(OSError):
            url = f"http://127.0.0.1:{self._port(name)}/actuator/prometheus"
            with urllib.request.urlopen(url, timeout=5) as answer:
                return {state or gauge: float(value) for gauge, state, value in _GAUGE.findall(answer.read().decode())}
        return {}

    def await_gauges(self, name: str, wanted: Callable[[Mapping[str, float]], bool], seconds: float) -> None:
        """Wait until a scheduler's gauges are as wanted."""
        deadline = time.monotonic() + seconds
        while not ((gauges := self.gauges(name)) and wanted(gauges)):
            ended = [other for other, process in self._processes.items() if process.poll() is not None]
            if ended or time.monotonic() > deadline:
                trouble = f"{ended} ended" if ended else f"{name} is not as wanted within {seconds:.0f} s: {gauges}"
                raise RuntimeError(f"{trouble}; logs are in {self.folder}")
            time.sleep(0.05)

    def _port(self, name: str) -> int:
        return _PORTS[name] + int(self.stack.offset)

    def _start(self, name: str, arguments: list[str], variables: Mapping[str, object]) -> None:
        environment = {**os.environ, **{key: str(value) for key, value in variables.items()}}
        command = ["java", "-XX:+UseSerialGC", *arguments]
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=log, stderr=log)
        self._processes[name] = process

    def _zookeeper(self) -> dict[str, object]:
        return {"ZOOKEEPER_DIR": self.folder / "zookeeper", "ZOOKEEPER_PORT": self._port("zookeeper")}

    def _mesos(self) -> dict[str, object]:
        # The first agent would start processes: it has room for none.
        return {
            "MESOS_PORT": self._port("mesos"),
            "MESOS_WORK_DIR": self.folder / "mesos",
            "MESOS_CPUS": 0.1,
            "MESOS_MEM_MIB": 32,
            "MESOS_AGENTS": self.agents + 1,
            "MESOS_EMULATED": "cpus:10;mem:10240;rack:r#40",
        }

    def _scheduler(self, name: str) -> dict[str, object]:
        return {
            "SERVER_PORT": self._port(name),
            "SPRING_CONFIG_IMPORT": f"configtree:{self.stack.keys}/",
            "ANCHO_CASSANDRA": self.stack.address("cassandra"),
            "ANCHO_CASSANDRA_KEYSPACE": self._name,
            "ANCHO_KAFKA": self.stack.address("kafka"),
            "ANCHO_KAFKA_RUNS": f"{self._name}.runs",
            "ANCHO_KAFKA_EXECUTORS": f"{self._name}.executors",
            "ANCHO_KAFKA_DEADLETTERS": f"{self._name}.dead-letters",
            "ANCHO_KAFKA_GROUP": self._name,
            "ANCHO_MESOS": f"http://127.0.0.1:{self._port('mesos')}",
            "ANCHO_SCHEDULER_NAME": name,
            "ANCHO_SCHEDULER_ZOOKEEPER": f"zk://127.0.0.1:{self._port('zookeeper')}/ancho",
            "ANCHO_IDENTITY_PUBLIC_KEY": self.stack.home / "keys" / "identity.pub",
            "ANCHO_EXECUTOR_COMMAND": "exec sleep 3600",
            "ANCHO_EXECUTOR_HEALTH_PATH": "",
        }


@contextmanager
def framework(stack: Stack, agents: int) -> Iterator[Framework]:
    """A framework that is up, and ended afterwards."""
    folder = stack.home / "framework"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    started = Framework(stack, folder, agents)
    try:
        started.start()
        yield started
    finally:
        started.stop()
