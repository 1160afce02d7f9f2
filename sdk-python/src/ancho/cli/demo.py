"""``ancho demo``."""

import os
from pathlib import Path
from typing import Any

import click

from ancho._client import Client, Run
from ancho._command import command
from ancho._errors import InvalidRequest, MissingPackage
from ancho._home import home
from ancho.cli._interrupts import told_on_interrupt
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
    """Start everything on this machine and run a real study from end to end.

    The picture is written to $ANCHO_HOME/demo.

    \b
    Examples:
      ancho demo
      ancho demo -n 1e5 --seed 7
    """
    from ancho.cli.stack import ensure_up

    folder = _example()
    ensure_up()
    with Client() as client:
        options: dict[str, Any] = {} if seed is None else {"seed": seed}
        targets = ["solvent: final_balance > 0"]
        with told_on_interrupt(f"if it was submitted already, it is shown by: {command('runs')}"):
            run = client.submit(folder, sequences=sequences, targets=targets, executors=executors, **options)
        tell(f"run {run.id}: {sequences:,} histories on {executors} executors of its own")
        run = follow(client, run).succeeded()
        with told_on_interrupt(f"run {run.id} is completed; see it with: {command('summary', run.id)}"):
            summary = run.summary()
            if as_json:
                document(run.document)
            else:
                summary_tables(summary, more=f"{command('summary', run.id)} --show")
            _draw(run, sequences)
    tell(_next_steps(run.id, sequences, folder))


def _example() -> Path:
    repository = os.environ.get("ANCHO_REPO")
    folder = Path(repository or ".") / "examples" / "retirement"
    if not folder.is_dir():
        raise InvalidRequest("there is no examples/retirement; run ./ancho demo in Ancho's repository")
    return folder


def _draw(run: Run, sequences: int) -> None:
    file = home().expanduser().absolute() / "demo" / _PICTURE
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        picture = run.plot(("balance_by_year", "final_balance"), title=_TITLE.format(sequences))
    except MissingPackage as missing:
        tell(str(missing))
        return
    picture.savefig(file, dpi=150)
    tell(f"see {file}")


def _next_steps(run: str, sequences: int, folder: Path) -> str:
    """Commands that work from where the user is, with the sequences that the run has."""
    study = [_from_here(folder), "-n", "1e6", "--set", "withdrawal=5e4", "--target", "solvent: final_balance > 0"]
    steps = (
        (
            "any of these histories again, here (--pdb: step through it)",
            command("replay", run, min(12345, sequences - 1)),
        ),
        ("every number, as NumPy arrays", command("results", run, "-o", "retirement.npz")),
        ("another rate of withdrawal", command("submit", *study, "--watch")),
        (f"what is running ({command('down')} stops it)", command("status")),
    )
    return "\nTry next:" + "".join(f"\n  # {what}\n  {step}" for what, step in steps)


def _from_here(folder: Path) -> Path:
    folder, here = folder.absolute(), Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
