"""The rules of ``acceptance`` against answers of a running Marathon, and beyond them on Ancho's own apps."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from ancho._marathon.acceptance import Problem, Settings, app_problems, group_problems

HERE = Path(__file__).resolve().parent

RECORDED = [json.loads(line) for line in (HERE / "recorded_answers.jsonl").read_text(encoding="utf-8").splitlines()]
each_recorded = pytest.mark.parametrize("recorded", RECORDED, ids=[f"{i}-{r['case']}" for i, r in enumerate(RECORDED)])


def problems(recorded: dict[str, Any]) -> list[Problem]:
    settings = Settings(features=frozenset(recorded.get("features", ())))
    if "group" in recorded:
        return group_problems(recorded["group"], settings)
    return app_problems(recorded["app"], settings)


def paths(found: list[Problem], outcome: str) -> list[str]:
    return sorted({problem.path for problem in found if problem.outcome == outcome})


@each_recorded
def test_what_marathon_refused_is_refused_and_nothing_else(recorded: dict[str, Any]) -> None:
    expected = recorded["paths"] if recorded["answer"] == 422 else []
    assert paths(problems(recorded), "refused") == expected


@each_recorded
def test_what_marathon_answered_with_500_is_told(recorded: dict[str, Any]) -> None:
    assert bool(paths(problems(recorded), "breaks")) == (recorded["answer"] == 500)


def test_the_records_hold_every_kind_of_answer() -> None:
    answers = [recorded["answer"] for recorded in RECORDED]
    assert (answers.count(422), answers.count(500)) == (105, 4)
    assert answers.count(200) + answers.count(201) == len(answers) - 109


@pytest.mark.parametrize(
    ("case", "path"),
    [
        ("unknown field", "/foo"),
        ("unknown field inside second app", "/apps(1)/foo"),
        ("misspelt upper case field", "/Instances"),
        ("health check: unknown field", "/healthChecks(0)/interval"),
        ("health check: port and portIndex", "/healthChecks(0)/port"),
        ("portDefinitions with bridge network", "/portDefinitions"),
        ("portMappings with host network", "/container/portMappings"),
        ("portMappings duplicate servicePort", "/container/portMappings"),
        ("unreachableStrategy unknown string", "/unreachableStrategy"),
        ("duplicate app ids", "/apps(1)/id"),
        ("same service port in two apps of the group", "/apps"),
        ("dependency on an app not in the group and not existing", "/apps(0)/dependencies"),
        ("fields of a GET copied back: tasksRunning, version, deployments, uris, versionInfo", "/tasksRunning"),
    ],
)
def test_what_marathon_took_and_forgot_is_told(case: str, path: str) -> None:
    taken = [recorded for recorded in RECORDED if recorded["case"] == case and recorded["answer"] in (200, 201)]
    assert path in [ignored for recorded in taken for ignored in paths(problems(recorded), "ignored")]


def own(service: str = "run") -> dict[str, Any]:
    app: dict[str, Any] = json.loads((HERE / f"{service}.json").read_text(encoding="utf-8"))
    return app


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """The app of run-service with some values changed, each named by its path; None takes the field away."""
    app = own()
    for path, value in changes.items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        place: Any = app
        for step in steps:
            place = place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return app


def test_the_file_that_could_not_be_deployed_is_refused_for_what_marathon_refused_it() -> None:
    [problem] = app_problems(changed({"readinessChecks.0.timeoutSeconds": 5}))
    assert problem.path == "/readinessChecks(0)/timeoutSeconds"
    assert "5 is not less than 5" in str(problem)
    assert "below intervalSeconds" in str(problem)


BRIDGE = [{"mode": "container/bridge"}]
TWO_NETWORKS = [{"mode": "container", "name": "a"}, {"mode": "container", "name": "b"}]
DATA = {"containerPath": "data", "mode": "RW", "persistent": {"size": 10}}


@pytest.mark.parametrize(
    ("changes", "path", "outcome"),
    [
        ({"networks": BRIDGE}, "/readinessChecks(0)/portName", "refused"),
        ({"networks": BRIDGE}, "/portDefinitions", "ignored"),
        ({"networks": TWO_NETWORKS}, "/", "refused"),
        ({"networks": [{"mode": "host", "name": "a"}]}, "/networks", "refused"),
        ({"networks": [{"mode": "container", "name": "a"}] * 2}, "/networks", "refused"),
        ({"container.portMappings": [{"name": "a"}, {"name": "a"}]}, "/container/portMappings", "refused"),
        (
            {"networks": TWO_NETWORKS, "container.type": "MESOS", "container.portMappings": [{"hostPort": 0}]},
            "/container/portMappings(0)",
            "refused",
        ),
        (
            {"networks": TWO_NETWORKS, "container.portMappings": [{"networkNames": ["c"]}]},
            "/container/portMappings(0)/networkNames",
            "refused",
        ),
        ({"healthChecks.0.portIndex": 1}, "/healthChecks(0)", "refused"),
        ({"healthChecks.0.portIndex": None, "portDefinitions": []}, "/healthChecks(0)", "refused"),
        ({"healthChecks.0.protocol": "HTTP", "healthChecks.0.ipProtocol": "IPv6"}, "/healthChecks(0)", "refused"),
        ({"healthChecks.0.protocol": "MESOS_TCP"}, "/healthChecks(0)/path", "ignored"),
        ({"healthChecks.0.gracePeriod": 1}, "/healthChecks(0)/gracePeriod", "ignored"),
        (
            {"readinessChecks.0.portName": None, "portDefinitions.0.name": "web"},
            "/readinessChecks(0)/portName",
            "refused",
        ),
        (
            {"readinessChecks.0.httpStatusCodesForReady": [99]},
            "/readinessChecks(0)/httpStatusCodesForReady(0)",
            "refused",
        ),
        ({"readinessChecks.0.httpStatusCodesForReady": []}, "/readinessChecks(0)/httpStatusCodesForReady", "refused"),
        ({"readinessChecks.0.timeoutSeconds": None}, "/readinessChecks(0)/timeoutSeconds", "refused"),
        ({"check": {"http": {"portIndex": 0}}}, "/", "refused"),
        ({"check": {"http": {}, "tcp": {}}, "container.type": "MESOS"}, "/check", "refused"),
        ({"gpus": 1}, "/", "refused"),
        ({"container.docker.pullConfig": {"secret": "a"}}, "/container/docker/pullConfig", "refused"),
        ({"container.docker.credential": {"principal": "a"}}, "/container/docker/credential", "refused"),
        (
            {"container.type": "MESOS", "container.docker.parameters": [{"key": "a", "value": "b"}]},
            "/container/docker/parameters",
            "refused",
        ),
        ({"container.docker.tag": "1"}, "/container/docker/tag", "ignored"),
        ({"container.type": "MESOS", "container.docker.privileged": True}, "/container/docker/privileged", "ignored"),
        ({"container.volumes.0.mode": "ro"}, "/container/volumes(0)/mode", "refused"),
        ({"container.volumes.0": {"containerPath": "a", "secret": "b"}}, "/container/volumes(0)", "refused"),
        ({"container.volumes.0": DATA}, "/role", "refused"),
        ({"container.volumes.0": DATA}, "/unreachableStrategy", "refused"),
        ({"container.volumes.0": DATA | {"containerPath": "a/b"}}, "/container/volumes(0)/containerPath", "refused"),
        ({"container.volumes.0": DATA | {"mode": "RO"}}, "/container/volumes(0)/mode", "refused"),
        (
            {"container.volumes.0": DATA, "upgradeStrategy.maximumOverCapacity": 1},
            "/upgradeStrategy/maximumOverCapacity",
            "refused",
        ),
        (
            {"container.volumes.0": {"containerPath": "a", "mode": "RW", "external": {"name": "v"}}},
            "/container/volumes(0)/external/provider",
            "refused",
        ),
        (
            {"container.volumes.0": DATA, "role": "ancho", "acceptedResourceRoles": ["ancho"]},
            "/acceptedResourceRoles",
            "refused",
        ),
        ({"residency": {"taskLostBehavior": "NEVER"}}, "/residency/taskLostBehavior", "refused"),
        ({"upgradeStrategy.maxOverCapacity": 0}, "/upgradeStrategy/maxOverCapacity", "ignored"),
        ({"upgradeStrategy.minimumHealthCapacity": 1.01}, "/upgradeStrategy/minimumHealthCapacity", "refused"),
        ({"labels.MARATHON_SINGLE_INSTANCE_APP": "true", "instances": 2}, "/", "refused"),
        ({"labels.DCOS_MIGRATION_API_VERSION": "v1"}, "/", "refused"),
        ({"labels.a": 1}, "/labels/a", "refused"),
        ({"env.SERVER_PORT": 8081}, "/env/SERVER_PORT", "refused"),
        ({"env.A": {"secret": "a"}}, "/env", "refused"),
        ({"env.A": {"secret": "a"}}, "/env/A/secret", "refused"),
        ({"secrets": {"a": {"source": "b"}}}, "/secrets", "refused"),
        ({"fetch": [{"uri": "http://a/%zz"}]}, "/fetch(0)/uri", "refused"),
        ({"fetch": [{"uri": "http://a/b c"}]}, "/fetch(0)/uri", "refused"),
        ({"fetch": [{"uri": "http://a/b", "extrakt": True}]}, "/fetch(0)/extrakt", "ignored"),
        ({"constraints": [["", "UNIQUE"]]}, "/constraints", "refused"),
        ({"constraints": [["rack", "IS", "[1-2]"]]}, "/constraints", "refused"),
        ({"constraints": [["rack", "group_by"]]}, "/constraints", "breaks"),
        ({"constraints": [["hostname", "UNIQUE"]] * 2}, "/constraints", "ignored"),
        ({"role": "other"}, "/role", "refused"),
        ({"acceptedResourceRoles": ["*", "other"]}, "/acceptedResourceRoles", "refused"),
        ({"resourceLimits": {"mem": 767}}, "/resourceLimits/mem", "refused"),
        ({"taskKillGracePeriodSeconds": 2.5}, "/taskKillGracePeriodSeconds", "refused"),
        ({"taskKillGracePeriodSeconds": 2**31}, "/taskKillGracePeriodSeconds", "refused"),
        ({"requirePorts": "true"}, "/requirePorts", "refused"),
        ({"ports": [1], "portDefinitions.0.port": 2}, "/", "refused"),
        ({"dependencies": ["/ancho/run"]}, "/", "refused"),
        ({"dependencies": ["a", "a"]}, "/dependencies", "ignored"),
        ({"id": "/ancho/run_1"}, "/id", "refused"),
        ({"id": "/ancho/versions"}, "/id", "refused"),
        ({"id": "/ancho/run."}, "/id", "refused"),
        ({"id": "/.../run"}, "/id", "refused"),
        ({"id": "/ancho/-run"}, "/id", "refused"),
    ],
)
def test_a_change_of_our_own_app_is_told_at_its_field(changes: dict[str, Any], path: str, outcome: str) -> None:
    assert path in paths(app_problems(changed(changes)), outcome)


@pytest.mark.parametrize(
    ("changes", "settings"),
    [
        ({"role": "ancho"}, Settings()),
        ({"id": "/ancho//all.to-9gether/9/"}, Settings()),
        ({"role": "research", "acceptedResourceRoles": ["*", "research"]}, Settings(role="research")),
        ({"env.A": {"secret": "a"}, "secrets": {"a": {"source": "b"}}}, Settings(features=frozenset({"secrets"}))),
        ({"gpus": 1, "container.type": "MESOS"}, Settings(features=frozenset({"gpu_resources"}))),
        ({"healthChecks.0.ipProtocol": "IPv6"}, Settings()),
        ({"instances": 2.0}, Settings()),
        ({"unreachableStrategy": "disabled"}, Settings()),
        ({"resourceLimits": {"cpus": "unlimited", "mem": 768}}, Settings()),
        (
            {
                "networks": [{"mode": "container"}],
                "portDefinitions": None,
                "requirePorts": None,
                "container.portMappings": [{"containerPort": 8081, "name": "http-api"}],
            },
            Settings(default_network="dcos"),
        ),
    ],
)
def test_what_marathon_takes_as_it_was_meant_is_no_problem(changes: dict[str, Any], settings: Settings) -> None:
    assert app_problems(changed(changes), settings) == []


def group(*apps: tuple[str, list[str]], **more: Any) -> dict[str, Any]:
    return {"id": "/g", "apps": [{"id": name, "cmd": "exec a", "dependencies": needs} for name, needs in apps]} | more


@pytest.mark.parametrize(
    ("given", "path"),
    [
        (group(("a", ["b"]), ("b", ["c"]), ("c", ["/g/a"])), "/"),
        (group(("a", ["/g"])), "/"),
        (group(("a", ["n"]), groups=[group(("b", ["../a"])) | {"id": "n"}]), "/"),
        (group(("a", []), groups=[{**group(("b", [])), "id": "n", "dependencies": ["/g/n/b"]}]), "/"),
        (group(("/elsewhere/a", [])), "/apps(0)/id"),
        (group(("a", []), groups=[{**group(("/g/b", [])), "id": "n"}]), "/groups(0)/apps(0)/id"),
        (group(("n", []), groups=[{"id": "n"}]), "/groups(0)"),
        (group(("a", []), groups=[{"id": "n", "enforceRole": True}]), "/groups(0)/enforceRole"),
        ({"id": "/g", "scaleBy": 2, "apps": []}, "/scaleBy"),
        (group(("a", [])) | {"apps": [{"id": "a"}]}, "/apps(0)"),
        (group(("A", [])), "/apps(0)/id"),
    ],
)
def test_a_group_is_refused_at_the_field(given: dict[str, Any], path: str) -> None:
    assert path in paths(group_problems(given), "refused")


def test_apps_of_a_group_may_wait_for_each_other_without_a_cycle() -> None:
    below = {**group(("b", ["../../a", "c"]), ("c", [])), "id": "n"}
    assert group_problems(group(("a", []), ("d", ["n"]), groups=[below])) == []


STRANGE: list[Any] = [None, [], {}, -1, "x", True]


def test_no_value_at_any_place_is_too_strange_to_be_judged() -> None:
    for recorded in RECORDED:
        name = "group" if "group" in recorded else "app"
        for strange in STRANGE:
            for position in range(len(list(places(recorded[name])))):
                document = copy.deepcopy(recorded[name])
                holder, key = list(places(document))[position]
                holder[key] = strange
                assert isinstance(problems({**recorded, name: document}), list)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Where a value stands in an object or a list, at any depth."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in inside for place in [(value, key), *places(item)]]
