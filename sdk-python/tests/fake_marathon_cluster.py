"""What goes on behind the stand-in of Marathon: apps, instances and deployments, moved on in small turns.

Deployments work as Marathon's own actors do, of which the tests compare what is seen from outside with recordings.
That includes two ways in which a roll-back never ends (see ``ancho._marathon.rollback``).
"""

import copy
import math
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

App = dict[str, Any]
Emit = Callable[[str, dict[str, Any]], None]

HOSTS = ("agent-1", "agent-2", "agent-3")
AGENT = "8f7e0c59-2f4b-4a43-9f6c-1d0a3b1f52aa-S0"
KILL_TURNS = 2
UNHEALTHY_TURNS = 8
SCALE_TURNS = 50
BACKOFF_TURNS = 3


@dataclass
class Instance:
    """An instance of an app: scheduled, then a task, and after a failure scheduled again."""

    id: str
    app: App
    host: str
    incarnation: int = 0
    condition: str = "Scheduled"
    is_decommissioned: bool = False
    healthy: bool | None = None
    ready: bool = False
    turns: int = 0
    delay: int = 0

    @property
    def version(self) -> str:
        return str(self.app["versionInfo"]["lastConfigChangeAt"])

    @property
    def task(self) -> str:
        return f"{self.id}._app.{self.incarnation}"

    @property
    def is_launched(self) -> bool:
        return self.condition in ("Staging", "Running")


@dataclass
class Restart:
    """A RestartApplication under way: which are old, which have been started, which are healthy and ready."""

    old: set[str]
    to_end: list[str]
    most: int
    started: int
    healthy: set[str]
    ready: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)
    """The instances that were there in the wanted version when it began."""


@dataclass
class Plan:
    """A deployment."""

    id: str
    version: str
    before: dict[str, App]
    after: dict[str, App]
    steps: list[list[tuple[str, str]]]
    step: int = 0
    restarts: dict[str, Restart] = field(default_factory=dict)

    @property
    def affected(self) -> set[str]:
        return {app for step in self.steps for _, app in step}

    def light(self) -> dict[str, Any]:
        return {"id": self.id, "steps": [_actions(step) for step in self.steps], "version": self.version}


def _actions(step: list[tuple[str, str]]) -> dict[str, Any]:
    return {"actions": [{"action": action, "app": app} for action, app in step]}


