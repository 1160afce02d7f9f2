"""``ancho summary``, ``results``, ``failures`` and ``logs``."""

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ancho._client import Client
from ancho._command import command
from ancho._result_formats import FORMATS, check_path, format_of
from ancho._run import Run
from ancho._text import shown_lines
from ancho.cli._options import json_option, run_argument, show_option, whole_number
from ancho.cli._output import document, out, summary_tables, tell


@click.command()
@run_argument
@show_option
@json_option
def summary(run: str, show: tuple[str, ...], as_json: bool) -> None:
    """Show a completed run's statistics.

    \b
    Examples:
      ancho summary @last
      ancho summary @last --show 'balance_by_year[10]' --show final_balance
    """
    with Client() as client:
        found = client.summary(run)
    if show:
        found = found.select(*show)
    if as_json:
        document(found)
    else:
        summary_tables(found, more=f"{command('summary', found['run_id'])} --show")


@click.command()
@run_argument
@click.option("--format", type=click.Choice(FORMATS), help="Of standard output (csv); of a file its ending says it.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A .csv, .jsonl, .json or .npz file; else standard output.",
)
@click.option("--outputs", help="Which outputs, separated by commas; all if not given.")
@click.option("--from", "first", metavar="N", type=whole_number(), help="The first sequence.")
@click.option("--to", metavar="N", type=whole_number(), help="The sequence after the last.")
@json_option
def results(
    run: str,
    format: str | None,
    output: Path | None,
    outputs: str | None,
    first: int | None,
    to: int | None,
    as_json: bool,
) -> None:
    """Get the outputs of a run's sequences.

    A .csv or .jsonl file has a FILE.ancho.json beside it, which says where the numbers come from and what failed. With
    --json and no -o, the document holds them: {"items": [{"sequence": 0, ...}, ...]}.

    \b
    Examples:
      ancho results @last -o walk.npz
      ancho results @last --outputs end --to 1000 > end.csv
    """
    if output is not None:
        format = check_path(output, format)
    elif format == "npz" and sys.stdout.isatty():
        raise click.UsageError("--format npz is not for a terminal; give -o FILE.npz")
    asked: dict[str, Any] = {"outputs": outputs.split(",") if outputs else (), "first": first, "to": to}
    with Client() as client:
        if output is not None:
            _save(client, client.run(run), output, as_json, asked)
        elif as_json:
            with tempfile.TemporaryFile() as file:
                client.download(run, file, format="jsonl", **asked)
                file.seek(0)
                document({"items": [json.loads(line) for line in file]})
        else:
            client.download(run, sys.stdout.buffer, format=format or "csv", **asked)


def _save(client: Client, run: Run, output: Path, as_json: bool, asked: Mapping[str, Any]) -> None:
    client.download(run, output, **asked)
    size = output.stat().st_size
    tell(f"{output}: {size:,} bytes")
    if as_json:
        document({"run_id": run.id, "format": format_of(output), "file": str(output), "size_bytes": size})


@click.command()
@run_argument
@click.option("--limit", metavar="N", type=whole_number(1), help="How many; all if not given.")
@json_option
def failures(run: str, limit: int | None, as_json: bool) -> None:
    """Show the sequences that failed, and why.

    \b
    Example:
      ancho failures @last --limit 5
    """
    with Client() as client:
        found = client.failures(run, limit=limit)
        if as_json:
            document({"items": [vars(failure) for failure in found], "next": None})
            return
        for failure in found:
            out.print(f"sequence {failure.sequence}: {failure.error_type}: {failure.message}", soft_wrap=True)
            if failure.traceback:
                out.print(failure.traceback, style="dim", soft_wrap=True)


@click.command()
@run_argument
@click.option("--raw", is_flag=True, help="As it was printed, with characters that a terminal obeys.")
@json_option
def logs(run: str, raw: bool, as_json: bool) -> None:
    """Show what the run's model printed.

    Characters that a terminal would obey are shown as \\x1b and the like.

    \b
    Example:
      ancho logs @last | less
    """
    with Client() as client:
        text = client.logs(run)
    if as_json:
        document({"run_id": run, "text": text})
    else:
        print(text if raw else shown_lines(text), end="")
