"""Kafka and Cassandra with this folder's settings and passwords, from the embedded stack's jars, and services in them.

What differs from the compose file is where things are: ports, folders, and that the processes are no containers.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML reads the compose file")
driver = pytest.importorskip("cassandra.cluster", reason="the driver of Cassandra looks in")
kafka_client = pytest.importorskip("confluent_kafka.admin", reason="confluent-kafka looks in")

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "marathon"))

import contract  # noqa: E402
import rights  # noqa: E402

STACK = contract.ROOT / "local-stack"
PARTS: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
JARS = [STACK / part / f"target/app/local-{part}.jar" for part in ("kafka", "cassandra")] + [
    contract.ROOT / f"{service}-service/target/app/{service}-service.jar" for service in ("run", "worker", "gateway")
]

if missing := [str(jar.relative_to(contract.ROOT)) for jar in JARS if not jar.is_file()]:
    pytest.skip(f"not built: {', '.join(missing)}", allow_module_level=True)
if not shutil.which("java") or not shutil.which("openssl"):
    pytest.skip("java and openssl are needed", allow_module_level=True)

Ports = dict[str, int]


@pytest.fixture(scope="module")
def ports() -> Ports:
    """A free port for each that the settings name."""
    names = ("9092", "9093", "9042", "7000", "8080", "8081", "8083")
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in names]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return {name: probe.getsockname()[1] for name, probe in zip(names, probes, strict=True)}


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("etc") / "ancho"
    subprocess.run([str(HERE / "make-secrets"), str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory, ports: Ports, secrets: Path) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("kafka")
    settings = folder / "server.properties"
    text = _moved((HERE / "kafka/server.properties").read_text(encoding="utf-8"), ports)
    settings.write_text(text.replace("/var/lib/kafka/data", str(folder / "data")), encoding="utf-8")
    java = ["java", "-Xmx384m", "-XX:+UseSerialGC", "-cp", f"{STACK}/kafka/target/app/lib/*"]
    form = ["kafka.tools.StorageTool", "format", "--cluster-id", "4L6g3nShT-eMCtK--X86sw", "--config", str(settings)]
    subprocess.run([*java, *form], check=True, capture_output=True)
    users = PARTS["kafka"]["environment"]["KAFKA_OPTS"].replace("/etc/kafka/secrets", str(secrets / "kafka"))
    with _running(folder / "log", [*java[:1], users, *java[1:], "kafka.Kafka", str(settings)]) as broker:
        broker(lambda: _listens(ports["9092"]), 90)
        yield f"127.0.0.1:{ports['9092']}"


@pytest.fixture(scope="module")
def cassandra(tmp_path_factory: pytest.TempPathFactory, ports: Ports, secrets: Path) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("cassandra")
    settings = folder / "cassandra.yaml"
    settings.write_text(
        _moved((HERE / "cassandra/cassandra.yaml").read_text(encoding="utf-8"), ports), encoding="utf-8"
    )
    options = (contract.ROOT / "e2e-tests/docker/cassandra/jvm.options").read_text(encoding="utf-8").splitlines()
    modules = [word for line in options if line.startswith("--add-") for word in line.split()]
    own = PARTS["cassandra"]["environment"]["JVM_EXTRA_OPTS"].replace("/opt/ancho/cassandra.yaml", str(settings))
    alone = ["-Dcassandra.ring_delay_ms=100", "-Dcassandra.skip_wait_for_gossip_to_settle=0"]
    folders = [f"-Dcassandra.storagedir={folder}", f"-Dcassandra.logdir={folder}", "-Dcassandra-foreground=yes"]
    java = ["java", "-Xmx768m", "-XX:+UseSerialGC", *modules, own, *alone, *folders]
    jars = f"{STACK}/cassandra/target/app/lib/*"
    with _running(folder / "log", [*java, "-cp", jars, "org.apache.cassandra.service.CassandraDaemon"]) as node:
        node(lambda: _listens(ports["9042"]), 120)
        _make_roles(folder, secrets, ports)
        yield ports["9042"]


@pytest.fixture(scope="module")
def run(
    tmp_path_factory: pytest.TempPathFactory, ports: Ports, secrets: Path, rules: rights.Kafka, cassandra: int
) -> Iterator[str]:
    with _service("run", tmp_path_factory.mktemp("run"), ports, secrets) as url:
        yield url


def test_run_service_is_ready_with_its_passwords(run: str) -> None:
    assert _status(f"{run}/actuator/health/readiness") == 200


def test_an_executor_joins_the_pool_with_its_passwords(run: str, tmp_path: Path, ports: Ports, secrets: Path) -> None:
    with _service("worker", tmp_path, ports, secrets, ANCHO_PYTHON=sys.executable, ANCHO_CACHE=str(tmp_path)) as url:
        assert _status(f"{url}/actuator/health/readiness") == 200


def test_the_gateway_lets_in_the_first_token(run: str, tmp_path: Path, ports: Ports, secrets: Path) -> None:
    token = (secrets / "gateway/bootstrap-token").read_text(encoding="utf-8")
    with _service("gateway", tmp_path, ports, secrets, path="/actuator/health/liveness") as url:
        _until(lambda: _status(f"{url}/api/v1/runs", token) == 200)
        assert _status(f"{url}/api/v1/runs", "another") == 401


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
    assert "have their rights" in _make_acls(tmp_path_factory.mktemp("acls"), secrets, kafka)

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
    run: str, tmp_path_factory: pytest.TempPathFactory, ports: Ports, secrets: Path, cassandra: int
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
    with _service("gateway", folder, ports, secrets, path="/actuator/health/liveness") as url:
        assert _status(f"{url}/api/v1/models", token, b'{"http": {"url": "https://models.example/a.zip"}}') >= 400
    _make_scheduler_tables(cassandra, password("scheduler"))
    asked = rights.Cassandra(cassandra, password)
    asked.prepare()
    yield asked
    asked.close()


@pytest.mark.parametrize("attempt", rights.CASSANDRA, ids=str)
def test_a_role_may_do_what_it_needs_and_nothing_else(asked: rights.Cassandra, attempt: rights.Attempt) -> None:
    assert asked.refuses(attempt) is not attempt.allowed


def test_roles_may_be_made_again(tmp_path: Path, secrets: Path, ports: Ports, cassandra: int) -> None:
    assert "the services' roles are there" in _make_roles(tmp_path, secrets, ports)


@contextlib.contextmanager
def _service(
    name: str, folder: Path, ports: Ports, secrets: Path, path: str = "/actuator/health/readiness", **own: str
) -> Iterator[str]:
    """A service with the environment of the compose file, once it answers 200; its folder of secrets is /etc/ancho."""
    port = ports[str(contract.port(name))]
    variables = {
        variable: _moved(str(value), ports).replace("/etc/ancho", str(secrets / name))
        for variable, value in PARTS[name]["environment"].items()
    }
    environment = {"PATH": os.environ["PATH"], **variables, "SERVER_PORT": str(port), **own}
    jar = contract.ROOT / f"{name}-service/target/app/{name}-service.jar"
    command = ["java", "-Xmx256m", "-XX:+UseSerialGC", f"-Djava.io.tmpdir={folder}", "-jar", str(jar)]
    with _running(folder / "log", command, environment) as service:
        service(lambda: _status(f"http://127.0.0.1:{port}{path}") == 200, 120)
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def _running(
    log: Path, command: list[str], environment: dict[str, str] | None = None
) -> Iterator[Callable[[Callable[[], bool], float], None]]:
    """A process and how to wait for it; an end before, or none in time, is told with its log."""
    with log.open("w") as output, subprocess.Popen(command, env=environment, stdout=output, stderr=output) as process:

        def wait(condition: Callable[[], bool], seconds: float) -> None:
            deadline = time.monotonic() + seconds
            while not condition():
                assert process.poll() is None, f"it has ended:\n{log.read_text()[-4000:]}"
                assert time.monotonic() < deadline, f"not within {seconds} s:\n{log.read_text()[-4000:]}"
                time.sleep(0.3)

        try:
            yield wait
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _moved(text: str, ports: Ports) -> str:
    return re.sub(r"\b(9092|9093|9042|7000|8080|8081|8083)\b", lambda port: str(ports[port[1]]), text)


CQLSH = """#!{python}
import argparse, pathlib
from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import Cluster
arguments = argparse.ArgumentParser()
for option in ("-u", "-p", "-e", "-f"):
    arguments.add_argument(option)
