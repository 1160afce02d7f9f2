"""``ancho plot``."""

from pathlib import Path

import click

from ancho._client import Client
from ancho._errors import InvalidRequest
from ancho.cli._options import json_option, run_argument
from ancho.cli._output import document, tell

_KINDS = ("histogram", "cdf", "exceedance", "fan", "convergence", "scatter")
_ENDINGS = (".png", ".svg", ".pdf")


@click.command()
@run_argument
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A .png, .svg or .pdf.")
@click.option("--outputs", help="Which, separated by commas, path[10] for one of a vector; all if not given.")
@click.option(
    "--kind", type=click.Choice(_KINDS), help="A fan of each vector and a histogram of each scalar, if not given."
)
@click.option("--title", help="Above the picture; else model, sequences and seed are.")
@json_option
def plot(
    run: str, output: Path | None, outputs: str | None, kind: str | None, title: str | None, as_json: bool
) -> None:
    """Draw a run's outputs.

    Example: ancho plot @last --kind exceedance --outputs loss -o loss.pdf
    """
    if output is not None:
        _check(output)
    with Client() as client:
        found = client.run(run)
        path = output or Path(_file_name(found.document["name"], found.id, kind, outputs))
        picture = found.plot(outputs.split(",") if outputs else None, kind, title)
    picture.savefig(path, dpi=150)
    tell(f"see {path}")
    if as_json:
        document({"run_id": found.id, "file": str(path)})


def _check(path: Path) -> None:
    if path.suffix not in _ENDINGS:
        raise InvalidRequest(f"{path}: a picture's name must end in {', '.join(_ENDINGS)}")
    if not path.parent.is_dir():
        raise InvalidRequest(f"{path}: there is no folder {path.parent}")


def _file_name(name: str, run_id: str, kind: str | None, outputs: str | None) -> str:
    """So named that other pictures of the run do not replace it."""
    parts = (_plain(name) or "run", run_id[:8], kind, _plain(outputs or ""))
    return "-".join(part for part in parts if part) + ".png"


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in name)[:80].strip(".-")
