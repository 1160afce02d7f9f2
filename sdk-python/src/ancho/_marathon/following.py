"""A deployment, followed to its end."""

import enum
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ancho._errors import NotReachable
from ancho._marathon.api import Marathon
from ancho._marathon.events import Event, EventStream
from ancho._marathon.observation import UNREACHABLE, AppState, Snapshot, observe
from ancho._marathon.specs import name_of

HELP_SECONDS = 30.0
_POLL_SECONDS, _BLIND_POLL_SECONDS, _LEAST_SECONDS = 5.0, 1.0, 0.2
_FAULTS = ("TASK_FAILED", "TASK_ERROR", "TASK_LOST", "TASK_GONE", "TASK_DROPPED")


class Ending(enum.Enum):
    """How a deployment ended, as far as it is followed."""

    DONE = "every app runs as it is defined"
    CANCELLED = "somebody cancelled it"
    STALLED = "it does not get on"
    FAILING = "tasks fail again and again"


class Audience(Protocol):
    """Whom the course of a deployment is told."""

    def show(self, snapshot: Snapshot) -> None:
        """How far it is now."""

    def note(self, text: str) -> None:
        """Something that happened."""


@dataclass(frozen=True)
class Limits:
    """When a deployment is given up: after so long without progress, or so many failed tasks of one app."""

    stalled_seconds: float = 600.0
    task_failures: int = 5


