"""The stack under test, by its command line and its API."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
from ancho import Client

REPOSITORY = Path(__file__).resolve().parents[1]
PORT_OFFSET = "600"
API_PORT = 8080

Document = dict[str, Any]


class Stack:
    """A stack in a home of its own."""

    def __init__(self, home: Path, settings: Mapping[str, str] = MappingProxyType({})) -> None:
        self.home = home
        self._environment = {"ANCHO_PORT_OFFSET": PORT_OFFSET, **os.environ, **settings, "ANCHO_HOME": str(home)}
        self._environment.pop("ANCHO_URL", None)
        self._environment.pop("ANCHO_TOKEN", None)
        self._environment.pop("ANCHO_COMMAND", None)

    def up(self) -> None:
        subprocess.run([REPOSITORY / "ancho", "up"], env=self._environment, check=True, timeout=900)

    def down(self) -> None:
        subprocess.run([REPOSITORY / "ancho", "down"], env=self._environment, check=True, timeout=180)

    # --- The command line ---

    def ancho(
        self, *arguments: object, timeout: float = 300, environment: Mapping[str, str] = MappingProxyType({})
    ) -> subprocess.CompletedProcess[str]:
        """A command of ``ancho``, whatever its exit status."""
        command = [str(self.home / "venv/bin/ancho"), *map(str, arguments)]
        variables = {**self._environment, **environment}
        return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=timeout)

    def json(self, *arguments: object, timeout: float = 300) -> Document:
        """The document that a successful command prints with ``--json``."""
        done = self.ancho(*arguments, "--json", timeout=timeout)
        assert done.returncode == 0, f"ancho {arguments} ended with {done.returncode}: {done.stderr}"
        document: Document = json.loads(done.stdout)
        return document

    def submit(self, folder: Path, sequences: int, *arguments: object) -> Document:
        """A run, as it stands when the command returns."""
        return self.json("submit", folder, "--sequences", sequences, *arguments)

    def upload(self, folder: Path) -> str:
        """The id of a model, uploaded unless the service has it."""
        with Client(self._url(), self._token()) as client:
            return str(client.upload(folder)["id"])

    # --- The API ---

    def client(self, token: str | None = None) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self._token() if token is None else token}"}
        return httpx.Client(base_url=f"{self._url()}/api/v1", headers=headers, timeout=60, trust_env=False)

    @property
    def port_offset(self) -> int:
        """By how much its ports are moved."""
        return int(self._url().rpartition(":")[2]) - API_PORT

    def _url(self) -> str:
        return (self.home / "url").read_text().strip()

    def _token(self) -> str:
        return (self.home / "token").read_text().strip()

    def run(self, identity: str) -> Document:
        with self.client() as client:
            answer = client.get(f"/runs/{identity}")
            assert answer.status_code == 200, answer.text
            document: Document = answer.json()
            return document

    def await_run(self, identity: str, condition: Callable[[Document], object], seconds: float = 60) -> Document:
        """The run once it is as wanted."""
        return wait_for(lambda: self.run(identity), condition, seconds)

    # --- The processes ---

    def status(self) -> Document:
        return self.json("status")

    def executors(self, run: str) -> list[Document]:
        """The parts that are this run's own executors."""
        return [part for part in self.status()["parts"] if run in part["name"]]

    def processes(self) -> list[int]:
        """The living processes that the supervisor has recorded."""
        ledger = self.home / "processes"
        lines = ledger.read_text().splitlines() if ledger.exists() else []
        return [int(line.split()[0]) for line in lines if _start(int(line.split()[0])) == line.split()[1]]


@contextmanager
def users_removed(api: httpx.Client) -> Iterator[None]:
    """Removes, at the end, the users that were added meanwhile."""

    def users() -> set[str]:
        return {user["name"] for user in api.get("/users").json()["items"]}

    before = users()
    try:
        yield
    finally:
        for added in users() - before:
            api.delete(f"/users/{added}")


@contextmanager
def tokens_deleted(api: httpx.Client) -> Iterator[None]:
    """Deletes, at the end, the API tokens that were made meanwhile."""

    def tokens() -> set[str]:
        return {token["id"] for token in api.get("/tokens").json()["items"]}

    before = tokens()
    try:
        yield
    finally:
        for made in tokens() - before:
            api.delete(f"/tokens/{made}")


def wait_for(look: Callable[[], Document], condition: Callable[[Document], object], seconds: float = 60) -> Document:
    """What is seen, once it is as wanted."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if condition(seen):
            return seen
        assert time.monotonic() < deadline, f"not within {seconds} s: {json.dumps(seen)[:2000]}"
        time.sleep(0.2)


def completed(run: Document) -> bool:
    assert run["state"] not in ("FAILED", "CANCELLED"), run["reason"]
    return bool(run["state"] == "COMPLETED")


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """All processes below one."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))):
            children.setdefault(int(stat[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found.extend(children.get(one, []))
    return found[1:]


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except FileNotFoundError:
        return ""


def _stat(pid: int) -> list[str]:
    """The fields of a process from its state on, or none if it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _start(pid: int) -> str | None:
    fields = _stat(pid)
    return fields[19] if fields and fields[0] != "Z" else None
