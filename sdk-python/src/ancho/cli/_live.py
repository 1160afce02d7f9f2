"""The live display of a run: how far it is, and how its estimates narrow."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from ancho.cli._output import err, figure, half_width

_LINE_SECONDS = 5.0


class Display:
    """Shows a run's events on standard error: a live bar on a terminal, now and then a line elsewhere."""

    def __init__(self, total: int) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            console=err,
        )
        self._task: TaskID = self._bar.add_task("SUBMITTED", total=total, pace="")
        self._statistics: Mapping[str, Any] = {}
        self._live: Live | None = None
        self._told = time.monotonic()
        self._state = ""

    @contextmanager
    def shown(self) -> Iterator["Display"]:
        """On screen while the context lasts."""
        if not err.is_terminal:
            yield self
            return
        with Live(console=err, refresh_per_second=4, get_renderable=self._picture) as self._live:
            yield self

    def event(self, name: str, document: Mapping[str, Any]) -> None:
        """Take in an event of the service's stream."""
        if name == "state":
            self._on_state(document)
        elif name == "progress":
            self.progress(document["completed"], document["total"], document["failed"], document["per_second"])
        elif name == "statistics":
            self._statistics = document

    def progress(self, completed: int, total: int, failed: int, per_second: float | None) -> None:
        """Take in how far it is."""
        parts = [f"{per_second:,.0f}/s"] if per_second else []
        if per_second and completed < total:
            parts.append(f"{_duration((total - completed) / per_second)} left")
        if failed:
            parts.append(f"{failed:,} failed")
        pace = ", ".join(parts)
        self._bar.update(self._task, completed=completed, total=total, pace=pace)
        self._line(f"{completed:,} of {total:,} sequences {pace}".rstrip(), final=completed == total)

    def _on_state(self, document: Mapping[str, Any]) -> None:
        reason = f": {document['reason']}" if document.get("reason") else ""
        self._bar.update(self._task, description=document["state"] + reason)
        if self._live is None and document["state"] + reason != self._state:
            err.print(document["state"] + reason, markup=False)
        self._state = document["state"] + reason

    def _line(self, text: str, final: bool) -> None:
        now = time.monotonic()
        if self._live is None and (final or now - self._told >= _LINE_SECONDS):
            self._told = now
            err.print(text, markup=False)

    def _picture(self) -> Group:
        return Group(self._bar, self._estimates())

    def _estimates(self) -> Table:
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        for name, target in (self._statistics.get("targets") or {}).items():
            low, high = target["ci95"]
            table.add_row(f"P({name})", f"{target['probability']:.4%}", f"{low:.4%} to {high:.4%}")
        for name, output in (self._statistics.get("outputs") or {}).items():
            table.add_row(name, figure(output["mean"]), f"± {figure(half_width(output['ci95']))}")
        return table


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
