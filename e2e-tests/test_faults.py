"""Every sequence counts exactly once, whatever dies, and the numbers stay the same."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from stack import Document, Stack, command_line, completed, descendants, kill, wait_for

SEQUENCES = 3_000
SEED = 11

Victim = Callable[[Stack, str], int]


@pytest.fixture(scope="module")
def undisturbed(stack: Stack, models: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the model computes where nothing happens."""
    file = tmp_path_factory.mktemp("undisturbed") / "results.npz"
    done = stack.ancho(
        "run",
        models / "slow",
        "--sequences",
        SEQUENCES,
        "--seed",
        SEED,
        "--set",
        "seconds=0",
        "--format",
        "npz",
        "-o",
        file,
    )
    assert done.returncode == 0, done.stderr
    return draws(file)


def a_python_process(stack: Stack, run: str) -> int:
    executor = stack.executors(run)[0]["pid"]
    return next(pid for pid in descendants(executor) if "-m ancho.runner" in command_line(pid))


def an_executor(stack: Stack, run: str) -> int:
    pid: int = stack.executors(run)[0]["pid"]
    return pid


def part(name: str) -> Victim:
    def victim(stack: Stack, run: str) -> int:
        pid: int = next(part["pid"] for part in stack.status()["parts"] if part["name"] == name)
        return pid

    victim.__name__ = name
    return victim


@pytest.mark.parametrize(
    "victim",
    [an_executor, part("run"), part("scheduler"), part("mesos"), part("kafka"), part("cassandra"), a_python_process],
    ids=lambda victim: victim.__name__,
)
def test_a_run_completes_with_the_same_numbers_though_something_is_killed(
    stack: Stack, models: Path, undisturbed: bytes, tmp_path: Path, victim: Victim
) -> None:
    run = stack.submit(models / "slow", SEQUENCES, "--seed", SEED, "--set", "seconds=0.01", "--executors", 2)["id"]
    stack.await_run(run, lambda it: it["progress"]["completed"] > 0, 180)
    kill(victim(stack, run))
    final = patient(stack, run)
    assert final["progress"]["completed"] == SEQUENCES
    assert final["progress"]["failed"] == 0
    done = stack.ancho("results", run, "--format", "npz", "-o", tmp_path / "results.npz")
    assert done.returncode == 0, done.stderr
    assert draws(tmp_path / "results.npz") == undisturbed
    wait_for(stack.status, lambda status: status["state"] == "up", 120)


def patient(stack: Stack, run: str) -> Document:
    """The run once it is completed; the API may be away for a while."""

    def look() -> Document:
        with stack.client() as client:
            answer = client.get(f"/runs/{run}")
            document: Document = answer.json() if answer.status_code == 200 else {"state": answer.text, "reason": None}
            return document

    return wait_for(look, completed, 300)


def draws(file: Path) -> bytes:
    with np.load(file) as archive:
        assert len(archive["draw"]) == SEQUENCES
        column: np.ndarray = archive["draw"]
        return column.tobytes()
