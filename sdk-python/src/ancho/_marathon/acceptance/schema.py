"""The fields of an app and of a group in Marathon 1.11, with their types and ranges.

Written after the types of its REST API (``docs/docs/rest-api/public/api/v2/types`` in its repository); where a running
Marathon was seen to differ, it is right: it takes ``cpus`` of 0, for which the types say 0.001.
"""

from typing import Any

from .shapes import ANYTHING, Flag, Named, Number, Record, Series, Shape, Text, Variant, Whole

WORD = Text()
SECONDS = Whole()
LONG = Whole(maximum=2**63 - 1)
ANY_PORT = Whole(maximum=65535)
LABELS = Named(WORD)
PART = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
PART_OF_ID = rf"{PART}(?:\.{PART})*"
ID = Text(shortest=1, pattern=rf"/?(?:(?:{PART_OF_ID}|\.\.)?/)*(?:{PART_OF_ID}|\.\.)?")
PORT_NAME = Text(shortest=1, pattern=PART)
NETWORK_NAME = Text(1, 63, r"[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?")
TRANSPORT = Text(choices=("tcp", "udp", "udp,tcp"))
READ_MODE = Text(choices=("RO", "RW"))
SCHEME = Text(choices=("HTTP", "HTTPS"))
PATH = Text(1, 1024)

PORT_MAPPING = Record(
    {
        "containerPort": ANY_PORT,
        "hostPort": ANY_PORT,
        "servicePort": ANY_PORT,
        "protocol": TRANSPORT,
        "name": PORT_NAME,
        "labels": LABELS,
        "networkNames": Series(Text(1, 63, PART)),
    }
)
PORT_DEFINITION = Record({"port": ANY_PORT, "protocol": TRANSPORT, "name": PORT_NAME, "labels": LABELS})
NETWORK = Record(
    {"name": NETWORK_NAME, "mode": Text(choices=("container", "container/bridge", "host")), "labels": LABELS}
)
LIST_OF_WORDS = Series(Series(WORD))

_MOUNT: dict[str, Shape] = {"containerPath": Text(shortest=1), "mode": READ_MODE}
HOST_VOLUME = Record({**_MOUNT, "hostPath": Text(shortest=1)}, ("containerPath", "hostPath", "mode"))
PERSISTENT_VOLUME = Record(
    {
        **_MOUNT,
        "persistent": Record(
            {
                "type": Text(choices=("root", "path", "mount")),
                "size": LONG,
                "maxSize": LONG,
                "profileName": WORD,
                "constraints": LIST_OF_WORDS,
            },
            ("size",),
        ),
    },
    ("containerPath", "persistent", "mode"),
)
EXTERNAL_VOLUME = Record(
    {
        **_MOUNT,
        "external": Record(
            {"size": LONG, "name": WORD, "provider": WORD, "options": Named(ANYTHING), "shared": Flag()}
        ),
    },
    ("containerPath", "external", "mode"),
)
SECRET_VOLUME = Record(
    {"containerPath": Text(shortest=1), "secret": Text(shortest=1)},
    ("containerPath", "secret"),
)


def _volume(value: Any) -> Shape:
    kinds = {"persistent": PERSISTENT_VOLUME, "external": EXTERNAL_VOLUME, "secret": SECRET_VOLUME}
    return next((shape for name, shape in kinds.items() if isinstance(value, dict) and name in value), HOST_VOLUME)


