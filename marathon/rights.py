"""What each principal may do in Cassandra and Kafka, and what it may not, for the tests that ask real ones.

The embedded stack and the passwords of make-secrets follow the same definitions (``roles.cql``, run-service's
``UserRights``, ``acls.txt``), so both are asked the same.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Attempt:
    """Something that a service's principal tries, and whether it may."""

    who: str
    allowed: bool
    what: str

    def __str__(self) -> str:
        return f"{self.who} {'may' if self.allowed else 'may not'} {self.what}"


def user_role_password(keyspace: str, secret: str) -> str:
    """What events' ``UserRole`` derives."""
    digest = hmac.digest(secret.encode(), keyspace.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Cassandra:
    """A session for each principal, opened when it is first used."""

    def __init__(self, port: int, password: Callable[[str], str]) -> None:
        self._port = port
        self._password = password
        self._sessions: dict[str, Any] = {}

    def prepare(self) -> None:
        """Make a keyspace of another user's, by the superuser."""
        admin = self._session("admin")
        admin.execute(
            "CREATE KEYSPACE IF NOT EXISTS ancho_user_other "
            "WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"
        )
        admin.execute("CREATE TABLE IF NOT EXISTS ancho_user_other.results (run text PRIMARY KEY)")

    def close(self) -> None:
        """Forget the other user and end all sessions."""
        self._session("admin").execute("DROP KEYSPACE IF EXISTS ancho_user_other")
        for session in self._sessions.values():
            session.cluster.shutdown()

    def refuses(self, attempt: Attempt) -> bool:
        """Whether Cassandra says that the principal may not."""
        from cassandra import Unauthorized

        try:
            self._session(attempt.who).execute(attempt.what)
        except Unauthorized:
            return True
        return False

    def _session(self, who: str) -> Any:
        if who not in self._sessions:
            role = "ancho_user_local" if who == "user" else f"ancho_{who}"
            self._sessions[who] = self.connect(role, self._password(who))
        return self._sessions[who]

    def connect(self, role: str, password: str) -> Any:
        """A session of a role's."""
        from cassandra.auth import PlainTextAuthProvider
        from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile

        cluster = Cluster(
            ["127.0.0.1"],
            port=self._port,
            auth_provider=PlainTextAuthProvider(role, password),
            execution_profiles={EXEC_PROFILE_DEFAULT: ExecutionProfile(request_timeout=30)},
            schema_metadata_enabled=False,
            connect_timeout=20,
        )
        return cluster.connect()


def _attempts(table: str) -> list[Attempt]:
    rows = (line.split(maxsplit=2) for line in table.strip().splitlines() if line.strip())
    return [Attempt(who, verdict == "may", what) for who, verdict, what in rows]


# "user" is the user's own role, that of the keyspace ancho_user_local, which is there. Rows that are written end soon.
CASSANDRA = _attempts("""
gateway    may  SELECT * FROM ancho_gateway.users LIMIT 1
gateway    may  INSERT INTO ancho_gateway.users (name) VALUES ('-') USING TTL 5
gateway    may  CREATE TABLE IF NOT EXISTS ancho_gateway.users (name text PRIMARY KEY)
gateway    may  ALTER TABLE ancho_gateway.users ADD IF NOT EXISTS created_at timestamp
gateway    not  GRANT SELECT ON KEYSPACE ancho_gateway TO ancho_stats
gateway    not  SELECT * FROM ancho_runs.runs LIMIT 1
gateway    not  SELECT * FROM ancho_scheduler.runs LIMIT 1
gateway    not  SELECT * FROM ancho_user_local.results LIMIT 1
gateway    not  SELECT * FROM system_auth.roles
gateway    not  CREATE KEYSPACE ancho_user_eve WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}
gateway    not  CREATE ROLE eve WITH LOGIN = true AND PASSWORD = 'eve'
gateway    not  GRANT SELECT ON ancho_user_local.results TO ancho_gateway

run        may  SELECT * FROM ancho_runs.runs LIMIT 1
run        may  INSERT INTO ancho_runs.archives (id, pieces) VALUES ('-', 0) USING TTL 5
run        may  ALTER TABLE ancho_runs.runs ADD IF NOT EXISTS owner text
run        not  GRANT SELECT ON KEYSPACE ancho_runs TO ancho_gateway
run        may  SELECT * FROM ancho_user_local.results LIMIT 1
run        may  DELETE FROM ancho_user_local.logs WHERE run = '-'
run        may  GRANT SELECT ON KEYSPACE ancho_user_local TO ancho_stats
run        may  SELECT role, resource FROM system_auth.role_permissions
run        not  SELECT * FROM system_auth.roles
run        not  SELECT * FROM ancho_gateway.tokens LIMIT 1
run        not  INSERT INTO ancho_gateway.users (name) VALUES ('eve')
run        not  SELECT * FROM ancho_scheduler.executors LIMIT 1
run        not  GRANT SELECT ON KEYSPACE ancho_gateway TO ancho_run
run        not  ALTER ROLE ancho_gateway WITH PASSWORD = 'eve'
run        not  ALTER ROLE ancho_admin WITH PASSWORD = 'eve'
run        not  CREATE ROLE eve WITH SUPERUSER = true

scheduler  may  SELECT * FROM ancho_scheduler.runs LIMIT 1
scheduler  may  INSERT INTO ancho_scheduler.ended_runs (id) VALUES ('-') USING TTL 5
scheduler  may  DROP TABLE IF EXISTS ancho_scheduler.frameworks
scheduler  not  SELECT * FROM ancho_runs.runs LIMIT 1
scheduler  not  SELECT * FROM ancho_gateway.tokens LIMIT 1
scheduler  not  SELECT * FROM ancho_user_local.results LIMIT 1
scheduler  not  CREATE KEYSPACE ancho_eve WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}

worker     may  DELETE FROM ancho_user_local.results WHERE run = '-' AND output = '-' AND bucket = 0
worker     may  INSERT INTO ancho_user_local.failures (run, bucket, sequence) VALUES ('-', 0, 0) USING TTL 5
worker     may  INSERT INTO ancho_user_local.logs (run, at, text) VALUES ('-', now(), '-') USING TTL 5
worker     may  INSERT INTO ancho_user_local.written_outputs (run, output, width) VALUES ('-', '-', 1) USING TTL 5
worker     may  SELECT output, deleted FROM ancho_user_local.written_outputs WHERE run = '-'
worker     not  SELECT * FROM ancho_user_local.results LIMIT 1
worker     not  SELECT * FROM ancho_user_local.failures LIMIT 1
worker     not  SELECT * FROM ancho_user_local.logs LIMIT 1
worker     not  SELECT * FROM ancho_user_local.summary_documents LIMIT 1
worker     not  INSERT INTO ancho_user_local.summary_documents (run, pages) VALUES ('-', 1)
worker     not  INSERT INTO ancho_user_local.summary_pages (run, bucket, page) VALUES ('-', 0, 0)
worker     not  INSERT INTO ancho_user_local.schema_migrations (name) VALUES ('-')
worker     not  DROP TABLE ancho_user_local.results
worker     not  ALTER TABLE ancho_user_local.results ADD eve text
worker     not  SELECT * FROM ancho_runs.runs LIMIT 1
worker     not  INSERT INTO ancho_runs.archives (id, pieces) VALUES ('-', 0)
worker     not  SELECT * FROM ancho_gateway.tokens LIMIT 1
worker     not  SELECT * FROM ancho_scheduler.executors LIMIT 1
worker     not  SELECT * FROM system_auth.role_permissions
worker     not  CREATE KEYSPACE ancho_eve WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}

stats      may  SELECT * FROM ancho_user_local.results LIMIT 1
stats      may  SELECT * FROM ancho_user_local.failures LIMIT 1
stats      may  INSERT INTO ancho_user_local.summary_documents (run, pages) VALUES ('-', 1) USING TTL 5
stats      may  INSERT INTO ancho_user_local.summary_pages (run, bucket, page) VALUES ('-', 0, 0) USING TTL 5
stats      not  INSERT INTO ancho_user_local.failures (run, bucket, sequence) VALUES ('-', 0, 0)
stats      not  DELETE FROM ancho_user_local.results WHERE run = '-' AND output = '-' AND bucket = 0
stats      not  TRUNCATE ancho_user_local.results
stats      not  SELECT * FROM ancho_runs.runs LIMIT 1
stats      not  SELECT * FROM ancho_gateway.tokens LIMIT 1

user       may  SELECT * FROM ancho_user_local.results LIMIT 1
user       may  SELECT * FROM ancho_user_local.summary_documents LIMIT 1
user       not  INSERT INTO ancho_user_local.failures (run, bucket, sequence) VALUES ('-', 0, 0)
user       not  CREATE TABLE ancho_user_local.eve (id int PRIMARY KEY)
user       not  GRANT SELECT ON KEYSPACE ancho_user_local TO ancho_gateway
user       not  SELECT * FROM ancho_user_other.results LIMIT 1
user       not  SELECT * FROM ancho_runs.runs LIMIT 1
user       not  SELECT * FROM ancho_gateway.tokens LIMIT 1
user       not  SELECT * FROM system_auth.roles
""")

# What Kafka says that each principal may do. READ and WRITE imply DESCRIBE, ALTER_CONFIGS implies DESCRIBE_CONFIGS;
# what is not here, of these topics and groups, it may do nothing with. "q" stands for the queue of some run.
KAFKA = """
run        topic  ancho.runs           ALTER ALTER_CONFIGS CREATE DESCRIBE DESCRIBE_CONFIGS WRITE
run        topic  ancho.chunk-results  ALTER ALTER_CONFIGS CREATE DESCRIBE DESCRIBE_CONFIGS READ
run        topic  ancho.executors      ALTER ALTER_CONFIGS CREATE DESCRIBE DESCRIBE_CONFIGS READ
run        topic  ancho.summaries      ALTER ALTER_CONFIGS CREATE DESCRIBE DESCRIBE_CONFIGS READ
run        topic  ancho.dead-letters   ALTER ALTER_CONFIGS CREATE DESCRIBE DESCRIBE_CONFIGS READ WRITE
run        topic  ancho.chunks.pool    ALTER ALTER_CONFIGS CREATE DELETE DESCRIBE DESCRIBE_CONFIGS WRITE
run        topic  ancho.chunks.q       ALTER ALTER_CONFIGS CREATE DELETE DESCRIBE DESCRIBE_CONFIGS WRITE
run        group  run-service          DESCRIBE READ
run        group  ancho.chunks.q       ALTER_CONFIGS DELETE DESCRIBE DESCRIBE_CONFIGS
scheduler  topic  ancho.runs           CREATE DESCRIBE READ
scheduler  topic  ancho.executors      CREATE DESCRIBE WRITE
scheduler  topic  ancho.dead-letters   CREATE DESCRIBE WRITE
scheduler  topic  ancho.chunks.pool    DESCRIBE
scheduler  group  ancho-scheduler      DESCRIBE READ
worker     topic  ancho.runs           CREATE DESCRIBE READ
worker     topic  ancho.chunk-results  CREATE DESCRIBE WRITE
worker     topic  ancho.dead-letters   CREATE DESCRIBE WRITE
worker     topic  ancho.chunks.pool    DESCRIBE READ
worker     topic  ancho.chunks.q       DESCRIBE READ
worker     group  ancho.chunks.q       DESCRIBE READ
stats      topic  ancho.runs           CREATE DESCRIBE READ
stats      topic  ancho.summaries      CREATE DESCRIBE WRITE
stats      topic  ancho.dead-letters   CREATE DESCRIBE WRITE
stats      group  stats-service        DESCRIBE READ
"""

_KAFKA_RIGHTS = {
    (who, kind, name): operations for who, kind, name, *operations in map(str.split, KAFKA.strip().splitlines())
}

#: Every principal beside every topic and group, with what it may do there.
KAFKA_TABLE = [
    (who, kind, name, _KAFKA_RIGHTS.get((who, kind, name), []))
    for who in ("run", "scheduler", "worker", "stats")
    for kind, name in dict.fromkeys((kind, name) for _, kind, name in _KAFKA_RIGHTS)
]


class Kafka:
    """What a broker says of its rights to each principal."""

    def __init__(self, servers: str, login: Callable[[str], tuple[str, str]]) -> None:
        self._servers = servers
        self._login = login
        self._admins: dict[str, Any] = {}

    def prepare(self) -> None:
        """Make the topics that are asked for, by the superuser."""
        from confluent_kafka.admin import NewTopic

        there = self._admin("admin").list_topics(timeout=20).topics
        wanted = {name for _, kind, name in _KAFKA_RIGHTS if kind == "topic"} - there.keys()
        made = self._admin("admin").create_topics([NewTopic(name, 1, 1) for name in wanted]) if wanted else {}
        for future in made.values():
            future.result(20)

    def close(self) -> None:
        """Delete the queue of a run that is none."""
        for future in self._admin("admin").delete_topics(["ancho.chunks.q"]).values():
            future.result(20)

    def rights(self, who: str, kind: str, name: str) -> list[str]:
        """The names of all operations that are allowed, sorted; none if it may not even know that it is there."""
        from confluent_kafka import KafkaException, TopicCollection

        admin = self._admin(who)
        if kind == "topic":
            future = admin.describe_topics(TopicCollection([name]), include_authorized_operations=True)[name]
        else:
            future = admin.describe_consumer_groups([name], include_authorized_operations=True)[name]
        try:
            return sorted(operation.name for operation in future.result(20).authorized_operations)
        except KafkaException as refused:
            assert "AUTHORIZATION_FAILED" in refused.args[0].name(), refused
            return []

    def refuses_to_publish(self, who: str, topic: str) -> bool:
        """Whether a record is refused because of who sends it."""
        from confluent_kafka import Producer

        errors: list[Any] = []
        producer = Producer(self._settings(who) | {"message.timeout.ms": 20000})
        producer.produce(topic, b"-", b"-", on_delivery=lambda error, _: errors.append(error))
        producer.flush(25)
        return bool(errors[0]) and "AUTHORIZATION_FAILED" in errors[0].name()

    def _admin(self, who: str) -> Any:
        from confluent_kafka.admin import AdminClient

        if who not in self._admins:
            self._admins[who] = AdminClient(self._settings(who))
        return self._admins[who]

    def _settings(self, who: str) -> dict[str, Any]:
        user, password = self._login(who)
        return {
            "bootstrap.servers": self._servers,
            "security.protocol": "SASL_PLAINTEXT",
            "sasl.mechanism": "PLAIN",
            "sasl.username": user,
            "sasl.password": password,
            "log_level": 0,
        }
