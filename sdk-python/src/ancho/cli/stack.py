"""The embedded stack: ``ancho up``, ``ancho down``, ``ancho status``.

The processes are started and watched by a supervisor (``local-stack/supervisor``), which goes on when this command
ends. It is alive as long as it holds the lock on ``$ANCHO_HOME/supervisor.lock``, and answers on the loopback address
to whoever can read ``$ANCHO_HOME/token``.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import httpx
from rich.text import Text

from ancho import _logins
from ancho._command import command
from ancho._home import home
from ancho._text import shown
from ancho.cli._interrupts import told_on_interrupt
from ancho.cli._output import document
from ancho.cli._repository import repository
from ancho.cli._stack_table import print_status
from ancho.cli._terminal import err
from ancho.cli._waiting import Waiting

_DEFAULT_PORT = 8080
_START_LIMIT_SECONDS = 600.0
# The supervisor gives services a minute, and then what they need another, to write what they start faster from.
_STOP_LIMIT_SECONDS = 180.0
_DOWN = 3

Status = dict[str, Any]


@click.command()
def up() -> None:
    """Start Ancho on this machine and wait until it is ready.

    \b
    Example:
      ancho up
    """
    if not ensure_up():
        print("Ancho is up already.")
    print(f"The API is at {_url()}, the token in {_home() / 'token'}.")


@click.command()
def down() -> None:
    """Stop Ancho on this machine, with everything it has started.

    \b
    Example:
      ancho down
    """
    if _running():
        with told_on_interrupt(f"it goes on stopping; see it with: {command('status')}"):
            _ask("POST", "/down")
            _wait_for_end()
        print("Ancho is down.")
    else:
        print("Ancho is not running.")
    _end_orphans()


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def status(as_json: bool) -> None:
    """Show every part of the embedded stack.

    Exit status: 3 if it is down.

    \b
    Examples:
      ancho status
      ancho status --json
    """
    found = _status()
    if as_json:
        document(found)
    else:
        print_status(found)
    if found["state"] == "down":
        sys.exit(_DOWN)


def ensure_up() -> bool:
    """Start the stack unless it is up, and return when it is healthy; commands go to it from then on.

    Progress goes to standard error.

    Returns
    -------
    bool
        Whether it had to be waited for.

    Raises
    ------
    click.ClickException
        If a part does not come up; the message holds the reason from the part's log.
    """
    if elsewhere := _logins.unchoose():
        err.print(f"Commands go to this machine now; to go back: {command('login', elsewhere)}", highlight=False)
    if _status()["state"] == "up":
        return False
    supervisor = None if _running() else _start_supervisor()
    with told_on_interrupt(f"it goes on starting; see it with: {command('status')}; end it with: {command('down')}"):
        _wait_until_up(supervisor)
    _write_url()
    return True


def _start_supervisor() -> subprocess.Popen[bytes]:
    logs = _home() / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    (_home() / "supervisor.url").unlink(missing_ok=True)
    with (logs / "supervisor.log").open("wb") as log:
        return subprocess.Popen(
            _supervisor_command(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(),
            start_new_session=True,
        )


def _supervisor_command() -> list[str]:
    jar = repository() / "local-stack" / "supervisor" / "target" / "app" / "local-supervisor.jar"
    if not jar.exists():
        raise click.ClickException(
            f"Ancho has not been built: {jar} is missing. Start it with ./ancho up in Ancho's repository."
        )
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin")) if home else None)
    if java is None:
        raise click.ClickException("No java found: install JDK 17, or set JAVA_HOME.")
    return [java, "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-jar", str(jar)]


def _environment() -> dict[str, str]:
    return {
        "ANCHO_PYTHON": sys.executable,
        **os.environ,
        "ANCHO_HOME": str(_home()),
        "ANCHO_REPO": str(repository()),
    }


def _wait_until_up(supervisor: subprocess.Popen[bytes] | None) -> None:
    console = err
    start = time.monotonic()
    announced: set[str] = set()
    with console.status("Starting Ancho") as spinner:
        for found in _statuses(supervisor):
            parts = found["parts"]
            for part in parts:
                if part["state"] == "up" and part["kind"] != "task" and part["name"] not in announced:
                    announced.add(part["name"])
                    console.print(f"  {part['name']:<10} up after {time.monotonic() - start:4.1f} s")
            if found["state"] == "up":
                return
            if found["state"] == "failed":
                _give_up(parts)
            waiting = ", ".join(part["name"] for part in parts if part["state"] != "up")
            spinner.update(Text(shown(f"Starting {waiting}")))


def _statuses(supervisor: subprocess.Popen[bytes] | None) -> Iterator[Status]:
    """The status, several times a second, until the supervisor ends or the time is over."""
    deadline = time.monotonic() + _START_LIMIT_SECONDS
    while time.monotonic() < deadline:
        if supervisor is not None and supervisor.poll() is not None:
            said = (_home() / "logs" / "supervisor.log").read_text(errors="replace").strip()
            raise click.ClickException(f"The stack could not be started: {said or 'its supervisor ended'}")
        yield _status()
        time.sleep(0.2)
    raise click.ClickException(f"The stack was not ready after {_START_LIMIT_SECONDS:.0f} s; see {_home() / 'logs'}.")


def _give_up(parts: list[dict[str, Any]]) -> None:
    failed = [part for part in parts if part["state"] == "failed"]
    _ask("POST", "/down")
    _wait_for_end()
    reasons = "\n".join(str(part["reason"]) for part in failed)
    logs = ", ".join(str(_home() / "logs" / f"{part['name']}.log") for part in failed)
    raise click.ClickException(f"{reasons}\nThe whole log: {logs}. Everything has been stopped again.")


def _wait_for_end() -> None:
    deadline = time.monotonic() + _STOP_LIMIT_SECONDS
    with Waiting("Stopping Ancho") as waiting:
        while _running():
            if time.monotonic() > deadline:
                left = ", ".join(_living_parts()) or "its supervisor"
                logs = _home() / "logs"
                raise click.ClickException(
                    f"The stack has not ended after {_STOP_LIMIT_SECONDS:.0f} s: {left}; see {logs}"
                )
            waiting.text = ", ".join(["Stopping Ancho", *_living_parts()])
            time.sleep(0.1)


def _living_parts() -> list[str]:
    """The parts whose processes have not ended yet, as far as the supervisor still tells."""
    parts = (_ask("GET", "/status") or {"parts": []})["parts"]
    return [part["name"] for part in parts if part["pid"] and _is_alive(part["pid"])]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _end_orphans() -> None:
    """End what a supervisor that was killed has left behind."""
    ledger = _home() / "processes"
    if ledger.exists() and ledger.read_text().strip():
        subprocess.run([*_supervisor_command(), "clean"], env=_environment(), check=False)


def _status() -> Status:
    if _running():
        answer = _ask("GET", "/status")
        return answer if answer is not None else {"state": "starting", "url": _url(), "parts": []}
    return {"state": "down", "url": _url(), "parts": []}


def _ask(method: str, path: str) -> Status | None:
    """The supervisor's answer, or None while it is not listening."""
    try:
        base = (_home() / "supervisor.url").read_text().strip()
        token = (_home() / "token").read_text().strip()
        with httpx.Client(trust_env=False, timeout=10) as client:
            response = client.request(method, base + path, headers={"Authorization": f"Bearer {token}"})
            response.raise_for_status()
            answer: Status = response.json()
            return answer
    except (FileNotFoundError, httpx.TransportError):
        return None


def _running() -> bool:
    """Whether a supervisor holds the lock."""
    try:
        with (_home() / "supervisor.lock").open("r+b") as lock:
            try:
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return True
    except FileNotFoundError:
        pass
    return False


def _write_url() -> None:
    (_home() / "url").write_text(f"{_status()['url']}\n")


def _url() -> str:
    if (_home() / "url").exists():
        return (_home() / "url").read_text().strip()
    return f"http://127.0.0.1:{_DEFAULT_PORT + int(os.environ.get('ANCHO_PORT_OFFSET', '0'))}"


def _home() -> Path:
    return home().expanduser().absolute()