DOCKER = Record(
    {
        "image": Text(shortest=1),
        "forcePullImage": Flag(),
        "privileged": Flag(),
        "parameters": Series(Record({"key": Text(shortest=1), "value": WORD}, ("key", "value"))),
        "pullConfig": Record({"secret": Text(shortest=1)}, ("secret",)),
        "network": Text(choices=("BRIDGE", "HOST", "NONE", "USER")),
        "portMappings": Series(PORT_MAPPING),
        "credential": Record({"principal": WORD, "secret": WORD}, ("principal",)),
    },
    ("image",),
)
CONTAINER = Record(
    {
        "type": Text(choices=("DOCKER", "MESOS")),
        "docker": DOCKER,
        "volumes": Series(Variant(_volume)),
        "portMappings": Series(PORT_MAPPING),
        "linuxInfo": Record(
            {
                "seccomp": Record({"profileName": WORD, "unconfined": Flag()}),
                "ipcInfo": Record({"mode": Text(choices=("PRIVATE", "SHARE_PARENT")), "shmSize": Whole()}, ("mode",)),
            }
        ),
    }
)
HEALTH_CHECK = Record(
    {
        "protocol": Text(choices=("HTTP", "HTTPS", "TCP", "COMMAND", "MESOS_HTTP", "MESOS_HTTPS", "MESOS_TCP")),
        "path": WORD,
        "port": ANY_PORT,
        "portIndex": ANY_PORT,
        "command": Record({"value": WORD}, ("value",)),
        "gracePeriodSeconds": SECONDS,
        "intervalSeconds": SECONDS,
        "timeoutSeconds": Whole(minimum=-(2**31)),
        "maxConsecutiveFailures": Whole(),
        "delaySeconds": SECONDS,
        "ignoreHttp1xx": Flag(),
        "ipProtocol": Text(choices=("IPv4", "IPv6")),
    }
)
READINESS_CHECK = Record(
    {
        "name": Text(shortest=1),
        "protocol": SCHEME,
        "path": PATH,
        "portName": PORT_NAME,
        "intervalSeconds": SECONDS,
        "timeoutSeconds": Whole(minimum=1),
        "httpStatusCodesForReady": Series(Whole(100, 999)),
        "preserveLastResponse": Flag(),
    }
)
_PORT_CHECK = {"port": ANY_PORT, "portIndex": ANY_PORT}
CHECK = Record(
    {
        "http": Record({**_PORT_CHECK, "path": PATH, "scheme": SCHEME}),
        "tcp": Record({**_PORT_CHECK}),
        "exec": Record({"command": Record({"shell": Text(shortest=1), "argv": Series(WORD)})}, ("command",)),
        "intervalSeconds": SECONDS,
        "timeoutSeconds": SECONDS,
        "delaySeconds": SECONDS,
    }
)
SHARE = Number(0, 1)
AMOUNT = Number(0)
LIMIT = Variant(lambda value: WORD if isinstance(value, str) else Number())
SECRET_REFERENCE = Record({"secret": WORD}, ("secret",))
UNREACHABLE = Record({"inactiveAfterSeconds": LONG, "expungeAfterSeconds": LONG})

APP = Record(
    {
        "id": ID,
        "cmd": Text(shortest=1),
        "args": Series(WORD),
        "user": WORD,
        "role": Text(shortest=1),
        "instances": Whole(),
        "cpus": AMOUNT,
        "mem": AMOUNT,
        "disk": AMOUNT,
        "gpus": Whole(),
        "resourceLimits": Record({"cpus": LIMIT, "mem": LIMIT}),
        "executor": Text(pattern=r"//cmd|(?:/?[^/]+(?:/[^/]+)*)?"),
        "executorResources": Record({"cpus": AMOUNT, "mem": Number(32), "disk": Number(10)}),
        "container": CONTAINER,
        "networks": Series(NETWORK),
        "portDefinitions": Series(PORT_DEFINITION),
        "requirePorts": Flag(),
        "env": Named(Variant(lambda value: WORD if isinstance(value, str) else SECRET_REFERENCE)),
        "secrets": Named(Record({"source": Text(shortest=1)}, ("source",))),
        "labels": LABELS,
        "fetch": Series(
            Record({"uri": PATH, "extract": Flag(), "executable": Flag(), "cache": Flag(), "destPath": PATH}, ("uri",))
        ),
        "constraints": LIST_OF_WORDS,
        "acceptedResourceRoles": Series(WORD),
        "dependencies": Series(WORD),
        "healthChecks": Series(HEALTH_CHECK),
        "readinessChecks": Series(READINESS_CHECK),
        "check": CHECK,
        "upgradeStrategy": Record(
            {"minimumHealthCapacity": SHARE, "maximumOverCapacity": SHARE},
            ("minimumHealthCapacity", "maximumOverCapacity"),
        ),
        "unreachableStrategy": Variant(lambda value: WORD if isinstance(value, str) else UNREACHABLE),
        "killSelection": Text(choices=("YOUNGEST_FIRST", "OLDEST_FIRST")),
        "taskKillGracePeriodSeconds": SECONDS,
        "backoffSeconds": SECONDS,
        "backoffFactor": Number(1),
        "maxLaunchDelaySeconds": SECONDS,
        "tty": Flag(),
        "residency": Record(
            {
                "relaunchEscalationTimeoutSeconds": LONG,
                "taskLostBehavior": Text(choices=("WAIT_FOREVER", "RELAUNCH_AFTER_TIMEOUT")),
            }
        ),
        # Superseded, and still taken.
        "ports": Series(ANY_PORT),
        "uris": Series(PATH),
        "ipAddress": Record(
            {
                "networkName": Text(shortest=1),
                "groups": Series(WORD),
                "labels": LABELS,
                "discovery": Record({"ports": Series(ANYTHING)}),
            }
        ),
    },
    ("id",),
)
"""An app."""


def group_of(depth: int) -> Record:
    """A group with at most ``depth`` levels of groups below it."""
    below = {"groups": Series(group_of(depth - 1))} if depth else {}
    return Record(
        {
            "id": ID,
            "apps": Series(APP),
            "dependencies": Series(WORD),
            "enforceRole": Flag(),
            "scaleBy": AMOUNT,
            "version": WORD,
            **below,
        }
    )


GROUP = group_of(8)
"""A group."""
