"""What is there: a deployment's step, and how far each app of the group is."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ancho._marathon.api import Marathon
from ancho._marathon.specs import App, name_of

_RUNNING = "TASK_RUNNING"
_ENDED = ("TASK_FAILED", "TASK_FINISHED", "TASK_KILLED", "TASK_ERROR", "TASK_LOST", "TASK_GONE", "TASK_DROPPED")


@dataclass(frozen=True)
class TaskState:
    """A task that has not ended."""

    id: str
    host: str
    agent: str
    is_current: bool
    """Whether it runs the app as it is defined now."""
    is_running: bool
    is_healthy: bool


@dataclass(frozen=True)
class AppState:
    """An app, its tasks, and what its readiness check was answered."""

    name: str
    id: str
    instances: int
    least: int = 0
    """How many have to stay healthy while it is changed."""
    tasks: tuple[TaskState, ...] = ()
    readiness: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_failure: dict[str, Any] | None = None

    @property
    def current(self) -> list[TaskState]:
        """The tasks that run the app as it is defined now."""
        return [task for task in self.tasks if task.is_current]

    @property
    def healthy(self) -> int:
        """How many of the current tasks are healthy."""
        return sum(task.is_healthy for task in self.current)

    @property
    def ready(self) -> int:
        """How many of the current tasks have answered that they are ready, of those that were asked."""
        return sum(bool(result.get("ready")) for result in self.readiness.values())

    @property
    def is_waiting_to_be_ready(self) -> bool:
        """Whether a task has answered that it is not ready."""
        return self.ready < len(self.readiness)

    @property
    def is_up(self) -> bool:
        """Whether exactly the wanted instances run and are healthy, of whatever definition."""
        return len(self.tasks) == sum(task.is_healthy for task in self.tasks) == self.instances

    @property
    def is_complete(self) -> bool:
        """Whether exactly the wanted instances run, all current and healthy."""
        return len(self.tasks) == self.healthy == self.instances


@dataclass(frozen=True)
class Snapshot:
    """A deployment and its group at one moment."""

    is_under_way: bool
    step: int = 0
    steps: int = 0
    acting: tuple[str, ...] = ()
    """The apps of the step."""
    affected: frozenset[str] = frozenset()
    """The apps of all steps."""
    apps: tuple[AppState, ...] = ()
    is_reachable: bool = True

    @property
    def progress(self) -> tuple[int, int, int]:
        """Grows as long as the deployment gets on; a task that starts and ends again does not make it grow."""
        return self.step, sum(app.healthy for app in self.apps), sum(app.ready for app in self.apps)

    @property
    def is_complete(self) -> bool:
        """Whether every app runs as it is defined."""
        return all(app.is_complete for app in self.apps)


UNREACHABLE = Snapshot(is_under_way=True, is_reachable=False)


def observe(marathon: Marathon, group_id: str, deployment: str) -> Snapshot:
    """How far a deployment is."""
    under_way = [found for found in marathon.deployments() if found["id"] == deployment]
    group = marathon.group(group_id) or {"apps": []}
    actions = [action for found in under_way for action in found.get("currentActions") or []]
    results = [result for action in actions for result in action.get("readinessCheckResults") or []]
    return Snapshot(
        is_under_way=bool(under_way),
        step=max((found.get("currentStep", 0) for found in under_way), default=0),
        steps=max((found.get("totalSteps", 0) for found in under_way), default=0),
        acting=tuple(name_of(action["app"]) for action in actions if action.get("app")),
        affected=frozenset(name_of(app) for found in under_way for app in found.get("affectedApps") or []),
        apps=tuple(_app_state(app, results) for app in group.get("apps") or []),
    )


def _app_state(app: App, results: Iterable[dict[str, Any]]) -> AppState:
    living = [task for task in app.get("tasks") or [] if task.get("state") not in _ENDED]
    tasks = tuple(_task_state(app, task) for task in living)
    current = {task.id for task in tasks if task.is_current}
    answered = [*(app.get("readinessCheckResults") or []), *results]
    return AppState(
        name=name_of(app["id"]),
        id=app["id"],
        instances=int(app["instances"]),
        least=math.ceil(int(app["instances"]) * (app.get("upgradeStrategy") or {}).get("minimumHealthCapacity", 1)),
        tasks=tasks,
        readiness={result["taskId"]: result for result in answered if result.get("taskId") in current},
        last_failure=app.get("lastTaskFailure"),
    )


def _task_state(app: App, task: dict[str, Any]) -> TaskState:
    is_running = task.get("state") == _RUNNING
    results = task.get("healthCheckResults") or []
    is_healthy = is_running and (not app.get("healthChecks") or any(results))
    return TaskState(
        id=task["id"],
        host=task.get("host") or "?",
        agent=task.get("slaveId") or "",
        is_current=is_current(app, task.get("version") or ""),
        is_running=is_running,
        is_healthy=is_healthy and all(result.get("alive") for result in results if result),
    )


def is_current(app: App, version: str) -> bool:
    """Whether a task of this version runs the app as it is defined now; scaling changes the version alone."""
    changed = (app.get("versionInfo") or {}).get("lastConfigChangeAt") or app.get("version") or ""
    return version == changed or changed < version <= (app.get("version") or "")
