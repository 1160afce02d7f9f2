"""A run's life, as its user sees it."""

import signal
import time
from pathlib import Path

from faults.processes import Processes, send
from stack import Stack, completed, wait_for

FAST = ("--set", "seconds=0")


def test_cancelling_frees_the_executors_within_ten_seconds(stack: Stack, models: Path) -> None:
    run = stack.submit(models / "slow", 1_000_000, "--executors", 2)["id"]
    wait_for(lambda: {"executors": stack.executors(run)}, lambda it: len(it["executors"]) == 2, 120)
    start = time.monotonic()
    assert stack.json("cancel", run)["state"] == "CANCELLED"
    wait_for(lambda: {"executors": stack.executors(run)}, lambda it: not it["executors"], 20)
    assert time.monotonic() - start < 10


def test_two_runs_share_the_pool_and_a_small_one_does_not_wait_for_a_large_one(stack: Stack, models: Path) -> None:
    large = stack.submit(models / "slow", 100_000)["id"]
    stack.await_run(large, lambda run: run["progress"]["completed"] > 0)
    start = time.monotonic()
    small = stack.submit(models / "slow", 50, "--wait")
    assert completed(small)
    assert time.monotonic() - start < 30
    at_that_time = stack.run(large)
    assert at_that_time["state"] == "RUNNING"
    stack.await_run(large, lambda run: run["progress"]["completed"] > at_that_time["progress"]["completed"])
    stack.json("cancel", large)


def test_a_chunk_that_hangs_is_computed_elsewhere_and_the_run_does_not_wait(stack: Stack, models: Path) -> None:
    processes = Processes(stack.home)
    run = stack.submit(models / "slow", 3_000, "--executors", 2, "--sequence-timeout", "10m")["id"]
    stack.await_run(run, lambda it: len(stack.executors(run)) == 2 and it["progress"]["completed"] > 500, 120)
    hung = processes.runners(stack.executors(run)[:1])
    send(hung, signal.SIGSTOP)
    try:
        stack.await_run(run, completed, 55)  # A chunk that is lost altogether is waited for for a minute.
    finally:
        send(hung, signal.SIGCONT)
    assert stack.run(run)["progress"]["failed"] == 0


def test_failed_sequences_are_shown_with_their_reason_and_the_rest_counts(stack: Stack, models: Path) -> None:
    run = stack.submit(models / "picky", 2_000, "--seed", 1, "--max-failures", 100, "--wait")
    failed = run["progress"]["failed"]
    assert 0 < failed < 100
    assert run["progress"]["completed"] + failed == 2_000 or run["progress"]["completed"] == 2_000
    with stack.client() as client:
        failures = client.get(f"/runs/{run['id']}/failures", params={"limit": 200}).json()["items"]
    assert len(failures) == failed
    assert {failure["error_type"] for failure in failures} == {"ValueError"}
    assert all("is too much" in failure["message"] for failure in failures)
    assert all("picky.py" in failure["traceback"] for failure in failures)


def test_the_exit_status_tells_how_it_went(stack: Stack, models: Path, tmp_path: Path) -> None:
    def status(*arguments: object, **environment: str) -> int:
        return stack.ancho(*arguments, environment=environment).returncode

    assert status("submit", models / "slow", "--sequences", 10, *FAST, "--wait") == 0
    assert status("submit", models / "picky", "--sequences", 1000, "--seed", 1, "--wait") == 1
    assert status("submit", models / "slow", "--sequences", 0) == 2
    assert status("submit", models / "slow", "--sequences", 10, "--set", "nothing=1") == 2
    assert status("submit", tmp_path, "--sequences", 10) == 2
    assert status("show", "no-such-run") == 2
    assert status("runs", ANCHO_URL="http://127.0.0.1:1") == 3
    assert status("runs", ANCHO_TOKEN="wrong") == 2


def test_what_a_model_prints_is_in_the_run_s_log(stack: Stack, models: Path) -> None:
    run = stack.submit(models / "loud", 3, "--wait")["id"]
    assert "a word from sequence" in stack.ancho("logs", run).stdout


def test_up_while_it_is_up_says_so_and_status_shows_every_part(stack: Stack) -> None:
    again = stack.ancho("up")
    assert again.returncode == 0
    assert "up already" in again.stdout
    status = stack.status()
    assert status["state"] == "up"
    parts = {part["name"]: part for part in status["parts"]}
    assert {"cassandra", "kafka", "mesos", "gateway", "run", "scheduler", "stats", "worker"} <= parts.keys()
    assert all(part["memory_bytes"] > 10 << 20 and part["pid"] and part["port"] for part in parts.values())
    assert sum(part["memory_bytes"] for part in parts.values()) < 4 << 30
