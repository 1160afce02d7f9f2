"""Where it may run and what it may take there: constraints, roles, limits, GPUs."""

import re
from typing import Any

from .problem import Problem, Problems
from .reading import given, is_docker
from .settings import Settings

OPERATORS = ("UNIQUE", "CLUSTER", "GROUP_BY", "LIKE", "UNLIKE", "MAX_PER", "IS")


def of_constraints(app: dict[str, Any]) -> Problems:
    """``[field, operator]`` or ``[field, operator, value]``, with a value where the operator wants one."""
    constraints = given(app, "constraints", [])
    for constraint in constraints:
        if not 2 <= len(constraint) <= 3:
            yield Problem("/constraints", f"{constraint} has not 2 or 3 elements", "[field, operator, value]")
        elif not constraint[0]:
            yield Problem("/constraints", "a constraint without a field", "hostname, or an attribute of agents")
        elif constraint[1].upper() not in OPERATORS:
            yield Problem("/constraints", f"no operator {constraint[1]}", f"one of {', '.join(OPERATORS)}")
        else:
            yield from _value(constraint[1].upper(), constraint[2] if len(constraint) == 3 else None)
            if constraint[1] not in OPERATORS:
                yield Problem("/constraints", f"{constraint[1]} is lower case", "upper case", "breaks")
    if len({tuple(constraint) for constraint in constraints}) < len(constraints):
        yield Problem("/constraints", "one stands there twice", "leave it out", "ignored")


def _value(operator: str, value: str | None) -> Problems:
    wrong = {
        "UNIQUE": value is not None,
        "GROUP_BY": value is not None and not re.fullmatch(r"[+-]?\d+", value),
        "MAX_PER": value is None or not re.fullmatch(r"[+-]?\d+", value),
        "LIKE": value is None or not is_pattern(value),
        "UNLIKE": value is None or not is_pattern(value),
        "IS": not re.fullmatch(r"[a-zA-Z0-9_/.-]*", value or ""),
        "CLUSTER": False,
    }
    wants = {
        "UNIQUE": "no value",
        "GROUP_BY": "a whole number or no value",
        "MAX_PER": "a whole number",
        "LIKE": "a regular expression",
        "UNLIKE": "a regular expression",
        "IS": "letters, digits and _/.-",
    }
    if wrong[operator]:
        yield Problem("/constraints", f"{operator} does not take {value!r}", wants[operator])


def is_pattern(text: str) -> bool:
    """Whether a text is a regular expression, as far as Java's and Python's agree."""
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def of_roles(app: dict[str, Any], settings: Settings) -> Problems:
    """The role is Marathon's or that of the app's topmost group; resources are taken from it or from no role."""
    top = app["id"].strip("/").split("/")[0]
    role = app.get("role") or settings.role
    if role not in (settings.role, top):
        yield Problem("/role", f"{role} is not allowed here", f"{settings.role} or {top}")
    accepted = app.get("acceptedResourceRoles")
    if accepted is not None and not accepted:
        yield Problem("/acceptedResourceRoles", "empty", "leave it out, or ['*']")
    elif accepted and not set(accepted) <= {"*", role}:
        yield Problem("/acceptedResourceRoles", f"{accepted} has other roles than the app's", f"* and {role}")


def of_limits(app: dict[str, Any]) -> Problems:
    """A limit is not below what is asked for."""
    asked = {"cpus": given(app, "cpus", 1), "mem": given(app, "mem", 128)}
    for name, limit in given(app, "resourceLimits", {}).items():
        path = f"/resourceLimits/{name}"
        if isinstance(limit, str) and limit != "unlimited":
            yield Problem(path, f"{limit!r} is no limit", "a number, or unlimited")
        elif name in asked and isinstance(limit, int | float) and limit < asked[name]:
            yield Problem(path, f"{limit} is less than the {asked[name]} asked for", "at least as much")


def of_gpus(app: dict[str, Any], settings: Settings) -> Problems:
    """GPUs have to be switched on, and are not for Docker."""
    if not app.get("gpus"):
        return
    if is_docker(app):
        yield Problem("/", "Docker gets no GPUs", "type MESOS")
    if "gpu_resources" not in settings.features:
        yield Problem("/", "GPUs are switched off", "--enable_features gpu_resources")
