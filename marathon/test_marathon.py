"""The app definitions against what Marathon knows and against what the services really are."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from ancho._marathon import acceptance

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE))

import contract  # noqa: E402

App = dict[str, Any]


def load(name: str) -> Any:
    """A JSON file of this folder; a key that stands twice in an object is an error."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), f"{name}.json repeats a key among {names}"
        return dict(pairs)

    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"), object_pairs_hook=unique)


APPS: dict[str, App] = {service: load(service) for service in contract.SERVICES}
each_app = pytest.mark.parametrize("service", contract.SERVICES)


def test_there_is_one_file_for_each_service_and_one_for_the_group() -> None:
    assert {path.stem for path in HERE.glob("*.json")} == {*contract.SERVICES, "ancho"}


@each_app
def test_marathon_accepts_an_app_and_forgets_nothing_of_it(service: str) -> None:
    assert acceptance.app_problems(APPS[service]) == []


def test_marathon_accepts_the_group_and_forgets_nothing_of_it() -> None:
    assert acceptance.group_problems(load("ancho")) == []


def test_the_group_holds_the_same_apps_as_the_single_files() -> None:
    group = load("ancho")
    assert group["id"] == "/ancho"
    assert {app["id"]: app for app in group["apps"]} == {f"/ancho/{service}": app for service, app in APPS.items()}
    assert len(group["apps"]) == len(APPS)


@each_app
def test_an_app_runs_its_service_s_image_of_this_version(service: str) -> None:
    assert APPS[service]["container"]["docker"]["image"] == f"ancho/{service}-service:{contract.version()}"


@each_app
def test_a_service_listens_where_marathon_believes_it_to(service: str) -> None:
    app = APPS[service]
    [definition] = app["portDefinitions"]
    if service == "worker":
        assert (definition["port"], app["requirePorts"], app["env"]["SERVER_PORT"]) == (0, False, "${PORT0}")
    else:
        port = contract.port(service)
        assert (definition["port"], app["requirePorts"], app["env"]["SERVER_PORT"]) == (port, True, str(port))


@each_app
def test_the_image_exposes_the_service_s_port(service: str) -> None:
    assert f"\nEXPOSE {contract.port(service)}\n" in contract.dockerfile(service)
    assert contract.image_environment(service)["SERVER_PORT"] == str(contract.port(service))


@each_app
def test_checks_ask_the_service_s_own_probes(service: str) -> None:
    app = APPS[service]
    [health], [ready] = app["healthChecks"], app["readinessChecks"]
    assert (health["protocol"], health["path"], health["portIndex"]) == ("MESOS_HTTP", "/actuator/health/liveness", 0)
    assert (ready["protocol"], ready["path"], ready["portName"]) == (
        "HTTP",
        "/actuator/health/readiness",
        app["portDefinitions"][0]["name"],
    )
    assert {health["path"], ready["path"]} <= set(re.findall(r"`(/actuator/\S+)`", contract.ARCHITECTURE))


@each_app
def test_a_task_may_start_slowly_and_stop_in_peace(service: str) -> None:
    app = APPS[service]
    assert app["healthChecks"][0]["gracePeriodSeconds"] >= 300, "a cold start on a busy agent took 150 s"
    assert app["taskKillGracePeriodSeconds"] > 0
    assert app["upgradeStrategy"].keys() == {"minimumHealthCapacity", "maximumOverCapacity"}


@pytest.mark.parametrize("service", ["run", "scheduler"])
def test_several_instances_elect_one_by_a_zookeeper_of_their_own_path(service: str) -> None:
    address = APPS[service]["env"][f"ANCHO_{service.upper()}_ZOOKEEPER"]
    assert address.startswith("zk://") and address.endswith(f"/ancho/{service}")


@pytest.mark.parametrize("service", ["gateway", "run", "scheduler", "stats"])
def test_one_of_several_goes_on_while_another_is_replaced(service: str) -> None:
    app = APPS[service]
    assert app["instances"] > 1
    assert ["hostname", "UNIQUE"] in app["constraints"]
    assert app["upgradeStrategy"] == {"minimumHealthCapacity": 0.5, "maximumOverCapacity": 0}


