"""What the commands for Marathon share: their options, and the display of a deployment."""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar

import click
from rich.live import Live
from rich.text import Text

from ancho import _durations
from ancho._errors import InvalidRequest
from ancho._marathon.api import Marathon
from ancho._marathon.following import Limits
from ancho._marathon.observation import AppState, Snapshot
from ancho._text import shown
from ancho.cli._options import duration, whole_number
from ancho.cli._pace import duration as written
from ancho.cli._terminal import err, tell

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--marathon", "url", metavar="URL", help="Marathon's address ($ANCHO_MARATHON)."),
    click.option("--user", metavar="NAME:PASSWORD", help="Who asks ($ANCHO_MARATHON_USER); NAME alone is asked for."),
    click.option(
        "--timeout",
        type=duration,
        metavar="TIME",
        default="10m",
        show_default=True,
        help="Give up after so long without progress.",
    ),
)

failures_option = click.option(
    "--task-failures",
    type=whole_number(1),
    metavar="N",
    default=5,
    show_default=True,
    help="Give up when so many tasks of one app have failed.",
)


def marathon_options(command: Command) -> Command:
    """Where Marathon is, who asks, and how patiently."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def connected(url: str | None, user: str | None) -> Marathon:
    """Marathon, with the password asked for where only a name is given, and known to be one with a leader."""
    if user and ":" not in user:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise InvalidRequest("--user: there is no terminal to ask for the password at; set ANCHO_MARATHON_USER")
        user = f"{user}:{click.prompt(f'Password of {user} at Marathon', hide_input=True, err=True)}"
    marathon = Marathon(url, user)
    marathon.info()
    return marathon


def limits(timeout: str, task_failures: int = 10**6) -> Limits:
    """When a deployment is given up."""
    return Limits(_durations.seconds_of("--timeout", timeout), task_failures)


class DeploymentDisplay:
    """Tells of a deployment on standard error: a table that moves on a terminal, a line for each change elsewhere."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._began = time.monotonic()
        self._snapshot: Snapshot | None = None
        self._told: dict[str, str] = {}
        is_live = err.is_terminal and not err.is_dumb_terminal
        self._live = Live(get_renderable=self._table, console=err, refresh_per_second=4) if is_live else None

    def __enter__(self) -> "DeploymentDisplay":
        if self._live:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._live:
            self._live.stop()

    def show(self, snapshot: Snapshot) -> None:
        """How far it is now."""
        self._snapshot = snapshot
        if self._live is None:
            self._tell_changes(snapshot)

    def note(self, text: str) -> None:
        """Something that happened."""
        if self._live:
            err.print(Text(shown(text)))
        else:
            tell(text)

    def explain(self, heading: str, lines: list[str]) -> None:
        """What is wrong, and the details."""
        for line in (heading, *lines):
            self.note(line)

    def _tell_changes(self, snapshot: Snapshot) -> None:
        said = {"": _step(snapshot)} if snapshot.is_under_way else {}
        said |= {app.name: f"{app.name}: {_state(app)}" for app in snapshot.apps}
        for name, line in said.items():
            if line and self._told.get(name) != line:
                tell(line)
        self._told |= said

    def _table(self) -> Text:
        snapshot = self._snapshot
        rows = [f"{self._title}, {written(time.monotonic() - self._began)}"]
        if snapshot is not None:
            rows[0] += f", {_step(snapshot)}" if snapshot.is_under_way else ""
            rows[0] += "" if snapshot.is_reachable else ", Marathon is away"
            for app in snapshot.apps:
                sign = "+" if app.is_complete else ">" if app.name in snapshot.acting else " "
                rows.append(f" {sign} {app.name:<10} {_state(app)}")
        return Text("\n".join(shown(row) for row in rows), no_wrap=True, overflow="ellipsis")


def _step(snapshot: Snapshot) -> str:
    acting = f": {', '.join(snapshot.acting)}" if snapshot.acting else ""
    return f"step {snapshot.step} of {snapshot.steps}{acting}" if snapshot.steps else ""


def _state(app: AppState) -> str:
    parts = [f"{app.healthy} of {app.instances} healthy"]
    if app.readiness:
        parts.append(f"{app.ready} of {len(app.readiness)} ready")
    starting = sum(not task.is_running for task in app.current)
    outdated = len(app.tasks) - len(app.current)
    parts += [f"{starting} starting"] if starting else []
    parts += [f"{outdated} to be replaced"] if outdated else []
    return ", ".join(parts)
