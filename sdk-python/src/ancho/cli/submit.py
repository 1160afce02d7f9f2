"""``ancho submit``."""

from pathlib import Path
from typing import Any

import click

from ancho._client import Client
from ancho._targets import Target
from ancho.cli._options import duration, json_option, label, model_options, whole_number
from ancho.cli._output import document, summary_tables, tell
from ancho.cli._service import follow, wait


@click.command()
@click.argument("model", metavar="DIR")
@model_options
@click.option("--executors", metavar="N", type=whole_number(1), help="Executors of its own; else the pool runs it.")
@click.option("--cpus", type=float, help="Of each executor (1).")
@click.option("--mem-mib", metavar="N", type=whole_number(1), help="Of each executor (1024).")
@click.option("--name", help="The run's name; else the model's.")
@click.option("--label", "labels", metavar="KEY=VALUE", type=label, multiple=True, help="Repeatable.")
@click.option("--sequence-timeout", metavar="30s", type=duration, help="The longest that one sequence may take (30s).")
@click.option("--timeout", metavar="30s", type=duration, help="The longest that the run may take (no limit).")
@click.option("--wait", "waiting", is_flag=True, help="Wait until it is over.")
@click.option("--watch", "watching", is_flag=True, help="Show it live until it is over, and then its summary.")
@json_option
def submit(
    model: str,
    starting_values: tuple[tuple[str, Any], ...],
    targets: tuple[Target, ...],
    labels: tuple[tuple[str, str], ...],
    executors: int | None,
    cpus: float | None,
    mem_mib: int | None,
    waiting: bool,
    watching: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Run the model in DIR (or of the id DIR) at the service.

    The model is tried on this machine first, and uploaded if the service does not have it.
    """
    options = {name: value for name, value in options.items() if value is not None}
    with Client() as client:
        run = client.submit(
            model if model.startswith("sha256:") else Path(model),
            starting_values=dict(starting_values),
            targets=targets,
            executors=_executors(executors, cpus, mem_mib),
            labels=dict(labels),
            **options,
        )
        tell(f"run {run.id}, seed {run.document['seed']}")
        if watching:
            run = follow(client, run)
        elif waiting:
            run = wait(run)
        if as_json:
            document(run.document)
        run.succeeded()
        if watching and not as_json:
            summary_tables(run.summary())
        elif not as_json:
            click.echo(run.id)


def _executors(count: int | None, cpus: float | None, mem_mib: int | None) -> dict[str, Any] | None:
    given = {"count": count, "cpus": cpus, "mem_mib": mem_mib}
    return {name: value for name, value in given.items() if value is not None} or None
