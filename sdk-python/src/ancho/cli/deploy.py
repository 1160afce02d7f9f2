"""``ancho deploy``, ``ancho undeploy`` and ``ancho scale``: Ancho on Marathon."""

from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from ancho._command import command
from ancho._errors import AnchoError, InvalidRequest
from ancho._marathon import specs, substitution, values
from ancho._marathon.api import Locked, Marathon
from ancho._marathon.changes import Change, changes, with_instances_kept
from ancho._marathon.deployment import Deployment
from ancho._marathon.observation import Snapshot
from ancho.cli._confirmation import check_can_ask, confirm
from ancho.cli._deployment import DeploymentDisplay, connected, failures_option, limits, marathon_options
from ancho.cli._interrupts import ToldInterrupt
from ancho.cli._options import whole_number
from ancho.cli._output import document, tell


@click.command()
@marathon_options
@failures_option
@click.option(
    "--values",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The cluster's values (marathon/values.yaml).",
)
@click.option("--dry-run", is_flag=True, help="Print the group, and what would change; send nothing.")
@click.option("--force", is_flag=True, help="Take the place of a deployment that is under way. Implies --no-rollback.")
@click.option("--no-rollback", is_flag=True, help="Leave a deployment that fails as it is.")
def deploy(
    url: str | None,
    user: str | None,
    timeout: str,
    task_failures: int,
    file: Path | None,
    dry_run: bool,
    force: bool,
    no_rollback: bool,
) -> None:
    """Deploy Ancho on Marathon, or bring it up to date.

    Sends marathon/ancho.json with the cluster's values, and follows the deployment until every task is healthy and
    ready. One that fails is explained and rolled back: when it makes no progress, when tasks of an app fail again and
    again, and on Ctrl-C. A first deployment is taken away again.

    Exit status: 0 every app is there; 1 it failed, and was rolled back if that was wanted; 2 it was refused, here or
    by Marathon, and nothing has changed; 3 there is no Marathon, or it has no leader; 4 the roll-back did not end; 130
    interrupted.

    \b
    Examples:
      ancho deploy --marathon http://marathon.my.net:8080 --dry-run
      ancho deploy --marathon http://marathon.my.net:8080 --values my.yaml
    """
    given = values.read(file)
    group = substitution.substituted(specs.group(), given)
    substitution.check(group)
    chosen = set(given.get("instances") or ())
    if dry_run:
        _dry_run(group, chosen, url, user)
        return
    with connected(url, user) as marathon:
        now = marathon.group(group["id"])
        group = with_instances_kept(group, now, chosen)
        _tell_changes(changes(group, now))
        with DeploymentDisplay("Deploying") as display:
            rolls_back = not (no_rollback or force)
            _carry_out(
                Deployment(marathon, group["id"], display, limits(timeout, task_failures), rolls_back),
                lambda: marathon.put_group(group, force=force),
                "" if force else f"take its place with: {command('deploy', '--force')}",
            )
    print("Ancho is deployed.")


@click.command()
@marathon_options
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.option("--force", is_flag=True, help="Also while a deployment is under way.")
def undeploy(url: str | None, user: str | None, timeout: str, yes: bool, force: bool) -> None:
    """End all of Ancho's apps on Marathon.

    What is in Cassandra and Kafka stays: runs go on when Ancho is deployed again.

    \b
    Example:
      ancho undeploy --marathon http://marathon.my.net:8080
    """
    check_can_ask(yes=yes)
    group_id = specs.group()["id"]
    with connected(url, user) as marathon:
        now = marathon.group(group_id)
        if now is None:
            print("Ancho is not deployed.")
            return
        running = ", ".join(f"{specs.name_of(app['id'])} ({app['instances']})" for app in now.get("apps") or [])
        if not confirm(f"End {running or group_id} on {marathon.url}?", yes=yes):
            raise click.Abort
        with DeploymentDisplay("Ending") as display:
            _carry_out(
                Deployment(marathon, group_id, display, limits(timeout), rolls_back=False),
                lambda: marathon.delete_group(group_id, force=force),
                "" if force else f"end it all the same with: {command('undeploy', '--force')}",
            )
    print("Ancho is not deployed any more.")


