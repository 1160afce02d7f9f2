"""Every sequence counts exactly once, whatever dies, and the numbers stay the same: a few schedules of many."""

import pytest
from faults.__main__ import story
from faults.disks import Disks
from faults.schedule import Fault, Kind, Schedule
from faults.table import Row, rows
from faults.trial import Arena, Trial
from stack import Stack

SEEDS = (2, 3, 29, 60)

ROWS = [
    row
    for row in rows()
    if row.name
    in (
        "the leader is killed while executors run",
        "the first two offers are rescinded as they are accepted",
        "the first two launches fail: what is to be fetched is not there",
    )
]
"""Of the fault table: a new leader, offers and launches."""


@pytest.fixture(scope="module")
def arena(stack: Stack) -> Arena:
    arena = Arena(stack, Disks(stack.home))
    arena.prepare()
    return arena


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_whatever_happens(arena: Arena, seed: int) -> None:
    kinds = [kind for kind in Kind if kind is not Kind.DISK or arena.disks.mounted()]
    schedule = Schedule.of(seed, kinds)
    verdict = Trial(arena, schedule).play()
    assert not verdict.wrong, story(schedule, verdict)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_framework_goes_on(arena: Arena, row: Row) -> None:
    verdict = Trial(arena, row.schedule).play()
    assert not verdict.wrong, story(row.schedule, verdict)


def test_the_schedules_hold_every_kind_of_fault() -> None:
    faults = [fault for seed in SEEDS for fault in Schedule.of(seed).faults if isinstance(fault, Fault)]
    assert {fault.kind for fault in faults} == set(Kind)
    assert any(len(fault.victims) > 1 for fault in faults)
    assert any(fault.times > 1 for fault in faults)
    assert len(ROWS) == 3
