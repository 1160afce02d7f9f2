"""Mesos agents on one machine: each a container whose network is the host's for its tasks, with a folder as its disk.

So every task has the ports that its spec says, whatever else the machine runs, and two agents have two addresses.
"""

import contextlib
import itertools
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import containers

# Where the ports begin that are handed out.
FIRST_PORT = 31000

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

    def port(self) -> int:
        """A port for a task that has none of its own."""
        return next(self._ports)

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
