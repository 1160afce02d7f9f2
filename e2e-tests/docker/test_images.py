"""Builds the five images from their Dockerfiles: what is in them, and how they refuse to start.

Needs what `e2e-tests/docker/prepare` makes ready, and a `mvn package`.
"""

import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import containers
import contract
import pytest
from containers import ROOT
from services import TAG, group, image

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
def test_a_service_refuses_to_start_where_its_secrets_are_not_mounted(service: str, values: dict[str, Any]) -> None:
    environment = definition(service, values)["env"] | {"PORT0": "8083"}
    with containers.running(image(service), options=("--network=none",), environment=environment) as container:
        containers.docker("wait", container.identity, timeout=60)
        assert container.exit_code() == 1
        assert "configtree:/etc/ancho/secrets/" in container.log()


@pytest.mark.parametrize(
    ("service", "variable"), [(service, name) for service, names in KEYS.items() for name in names]
)
def test_a_service_refuses_to_start_without_a_key_and_names_it(
    service: str, variable: str, secrets: Path, values: dict[str, Any]
) -> None:
    environment = definition(service, values)["env"] | {variable: "/etc/ancho/absent"}
    options = (f"--volume={secrets}/{service}:/etc/ancho:ro",)
    with containers.running(image(service), options=options, environment=environment) as container:
        containers.docker("wait", container.identity, timeout=90)
        assert container.exit_code() == 1
        assert variable in container.log() or "/etc/ancho/absent" in container.log()


def definition(service: str, values: dict[str, Any]) -> dict[str, Any]:
    """The app of the service."""
    [app] = [app for app in group(values)["apps"] if app["id"] == f"/ancho/{service}"]
    return app


@each_service
def test_an_image_tells_its_version_and_what_it_is_made_of(service: str) -> None:
    labels = json.loads(containers.docker("inspect", "--format", "{{json .Config.Labels}}", image(service)))
    assert labels["org.opencontainers.image.title"] == f"{service}-service"
    assert labels["org.opencontainers.image.version"] == TAG
    assert re.fullmatch(r"[0-9a-f]{40}", labels["org.opencontainers.image.revision"])
    folder = f"/opt/ancho/{service}-service"
    listed = json.loads(containers.docker("run", "--rm", "--entrypoint=cat", image(service), f"{folder}/sbom.json"))
    names = {component["name"] for component in listed["components"]}
    jars = containers.docker("run", "--rm", "--entrypoint=ls", image(service), f"{folder}/lib").split()
    assert listed["bomFormat"] == "CycloneDX"
    assert all(any(jar.startswith(f"{name}-") for name in names) for jar in jars)


@each_service
def test_the_classes_of_a_start_come_from_the_archive(service: str, values: dict[str, Any]) -> None:
    parameters = definition(service, values)["container"]["docker"].get("parameters", [])
    options = [f"--{parameter['key']}={parameter['value']}" for parameter in parameters]
    environment = {"JDK_JAVA_OPTIONS": "-Xlog:class+load"}
    with containers.running(image(service), options=("--network=none", *options), environment=environment) as container:
        container.until(lambda: container.log().count("shared objects file (top)") > 1000, 60, "archived classes")


@pytest.mark.parametrize("options", [(), ("--security-opt=seccomp=unconfined",), ("--cap-add=SYS_ADMIN",)])
def test_an_executor_does_not_start_where_the_container_forbids_its_wall(options: tuple[str, ...]) -> None:
    environment = {"SPRING_CONFIG_IMPORT": "", "ANCHO_EXECUTOR_ID": "e"}
    with containers.running(image("worker"), options=("--network=none", *options), environment=environment) as executor:
        containers.docker("wait", executor.identity, timeout=60)
        assert executor.exit_code() == 1
        assert "Models cannot be walled off here: /usr/bin/bwrap says" in executor.log()
        assert "or set ANCHO_SANDBOX=none to run models without a wall." in executor.log()


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[str]:
    """An image registry of Debian's, on a port of the loopback address, which engines trust without TLS."""
    if not shutil.which("docker-registry"):
        pytest.skip("no docker-registry: e2e-tests/docker/prepare installs it")
    address = f"127.0.0.1:{containers.free_port()}"
    settings = {"version": 0.1, "storage": {"filesystem": {"rootdirectory": str(tmp_path)}}, "http": {"addr": address}}
    file = tmp_path / "registry.yaml"
    file.write_text(json.dumps(settings))
    process = subprocess.Popen(["docker-registry", "serve", str(file)], stderr=subprocess.DEVNULL)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(20)


def test_images_are_pushed_to_a_registry(registry: str) -> None:
    command = [str(ROOT / "ancho"), "images", "--base", containers.BASE, "--push", registry, "--tag", "1", "gateway"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert f"{registry}/ancho/gateway-service:1 is pushed" in done.stderr
    containers.docker("rmi", f"{registry}/ancho/gateway-service:1")
    with urllib.request.urlopen(f"http://{registry}/v2/ancho/gateway-service/tags/list", timeout=10) as tags:
        assert json.load(tags)["tags"] == ["1"]


def test_a_push_that_fails_says_what_the_engine_says() -> None:
    nowhere = f"127.0.0.1:{containers.free_port()}"
    command = [str(ROOT / "ancho"), "images", "--base", containers.BASE, "--push", nowhere, "--tag", "1", "gateway"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    containers.docker("rmi", f"{nowhere}/ancho/gateway-service:1")
    assert done.returncode == 1
    assert "connection refused" in done.stderr
    assert done.stderr.splitlines()[-1] == f"ancho: {nowhere}/ancho/gateway-service:1 cannot be pushed"
