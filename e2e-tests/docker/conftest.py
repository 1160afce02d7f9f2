"""What the tests with containers share: images, secrets, and middleware that asks for passwords."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import containers
import middleware
import pytest
import services
from middleware import Place


@pytest.fixture(scope="session")
def images() -> None:
    """All five images, from what is built."""
    services.build_images()


@pytest.fixture(scope="session")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is /etc/ancho on an agent."""
    folder = tmp_path_factory.mktemp("secrets")
    command = [str(containers.ROOT / "k8s-free-local/make-secrets"), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def place() -> Place:
    """The middleware is where containers reach it: at the address that their bridge has on the host."""
    gateway = containers.docker("network", "inspect", "--format={{(index .IPAM.Config 0).Gateway}}", "bridge")
    return Place.free("9092", "9093", "9042", "7000", "2181", address=gateway)


@pytest.fixture(scope="session")
def values(place: Place, secrets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The values of a cluster of one Cassandra, one Kafka and one ZooKeeper, which are running, but for Mesos."""
    folders = [tmp_path_factory.mktemp(name) for name in ("kafka", "cassandra", "zookeeper")]
    with (
        middleware.kafka(folders[0], secrets, place) as kafka,
        middleware.cassandra(folders[1], secrets, place) as cassandra,
        middleware.zookeeper(folders[2], place) as zookeeper,
    ):
        middleware.make_acls(folders[0], secrets, kafka)
        yield {
            "kafka": kafka,
            "kafka_replication": "1",
            "cassandra": cassandra,
            "cassandra_replication": "1",
            "mesos": f"zk://{zookeeper}/mesos",
            "run_zookeeper": f"zk://{zookeeper}/ancho/run",
            "scheduler_zookeeper": f"zk://{zookeeper}/ancho/scheduler",
            "image_tag": services.TAG,
        }
