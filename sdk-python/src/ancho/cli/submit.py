"""``ancho submit``."""

from pathlib import Path
from typing import Any

import click

from ancho._client import Client
from ancho._command import command
from ancho._targets import Target
from ancho.cli._interrupts import told_on_interrupt
from ancho.cli._model_output import model_output_shown
from ancho.cli._options import duration, hints_on_values, json_option, label, model_options, whole_number
from ancho.cli._output import document, summary_tables, tell
from ancho.cli._service import follow, wait


@click.command()
@click.argument("model", metavar="[DIR]", required=False)
@click.option("--git", metavar="URL", help="A public git repository to take the model from, in place of DIR.")
@click.option("--ref", help="Of the repository: a branch, tag or full commit id (HEAD).")
@click.option("--path", help="The model's folder in the repository (its root).")
@click.option("--http", metavar="URL", help="A .tar.gz or .zip to take the model from, in place of DIR.")
@click.option("--sha256", metavar="DIGEST", help="What the digest of that archive must be.")
@model_options
@click.option("--executors", metavar="N", type=whole_number(1), help="Executors of its own; else the pool runs it.")
@click.option("--cpus", type=float, help="Of each executor (1).")
@click.option("--mem-mib", metavar="N", type=whole_number(1), help="Of each executor (1024).")
@click.option("--name", help="The run's name; else the model's.")
@click.option("--label", "labels", metavar="KEY=VALUE", type=label, multiple=True, help="Repeatable.")
@click.option("--timeout", metavar="TIME", type=duration, help="The longest that the run may take (no limit).")
@click.option("--not-reproducible", is_flag=True, help="Also a model that does not give the same numbers twice.")
@click.option("--wait", "waiting", is_flag=True, help="Wait until it is over.")
@click.option("--watch", "watching", is_flag=True, help="Show it live until it is over, and then its summary.")
@json_option
def submit(
    model: str | None,
    git: str | None,
    ref: str | None,
    path: str | None,
    http: str | None,
    sha256: str | None,
    starting_values: tuple[tuple[str, Any], ...],
    targets: tuple[Target, ...],
    labels: tuple[tuple[str, str], ...],
    executors: int | None,
    cpus: float | None,
    mem_mib: int | None,
    not_reproducible: bool,
    waiting: bool,
    watching: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Run the model in DIR (or of the id DIR) at the service.

    The model's first sequences are tried on this machine, twice, for some seconds; if one fails, nothing is submitted
    unless --max-failures allows it, nor if the numbers are not the same. The model is uploaded if the service does not
    have it. With --git or --http the service fetches it by itself.

    \b
    Examples:
      ancho submit walk -n 1e6 --watch
      ancho submit walk -n 1e7 --set drift=0.1 --executors 4 --label study=a
      ancho submit --git https://example.org/models.git --path walk -n 1e6
    """
    source = {"git": git, "ref": ref, "path": path, "http": http, "sha256": sha256}
    if (model is None) == all(value is None for value in source.values()):
        raise click.UsageError("give either DIR, --git URL or --http URL")
    options = {name: value for name, value in options.items() if value is not None}
    given = dict(starting_values)
    with Client() as client:
        with (
            model_output_shown(),
            told_on_interrupt(f"if it was submitted already, it is shown by: {command('runs')}"),
            hints_on_values(given),
        ):
            run = client.submit(
                _model(client, model, source),
                starting_values=given,
                targets=targets,
                executors=_executors(executors, cpus, mem_mib),
                labels=dict(labels),
                reproducible=not not_reproducible,
                **options,
            )
        tell(f"run {run.id}, seed {run.document['seed']}" + (f"; {run.tried}" if run.tried else ""))
        if watching:
            run = follow(client, run)
        elif waiting:
            run = wait(run)
        if as_json:
            document(run.document)
        run.succeeded()
        if watching and not as_json:
            summary_tables(run.summary(), more=f"{command('summary', run.id)} --show")
        elif not as_json:
            print(run.id)


def _model(client: Client, model: str | None, source: dict[str, str | None]) -> str | Path:
    if model is not None:
        return model if model.startswith("sha256:") else Path(model)
    added = client.add_model(**source)
    pinned = (added["source"] or {}).get("git", {}).get("commit")
    tell(f"model {added['id']}" + (f", commit {pinned}" if pinned and source["git"] else ""))
    return str(added["id"])


def _executors(count: int | None, cpus: float | None, mem_mib: int | None) -> dict[str, Any] | None:
    given = {"count": count, "cpus": cpus, "mem_mib": mem_mib}
    return {name: value for name, value in given.items() if value is not None} or None
