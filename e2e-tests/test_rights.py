"""Who may do what in the embedded stack's Cassandra and Kafka, with the passwords that the supervisor has made."""

import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from stack import Stack

pytest.importorskip("cassandra.cluster", reason="the driver of Cassandra asks")
pytest.importorskip("confluent_kafka.admin", reason="confluent-kafka asks")
sys.path.append(str(Path(__file__).resolve().parent.parent / "marathon"))

import rights


@pytest.fixture(scope="module")
def cassandra(stack: Stack, retirement: Path) -> Iterator[rights.Cassandra]:
    roles = stack.home / "keys" / "roles"

    def password(who: str) -> str:
        if who == "user":
            secret = (roles / "stats" / "ANCHO_USER_ROLE_SECRET").read_text().strip()
            return rights.user_role_password("ancho_user_local", secret)
        return (roles / who / "ANCHO_CASSANDRA_PASSWORD").read_text().strip()

    stack.upload(retirement)  # Makes the user's keyspace.
    asked = rights.Cassandra(9042 + stack.port_offset, password)
    asked.prepare()
    yield asked
    asked.close()


@pytest.mark.parametrize("attempt", rights.CASSANDRA, ids=str)
def test_a_principal_may_do_what_it_needs_and_nothing_else(
    cassandra: rights.Cassandra, attempt: rights.Attempt
) -> None:
    assert cassandra.refuses(attempt) is not attempt.allowed


@pytest.mark.parametrize("password", ["cassandra", "", "wrong"])
@pytest.mark.parametrize("role", ["cassandra", "ancho_admin", "ancho_worker"])
def test_nobody_gets_in_without_the_password(cassandra: rights.Cassandra, role: str, password: str) -> None:
    from cassandra.cluster import NoHostAvailable

    with pytest.raises(NoHostAvailable):
        cassandra.connect(role, password)


@pytest.fixture(scope="module")
def kafka(stack: Stack) -> Iterator[rights.Kafka]:
    def login(who: str) -> tuple[str, str]:
        file = stack.home / "keys/roles" / who / "spring.kafka.properties.sasl.jaas.config"
        found = re.search(r'username="(\w+)" password="([\w-]+)"', file.read_text())
        assert found
        return found[1], found[2]

    asked = rights.Kafka(f"127.0.0.1:{9092 + stack.port_offset}", login)
    asked.prepare()
    yield asked
    asked.close()


@pytest.mark.parametrize(("who", "kind", "name", "operations"), rights.KAFKA_TABLE)
def test_kafka_s_rights(kafka: rights.Kafka, who: str, kind: str, name: str, operations: list[str]) -> None:
    assert kafka.rights(who, kind, name) == operations


@pytest.mark.parametrize(
    ("who", "topic"),
    [
        ("worker", "ancho.runs"),
        ("worker", "ancho.chunks.q"),
        ("worker", "ancho.executors"),
        ("stats", "ancho.chunk-results"),
        ("scheduler", "ancho.summaries"),
        ("run", "ancho.chunk-results"),
    ],
)
def test_a_record_of_the_wrong_principal_is_refused(kafka: rights.Kafka, who: str, topic: str) -> None:
    assert kafka.refuses_to_publish(who, topic)


def test_kafka_lets_nobody_in_without_the_password(stack: Stack) -> None:
    from confluent_kafka import KafkaException
    from confluent_kafka.admin import AdminClient

    address = {"bootstrap.servers": f"127.0.0.1:{9092 + stack.port_offset}", "log_level": 0}
    wrong = {"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", "sasl.username": "ancho_admin"}
    for login in ({}, wrong | {"sasl.password": "wrong"}):
        with pytest.raises(KafkaException):
            AdminClient(address | login).list_topics(timeout=5)


def test_only_the_owner_can_read_the_keys(stack: Stack) -> None:
    for file in (stack.home / "keys").rglob("*"):
        assert not file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), file
