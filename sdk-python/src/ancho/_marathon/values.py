"""The values that differ from one cluster to another: a file, and the environment before it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ancho._errors import InvalidRequest, MissingPackage
from ancho._marathon.specs import folder

PREFIX = "ANCHO_DEPLOY_"
MAPPINGS = ("instances", "hosts")
VARIABLES = {
    "kafka": "ANCHO_KAFKA",
    "kafka_replication": "ANCHO_KAFKA_REPLICATION",
    "cassandra": "ANCHO_CASSANDRA",
    "cassandra_datacenter": "ANCHO_CASSANDRA_DATACENTER",
    "mesos": "ANCHO_MESOS",
    "mesos_role": "ANCHO_MESOS_ROLE",
    "run_zookeeper": "ANCHO_RUN_ZOOKEEPER",
    "scheduler_zookeeper": "ANCHO_SCHEDULER_ZOOKEEPER",
    "run_url": "ANCHO_RUN_URL",
    "stats_url": "ANCHO_STATS_URL",
    "scheduler_url": "ANCHO_SCHEDULER_URL",
    "spark_master": "ANCHO_SPARK_MASTER",
}
"""The values that are an environment variable of whichever app has it."""
NAMES = (*VARIABLES, "cassandra_replication", "images", "image_tag", *MAPPINGS)


def read(file: Path | None = None, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The values of a file, ``marathon/values.yaml`` if none is named, and of the variables that go before it.

    Raises
    ------
    InvalidRequest
        if one is unknown, or is none
    """
    file = file or folder() / "values.yaml"
    found = _parsed(file.read_text(encoding="utf-8"), str(file))
    if not isinstance(found, dict | None):
        raise InvalidRequest(f"{file}: lines such as 'kafka: broker-1.my.net:9092' are expected")
    values = {_known(str(name), str(file)): _checked(name, value, str(file)) for name, value in (found or {}).items()}
    for variable, text in environment.items():
        if variable.startswith(PREFIX):
            name = _known(variable.removeprefix(PREFIX).lower(), variable)
            values[name] = _checked(name, _parsed(text, variable) if name in MAPPINGS else text, variable)
    return values


def _parsed(text: str, where: str) -> Any:
    try:
        import yaml  # type: ignore[import-untyped,unused-ignore]
    except ModuleNotFoundError:
        raise MissingPackage("values are read with PyYAML: pip install 'ancho[deploy]'") from None
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InvalidRequest(f"{where} is no YAML: {' '.join(str(error).split())}") from None


def _known(name: str, where: str) -> str:
    if name not in NAMES:
        raise InvalidRequest(f"{where}: there is no value {name!r}; known are {', '.join(NAMES)}")
    return name


def _checked(name: str, value: Any, where: str) -> Any:
    if name in MAPPINGS:
        if not isinstance(value, dict) or not value:
            raise InvalidRequest(f"{where}: {name} has a line for each service, such as 'run: …'")
        return value
    if value is None or isinstance(value, dict | list | bool) or not str(value).strip():
        raise InvalidRequest(f"{where}: {name} has no value; leave the line out to keep what ancho.json says")
    return str(value).strip()
