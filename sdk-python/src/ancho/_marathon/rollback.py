"""Going back: what Marathon does of itself, and what it needs to be helped with.

Marathon reverts a deployment by another one, which gives every app that the first had changed its earlier definition,
whether its tasks were touched or not, and restarts it. Such a restart may never end, for reasons that are in Marathon's
source (1.11, ``TaskReplaceActor``). Of two instances of which one is replaced at a time (``minimumHealthCapacity`` 0.5,
``maximumOverCapacity`` 0) one is old and healthy, and the other has failed:

- While the failed task is there nothing may be ended, because no more than one is healthy, and nothing started, because
  two are there. It lasts until the failed task ends by itself.
- When it has ended by itself a new one takes its place. That one being ready, the next old task in a list is ended; but
  first in the list stands the one that is gone. So the healthy old one stays for ever, and its place is not free.
- All roll-backs of one Marathon process give the apps one and the same version, which was fixed when the process began
  (``Group.defaultVersion``). A task of an earlier roll-back that is just being ended has therefore the version that is
  wanted, is counted as one of the new tasks, and never taken off that count. Everything runs, but one more is counted
  than wanted.

In the last case nothing is lost by cancelling the roll-back, since everything is there. In the others Marathon goes on
when the old task is ended. All are seen in the tasks.
"""

import sys
from dataclasses import replace

from ancho._errors import AnchoError
from ancho._marathon.api import Marathon
from ancho._marathon.events import EventStream
from ancho._marathon.following import Audience, Ending, Following, Limits
from ancho._marathon.observation import AppState, Snapshot, TaskState


def roll_back(
    marathon: Marathon, group_id: str, deployment: str, stream: EventStream, audience: Audience, limits: Limits
) -> tuple[Ending, Snapshot]:
    """Revert a deployment and follow that to its end, with help where it does not get on by itself."""
    reverting = marathon.revert(deployment)
    if reverting is None:
        audience.note(f"there is no deployment {deployment} any more, so nothing can be rolled back")
        return Ending.CANCELLED, Snapshot(is_under_way=False)
    audience.note(f"the roll-back is deployment {reverting}")

    def help_it(snapshot: Snapshot) -> bool:
        if not _is_counted_wrongly(snapshot):
            end_outdated_tasks(marathon, snapshot, audience)
            return False
        marathon.forget(reverting)
        audience.note("every app is back; Marathon did not count that, so its deployment has been closed")
        return True

    patient = replace(limits, task_failures=sys.maxsize)
    following = Following(marathon, group_id, reverting, stream, audience, patient, help=help_it)
    return following.follow(), following.last


def _is_counted_wrongly(snapshot: Snapshot) -> bool:
    is_there = bool(snapshot.apps) and snapshot.is_complete
    return snapshot.is_under_way and is_there and not any(app.is_waiting_to_be_ready for app in snapshot.apps)


def end_outdated_tasks(marathon: Marathon, snapshot: Snapshot, audience: Audience) -> None:
    """End what holds a place in a step that does not get on: tasks of another definition than the present one.

    Those that are not healthy, of each app; else one that is, if enough others are and one of them is of the present
    definition.
    """
    tasks = [task for app in snapshot.apps if app.name in snapshot.acting for task in _in_the_way(app)]
    if not tasks:
        return
    audience.note(f"an earlier task holds a place that is needed; ending {', '.join(task.id for task in tasks)}")
    try:
        marathon.end_tasks([task.id for task in tasks])
    except AnchoError as error:
        audience.note(f"it cannot be ended: {error}")


def _in_the_way(app: AppState) -> list[TaskState]:
    outdated = [task for task in app.tasks if not task.is_current]
    failed = [task for task in outdated if not task.is_healthy]
    is_safe = app.healthy > 0 and sum(task.is_healthy for task in app.tasks) > app.least
    return failed or (outdated[:1] if is_safe else [])