class Cluster:
    """The apps, their instances and the deployments.

    ``fate`` says what becomes of a task of an app: ``healthy``, ``unready``, ``unhealthy`` (for ever), ``crashes`` or
    ``no offers``. ``kill_turns`` is how long a task takes to end, ``scale_turns`` after how
    many turns Marathon looks whether there are as many instances as wanted.
    """

    def __init__(self, emit: Emit) -> None:
        self.emit = emit
        self.fate: Callable[[App], str] = lambda app: "healthy"
        self.apps: dict[str, App] = {}
        self.instances: list[Instance] = []
        self.plans: dict[str, Plan] = {}
        self.kill_turns, self.scale_turns = KILL_TURNS, SCALE_TURNS
        self._turns = 0
        self.failures: dict[str, dict[str, Any]] = {}
        self.all_failures: list[dict[str, Any]] = []
        self._clock = datetime.now(timezone.utc)
        self.rollback_version = self.now()
        self.version = self.rollback_version

    def now(self) -> str:
        """A time that is later than any told before."""
        self._clock = max(datetime.now(timezone.utc), self._clock + timedelta(milliseconds=1))
        return self._clock.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self._clock.microsecond // 1000:03}Z"

    # --- Changes ---------------------------------------------------------------------------------

    def plan(self, wanted: dict[str, App], version: str | None = None) -> Plan:
        """The deployment that leads from the apps as they are to those wanted."""
        version = version or self.now()
        after = {name: self._versioned(app, version) for name, app in wanted.items()}
        steps = [[("StopApplication", name) for name in self.apps if name not in after]]
        steps += [[("StartApplication", name) for name in after if name not in self.apps]]
        for level in _levels(after):
            steps += [[self._action(after[name]) for name in level if self._is_changed(after[name])]]
        return Plan(str(uuid.uuid4()), version, dict(self.apps), after, [step for step in steps if step])

    def locking(self, plan: Plan) -> list[Plan]:
        """The deployments under way that change an app of this one."""
        return [other for other in self.plans.values() if other.affected & plan.affected]

    def start(self, plan: Plan) -> None:
        """Carry a deployment out; those in its way are cancelled."""
        for other in self.locking(plan):
            self._cancel(other)
        self.apps, self.version = plan.after, plan.version
        self.plans[plan.id] = plan
        self._begin_step(plan)

    def revert(self, plan: Plan) -> Plan:
        """The deployment that takes another one back, which it cancels."""
        changed = {name for name in plan.before.keys() | plan.after.keys() if _differ(plan, name)}
        wanted = {name: app for name, app in self.apps.items() if name not in changed}
        wanted |= {name: plan.before[name] for name in changed if name in plan.before}
        back = self.plan({name: copy.deepcopy(app) for name, app in wanted.items()}, self.rollback_version)
        self.start(back)
        return back

    def forget(self, plan: Plan) -> None:
        """Cancel without a roll-back."""
        self._cancel(plan)

    def end_task(self, task: str) -> None:
        """As if an operator had ended a task: a new one takes its place."""
        for instance in self.instances:
            if instance.task == task and instance.is_launched:
                self._task_ended(instance, "TASK_KILLED", "Command terminated with signal Terminated")

    def restart(self) -> None:
        """Marathon begins anew: what waited for resources is a deployment no more."""
        self.plans.clear()

    # --- What is there ---------------------------------------------------------------------------

    def of(self, app: str) -> list[Instance]:
        return [instance for instance in self.instances if instance.app["id"] == app]

    def readiness(self, app: App) -> list[dict[str, Any]]:
        """What the readiness checks of the tasks were answered that are running now."""
        checks = app.get("readinessChecks") or []
        return [
            {
                "name": check.get("name", "readinessCheck"),
                "taskId": instance.task,
                "ready": instance.ready,
                "lastResponse": _response(instance.ready),
            }
            for check in checks
            for instance in self.of(app["id"])
            if instance.condition == "Running" and any(_acts(plan, app["id"]) for plan in self.plans.values())
        ]

    # --- Turns -----------------------------------------------------------------------------------

    def turn(self) -> None:
        """Let a little time go by."""
        for instance in list(self.instances):
            self._move(instance)
        for plan in list(self.plans.values()):
            self._advance(plan)
        self._turns += 1
        if self._turns % self.scale_turns == 0:
            self._scale_what_nothing_locks()

    def _move(self, instance: Instance) -> None:
        instance.turns += 1
        fate = self.fate(instance.app)
        if instance.is_decommissioned:
            if not instance.is_launched or instance.turns >= self.kill_turns:
                self._gone(instance)
        elif instance.condition == "Scheduled":
            instance.delay = max(0, instance.delay - 1)
            if fate != "no offers" and not instance.delay:
                self._launch(instance)
        elif instance.condition == "Staging":
            instance.condition = "Running"
            self._status(instance, "TASK_RUNNING")
        elif fate == "crashes":
            self._task_ended(instance, "TASK_FAILED", "Command exited with status 1")
        else:
            self._check(instance, fate)

    def _check(self, instance: Instance, fate: str) -> None:
        if not instance.app.get("healthChecks"):
            instance.healthy = None
        elif instance.healthy is None:
            if fate != "unhealthy" or instance.turns >= UNHEALTHY_TURNS:
                instance.healthy = fate != "unhealthy"
                self._health(instance)
            return
        is_healthy = instance.healthy is not False
        instance.ready = is_healthy and fate != "unready"

    def _launch(self, instance: Instance) -> None:
        instance.incarnation += 1
        instance.condition, instance.turns = "Staging", 0
        instance.healthy, instance.ready = None, False
        self._status(instance, "TASK_STARTING")

    def _task_ended(self, instance: Instance, status: str, message: str) -> None:
        self._status(instance, status, message)
        if status == "TASK_FAILED":
            self.failures[instance.app["id"]] = {
                "appId": instance.app["id"],
                "host": instance.host,
                "message": message,
                "state": status,
                "taskId": instance.task,
                "timestamp": self.now(),
                "version": instance.version,
                "slaveId": AGENT,
            }
            self.all_failures.append(self.failures[instance.app["id"]])
        instance.condition, instance.delay = "Scheduled", BACKOFF_TURNS
        instance.healthy, instance.ready = None, False
        for restart in self._restarts(instance.app["id"]):
            if instance.id in restart.old:
                instance.is_decommissioned = True
            else:
                restart.healthy.discard(instance.id)
                restart.ready.discard(instance.id)

    def _gone(self, instance: Instance) -> None:
        if instance.is_launched:
            self._status(instance, "TASK_KILLED", "Command terminated with signal Terminated")
        self.instances.remove(instance)
        for restart in self._restarts(instance.app["id"]):
            if instance.id in restart.old:
                restart.old.discard(instance.id)
            elif instance.id in restart.counted:
                restart.started -= 1

    def _decommission(self, instance: Instance) -> None:
        instance.is_decommissioned, instance.turns = True, 0

    # --- Deployments -----------------------------------------------------------------------------

    def _versioned(self, app: App, version: str) -> App:
        present = self.apps.get(app["id"])
        if present is not None and _definition(present) == _definition(app):
            if present["instances"] == app["instances"]:
                return present
            changed = present["versionInfo"]["lastConfigChangeAt"]
        else:
            changed = version
        info = {"lastScalingAt": version, "lastConfigChangeAt": changed}
        return {**app, "version": version, "versionInfo": info}

    def _is_changed(self, app: App) -> bool:
        return self.apps.get(app["id"]) != app

    def _action(self, app: App) -> tuple[str, str]:
        present = self.apps.get(app["id"])
        is_scaled = present is None or _definition(present) == _definition(app)
        return ("ScaleApplication" if is_scaled else "RestartApplication"), app["id"]

    def _cancel(self, plan: Plan) -> None:
        del self.plans[plan.id]
        reason = "The upgrade has been cancelled"
        self.emit("deployment_failed", {"id": plan.id, "plan": plan.light(), "reason": reason})

    def _begin_step(self, plan: Plan) -> None:
        if plan.step == len(plan.steps):
            del self.plans[plan.id]
            self.emit("deployment_success", {"id": plan.id, "plan": plan.light()})
            return
        self.emit("deployment_info", {"plan": plan.light(), "currentStep": _actions(plan.steps[plan.step])})
        for action, name in plan.steps[plan.step]:
            if action == "ScaleApplication":
                self._scale(plan.after[name])
            elif action == "RestartApplication":
                plan.restarts[name] = self._restart(plan.after[name])
                self._start_more(plan.after[name], plan.restarts[name])
            elif action == "StopApplication":
                for instance in self.of(name):
                    self._decommission(instance)
        if all(action == "StartApplication" for action, _ in plan.steps[plan.step]):
            self._finish_step(plan)

    def _finish_step(self, plan: Plan) -> None:
        self.emit("deployment_step_success", {"plan": plan.light(), "currentStep": _actions(plan.steps[plan.step])})
        plan.step += 1
        self._begin_step(plan)

    def _advance(self, plan: Plan) -> None:
        done = [self._is_done(plan, action, name) for action, name in plan.steps[plan.step]]
        if all(done):
            self._finish_step(plan)

    def _is_done(self, plan: Plan, action: str, name: str) -> bool:
        if action == "StopApplication":
            return not self.of(name)
        app = plan.after[name]
        if action == "RestartApplication":
            return self._advance_restart(app, plan.restarts[name])
        mine = self.of(name)
        return len(mine) == app["instances"] and all(_is_up(instance) for instance in mine)

    def _scale_what_nothing_locks(self) -> None:
        """Marathon does so every five minutes; of too many instances those of earlier definitions are ended first."""
        locked = {name for plan in self.plans.values() for name in plan.affected}
        for name, app in self.apps.items():
            if name not in locked:
                self._scale(app)

    def _scale(self, app: App) -> None:
        mine = [instance for instance in self.of(app["id"]) if not instance.is_decommissioned]
        version = app["versionInfo"]["lastConfigChangeAt"]
        mine.reverse()
        surplus = sorted(mine, key=lambda instance: (instance.version == version, instance.is_launched))
        for instance in surplus[: max(0, len(mine) - int(app["instances"]))]:
            self._decommission(instance)
        self._add(app, int(app["instances"]) - len(mine))

    def _add(self, app: App, count: int) -> None:
        for _ in range(count):
            name = app["id"].strip("/").replace("/", "_")
            taken = [instance.host for instance in self.of(app["id"])]
            host = next((host for host in HOSTS if host not in taken), HOSTS[0])
            self.instances.append(Instance(f"{name}.instance-{uuid.uuid4()}", app, host))

    def _restart(self, app: App) -> Restart:
        """What TaskReplaceActor computes when it begins."""
        mine, version = self.of(app["id"]), app["versionInfo"]["lastConfigChangeAt"]
        old = [instance for instance in mine if instance.version != version and not instance.is_decommissioned]
        counted = [instance for instance in mine if instance.version == version]
        wanted, strategy = int(app["instances"]), app["upgradeStrategy"]
        considered = sum(_is_considered_healthy(instance) for instance in mine if not instance.is_decommissioned)
        least = math.ceil(wanted * strategy["minimumHealthCapacity"])
        most = int(wanted * (1 + strategy["maximumOverCapacity"]))
        at_once = max(0, considered - least)
        if least == most <= considered:
            most += 1
        if wanted < len(mine):
            at_once = max(len(mine) - wanted, at_once)
        restart = Restart(
            old={instance.id for instance in old},
            to_end=[instance.id for instance in sorted(old, key=_is_considered_healthy)],
            most=most,
            started=len(counted),
            healthy={instance.id for instance in counted if _is_considered_healthy(instance)},
            counted={instance.id for instance in counted},
        )
        for _ in range(at_once):
            self._end_next(restart)
        return restart

    def _end_next(self, restart: Restart) -> None:
        if restart.to_end:
            ended = restart.to_end.pop(0)
            for instance in self.instances:
                if instance.id == ended:
                    self._decommission(instance)

    def _start_more(self, app: App, restart: Restart) -> None:
        room = max(0, restart.most - len(restart.old) - restart.started)
        count = min(max(0, int(app["instances"]) - restart.started), room)
        restart.started += count
        self._add(app, count)

    def _advance_restart(self, app: App, restart: Restart) -> bool:
        for instance in self.of(app["id"]):
            if instance.id in restart.old or not _is_up(instance):
                continue
            if instance.id not in restart.ready:
                restart.healthy.add(instance.id)
                restart.ready.add(instance.id)
                self._end_next(restart)
        self._start_more(app, restart)
        wanted = int(app["instances"])
        return len(restart.healthy) == len(restart.ready) == wanted and not restart.old

    def _restarts(self, app: str) -> list[Restart]:
        return [plan.restarts[app] for plan in self.plans.values() if app in plan.restarts]

    # --- Events ----------------------------------------------------------------------------------

    def _status(self, instance: Instance, status: str, message: str = "") -> None:
        self.emit(
            "status_update_event",
            {
                "slaveId": AGENT,
                "taskId": instance.task,
                "taskStatus": status,
                "message": message,
                "appId": instance.app["id"],
                "host": instance.host,
                "ipAddresses": [{"ipAddress": "127.0.0.1", "protocol": "IPv4"}],
                "ports": [31000],
                "version": instance.version,
            },
        )

    def _health(self, instance: Instance) -> None:
        self.emit(
            "instance_health_changed_event",
            {
                "instanceId": instance.id,
                "runSpecId": instance.app["id"],
                "healthy": instance.healthy,
                "runSpecVersion": instance.version,
            },
        )


