"""``ancho lock``."""

import sys
from pathlib import Path

import click

from ancho._activity import activity
from ancho._lock import LOCK, make_lock
from ancho.cli._output import tell


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
def lock(folder: Path) -> None:
    """Write down the exact packages that the model in DIR stands for.

    They are in ancho.lock, with the digests of their files, and are part of the model from then on: executors and
    laptops install these and no others. A change of pip-requirements.txt needs a new lock.

    \b
    Example:
      ancho lock walk && ancho submit walk -n 1e6
    """
    with activity("resolving the requirements"):
        made = make_lock(folder)
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    tell(f"{folder / LOCK}: {len(made.lines)} packages for Python {python}")
