"""``ancho run``: a run on this machine."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ancho._activity import told_by
from ancho._assembly import Progress
from ancho._errors import InvalidRequest, RunFailed
from ancho._result_formats import FORMATS, check_path
from ancho._result_writing import write
from ancho._results import Results
from ancho._simulate import simulate
from ancho.cli._interrupts import ToldInterrupt
from ancho.cli._live import Display
from ancho.cli._model_output import model_output_shown
from ancho.cli._options import (
    hints_on_values,
    json_option,
    model_options,
    show_option,
    whole_number,
)
from ancho.cli._output import document, err, summary_tables, tell


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@model_options
@click.option(
    "--workers", metavar="N", type=whole_number(1), default=os.cpu_count() or 1, help="Processes at once; one a core."
)
@click.option("--format", type=click.Choice(FORMATS), help="Write the outputs to standard output.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the outputs to FILE.csv, .jsonl, .json or .npz; what was there stays if the run fails.",
)
@show_option
@json_option
def run(
    folder: Path,
    sequences: int,
    starting_values: tuple[tuple[str, Any], ...],
    format: str | None,
    output: Path | None,
    show: tuple[str, ...],
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
      ancho run walk -n 1e5 --show path
    """
    if as_json and format and output is None:
        raise click.UsageError("--json and --format both write to standard output; give -o FILE")
    if output is not None:
        check_path(output, format)
    elif format == "npz" and sys.stdout.isatty():
        raise click.UsageError("--format npz is not for a terminal; give -o FILE.npz")
    display = Display(sequences, "running", options["sequence_timeout"])
    given = dict(starting_values)
    try:
        with (
            _kept_on_interrupt(sequences, output),
            model_output_shown(),
            display.shown(),
            told_by(display.activity),
            hints_on_values(given),
        ):
            results = simulate(folder, sequences=sequences, starting_values=given, progress=_shower(display), **options)
    except RunFailed as failed:
        _tell_failure(failed, as_json)
        raise
    tell(f"seed {results.seed}")
    if output is not None:
        results.save(output)
        tell(f"{output}: {output.stat().st_size:,} bytes")
    elif format is not None:
        write(results, sys.stdout.buffer, format)
        return
    _show(results, show, as_json)


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


def _show(results: Results, outputs: tuple[str, ...], as_json: bool) -> None:
    """The summary; the whole of it before the refusal of an output that is not there, as it is nowhere else."""
    found = results.summary()
    try:
        wanted = found.select(*outputs) if outputs else found
    except InvalidRequest:
        if not as_json:
            summary_tables(found)
        raise
    if as_json:
        document(wanted)
    else:
        summary_tables(wanted)


def _tell_failure(failed: RunFailed, as_json: bool) -> None:
    """The seed, which repeats the failure, and for programs what is known of it."""
    if failed.results is not None:
        tell(f"seed {failed.results.seed}")
    if as_json:
        provenance = failed.results.provenance if failed.results is not None else None
        failures = [vars(failure) for failure in failed.failures]
        document({"state": "FAILED", "reason": str(failed), "failures": failures, "provenance": provenance})
