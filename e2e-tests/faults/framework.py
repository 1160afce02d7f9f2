"""Schedules for the framework: what meets schedulers, their leader's election, the master, and agents."""

import random

from faults.schedule import BEFORE, Fault, Kind, Schedule, Submission, Thrown, When
from faults.switches import Switch
from faults.workloads import WORKLOADS

SETTINGS = {"ANCHO_SCHEDULERS": "2", "ANCHO_AGENT_TIMEOUT": "10"}
"""A stack with a leader and a standby, whose master gives an agent up after ten seconds."""

WAYS_TO_FAIL = ("USER", "URIS", "IMAGE", "INVALID", "EXIT", "LOST")

_ROLES = ("leader", "standby", "zookeeper")
_OTHERS = ("mesos", "kafka", "cassandra", "run", "stats", "executor", "python", "spark")


def framework_schedule(seed: int) -> Schedule:
    """The schedule of a seed: runs mostly on executors of their own, and one to four faults."""
    dice = random.Random(f"framework {seed}")
    runs = dice.choice((1, 2, 2, 3))
    submissions = tuple(_submission(dice, run) for run in range(runs))
    faults = tuple(_fault(dice, runs) for _ in range(dice.choice((1, 1, 2, 2, 3, 4))))
    return Schedule(seed, submissions, faults)


def _submission(dice: random.Random, run: int) -> Submission:
    workload = dice.choice(tuple(WORKLOADS))
    executors = dice.choice((1, 1, 2, 2, 3, None)) if run else dice.choice((1, 2, 3))
    at = dice.uniform(0, 8) if run else 0.0
    cancel = _when(dice, run, ("SUBMITTED", "RUNNING")) if run and dice.random() < 0.2 else None
    return Submission(workload, executors, at, cancel)


def _fault(dice: random.Random, runs: int) -> Fault | Thrown:
    run = dice.randrange(runs)
    when = _when(dice, run, ("SUBMITTED", "RUNNING", "RUNNING", "SUMMARIZING"))
    chance = dice.random()
    if chance < 0.5:
        return _thrown(dice, run, when)
    if chance < 0.7:
        return Fault(Kind.KILL, when, (dice.choice(_ROLES),), times=dice.choice((1, 1, 2)))
    if chance < 0.8:
        return Fault(Kind.STALL, when, (dice.choice((*_ROLES, *_OTHERS)),), seconds=dice.choice((5.0, 15.0, 20.0)))
    if chance < 0.9:
        return Fault(Kind.KILL, when, (dice.choice(_ROLES), dice.choice(_OTHERS)))
    if chance < 0.98:
        return Fault(Kind.KILL, when, (dice.choice(_OTHERS),))
    return Fault(Kind.POWER, when)


def _thrown(dice: random.Random, run: int, when: When) -> Thrown:
    """Failing launches wait for those of the run; everything else happens in the middle."""
    before = When(run, BEFORE, 0.0)
    number = dice.choice((1, 1, 2, 3))
    choices = (
        Thrown(Switch("fail-launch", {"how": dice.choice(WAYS_TO_FAIL), "count": number}), before),
        Thrown(Switch("fail-launch", {"how": dice.choice(WAYS_TO_FAIL), "count": number}), before),
        Thrown(Switch("rescind-accepted", {"count": number}), before),
        Thrown(Switch("delay-updates", seconds=dice.choice((3.0, 15.0))), when),
        Thrown(Switch("duplicate-updates", {"count": 5}), before),
        Thrown(Switch("replay-updates", {"count": 10}), when),
        Thrown(Switch("unknown-task"), when),
        Thrown(dice.choice(ENDS), when),
        Thrown(Switch("drop-connections"), when),
        Thrown(Switch("unavailable", seconds=dice.choice((2.0, 10.0))), when),
        Thrown(dice.choice(MASTERS), when),
        Thrown(Switch("lose-agent", {"how": "PARTITIONED"}, dice.choice((5.0, 20.0, 45.0))), when),
        Thrown(Switch("lose-agent", {"how": dice.choice(("KILLED", "STOPPED"))}, dice.choice((3.0, 20.0))), when),
    )
    return dice.choice(choices)


def end_task(state: str, reason: str) -> Switch:
    """A task ends so."""
    return Switch("end-task", {"state": state, "reason": reason, "message": "ended by a fault"})


def restart_master(recovery: float, agents: float) -> Switch:
    """Another master, which answers 503 at first, and whose agents register later."""
    return Switch("restart-master", {"recovery_seconds": recovery, "agents_seconds": agents}, max(recovery, agents))


ENDS = (
    end_task("TASK_FAILED", "REASON_COMMAND_EXECUTOR_FAILED"),
    end_task("TASK_FAILED", "REASON_CONTAINER_LIMITATION_MEMORY"),
    end_task("TASK_FAILED", "REASON_EXECUTOR_TERMINATED"),
    end_task("TASK_KILLED", "REASON_CONTAINER_PREEMPTED"),
)

MASTERS = (restart_master(1.0, 1.0), restart_master(3.0, 8.0), restart_master(0.0, 15.0))


def _when(dice: random.Random, run: int, states: tuple[str, ...]) -> When:
    return When(run, dice.choice(states), round(dice.uniform(0, 6), 1))
