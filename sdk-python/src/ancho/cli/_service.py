"""What commands that speak to a service have in common."""

from contextlib import AbstractContextManager

from ancho._client import Client
from ancho._command import command
from ancho._run import Run
from ancho.cli._interrupts import told_on_interrupt
from ancho.cli._live import Display


def follow(client: Client, run: Run) -> Run:
    """Show a run live until it is over; the run as it then is. Ctrl-C leaves it running."""
    with goes_on(run), Display(run.document["sequences"], run.state).shown() as display:
        for name, document in client.watch(run):
            display.event(name, document)
    return run.refresh()


def wait(run: Run) -> Run:
    """Wait until a run is over; the run as it then is. Ctrl-C leaves it running."""
    with goes_on(run):
        for _ in run.watch():
            pass
    return run.refresh()


def goes_on(run: Run) -> AbstractContextManager[None]:
    """Told on Ctrl-C while a run is waited for."""
    watch, cancel = command("watch", run.id), command("cancel", run.id)
    return told_on_interrupt(f"run {run.id} goes on; see it with: {watch}; end it with: {cancel}")
