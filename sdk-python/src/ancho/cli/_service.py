"""What commands that speak to a service have in common."""

from ancho._client import Client
from ancho._run import Run
from ancho.cli._live import Display
from ancho.cli._terminal import tell


def follow(client: Client, run: Run) -> Run:
    """Show a run live until it is over; the run as it then is. Ctrl-C leaves it running."""
    try:
        with Display(run.document["sequences"], run.state).shown() as display:
            for name, document in client.watch(run):
                display.event(name, document)
    except KeyboardInterrupt:
        tell(f"run {run.id} goes on; cancel it with: ancho cancel {run.id}")
        raise
    return run.refresh()


def wait(run: Run) -> Run:
    """Wait until a run is over; the run as it then is."""
    for _ in run.watch():
        pass
    return run.refresh()
