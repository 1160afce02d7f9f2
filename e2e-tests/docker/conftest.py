"""What the tests with containers share: images, secrets, and middleware in containers of its own."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import containers
import pytest
import services


@pytest.fixture(scope="session")
def images() -> None:
    """All five images, from what is built."""
    services.build_images()


@pytest.fixture(scope="session")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    subprocess.run([str(services.ROOT / "marathon/make-secrets"), str(folder)], check=True, capture_output=True)
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
    options = ("--network=host", f"--volume={services.ROOT}/local-stack/kafka/target/app:/opt/kafka:ro")
    command = ("java", "-Xmx512m", "-jar", "/opt/kafka/local-kafka.jar")
    with containers.running(containers.BASE, *command, options=options, environment=environment) as broker:
        broker.until(lambda: "Kafka Server started" in broker.log(), 60, "start of Kafka")
        yield f"127.0.0.1:{port}"
