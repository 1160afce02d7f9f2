"""Kafka, Cassandra and ZooKeeper with this folder's settings and passwords, as processes made from the embedded jars.

What differs from the compose file is where things are: addresses, ports, folders, and that the processes are no
containers.
"""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
STACK = ROOT / "local-stack"
PARTS: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
JARS = [STACK / part / f"target/app/local-{part}.jar" for part in ("kafka", "cassandra", "zookeeper")]

Until = Callable[[Callable[[], bool], float], None]


@dataclass(frozen=True)
class Place:
    """Where everything listens, instead of at the loopback address and the ports that the settings name."""

    address: str
    ports: dict[str, int]

    @classmethod
    def free(cls, *names: str, address: str = "127.0.0.1") -> "Place":
        """A free port of the address for each that the settings name."""
        with contextlib.ExitStack() as held:
            probes = [held.enter_context(socket.socket()) for _ in names]
            for probe in probes:
                probe.bind((address, 0))
            return cls(address, {name: probe.getsockname()[1] for name, probe in zip(names, probes, strict=True)})

    def moved(self, text: str) -> str:
        """Settings as they are for this place."""
        text = re.sub(r"\b\d{4}\b", lambda port: str(self.ports.get(port[0], port[0])), text)
        return text.replace("127.0.0.1", self.address)

    def at(self, port: str) -> str:
        """The address of whatever listens at a port of the settings."""
        return f"{self.address}:{self.ports[port]}"

    def answers(self, port: str) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((self.address, self.ports[port])) == 0


@contextlib.contextmanager
def kafka(folder: Path, secrets: Path, place: Place) -> Iterator[str]:
    """A broker that lets in the principals of ``secrets``, and its address."""
    settings = folder / "server.properties"
    text = place.moved((HERE / "kafka/server.properties").read_text(encoding="utf-8"))
    settings.write_text(text.replace("/var/lib/kafka/data", str(folder / "data")), encoding="utf-8")
    java = ["java", "-Xmx384m", "-XX:+UseSerialGC", "-cp", f"{STACK}/kafka/target/app/lib/*"]
    form = ["kafka.tools.StorageTool", "format", "--cluster-id", "4L6g3nShT-eMCtK--X86sw", "--config", str(settings)]
    subprocess.run([*java, *form], check=True, capture_output=True)
    users = PARTS["kafka"]["environment"]["KAFKA_OPTS"].replace("/etc/kafka/secrets", str(secrets / "kafka"))
    with running(folder / "log", [*java[:1], users, *java[1:], "kafka.Kafka", str(settings)]) as until:
        until(lambda: place.answers("9092"), 90)
        yield place.at("9092")


@contextlib.contextmanager
def cassandra(folder: Path, secrets: Path, place: Place) -> Iterator[str]:
    """A node that has the roles of ``secrets``, and its address."""
    settings = folder / "cassandra.yaml"
    settings.write_text(place.moved((HERE / "cassandra/cassandra.yaml").read_text(encoding="utf-8")), encoding="utf-8")
    options = (ROOT / "e2e-tests/docker/cassandra/jvm.options").read_text(encoding="utf-8").splitlines()
    modules = [word for line in options if line.startswith("--add-") for word in line.split()]
    own = PARTS["cassandra"]["environment"]["JVM_EXTRA_OPTS"].replace("/opt/ancho/cassandra.yaml", str(settings))
    alone = ["-Dcassandra.ring_delay_ms=100", "-Dcassandra.skip_wait_for_gossip_to_settle=0"]
    folders = [f"-Dcassandra.storagedir={folder}", f"-Dcassandra.logdir={folder}", "-Dcassandra-foreground=yes"]
    java = ["java", "-Xmx768m", "-XX:+UseSerialGC", *modules, own, *alone, *folders]
    jars = f"{STACK}/cassandra/target/app/lib/*"
    with running(folder / "log", [*java, "-cp", jars, "org.apache.cassandra.service.CassandraDaemon"]) as until:
        until(lambda: place.answers("9042"), 120)
        make_roles(folder, secrets, place)
        yield place.at("9042")


