"""``ancho replay`` and ``ancho reproduce``: what was run before, run again."""

import sys
from collections.abc import Mapping
from typing import Any

import click

from ancho._client import Client
from ancho._errors import ServiceError
from ancho._replay import check_index, debug, replay_in_process
from ancho._surroundings import differences
from ancho.cli._live import Display
from ancho.cli._model_output import model_output_shown
from ancho.cli._options import json_option, run_argument, whole_number
from ancho.cli._output import document, out, tell

_DIFFERENT = 1


@click.command()
@run_argument
@click.argument("index", type=whole_number())
@click.option("--pdb", "debugging", is_flag=True, help="Under the debugger, from the model's first line.")
@json_option
def replay(run: str, index: int, debugging: bool, as_json: bool) -> None:
    """Run sequence INDEX of a run again, on this machine: the very same history.

    Exit status 1 if its numbers are not those that the run stored.

    \b
    Examples:
      ancho replay @last 12345
      ancho replay 3f2a 12345 --pdb
    """
    with Client() as client:
        found = client.run(run).document
        check_index(found, index)
        folder = client.model_folder(found["model"]["id"])
        if debugging:
            sys.exit(debug(folder, found, index))
        with model_output_shown():
            again, here = replay_in_process(folder, found, index)
        is_same = _compare(client, run, again, here)
    if as_json:
        document(again)
    else:
        _show(again)
    if not is_same:
        sys.exit(_DIFFERENT)


def _show(again: dict[str, Any]) -> None:
    for name, value in again.get("outputs", {}).items():
        out.print(f"{name} = {value}", soft_wrap=True)
    if "failure" in again:
        failure = again["failure"]
        trace = f"{failure['traceback']}\n" if failure["traceback"] else ""
        out.print(f"{trace}{failure['error_type']}: {failure['message']}", soft_wrap=True)


def _compare(client: Client, run: str, again: dict[str, Any], here: Mapping[str, Any]) -> bool:
    """Whether it is what the run stored, if it stored the sequence at all; said together with what is different."""
    try:
        stored = client.sequence(run, again["sequence"])
    except ServiceError:
        return True
    is_same = bool(stored.get("outputs") == again.get("outputs"))
    there = client.provenance(run).get("environment")
    differing = differences(here, there, ("here", "in the run")) if there else ""
    environments = f"; the environments differ: {differing}" if differing else ""
    tell(f"{'the same as the run stored' if is_same else 'NOT the same as the run stored'}{environments}")
    return is_same


@click.command()
@run_argument
@click.option("--sample", metavar="N", type=whole_number(1), help="Only so many of its sequences.")
@click.option("--here", is_flag=True, help="On this machine in place of the service.")
@json_option
def reproduce(run: str, sample: int | None, here: bool, as_json: bool) -> None:
    """Run a run again, and compare every bit of it with what is stored.

    At the service a sample is the run's first sequences; here it is taken from its beginning to its end. Exit status 1
    if anything is different.

    \b
    Examples:
      ancho reproduce @last
      ancho reproduce @last --here --sample 10000
    """
    with Client() as client:
        found = client.run(run)
        total = min(sample or found.document["sequences"], found.document["sequences"])
        display = Display(total, "comparing")
        with model_output_shown(), display.shown():
            done = client.reproduce(
                found, sample=sample, here=here, progress=lambda compared, of: display.progress(compared, of, 0, None)
            )
    if as_json:
        document({**vars(done), "difference": vars(done.difference) if done.difference else None})
    else:
        out.print(str(done), soft_wrap=True, markup=False, highlight=False)
    if not done.is_same:
        sys.exit(_DIFFERENT)
