"""Mesos agents on one machine: each a container whose network is the host's for its tasks, with a folder as its disk.

So every task has the ports that its spec says, whatever else the machine runs, and two agents have two addresses.
"""

import contextlib
import itertools
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import containers

# Ports that Mesos may hand out; those below are the stand-in's, for dedicated executors.
FIRST_PORT = 31500
LAST_PORT_OF_EXECUTORS = FIRST_PORT - 1

_DOCKER = """#!/bin/sh
# The docker of an agent whose host is a container: that one's network is the host's, and a folder its /etc/ancho.
for argument in "$@"; do
	shift
	case $argument in
		--network=host) set -- "$@" "--network=container:{network}" ;;
		--volume=/etc/ancho/*) set -- "$@" "--volume={etc}/ancho/${{argument#--volume=/etc/ancho/}}" ;;
		*) set -- "$@" "$argument" ;;
	esac
done
exec {docker} "$@"
"""


class Agent:
    """One agent."""

    def __init__(self, container: containers.Container, folder: Path, secrets: Path) -> None:
        self.container = container
        self.address = container.address()
        self.work = folder / "work"
        self.work.mkdir(parents=True)
        self.bin = folder / "bin"
        self.bin.mkdir()
        (folder / "etc").mkdir()
        (folder / "etc/ancho").symlink_to(secrets)
        self._ports = itertools.count(FIRST_PORT)
        self._hosts = Path(containers.docker("inspect", "--format={{.HostsPath}}", container.identity))
        self._own_names = self._hosts.read_text(encoding="utf-8")
        docker = subprocess.check_output(["which", "docker"], text=True).strip()
        shim = self.bin / "docker"
        shim.write_text(_DOCKER.format(network=container.identity, etc=folder / "etc", docker=docker))
        shim.chmod(0o755)

    def docker(self) -> str:
        """The command ``docker`` as this agent has it."""
        return str(self.bin / "docker")

    def environment(self) -> dict[str, str]:
        """The environment of a process of this agent's."""
        return {**os.environ, "PATH": f"{self.bin}:{os.environ['PATH']}"}

    def executors(self) -> list[str]:
        """The containers of dedicated executors: the stand-in keeps their sandboxes."""
        names = containers.docker("ps", "--all", "--filter=name=^/?mesos-", "--format={{.Names}}").split()
        mounts = "--format={{range .Mounts}}{{.Source}} {{end}}"
        return [name for name in names if f"{self.work}/mesos/" in containers.docker("inspect", mounts, name)]

    def port(self) -> int:
        """A port for a task that has none of its own."""
        return next(self._ports)

    def enter(self) -> list[str]:
        """What a command begins with that runs on the agent's network."""
        pid = containers.docker("inspect", "--format={{.State.Pid}}", self.container.identity)
        return ["nsenter", f"--net=/proc/{pid}/ns/net"]

    def resolve(self, names: Mapping[str, list[str]]) -> None:
        """Have its tasks find the names, as Mesos-DNS tells them of what runs."""
        lines = [f"{address}\t{name}" for name, addresses in names.items() for address in addresses]
        self._hosts.write_text("\n".join([self._own_names.strip(), *lines, ""]), encoding="utf-8")


@contextlib.contextmanager
def agents(count: int, folder: Path, secrets: Path) -> Iterator[list[Agent]]:
    with contextlib.ExitStack() as stack:
        hosts = [
            stack.enter_context(containers.running(containers.BASE, "sleep", "infinity", options=("--init",)))
            for _ in range(count)
        ]
        yield [Agent(host, folder / f"agent-{number}", secrets) for number, host in enumerate(hosts, 1)]


@contextlib.contextmanager
def mesos(agent: Agent) -> Iterator[str]:
    """The stand-in for a master, whose own agent is this one; its executors are containers, and gone afterwards."""
    app = containers.ROOT / "local-stack/mesos/target/app"
    variables = {
        "MESOS_ADDRESS": agent.address,
        "MESOS_PORT": "5050",
        "MESOS_WORK_DIR": str(agent.work / "mesos"),
        "MESOS_CPUS": "4",
        "MESOS_MEM_MIB": "8192",
        "MESOS_PORTS": f"31000-{LAST_PORT_OF_EXECUTORS}",
    }
    java = ["java", "-Xmx64m", "-cp", f"{app}/local-mesos.jar:{app}/lib/*", "io.ancho.localstack.mesos.MesosMain"]
    environment = agent.environment() | variables
    process = subprocess.Popen([*agent.enter(), *java], env=environment, start_new_session=True)
    try:
        yield f"http://{agent.address}:5050"
    finally:
        process.terminate()
        process.wait(20)
        for left in agent.executors():
            containers.docker("rm", "--force", "--volumes", left)