def _known_apps(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The apps that may be scaled, for a shell's completion."""
    try:
        apps = [app for app in specs.group()["apps"] if not specs.must_be_alone(app)]
    except (AnchoError, OSError):
        return []
    return [CompletionItem(name) for name in (specs.name_of(app["id"]) for app in apps) if name.startswith(begun)]


@click.command()
@click.argument("app", shell_complete=_known_apps)
@click.argument("instances", type=whole_number())
@marathon_options
def scale(app: str, instances: int, url: str | None, user: str | None, timeout: str) -> None:
    """Change how many instances of APP there are.

    Only the number is changed, since any other change restarts every task. What cannot be reached is taken back.
    On Ctrl-C it goes on.

    \b
    Example:
      ancho scale worker 20 --marathon http://marathon.my.net:8080
    """
    group_id = specs.group()["id"]
    with connected(url, user) as marathon:
        found = _app_to_scale(marathon, group_id, app, instances)
        if found["instances"] == instances:
            print(f"{app} has {instances} already.")
            return
        with DeploymentDisplay(f"Scaling {app} from {found['instances']} to {instances}") as display:
            _carry_out(
                Deployment(marathon, group_id, display, limits(timeout), rolls_back_on_interrupt=False),
                lambda: marathon.scale(found["id"], instances),
                "wait until it is over",
                lambda snapshot: _is_scaled(snapshot, app),
            )
    print(f"{app} has {instances}.")


def _is_scaled(snapshot: Snapshot, app: str) -> bool:
    return all(known.is_complete for known in snapshot.apps if known.name == app)


def _app_to_scale(marathon: Marathon, group_id: str, name: str, instances: int) -> dict[str, Any]:
    group = marathon.group(group_id)
    if group is None:
        raise InvalidRequest(f"Ancho is not deployed at {marathon.url}; deploy it with: {command('deploy')}")
    apps = {specs.name_of(app["id"]): app for app in group.get("apps") or []}
    if name not in apps:
        raise InvalidRequest(f"there is no app {name!r}; there are {', '.join(apps)}")
    if specs.must_be_alone(apps[name]) and instances != 1:
        raise InvalidRequest(f"{name} cannot have {instances} instances: {substitution.WHY_ALONE}")
    if instances == 0 and name != "worker":
        raise InvalidRequest(f"{name} cannot have 0 instances: Ancho does not work without it")
    found: dict[str, Any] = apps[name]
    return found


def _dry_run(group: specs.Group, chosen: set[str], url: str | None, user: str | None) -> None:
    """Print the group, on standard output, and what would change, on standard error; that needs a Marathon."""
    try:
        marathon = connected(url, user)
    except InvalidRequest:
        if url is not None:
            raise
        tell("no Marathon is named, so what would change is not known; see --marathon")
        document(group)
        return
    with marathon:
        now = marathon.group(group["id"])
        group = with_instances_kept(group, now, chosen)
        _tell_changes(changes(group, now))
        for number, step in enumerate(marathon.plan(group), start=1):
            actions = [f"{action['action']} {specs.name_of(action['app'])}" for action in step["actions"]]
            tell(f"step {number}: {', '.join(actions)}")
    document(group)


def _tell_changes(found: list[Change]) -> None:
    for change in found:
        for line in change.lines():
            tell(line)


def _carry_out(deployment: Deployment, send: Any, remedy: str, *is_wanted: Any) -> None:
    """Carry out; ``remedy`` is what to do if another deployment is under way, nothing if that does not matter."""
    try:
        if remedy:
            deployment.check_unlocked()
        deployment.carry_out(send, *is_wanted)
    except Locked as error:
        raise InvalidRequest(f"{error}\n  {remedy}") from None
    except KeyboardInterrupt:
        raise ToldInterrupt from None
