"""How a field is read: null is as good as nothing."""

from typing import Any


def given(document: dict[str, Any], name: str, default: Any) -> Any:
    """The value of a field, or its default."""
    value = document.get(name)
    return default if value is None else value


def container(app: dict[str, Any]) -> dict[str, Any]:
    """The container of an app; empty if it has none."""
    found: dict[str, Any] = given(app, "container", {})
    return found


def is_docker(app: dict[str, Any]) -> bool:
    """Whether Docker runs the app: a container is Docker's unless it says otherwise."""
    return app.get("container") is not None and given(container(app), "type", "DOCKER") == "DOCKER"
