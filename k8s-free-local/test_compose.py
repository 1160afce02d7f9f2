"""The compose file against the services' files, the Marathon group, the embedded stack's Kafka and docker-compose."""

import json
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
GROUP: dict[str, Any] = json.loads((contract.ROOT / "marathon/ancho.json").read_text(encoding="utf-8"))
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
ONCE = {"roles", "acls", "deploy"}
MONITORING = {"prometheus", "grafana"}
PROFILES = {
    "services": set(contract.SERVICES),
    "deploy": {"deploy"},
    "monitoring": MONITORING,
}
each_service = pytest.mark.parametrize("service", contract.SERVICES)


def test_all_middleware_and_all_services_are_there() -> None:
    assert PARTS.keys() == MIDDLEWARE | ONCE | MONITORING | set(contract.SERVICES)
    for profile, names in PROFILES.items():
        assert {name for name, part in PARTS.items() if part.get("profiles") == [profile]} == names
    assert {name for name, part in PARTS.items() if "profiles" not in part} == MIDDLEWARE | {"roles", "acls"}


def test_there_is_no_version_key() -> None:
    assert "version" not in COMPOSE


@pytest.mark.parametrize("profiles", [[], *([profile] for profile in PROFILES), list(PROFILES)])
def test_docker_compose_accepts_the_file(profiles: list[str]) -> None:
    command = [shutil.which("docker-compose") or ""] if shutil.which("docker-compose") else ["docker", "compose"]
    if (
        not shutil.which(command[0])
        or subprocess.run([*command, "version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("neither docker-compose nor docker compose is installed")
    wanted = [argument for profile in profiles for argument in ("--profile", profile)]
    checked = subprocess.run(
        [*command, *wanted, "config", "-q"],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("name", PARTS)
def test_an_image_is_pinned(name: str) -> None:
    assert re.fullmatch(r"[a-z-]+(/[a-z-]+)?:v?\d[\w.-]*", PARTS[name]["image"])


@pytest.mark.parametrize("name", PARTS)
def test_a_part_waits_until_what_it_needs_is_healthy(name: str) -> None:
    for needed, how in PARTS[name].get("depends_on", {}).items():
        ends = PARTS[needed].get("restart") == "no"
        assert how == {"condition": "service_completed_successfully" if ends else "service_healthy"}
        assert ends or "test" in PARTS[needed]["healthcheck"]


@pytest.mark.parametrize("name", PARTS)
def test_a_part_waits_for_nothing_of_another_profile(name: str) -> None:
    own = PARTS[name].get("profiles", [])
    for needed in PARTS[name].get("depends_on", {}):
        assert PARTS[needed].get("profiles", own) == own


@pytest.mark.parametrize("name", PARTS)
def test_a_mounted_file_of_the_repository_is_there_and_read_only(name: str) -> None:
    for volume in PARTS[name].get("volumes", []):
        source, *_, mode = volume.split(":")
        if source.startswith(".") and "/target/" not in source:
            assert (HERE / source).exists()
            assert mode == "ro"


@each_service
def test_a_service_is_built_from_its_dockerfile(service: str) -> None:
    part = PARTS[service]
    assert part["image"] == f"ancho/{service}-service:{contract.version()}"
    context = (HERE / part["build"]["context"]).resolve()
    assert (context, part["build"]["dockerfile"]) == (
        contract.ROOT,
        f"{service}-service/Dockerfile",
    )
    assert (context / part["build"]["dockerfile"]).is_file()


@each_service
def test_a_probe_asks_for_readiness_at_the_service_s_port(service: str) -> None:
    [*_, script] = PARTS[service]["healthcheck"]["test"]
    assert "SERVER_PORT" not in PARTS[service]["environment"], "the port is the image's"
    assert f"/dev/tcp/127.0.0.1/{contract.port(service)};" in script
    assert "GET /actuator/health/readiness " in script


@each_service
def test_a_service_has_its_own_folder_of_secrets_and_no_other(service: str) -> None:
    assert PARTS[service]["volumes"] == [f"/etc/ancho/{service}:/etc/ancho:ro"]
    assert PARTS[service]["environment"]["SPRING_CONFIG_IMPORT"] == "configtree:/etc/ancho/secrets/"


@pytest.mark.parametrize("name", PARTS)
def test_no_password_stands_in_the_file(name: str) -> None:
    assert not [variable for variable in PARTS[name].get("environment", {}) if re.search("PASSWORD|SECRET$", variable)]


def test_executors_started_by_mesos_have_what_the_pool_has() -> None:
    [app] = [app for app in GROUP["apps"] if app["id"] == "/ancho/scheduler"]
    for variable in (
        "ANCHO_EXECUTOR_VOLUMES",
        "ANCHO_EXECUTOR_COMMAND",
        "ANCHO_EXECUTOR_IMAGE",
    ):
        assert PARTS["scheduler"]["environment"][variable] == app["env"][variable]


def test_the_agent_offers_every_port_that_an_app_insists_on() -> None:
    found = re.search(r";ports:\[(\d+)-(\d+),", PARTS["mesos-agent"]["environment"]["MESOS_RESOURCES"])
    assert found
    offered = range(int(found[1]), int(found[2]) + 1)
    wanted = [port["port"] for app in GROUP["apps"] if app["requirePorts"] for port in app["portDefinitions"]]
    assert len(wanted) == 4
    assert set(wanted) <= set(offered)


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
        "ANCHO_KAFKA": properties(HERE / "kafka/server.properties")["advertised.listeners"].removeprefix(
            "SASL_PLAINTEXT://"
        ),
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
        for name in sorted(MIDDLEWARE | MONITORING)
        for port in re.findall(r"127\.0\.0\.1[:/](\d+)", str(PARTS[name]["healthcheck"]["test"]))
    ]
    ports = own + others
    assert len(others) == len(MIDDLEWARE | MONITORING) - 1, "all but ZooKeeper are asked at a port"
    assert len(ports) == len(set(ports))
    assert PARTS["zookeeper"]["environment"]["ZOO_ADMINSERVER_ENABLED"] == "false", "it would take the gateway's port"


def test_kafka_s_groups_are_set_as_on_the_embedded_stack() -> None:
    embedded = properties(contract.ROOT / "local-stack/kafka/src/main/resources/server-template.properties")
    here = properties(HERE / "kafka/server.properties")
    own = re.compile(r"listener|log\.dirs|controller\.quorum|security|sasl|authorizer|super")
    shared = {name: value for name, value in embedded.items() if not own.search(name)}
    assert len(shared) >= 24
    assert {name: value for name, value in here.items() if not own.search(name)} == shared


def test_the_page_about_clusters_sets_kafka_s_groups_likewise() -> None:
    page = (contract.ROOT / "docs/deploy.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"`([a-z.]+)=(\S+)`", page.split("\n## 1.")[1].split("\n## ")[0]))
    here = properties(HERE / "kafka/server.properties")
    assert told.keys() >= {name for name in here if name.startswith("group.share.")} | {"auto.create.topics.enable"}
    assert told.items() <= here.items()


def test_marathon_which_ends_itself_when_the_leading_master_dies_is_started_again() -> None:
    assert PARTS["marathon"]["restart"] == "unless-stopped"
    page = (contract.ROOT / "docs/deploy.md").read_text(encoding="utf-8")
    assert "under a supervisor that starts it again" in page


def test_kafka_and_cassandra_let_nobody_in_without_a_password() -> None:
    broker = properties(HERE / "kafka/server.properties")
    assert "PLAINTEXT" not in re.findall(r"[A-Z_]+(?=://)", broker["listeners"])
    assert set(re.findall(r":(\w+)", broker["listener.security.protocol.map"])) == {"SASL_PLAINTEXT"}
    assert broker["authorizer.class.name"].endswith(".StandardAuthorizer")
    assert broker.get("allow.everyone.if.no.acl.found", "false") == "false"
    node = yaml.safe_load((HERE / "cassandra/cassandra.yaml").read_text(encoding="utf-8"))
    assert (node["authenticator"], node["authorizer"]) == (
        "PasswordAuthenticator",
        "CassandraAuthorizer",
    )


def test_volumes_are_declared() -> None:
    mounted = [volume.split(":")[0] for part in PARTS.values() for volume in part.get("volumes", [])]
    assert {name for name in mounted if not name.startswith((".", "/"))} == COMPOSE["volumes"].keys()


def properties(file: Path) -> dict[str, str]:
    """The settings of a Java properties file without continued lines."""
    return dict(re.findall(r"^([\w.]+)=(.*)$", file.read_text(encoding="utf-8"), re.MULTILINE))
