"""Secrets in the environment and in files."""

from typing import Any

from .problem import Problem, Problems
from .reading import container, given
from .settings import Settings

SWITCH_ON = "--enable_features secrets, with a plug-in behind it: without one they are silently missing"


def of_secrets(app: dict[str, Any], settings: Settings) -> Problems:
    """A secret is declared before it is used, and the feature is on."""
    is_on, declared = "secrets" in settings.features, app.get("secrets") or {}
    if declared and not is_on:
        yield Problem("/secrets", "secrets are switched off", SWITCH_ON)
    if "" in declared:
        yield Problem("/secrets", "a secret without a name", "name it")
    references = {name: value for name, value in (app.get("env") or {}).items() if isinstance(value, dict)}
    if references and not is_on:
        yield Problem("/env", "secrets are switched off", SWITCH_ON)
    if "" in (app.get("env") or {}):
        yield Problem("/env", "a variable without a name", "name it")
    for name, reference in references.items():
        if reference["secret"] not in declared:
            yield Problem(f"/env/{name}/secret", f"no secret {reference['secret']} is declared", "add it to secrets")
    docker = given(container(app), "docker", {})
    if docker.get("pullConfig") and docker["pullConfig"]["secret"] not in declared:
        yield Problem("/container/docker/pullConfig", "its secret is not declared", "add it to secrets")
