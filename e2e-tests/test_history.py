"""The history of a trial tells what a framework must never do, and keeps quiet about what it may."""

from pathlib import Path

import pytest
from faults.history import History
from faults.processes import Processes

RUN = "3f2a"
TASK = f"ancho.{RUN}.1"


@pytest.fixture
def history() -> History:
    return History(Processes(Path("/nowhere")))


def test_a_deposed_leader_may_not_know_it_for_a_session(history: History) -> None:
    for second in range(30):
        history.note(second, ["scheduler", "scheduler-2"] if 10 <= second <= 14 else ["scheduler"], {})
    assert history.check({}, []) == []


def test_two_leaders_for_longer_than_a_session_are_told(history: History) -> None:
    for second in range(30):
        history.note(second, ["scheduler", "scheduler-2"] if 10 <= second <= 25 else ["scheduler"], {})
    assert history.check({}, []) == ["scheduler and scheduler-2 both led for 5.0 s"]


def test_a_task_that_is_launched_twice_is_told(history: History) -> None:
    history.note(0, ["scheduler"], {TASK: 17})
    history.note(1, ["scheduler"], {TASK: 18})
    assert history.check({}, []) == [f"{TASK} was launched twice: as process 17 and as 18"]


def test_an_executor_that_outlives_its_run_is_told_when_nothing_was_in_the_way(history: History) -> None:
    for second in range(40):
        history.note(second, ["scheduler"], {TASK: 17} if second < 35 else {})
    assert history.check({RUN: 20.0}, []) == [f"{TASK} lived 14.0 s longer than its run, though nothing was in the way"]
    assert history.check({RUN: 26.0}, []) == []
    assert history.check({RUN: 20.0}, [(8.0, 12.0)]) == []


def test_an_executor_may_outlive_its_run_while_nobody_leads(history: History) -> None:
    for second in range(40):
        history.note(second, [] if 18 < second < 25 else ["scheduler"], {TASK: 17})
    assert history.check({RUN: 20.0}, []) == []
    assert history.longest_without_leader() == 7.0
