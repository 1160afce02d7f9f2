"""The live display of a run: how far it is, and how its estimates narrow."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from ancho._run import FINAL_STATES
from ancho._text import shown
from ancho.cli._estimates import live_estimates
from ancho.cli._pace import Pace, duration
from ancho.cli._terminal import err

_LINE_SECONDS = 5.0
_SILENT_SECONDS = 2.0
_QUIET_SECONDS = 5.0
_LEAST_BAR, _MOST_BAR = 8, 40
_GAP = 2


class Display:
    """Shows a run's events on standard error: a live bar on a terminal, now and then a line elsewhere.

    Parameters
    ----------
    total
        how many sequences there are
    state
        what is said of the run before anything is known of it
    sequence_limit
        how long one sequence may take, for a run of this process: told when nothing is completed for five seconds
    """

    def __init__(self, total: int, state: str, sequence_limit: str | None = None) -> None:
        self._total = total
        self._completed = 0
        self._failed = 0
        self._per_second: float | None = None
        self._pace = Pace()
        self._state = state
        self._reason = ""
        self._statistics: Mapping[str, Any] = {}
        self._sequence_limit = sequence_limit
        self._moved: float | None = None
        self._activity: tuple[str, float] | None = None
        self._told_notes: set[str] = set()
        self._live: Live | None = None
        self._told = time.monotonic()
        self._over = threading.Event()

    @contextmanager
    def shown(self) -> Iterator["Display"]:
        """On screen while the context lasts."""
        if err.is_terminal and not err.is_dumb_terminal:
            with Live(console=err, refresh_per_second=4, get_renderable=self._picture) as self._live:
                yield self
            return
        watcher = threading.Thread(target=self._tell_notes, daemon=True)
        watcher.start()
        try:
            yield self
        finally:
            self._over.set()
            watcher.join()

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
        if completed != self._completed or self._moved is None:
            self._moved = time.monotonic()
        self._completed, self._total, self._failed, self._per_second = completed, total, failed, per_second
        self._pace.measured(completed)
        details = ", ".join(self._details())
        self._line(f"{completed:,} of {total:,} sequences {details}".rstrip(), final=completed == total)

    @contextmanager
    def activity(self, text: str) -> Iterator[None]:
        """While the context lasts, something is done before sequences can run, such as installing packages."""
        began = time.monotonic()
        self._activity = (text, began)
        try:
            yield
            seconds = time.monotonic() - began
            if seconds > _SILENT_SECONDS:
                err.print(f"{text}: {seconds:.0f} s", soft_wrap=True)
        finally:
            self._activity = None
            self._moved = time.monotonic()

    def _on_state(self, document: Mapping[str, Any]) -> None:
        state, reason = document["state"], document.get("reason") or ""
        if state in FINAL_STATES:  # why a run failed is told once, when it is over
            reason = ""
        if self._live is None and (state, reason) != (self._state, self._reason):
            err.print(f"{state}: {reason}" if reason else state, soft_wrap=True)
        self._state, self._reason = state, reason

    def _line(self, text: str, final: bool) -> None:
        now = time.monotonic()
        if self._live is None and (final or now - self._told >= _LINE_SECONDS):
            self._told = now
            err.print(text, soft_wrap=True)

    def _tell_notes(self) -> None:
        """Off a terminal: say each note once, without the seconds that it counts."""
        while not self._over.wait(0.25):
            note, seconds = self._note()
            if note and note not in self._told_notes:
                self._told_notes.add(note)
                err.print(_counted(note, seconds), soft_wrap=True)

    def _note(self) -> tuple[str, float]:
        """What is being waited for, and for how many seconds; of a run of this process only."""
        now = time.monotonic()
        if activity := self._activity:
            text, began = activity
            return (text, now - began) if now - began > _SILENT_SECONDS else ("", 0)
        if self._sequence_limit is None or self._moved is None or self._completed == self._total:
            return "", 0
        if now - self._moved < _QUIET_SECONDS:
            return "", 0
        what = "no sequence has been completed" if self._completed else "sequence 0 has been running"
        return f"{what}; one may take {self._sequence_limit} (--sequence-timeout)", now - self._moved

    def _details(self) -> list[str]:
        """What is said beside the counts, the most important first."""
        parts = [f"{self._failed:,} failed"] if self._failed else []
        if self._per_second:
            parts.append(f"{self._per_second:,.0f}/s" if self._per_second >= 10 else f"{self._per_second:.2g}/s")
        left = self._pace.seconds_left(self._total) if self._completed < self._total else None
        if left is not None:
            parts.append(f"{duration(left)} left")
        return parts

    def _picture(self) -> Group:
        lines: list[RenderableType] = [self._progress_line(err.width)]
        note, seconds = self._note()
        if text := _counted(note, seconds) if note else self._reason:
            lines.append(Text(shown(text), style="dim"))
        lines.append(live_estimates(self._statistics, err.width, max(3, err.height - 5)))
        return Group(*lines)

    def _progress_line(self, width: int) -> Table:
        """Counts always, then what fits: failures, pace, time left, the state, and a bar over what is left."""
        counts = f"{self._completed:,}/{self._total:,}"
        room = width - len(counts)
        details: list[str] = []
        for part in self._details():
            if len(part) + _GAP <= room:
                details.append(part)
                room -= len(part) + _GAP
        cells: list[RenderableType] = [Text(counts, no_wrap=True), *(Text(part, no_wrap=True) for part in details)]
        state = shown(self._state)
        if state and len(state) + _GAP <= room:
            cells.insert(0, Text(state, no_wrap=True))
            room -= len(state) + _GAP
        if room >= _LEAST_BAR + _GAP:
            bar = ProgressBar(total=self._total, completed=self._completed, width=min(room - _GAP, _MOST_BAR))
            cells.insert(len(cells) - len(details) - 1, bar)
        line = Table.grid(padding=(0, _GAP, 0, 0))
        line.add_row(*cells)
        return line


def _counted(note: str, seconds: float) -> str:
    """The note with its seconds: after its first part, where it has two."""
    what, semicolon, rest = note.partition(";")
    return f"{what} for {seconds:.0f} s{semicolon}{rest}" if semicolon else f"{what} … {seconds:.0f} s"
