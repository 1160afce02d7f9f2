"""A task of a Marathon app as an agent's Docker containerizer makes it, and its checks as Mesos and Marathon make them.

What an agent adds to the spec is what recordings of real ones have: the environment, the sandbox, the docker options.
"""

import re
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import containers
from agents import Agent
from middleware import status

App = dict[str, Any]
SANDBOX = "/mnt/mesos/sandbox"
_SHARES_PER_CPU = 1024
_FIRST_SERVICE_PORT = 10000


def environment(app: App, task_id: str, container: str, host: str, port: int, version: str) -> dict[str, str]:
    """The variables of a task with one port: the app's own, Marathon's, and those of the agent."""
    labels = {re.sub(r"\W", "_", name).upper(): value for name, value in app.get("labels", {}).items()}
    [definition] = app["portDefinitions"]
    names = ("PORT", "PORT0", "PORTS", f"PORT_{definition['port'] or _FIRST_SERVICE_PORT}")
    # A port whose name is no name of a variable gives none.
    named = (f"PORT_{definition['name'].upper()}",) if re.fullmatch(r"\w+", definition["name"]) else ()
    resources = {
        "CPUS": float(app["cpus"]),
        "DISK": float(app["disk"]),
        "GPUS": app.get("gpus", 0),
        "MEM": float(app["mem"]),
    }
    return {
        **{str(name): str(value) for name, value in app["env"].items()},
        "HOST": host,
        "MARATHON_APP_DOCKER_IMAGE": app["container"]["docker"]["image"],
        "MARATHON_APP_ENFORCE_GROUP_ROLE": "FALSE",
        "MARATHON_APP_ID": app["id"],
        "MARATHON_APP_LABELS": " ".join(labels),
        **{f"MARATHON_APP_LABEL_{name}": value for name, value in labels.items()},
        **{f"MARATHON_APP_RESOURCE_{name}": str(value) for name, value in resources.items()},
        "MARATHON_APP_VERSION": version,
        "MESOS_ALLOCATION_ROLE": "*",
        "MESOS_CONTAINER_NAME": container,
        "MESOS_SANDBOX": SANDBOX,
        "MESOS_TASK_ID": task_id,
        **{name: str(port) for name in (*names, *named)},
    }


def docker_run(app: App, variables: dict[str, str], container: str, sandbox: str) -> list[str]:
    """The arguments of ``docker run``: as Mesos gives them, on an agent without swap."""
    docker = app["container"]["docker"]
    assert app["networks"] == [{"mode": "host"}]
    options = [f"--cpu-shares={int(_SHARES_PER_CPU * app['cpus'])}"]
    options += [f"--memory={int(app['mem'])}m", f"--memory-swap={int(app['mem'])}m"]
    options += [f"--env={name}={value}" for name, value in variables.items()]
    options += [f"--volume={sandbox}:{SANDBOX}"]
    for volume in app["container"].get("volumes", []):
        mode = volume["mode"].lower()
        options += [f"--volume={volume['hostPath']}:{volume['containerPath']}:{mode}"]
    options += ["--network=host", f"--name={container}"]
    options += ["--privileged"] if docker.get("privileged") else []
    options += [f"--{parameter['key']}={parameter['value']}" for parameter in docker.get("parameters", [])]
    command = ["--entrypoint=/bin/sh"] if "cmd" in app else []
    return [*options, *command, docker["image"], *(["-c", app["cmd"]] if "cmd" in app else app.get("args", []))]


class Task:
    """A container of an app, looked after until it has ended."""

    def __init__(self, app: App, agent: Agent, version: str, options: Sequence[str] = ()) -> None:
        self.app = app
        self.agent = agent
        self.name = app["id"].rpartition("/")[2]
        self.container = f"mesos-{uuid.uuid4()}"
        self.port = app["portDefinitions"][0]["port"] or agent.port()
        self.sandbox = agent.work / self.container
        self.seconds_to_healthy: float | None = None
        self.seconds_to_ready: float | None = None
        self.cpu_seconds_to_ready = 0.0
        self.complaint = ""
        self._wanted = True
        self._crashed = False
        self._failures = 0
        self.sandbox.mkdir(mode=0o755)
        task_id = f"ancho_{self.name}.instance-{uuid.uuid1()}._app.1"
        variables = environment(app, task_id, self.container, agent.address, self.port, version)
        command = [agent.docker(), "run", *options, *docker_run(app, variables, self.container, str(self.sandbox))]
        with (self.sandbox / "stdout").open("w") as out, (self.sandbox / "stderr").open("w") as err:
            self._process = subprocess.Popen(command, stdout=out, stderr=err, start_new_session=True)
        self._began = time.monotonic()

    @property
    def url(self) -> str:
        return f"http://{self.agent.address}:{self.port}"

    @property
    def is_ready(self) -> bool:
        return self.seconds_to_ready is not None and self.exit_status is None

    @property
    def exit_status(self) -> int | None:
        return self._process.poll()

    def log(self) -> str:
        """What it has printed, from its sandbox."""
        return "".join((self.sandbox / name).read_text(errors="replace") for name in ("stdout", "stderr"))

    def kill(self) -> None:
        """SIGTERM and, after the grace of its spec, SIGKILL, which is too late."""
        self._wanted = False
        grace = self.app["taskKillGracePeriodSeconds"]
        containers.docker("stop", f"--time={grace}", self.container)
        if self._process.wait(grace + 30) == 128 + 9:
            self.complaint = f"it was still there {grace} s after SIGTERM"

    def crash(self) -> None:
        """SIGKILL, as the kernel or an operator may send it."""
        self._crashed = True
        containers.docker("kill", self.container)

    def look_after(self, ended: Callable[["Task"], None]) -> None:
        """Make its checks, in a thread, until it has ended; tell if nobody wanted that."""
        threading.Thread(target=self._watch, args=(ended,), daemon=True).start()

    def _watch(self, ended: Callable[["Task"], None]) -> None:
        [health], [readiness] = self.app["healthChecks"], self.app["readinessChecks"]
        next_health = self._age() + health["delaySeconds"]
        next_readiness = 0.0
        while self.exit_status is None:
            if self._age() >= next_health:
                self._check_health(health)
                next_health = self._age() + health["intervalSeconds"]
            if self.seconds_to_ready is None and self._age() >= next_readiness:
                next_readiness = self._age() + readiness["intervalSeconds"]
                self._check_readiness(readiness)
            time.sleep(0.2)
        if self._wanted:
            if not self._crashed:
                self.complaint = self.complaint or f"it ended by itself with status {self.exit_status}"
            ended(self)

    def _check_health(self, check: App) -> None:
        """Failures do not count within the grace period, unless it was healthy before."""
        passed = 200 <= status(self.url + check["path"], timeout=check["timeoutSeconds"]) < 400
        if passed:
            self._failures = 0
            self.seconds_to_healthy = self.seconds_to_healthy or self._age()
        elif self._wanted and (self.seconds_to_healthy or self._age() > check["gracePeriodSeconds"]):
            self._failures += 1
        if self._failures == check["maxConsecutiveFailures"]:
            self.complaint = f"not healthy {self._age():.0f} s after its start"
            containers.docker("stop", f"--time={self.app['taskKillGracePeriodSeconds']}", self.container)

    def _check_readiness(self, check: App) -> None:
        answer = status(self.url + check["path"], timeout=check["timeoutSeconds"])
        if answer in check["httpStatusCodesForReady"]:
            self.cpu_seconds_to_ready = containers.cpu_seconds(self.container)
            self.seconds_to_ready = self._age()

    def _age(self) -> float:
        return time.monotonic() - self._began
