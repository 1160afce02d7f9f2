"""The group of marathon/ancho.json, deployed once, on two agents, and what its users do with it meanwhile.

Every container is what a real agent makes of its spec; Kafka and Cassandra ask for passwords; dedicated executors are
containers as well. The module is one story: each test goes on where the one before has ended.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import containers
import httpx
import numpy as np
import pytest
import services
from agents import Agent, agents, mesos
from apps import Marathon, await_condition
from containers import ROOT
from tasks import Task

if not containers.has_image(containers.BASE):
    pytest.skip("no Docker engine with ancho-test/base: e2e-tests/docker/prepare makes both", allow_module_level=True)

PAGE = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
SLOW = ROOT / "e2e-tests/models/slow"
RETIREMENT = ROOT / "examples/retirement"
SERVICES = ("gateway", "run", "scheduler", "worker", "stats")
SEED = 7

Document = dict[str, Any]


class User:
    """Whoever has the address and a token: the command line, and the arrays that come of it."""

    def __init__(self, marathon: Marathon, token: str, folder: Path) -> None:
        self._marathon = marathon
        self._token = token
        self._folder = folder

    def ancho(self, *arguments: object) -> Any:
        """What a command prints with ``--json``."""
        own = {"ANCHO_URL": self.url(), "ANCHO_TOKEN": self._token}
        command = [sys.executable, "-m", "ancho", *map(str, arguments)]
        done = subprocess.run(command, env={**os.environ, **own}, capture_output=True, text=True, timeout=400)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        return json.loads(done.stdout) if "--json" in arguments else None

    def url(self) -> str:
        """The address of a gateway that is ready."""
        return next(task.url for task in self._marathon.apps["gateway"].tasks if task.is_ready)

    def submit(self, folder: Path, sequences: int, *arguments: object) -> str:
        run = self.ancho("submit", folder, "-n", sequences, "--seed", SEED, *arguments, "--json")
        return str(run["id"])

    def run(self, identity: str) -> Document:
        """A run as it is now, asked of whichever gateway answers."""
        for task in self._marathon.apps["gateway"].tasks:
            try:
                headers = {"Authorization": f"Bearer {self._token}"}
                answer = httpx.get(f"{task.url}/api/v1/runs/{identity}", headers=headers, timeout=5)
            except httpx.TransportError:
                continue
            if answer.status_code == 200:
                document: Document = answer.json()
                return document
        return {"state": "UNKNOWN", "progress": {"completed": -1}}

    def is_running(self, identity: str) -> bool:
        run = self.run(identity)
        assert run["state"] not in ("FAILED", "CANCELLED"), run
        return bool(run["state"] == "RUNNING" and run["progress"]["completed"] > 0)

    def results(self, identity: str) -> dict[str, bytes]:
        file = self._folder / f"{identity}.npz"
        self.ancho("watch", identity, "--json")
        self.ancho("results", identity, "--format", "npz", "-o", file)
        return arrays(file)

    def local(self, folder: Path, sequences: int, *arguments: object) -> dict[str, bytes]:
        """What ``ancho run`` computes here."""
        file = self._folder / f"here-{folder.name}-{sequences}.npz"
        self.ancho("run", folder, "-n", sequences, "--seed", SEED, *arguments, "--format", "npz", "-o", file)
        return arrays(file)


def arrays(file: Path) -> dict[str, bytes]:
    """The numbers of a file of results, without what it says of where they come from."""
    with np.load(file) as loaded:
        return {name: loaded[name].tobytes() for name in loaded.files if name != "ancho"}


@pytest.fixture(scope="module")
def hosts(secrets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Agent]]:
    with agents(2, tmp_path_factory.mktemp("agents"), secrets) as made:
        yield made


@pytest.fixture(scope="module")
def marathon(images: None, hosts: list[Agent], values: dict[str, Any]) -> Iterator[Marathon]:
    """The five apps, deployed; afterwards nobody may have been killed by a check, or too late to end by itself."""
    with mesos(hosts[0]) as master:
        marathon = Marathon(services.group({**values, "mesos": master, "instances": {"worker": 1}}), hosts)
        try:
            marathon.deploy()
            yield marathon
            complaints = [f"{task.name}: {task.complaint}" for task in [*marathon.tasks(), *marathon.past]]
            assert not [complaint for complaint in complaints if not complaint.endswith(": ")]
        finally:
            marathon.remove()


@pytest.fixture(scope="module")
def user(marathon: Marathon, secrets: Path, tmp_path_factory: pytest.TempPathFactory) -> User:
    token = (secrets / "gateway/bootstrap-token").read_text(encoding="utf-8")
    return User(marathon, token, tmp_path_factory.mktemp("user"))


def tell(capsys: pytest.CaptureFixture[str], what: str, tasks: list[Task]) -> None:
    """Print how long each has taken to start."""
    with capsys.disabled():
        print()
        for task in sorted(tasks, key=lambda task: task.name):
            healthy, ready, used = task.seconds_to_healthy or 0, task.seconds_to_ready or 0, task.cpu_seconds_to_ready
            print(f"{what}: {task.name}: healthy {healthy:.0f} s, ready {ready:.0f} s, {used:.0f} s of a processor")


def test_all_become_healthy_and_ready_within_their_grace_periods(
    marathon: Marathon, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(capsys, "deployed", marathon.tasks())
    for task in marathon.tasks():
        grace = task.app["healthChecks"][0]["gracePeriodSeconds"]
        await_condition(lambda task=task: task.seconds_to_healthy is not None, f"health of {task.name}")
        assert task.seconds_to_healthy and task.seconds_to_healthy < grace


def test_the_page_s_first_runs_have_the_numbers_of_local_ones(user: User, secrets: Path) -> None:
    """What docs/deploy.md types at its end, with fewer sequences and executors."""
    typed = re.findall(r"^## 8\. .*?```sh\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)[0]
    for literal, here in (
        ("http://gateway-ancho.marathon.mesos:8080", user.url()),
        ("sudo cat secrets/", f"cat {secrets}/"),
        ("1_000_000", f"20_000 --seed {SEED}"),
        ("--executors 4", "--executors 2"),
    ):
        assert literal in typed
        typed = typed.replace(literal, here)
    done = subprocess.run(["bash", "-euc", typed], cwd=ROOT, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    runs = [run for run in user.ancho("runs", "--json")["items"] if run["sequences"] == 20_000]
    assert [run["placement"] for run in runs] == ["dedicated", "pool"]
    local = user.local(RETIREMENT, 20_000)
    assert [user.results(run["id"]) for run in runs] == [local, local]


def test_logs_are_in_the_sandbox_and_only_temporary_files_elsewhere(marathon: Marathon) -> None:
    for task in marathon.tasks():
        assert f"{task.name}-service" in (task.sandbox / "stdout").read_text()
        assert {file.name for file in task.sandbox.iterdir()} == {"stdout", "stderr"}
        written = {line.split(" ", 1)[1] for line in containers.docker("diff", task.container).splitlines()}
        mounts = {"/etc", "/etc/ancho", "/mnt", "/mnt/mesos", "/mnt/mesos/sandbox", "/var", "/var/cache"}
        elsewhere = {path for path in written - mounts if not path.startswith(("/tmp", "/var/cache/ancho"))}
        assert not elsewhere


class SlowRun(NamedTuple):
    identity: str
    sequences: int


@pytest.fixture(scope="module")
def runs(marathon: Marathon, user: User) -> list[SlowRun]:
    """One on the pool and one on an executor of its own; what follows happens while they go on."""
    seconds = 1.2 * marathon.seconds_to_deploy + 20
    return [submit_slow(user, seconds * 1.3), submit_slow(user, seconds, "--executors", 1)]


def submit_slow(user: User, seconds: float, *placement: object) -> SlowRun:
    """A run that has begun, and lasts so long with the two slots of one executor of the pool, or one of its own."""
    sequences = int(seconds / (0.1 if placement else 0.05))
    run = user.submit(SLOW, sequences, "--set", "seconds=0.1", *placement)
    await_condition(lambda: user.is_running(run), "the run's first chunk")
    return SlowRun(run, sequences)


def test_the_pool_is_scaled_meanwhile(marathon: Marathon, user: User, runs: list[SlowRun]) -> None:
    pool = marathon.apps["worker"]
    pool.scale(3)
    pool.scale(1)
    assert all(user.is_running(run.identity) for run in runs)


def test_every_service_is_restarted_meanwhile(
    marathon: Marathon, user: User, runs: list[SlowRun], capsys: pytest.CaptureFixture[str]
) -> None:
    """Afterwards nothing can be written to any root file system, and what is temporary is small."""
    before = marathon.tasks()
    marathon.each_in_order(
        lambda app: app.restart(("--read-only", "--tmpfs=/tmp:size=64m", "--tmpfs=/var/cache/ancho:exec"))
    )
    tell(capsys, "restarted", marathon.tasks())
    assert not set(before) & set(marathon.tasks())
    assert all(user.is_running(run.identity) for run in runs)


def test_a_container_of_every_service_is_killed_meanwhile(
    marathon: Marathon, user: User, secrets: Path, runs: list[SlowRun], capsys: pytest.CaptureFixture[str]
) -> None:
    before = marathon.tasks()
    [executor] = marathon.agents[0].executors()
    assert not found_secrets(secrets, containers.docker("inspect", executor))
    assert all(user.is_running(run.identity) for run in runs)
    for app in marathon.apps.values():
        app.tasks[0].crash()
    containers.docker("kill", executor)
    await_condition(lambda: len(set(before) & set(marathon.tasks())) == len(before) - len(SERVICES), "their end")
    for app in marathon.apps.values():
        app.await_ready()
    tell(capsys, "replaced", [task for task in marathon.tasks() if task not in before])


def test_the_runs_have_every_index_once_and_the_numbers_of_an_undisturbed_one(user: User, runs: list[SlowRun]) -> None:
    for run in runs:
        assert user.run(run.identity)["progress"]["failed"] == 0
        assert user.results(run.identity) == user.local(SLOW, run.sequences, "--set", "seconds=0")


def test_nothing_secret_is_seen_of_a_container(marathon: Marathon, secrets: Path) -> None:
    for task in [*marathon.tasks(), *marathon.past]:
        assert not found_secrets(secrets, containers.docker("inspect", task.container) + task.log())


def found_secrets(secrets: Path, text: str) -> set[str]:
    words = {
        word
        for file in secrets.rglob("*")
        if file.is_file()
        for word in re.findall(r"\w{32,}", file.read_text(encoding="utf-8"))
    }
    assert len(words) > len(SERVICES)
    return {word for word in words if word in text}


@pytest.mark.skipif(
    "ANCHO_TEST_BUSY_CORE" not in os.environ, reason="ANCHO_TEST_BUSY_CORE is not set: it takes minutes"
)
@pytest.mark.parametrize("load", ["exec sleep infinity", "while :; do :; done"], ids=["idle", "busy"])
@pytest.mark.parametrize("archive", [True, False], ids=["archive", "no archive"])
def test_each_starts_on_one_core(
    marathon: Marathon, load: str, archive: bool, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """With and without a loop beside it, and with and without the archive of classes."""
    core = "--cpuset-cpus=0"
    with containers.running(containers.BASE, "sh", "-c", load, options=(core,)):
        for name, app in marathon.apps.items():
            app.kill(app.tasks[0])
            task = app.launch((core,)) if archive else app.launch((core, "--entrypoint=java"), without_archive(name))
            app.await_ready()
            tell(capsys, request.node.name, [task])


def without_archive(service: str) -> Document:
    """The change of an app by which its image's command does not use the archive."""
    entry = json.loads(containers.docker("inspect", "--format={{json .Config.Entrypoint}}", services.image(service)))
    return {"args": [word for word in entry[1:] if "SharedArchiveFile" not in word]}
