"""Builds the five images from their Dockerfiles, and runs each with the environment that its Marathon app gives it.

Needs what `e2e-tests/docker/prepare` makes ready, and a `mvn package`.
"""

from pathlib import Path

import containers
import contract
import pytest
from services import app, image, marathon_environment, middleware

if not containers.has_image(containers.BASE):
    pytest.skip("no Docker engine with ancho-test/base: e2e-tests/docker/prepare makes both", allow_module_level=True)

pytestmark = pytest.mark.usefixtures("images")

each_service = pytest.mark.parametrize("service", contract.SERVICES)
KEYS = {
    "gateway": ["ANCHO_IDENTITY_PRIVATE_KEY"],
    "run": ["ANCHO_IDENTITY_PUBLIC_KEY", "ANCHO_LINK_SECRET_FILE"],
    "scheduler": ["ANCHO_IDENTITY_PUBLIC_KEY"],
    "stats": ["ANCHO_IDENTITY_PUBLIC_KEY"],
}


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
