"""What is run: a command, arguments or an image, and what is fetched before."""

import re
from typing import Any

from .problem import Problem, Problems
from .reading import container, is_docker


def of_command(app: dict[str, Any]) -> Problems:
    """A command or arguments, not both; neither where a container brings its own."""
    command, arguments = app.get("cmd"), app.get("args")
    brings_its_own = bool(container(app).get("docker")) or container(app).get("type") == "MESOS"
    if (bool(command) and bool(arguments)) or not (command or arguments or brings_its_own):
        yield Problem("/", "it has not exactly one of cmd and args, nor a container", "leave one of cmd and args")
    if command is not None and len(command) == 1:
        yield Problem("/", "a cmd of one character counts as empty", "write a longer one, such as 'exec a'")


def of_image(app: dict[str, Any]) -> Problems:
    """Docker needs an image; each containerizer knows only its own ways of fetching one."""
    docker = container(app).get("docker")
    if docker is None:
        if is_docker(app):
            yield Problem("/container/docker", "a DOCKER container without an image", "add docker.image")
        return
    if docker.get("credential"):
        yield Problem("/container/docker/credential", "credentials are not taken any more", "use pullConfig, or fetch")
    if is_docker(app) and docker.get("pullConfig"):
        yield Problem("/container/docker/pullConfig", "Docker takes none", "fetch .docker/config.json, or type MESOS")
    if not is_docker(app):
        for name in ("network", "parameters", "portMappings"):
            if docker.get(name):
                yield Problem(f"/container/docker/{name}", "a MESOS container takes none", "networks, portMappings")
    if not is_docker(app) and docker.get("privileged"):
        yield Problem("/container/docker/privileged", "only Docker does that", "type DOCKER", "ignored")


def of_fetch(app: dict[str, Any]) -> Problems:
    """What is fetched has an address."""
    if app.get("uris") and app.get("fetch"):
        yield Problem("/uris", "uris and fetch together", "fetch alone")
    addresses = [(f"/fetch({i})/uri", item["uri"]) for i, item in enumerate(app.get("fetch") or [])]
    addresses += [(f"/uris({i})", uri) for i, uri in enumerate(app.get("uris") or [])]
    for path, uri in addresses:
        if not is_uri(uri):
            yield Problem(path, f"{uri!r} is no URI", "scheme://host/path, with %20 for a blank")


def is_uri(text: str) -> bool:
    """Whether a text has the syntax of RFC 2396, roughly: a scheme, if any, and no character that must be escaped."""
    if re.search(r"[\s<>\"{}|\\^`\x00-\x1f\x7f]|%(?![0-9A-Fa-f]{2})", text):
        return False
    return ":" not in text.split("/")[0] or bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", text))