arguments.add_argument("host")
given = arguments.parse_args()
session = Cluster([given.host], port={port}, auth_provider=PlainTextAuthProvider(given.u, given.p)).connect()
text = given.e or pathlib.Path(given.f).read_text()
for statement in filter(str.strip, text.split(";")):
    session.execute(statement)
"""


KAFKA_ACLS = """#!{python}
import argparse
from confluent_kafka.admin import *
arguments = argparse.ArgumentParser()
for option in ("bootstrap-server", "command-config", "allow-principal", "topic", "group", "resource-pattern-type"):
    arguments.add_argument(f"--{{option}}")
arguments.add_argument("--operation", action="append")
for option in ("add", "force", "cluster"):
    arguments.add_argument(f"--{{option}}", action="store_true")
given = arguments.parse_args()
settings = dict(line.strip().split("=", 1) for line in open(given.command_config))
words = settings.pop("sasl.jaas.config").split('"')
login = {{"sasl.username": words[1], "sasl.password": words[3], "bootstrap.servers": given.bootstrap_server}}
kind = ResourceType.TOPIC if given.topic else ResourceType.GROUP if given.group else ResourceType.BROKER
name = given.topic or given.group or "kafka-cluster"
pattern = ResourcePatternType[(given.resource_pattern_type or "literal").upper()]
rules = [
    AclBinding(kind, name, pattern, given.allow_principal, "*", AclOperation[operation], AclPermissionType.ALLOW)
    for operation in given.operation
]
client = AdminClient(settings | login)
for future in client.create_acls(rules).values():
    future.result(20)
"""


def _make_acls(folder: Path, secrets: Path, servers: str) -> str:
    """Run make-acls, with a small kafka-acls.sh since there is none without Kafka's own package."""
    tool = folder / "kafka-acls.sh"
    tool.write_text(KAFKA_ACLS.format(python=sys.executable), encoding="utf-8")
    tool.chmod(0o755)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}"}
    command = [str(HERE.parent / "marathon/make-acls"), servers, str(secrets / "kafka/admin.properties")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _make_roles(folder: Path, secrets: Path, ports: Ports) -> str:
    """Run make-roles, with a small cqlsh since there is none without Cassandra's own package."""
    cqlsh = folder / "cqlsh"
    cqlsh.write_text(CQLSH.format(python=sys.executable, port=ports["9042"]), encoding="utf-8")
    cqlsh.chmod(0o755)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}"}
    command = [str(HERE / "cassandra/make-roles"), str(secrets / "cassandra")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


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


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.3)


def _status(url: str, token: str | None = None, body: bytes | None = None) -> int:
    """The HTTP status of a GET, or of a POST of JSON; 0 while nobody answers."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(url, body, headers | ({"Content-Type": "application/json"} if body else {}))
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            code: int = response.status
            return code
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0