@each_app
def test_every_variable_is_one_that_the_service_reads(service: str) -> None:
    environment = APPS[service]["env"]
    inherited = set(environment.get("ANCHO_EXECUTOR_ENVIRONMENT", "").split(","))
    assert environment.keys() <= contract.read_by(service) | inherited


@each_app
def test_a_service_is_given_whatever_it_has_no_default_for(service: str) -> None:
    needed = {placeholder.name for placeholder in contract.placeholders(service) if not placeholder.has_default}
    assert needed <= APPS[service]["env"].keys() | contract.image_environment(service).keys()


@each_app
def test_the_contract_s_variables_are_read_by_the_service(service: str) -> None:
    read = {placeholder.name for placeholder in contract.placeholders(service)}
    own = APPS[service]["env"].keys() & contract.variables(service)
    assert own - contract.SPRING <= read


@each_app
def test_no_secret_stands_in_an_app(service: str) -> None:
    environment = APPS[service]["env"]
    assert not [
        name
        for name in environment
        if re.search(r"PASSWORD|SECRET|TOKEN|CREDENTIAL|PRIVATE_KEY", name)
        and not environment[name].startswith("/etc/ancho/")
    ]
    assert environment["SPRING_CONFIG_IMPORT"] == "configtree:/etc/ancho/secrets/", (
        "a service whose secrets are missing must refuse to start"
    )
    assert APPS[service]["container"]["volumes"] == [
        {"containerPath": "/etc/ancho", "hostPath": f"/etc/ancho/{service}", "mode": "RO"}
    ]


def test_executors_are_started_by_the_command_of_the_worker_s_image() -> None:
    [entrypoint] = re.findall(r"^ENTRYPOINT (\[.*\])$", contract.dockerfile("worker"), re.MULTILINE)
    environment = APPS["scheduler"]["env"]
    secrets = (
        f"SPRING_CONFIG_IMPORT=optional:configtree:{APPS['worker']['container']['volumes'][0]['hostPath']}/secrets/"
    )
    assert environment["ANCHO_EXECUTOR_COMMAND"] == f"exec env {secrets} " + " ".join(json.loads(entrypoint))
    inherited = environment["ANCHO_EXECUTOR_ENVIRONMENT"].split(",")
    assert environment["ANCHO_EXECUTOR_IMAGE"] == APPS["worker"]["container"]["docker"]["image"]
    assert set(inherited) <= environment.keys(), "executors inherit only what the scheduler has"
    image = contract.image_environment("worker")
    assert {name: environment[name] for name in inherited if name in image} == {
        name: image[name] for name in inherited if name in image
    }


def test_an_executor_of_the_pool_has_a_core_for_each_slot_and_a_name_of_its_own() -> None:
    worker = APPS["worker"]
    assert int(worker["env"]["ANCHO_SLOTS"]) == worker["cpus"]
    assert worker["env"]["ANCHO_EXECUTOR_ID"] == "${MESOS_TASK_ID}"


def test_what_runs_beside_the_heap_fits_into_the_container() -> None:
    worker, stats = APPS["worker"], APPS["stats"]
    assert worker["mem"] >= 256 + 1024 * int(worker["env"]["ANCHO_SLOTS"])
    assert int(worker["env"]["ANCHO_MEM_MIB"]) == worker["mem"]
    spark = int(stats["env"]["ANCHO_SPARK_MEMORY"].removesuffix("g")) * 1024
    assert stats["mem"] >= 256 + 1.5 * spark, "a JVM needs about half its heap again"


@pytest.mark.parametrize("page", ["docs/deploy.md", "marathon/README.md"])
def test_no_page_hides_what_marathon_says_when_it_refuses(page: str) -> None:
    text = (contract.ROOT / page).read_text(encoding="utf-8")
    changing = [line for line in text.splitlines() if re.search(r"curl .*-X (PUT|POST|DELETE)", line)]
    assert changing, f"{page} shows no change"
    assert [line for line in changing if "curl -sS --fail-with-body -X" not in line] == []


def test_topics_have_the_same_replication_in_every_app() -> None:
    replication = {app["env"]["ANCHO_KAFKA_REPLICATION"] for app in APPS.values() if "ANCHO_KAFKA" in app["env"]}
    assert len(replication) == 1
