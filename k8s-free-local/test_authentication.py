"""Kafka and Cassandra with this folder's settings and passwords, and services that log in to them."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("yaml", reason="PyYAML reads the compose file")
driver = pytest.importorskip("cassandra.cluster", reason="the driver of Cassandra looks in")
kafka_client = pytest.importorskip("confluent_kafka.admin", reason="confluent-kafka looks in")

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "marathon"))

import contract  # noqa: E402
import middleware  # noqa: E402
import rights  # noqa: E402
from middleware import PARTS, Place, status  # noqa: E402

JARS = middleware.JARS + [
    contract.ROOT / f"{service}-service/target/app/{service}-service.jar" for service in ("run", "worker", "gateway")
]

if missing := [str(jar.relative_to(contract.ROOT)) for jar in JARS if not jar.is_file()]:
    pytest.skip(f"not built: {', '.join(missing)}", allow_module_level=True)
if not shutil.which("java") or not shutil.which("openssl"):
    pytest.skip("java and openssl are needed", allow_module_level=True)


@pytest.fixture(scope="module")
def place() -> Place:
    return Place.free("9092", "9093", "9042", "7000", "8080", "8081", "8083")


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("etc") / "ancho"
    subprocess.run([str(HERE / "make-secrets"), str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory, place: Place, secrets: Path) -> Iterator[str]:
    with middleware.kafka(tmp_path_factory.mktemp("kafka"), secrets, place) as address:
        yield address


@pytest.fixture(scope="module")
def cassandra(tmp_path_factory: pytest.TempPathFactory, place: Place, secrets: Path) -> Iterator[int]:
    with middleware.cassandra(tmp_path_factory.mktemp("cassandra"), secrets, place):
        yield place.ports["9042"]


@pytest.fixture(scope="module")
def run(
    tmp_path_factory: pytest.TempPathFactory, place: Place, secrets: Path, rules: rights.Kafka, cassandra: int
) -> Iterator[str]:
    with _service("run", tmp_path_factory.mktemp("run"), place, secrets) as url:
        yield url


def test_run_service_is_ready_with_its_passwords(run: str) -> None:
    assert status(f"{run}/actuator/health/readiness") == 200


def test_an_executor_joins_the_pool_with_its_passwords(run: str, tmp_path: Path, place: Place, secrets: Path) -> None:
    with _service("worker", tmp_path, place, secrets, ANCHO_PYTHON=sys.executable, ANCHO_CACHE=str(tmp_path)) as url:
        assert status(f"{url}/actuator/health/readiness") == 200


def test_the_gateway_lets_in_the_first_token(run: str, tmp_path: Path, place: Place, secrets: Path) -> None:
    token = (secrets / "gateway/bootstrap-token").read_text(encoding="utf-8")
    with _service("gateway", tmp_path, place, secrets, path="/actuator/health/liveness") as url:
        _until(lambda: status(f"{url}/api/v1/runs", token) == 200)
        assert status(f"{url}/api/v1/runs", "another") == 401


@pytest.mark.parametrize("service", ["run", "scheduler", "worker", "stats"])
def test_kafka_knows_the_principal_of_a_service(service: str, kafka: str, secrets: Path) -> None:
    jaas = (secrets / service / "secrets/spring.kafka.properties.sasl.jaas.config").read_text(encoding="utf-8")
    found = re.search(r'username="(\w+)" password="(\w+)"', jaas)
    assert found
    assert _topics(kafka, found[1], found[2]) is not None
    assert _topics(kafka, found[1], "wrong") is None


@pytest.fixture(scope="module")
def rules(kafka: str, secrets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[rights.Kafka]:
    """Kafka, once make-acls has told it who may do what."""
    assert "have their rights" in middleware.make_acls(tmp_path_factory.mktemp("acls"), secrets, kafka)

    def login(who: str) -> tuple[str, str]:
        if who == "admin":
            return "kafka", (secrets / "kafka/broker").read_text(encoding="utf-8")
        return f"ancho_{who}", (secrets / "kafka" / who).read_text(encoding="utf-8")

    asked = rights.Kafka(kafka, login)
    asked.prepare()
    yield asked
    asked.close()


@pytest.mark.parametrize(("who", "kind", "name", "operations"), rights.KAFKA_TABLE)
def test_a_principal_s_rights(rules: rights.Kafka, who: str, kind: str, name: str, operations: list[str]) -> None:
    assert rules.rights(who, kind, name) == operations


@pytest.mark.parametrize(("who", "topic"), [("worker", "ancho.runs"), ("stats", "ancho.chunk-results")])
def test_a_record_of_the_wrong_principal_is_refused(rules: rights.Kafka, who: str, topic: str) -> None:
    assert rules.refuses_to_publish(who, topic)


def test_kafka_lets_nobody_in_without_a_principal(kafka: str) -> None:
    assert _topics(kafka, None, None) is None


def test_cassandra_shuts_out_the_well_known_superuser(cassandra: int) -> None:
    with pytest.raises(driver.NoHostAvailable, match=r"not permitted to log in|[Pp]rovided username"):
        _session(cassandra, "cassandra", "cassandra")
    with pytest.raises(driver.NoHostAvailable, match="requires authentication"):
        driver.Cluster(["127.0.0.1"], port=cassandra).connect()


@pytest.fixture(scope="module")
def asked(
    run: str, tmp_path_factory: pytest.TempPathFactory, place: Place, secrets: Path, cassandra: int
) -> Iterator[rights.Cassandra]:
    """Cassandra with a user's keyspace, made by run-service as soon as the user names a model, whatever it is."""

    def password(who: str) -> str:
        if who == "admin":
            return (secrets / "cassandra/superuser").read_text(encoding="utf-8")
        if who == "user":
            secret = (secrets / "stats/secrets/ANCHO_USER_ROLE_SECRET").read_text(encoding="utf-8")
            return rights.user_role_password("ancho_user_local", secret)
        return (secrets / who / "secrets/ANCHO_CASSANDRA_PASSWORD").read_text(encoding="utf-8")

    token = (secrets / "gateway/bootstrap-token").read_text(encoding="utf-8")
    folder = tmp_path_factory.mktemp("gateway")
    with _service("gateway", folder, place, secrets, path="/actuator/health/liveness") as url:
        body = b'{"http": {"url": "https://models.example/a.zip"}}'
        assert status(f"{url}/api/v1/models", token, body, timeout=60) >= 400
    _make_scheduler_tables(cassandra, password("scheduler"))
    asked = rights.Cassandra(cassandra, password)
    asked.prepare()
    yield asked
    asked.close()


