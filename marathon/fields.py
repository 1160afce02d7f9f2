"""The field names that Marathon 1.11 knows in an app and in a group.

Marathon accepts and forgets whatever it does not know, at every depth, so that a misspelt name goes unnoticed:
``unknown`` finds it.
"""

from typing import Any

Known = dict[str, Any]
"""Names, each with what lies under it: None for a plain value, Known for an object or a list of objects, or FREE."""

FREE: Known = {}
"""Any names: the author's own."""


def fields(plain: str, **nested: Known) -> Known:
    return dict.fromkeys(plain.split()) | nested


PORT_MAPPING = fields("containerPort hostPort servicePort protocol name networkNames", labels=FREE)
VOLUME = fields(
    "containerPath hostPath mode secret",
    persistent=fields("type size maxSize profileName constraints"),
    external=fields("name provider size", options=FREE),
)
DOCKER = fields(
    "image forcePullImage privileged network",
    parameters=fields("key value"),
    pullConfig=fields("secret"),
    portMappings=PORT_MAPPING,
)
HEALTH_CHECK = fields(
    "protocol path portIndex port gracePeriodSeconds intervalSeconds timeoutSeconds maxConsecutiveFailures delaySeconds"
    " ignoreHttp1xx ipProtocol",
    command=fields("value"),
)
READINESS_CHECK = fields(
    "name protocol path portName intervalSeconds timeoutSeconds httpStatusCodesForReady preserveLastResponse"
)
APP = fields(
    "id cmd args user role instances cpus mem disk gpus constraints acceptedResourceRoles requirePorts dependencies"
    " killSelection taskKillGracePeriodSeconds backoffSeconds backoffFactor maxLaunchDelaySeconds tty executor",
    env=FREE,
    labels=FREE,
    secrets=FREE,
    resourceLimits=fields("cpus mem"),
    container=fields("type", docker=DOCKER, volumes=VOLUME, portMappings=PORT_MAPPING, linuxInfo=FREE),
    networks=fields("name mode", labels=FREE),
    portDefinitions=fields("port protocol name", labels=FREE),
    fetch=fields("uri extract executable cache destPath"),
    healthChecks=HEALTH_CHECK,
    readinessChecks=READINESS_CHECK,
    upgradeStrategy=fields("minimumHealthCapacity maximumOverCapacity"),
    unreachableStrategy=fields("inactiveAfterSeconds expungeAfterSeconds"),
    residency=fields("relaunchEscalationTimeoutSeconds taskLostBehavior"),
)
GROUP = fields("id groups dependencies enforceRole", apps=APP)


def unknown(value: Any, known: Known | None, path: str = "") -> list[str]:
    """The paths of the field names in ``value`` that Marathon would ignore."""
    if known is None or known is FREE:
        return []
    if isinstance(value, list):
        return [wrong for i, item in enumerate(value) for wrong in unknown(item, known, f"{path}[{i}]")]
    if not isinstance(value, dict):
        return []
    misspelt = [f"{path}/{name}" for name in value if name not in known]
    inside = [unknown(value[name], known[name], f"{path}/{name}") for name in value if name in known]
    return misspelt + [wrong for wrongs in inside for wrong in wrongs]
