"""Volumes, and what an app that keeps something on its agent may not do."""

from collections import Counter
from typing import Any

from .placement import is_pattern
from .problem import Problem, Problems
from .reading import container, given
from .secrets import SWITCH_ON
from .settings import Settings


def volumes(app: dict[str, Any]) -> list[dict[str, Any]]:
    """The volumes of an app's container."""
    found: list[dict[str, Any]] = given(container(app), "volumes", [])
    return found


def is_resident(app: dict[str, Any]) -> bool:
    """Whether the app keeps something on its agent, so that its instances stay there."""
    return bool(app.get("residency")) or any(volume.get("persistent") for volume in volumes(app))


def of_volumes(app: dict[str, Any], settings: Settings) -> Problems:
    """Secret, persistent and external volumes have rules of their own."""
    for position, volume in enumerate(volumes(app)):
        path = f"/container/volumes({position})"
        if volume.get("persistent"):
            yield from _persistent(volume, path)
        if volume.get("external") is not None:
            yield from _external(volume, settings, path)
        if volume.get("secret") and volume["secret"] not in (app.get("secrets") or {}):
            yield Problem(path, f"no secret {volume['secret']} is declared", "add it to secrets")
    if any(volume.get("secret") for volume in volumes(app)) and "secrets" not in settings.features:
        yield Problem("/container/secretVolumes(container)", "secrets are switched off", SWITCH_ON)
    names = Counter((volume.get("external") or {}).get("name") for volume in volumes(app))
    if any(times > 1 for name, times in names.items() if name):
        yield Problem("/container/volumes", "two external volumes of one name", "different names")


def _persistent(volume: dict[str, Any], path: str) -> Problems:
    inside, kept = volume["containerPath"], volume["persistent"]
    if "/" in inside or inside in (".", ".."):
        yield Problem(f"{path}/containerPath", f"{inside} is not a plain name", "a folder of the sandbox, such as data")
    if volume["mode"] != "RW":
        yield Problem(f"{path}/mode", "a persistent volume is written to", "RW")
    if kept["size"] <= 0:
        yield Problem(f"{path}/persistent/size", "no size", "more than 0, in MiB")
    if kept.get("maxSize") is not None and (kept.get("type") != "mount" or kept["maxSize"] <= kept["size"]):
        yield Problem(f"{path}/persistent", "maxSize is for mount alone, and more than size", "leave it out")
    for constraint in kept.get("constraints") or []:
        is_known = len(constraint) == 3 and constraint[0] == "path" and constraint[1] in ("LIKE", "UNLIKE")
        if not is_known or not is_pattern(constraint[2]) or (kept.get("type") or "root") == "root":
            yield Problem(f"{path}/persistent/constraints", f"{constraint}", "[path, LIKE, pattern], not for root")


def _external(volume: dict[str, Any], settings: Settings, path: str) -> Problems:
    for name in ("name", "provider"):
        if not volume["external"].get(name):
            yield Problem(f"{path}/external/{name}", "missing", f"add the volume's {name}")
    if "external_volumes" not in settings.features:
        yield Problem(path, "external volumes are switched off", "--enable_features external_volumes")


def of_residents(app: dict[str, Any], settings: Settings) -> Problems:
    """What stays on its agent has a role, is never doubled, and is never given up."""
    if not is_resident(app):
        return
    if any(volume.get("persistent") for volume in volumes(app)) and (app.get("role") or settings.role) == "*":
        yield Problem("/role", "what keeps something on its agent needs a role", "the group's, or --mesos_role")
    if set(given(app, "acceptedResourceRoles", ["*"])) != {"*"}:
        yield Problem("/acceptedResourceRoles", "what keeps something takes resources of no role", "['*']")
    if given(app, "upgradeStrategy", {}).get("maximumOverCapacity"):
        yield Problem("/upgradeStrategy/maximumOverCapacity", "a second cannot have the same volume", "0")
    if app.get("unreachableStrategy") not in (None, "disabled"):
        yield Problem("/unreachableStrategy", "what keeps something is not replaced elsewhere", "disabled")
