"""``ancho runs``, ``show``, ``watch`` and ``cancel``."""

from collections.abc import Mapping
from typing import Any

import click
from rich.table import Table

from ancho._client import Client
from ancho._command import command
from ancho.cli._options import json_option, label, run_argument, whole_number
from ancho.cli._output import document, out, summary_tables, tell
from ancho.cli._runs_table import runs_table
from ancho.cli._service import follow


@click.command()
@click.option("--state", type=str.upper, help="Only runs in this state.")
@click.option("--label", "wanted", metavar="KEY=VALUE", type=label, help="Only runs with this label.")
@click.option("--name", help="Only runs of this name.")
@click.option("--limit", metavar="N", type=whole_number(1), default=20, help="How many (20).")
@json_option
def runs(state: str | None, wanted: tuple[str, str] | None, name: str | None, limit: int, as_json: bool) -> None:
    """List the runs, newest first.

    On a terminal the start of a run's id is shown, which is enough to name it.

    \b
    Examples:
      ancho runs
      ancho runs --state running --label study=retirement
      ancho runs --name nightly
    """
    with Client() as client:
        of = ":".join(wanted) if wanted else None
        found = [run.document for run in client.runs(state=state, label=of, name=name, limit=limit)]
    if as_json:
        document({"items": found, "next": None})
    elif found:
        out.print(runs_table(found, out.width, is_short=out.is_terminal))
    else:
        tell("no runs")


@click.command()
@run_argument
@json_option
def show(run: str, as_json: bool) -> None:
    """Show a run: its state, progress and parameters.

    \b
    Examples:
      ancho show @last
      ancho show 3f2a --json
    """
    with Client() as client:
        found = client.run(run).document
    if as_json:
        document(found)
    else:
        out.print(_details(found))


@click.command()
@run_argument
@json_option
def watch(run: str, as_json: bool) -> None:
    """Show a run live until it is over, and then its summary.

    Ctrl-C ends the watching; the run goes on.

    \b
    Example:
      ancho watch @last
    """
    with Client() as client:
        ended = follow(client, client.run(run))
        if as_json:
            document(ended.document)
        ended.succeeded()
        if not as_json:
            summary_tables(ended.summary(), more=f"{command('summary', ended.id)} --show")


@click.command()
@run_argument
@json_option
def cancel(run: str, as_json: bool) -> None:
    """Cancel a run.

    \b
    Example:
      ancho cancel @last
    """
    with Client() as client:
        cancelled = client.cancel(run)
    if as_json:
        document(cancelled.document)
    else:
        out.print(f"{cancelled.id} {cancelled.state}", soft_wrap=True)


def _details(run: Mapping[str, Any]) -> Table:
    progress, executors = run["progress"], run["executors"]
    rows: dict[str, Any] = {
        "run": run["id"],
        "name": run["name"],
        "state": run["state"] + (f": {run['reason']}" if run["reason"] else ""),
        "model": f"{run['model']['name']} {run['model']['id']}",
        "sequences": f"{progress['completed']:,} of {progress['total']:,}, {progress['failed']:,} failed",
        "pace": f"{progress['per_second']:,.0f}/s" if progress.get("per_second") else None,
        "seed": run["seed"],
        "starting values": _pairs(run["starting_values"]),
        "targets": "; ".join(f"{t['name']}: {t['output']} {t['op']} {t['value']:g}" for t in run["targets"]),
        "executors": f"{executors['count']} of its own" if executors else "the pool's",
        "their trouble": _trouble(executors["trouble"]) if executors and executors.get("trouble") else None,
        "wall": "none: the model runs without one (ANCHO_SANDBOX=none)" if run.get("sandbox") == "none" else None,
        "labels": _pairs(run["labels"]),
        "created": run["created_at"],
        "started": run["started_at"],
        "ended": run["ended_at"],
    }
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows.items():
        if value not in (None, ""):
            table.add_row(name, str(value))
    return table


def _trouble(trouble: Mapping[str, Any]) -> str:
    """Why the latest executor failed, then the end of what it wrote."""
    why = ", ".join(filter(None, (trouble["state"], trouble["reason"])))
    told = [
        f"{trouble['attempts']:,} failed in a row since {trouble['since']}",
        f"{trouble['agent']}: {trouble['message']} ({why})",
    ]
    if trouble["advice"]:
        told.append(trouble["advice"])
    if trouble["next_attempt"]:
        told.append(f"next attempt {trouble['next_attempt']}")
    return "\n".join([*told, *(f"| {line}" for line in trouble["log"])])


def _pairs(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())
