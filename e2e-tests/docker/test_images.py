"""Builds the five images from their Dockerfiles, and runs each with the environment that its Marathon app gives it.

Needs what `e2e-tests/docker/prepare` makes ready, and a `mvn package`.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path += [str(HERE), str(ROOT / "marathon")]

import containers  # noqa: E402
import contract  # noqa: E402

if not containers.has_image(containers.BASE):
    pytest.skip("no Docker engine with ancho-test/base: e2e-tests/docker/prepare makes both", allow_module_level=True)

each_service = pytest.mark.parametrize("service", contract.SERVICES)
KEYS = {
    "gateway": ["ANCHO_IDENTITY_PRIVATE_KEY"],
    "run": ["ANCHO_IDENTITY_PUBLIC_KEY", "ANCHO_LINK_SECRET_FILE"],
    "scheduler": ["ANCHO_IDENTITY_PUBLIC_KEY"],
    "stats": ["ANCHO_IDENTITY_PUBLIC_KEY"],
}


def image(service: str) -> str:
    return f"ancho-test/{service}-service"


def wheels(folder: Path) -> None:
    """Make wheels of ancho and all it needs for the image's Python: a build may have no way to a package index."""
    version = "import sys; print('%d.%d' % sys.version_info[:2])"
    python = containers.docker("run", "--rm", containers.BASE, "python3", "-c", version)
    pip = [sys.executable, "-m", "pip"]
    subprocess.run([*pip, "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT / "sdk-python")], check=True)
    [own] = folder.glob("ancho-*.whl")
    download = [*pip, "download", "-q", "--only-binary=:all:", "--python-version", python, "-d", str(folder)]
    subprocess.run([*download, str(own)], check=True)


@pytest.fixture(scope="session", autouse=True)
def images() -> None:
    """Build all five images. The wheels do not stay: a later build would take an old ancho for the new one."""
    folder = ROOT / "worker-service/target/wheels"
    shutil.rmtree(folder, ignore_errors=True)
    wheels(folder)
    arguments = ["--build-arg", f"BASE={containers.BASE}", "--build-arg", "PIP_NO_INDEX=1"]
    for service in contract.SERVICES:
        jar = ROOT / f"{service}-service/target/app/{service}-service.jar"
        assert jar.is_file(), f"{jar.relative_to(ROOT)} is missing: build with mvn package first"
        dockerfile = str(ROOT / f"{service}-service/Dockerfile")
        containers.docker(
            "build", "--quiet", *arguments, "--file", dockerfile, "--tag", image(service), str(ROOT), timeout=300
        )
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    subprocess.run([str(ROOT / "marathon/make-secrets"), str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def cassandra() -> Iterator[str]:
    with containers.running("ancho-test/cassandra") as node:
        node.until(lambda: "Startup complete" in node.log(), 60, "start of Cassandra")
        yield f"{node.address()}:9042"


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    port, controller = containers.free_port(), containers.free_port()
    environment = {"KAFKA_DIR": "/tmp/kafka", "KAFKA_PORT": str(port), "KAFKA_CONTROLLER_PORT": str(controller)}
    options = ("--network=host", f"--volume={ROOT}/local-stack/kafka/target/app:/opt/kafka:ro")
    command = ("java", "-Xmx512m", "-jar", "/opt/kafka/local-kafka.jar")
    with containers.running(containers.BASE, *command, options=options, environment=environment) as broker:
        broker.until(lambda: "Kafka Server started" in broker.log(), 60, "start of Kafka")
        yield f"127.0.0.1:{port}"


def app(service: str) -> dict[str, Any]:
    definition: dict[str, Any] = json.loads((ROOT / f"marathon/{service}.json").read_text(encoding="utf-8"))
    return definition


def marathon_environment(service: str, port: int) -> dict[str, str]:
    """What Marathon would give the task: the app's own variables, as they stand there, and those it adds."""
    environment: dict[str, str] = app(service)["env"]
    return environment | {"SERVER_PORT": "${PORT0}", "PORT0": str(port), "MESOS_TASK_ID": f"ancho_{service}.test"}


@each_service
def test_an_image_s_process_has_no_rights(service: str) -> None:
    assert containers.docker("run", "--rm", "--entrypoint", "id", image(service), "-u") == "10001"


@each_service
def test_a_service_refuses_to_start_where_its_secrets_are_not_mounted(service: str) -> None:
    environment = marathon_environment(service, containers.free_port())
    with containers.running(image(service), options=("--network=none",), environment=environment) as container:
        containers.docker("wait", container.identity, timeout=60)
        assert container.exit_code() == 1
        assert "configtree:/etc/ancho/secrets/" in container.log()


@pytest.mark.parametrize(
    ("service", "variable"), [(service, name) for service, names in KEYS.items() for name in names]
)
def test_a_service_refuses_to_start_without_a_key_and_names_it(
    service: str, variable: str, secrets: Path, cassandra: str, kafka: str
) -> None:
    environment = (
        marathon_environment(service, containers.free_port())
        | middleware(cassandra, kafka)
        | {variable: "/etc/ancho/absent"}
    )
    options = ("--network=host", f"--volume={secrets}/{service}:/etc/ancho:ro")
    with containers.running(image(service), options=options, environment=environment) as container:
        containers.docker("wait", container.identity, timeout=90)
        assert container.exit_code() == 1
        assert variable in container.log() or "/etc/ancho/absent" in container.log()


def middleware(cassandra: str, kafka: str) -> dict[str, str]:
    one = {
        "ANCHO_CASSANDRA_REPLICATION": "{'class': 'SimpleStrategy', 'replication_factor': 1}",
        "ANCHO_KAFKA_REPLICATION": "1",
    }
    return one | {"ANCHO_CASSANDRA": cassandra, "ANCHO_KAFKA": kafka}


@each_service
def test_a_service_answers_where_marathon_puts_it_and_stops_in_time(
    service: str, secrets: Path, cassandra: str, kafka: str
) -> None:
    port = containers.free_port()
    environment = marathon_environment(service, port) | middleware(cassandra, kafka)
    memory = app(service)["mem"]
    options = ("--network=host", f"--memory={memory}m", f"--volume={secrets}/{service}:/etc/ancho:ro")
    with containers.running(image(service), options=options, environment=environment) as container:
        url = f"http://127.0.0.1:{port}/actuator/health/liveness"
        container.until(lambda: containers.status(url) == 200, 90, f"answer of {url}")
        assert container.stop(40) in {0, 143}
