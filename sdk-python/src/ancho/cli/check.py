"""``ancho check``."""

import sys
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from ancho._inspection import Inspection, inspect_model
from ancho._numerics import CHOICES, PORTABLE
from ancho._simulate import drawn_seed
from ancho._text import shown
from ancho.cli._model_output import model_output_shown
from ancho.cli._options import assignment, json_option, whole_number
from ancho.cli._output import document, out, tell

_FAILED = 1


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--seed", type=whole_number(), metavar="S", help="Drawn if not given.")
@click.option(
    "--set", "starting_values", type=assignment, metavar="NAME=VALUE", multiple=True, help="A starting value."
)
@click.option("--block-size", type=whole_number(1), metavar="N", default=1024, help="Of a batch model (1024).")
@click.option("--numerics", type=click.Choice(CHOICES), default=PORTABLE, help="As of a run (portable).")
@json_option
def check(
    folder: Path,
    seed: int | None,
    starting_values: tuple[tuple[str, Any], ...],
    block_size: int,
    numerics: str,
    as_json: bool,
) -> None:
    """Look at the model in DIR: what goes in, what comes out, and whether it gives the same numbers twice.

    Its first sequences are executed in order, and once more in reverse order in another process. Exit status 1 if one
    fails or the numbers are others.

    \b
    Example:
      ancho check walk --set drift=0.1
    """
    seed = drawn_seed() if seed is None else seed
    with model_output_shown():
        found = inspect_model(folder, dict(starting_values), seed=seed, block_size=block_size, numerics=numerics)
    if as_json:
        document(found.document())
    else:
        _show(found)
    if found.failure or not found.is_reproducible:
        sys.exit(_FAILED)


def _show(found: Inspection) -> None:
    pace = f", {found.seconds_per_sequence:.2g} s a sequence" if found.seconds_per_sequence is not None else ""
    kind = "batch model" if found.batch else "model"
    out.print(
        f"{shown(found.name)}: a {kind}, Python {found.python}{pace}", soft_wrap=True, markup=False, highlight=False
    )
    rows = [("in", name, repr(value)) for name, value in found.starting_values.items()]
    for output in found.outputs:
        length = "a number" if output["length"] is None else f"{output['length']:,} numbers"
        more = ", ".join(f"{output[key]}" for key in ("unit", "label", "elements") if key in output)
        rows.append(("out", output["name"], f"{length}, {more}" if more else length))
    table = Table.grid(padding=(0, 2))
    for kind, name, what in rows:
        table.add_row(kind, shown(name), shown(what))
    out.print(table)
    if found.failure:
        out.print(
            f"sequence {found.failure.sequence} failed with {found.failure.error_type}: {found.failure.message}",
            soft_wrap=True,
            markup=False,
            highlight=False,
        )
    if found.difference:
        out.print(f"NOT the same twice: {found.difference}", soft_wrap=True, markup=False, highlight=False)
    elif found.tried:
        out.print(f"the same twice, {found.tried:,} sequences", highlight=False)
    if found.note:
        tell(found.note)
