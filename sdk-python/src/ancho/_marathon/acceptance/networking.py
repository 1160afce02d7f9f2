"""Networks and ports: which kinds go together, and what is dropped where it does not fit."""

from collections import Counter
from typing import Any

from .problem import Problem, Problems
from .reading import container, given, is_docker
from .settings import Settings

LEGACY_MODES = {"BRIDGE": "container/bridge", "HOST": "host", "USER": "container", "NONE": "host"}


def networks(app: dict[str, Any]) -> list[dict[str, Any]]:
    """The networks of an app, in today's words; the host's where none is named."""
    if app.get("networks"):
        return [{**network, "mode": given(network, "mode", "container")} for network in app["networks"]]
    legacy = given(container(app), "docker", {}).get("network")
    if app.get("ipAddress"):
        return [{"mode": "container", "name": app["ipAddress"].get("networkName")}]
    return [{"mode": LEGACY_MODES[legacy] if legacy else "host"}]


def is_on_the_host(app: dict[str, Any]) -> bool:
    """Whether the app shares its agent's network."""
    return all(network["mode"] == "host" for network in networks(app))


def mappings(app: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The port mappings, wherever they stand; None if there are none."""
    legacy = given(container(app), "docker", {}).get("portMappings")
    found: list[dict[str, Any]] | None = given(container(app), "portMappings", legacy)
    return found


def ports(app: dict[str, Any]) -> list[dict[str, Any]]:
    """The ports that checks may mean, in order; Marathon gives one to an app that says nothing of them."""
    found = mappings(app)
    if is_on_the_host(app):
        numbers = app.get("ports")
        found = given(app, "portDefinitions", numbers and [{"port": port} for port in numbers])
    return [{"name": "default"}] if found is None else found


def of_networks(app: dict[str, Any], settings: Settings) -> Problems:
    """One host network, or one bridge, or any number of named ones."""
    joined = networks(app)
    count = Counter(network["mode"] for network in joined)
    if len(count) > 1 or count["host"] > 1 or count["container/bridge"] > 1:
        yield Problem("/networks", "these do not go together", "one host, or one container/bridge, or containers alone")
    for network in joined:
        if network["mode"] == "host" and (network.get("name") or network.get("labels")):
            yield Problem("/networks", "the host's network has neither name nor labels", "leave them out")
        if network["mode"] == "container/bridge" and network.get("name"):
            yield Problem("/networks", "a bridge has no name", "leave it out, or mode container")
        if network["mode"] == "container" and not (network.get("name") or settings.default_network):
            yield Problem("/networks", "a container network without a name", "name it, or --default_network_name")
    names = Counter(network.get("name") or "" for network in joined if network["mode"] == "container")
    if any(times > 1 for times in names.values()):
        yield Problem("/networks", "the same network twice", "leave one out")
    if count["container"] > 1 and is_docker(app):
        yield Problem("/", "Docker joins one container network only", "one network, or type MESOS")


def of_superseded_fields(app: dict[str, Any]) -> Problems:
    """What was written otherwise before 1.5 is taken, but not twice."""
    if app.get("networks") and given(container(app), "docker", {}).get("network"):
        yield Problem("/", "networks and container.docker.network together", "networks alone")
    if app.get("ipAddress") and app.get("networks"):
        yield Problem("/", "networks and ipAddress together", "networks alone")
    if app.get("ipAddress") and (app.get("ports") or app.get("portDefinitions")):
        yield Problem("/", "ipAddress and ports together", "networks and portMappings")
    fixed = [port for port in app.get("ports") or [] if port]
    if len(set(fixed)) < len(fixed):
        yield Problem("/", "a port twice in ports", "different ones, or 0")
    defined = [definition.get("port") or 0 for definition in app.get("portDefinitions") or []]
    if app.get("ports") and defined and app["ports"] != defined:
        yield Problem("/", "ports and portDefinitions differ", "portDefinitions alone")


def of_ports(app: dict[str, Any]) -> Problems:
    """Names and numbers of ports are different from each other; what the network does not use is dropped."""
    definitions, mapped = app.get("portDefinitions") or [], mappings(app) or []
    yield from _names_twice(definitions, "/portDefinitions")
    yield from _names_twice(mapped, "/container/portMappings")
    fixed = [definition["port"] for definition in definitions if definition.get("port")]
    if len(set(fixed)) < len(fixed):
        yield Problem("/portDefinitions", "the same port twice", "different ones, or 0")
    services = [mapping["servicePort"] for mapping in mapped if mapping.get("servicePort")]
    if len(set(services)) < len(services):
        yield Problem("/container/portMappings", "the same servicePort twice", "different ones, or 0", "ignored")
    if is_on_the_host(app) and mapped:
        yield Problem("/container/portMappings", "dropped on the host's network", "portDefinitions", "ignored")
    if not is_on_the_host(app) and definitions:
        yield Problem("/portDefinitions", "dropped off the host's network", "container.portMappings", "ignored")
    if not is_on_the_host(app) and not container(app):
        yield Problem("/networks", "there is no container to be in it", "add a container", "ignored")
    if app.get("requirePorts") and not is_on_the_host(app):
        yield Problem("/requirePorts", "means nothing off the host's network", "hostPort", "ignored")


def of_names_of_networks(app: dict[str, Any]) -> Problems:
    """A mapping names networks that the app has, and one of them where there are several and it has a host port."""
    joined = [network.get("name") for network in networks(app) if network["mode"] == "container"]
    for position, mapping in enumerate(mappings(app) or []):
        path, named = f"/container/portMappings({position})", mapping.get("networkNames") or []
        if not set(named) <= set(joined):
            yield Problem(f"{path}/networkNames", "a network that the app is not in", "one of networks' names")
        if len(joined) > 1 and mapping.get("hostPort") is not None and len(named) != 1:
            yield Problem(path, "a host port in which of the networks?", "name exactly one in networkNames")


def _names_twice(named: list[dict[str, Any]], path: str) -> Problems:
    names = [port["name"] for port in named if port.get("name")]
    if len(set(names)) < len(names):
        yield Problem(path, "the same name twice", "different names")
