"""What is not healthy, and why, in words."""

from collections.abc import Iterator
from typing import Any

from ancho._errors import AnchoError
from ancho._marathon.api import Marathon
from ancho._marathon.observation import AppState, Snapshot
from ancho._marathon.sandbox import log_end

_BODY_LIMIT = 400
_REMEDIES = {
    "InsufficientCpus": "no agent has the cores free",
    "InsufficientMemory": "no agent has the memory free",
    "InsufficientDisk": "no agent has the disk free",
    "InsufficientGpus": "no agent has the GPUs free",
    "InsufficientPorts": "its port is taken, or not offered: agents want --resources='ports:[8080-8084,…]'",
    "UnfulfilledConstraint": "its constraints allow none of these hosts: see `hosts` in the values",
    "UnfulfilledRole": "the resources are reserved for another role",
    "NoCorrespondingReservationFound": "the resources that it has reserved were not offered",
    "AgentMaintenance": "the agents are in maintenance",
    "DeclinedScarceResources": "GPUs are kept for those who ask for them",
}


def diagnosis(marathon: Marathon, snapshot: Snapshot) -> list[str]:
    """Lines on each app that is not complete; what cannot be asked is left out."""
    try:
        queue = {entry["app"]["id"]: entry for entry in marathon.queue() if "app" in entry}
        mesos = str(marathon.info()["marathon_config"].get("mesos_leader_ui_url") or "")
    except AnchoError:
        queue, mesos = {}, ""
    missing = [app for app in snapshot.apps if not app.is_complete or app.is_waiting_to_be_ready]
    acting = [app for app in missing if app.name in snapshot.acting]
    lines = [line for app in acting or missing for line in _of_app(app, queue.get(app.id), mesos)]
    return lines + [f"{app.name}: its turn has not come" for app in missing if acting and app not in acting]


def _of_app(app: AppState, queued: dict[str, Any] | None, mesos: str) -> Iterator[str]:
    yield f"{app.name}: {app.healthy} of {app.instances} healthy"
    for task in app.current:
        if not task.is_healthy:
            yield f"  on {task.host}: {'running, but not healthy' if task.is_running else 'starting'}"
    outdated = [task for task in app.tasks if not task.is_current]
    if outdated:
        yield f"  of an earlier definition: {len(outdated)} on {', '.join(sorted({task.host for task in outdated}))}"
    yield from _readiness(app)
    yield from _failure(app, mesos)
    if queued:
        yield from _waiting(queued)


def _readiness(app: AppState) -> Iterator[str]:
    hosts = {task.id: task.host for task in app.tasks}
    for task, result in app.readiness.items():
        response = result.get("lastResponse") or {}
        if not result.get("ready"):
            said = " ".join(str(response.get("body") or "").split())[:_BODY_LIMIT]
            status = response.get("status", "nothing yet")
            yield f"  on {hosts.get(task, '?')}: not ready; it answers {status}{': ' + said if said else ''}"


def _failure(app: AppState, mesos: str) -> Iterator[str]:
    failure = app.last_failure
    if not failure:
        return
    when = f" at {failure['timestamp']}" if failure.get("timestamp") else ""
    message = failure.get("message") or failure.get("state")
    yield f"  its last task failure, on {failure.get('host')}{when}: {message}"
    lines = log_end(mesos, str(failure.get("slaveId")), str(failure.get("taskId"))) if mesos else []
    if lines:
        yield "  the end of its log:"
        yield from (f"    | {line}" for line in lines)
    else:
        yield f"  its log is in the sandbox of {failure.get('taskId')} on {failure.get('host')}"


def _waiting(entry: dict[str, Any]) -> Iterator[str]:
    delay = entry.get("delay") or {}
    if not delay.get("overdue", True) and delay.get("timeLeftSeconds"):
        yield f"  its next launch is delayed by {delay['timeLeftSeconds']} s, because launches failed"
    summary = entry.get("processedOffersSummary") or {}
    reasons = [reason for reason in summary.get("rejectSummaryLaunchAttempt") or [] if reason.get("declined")]
    if reasons:
        yield f"  {entry.get('count')} to be launched; offers that were not used:"
    elif not summary.get("processedOffersCount"):
        yield f"  {entry.get('count')} to be launched, but Mesos has offered nothing: are there agents with room?"
    for reason in reasons:
        name = reason["reason"]
        remedy = _REMEDIES.get(name, "")
        yield f"    {reason['declined']} of {reason.get('processed')}: {name}{', ' + remedy if remedy else ''}"
