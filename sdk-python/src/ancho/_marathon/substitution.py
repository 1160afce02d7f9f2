"""Values put into the group, and what is wrong with the group afterwards."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ancho._errors import InvalidRequest
from ancho._marathon import acceptance
from ancho._marathon.specs import App, Group, must_be_alone, name_of
from ancho._marathon.values import NAMES, PREFIX, VARIABLES

Change = Callable[["re.Match[str]"], str]

WHY_ALONE = "its old instance ends before its new one starts; say how many in 'instances' of the values, and deploy"

_EXAMPLE = re.compile(r"[A-Za-z0-9.-]+\.example\b")
_STRATEGY = re.compile(r"('class': 'NetworkTopologyStrategy', ')([^']*)(': )(\d+)")
_IMAGE = re.compile(r"(?P<images>.*)/(?P<service>[a-z]+-service):(?P<tag>[^:/]+)")


def substituted(group: Group, values: Mapping[str, Any]) -> Group:
    """The group with the values in place of what stood there.

    Raises
    ------
    InvalidRequest
        if a value is not what it should be, or no app has a place for it
    """
    made: Group = copy.deepcopy(group)
    for name, value in sorted(values.items(), key=lambda item: NAMES.index(item[0])):
        if name in _PLACES:
            used = [_PLACES[name](app, value) for app in made["apps"]]
        elif name in VARIABLES:
            used = [_set_variable(app, VARIABLES[name], value) for app in made["apps"]]
        else:
            used = [_of_services(made, name, value)]
        if not any(used):
            raise InvalidRequest(f"the value {name!r} is used by no app of ancho.json: leave it out")
    return made


def check(group: Group) -> None:
    """Refuse what cannot work: an address that is only an example, or what Marathon would refuse or forget.

    Raises
    ------
    InvalidRequest
        with all that was found
    """
    found = list(_examples(group))
    found += [_in_words(group, problem) for problem in acceptance.group_problems(group)]
    found += [
        f"{name_of(app['id'])}: {app['instances']} instances, but it must be alone: {WHY_ALONE}"
        for app in group["apps"]
        if must_be_alone(app) and app.get("instances") != 1
    ]
    if found:
        raise InvalidRequest("the group cannot be deployed as it is:\n" + "\n".join(f"  {line}" for line in found))


def _set_variable(app: App, variable: str, value: str) -> bool:
    if variable not in app["env"]:
        return False
    app["env"][variable] = value
    return True


def _set_datacenter(app: App, value: str) -> bool:
    _change_strategy(app, lambda found: f"{found[1]}{value}{found[3]}{found[4]}")
    return _set_variable(app, "ANCHO_CASSANDRA_DATACENTER", value)


def _set_rows_replication(app: App, value: str) -> bool:
    if not value.isdigit() or int(value) < 1:
        raise InvalidRequest(f"cassandra_replication: {value!r} is not a whole number of at least 1")
    return _change_strategy(app, lambda found: f"{found[1]}{found[2]}{found[3]}{value}")


def _set_topics_replication(app: App, value: str) -> bool:
    if not value.isdigit() or int(value) < 1:
        raise InvalidRequest(f"kafka_replication: {value!r} is not a whole number of at least 1")
    return _set_variable(app, "ANCHO_KAFKA_REPLICATION", value)


def _change_strategy(app: App, change: Change) -> bool:
    text = app["env"].get("ANCHO_CASSANDRA_REPLICATION", "")
    return bool(_STRATEGY.search(text)) and _set_variable(
        app, "ANCHO_CASSANDRA_REPLICATION", _STRATEGY.sub(change, text)
    )


def _set_images(app: App, value: str) -> bool:
    return _change_images(app, lambda found: f"{value.rstrip('/')}/{found['service']}:{found['tag']}")


def _set_tag(app: App, value: str) -> bool:
    return _change_images(app, lambda found: f"{found['images']}/{found['service']}:{value}")


def _change_images(app: App, change: Change) -> bool:
    docker = app["container"]["docker"]
    docker["image"] = _IMAGE.sub(change, docker["image"])
    if "ANCHO_EXECUTOR_IMAGE" in app["env"]:
        app["env"]["ANCHO_EXECUTOR_IMAGE"] = _IMAGE.sub(change, app["env"]["ANCHO_EXECUTOR_IMAGE"])
    return True


_PLACES = {
    "kafka_replication": _set_topics_replication,
    "cassandra_datacenter": _set_datacenter,
    "cassandra_replication": _set_rows_replication,
    "images": _set_images,
    "image_tag": _set_tag,
}


def _of_services(group: Group, name: str, value: Mapping[str, Any]) -> bool:
    apps = {name_of(app["id"]): app for app in group["apps"]}
    for service, wanted in value.items():
        if service not in apps:
            raise InvalidRequest(f"{name}: there is no service {service!r}; there are {', '.join(apps)}")
        if name == "hosts":
            _pin(service, apps[service], wanted)
        elif not isinstance(wanted, int) or isinstance(wanted, bool) or wanted < 0:
            raise InvalidRequest(f"instances: {service}: {wanted!r} is not a whole number")
        else:
            _set_instances(apps[service], wanted)
    return True


def _set_instances(app: App, wanted: int) -> None:
    """How many; a single one has to end before the next can begin, since its port is fixed."""
    app["instances"] = wanted
    if wanted == 1 and app.get("requirePorts"):
        app["upgradeStrategy"] = {"minimumHealthCapacity": 0, "maximumOverCapacity": 0}


def _pin(service: str, app: App, hosts: Any) -> None:
    names = [hosts] if isinstance(hosts, str) else hosts
    if not isinstance(names, list) or not names or not all(isinstance(host, str) and host for host in names):
        raise InvalidRequest(f"hosts: {service}: a host's name, or a list of names, is expected")
    constraints = app.setdefault("constraints", [])
    if ["hostname", "UNIQUE"] in constraints and len(names) < app["instances"]:
        count = app["instances"]
        raise InvalidRequest(f"hosts: {service}: its {count} instances are each on a host of their own; name {count}")
    constraints.append(["hostname", "LIKE", "|".join(re.escape(host).replace("\\-", "-") for host in names)])


def _examples(group: Group) -> Iterator[str]:
    names = {variable: name for name, variable in VARIABLES.items()}
    found: dict[tuple[str, str], list[str]] = {}
    for app in group["apps"]:
        for variable, text in app["env"].items():
            if isinstance(text, str) and (example := _EXAMPLE.search(text)):
                found.setdefault((variable, example[0]), []).append(name_of(app["id"]))
    for (variable, address), apps in found.items():
        name = names.get(variable, "")
        remedy = f"set {name} in the values, or {PREFIX}{name.upper()}" if name else "write the real one"
        yield f"{', '.join(apps)}: env.{variable} still has {address}; {remedy}"


def _in_words(group: Group, problem: acceptance.Problem) -> str:
    return f"{field_of(group, problem.path)}: {problem.fault}; {problem.remedy}"


def field_of(group: Group, path: str) -> str:
    """A path of Marathon's in words: ``run: readinessChecks[0].timeoutSeconds``."""
    found = re.match(r"/apps\((\d+)\)", path)
    apps = group.get("apps") or []
    field = re.sub(r"\((\d+)\)", r"[\1]", path[found.end() :] if found else path).strip("/").replace("/", ".")
    if not found or int(found[1]) >= len(apps):
        return field or "the group"
    return f"{name_of(apps[int(found[1])]['id'])}: {field or 'the app'}"
