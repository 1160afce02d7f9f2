"""Schedules: which runs, and which faults when. All of it is drawn from a seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from faults.switches import Switch
from faults.workloads import WORKLOADS

SERVICES = ("run", "scheduler", "stats", "gateway")
MIDDLEWARE = ("kafka", "cassandra", "mesos")
EXECUTORS = ("executor", "executor", "python", "python", "worker")
BEFORE = "NEW"
"""The moment just before a run is submitted."""

VICTIMS = (*SERVICES, *MIDDLEWARE, *EXECUTORS, "spark")


class Kind(Enum):
    """What is done to the victims."""

    KILL = "kill"
    STALL = "stall"
    POWER = "power"
    DISK = "disk"


@dataclass(frozen=True)
class When:
    """A moment in a run's life.

    Attributes
    ----------
    run
        which of the schedule's runs
    state
        ``SUBMITTED``, ``RUNNING`` or ``SUMMARIZING``: once the run is seen in it, or in a later one; ``NEW``: just
        before it is submitted
    delay
        seconds from then
    """

    run: int
    state: str
    delay: float

    def __str__(self) -> str:
        if self.state == "NEW":
            return f"before run {self.run} is submitted"
        return f"{self.delay:.1f} s after run {self.run} is {self.state}"


@dataclass(frozen=True)
class Fault:
    """Something that happens to one process or several at once.

    Attributes
    ----------
    victims
        parts' names, or ``executor`` and ``python`` for any process of that kind that lives then, or ``leader`` and
        ``standby`` for the scheduler that is one
    times
        how often a kill is repeated, a second or so after the victim is back
    seconds
        how long a stall or a full disk lasts, or how long a victim is killed again whenever it is back
    """

    kind: Kind
    when: When
    victims: tuple[str, ...] = ()
    times: int = 1
    seconds: float = 0.0

    def __str__(self) -> str:
        what = f"{self.kind.value} {'+'.join(self.victims)}".strip()
        repeated = f" {self.times} times" if self.times > 1 else ""
        lasting = f" for {self.seconds:.0f} s" if self.seconds else ""
        return f"{what}{repeated}{lasting} {self.when}"


@dataclass(frozen=True)
class Submission:
    """A run to submit.

    Attributes
    ----------
    executors
        how many of its own it asks for; the pool's if None
    at
        seconds after the schedule's begin
    cancel
        when it is cancelled, if it is
    """

    workload: str
    executors: int | None
    at: float
    cancel: When | None = None

    def __str__(self) -> str:
        place = "the pool" if self.executors is None else f"{self.executors} executors"
        cancelled = f", cancelled {self.cancel}" if self.cancel else ""
        return f"{self.workload} on {place} at {self.at:.1f} s{cancelled}"


@dataclass(frozen=True)
class Thrown:
    """A switch of the Mesos stand-in's, thrown at a moment."""

    switch: Switch
    when: When

    def __str__(self) -> str:
        return f"{self.switch} {self.when}"


@dataclass(frozen=True)
class Schedule:
    """Runs and the faults that meet them."""

    seed: int
    submissions: tuple[Submission, ...]
    faults: tuple[Fault | Thrown, ...]

    @staticmethod
    def of(seed: int, kinds: Sequence[Kind] = tuple(Kind)) -> "Schedule":
        """The schedule of a seed, of the kinds of faults that are possible here."""
        dice = random.Random(seed)
        submissions = tuple(_submission(dice, run) for run in range(dice.choice((1, 2, 2, 3))))
        count = dice.choice((1, 1, 2, 2, 3, 4))
        faults = tuple(_fault(dice, len(submissions)) for _ in range(count))
        return Schedule(seed, submissions, tuple(fault for fault in faults if fault.kind in kinds))

    def __str__(self) -> str:
        runs = [f"  run {number}: {run}" for number, run in enumerate(self.submissions)]
        return "\n".join([f"seed {self.seed}", *runs, *(f"  fault: {fault}" for fault in self.faults)])


def _submission(dice: random.Random, run: int) -> Submission:
    workload = dice.choice(tuple(WORKLOADS))
    executors = dice.choice((None, None, 1, 2, 3))
    at = dice.uniform(0, 3) if run else 0.0
    # Not the first: it is what most faults wait for.
    cancel = _when(dice, run, ("SUBMITTED", "RUNNING")) if run and dice.random() < 0.25 else None
    return Submission(workload, executors, at, cancel)


def _fault(dice: random.Random, runs: int) -> Fault:
    states = dice.choice((("SUBMITTED",), ("RUNNING",), ("RUNNING",), ("SUMMARIZING",)))
    when = _when(dice, dice.randrange(runs), states)
    chance = dice.random()
    if chance < 0.03:
        return Fault(Kind.POWER, when)
    if chance < 0.06:
        return Fault(Kind.DISK, when, (dice.choice(("kafka", "cassandra")),), seconds=dice.uniform(5, 15))
    if chance < 0.26:
        seconds = dice.choice((2.0, 8.0, 15.0, 20.0))
        return Fault(Kind.STALL, when, (dice.choice(VICTIMS),), seconds=seconds)
    if chance < 0.45:
        return Fault(Kind.KILL, when, tuple(dice.sample(sorted(set(VICTIMS)), 2)))
    return Fault(Kind.KILL, when, (dice.choice(VICTIMS),), times=dice.choice((1, 1, 1, 2, 3)))


def _when(dice: random.Random, run: int, states: Sequence[str]) -> When:
    return When(run, dice.choice(states), round(dice.uniform(0, 6), 1))
