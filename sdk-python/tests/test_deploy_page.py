"""``docs/deploy.md`` followed literally, as far as a stand-in of Marathon goes."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fake_marathon import FakeMarathon
from fake_marathon_cluster import App

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
ADDRESS = "http://marathon.my.net:8080"

NEEDED = ("curl", "openssl")
pytestmark = pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="the page's commands need curl and openssl")

# What the page's commands ask of a machine that a test may not have: each notes how it was called.
TOOLS = {
    "sudo": '[ "$1" != -E ] || shift; exec "$@"',
    "chown": "exit 0",
    "cqlsh": 'while [ "$1" != -f ]; do shift; done; grep -q "CREATE ROLE" "$2"',
    "kafka-acls.sh": "exit 0",
    "rsync": 'to=${3#root@}; to=agents/${to/:/}; mkdir -p "$to"; cp -r "$2." "$to"; rm "$to/$5"',
}


def blocks(heading: str) -> list[str]:
    """The commands of a section."""
    [section] = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


MAKING, CREDENTIAL = blocks("3. Make the secrets")
NAMING, DEPLOYING = blocks("4. Name the addresses"), blocks("5. Deploy")
CURL, HANGING = blocks("6. Or with curl alone"), blocks("7. If it hangs")
SETTING, SENDING = CURL[0].splitlines()[:2]


@pytest.fixture
def marathon() -> Iterator[FakeMarathon]:
    running = FakeMarathon()
    yield running
    running.close()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the page needs of the repository."""
    shutil.copytree(ROOT / "marathon", tmp_path / "marathon")
    for part in ("cassandra", "kafka"):
        resources = f"local-stack/{part}/src/main/resources"
        shutil.copytree(ROOT / resources, tmp_path / resources)
    (tmp_path / "ancho").write_text(f'#!/bin/sh\nexec {sys.executable} -m ancho "$@"\n')
    (tmp_path / "ancho").chmod(0o755)
    return tmp_path


def followed(clone: Path, marathon: FakeMarathon, *commands: str, **variables: str) -> str:
    """What commands of the page print, with this Marathon's address in place of the page's."""
    script = "set -eu\n" + "\n".join(commands).replace(ADDRESS, marathon.url)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ANCHO_MARATHON")}
    environment |= {"ANCHO_REPO": str(clone), "ANCHO_COMMAND": "./ancho", **variables}
    done = subprocess.run(
        ["bash", "-c", script], cwd=clone, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def is_other(app: App) -> bool:
    return bool(app["env"].get("ANCHO_SPARK_MEMORY") == "2g")


def under_way(marathon: FakeMarathon) -> str:
    [deployment] = marathon.cluster.plans
    return deployment


@pytest.fixture
def tools(clone: Path) -> Path:
    """A file with a line for each call of one of the tools, which are first in the path."""
    calls, folder = clone / "calls", clone / "tools"
    folder.mkdir()
    for name, does in TOOLS.items():
        tool = folder / name
        tool.write_text(f'#!/bin/bash\necho "{name} $*" >> {calls}\n{does}\n', encoding="utf-8")
        tool.chmod(0o755)
    return calls


def test_each_agent_has_every_secret_that_an_app_looks_for(clone: Path, marathon: FakeMarathon, tools: Path) -> None:
    *making, copying = MAKING.splitlines()
    path = f"{clone / 'tools'}:{os.environ['PATH']}"
    copying = copying.replace("AGENTS", "control-1 agent-7")
    followed(clone, marathon, *making, CREDENTIAL, copying, PATH=path, MESOS_SECRET="s3cret of scheduler's")
    for agent in ("control-1", "agent-7"):
        etc = clone / f"agents/{agent}/etc/ancho"
        assert {folder.name for folder in etc.iterdir()} == {"gateway", "run", "scheduler", "worker", "stats"}
        assert (etc / "scheduler/secrets/ANCHO_MESOS_PRINCIPAL").read_text() == "ancho"
        assert (etc / "scheduler/secrets/ANCHO_MESOS_SECRET").read_text() == "s3cret of scheduler's"
        for app in json.loads((clone / "marathon/ancho.json").read_text(encoding="utf-8"))["apps"]:
            [mount] = app["container"]["volumes"]
            own = clone / f"agents/{agent}{mount['hostPath']}"
            named = [value for value in app["env"].values() if re.fullmatch(r"/etc/ancho/[^:]+", value)]
            assert [
                file for file in named if not (own / Path(file).relative_to(mount["containerPath"])).is_file()
            ] == []
            assert (own / "secrets/ANCHO_CASSANDRA_PASSWORD").read_text()
    calls = tools.read_text(encoding="utf-8")
    assert "cqlsh CASSANDRA -u cassandra" in calls
    for service in ("run", "scheduler", "worker", "stats"):
        assert f"--allow-principal User:ancho_{service} " in calls


def test_scheduler_service_reads_the_credential_of_those_files() -> None:
    settings = (ROOT / "scheduler-service/src/main/resources/application.yaml").read_text(encoding="utf-8")
    names = re.findall(r"secrets/scheduler/secrets/(\w+)", CREDENTIAL)
    assert names == ["ANCHO_MESOS_PRINCIPAL", "ANCHO_MESOS_SECRET"]
    assert all(f"${{{name}:" in settings for name in names)


def test_the_way_through_the_command_and_then_by_curl(clone: Path, marathon: FakeMarathon) -> None:
    said = followed(clone, marathon, *NAMING, *DEPLOYING, *CURL)
    assert "Ancho is deployed." in said
    assert "/ancho/gateway 2 of 2" in said
    assert "/ancho/stats 2 of 2" in said
    assert marathon.cluster.apps["/ancho/run"]["env"]["ANCHO_KAFKA"].startswith("broker-1.my.net:9092")


def test_a_first_deployment_that_hangs(clone: Path, marathon: FakeMarathon) -> None:
    marathon.cluster.fate = lambda app: "no offers" if app["id"] == "/ancho/run" else "healthy"
    said = followed(clone, marathon, *NAMING, SETTING, SENDING)
    marathon.cluster.fate = lambda app: "unready" if app["id"] == "/ancho/stats" else "healthy"
    marathon.await_true(lambda: any(plan.step == 2 for plan in marathon.cluster.plans.values()))
    said = followed(clone, marathon, SETTING, HANGING[0])
    assert f"{under_way(marathon)} step 3 of 4" in said
    followed(clone, marathon, SETTING, HANGING[1], ID=under_way(marathon))
    assert marathon.is_calm()
    assert "/ancho/gateway" in marathon.cluster.apps
    followed(clone, marathon, SETTING, HANGING[3])
    marathon.await_true(lambda: not marathon.cluster.instances)


def test_a_later_deployment_that_hangs(clone: Path, marathon: FakeMarathon) -> None:
    followed(clone, marathon, *NAMING, *DEPLOYING)
    other = "sed -i s/1g/2g/ group.json"
    marathon.cluster.fate = lambda app: "unready" if is_other(app) else "healthy"
    followed(clone, marathon, other, SETTING, SENDING)
    marathon.await_true(lambda: any(task.healthy and is_other(task.app) for task in marathon.tasks("stats")))
    followed(clone, marathon, SETTING, HANGING[2], ID=under_way(marathon))
    marathon.await_true(marathon.is_calm)
    assert marathon.cluster.apps["/ancho/stats"]["env"]["ANCHO_SPARK_MEMORY"] == "1g"


def test_the_page_tells_each_exit_status_that_the_command_s_help_tells() -> None:
    told = re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)
    assert told == ["0", "1", "2", "3", "4", "130"]
