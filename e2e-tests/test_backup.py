"""Backup and restore, by the lines of docs/operating.md, of a stack whose data are then lost."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from cassandra.cluster import Cluster
from stack import PORT_OFFSET, REPOSITORY, Document, Stack, completed

PAGE = (REPOSITORY / "docs/operating.md").read_text(encoding="utf-8")
BACKUP, SCHEMA, ROWS = re.findall(
    r"```sh\n(.*?)```", PAGE.split("\n## Backup and restore\n")[1].split("\n## ")[0], re.DOTALL
)
CASSANDRA = REPOSITORY / "local-stack/cassandra/target/app/lib"
NODETOOL = "org.apache.cassandra.tools.NodeTool"
OFFSET = int(os.environ.get("ANCHO_PORT_OFFSET", PORT_OFFSET)) + 1_050
JMX = 7199 + OFFSET
CQL = 9042 + OFFSET
# As Cassandra's own start scripts open the JDK to its tools.
OPENED = " ".join(
    f"--add-{how} java.base/{package}=ALL-UNNAMED"
    for how in ("opens", "exports")
    for package in ("sun.nio.ch", "jdk.internal.ref")
)
AGENT = (
    "jmxremote.port={} jmxremote.rmi.port={} jmxremote.host=127.0.0.1 jmxremote.authenticate=false jmxremote.ssl=false"
)
SEQUENCES = 2_500
SEED = 11


class Node:
    """The stack's Cassandra, with the tools that its distribution has beside it."""

    def __init__(self, stack: Stack, folder: Path) -> None:
        self._stack = stack
        self._tools = folder / "tools"
        self._tools.mkdir()
        self._write("nodetool", f'exec java {OPENED} -cp "{CASSANDRA}/*" {NODETOOL} -p {JMX} "$@"')
        self._variables = {
            "DATA": str(stack.home / "data/cassandra/data"),
            "BACKUP": str(folder / "backup"),
            "RESTORE": str(folder / "restore"),
            "TAG": "before",
            "HOME": str(folder),
            "PATH": f"{self._tools}:{os.environ['PATH']}",
        }
        (folder / "backup").mkdir()

    def _write(self, name: str, script: str) -> None:
        tool = self._tools / name
        tool.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        tool.chmod(0o755)

    def do(self, lines: str) -> None:
        """What an operator types on the node."""
        [part] = [part for part in self._stack.status()["parts"] if part["name"] == "cassandra"]
        agent = AGENT.format(JMX, JMX).split()
        subprocess.run(["jcmd", str(part["pid"]), "ManagementAgent.start", *agent], check=True, capture_output=True)
        self.run(lines)

    def run(self, lines: str) -> None:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", lines],
            env={**os.environ, **self._variables},
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def make_tables(self, lines: str) -> None:
        """``cqlsh`` is no part of Cassandra's Maven artifact: its line is read by the driver instead."""
        first, found, file = lines.partition('cqlsh -f "$RESTORE/')
        assert found
        self.run(first)
        statements = (Path(self._variables["RESTORE"]) / file.strip().rstrip('"')).read_text(encoding="utf-8")
        with Cluster(["127.0.0.1"], port=CQL, connect_timeout=20) as cluster:
            session = cluster.connect()
            for statement in re.findall(r"CREATE .*?;\n", statements, re.DOTALL):
                session.execute(statement, timeout=60)


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """A stack of the test's own, small beside the one that other tests share."""
    stack = Stack(tmp_path / "ancho", {"ANCHO_PORT_OFFSET": str(OFFSET), "ANCHO_POOL_SLOTS": "1"})
    try:
        stack.up()
        yield stack
    finally:
        stack.down()


def restart(stack: Stack, settings: Mapping[str, str] = MappingProxyType({})) -> None:
    Stack(stack.home, {"ANCHO_PORT_OFFSET": str(OFFSET), "ANCHO_POOL_SLOTS": "1", **settings}).up()


def seen(stack: Stack, paths: list[str]) -> list[object]:
    """What the API answers, byte for byte."""
    with stack.client() as client:
        answers = [client.get(path) for path in paths]
        return [(answer.status_code, answer.content) for answer in answers]


def test_what_was_backed_up_is_there_again_and_runs_go_on(
    stack: Stack, models: Path, retirement: Path, tmp_path: Path
) -> None:
    over = stack.submit(retirement, 2_000, "--seed", 1, "--wait")["id"]
    unfinished = [
        stack.submit(models / "slow", SEQUENCES, "--seed", SEED)["id"],
        stack.submit(models / "slow", SEQUENCES, "--seed", SEED, "--executors", 1)["id"],
    ]
    for run in unfinished:
        stack.await_run(run, lambda it: it["progress"]["completed"] > 100, 120)
    with stack.client() as client:
        token = client.post("/tokens", json={"name": "kept", "scopes": ["read"]}).json()["token"]
    paths = ["/models", f"/runs/{over}", f"/runs/{over}/summary", f"/runs/{over}/results?format=csv"]
    before = seen(stack, paths)
    assert {status for status, _ in before} == {200}

    node = Node(stack, tmp_path)
    node.do(BACKUP)
    counted = [stack.run(run)["progress"]["completed"] for run in unfinished]
    assert all(number < SEQUENCES for number in counted)
    stack.down()
    shutil.rmtree(stack.home / "data")

    restart(stack, {"ANCHO_PARTS": "cassandra"})
    node.make_tables(SCHEMA)
    node.do(ROWS)
    stack.down()
    restart(stack)

    assert seen(stack, paths) == before
    with stack.client(token) as client:
        assert client.get(f"/runs/{over}").status_code == 200
    for run in unfinished:
        stack.await_run(run, completed, 240)
    reference = stack.submit(models / "slow", SEQUENCES, "--seed", SEED, "--set", "seconds=0", "--wait")["id"]
    wanted = numbers(stack, reference)
    assert [numbers(stack, run) for run in unfinished] == [wanted, wanted]


def numbers(stack: Stack, run: str) -> tuple[Document, bytes]:
    """A run's summary, but for where it comes from, and its results."""
    with stack.client() as client:
        summary = client.get(f"/runs/{run}/summary").json()
        results = client.get(f"/runs/{run}/results", params={"format": "csv"})
        assert results.status_code == 200
        return {name: summary[name] for name in ("sequences", "failed", "outputs")}, results.content