@dataclass
class Following:
    """The state of following one deployment.

    Parameters
    ----------
    is_wanted
        whether the apps of a snapshot are what is waited for, asked once the deployment is over
    help
        what is done when nothing changes for half a minute; says whether that has ended the deployment well
    """

    marathon: Marathon
    group_id: str
    deployment: str
    stream: EventStream
    audience: Audience
    limits: Limits
    is_wanted: Callable[[Snapshot], bool] = field(default=lambda snapshot: snapshot.is_complete)
    help: Callable[[Snapshot], bool] = field(default=lambda snapshot: False)
    last: Snapshot = UNREACHABLE
    why: str = ""
    """Of the ending, what is known of it."""

    def __post_init__(self) -> None:
        self._failed: dict[str, set[str]] = defaultdict(set)
        self._unhealthy: set[str] = set()
        self._known_failures: dict[str, Any] = {}
        self._best = (0, 0, 0)
        self._progress_at = time.monotonic()
        self._affected: frozenset[str] = frozenset()
        self._is_helped = False
        self._is_attached = True
        self._is_over = False
        self._has_vanished = False

    def follow(self) -> Ending:
        """Wait for the end."""
        while True:
            if ending := self._look():
                return ending
            if ending := self._hear():
                return ending

    def _look(self) -> Ending | None:
        """Read the state."""
        try:
            snapshot = observe(self.marathon, self.group_id, self.deployment)
        except NotReachable as error:
            if self.last.is_reachable:
                self.audience.note(f"{error}; waiting for it to come back")
            snapshot = UNREACHABLE
        self.last = snapshot if snapshot.is_reachable or self.last is UNREACHABLE else _unreachable(self.last)
        self.audience.show(self.last)
        if snapshot.is_reachable:
            self._notice_failures(snapshot)
            self._affected |= snapshot.affected
            if self._has_ended(snapshot) and self._is_there(snapshot):
                self._tell_outdated(snapshot)
                return Ending.DONE
        return self._given_up(snapshot)

    def _has_ended(self, snapshot: Snapshot) -> bool:
        """A deployment that is gone from the list has succeeded, or was cancelled; its event may come a moment later.

        Where the stream was lost only the apps tell which; after a restart of Marathon their tasks may still come.
        """
        if snapshot.is_under_way or self._has_vanished:
            return not snapshot.is_under_way
        self._has_vanished = True
        if not self._is_over and not self._is_there(snapshot):
            self.audience.note("Marathon does not list the deployment any more, and not all tasks are there; waiting")
        return self._is_over

    def _untouched(self, snapshot: Snapshot) -> list[AppState]:
        return [app for app in snapshot.apps if app.name not in self._affected and app.is_up]

    def _is_there(self, snapshot: Snapshot) -> bool:
        """Whether what is waited for is there; apps that the deployment has not touched need only be up."""
        untouched = self._untouched(snapshot)
        return self.is_wanted(replace(snapshot, apps=tuple(app for app in snapshot.apps if app not in untouched)))

    def _tell_outdated(self, snapshot: Snapshot) -> None:
        for app in self._untouched(snapshot):
            if not app.is_complete:
                why = "as after a deployment that was cancelled"
                renewed = f"POST /v2/apps/{app.id}/restart renews them"
                self.audience.note(f"{app.name}: unchanged, but its tasks are of another version, {why}; {renewed}")

    def _given_up(self, snapshot: Snapshot) -> Ending | None:
        if snapshot.is_reachable and snapshot.progress > self._best:
            self._best, self._progress_at, self._is_helped = snapshot.progress, time.monotonic(), False
        idle = time.monotonic() - self._progress_at
        if snapshot.is_reachable and not self._is_helped and idle >= min(HELP_SECONDS, self.limits.stalled_seconds / 2):
            self._is_helped = True
            if self.help(snapshot):
                return Ending.DONE
        for app, tasks in self._failed.items():
            if len(tasks) >= self.limits.task_failures:
                self.why = f"{len(tasks)} tasks of {app} have failed"
                return Ending.FAILING
        if idle >= self.limits.stalled_seconds:
            self.why = f"nothing has changed for {self.limits.stalled_seconds:.0f} s"
            return Ending.STALLED
        return None

    def _hear(self) -> Ending | None:
        """Wait for an event, or for the time of the next look; take what has come meanwhile together."""
        seconds = _POLL_SECONDS if self._is_attached and not self._has_vanished else _BLIND_POLL_SECONDS
        event = self.stream.next(min(seconds, self.limits.stalled_seconds / 4))
        until = time.monotonic() + _LEAST_SECONDS
        while event is not None:
            if ending := self._take(event):
                return ending
            event = self.stream.next(max(0.0, until - time.monotonic()))
        return None

    def _take(self, event: Event) -> Ending | None:
        name, document = event
        if name in ("attached", "lost"):
            self._notice_stream(name == "attached")
        elif name == "deployment_failed" and document.get("id") == self.deployment:
            self.why = str(document.get("reason") or "no reason is given")
            return Ending.CANCELLED
        elif name == "deployment_success" and document.get("id") == self.deployment:
            self._is_over = True
            steps = (document.get("plan") or {}).get("steps") or []
            self._affected |= {name_of(action["app"]) for step in steps for action in step.get("actions") or []}
        elif name == "instance_health_changed_event" and document.get("healthy") is False:
            self._unhealthy.add(str(document.get("instanceId")))
        elif name == "status_update_event":
            self._notice_status(document)
        return None

    def _notice_stream(self, is_attached: bool) -> None:
        if self._is_attached and not is_attached:
            self.audience.note("the event stream has ended; asking again and again meanwhile")
        elif is_attached and not self._is_attached:
            self.audience.note("the event stream is back")
        self._is_attached = is_attached

    def _notice_status(self, document: dict[str, Any]) -> None:
        app, task, status = str(document.get("appId")), str(document.get("taskId")), document.get("taskStatus")
        was_unhealthy = status == "TASK_KILLED" and task.rpartition("._app")[0] in self._unhealthy
        if not app.startswith(self.group_id + "/") or not (status in _FAULTS or was_unhealthy):
            return
        why = str(document.get("message") or status)
        reason = "its health check failed" if was_unhealthy and status == "TASK_KILLED" else why
        self._failed_once(name_of(app), task, str(document.get("host") or "?"), reason)

    def _notice_failures(self, snapshot: Snapshot) -> None:
        """What Marathon keeps of the last failure of each app: the stream may have been lost when it happened."""
        for app in snapshot.apps:
            failure = app.last_failure or {}
            known = self._known_failures.setdefault(app.name, failure.get("taskId"))
            if failure.get("taskId") != known:
                self._known_failures[app.name] = failure.get("taskId")
                why = str(failure.get("message") or failure.get("state"))
                self._failed_once(app.name, str(failure.get("taskId")), str(failure.get("host") or "?"), why)

    def _failed_once(self, app: str, task: str, host: str, why: str) -> None:
        if task not in self._failed[app]:
            self._failed[app].add(task)
            self.audience.note(f"{app}: a task failed on {host}: {why}")


def _unreachable(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, is_reachable=False)
