"""``ancho run`` and ``ancho replay``: what happens on this machine."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ancho._activity import told_by
from ancho._assembly import Progress
from ancho._client import Client
from ancho._errors import RunFailed, ServiceError
from ancho._replay import check_index, debug, replay_in_process
from ancho._results import Results, check_path
from ancho._simulate import simulate
from ancho.cli._interrupts import ToldInterrupt
from ancho.cli._live import Display
from ancho.cli._options import hints_on_values, json_option, model_options, run_argument, whole_number
from ancho.cli._output import document, err, out, summary_tables, tell

_SEQUENCE_LIMIT = None  # until a local run has one


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@model_options
@click.option(
    "--workers", metavar="N", type=whole_number(1), default=os.cpu_count() or 1, help="Processes at once; one a core."
)
@click.option("--format", type=click.Choice(["csv", "npz", "json"]), help="Write the outputs; else by -o's ending.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the outputs.")
@json_option
def run(
    folder: Path,
    sequences: int,
    starting_values: tuple[tuple[str, Any], ...],
    max_failures: int,
    format: str | None,
    output: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Run the model in DIR on this machine, without any service.

    The numbers are those that `ancho submit` gives with the same seed. --json writes the summary.

    \b
    Examples:
      ancho run walk -n 1e4
      ancho run walk -n 1e5 --seed 7 --set drift=0.1 -o walk.csv
      ancho run walk -n 1e5 --target "ahead: end > 0"
    """
    if as_json and format and output is None:
        raise click.UsageError("--json and --format both write to standard output; give -o FILE")
    if output is not None:
        check_path(output, format)
    display = Display(sequences, "running", _SEQUENCE_LIMIT)
    given = dict(starting_values)
    with _kept_on_interrupt(sequences, output), display.shown(), told_by(display.activity), hints_on_values(given):
        results = simulate(folder, sequences=sequences, starting_values=given, progress=_shower(display), **options)
    tell(f"seed {results.seed}")
    _save(results, format, output)
    _show(results, as_json, to_stdout=format is None or output is not None)
    if len(results.failures) > max_failures:
        raise RunFailed(_failure(results, max_failures))


@click.command()
@run_argument
@click.argument("index", type=whole_number())
@click.option("--pdb", "debugging", is_flag=True, help="Under the debugger, from the model's first line.")
@json_option
def replay(run: str, index: int, debugging: bool, as_json: bool) -> None:
    """Run sequence INDEX of a run again, on this machine: the very same history.

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
        again = replay_in_process(folder, found, index)
        _compare(client, run, again)
    if as_json:
        document(again)
        return
    for name, value in again.get("outputs", {}).items():
        out.print(f"{name} = {value}", soft_wrap=True)
    if "failure" in again:
        failure = again["failure"]
        out.print(f"{failure['traceback']}\n{failure['error_type']}: {failure['message']}", soft_wrap=True)


@contextmanager
def _kept_on_interrupt(sequences: int, output: Path | None) -> Iterator[None]:
    """On Ctrl-C show what the sequences before the first unfinished one give, and say that it is not the whole."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        results: Results | None = getattr(interrupt, "results", None)
        completed = 0 if results is None else len(results.sequences) + len(results.failures)
        if results is not None and len(results.sequences):
            summary_tables(results.summary(), err, f"PARTIAL: the first {completed:,} of {sequences:,} sequences")
            tell(f"seed {results.seed}")
        written = f"; {output} was not written" if output is not None else ""
        tell(f"interrupted: {completed:,} of {sequences:,} sequences had been completed{written}")
        raise ToldInterrupt from None


def _shower(display: Display) -> Any:
    def show(progress: Progress) -> None:
        pace = progress.completed / progress.seconds if progress.seconds > 0 else None
        display.progress(progress.completed, progress.total, progress.failed, pace)

    return show


def _save(results: Results, format: str | None, output: Path | None) -> None:
    if output is not None and format in (None, output.suffix[1:]):
        results.save(output)
    elif format is not None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"results.{format}"
            results.save(file)
            if output is not None:
                output.write_bytes(file.read_bytes())
            else:
                sys.stdout.buffer.write(file.read_bytes())


def _show(results: Results, as_json: bool, to_stdout: bool) -> None:
    if as_json:
        document(results.summary())
    elif to_stdout:
        summary_tables(results.summary())


def _failure(results: Results, max_failures: int) -> str:
    first = results.failures[0]
    where = f"\n{first.traceback}" if first.traceback else ""
    return (
        f"{len(results.failures):,} of {len(results.failures) + len(results.sequences):,} sequences failed, "
        f"--max-failures is {max_failures:,}; "
        f"the first is {first.sequence}: {first.error_type}: {first.message}{where}"
    )


def _compare(client: Client, run: str, again: dict[str, Any]) -> None:
    """Say whether the run stored the same, if it stored the sequence at all."""
    try:
        stored = client.sequence(run, again["sequence"])
    except ServiceError:
        return
    if stored.get("outputs") == again.get("outputs"):
        tell("the same as the run stored")
    else:
        tell("NOT the same as the run stored: is another processor or another version of a package in use?")
