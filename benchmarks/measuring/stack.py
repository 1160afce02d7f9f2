"""The stack that is measured."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ancho

from measuring.figures import say

REPOSITORY = Path(__file__).resolve().parents[2]
BENCHMARKS = REPOSITORY / "benchmarks"
MODELS = BENCHMARKS / "models"
DEFAULT_OFFSET = "700"

_CASSANDRA_PORT = 9042
_KAFKA_PORT = 9092
_TOPICS = ["ancho.runs", "ancho.chunk-results"]


@dataclass
class Stack:
    """A stack in a home of its own, brought up as it is needed, or one that runs already."""

    home: Path
    offset: str
    running: bool = False

    def ensure_up(self) -> None:
        """Bring it up unless it is."""
        if not self.running:
            self.up()

    def up(self) -> float:
        """Bring it up; the seconds that took."""
        say("Starting the stack")
        began = time.monotonic()
        self._launcher("up")
        self.running = True
        return time.monotonic() - began

    def down(self) -> None:
        """Bring it down."""
        self._launcher("down")
        self.running = False

    def prepare(self) -> None:
        """Make sure that it is down and has its Python environment, and forget the data of earlier benchmarks."""
        self.down()
        self.forget()

    def forget(self) -> None:
        """Delete all data; the stack is down."""
        shutil.rmtree(self.home / "data", ignore_errors=True)

    def client(self) -> ancho.Client:
        """A client of it."""
        url, token = ((self.home / name).read_text().strip() for name in ("url", "token"))
        return ancho.Client(url, token)

    def status(self) -> dict[str, Any]:
        """What ``ancho status`` says."""
        text = self._launcher("status", "--json")
        document: dict[str, Any] = json.loads(text)
        return document

    def address(self, part: str) -> str:
        """The address of ``cassandra`` or ``kafka``."""
        port = _CASSANDRA_PORT if part == "cassandra" else _KAFKA_PORT
        return f"127.0.0.1:{port + int(self.offset)}"

    @property
    def keys(self) -> Path:
        """What the superuser logs in to Cassandra and Kafka with: files that have the names of settings."""
        return self.home / "keys" / "roles" / "admin"

    def kafka_settings(self) -> Path:
        """A file that says how the superuser reaches Kafka, as Java's client library takes it."""
        names = ("security.protocol", "properties.sasl.mechanism", "properties.sasl.jaas.config")
        login = {name.removeprefix("properties."): (self.keys / f"spring.kafka.{name}").read_text() for name in names}
        file = self.home / "keys" / "kafka.properties"
        file.touch(mode=0o600)
        settings = {"bootstrap.servers": self.address("kafka")} | login
        file.write_text("".join(f"{name}={value.strip()}\n" for name, value in settings.items()))
        return file

    def events(self, run: str) -> list[tuple[float, dict[str, Any]]]:
        """The events of a run with the times at which they were published, in seconds since 1970."""
        lines = java("Journal", self.kafka_settings(), self.keys, run, *_TOPICS).splitlines()
        parted = (line.partition("\t") for line in lines)
        return [(int(at) / 1000, json.loads(event)) for at, _, event in parted]

    def timed(self, *arguments: object) -> float:
        """The seconds that a command of ``ancho`` takes, from its start to its end."""
        began = time.monotonic()
        self._launcher(*map(str, arguments))
        return time.monotonic() - began

    def _launcher(self, *arguments: str, **variables: str) -> str:
        environment = {**os.environ, "ANCHO_HOME": str(self.home), "ANCHO_PORT_OFFSET": self.offset, **variables}
        for name in ("ANCHO_URL", "ANCHO_TOKEN", "ANCHO_PYTHON"):
            environment.pop(name, None)
        command = [str(REPOSITORY / "ancho"), *arguments]
        return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def java(program: str, *arguments: object, service: str = "worker-service", heap: str = "256m") -> str:
    """What a single-file program of ``benchmarks/java`` prints, with a service and its libraries on its class path."""
    folder = REPOSITORY / service / "target" / "app"
    jars = [folder / f"{service}.jar", *sorted((folder / "lib").glob("*.jar"))]
    libraries = ":".join(map(str, jars))
    source = BENCHMARKS / "java" / f"{program}.java"
    silent = "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider"
    options = [f"-Xmx{heap}", "-XX:+UseSerialGC", silent, "-cp", libraries]
    command = ["java", *options, str(source), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise RuntimeError(f"{program}.java ended with {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout
