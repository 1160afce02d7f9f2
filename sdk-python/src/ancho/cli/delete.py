"""``ancho delete`` and ``ancho models``."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click
from rich.table import Table

from ancho._client import Client
from ancho._errors import ServiceError
from ancho.cli._confirmation import check_can_ask, confirm
from ancho.cli._options import json_option, whole_number
from ancho.cli._output import document, err, out, tell
from ancho.cli._runs_table import age, runs_table

_CONFLICT = 409
_MODEL_ID = "sha256:"
_SHORT_MODEL_ID = len(_MODEL_ID) + 12


@click.command()
@click.argument("references", metavar="RUN...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--model", "with_models", is_flag=True, help="Delete the runs' models too, if no other run uses them.")
@json_option
def delete(references: tuple[str, ...], yes: bool, with_models: bool, as_json: bool) -> None:
    """Delete runs, or models that no run uses.

    A run's results, failures, logs and summary go with it, and a run that is under way is cancelled first. A model is
    named by its id, sha256:..., or the start of it.

    \b
    Examples:
      ancho delete @last
      ancho delete 3f2a 9c01 --model --yes
      ancho delete sha256:3f0a377b
    """
    check_can_ask(yes=yes)
    with Client() as client:
        runs = _runs(client, [reference for reference in references if not reference.startswith(_MODEL_ID)])
        models = _models(client, [reference for reference in references if reference.startswith(_MODEL_ID)])
        _show(runs, models)
        if not confirm(_question(runs, models), yes=yes):
            tell("nothing was deleted")
            sys.exit(1)
        for run in runs:
            client.delete(run["id"])
        for model in models:
            client.delete_model(model["id"])
        deleted_models = [model["id"] for model in models]
        if with_models:
            deleted_models += _delete_unused(client, dict.fromkeys(run["model"]["id"] for run in runs))
    if as_json:
        document({"runs": [run["id"] for run in runs], "models": deleted_models})
    else:
        tell(f"deleted: {_counted(len(runs), 'run')}, {_counted(len(deleted_models), 'model')}")


@click.command()
@click.option("--limit", metavar="N", type=whole_number(1), default=20, help="How many (20).")
@json_option
def models(limit: int, as_json: bool) -> None:
    """List the models that the service has of you, newest first.

    \b
    Example:
      ancho models
    """
    with Client() as client:
        found = list(client.models(limit=limit))
    if as_json:
        document({"items": found, "next": None})
    elif found:
        out.print(_models_table(found, is_short=out.is_terminal))
    else:
        tell("no models")


def _runs(client: Client, references: Sequence[str]) -> list[dict[str, Any]]:
    """Each run once, in the order given."""
    found = [client.run(reference).document for reference in references]
    return list({run["id"]: run for run in found}.values())


def _models(client: Client, references: Sequence[str]) -> list[dict[str, Any]]:
    found = [client.model(reference) for reference in references]
    return list({model["id"]: model for model in found}.values())


def _show(runs: Sequence[Mapping[str, Any]], models: Sequence[Mapping[str, Any]]) -> None:
    if runs:
        err.print(runs_table(runs, err.width, is_short=err.is_terminal))
    if models:
        err.print(_models_table(models, is_short=err.is_terminal))


def _question(runs: Sequence[Mapping[str, Any]], models: Sequence[Mapping[str, Any]]) -> str:
    parts = [_counted(len(runs), "run") + " with all results"] if runs else []
    parts += [_counted(len(models), "model")] if models else []
    under_way = sum(run["ended_at"] is None for run in runs)
    first = f" ({under_way} under way: cancelled first)" if under_way else ""
    return f"Delete {' and '.join(parts)}{first}? This cannot be undone."


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _delete_unused(client: Client, model_ids: Mapping[str, None]) -> list[str]:
    deleted = []
    for model_id in model_ids:
        try:
            client.delete_model(model_id)
            deleted.append(model_id)
        except ServiceError as error:
            if error.status != _CONFLICT:
                raise
            tell(f"{error}")
    return deleted


def _models_table(models: Sequence[Mapping[str, Any]], *, is_short: bool) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for title in ("model", "name", "entrypoint"):
        table.add_column(title, no_wrap=True, overflow="ellipsis")
    for title in ("size", "age"):
        table.add_column(title, no_wrap=True, justify="right")
    for model in models:
        shown = model["id"][:_SHORT_MODEL_ID] if is_short else model["id"]
        size = f"{model['size_bytes'] / 1024:,.0f} KiB"
        table.add_row(shown, model["name"], model["entrypoint"], size, age(model["created_at"]))
    return table