@pytest.mark.parametrize("attempt", rights.CASSANDRA, ids=str)
def test_a_role_may_do_what_it_needs_and_nothing_else(asked: rights.Cassandra, attempt: rights.Attempt) -> None:
    assert asked.refuses(attempt) is not attempt.allowed


def test_roles_may_be_made_again(tmp_path: Path, secrets: Path, place: Place, cassandra: int) -> None:
    assert "the services' roles are there" in middleware.make_roles(tmp_path, secrets, place)


@contextlib.contextmanager
def _service(
    name: str, folder: Path, place: Place, secrets: Path, path: str = "/actuator/health/readiness", **own: str
) -> Iterator[str]:
    """A service with the environment of the compose file, once it answers 200; its folder of secrets is /etc/ancho."""
    port = place.ports[str(contract.port(name))]
    variables = {
        variable: place.moved(str(value)).replace("/etc/ancho", str(secrets / name))
        for variable, value in PARTS[name]["environment"].items()
    }
    environment = {"PATH": os.environ["PATH"], **variables, "SERVER_PORT": str(port), **own}
    jar = contract.ROOT / f"{name}-service/target/app/{name}-service.jar"
    command = ["java", "-Xmx256m", "-XX:+UseSerialGC", f"-Djava.io.tmpdir={folder}", "-jar", str(jar)]
    with middleware.running(folder / "log", command, environment) as service:
        service(lambda: status(f"http://127.0.0.1:{port}{path}") == 200, 120)
        yield f"http://127.0.0.1:{port}"


def _make_scheduler_tables(port: int, password: str) -> None:
    """What scheduler-service would make, with its role; it is not started here."""
    session = _session(port, "ancho_scheduler", password)
    for file in sorted((contract.ROOT / "scheduler-service/src/main/resources/db").glob("*.cql")):
        text = re.sub(r"(?m)^--.*$", "", file.read_text(encoding="utf-8")).replace("${keyspace}", "ancho_scheduler")
        for statement in filter(str.strip, text.split(";")):
            session.execute(statement)
    session.cluster.shutdown()


def _session(port: int, user: str, password: str) -> Any:
    from cassandra.auth import PlainTextAuthProvider

    return driver.Cluster(["127.0.0.1"], port=port, auth_provider=PlainTextAuthProvider(user, password)).connect()


def _topics(servers: str, user: str | None, password: str | None) -> Any:
    """The topics that Kafka tells; None if it lets the user in not."""
    from confluent_kafka import KafkaException

    sasl = {"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", "sasl.username": user}
    settings: dict[str, Any] = {"bootstrap.servers": servers, "log_level": 0}
    if user:
        settings |= sasl | {"sasl.password": password}
    try:
        return kafka_client.AdminClient(settings).list_topics(timeout=5).topics
    except KafkaException:
        return None


def _until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.3)
