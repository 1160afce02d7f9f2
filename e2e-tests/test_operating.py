"""What an operator asks the services: which version they are, and logs that a machine reads."""

import json
import os
import re
import subprocess

import httpx
import pytest
from stack import API_PORT, REPOSITORY, Stack

SERVICES = ["gateway", "run", "scheduler", "worker", "stats"]
VERSION = re.search(r"<version>(.*?)</version>", (REPOSITORY / "pom.xml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_tells_its_version_and_commit(stack: Stack, service: str) -> None:
    port = API_PORT + SERVICES.index(service) + stack.port_offset
    answer = httpx.get(f"http://127.0.0.1:{port}/actuator/info", trust_env=False)
    assert answer.status_code == 200
    told = answer.json()["git"]
    assert VERSION
    assert told["build"]["version"] == VERSION[1]
    assert re.fullmatch(r"[0-9a-f]{40}", told["commit"]["id"]["full"])


@pytest.mark.parametrize("service", SERVICES)
def test_logs_are_documents_of_ecs_where_the_operator_wants_them_so(service: str) -> None:
    """A service that cannot take its configuration says so, and every line it writes is a JSON document."""
    jar = REPOSITORY / f"{service}-service/target/app/{service}-service.jar"
    variables = {name: value for name, value in os.environ.items() if not name.startswith("ANCHO_")}
    done = subprocess.run(
        ["java", "-Xmx128m", "-XX:TieredStopAtLevel=1", "-jar", jar],
        env={**variables, "ANCHO_LOG_FORMAT": "ecs", "SERVER_PORT": "none"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode != 0
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {line["service"]["name"] for line in lines} == {f"{service}-service"}
    assert any(line["log"]["level"] == "ERROR" for line in lines)
