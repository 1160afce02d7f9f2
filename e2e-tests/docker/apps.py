"""Apps kept alive on agents as Marathon does: deployed by their dependencies, scaled, restarted, replaced."""

import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from types import MappingProxyType
from typing import Any

import containers
from agents import Agent
from tasks import Task

_LONGEST_DEPLOYMENT = 420


class App:
    """One app and its tasks."""

    def __init__(self, definition: dict[str, Any], marathon: "Marathon") -> None:
        self.definition = definition
        self.instances: int = definition["instances"]
        self.tasks: list[Task] = []
        self._marathon = marathon
        self._ended: list[float] = []

    def deploy(self) -> None:
        for _ in range(self.instances):
            self.launch()
        self.await_ready()

    def launch(self, options: Sequence[str] = (), changes: Mapping[str, Any] = MappingProxyType({})) -> Task:
        """One more task, with other docker options than the spec has, or another spec."""
        agent = self._agent()
        task = Task(self.definition | dict(changes), agent, self._marathon.version, options)
        self.tasks.append(task)
        self._marathon.publish_names()
        task.look_after(self._replace)
        return task

    def await_ready(self) -> None:
        """Until all instances are there and ready."""
        self._await(lambda: len(self.tasks) == self.instances and all(task.is_ready for task in self.tasks))

    def _await(self, condition: Callable[[], bool]) -> None:
        logs = lambda: "\n".join(task.log()[-3000:] for task in self.tasks)  # noqa: E731
        await_condition(condition, f"{self.definition['id']} to be ready", logs)

    def scale(self, instances: int) -> None:
        """The youngest go, as ``killSelection`` says."""
        assert self.definition["killSelection"] == "YOUNGEST_FIRST"
        self.instances = instances
        for surplus in self.tasks[instances:]:
            self.kill(surplus)
        while len(self.tasks) < instances:
            self.launch()
        self.await_ready()

    def restart(self, options: Sequence[str] = ()) -> None:
        """Replace all tasks, as many at a time as the upgrade strategy allows."""
        old = list(self.tasks)
        strategy = self.definition["upgradeStrategy"]
        fewest = math.ceil(strategy["minimumHealthCapacity"] * self.instances)
        most = math.floor((1 + strategy["maximumOverCapacity"]) * self.instances)
        most += fewest == most
        while old:
            while old and len(self.tasks) > fewest:
                self.kill(old.pop(0))
            while len(self.tasks) < min(most, self.instances + len(old)):
                self.launch(options)
            self._await(lambda: all(task.is_ready for task in self.tasks))
        self.await_ready()

    def kill(self, task: Task) -> None:
        task.kill()
        self._forget(task)

    def _forget(self, task: Task) -> None:
        self.tasks.remove(task)
        self._marathon.past.append(task)
        self._marathon.publish_names()

    def _replace(self, task: Task) -> None:
        """After a pause that grows with every end that follows another."""
        definition = self.definition
        self._forget(task)
        self._ended = [at for at in self._ended if time.monotonic() - at < definition["maxLaunchDelaySeconds"]]
        pause = definition["backoffSeconds"] * definition["backoffFactor"] ** len(self._ended)
        self._ended.append(time.monotonic())
        time.sleep(min(pause, definition["maxLaunchDelaySeconds"]))
        if not self._marathon.is_over:
            self.launch()

    def _agent(self) -> Agent:
        """One that offers the port, and that no other task of an app with unique hosts is on; the emptiest of them."""
        port = self.definition["portDefinitions"][0]["port"]
        taken = {task.agent for task in self._marathon.tasks() if port and task.port == port}
        if ["hostname", "UNIQUE"] in self.definition.get("constraints", []):
            taken |= {task.agent for task in self.tasks}
        load = {agent: sum(task.agent is agent for task in self._marathon.tasks()) for agent in self._marathon.agents}
        offering = [agent for agent in self._marathon.agents if agent not in taken]
        assert offering, f"no agent has a place for {self.definition['id']}"
        return min(offering, key=lambda agent: load[agent])


class Marathon:
    """All apps of a group."""

    def __init__(self, group: dict[str, Any], agents: list[Agent]) -> None:
        self.agents = agents
        self.version = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self.apps = {app["id"].rpartition("/")[2]: App(app, self) for app in group["apps"]}
        self.past: list[Task] = []
        self.is_over = False
        self.seconds_to_deploy = 0.0
        self._names = threading.Lock()

    def deploy(self) -> None:
        began = time.monotonic()
        self.each_in_order(App.deploy)
        self.seconds_to_deploy = time.monotonic() - began

    def each_in_order(self, change: Callable[[App], None]) -> None:
        """Change all apps in the order of their dependencies; those that depend on the same at once."""
        done: set[str] = set()
        while len(done) < len(self.apps):
            next_ones = [
                app
                for app in self.apps.values()
                if app.definition["id"] not in done and done.issuperset(app.definition.get("dependencies", []))
            ]
            assert next_ones, "the dependencies are a circle"
            with ThreadPoolExecutor() as pool:
                list(pool.map(change, next_ones))
            done |= {app.definition["id"] for app in next_ones}

    def tasks(self) -> list[Task]:
        return [task for app in self.apps.values() for task in app.tasks]

    def publish_names(self) -> None:
        """What Mesos-DNS would answer: ``run-ancho.marathon.mesos`` for the tasks of ``/ancho/run``."""
        with self._names:
            names = {
                f"{name}-ancho.marathon.mesos": sorted({task.agent.address for task in app.tasks})
                for name, app in self.apps.items()
            }
            for agent in self.agents:
                agent.resolve(names)

    def remove(self) -> None:
        """All containers, those that have ended too."""
        self.is_over = True
        for task in [*self.tasks(), *self.past]:
            containers.docker("rm", "--force", "--volumes", task.container)


def await_condition(
    condition: Callable[[], bool], what: str, told: Callable[[], str] = str, seconds: float = _LONGEST_DEPLOYMENT
) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}\n{told()}"
        time.sleep(0.2)
