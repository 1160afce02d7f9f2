"""Apps are scaled, restarted and replaced as Marathon does it: with a small web server for a service."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import containers
import pytest
from agents import agents
from apps import Marathon, await_condition

if not containers.has_image(containers.BASE):
    pytest.skip("no Docker engine with ancho-test/base: e2e-tests/docker/prepare makes both", allow_module_level=True)

SERVER = """exec python3 -c '
import http.server, os, signal, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path in os.environ["GOOD"] else 503)
        self.end_headers()
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0) if os.environ["POLITE"] == "yes" else None)
http.server.HTTPServer(("", int(os.environ["PORT0"])), Handler).serve_forever()
'"""

APP: dict[str, Any] = {
    "id": "/ancho/toy",
    "cmd": SERVER,
    "container": {"docker": {"image": containers.BASE}, "volumes": []},
    "instances": 2,
    "cpus": 0.1,
    "mem": 64,
    "disk": 0,
    "env": {"GOOD": "/alive /ready", "POLITE": "yes"},
    "networks": [{"mode": "host"}],
    "portDefinitions": [{"port": 8099, "name": "http-api"}],
    "constraints": [["hostname", "UNIQUE"]],
    "healthChecks": [
        {
            "path": "/alive",
            "gracePeriodSeconds": 2,
            "delaySeconds": 0,
            "intervalSeconds": 1,
            "timeoutSeconds": 1,
            "maxConsecutiveFailures": 2,
        }
    ],
    "readinessChecks": [
        {"path": "/ready", "intervalSeconds": 1, "timeoutSeconds": 1, "httpStatusCodesForReady": [200]}
    ],
    "upgradeStrategy": {"minimumHealthCapacity": 0.5, "maximumOverCapacity": 0},
    "killSelection": "YOUNGEST_FIRST",
    "taskKillGracePeriodSeconds": 2,
    "backoffSeconds": 1,
    "backoffFactor": 1.5,
    "maxLaunchDelaySeconds": 60,
}
POOL = APP | {
    "portDefinitions": [{"port": 0, "name": "http-api"}],
    "constraints": [],
    "instances": 1,
    "upgradeStrategy": {"minimumHealthCapacity": 0.5, "maximumOverCapacity": 0.5},
}


@pytest.fixture
def deploy(tmp_path: Path) -> Iterator[Any]:
    """Deploys a group of one app."""
    with agents(2, tmp_path, tmp_path) as hosts:
        made: list[Marathon] = []

        def deployed(app: dict[str, Any]) -> Marathon:
            made.append(Marathon({"apps": [copy.deepcopy(app)]}, hosts))
            made[0].deploy()
            return made[0]

        try:
            yield deployed
        finally:
            for marathon in made:
                marathon.remove()


def test_a_rolling_restart_replaces_one_of_two_at_a_time(deploy: Any) -> None:
    marathon = deploy(APP)
    app = marathon.apps["toy"]
    before = list(app.tasks)
    assert {task.agent for task in before} == set(marathon.agents)
    app.restart()
    assert len(app.tasks) == 2
    assert not set(app.tasks) & set(before)
    assert [task.exit_status for task in before] == [0, 0]
    assert not [task.complaint for task in before if task.complaint]


def test_a_pool_grows_and_loses_its_youngest(deploy: Any) -> None:
    pool = deploy(POOL).apps["toy"]
    [oldest] = pool.tasks
    pool.scale(3)
    assert len({task.url for task in pool.tasks}) == 3
    pool.scale(1)
    assert pool.tasks == [oldest]
    pool.restart()
    assert len(pool.tasks) == 1
    assert pool.tasks != [oldest]


def test_a_container_that_is_killed_is_replaced(deploy: Any) -> None:
    app = deploy(APP).apps["toy"]
    killed = app.tasks[0]
    killed.crash()
    await_condition(lambda: killed not in app.tasks, "its end")
    app.await_ready()
    assert killed.exit_status == 137
    assert not killed.complaint


def test_a_task_that_is_not_healthy_is_ended_and_told(deploy: Any) -> None:
    marathon = deploy(APP | {"env": {"GOOD": "/ready", "POLITE": "yes"}})
    await_condition(
        lambda: any("not healthy" in task.complaint for task in marathon.past), "the end of one", seconds=30
    )


def test_a_task_that_outlives_its_grace_is_told(deploy: Any) -> None:
    app = deploy(POOL | {"env": {"GOOD": "/alive /ready", "POLITE": "no"}}).apps["toy"]
    stubborn = app.tasks[0]
    app.kill(stubborn)
    assert stubborn.complaint == "it was still there 2 s after SIGTERM"


def test_what_runs_is_found_by_its_name(deploy: Any) -> None:
    marathon = deploy(APP)
    addresses = sorted(agent.address for agent in marathon.agents)
    task = marathon.tasks()[0]
    found = containers.docker("exec", task.container, "getent", "ahostsv4", "toy-ancho.marathon.mesos").splitlines()
    assert sorted({line.split()[0] for line in found}) == addresses
    assert containers.docker("inspect", "--format={{.HostConfig.MemorySwap}}", task.container) == str(64 * 2**20)
