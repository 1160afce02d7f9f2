"""Containers for tests, by the docker command line: started with names of their own, always removed."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BASE = "ancho-test/base"
sys.path += [str(ROOT / "marathon"), str(ROOT / "k8s-free-local")]


def docker(*arguments: str, timeout: float = 120) -> str:
    """The output of a docker command, which must succeed."""
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, timeout=timeout, check=False)
    assert done.returncode == 0, f"docker {' '.join(arguments)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout.strip()


def has_image(image: str) -> bool:
    """Whether an engine answers and holds the image."""
    try:
        return (
            subprocess.run(
                ["docker", "image", "inspect", image], capture_output=True, timeout=20, check=False
            ).returncode
            == 0
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return False


class Container:
    """A container that may be running or have ended."""

    def __init__(self, identity: str) -> None:
        self.identity = identity

    def log(self) -> str:
        """What it has printed, to both streams."""
        done = subprocess.run(
            ["docker", "logs", self.identity], capture_output=True, text=True, timeout=20, check=False
        )
        return done.stdout + done.stderr

    def exit_code(self) -> int | None:
        """Its exit code, or None while it runs."""
        running, code = docker("inspect", "-f", "{{.State.Running}} {{.State.ExitCode}}", self.identity).split()
        return None if running == "true" else int(code)

    def address(self) -> str:
        """Its address on the bridge, which the host reaches."""
        return docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", self.identity)

    def stop(self, seconds: int) -> int:
        """Its exit code after SIGTERM and, when the seconds have passed, SIGKILL."""
        docker("stop", "--time", str(seconds), self.identity)
        code = self.exit_code()
        assert code is not None
        return code

    def until(self, condition: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait for a condition; a container that ends before is an error, told with its log."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert self.exit_code() is None, f"it ended before {what}:\n{self.log()[-4000:]}"
            assert time.monotonic() < deadline, f"no {what} within {seconds} s:\n{self.log()[-4000:]}"
            time.sleep(0.3)


@contextlib.contextmanager
def running(
    image: str, *command: str, options: tuple[str, ...] = (), environment: dict[str, str] | None = None
) -> Iterator[Container]:
    """A container of the image, gone afterwards."""
    variables = [f"--env={name}={value}" for name, value in (environment or {}).items()]
    identity = docker("run", "--detach", *options, *variables, image, *command)
    try:
        yield Container(identity)
    finally:
        docker("rm", "--force", "--volumes", identity)


def free_port() -> int:
    """A port of the loopback address that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def cpu_seconds(name: str) -> float:
    """What the processes of a container have used of processors."""
    _, *lines = docker("top", name, "-o", "pid,cputimes").splitlines()
    return sum(float(line.split()[1]) for line in lines)
