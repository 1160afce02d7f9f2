"""The one-shot deployment, by its own script, against a server that takes what Marathon would take."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from ancho._marathon.acceptance import group_problems

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "marathon"))

import contract  # noqa: E402

GROUP = contract.ROOT / "marathon/ancho.json"


class Marathon(ThreadingHTTPServer):
    """Takes what Marathon would take, has the deployment last for some looks, and answers as the gateway too."""

    def __init__(self, looks: int, *, ready: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.looks = looks
        self.ready = ready
        self.held = False
        self.group: Any = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def put(self, path: str, group: Any) -> tuple[int, Any]:
        refused = [str(problem) for problem in group_problems(group) if problem.outcome == "refused"]
        if refused:
            return 422, {"message": "Object is not valid", "details": refused}
        if self.held:
            return 409, {"message": "App is locked by one or more deployments."}
        assert path == "/v2/groups//ancho"
        self.group = group
        return 200, {"version": "2026-11-30T20:00:00.000Z", "deploymentId": "d-1"}

    def get(self, path: str) -> tuple[int, Any]:
        if path == "/v2/deployments":
            self.looks -= 1
            return 200, [{"id": "d-1"}] if self.looks >= 0 else []
        if path == "/actuator/health/readiness":
            return (200, {"status": "UP"}) if self.ready else (503, {"status": "DOWN"})
        if path == "/ping":
            return 200, "pong"
        return 200, {"asked": path}


class _Answers(BaseHTTPRequestHandler):
    server: Marathon

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(*self.server.put(self.path, json.loads(body)))

    def do_GET(self) -> None:
        self._answer(*self.server.get(self.path))

    def _answer(self, status: int, document: Any) -> None:
        body = (document if isinstance(document, str) else json.dumps(document)).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def marathon() -> Iterator[Marathon]:
    server = Marathon(looks=1)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def deploy(marathon: Marathon, group: Path = GROUP, **variables: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(HERE / "deploy"), str(group), marathon.url]
    environment = {"PATH": "/usr/bin:/bin", "ANCHO_URL": marathon.url, **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_the_group_is_deployed_and_the_gateway_answers(marathon: Marathon) -> None:
    done = deploy(marathon)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"deployed: {marathon.url}\n")


def test_marathon_takes_every_field_of_it(marathon: Marathon) -> None:
    deploy(marathon)
    assert group_problems(marathon.group) == []
    before = json.loads(GROUP.read_text(encoding="utf-8"))
    assert [app["id"] for app in marathon.group["apps"]] == [app["id"] for app in before["apps"]]


def test_it_is_for_one_machine(marathon: Marathon) -> None:
    deploy(marathon)
    sent = json.dumps(marathon.group)
    assert not re.search(r"\.example|marathon\.mesos", sent)
    assert set(re.findall(r"(?:[\w.-]+|\d[\d.]+):\d{4,5}\b", sent)) == {
        "127.0.0.1:2181",
        "127.0.0.1:8081",
        "127.0.0.1:8082",
        "127.0.0.1:8084",
        "127.0.0.1:9042",
        "127.0.0.1:9092",
    }
    for app in marathon.group["apps"]:
        assert app["instances"] == 1
        if app["requirePorts"]:
            assert app["upgradeStrategy"]["minimumHealthCapacity"] == 0, "two would want one port"
        assert app["env"]["SERVER_ADDRESS"] == "127.0.0.1"
        assert app["env"].get("ANCHO_KAFKA_REPLICATION", "1") == "1"
        assert "3}" not in app["env"].get("ANCHO_CASSANDRA_REPLICATION", "")


def test_the_agent_has_room_for_all_of_it(marathon: Marathon) -> None:
    deploy(marathon)
    compose = (HERE / "docker-compose.yml").read_text(encoding="utf-8")
    for field, offered in (("cpus", r"ANCHO_AGENT_CPUS:-(\d+)"), ("mem", r"ANCHO_AGENT_MEM_MIB:-(\d+)")):
        found = re.search(offered, compose)
        assert found
        # And for an executor of a run's own.
        assert sum(app[field] for app in marathon.group["apps"]) < int(found[1])


def test_a_refusal_is_shown_in_marathon_s_words(marathon: Marathon, tmp_path: Path) -> None:
    group = tmp_path / "ancho.json"
    group.write_text(
        GROUP.read_text(encoding="utf-8").replace('"timeoutSeconds": 4', '"timeoutSeconds": 5'), encoding="utf-8"
    )
    done = deploy(marathon, group)
    assert done.returncode == 1
    assert "timeoutSeconds" in done.stdout
    assert done.stderr == "Marathon answers 422\n"
    assert marathon.group is None


def test_another_deployment_is_not_overridden(marathon: Marathon) -> None:
    marathon.held = True
    done = deploy(marathon)
    assert done.returncode == 1
    assert "another deployment is under way" in done.stderr


def test_a_deployment_that_lasts_is_explained(marathon: Marathon) -> None:
    marathon.looks = 100
    done = deploy(marathon, ANCHO_PATIENCE_SECONDS="2")
    assert done.returncode == 1
    assert "lastTaskFailure" in done.stdout
    assert "lastUnusedOffers" in done.stdout
    assert done.stderr == "not done after 2 s; it goes on by itself\n"


def test_a_deployment_that_was_cancelled_is_no_success(marathon: Marathon) -> None:
    marathon.ready = False
    done = deploy(marathon)
    assert done.returncode == 1
    assert "lastTaskFailure" in done.stdout


def test_a_marathon_that_does_not_answer_is_named() -> None:
    command = ["/bin/sh", str(HERE / "deploy"), str(GROUP), "http://127.0.0.1:9"]
    environment = {"PATH": "/usr/bin:/bin", "ANCHO_PATIENCE_SECONDS": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, "http://127.0.0.1:9 does not answer\n")
