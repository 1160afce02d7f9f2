"""The services as images, and as Marathon would start them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import containers

ROOT = Path(__file__).resolve().parents[2]
TAG = "test"
sys.path.append(str(ROOT / "marathon"))


def image(service: str) -> str:
    return f"ancho/{service}-service:{TAG}"


def build_images() -> None:
    """Build all five images as a user does, on what is there without an image registry or a package index."""
    command = [str(ROOT / "ancho"), "images", "--base", containers.BASE, "--offline", "--tag", TAG]
    subprocess.run(command, check=True, timeout=900)


def app(service: str) -> dict[str, Any]:
    definition: dict[str, Any] = json.loads((ROOT / f"marathon/{service}.json").read_text(encoding="utf-8"))
    return definition


def marathon_environment(service: str, port: int) -> dict[str, str]:
    """What Marathon would give the task: the app's own variables, as they stand there, and those it adds."""
    environment: dict[str, str] = app(service)["env"]
    return environment | {"SERVER_PORT": "${PORT0}", "PORT0": str(port), "MESOS_TASK_ID": f"ancho_{service}.test"}


def marathon_options(service: str) -> tuple[str, ...]:
    """What Marathon would have ``docker run`` told besides: of the worker, what lets it wall its models off."""
    parameters = app(service)["container"]["docker"].get("parameters", [])
    return tuple(f"--{parameter['key']}={parameter['value']}" for parameter in parameters)


def middleware(cassandra: str, kafka: str) -> dict[str, str]:
    """The variables of a cluster of one Cassandra and one Kafka."""
    one = {
        "ANCHO_CASSANDRA_REPLICATION": "{'class': 'SimpleStrategy', 'replication_factor': 1}",
        "ANCHO_KAFKA_REPLICATION": "1",
    }
    return one | {"ANCHO_CASSANDRA": cassandra, "ANCHO_KAFKA": kafka}
