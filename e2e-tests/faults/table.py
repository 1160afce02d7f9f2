"""The fault table: one schedule for each way in which a framework is put to the test."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from faults.framework import ENDS, MASTERS, WAYS_TO_FAIL
from faults.schedule import BEFORE, Fault, Kind, Schedule, Submission, Thrown, When
from faults.switches import Switch
from faults.trial import Verdict

HEADING = (
    "| | what is done | came of it | runs over after | executors | longest time without a leader |",
    "|---|---|---|---|---|---|",
)


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Attributes
    ----------
    name
        what is done, in words
    """

    number: int
    name: str
    schedule: Schedule

    def __str__(self) -> str:
        return self.name


def rows() -> list[Row]:
    """All of them; the first has no fault, and is what the others are compared with."""
    return [Row(number, name, _schedule(number, faults)) for number, (name, faults) in enumerate(_faults())]


def told(row: Row, verdict: Verdict) -> str:
    """A row in Markdown."""
    outcome = "**wrong**" if verdict.wrong else "as it must be"
    figures = f"{verdict.over_after:.0f} s | {verdict.executors} | {verdict.leaderless:.0f} s"
    return f"| {row.number} | {row.name} | {outcome} | {figures} |"


def _schedule(seed: int, faults: tuple[Fault | Thrown, ...]) -> Schedule:
    """Two runs on executors of their own: one that the fault meets, and one that comes soon after."""
    return Schedule(seed, (Submission("walk", 2, 0.0), Submission("blocks", 1, 4.0)), faults)


def _faults() -> Iterator[tuple[str, tuple[Fault | Thrown, ...]]]:
    yield "nothing", ()
    yield from _of_schedulers()
    yield from _of_the_master()
    yield from _of_agents()
    yield from _of_updates()
    yield from _of_launches()
    yield from _of_middleware()


def _of_schedulers() -> Iterator[tuple[str, tuple[Fault | Thrown, ...]]]:
    submitted, running = When(0, "SUBMITTED", 0.3), When(0, "RUNNING", 0.5)
    yield "the leader is killed while it launches", (Fault(Kind.KILL, submitted, ("leader",)),)
    yield "the leader is killed while executors run", (Fault(Kind.KILL, running, ("leader",)),)
    yield "the standby is killed", (Fault(Kind.KILL, running, ("standby",)),)
    yield "leader and standby are killed at once", (Fault(Kind.KILL, running, ("leader", "standby")),)
    yield (
        "the leader is stopped for 20 s, longer than its session, and goes on",
        (Fault(Kind.STALL, running, ("leader",), seconds=20.0),),
    )
    yield "ZooKeeper is killed", (Fault(Kind.KILL, running, ("zookeeper",)),)
    yield (
        "ZooKeeper is stopped for 20 s, longer than sessions, and goes on",
        (Fault(Kind.STALL, running, ("zookeeper",), seconds=20.0),),
    )
    yield "ZooKeeper is gone for a minute", (Fault(Kind.KILL, submitted, ("zookeeper",), seconds=60.0),)
    yield "leader and ZooKeeper are killed at once", (Fault(Kind.KILL, running, ("leader", "zookeeper")),)


def _of_the_master() -> Iterator[tuple[str, tuple[Fault | Thrown, ...]]]:
    running = When(0, "RUNNING", 0.5)
    yield "master and agent are killed, tasks go on", (Fault(Kind.KILL, running, ("mesos",)),)
    yield (
        "another master takes over, which learns of agents and tasks 8 s later",
        (Thrown(MASTERS[1], running),),
    )
    yield "the master answers 503 for 10 s", (Thrown(Switch("unavailable", seconds=10.0), running),)
    yield "every event stream breaks off", (Thrown(Switch("drop-connections"), running),)
    yield (
        "leader and master are killed at once",
        (Fault(Kind.KILL, running, ("leader", "mesos")),),
    )


def _of_agents() -> Iterator[tuple[str, tuple[Fault | Thrown, ...]]]:
    submitted, running = When(0, "SUBMITTED", 0.3), When(0, "RUNNING", 0.5)
    for when, at in ((submitted, "while it is given tasks"), (running, "while tasks run")):
        yield (
            f"the agent is cut off for 25 s {at}; it is given up after 10",
            (Thrown(Switch("lose-agent", {"how": "PARTITIONED"}, 25.0), when),),
        )
    yield (
        "the agent is cut off for 50 s, longer than its tasks are waited for",
        (Thrown(Switch("lose-agent", {"how": "PARTITIONED"}, 50.0), running),),
    )
    yield (
        "the agent's process dies for 5 s, tasks go on",
        (Thrown(Switch("lose-agent", {"how": "KILLED"}, 5.0), running),),
    )
    yield (
        "the agent is stopped with its tasks, and another one comes 5 s later",
        (Thrown(Switch("lose-agent", {"how": "STOPPED"}, 5.0), running),),
    )


def _of_updates() -> Iterator[tuple[str, tuple[Fault | Thrown, ...]]]:
    before, running = When(0, BEFORE, 0.0), When(0, "RUNNING", 0.5)
    yield "every update comes twice", (Thrown(Switch("duplicate-updates", {"count": 20}), before),)
    yield "updates come 15 s late", (Thrown(Switch("delay-updates", seconds=15.0), When(0, "SUBMITTED", 0.0)),)
    yield (
        "old updates come again, when the run is over too",
        tuple(
            Thrown(Switch("replay-updates", {"count": 20}), when)
            for when in (running, When(0, "SUMMARIZING", 0.5), When(0, "SUMMARIZING", 4.0))
        ),
    )
    yield "an update of a task that nobody launched", (Thrown(Switch("unknown-task"), running),)


def _of_launches() -> Iterator[tuple[str, tuple[Fault | Thrown, ...]]]:
    before, running = When(0, BEFORE, 0.0), When(0, "RUNNING", 0.5)
    yield (
        "the first two offers are rescinded as they are accepted",
        (Thrown(Switch("rescind-accepted", {"count": 2}), before),),
    )
    ways = {
        "USER": "the user is unknown to the agent",
        "URIS": "what is to be fetched is not there",
        "IMAGE": "the image cannot be had",
        "INVALID": "the master finds the task invalid",
        "EXIT": "the executor ends at once with status 1",
        "LOST": "the task gets lost without a word",
    }
    for way in WAYS_TO_FAIL:
        yield (
            f"the first two launches fail: {ways[way]}",
            (Thrown(Switch("fail-launch", {"how": way, "count": 2}), before),),
        )
    for end in ENDS:
        yield f"a task ends: {end.fields['state']}, {end.fields['reason']}", (Thrown(end, running),)


def _of_middleware() -> Iterator[tuple[str, tuple[Fault | Thrown, ...]]]:
    running = When(0, "RUNNING", 0.5)
    names = {"kafka": "Kafka", "cassandra": "Cassandra"}
    for (part, name), silent in itertools.product(names.items(), (False, True)):
        kind = Kind.STALL if silent else Kind.KILL
        how = "says nothing" if silent else "is gone"
        yield f"{name} {how} for a minute", (Fault(kind, running, (part,), seconds=60.0),)
