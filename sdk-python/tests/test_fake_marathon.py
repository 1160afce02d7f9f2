"""The stand-in of Marathon against what a running Marathon answered: ``recorded_marathon.jsonl``."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from fake_marathon import FakeMarathon
from fake_marathon_cluster import App

RECORDED = [
    json.loads(line)
    for line in (Path(__file__).parent / "recorded_marathon.jsonl").read_text(encoding="utf-8").splitlines()
]
MOST_TURNS = 40
TURNS_BETWEEN = 1

# What differs from one moment, machine or port to another, and what a client has no use for.
_IGNORED = (
    *("host", "ports", "portDefinitions", "servicePorts", "startedAt", "stagedAt", "slaveId", "versionInfo"),
    *("firstSuccess", "lastSuccess", "lastFailure", "lastFailureCause", "consecutiveFailures", "tasksStats"),
    *("timestamp", "pods", "groups", "dependencies", "enforceRole", "ipAddresses"),
)


@pytest.fixture
def marathon() -> Iterator[FakeMarathon]:
    running = FakeMarathon(is_moving=False)
    running.cluster.fate = fate
    running.cluster.scale_turns = 10**6
    yield running
    running.close()


def fate(app: App) -> str:
    """What becomes of the recorded apps: their commands say it."""
    command = app.get("cmd", "")
    is_asked_before_the_next_offer = app["id"] == "/c/stuck" and app["cpus"] == 1
    if (
        app["cpus"] >= 64
        or is_asked_before_the_next_offer
        or any(port.get("port") == 80 for port in app["portDefinitions"])
    ):
        return "no offers"
    if "exit" in command:
        return "crashes"
    return "unhealthy" if app.get("healthChecks") and "touch ok" not in command else "healthy"


def skeleton(value: Any) -> Any:
    """A document without what differs each time: ids, times, ports."""
    if isinstance(value, dict):
        return {name: skeleton(item) for name, item in value.items() if name not in _IGNORED}
    if isinstance(value, list):
        return [skeleton(item) for item in value]
    if isinstance(value, str):
        value = re.sub(r"\w+\.instance-[0-9a-f-]{36}(\._app\.\d+)?", "INSTANCE", value)
        value = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "ID", value)
        return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME", value)
    return value


def comparable(answer: Any) -> Any:
    """An answer's skeleton; deployments come in any order."""
    found = skeleton(answer)
    return sorted(found, key=json.dumps) if isinstance(found, list) else found


def recorded(scenario: str) -> list[dict[str, Any]]:
    return [line for line in RECORDED if line["scenario"] == scenario]


class Replay:
    """Sends what was sent, with the ids of this time in place of those of then."""

    def __init__(self, marathon: FakeMarathon) -> None:
        self.marathon = marathon
        self.ids: dict[str, str] = {}
        self.answers: list[Any] = []

    def play(self, exchange: dict[str, Any]) -> None:
        for _ in range(TURNS_BETWEEN if exchange["method"] != "GET" else 0):
            self.marathon.turn()
        for turn in range(MOST_TURNS):
            status, answer = self._ask(exchange)
            expected = comparable(exchange.get("answer"))
            if (status, comparable(answer)) == (exchange["status"], expected):
                break
            if exchange["method"] != "GET" or turn == MOST_TURNS - 1:
                assert status == exchange["status"]
                assert comparable(answer) == expected
            self.marathon.turn()
        self.answers.append(answer)
        self._learn(exchange.get("answer"), answer)

    def _ask(self, exchange: dict[str, Any]) -> tuple[int, Any]:
        path = exchange["path"]
        for then, now in self.ids.items():
            path = path.replace(then, now)
        response = httpx.request(exchange["method"], self.marathon.url + path, json=exchange.get("sent"))
        return response.status_code, response.json() if response.content else None

    def _learn(self, then: Any, now: Any) -> None:
        if isinstance(then, dict) and isinstance(now, dict) and "deploymentId" in then:
            self.ids[then["deploymentId"]] = now["deploymentId"]
        if isinstance(then, dict) and then.get("deployments"):
            self.ids[then["deployments"][0]["id"]] = now["deployments"][0]["id"]


@pytest.mark.parametrize("scenario", ["a group of two", "locks", "roll-back", "what is not there"])
def test_it_answers_as_a_running_marathon_answered(marathon: FakeMarathon, scenario: str) -> None:
    replay = Replay(marathon)
    for exchange in recorded(scenario):
        replay.play(exchange)


def test_every_roll_back_of_one_process_gives_the_same_version(marathon: FakeMarathon) -> None:
    exchanges = recorded("roll-back")
    replay = Replay(marathon)
    for exchange in exchanges:
        replay.play(exchange)
    reverted = [i for i, x in enumerate(exchanges) if x["method"] == "DELETE" and x["status"] == 200]
    assert len(reverted) == 2
    assert len({exchanges[i]["answer"]["version"] for i in reverted}) == 1
    assert len({replay.answers[i]["version"] for i in reverted}) == 1


def test_it_tells_the_events_of_a_roll_back_in_the_same_order(marathon: FakeMarathon) -> None:
    told: list[tuple[str, Any]] = []
    marathon.cluster.emit = lambda name, document: told.append((name, {**document, "eventType": name}))
    replay = Replay(marathon)
    for exchange in recorded("roll-back")[:13]:
        replay.play(exchange)
    deployments = [(name, skeleton(document)) for name, document in told if name.startswith("deployment_")]
    assert deployments == [(line["event"], skeleton(line["data"])) for line in recorded("events of a roll-back")]


def test_it_keeps_the_last_failure_of_a_task(marathon: FakeMarathon) -> None:
    app = {"id": "/h/crash", "cmd": "echo boom; exit 3", "cpus": 0.1, "mem": 32}
    httpx.post(f"{marathon.url}/v2/apps", json=app)
    [exchange] = recorded("failures")
    failure = exchange["answer"]["app"]["lastTaskFailure"]
    for _ in range(5):
        marathon.turn()
    found = httpx.get(marathon.url + exchange["path"]).json()["app"]["lastTaskFailure"]
    assert found.keys() == failure.keys()
    assert (found["state"], found["appId"]) == (failure["state"], failure["appId"])


def test_it_says_why_offers_are_not_used(marathon: FakeMarathon) -> None:
    [exchange] = recorded("offers")
    [entry] = exchange["answer"]["queue"]
    app = {name: entry["app"][name] for name in ("id", "cmd", "cpus", "mem", "portDefinitions", "requirePorts")}
    httpx.post(f"{marathon.url}/v2/apps", json=app)
    [found] = httpx.get(marathon.url + exchange["path"]).json()["queue"]
    assert found.keys() == entry.keys()
    assert declined(found) == declined(entry) == ["InsufficientPorts"]
    assert reasons(found) == reasons(entry)


def reasons(entry: dict[str, Any]) -> list[str]:
    return [row["reason"] for row in entry["processedOffersSummary"]["rejectSummaryLaunchAttempt"]]


def declined(entry: dict[str, Any]) -> list[str]:
    rows = entry["processedOffersSummary"]["rejectSummaryLaunchAttempt"]
    return [row["reason"] for row in rows if row["declined"]]


def test_without_the_password_it_answers_nothing(marathon: FakeMarathon) -> None:
    marathon.user = "bob:s3cret"
    assert httpx.get(f"{marathon.url}/v2/info").status_code == 401
    assert httpx.get(f"{marathon.url}/v2/info", auth=("bob", "nope")).status_code == 401
    assert httpx.get(f"{marathon.url}/v2/info", auth=("bob", "s3cret")).status_code == 200
