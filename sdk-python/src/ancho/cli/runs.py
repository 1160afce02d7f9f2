"""``ancho runs``, ``show``, ``watch`` and ``cancel``."""

from collections.abc import Mapping
from typing import Any

import click
from rich.table import Table

from ancho._client import Client
from ancho.cli._options import json_option, label, whole_number
from ancho.cli._output import document, out, summary_tables
from ancho.cli._service import follow


@click.command()
@click.option("--state", type=str.upper, help="Only runs in this state.")
@click.option("--label", "wanted", metavar="KEY=VALUE", type=label, help="Only runs with this label.")
@click.option("--limit", metavar="N", type=whole_number(1), default=20, help="How many (20).")
@json_option
def runs(state: str | None, wanted: tuple[str, str] | None, limit: int, as_json: bool) -> None:
    """List the runs, newest first."""
    with Client() as client:
        of = ":".join(wanted) if wanted else None
        found = [run.document for run in client.runs(state=state, label=of, limit=limit)]
    if as_json:
        document({"items": found, "next": None})
    elif found:
        out.print(_table(found))
    else:
        click.echo("no runs", err=True)


@click.command()
@click.argument("run")
@json_option
def show(run: str, as_json: bool) -> None:
    """Show a run: its state, progress and parameters."""
    with Client() as client:
        found = client.run(run).document
    if as_json:
        document(found)
    else:
        out.print(_details(found))


@click.command()
@click.argument("run")
@json_option
def watch(run: str, as_json: bool) -> None:
    """Show a run live until it is over, and then its summary."""
    with Client() as client:
        ended = follow(client, client.run(run))
        if as_json:
            document(ended.document)
        ended.succeeded()
        if not as_json:
            summary_tables(ended.summary())


@click.command()
@click.argument("run")
@json_option
def cancel(run: str, as_json: bool) -> None:
    """Cancel a run."""
    with Client() as client:
        cancelled = client.cancel(run)
    if as_json:
        document(cancelled.document)
    else:
        click.echo(f"{cancelled.id} {cancelled.state}")


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("run", "name", "state", "sequences", "completed", "created"):
        table.add_column(name, justify="right" if name in ("sequences", "completed") else "left", no_wrap=name == "run")
    for run in found:
        completed = f"{run['progress']['completed'] / run['sequences']:.0%}"
        table.add_row(run["id"], run["name"], run["state"], f"{run['sequences']:,}", completed, run["created_at"])
    return table


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
        "labels": _pairs(run["labels"]),
        "created": run["created_at"],
        "started": run["started_at"],
        "ended": run["ended_at"],
    }
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for name, value in rows.items():
        if value not in (None, ""):
            table.add_row(name, str(value))
    return table


def _pairs(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())
