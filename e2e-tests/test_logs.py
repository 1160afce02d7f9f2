"""A run followed through the logs of all services by its id, as whoever collects the logs would."""

import json
import os
from pathlib import Path

import pytest
from stack import Document, Stack, wait_for

pytestmark = pytest.mark.skipif("ANCHO_E2E_HOME" in os.environ, reason="that stack may write its logs as plain text")

LOUD = 400


@pytest.fixture(scope="module")
def run(stack: Stack, models: Path) -> Document:
    """A run of a model that prints, done by two executors of its own."""
    return stack.submit(models / "loud", LOUD, "--executors", 2, "--wait")


def logged(logs: list[Path], run: Document) -> list[Document]:
    """The lines about a run in some logs."""
    lines = [json.loads(line) for log in logs for line in log.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line.get("run") == run["id"]]


def services(stack: Stack, name: str) -> list[Path]:
    return list((stack.home / "logs").glob(f"{name}*.log"))


def executors(stack: Stack) -> list[Path]:
    return list((stack.home / "data/mesos").rglob("stdout"))


def test_the_gateway_says_who_asked_for_the_run(stack: Stack, run: Document) -> None:
    [submitted] = logged(services(stack, "gateway"), run)
    assert submitted["message"] == "POST /api/v1/runs: 201 from run-service"
    assert submitted["user"]["name"] == "local"
    assert submitted["http"]["request"]["id"]


def test_the_request_has_the_same_id_behind_the_gateway(stack: Stack, run: Document) -> None:
    [submitted] = logged(services(stack, "gateway"), run)
    lines = logged(services(stack, "run"), run)
    accepted = next(line for line in lines if "is accepted" in line["message"])
    assert accepted["http"] == submitted["http"]
    ended = next(line for line in lines if "is COMPLETED" in line["message"])
    assert ended["user"]["name"] == accepted["user"]["name"] == "local"
    assert "http" not in ended


def test_a_request_keeps_the_id_that_its_sender_gave(stack: Stack) -> None:
    with stack.client() as client:
        answer = client.get("/runs", headers={"X-Request-Id": "mine-1"})
        assert answer.headers.get_list("X-Request-Id") == ["mine-1"]
        answer = client.get("/runs", headers={"X-Request-Id": "a\tline of a log"})
        assert "line" not in answer.headers["X-Request-Id"]


def test_the_scheduler_says_which_executors_it_launches_and_ends(stack: Stack, run: Document) -> None:
    names = {
        line["executor"]
        for line in logged(services(stack, "scheduler"), run)
        if line["message"].startswith("Launching") and line["user"]["name"] == "local"
    }
    assert len(names) == 2
    ended = wait_for(
        lambda: {"lines": logged(services(stack, "scheduler"), run)},
        lambda seen: {line["executor"] for line in seen["lines"] if "has ended" in line["message"]} == names,
    )
    assert ended


def test_what_the_model_prints_is_in_the_executors_log_with_its_chunk(stack: Stack, run: Document) -> None:
    lines = logged(executors(stack), run)
    printed = [line for line in lines if line["message"] == "a word from sequence"]
    assert len(printed) == LOUD
    assert {line["executor"] for line in printed} <= {
        line["executor"] for line in logged(services(stack, "scheduler"), run) if "executor" in line
    }
    assert 0 in {int(line["chunk"]) for line in printed}
    assert {int(line["chunk"]) for line in printed} <= set(range(LOUD))


def test_stats_and_its_spark_driver_say_whose_summary_they_make(stack: Stack, run: Document) -> None:
    lines = logged(services(stack, "stats"), run)
    assert any("SummaryCompleted" in line["message"] and line["user"]["name"] == "local" for line in lines)
    driver = next(line for line in lines if "Summarised run" in line["message"])
    assert driver["log"]["logger"].endswith("SparkDriver")


@pytest.mark.parametrize("service", ["gateway", "run", "scheduler", "worker", "stats"])
def test_every_line_of_a_service_is_a_document(stack: Stack, service: str) -> None:
    for log in services(stack, service):
        names = {json.loads(line)["service"]["name"] for line in log.read_text(encoding="utf-8").splitlines()}
        assert names == {f"{service}-service"}