@contextlib.contextmanager
def zookeeper(folder: Path, place: Place) -> Iterator[str]:
    """A single server, and its address."""
    settings = folder / "zoo.cfg"
    lines = (f"dataDir={folder}", f"clientPort={place.ports['2181']}", f"clientPortAddress={place.address}")
    settings.write_text("\n".join((*lines, "tickTime=1000", "admin.enableServer=false", "")), encoding="utf-8")
    jars = f"{STACK}/zookeeper/target/app/lib/*"
    main = ["org.apache.zookeeper.server.quorum.QuorumPeerMain", str(settings)]
    with running(folder / "log", ["java", "-Xmx64m", "-XX:+UseSerialGC", "-cp", jars, *main]) as until:
        until(lambda: place.answers("2181"), 60)
        yield place.at("2181")


@contextlib.contextmanager
def running(log: Path, command: list[str], environment: dict[str, str] | None = None) -> Iterator[Until]:
    """A process and how to wait for it; an end before, or none in time, is told with its log."""
    with log.open("w") as output, subprocess.Popen(command, env=environment, stdout=output, stderr=output) as process:

        def until(condition: Callable[[], bool], seconds: float) -> None:
            deadline = time.monotonic() + seconds
            while not condition():
                assert process.poll() is None, f"it has ended:\n{log.read_text()[-4000:]}"
                assert time.monotonic() < deadline, f"not within {seconds} s:\n{log.read_text()[-4000:]}"
                time.sleep(0.3)

        try:
            yield until
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


CQLSH = """#!{python}
import argparse, pathlib
from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import Cluster
arguments = argparse.ArgumentParser()
for option in ("-u", "-p", "-e", "-f"):
    arguments.add_argument(option)
arguments.add_argument("host")
given = arguments.parse_args()
session = Cluster(["{address}"], port={port}, auth_provider=PlainTextAuthProvider(given.u, given.p)).connect()
text = given.e or pathlib.Path(given.f).read_text()
for statement in filter(str.strip, text.split(";")):
    session.execute(statement)
"""


KAFKA_ACLS = """#!{python}
import argparse
from confluent_kafka.admin import *
arguments = argparse.ArgumentParser()
for option in ("bootstrap-server", "command-config", "allow-principal", "topic", "group", "resource-pattern-type"):
    arguments.add_argument(f"--{{option}}")
arguments.add_argument("--operation", action="append")
for option in ("add", "force", "cluster"):
    arguments.add_argument(f"--{{option}}", action="store_true")
given = arguments.parse_args()
settings = dict(line.strip().split("=", 1) for line in open(given.command_config))
words = settings.pop("sasl.jaas.config").split('"')
login = {{"sasl.username": words[1], "sasl.password": words[3], "bootstrap.servers": given.bootstrap_server}}
kind = ResourceType.TOPIC if given.topic else ResourceType.GROUP if given.group else ResourceType.BROKER
name = given.topic or given.group or "kafka-cluster"
pattern = ResourcePatternType[(given.resource_pattern_type or "literal").upper()]
rules = [
    AclBinding(kind, name, pattern, given.allow_principal, "*", AclOperation[operation], AclPermissionType.ALLOW)
    for operation in given.operation
]
client = AdminClient(settings | login)
for future in client.create_acls(rules).values():
    future.result(20)
"""


def make_acls(folder: Path, secrets: Path, servers: str) -> str:
    """Run make-acls, with a small kafka-acls.sh since there is none without Kafka's own package."""
    rules = [f"{ROOT}/marathon/make-acls", servers, f"{secrets}/kafka/admin.properties"]
    return _with_tool(folder / "kafka-acls.sh", KAFKA_ACLS.format(python=sys.executable), rules)


def make_roles(folder: Path, secrets: Path, place: Place) -> str:
    """Run make-roles, with a small cqlsh since there is none without Cassandra's own package."""
    cqlsh = CQLSH.format(python=sys.executable, address=place.address, port=place.ports["9042"])
    return _with_tool(folder / "cqlsh", cqlsh, [f"{HERE}/cassandra/make-roles", f"{secrets}/cassandra"])


def _with_tool(tool: Path, script: str, command: list[str]) -> str:
    """What a command prints that finds the tool in its path."""
    tool.write_text(script, encoding="utf-8")
    tool.chmod(0o755)
    environment = {"PATH": f"{tool.parent}:{os.environ['PATH']}"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def status(url: str, token: str | None = None, body: bytes | None = None, timeout: float = 5) -> int:
    """The HTTP status of a GET, or of a POST of JSON; 0 while nobody answers."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(url, body, headers | ({"Content-Type": "application/json"} if body else {}))
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            code: int = response.status
            return code
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0
