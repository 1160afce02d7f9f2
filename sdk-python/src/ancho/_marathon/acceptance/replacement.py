"""When instances are replaced."""

from typing import Any

from .problem import Problem, Problems
from .reading import given


def of_unreachable(app: dict[str, Any]) -> Problems:
    """An instance is given up only after it is replaced."""
    strategy = app.get("unreachableStrategy")
    if isinstance(strategy, str):
        if strategy != "disabled":
            yield Problem("/unreachableStrategy", f"{strategy!r} is taken for disabled", "an object", "ignored")
        return
    inactive = (strategy or {}).get("inactiveAfterSeconds") or 0
    expunged = (strategy or {}).get("expungeAfterSeconds") or 0
    if inactive > expunged:
        fault = f"inactive after {inactive} s, but expunged after {expunged} s"
        yield Problem("/unreachableStrategy/inactiveAfterSeconds", fault, "at most expungeAfterSeconds")


def of_labels(app: dict[str, Any]) -> Problems:
    """Two labels mean something to Marathon itself."""
    labels, strategy = app.get("labels") or {}, app.get("upgradeStrategy") or {}
    if labels.get("MARATHON_SINGLE_INSTANCE_APP") == "true":
        if given(app, "instances", 1) > 1:
            yield Problem("/", "MARATHON_SINGLE_INSTANCE_APP, and several instances", "one instance")
        for name in ("minimumHealthCapacity", "maximumOverCapacity"):
            if strategy.get(name):
                yield Problem(f"/upgradeStrategy/{name}", "MARATHON_SINGLE_INSTANCE_APP allows no overlap", "0")
    if labels.get("DCOS_MIGRATION_API_VERSION") and (
        labels["DCOS_MIGRATION_API_VERSION"] != "v1"
        or not labels.get("DCOS_PACKAGE_FRAMEWORK_NAME")
        or not labels.get("DCOS_MIGRATION_API_PATH")
    ):
        yield Problem("/", "half a migration API", "v1, DCOS_PACKAGE_FRAMEWORK_NAME and DCOS_MIGRATION_API_PATH")
