"""Health checks, readiness checks and checks."""

from typing import Any

from .networking import ports
from .problem import Problem, Problems
from .reading import given, is_docker

BY_AGENTS = ("MESOS_HTTP", "MESOS_HTTPS", "MESOS_TCP")


def of_health_checks(app: dict[str, Any]) -> Problems:
    """Each reaches a port or runs a command, not both; one at most is left to agents."""
    health_checks = given(app, "healthChecks", [])
    for position, check in enumerate(health_checks):
        path, protocol = f"/healthChecks({position})", given(check, "protocol", "HTTP")
        yield from _command(check, protocol, path)
        if protocol != "COMMAND" and not check.get("command"):
            yield from _port(check, app, path)
        if check.get("ipProtocol") == "IPv6" and not (protocol in BY_AGENTS and is_docker(app)):
            yield Problem(path, "IPv6 is for Docker and MESOS_ protocols only", "IPv4")
        if "TCP" in protocol and check.get("path"):
            yield Problem(f"{path}/path", "TCP has no path", "MESOS_HTTP, or leave it out", "ignored")
    if sum(check.get("protocol") in BY_AGENTS for check in health_checks) > 1:
        yield Problem("/", "two health checks by agents", "one MESOS_ check; others may be HTTP, HTTPS or TCP")


def _command(check: dict[str, Any], protocol: str, path: str) -> Problems:
    """Marathon answers these with 500, and no path."""
    if protocol == "COMMAND" and not check.get("command"):
        yield Problem(path, "COMMAND without a command", "add command.value", "breaks")
    elif protocol != "COMMAND" and check.get("command"):
        yield Problem(path, f"{protocol} with a command", "protocol COMMAND, or no command", "breaks")
    elif protocol == "COMMAND":
        for name in ("path", "port", "portIndex"):
            if check.get(name) is not None:
                yield Problem(f"{path}/{name}", f"a command has no {name}", "leave it out", "breaks")


def _port(check: dict[str, Any], app: dict[str, Any], path: str) -> Problems:
    index, count = check.get("portIndex"), len(ports(app))
    if index is not None and index >= count:
        yield Problem(path, f"there is no port {index}, of {count}", "portIndex counts from 0")
    elif index is None and check.get("port") is None and count != 1:
        yield Problem(path, f"which of {count} ports?", "add portIndex")
    elif index is not None and check.get("port") is not None:
        yield Problem(f"{path}/port", "it has a portIndex as well", "one of them", "ignored")


def of_readiness_checks(app: dict[str, Any]) -> Problems:
    """One at most, of a port that has the name, with an answer due before the next question."""
    readiness_checks = given(app, "readinessChecks", [])
    if len(readiness_checks) > 1:
        yield Problem("/readinessChecks/size", f"there are {len(readiness_checks)}", "one at most")
    names = [port.get("name") for port in ports(app)]
    for position, check in enumerate(readiness_checks):
        path, name = f"/readinessChecks({position})", given(check, "portName", "http-api")
        if name not in names:
            yield Problem(f"{path}/portName", f"no port is called {name}", "one of the ports' names; http-api if none")
        interval, timeout = given(check, "intervalSeconds", 30), given(check, "timeoutSeconds", 10)
        if timeout >= interval:
            yield Problem(f"{path}/timeoutSeconds", f"{timeout} is not less than {interval}", "below intervalSeconds")
        if check.get("httpStatusCodesForReady") == []:
            yield Problem(f"{path}/httpStatusCodesForReady", "no status means ready", "[200], or leave it out")


def of_check(app: dict[str, Any]) -> Problems:
    """A check is of one kind, and not for Docker."""
    check = app.get("check")
    if not check:
        return
    kinds = [name for name in ("http", "tcp", "exec") if check.get(name) is not None]
    if len(kinds) != 1:
        yield Problem("/check", "not exactly one of http, tcp and exec", "leave one")
    if is_docker(app):
        yield Problem("/", "Docker runs no checks", "healthChecks, or type MESOS")
    for kind in kinds:
        if kind != "exec":
            yield from _port(check[kind], app, "/check")