def _definition(app: App) -> App:
    return {name: value for name, value in app.items() if name not in ("instances", "version", "versionInfo")}


def _differ(plan: Plan, name: str) -> bool:
    return plan.before.get(name) != plan.after.get(name)


def _acts(plan: Plan, app: str) -> bool:
    return any(name == app for _, name in plan.steps[plan.step])


def _is_considered_healthy(instance: Instance) -> bool:
    return bool(instance.healthy) or (not instance.app.get("healthChecks") and instance.condition == "Running")


def _is_up(instance: Instance) -> bool:
    """Whether a deployment may go on for this instance."""
    is_ready = instance.ready or not instance.app.get("readinessChecks")
    return not instance.is_decommissioned and _is_considered_healthy(instance) and is_ready


def _levels(apps: dict[str, App]) -> list[list[str]]:
    """The apps by the length of the longest way through their dependencies."""

    def length(name: str) -> int:
        return 1 + max((length(other) for other in apps[name].get("dependencies") or [] if other in apps), default=0)

    lengths = {name: length(name) for name in apps}
    return [[name for name in apps if lengths[name] == level] for level in sorted(set(lengths.values()))]


def _response(is_ready: bool) -> dict[str, Any]:
    body = '{"status":"UP"}' if is_ready else '{"status":"DOWN","components":{"spark":{"status":"DOWN"}}}'
    return {"status": 200 if is_ready else 503, "contentType": "application/json", "body": body}
