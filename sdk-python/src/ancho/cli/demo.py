"""``ancho demo``."""

import os
from pathlib import Path
from typing import Any

import click

from ancho._client import Client
from ancho._errors import InvalidRequest
from ancho.cli._options import json_option, whole_number
from ancho.cli._output import document, summary_tables, tell
from ancho.cli._service import follow

_PICTURE = "retirement.png"
_TITLE = "30 years of withdrawing 4%, {:,} histories"


@click.command()
@click.option("-n", "--sequences", metavar="N", type=whole_number(1), default=1_000_000, help="How many (1_000_000).")
@click.option("--seed", metavar="N", type=whole_number(), help="Drawn if not given.")
@click.option("--executors", metavar="N", type=whole_number(1), default=2, help="How many (2).")
@json_option
def demo(sequences: int, seed: int | None, executors: int, as_json: bool) -> None:
    """Start everything on this machine and run a real study from end to end."""
    from ancho.cli.stack import ensure_up

    folder = _example()
    ensure_up()
    with Client() as client:
        options: dict[str, Any] = {} if seed is None else {"seed": seed}
        targets = ["solvent: final_balance > 0"]
        run = client.submit(folder, sequences=sequences, targets=targets, executors=executors, **options)
        tell(f"run {run.id}: {sequences:,} histories on {executors} executors of its own")
        run = follow(client, run).succeeded()
        summary = run.summary()
    _draw(summary, sequences)
    if as_json:
        document(run.document)
    else:
        summary_tables(summary)
    tell(_NEXT.format(run=run.id))


def _example() -> Path:
    repository = os.environ.get("ANCHO_REPO")
    folder = Path(repository or ".") / "examples" / "retirement"
    if not folder.is_dir():
        raise InvalidRequest("there is no examples/retirement; run ./ancho demo in Ancho's repository")
    return folder


def _draw(summary: dict[str, object], sequences: int) -> None:
    try:
        from ancho._plotting import plot
    except ImportError:
        tell("no picture: matplotlib is not installed (pip install 'ancho[plot]')")
        return
    title = _TITLE.format(sequences)
    plot(summary, ("balance_by_year", "final_balance"), title).savefig(_PICTURE, dpi=150)
    tell(f"see {_PICTURE}")


_NEXT = """
Try next:
  ./ancho replay {run} 12345                     # any of these histories again, here (--pdb: step through it)
  ./ancho results {run} --format npz -o out.npz  # every number, as NumPy arrays
  ./ancho submit examples/retirement --sequences 1e6 --set withdrawal=5e4 --target "solvent: final_balance > 0" --watch
  ./ancho status                                 # what is running; `./ancho down` stops it"""
