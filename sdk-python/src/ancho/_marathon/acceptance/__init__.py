"""What Marathon 1.11 would say of an app or a group, without a Marathon.

Like Marathon it looks in two stages: at each field for itself (``shapes``, ``schema``), and, when nothing is refused
there, at how fields go together (all other modules, one for each kind of rule). Beyond Marathon it tells what would be
accepted and then fail or be forgotten. The rules were written after Marathon's own types and validators and after
answers of a running one, which ``marathon/recorded_answers.jsonl`` holds.
"""

from typing import Any

from . import checks, command, group, identity, networking, placement, replacement, schema, secrets, storage
from .problem import Outcome, Problem, Problems
from .settings import AS_INSTALLED, Settings

__all__ = ["Outcome", "Problem", "Settings", "app_problems", "group_problems"]


def app_problems(app: Any, settings: Settings = AS_INSTALLED) -> list[Problem]:
    """What is wrong with an app, as POST /v2/apps would have it."""
    found = list(schema.APP.problems(app, ""))
    if not _is_refused(found):
        found += _of_app(app, settings)
        own = group.Member("", identity.absolute(app["id"], "/"), app, [])
        found += group.of_order([own._replace(needs=app.get("dependencies") or [])], own.id)
    return found


def group_problems(document: Any, settings: Settings = AS_INSTALLED) -> list[Problem]:
    """What is wrong with a group, as PUT /v2/groups would have it."""
    found = list(schema.GROUP.problems(document, ""))
    if not _is_refused(found):
        given = list(group.members(document))
        for member in given:
            whole = {**member.app, "id": member.id}
            found += [problem.below(member.path) for problem in _of_app(whole, settings)]
        found += group.of_group(document)
        found += group.of_order(given, identity.absolute(document.get("id") or "", "/"))
        found += group.of_service_ports(given)
    return found


def _is_refused(found: list[Problem]) -> bool:
    return any(problem.outcome == "refused" for problem in found)


def _of_app(app: dict[str, Any], settings: Settings) -> Problems:
    for rule in (
        identity.of_id,
        identity.of_dependencies,
        command.of_command,
        command.of_image,
        command.of_fetch,
        networking.of_superseded_fields,
        networking.of_ports,
        networking.of_names_of_networks,
        checks.of_health_checks,
        checks.of_readiness_checks,
        checks.of_check,
        placement.of_constraints,
        placement.of_limits,
        replacement.of_unreachable,
        replacement.of_labels,
    ):
        yield from rule(app)
    for depends in (
        networking.of_networks,
        placement.of_roles,
        placement.of_gpus,
        secrets.of_secrets,
        storage.of_volumes,
        storage.of_residents,
    ):
        yield from depends(app, settings)
