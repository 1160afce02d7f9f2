"""What an agent adds to an app, compared with what was recorded of one: no engine is needed."""

from tasks import docker_run, environment

APP = {
    "id": "/d/host",
    "container": {"docker": {"image": "busybox:local", "parameters": [{"key": "label", "value": "probe=1"}]}},
    "networks": [{"mode": "host"}],
    "portDefinitions": [{"port": 0, "name": "http"}],
    "cpus": 0.1,
    "mem": 32,
    "disk": 0,
    "env": {"A": "1"},
}

RECORDED = """\
A=1
HOST=127.0.0.1
MARATHON_APP_DOCKER_IMAGE=busybox:local
MARATHON_APP_ENFORCE_GROUP_ROLE=FALSE
MARATHON_APP_ID=/d/host
MARATHON_APP_LABELS=
MARATHON_APP_RESOURCE_CPUS=0.1
MARATHON_APP_RESOURCE_DISK=0.0
MARATHON_APP_RESOURCE_GPUS=0
MARATHON_APP_RESOURCE_MEM=32.0
MARATHON_APP_VERSION=2026-11-21T01:33:45.249Z
MESOS_ALLOCATION_ROLE=*
MESOS_CONTAINER_NAME=mesos-d05ac062-fd16-43df-b658-5160e90abfa8
MESOS_SANDBOX=/mnt/mesos/sandbox
MESOS_TASK_ID=d_host.instance-9786af0c-e54b-11f1-b476-02424d427c03._app.1
PORT=31212
PORT0=31212
PORTS=31212
PORT_10000=31212
PORT_HTTP=31212"""


def variables(app: dict[str, object]) -> dict[str, str]:
    return environment(
        app,
        "d_host.instance-9786af0c-e54b-11f1-b476-02424d427c03._app.1",
        "mesos-d05ac062-fd16-43df-b658-5160e90abfa8",
        "127.0.0.1",
        31212,
        "2026-11-21T01:33:45.249Z",
    )


def test_the_environment_is_what_a_task_was_given() -> None:
    assert "\n".join(f"{name}={value}" for name, value in sorted(variables(APP).items())) == RECORDED


def test_labels_become_variables() -> None:
    labelled = variables(APP | {"labels": {"my.label": "v 1", "X": "y"}})
    assert labelled["MARATHON_APP_LABELS"] == "MY_LABEL X"
    assert labelled["MARATHON_APP_LABEL_MY_LABEL"] == "v 1"


def test_a_port_with_a_dash_in_its_name_has_no_variable_of_that_name() -> None:
    named = variables(APP | {"portDefinitions": [{"port": 8080, "name": "http-api"}]})
    assert {name for name in named if name.startswith("PORT")} == {"PORT", "PORT0", "PORTS", "PORT_8080"}


def test_the_options_are_what_an_engine_was_told() -> None:
    assert docker_run(APP, {"A": "1"}, "mesos-1", "/sandbox") == [
        "--cpu-shares=102",
        "--memory=32m",
        "--memory-swap=32m",
        "--env=A=1",
        "--volume=/sandbox:/mnt/mesos/sandbox",
        "--network=host",
        "--name=mesos-1",
        "--label=probe=1",
        "busybox:local",
    ]
