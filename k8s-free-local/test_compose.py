"""The compose file against the services' own files, the embedded stack's Kafka settings and docker-compose itself."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML reads the compose file")

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "marathon"))

import contract  # noqa: E402

COMPOSE: dict[str, Any] = yaml.safe_load((HERE / "docker-compose.yml").read_text(encoding="utf-8"))
PARTS: dict[str, dict[str, Any]] = COMPOSE["services"]
MIDDLEWARE = {
    "zookeeper",
    "mesos-master",
    "mesos-agent",
    "marathon",
    "kafka",
    "cassandra",
    "spark-master",
    "spark-worker",
}
each_service = pytest.mark.parametrize("service", contract.SERVICES)


def test_all_middleware_and_all_services_are_there() -> None:
    assert PARTS.keys() == MIDDLEWARE | set(contract.SERVICES)
    assert {name for name, part in PARTS.items() if part.get("profiles") == ["services"]} == set(contract.SERVICES)


def test_there_is_no_version_key() -> None:
    assert "version" not in COMPOSE


def test_docker_compose_accepts_the_file() -> None:
    command = [shutil.which("docker-compose") or ""] if shutil.which("docker-compose") else ["docker", "compose"]
    if (
        not shutil.which(command[0])
        or subprocess.run([*command, "version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("neither docker-compose nor docker compose is installed")
    checked = subprocess.run(
        [*command, "--profile", "services", "config", "-q"], cwd=HERE, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("name", PARTS)
def test_an_image_is_pinned(name: str) -> None:
    assert re.fullmatch(r"[a-z-]+(/[a-z-]+)?:v?\d[\w.]*", PARTS[name]["image"])


@pytest.mark.parametrize("name", PARTS)
def test_a_part_waits_until_what_it_needs_is_healthy(name: str) -> None:
    for needed, how in PARTS[name].get("depends_on", {}).items():
        assert how == {"condition": "service_healthy"}
        assert "test" in PARTS[needed]["healthcheck"]


@each_service
def test_a_service_is_built_from_its_dockerfile(service: str) -> None:
    part = PARTS[service]
    assert part["image"] == f"ancho/{service}-service:{contract.version()}"
    context = (HERE / part["build"]["context"]).resolve()
    assert (context, part["build"]["dockerfile"]) == (contract.ROOT, f"{service}-service/Dockerfile")
    assert (context / part["build"]["dockerfile"]).is_file()


@each_service
def test_a_probe_asks_for_readiness_at_the_service_s_port(service: str) -> None:
    [*_, script] = PARTS[service]["healthcheck"]["test"]
    assert "SERVER_PORT" not in PARTS[service]["environment"], "the port is the image's"
    assert f"/dev/tcp/127.0.0.1/{contract.port(service)};" in script
    assert "GET /actuator/health/readiness " in script


@each_service
def test_every_variable_is_one_that_the_service_reads(service: str) -> None:
    environment = PARTS[service]["environment"]
    inherited = set(environment.get("ANCHO_EXECUTOR_ENVIRONMENT", "").split(","))
    others = {"SPARK_LOCAL_IP"} if service == "stats" else set()
    assert environment.keys() <= contract.read_by(service) | inherited | others


@each_service
def test_a_service_is_given_whatever_it_has_no_default_for(service: str) -> None:
    needed = {placeholder.name for placeholder in contract.placeholders(service) if not placeholder.has_default}
    assert needed <= PARTS[service]["environment"].keys() | contract.image_environment(service).keys()


@each_service
def test_addresses_are_those_of_the_other_parts(service: str) -> None:
    environment = PARTS[service]["environment"]
    known = {
        "ANCHO_KAFKA": PARTS["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"].removeprefix("PLAINTEXT://"),
        "ANCHO_CASSANDRA": "127.0.0.1:9042",
        "ANCHO_MESOS": f"http://127.0.0.1:{PARTS['mesos-master']['environment']['MESOS_PORT']}",
        "ANCHO_RUN_URL": f"http://127.0.0.1:{contract.port('run')}",
        "ANCHO_STATS_URL": f"http://127.0.0.1:{contract.port('stats')}",
        "ANCHO_SCHEDULER_URL": f"http://127.0.0.1:{contract.port('scheduler')}",
    }
    assert {name: environment[name] for name in known if name in environment} == {
        name: known[name] for name in known if name in environment
    }


def test_no_two_parts_listen_at_the_same_port() -> None:
    own = [contract.port(service) for service in contract.SERVICES]
    others = [
        int(port)
        for name in sorted(MIDDLEWARE)
        for port in re.findall(r"/dev/tcp/127\.0\.0\.1/(\d+)", str(PARTS[name]["healthcheck"]["test"]))
    ]
    ports = own + others
    assert len(ports) == len(set(ports))
    assert PARTS["zookeeper"]["environment"]["ZOO_ADMINSERVER_ENABLED"] == "false", "it would take the gateway's port"


def test_kafka_s_groups_are_set_as_on_the_embedded_stack() -> None:
    template = (contract.ROOT / "local-stack/kafka/src/main/resources/server-template.properties").read_text(
        encoding="utf-8"
    )
    kinds = r"group\.|offsets\.|share\.coordinator\.|auto\.create\.|broker\."
    settings = dict(re.findall(rf"^((?:{kinds})[\w.]+)=(.*)$", template, re.MULTILINE))
    here = {name: PARTS["kafka"]["environment"].get("KAFKA_" + name.upper().replace(".", "_")) for name in settings}
    assert len(settings) >= 12
    assert here == settings


def test_volumes_are_declared() -> None:
    mounted = [volume.split(":")[0] for part in PARTS.values() for volume in part.get("volumes", [])]
    assert {name for name in mounted if not name.startswith((".", "/"))} == COMPOSE["volumes"].keys()
