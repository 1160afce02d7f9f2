"""Every test, Java and Python: what ``./ancho test`` runs.

    ./ancho test [java] [python] [e2e]

Cassandra and Kafka are started once, on free ports of the loopback address with a folder that is thrown away, for the
integration tests of all services. The end-to-end tests bring up a whole stack of their own. Whatever happens,
everything that was started is stopped. Exit status 0 if every test has passed.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
LOGS = REPOSITORY / "target" / "test-logs"
MAVEN = ["mvn", "-B", "-ntp"]
# Python outside the package that is held to the package's style.
CHECKED = ["conventions", "benchmarks", "e2e-tests", "marathon", "k8s-free-local"]
PYTEST = [sys.executable, "-m", "pytest", "-q", "--durations=5"]

# Lines of Maven's that tell how far it is, and any command's that tell what is wrong.
PROGRESS = re.compile(r"^\[\w+\] (Building \S+ .*\[\d+/\d+\]|Tests run:.*|BUILD \w+|Total time:.*)|FAILURE!|<<< ")
TROUBLE = re.compile(r"^\[ERROR\]|<<< (FAILURE|ERROR)!|^(FAILED|ERROR) |: error: ")

# What the commands that failed said of it: told again at the very end.
trouble: list[str] = []


def main(wanted: list[str]) -> int:
    steps = {"java": java, "python": python, "e2e": end_to_end}
    unknown = [name for name in wanted if name not in steps]
    if unknown:
        print(f"There are no tests named {', '.join(unknown)}; there are {', '.join(steps)}.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    LOGS.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    failed = [name for name in wanted or steps if not timed(name, steps[name])]
    for line in trouble:
        say(line)
    minutes, seconds = divmod(int(time.monotonic() - start), 60)
    print(f"\n{'FAILED: ' + ', '.join(failed) if failed else 'All tests passed'}, after {minutes} min {seconds} s.")
    return 1 if failed else 0


def timed(name: str, step: Callable[[], bool]) -> bool:
    say(f"=== {name}")
    start = time.monotonic()
    passed = step()
    say(f"=== {name} {'passed' if passed else 'FAILED'} after {time.monotonic() - start:.0f} s")
    return passed


# --- Java --------------------------------------------------------------------------------------------------------


def java() -> bool:
    """All modules, with the middleware running; what is built on the way is what the end-to-end tests start."""
    middleware = "local-stack/cassandra,local-stack/kafka"
    if not run("middleware", [*MAVEN, "package", "-DskipTests", "-pl", middleware, "-am"], PROGRESS):
        return False
    began = time.time()
    with scratch() as folder, cassandra(folder) as cassandra_address, kafka(folder) as kafka_address:
        properties = {
            "ancho.test.cassandra": cassandra_address,
            "ancho.test.kafka": kafka_address,
            "ancho.test.python": sys.executable,
            "ancho.test.cassandra-image": os.environ.get("ANCHO_TEST_CASSANDRA_IMAGE", ""),
            "ancho.test.docker-image": os.environ.get("ANCHO_TEST_DOCKER_IMAGE", ""),
        }
        given = [f"-D{name}={value}" for name, value in properties.items() if value]
        passed = run("maven", [*MAVEN, "-T1C", "verify", "--fail-at-end", *given], PROGRESS)
    if passed:
        stamp = REPOSITORY / "target" / "built"
        stamp.touch()
        os.utime(stamp, (began, began))
    return passed


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards, even if something still writes into it."""
    with tempfile.TemporaryDirectory(prefix="ancho-test-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def cassandra(folder: Path) -> Iterator[str]:
    port, internode = free_ports(2)
    variables = {"CASSANDRA_PORT": port, "CASSANDRA_INTERNODE_PORT": internode, "CASSANDRA_DIR": folder / "cassandra"}
    with middleware("cassandra", ["-Xms256m", "-Xmx1g"], variables, port) as address:
        yield address


@contextmanager
def kafka(folder: Path) -> Iterator[str]:
    port, controller = free_ports(2)
    variables = {"KAFKA_PORT": port, "KAFKA_CONTROLLER_PORT": controller, "KAFKA_DIR": folder / "kafka"}
    with middleware("kafka", ["-Xmx512m", "-XX:TieredStopAtLevel=1"], variables, port) as address:
        yield address


@contextmanager
def middleware(name: str, flags: list[str], variables: dict[str, object], port: int) -> Iterator[str]:
    """One process of the local stack, until the block ends; yields its address."""
    jar = REPOSITORY / "local-stack" / name / "target" / "app" / f"local-{name}.jar"
    environment = {**os.environ, **{key: str(value) for key, value in variables.items()}}
    with (LOGS / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            ["java", "-XX:+UseSerialGC", *flags, "-jar", str(jar)], env=environment, stdout=log, stderr=log
        )
        try:
            await_port(name, process, port)
            yield f"127.0.0.1:{port}"
        finally:
            stop(process)


def await_port(name: str, process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return say(f"{name} listens on port {port}")
        time.sleep(0.1)
    sys.exit(f"{name} did not start; see {LOGS / name}.log")


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


# --- Python ------------------------------------------------------------------------------------------------------


def python() -> bool:
    """The package, the examples and what is checked of the deployment: style, types, tests."""
    package = REPOSITORY / "sdk-python"
    ruff = [tool("ruff"), "check"]
    ours = [*ruff, "--config", "sdk-python/pyproject.toml"]
    formatted = [tool("ruff"), "format", "--check", "--config", "sdk-python/pyproject.toml"]
    checks = [
        run("ruff", ruff, folder=package),
        run("ruff-tests", [*ours, "--extend-exclude", "models", *CHECKED]),
        run("ruff-format", [*formatted, "--extend-exclude", "models", "sdk-python", *CHECKED]),
        # Models are written without annotations, and import ancho like anything else.
        run(
            "ruff-models",
            [
                *ours,
                "--ignore",
                "ANN,I001,E501",
                "examples",
                "benchmarks/models",
                "e2e-tests/models",
                "e2e-tests/hostile/models",
            ],
        ),
        run("mypy", [tool("mypy")], folder=package),
        run("pytest", [*PYTEST, "--import-mode=importlib", "sdk-python", "examples"]),
        run("mypy-conventions", [tool("mypy"), "--strict", "conventions"]),
        run("pytest-conventions", [*PYTEST, "--import-mode=importlib", "conventions"]),
        run("pytest-deployment", [*PYTEST, "marathon", "k8s-free-local"]),
    ]
    return all(checks)


def end_to_end() -> bool:
    """The whole stack, as a user meets it."""
    return run("e2e", [*PYTEST, "-vv", "e2e-tests"])


def tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


# --- Commands ----------------------------------------------------------------------------------------------------


def run(name: str, command: list[str], shown: re.Pattern[str] | None = None, folder: Path = REPOSITORY) -> bool:
    """Run a command and print what it says, or the lines of it that are to be shown; the whole goes to a log."""
    say(f"$ {Path(command[0]).name} {' '.join(command[1:])}")
    log = LOGS / f"{name}.log"
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    try:
        with log.open("w") as whole:
            for line in process.stdout or ():
                whole.write(line)
                if shown is None or shown.search(line):
                    say(line.rstrip())
        passed = process.wait() == 0
    finally:
        stop(process)
    if not passed:
        said = [line for line in log.read_text(errors="replace").splitlines() if TROUBLE.search(line)]
        trouble.extend([f"{name} failed; the whole output is in {log}", *said[:30]])
    return passed


def stop(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """End a process if it still runs: politely, after 20 seconds not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    if shutil.which("mvn") is None:
        sys.exit("mvn is not on the path; use ./ancho test")
    sys.exit(main(sys.argv[1:]))
