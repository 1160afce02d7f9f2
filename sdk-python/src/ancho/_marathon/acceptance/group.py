"""Apps that are sent together: their ids and what they wait for."""

import graphlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from .identity import absolute
from .problem import Problem, Problems


class Member(NamedTuple):
    """An app somewhere in a group."""

    path: str
    id: str
    app: dict[str, Any]
    needs: list[str]
    """The absolute ids of what it waits for, and of what the groups around it wait for."""


def members(group: dict[str, Any], base: str = "/", path: str = "", needs: tuple[str, ...] = ()) -> Iterator[Member]:
    """The apps of a group and of the groups in it, with their absolute ids."""
    home = absolute(group.get("id") or "", base)
    here = (*needs, *(absolute(name, base) for name in group.get("dependencies") or []))
    for position, app in enumerate(group.get("apps") or []):
        own = [absolute(name, home) for name in app.get("dependencies") or []]
        yield Member(f"{path}/apps({position})", absolute(app["id"], home), app, [*here, *own])
    for position, below in enumerate(group.get("groups") or []):
        yield from members(below, home, f"{path}/groups({position})", here)


def of_group(group: dict[str, Any], base: str = "/", path: str = "") -> Problems:
    """Apps are below their group, and no two things have one id."""
    home = absolute(group.get("id") or "", base)
    others = [name for name, value in group.items() if value is not None]
    for name in ("scaleBy", "version"):
        if group.get(name) is not None and len(others) > 1:
            yield Problem(f"{path}/{name}", "not together with anything else", "send it alone")
    if group.get("enforceRole") and home.count("/") > 1:
        yield Problem(f"{path}/enforceRole", "for topmost groups only", "leave it out")
    apps = [absolute(app["id"], home) for app in group.get("apps") or []]
    for position, name in enumerate(apps):
        if not name.startswith(home.rstrip("/") + "/"):
            yield Problem(f"{path}/apps({position})/id", f"{name} is not below {home}", "an id within the group")
        if name in apps[:position]:
            yield Problem(f"{path}/apps({position})/id", f"{name} once more: the last wins", "leave one", "ignored")
    for position, below in enumerate(group.get("groups") or []):
        if absolute(below.get("id") or "", home) in apps:
            yield Problem(f"{path}/groups({position})", "an app has the same id", "different ids")
        yield from of_group(below, home, f"{path}/groups({position})")


def of_order(given: list[Member], home: str) -> Problems:
    """Nothing waits for itself, nor for what is not there."""
    graph: dict[str, set[str]] = {}
    for member in given:
        met = {name: {other.id for other in given if _is_within(other.id, name)} for name in member.needs}
        graph.setdefault(member.id, set()).update(*met.values())
        for name, found in met.items():
            if not found and _is_within(name, home):
                yield Problem(f"{member.path}/dependencies", f"there is no {name}", "an app of the group", "ignored")
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        yield Problem("/", f"these wait for each other: {', '.join(error.args[1])}", "leave a dependency out")


def of_service_ports(given: list[Member]) -> Problems:
    """A port of the host's network, or a service port, belongs to one app."""
    taken = Counter(
        definition["port"]
        for member in given
        for definition in member.app.get("portDefinitions") or []
        if definition.get("port")
    )
    for port, times in taken.items():
        if times > 1:
            yield Problem("/apps", f"{times} apps have the port {port}", "different ports", "ignored")


def _is_within(name: str, ancestor: str) -> bool:
    return name == ancestor or name.startswith(ancestor.rstrip("/") + "/")
