"""The field names that Marathon 1.11 knows in an app and in a group.

Marathon accepts and forgets whatever it does not know, at every depth, so that a misspelt name goes unnoticed: ``unknown`` finds it.
A name's value here is what lies under it: None for a plain value, a dict for an object or for each object of a list, FREE for keys of
the author's own.
"""

from typing import Any

FREE: dict[str, Any] = {}

NETWORK = {"name": None, "mode": None, "labels": FREE}
PORT_DEFINITION = {"port": None, "protocol": None, "name": None, "labels": FREE}
PORT_MAPPING = {
    "containerPort": None, "hostPort": None, "servicePort": None, "protocol": None, "name": None, "labels": FREE, "networkNames": None,
}  # fmt: skip
PERSISTENT = {"type": None, "size": None, "maxSize": None, "profileName": None, "constraints": None}
EXTERNAL = {"name": None, "provider": None, "size": None, "options": FREE}
VOLUME = {"containerPath": None, "hostPath": None, "mode": None, "persistent": PERSISTENT, "external": EXTERNAL, "secret": None}
DOCKER = {
    "image": None, "forcePullImage": None, "privileged": None, "parameters": {"key": None, "value": None},
    "pullConfig": {"secret": None}, "network": None, "portMappings": PORT_MAPPING,
}  # fmt: skip
CONTAINER = {
    "type": None, "docker": DOCKER, "volumes": VOLUME, "portMappings": PORT_MAPPING, "linuxInfo": FREE,
}  # fmt: skip
HEALTH_CHECK = {
    "protocol": None, "path": None, "portIndex": None, "port": None, "command": {"value": None}, "gracePeriodSeconds": None,
    "intervalSeconds": None, "timeoutSeconds": None, "maxConsecutiveFailures": None, "delaySeconds": None, "ignoreHttp1xx": None,
    "ipProtocol": None,
}  # fmt: skip
READINESS_CHECK = {
    "name": None, "protocol": None, "path": None, "portName": None, "intervalSeconds": None, "timeoutSeconds": None,
    "httpStatusCodesForReady": None, "preserveLastResponse": None,
}  # fmt: skip
FETCH = {"uri": None, "extract": None, "executable": None, "cache": None, "destPath": None}
APP = {
    "id": None, "cmd": None, "args": None, "user": None, "role": None, "env": FREE, "labels": FREE, "secrets": FREE,
    "instances": None, "cpus": None, "mem": None, "disk": None, "gpus": None, "resourceLimits": {"cpus": None, "mem": None},
    "constraints": None, "acceptedResourceRoles": None, "container": CONTAINER, "networks": NETWORK, "portDefinitions": PORT_DEFINITION,
    "requirePorts": None, "fetch": FETCH, "dependencies": None, "healthChecks": HEALTH_CHECK, "readinessChecks": READINESS_CHECK,
    "upgradeStrategy": {"minimumHealthCapacity": None, "maximumOverCapacity": None}, "killSelection": None,
    "taskKillGracePeriodSeconds": None, "unreachableStrategy": {"inactiveAfterSeconds": None, "expungeAfterSeconds": None},
    "backoffSeconds": None, "backoffFactor": None, "maxLaunchDelaySeconds": None, "residency": FREE, "tty": None, "executor": None,
}  # fmt: skip
GROUP: dict[str, Any] = {"id": None, "apps": APP, "groups": None, "dependencies": None, "enforceRole": None}


def unknown(value: Any, known: dict[str, Any] | None, path: str = "") -> list[str]:
    """The paths of the field names in ``value`` that Marathon would ignore."""
    if known is None or known is FREE:
        return []
    if isinstance(value, list):
        return [wrong for i, item in enumerate(value) for wrong in unknown(item, known, f"{path}[{i}]")]
    if not isinstance(value, dict):
        return []
    misspelt = [f"{path}/{name}" for name in value if name not in known]
    return misspelt + [wrong for name in value if name in known for wrong in unknown(value[name], known[name], f"{path}/{name}")]
