"""``ancho deploy``, ``undeploy`` and ``scale`` against the stand-in of Marathon."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ancho._marathon import specs, substitution, values
from ancho._marathon.api import Marathon
from ancho._marathon.changes import with_instances_kept
from ancho._marathon.events import EventStream
from ancho.cli import main
from fake_marathon import Answer, FakeMarathon
from fake_marathon_cluster import App
from pseudo_terminal import ANCHO, COLOURFUL, CTRL_C, INTERRUPTED, PLAIN, PseudoTerminal

ADDRESSES = {
    "ANCHO_DEPLOY_KAFKA": "kafka.my.net:9092",
    "ANCHO_DEPLOY_CASSANDRA": "cassandra.my.net:9042",
    "ANCHO_DEPLOY_MESOS": "zk://zookeeper.my.net:2181/mesos",
    "ANCHO_DEPLOY_RUN_ZOOKEEPER": "zk://zookeeper.my.net:2181/ancho/run",
    "ANCHO_DEPLOY_SCHEDULER_ZOOKEEPER": "zk://zookeeper.my.net:2181/ancho/scheduler",
}
OTHER_GATEWAY = {"ANCHO_DEPLOY_SCHEDULER_URL": "http://other.my.net:8082"}
SERVICES = ["gateway", "run", "scheduler", "worker", "stats"]


@pytest.fixture(autouse=True)
def marathon(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeMarathon]:
    """A Marathon, and the addresses of a cluster."""
    running = FakeMarathon()
    for name, value in {**ADDRESSES, "ANCHO_MARATHON": running.url}.items():
        monkeypatch.setenv(name, value)
    for name in ("ANCHO_MARATHON_USER", "ANCHO_REPO"):
        monkeypatch.delenv(name, raising=False)
    yield running
    running.close()


def ancho(*arguments: str, **variables: str) -> Result:
    return CliRunner().invoke(main, arguments, env=variables)


def group() -> specs.Group:
    """The group as it is sent to this cluster."""
    return substitution.substituted(specs.group(), values.read())


def failing(name: str, fate: str, when: Callable[[App], bool] = lambda app: True) -> Callable[[App], str]:
    return lambda app: fate if app["id"] == f"/ancho/{name}" and when(app) else "healthy"


def is_new_gateway(app: App) -> bool:
    return bool(app["env"].get("ANCHO_SCHEDULER_URL") == OTHER_GATEWAY["ANCHO_DEPLOY_SCHEDULER_URL"])


# --- Values --------------------------------------------------------------------------------------


def test_the_values_as_they_are_in_the_repository_are_the_literals_of_the_files() -> None:
    assert substitution.substituted(specs.group(), values.read(environment={})) == specs.group()


def test_every_value_is_shown_in_the_file_of_the_repository() -> None:
    shown = (specs.folder() / "values.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"^(?:# )?([a-z_]+):", shown, re.MULTILINE)) == set(values.NAMES)


def test_an_address_that_is_only_an_example_is_refused_with_the_value_s_name(marathon: FakeMarathon) -> None:
    done = ancho("deploy", ANCHO_DEPLOY_KAFKA="kafka-1.example:9092")
    assert done.exit_code == 2
    assert "run, scheduler, worker, stats: env.ANCHO_KAFKA still has kafka-1.example; set kafka" in done.stderr
    assert "cassandra" not in done.stderr
    assert marathon.requests == []


def test_unknown_and_empty_values_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("kafak: broker:9092\n")
    assert f"{file}: there is no value 'kafak'; known are kafka" in ancho("deploy", "--values", str(file)).stderr
    file.write_text("kafka:\n")
    assert "kafka has no value" in ancho("deploy", "--values", str(file)).stderr
    file.write_text("kafka: [\n")
    assert f"{file} is no YAML" in ancho("deploy", "--values", str(file)).stderr
    assert "there is no value 'kafak'" in ancho("deploy", ANCHO_DEPLOY_KAFAK="broker:9092").stderr


def test_a_value_that_no_app_has_a_place_for_is_refused() -> None:
    without = copy.deepcopy(specs.group())
    for app in without["apps"]:
        app["env"].pop("ANCHO_SPARK_MASTER", None)
    with pytest.raises(Exception, match="'spark_master' is used by no app"):
        substitution.substituted(without, {"spark_master": "local[4]"})


def test_values_reach_every_place_that_has_them() -> None:
    made = substitution.substituted(
        specs.group(),
        {
            "cassandra_replication": "1",
            "cassandra_datacenter": "west",
            "images": "registry.my.net:5000/ancho",
            "image_tag": "0.2.0",
            "kafka_replication": "1",
            "hosts": {"stats": "a-1.my.net", "scheduler": ["a-1.my.net", "a-2.my.net"]},
            "instances": {"worker": 7, "stats": 1},
        },
    )
    apps = {specs.name_of(app["id"]): app for app in made["apps"]}
    strategy = "{'class': 'NetworkTopologyStrategy', 'west': 1}"
    assert {apps[name]["env"]["ANCHO_CASSANDRA_REPLICATION"] for name in ("gateway", "run", "scheduler")} == {strategy}
    assert {app["env"]["ANCHO_CASSANDRA_DATACENTER"] for app in apps.values()} == {"west"}
    assert apps["run"]["container"]["docker"]["image"] == "registry.my.net:5000/ancho/run-service:0.2.0"
    assert apps["scheduler"]["env"]["ANCHO_EXECUTOR_IMAGE"] == "registry.my.net:5000/ancho/worker-service:0.2.0"
    assert apps["stats"]["constraints"][1] == ["hostname", "LIKE", r"a-1\.my\.net"]
    assert apps["scheduler"]["constraints"][1] == ["hostname", "LIKE", r"a-1\.my\.net|a-2\.my\.net"]
    assert apps["worker"]["instances"] == 7


def test_a_single_instance_ends_before_the_next_begins_and_one_of_two_goes_on() -> None:
    made = substitution.substituted(specs.group(), {"instances": {"run": 1, "scheduler": 3, "worker": 1}})
    strategies = {specs.name_of(app["id"]): app["upgradeStrategy"]["minimumHealthCapacity"] for app in made["apps"]}
    assert (strategies["run"], strategies["stats"], strategies["scheduler"]) == (0, 0.5, 0.5)
    assert strategies["worker"] > 0, "its ports are whatever is free"


def test_a_service_that_had_to_be_alone_gets_its_second_instance_with_the_next_deployment(
    marathon: FakeMarathon,
) -> None:
    before = substitution.substituted(group(), {"instances": {"run": 1}})
    kept = with_instances_kept(group(), before, set())
    assert {specs.name_of(app["id"]): app["instances"] for app in kept["apps"]}["run"] == 2


def test_a_service_cannot_be_pinned_to_fewer_hosts_than_it_has_instances(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("hosts: {gateway: only.my.net}\n")
    assert "its 2 instances are each on a host of their own; name 2" in ancho("deploy", "--values", str(file)).stderr


def test_what_marathon_would_refuse_is_refused_before_it_is_asked(
    marathon: FakeMarathon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = specs.group()
    wrong["apps"][1]["readinessChecks"][0]["timeoutSeconds"] = 5
    (tmp_path / "marathon").mkdir()
    (tmp_path / "marathon" / "ancho.json").write_text(json.dumps(wrong))
    (tmp_path / "marathon" / "values.yaml").write_text("")
    monkeypatch.setenv("ANCHO_REPO", str(tmp_path))
    done = ancho("deploy")
    assert done.exit_code == 2
    assert "run: readinessChecks[0].timeoutSeconds: 5 is not less than 5; below intervalSeconds" in done.stderr
    assert marathon.changing() == []


# --- Before anything is sent ---------------------------------------------------------------------


def test_a_dry_run_prints_the_group_and_what_would_change(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    marathon.cluster.apps.pop("/ancho/stats")
    done = ancho("deploy", "--dry-run", **OTHER_GATEWAY)
    assert done.exit_code == 0
    assert [app["id"] for app in json.loads(done.stdout)["apps"]] == [f"/ancho/{name}" for name in SERVICES]
    assert "gateway: changed, which restarts its tasks" in done.stderr
    assert "env.ANCHO_SCHEDULER_URL: http://scheduler-ancho.marathon.mesos:8082 -> http://other" in done.stderr
    assert "run: unchanged" in done.stderr
    assert "stats: added" in done.stderr
    assert "step 1: StartApplication stats" in done.stderr
    assert marathon.changing() == [("PUT", "/v2/groups//ancho?dryRun=true")]


def test_a_dry_run_without_a_marathon_prints_the_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANCHO_MARATHON")
    done = ancho("deploy", "--dry-run")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == group()
    assert "no Marathon is named" in done.stderr


def test_scaling_alone_is_told_as_that_and_removal_too(marathon: FakeMarathon) -> None:
    marathon.deploy({**group(), "apps": [*group()["apps"], {"id": "/ancho/old", "cmd": "exec sleep 9"}]})
    done = ancho("deploy", "--dry-run", ANCHO_DEPLOY_INSTANCES="{worker: 9}")
    assert "worker: scaled, which leaves the others alone\n  instances: 2 -> 9" in done.stderr
    assert "old: removed, which ends its tasks" in done.stderr


def test_a_deployment_keeps_the_number_of_executors_that_was_scaled_to(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    assert ancho("scale", "worker", "5").exit_code == 0
    assert ancho("deploy", **OTHER_GATEWAY).exit_code == 0
    assert len(marathon.tasks("worker")) == 5


def test_apps_that_nothing_changes_need_only_be_up(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    with marathon.lock:
        marathon.cluster.apps["/ancho/worker"]["versionInfo"]["lastConfigChangeAt"] = "2026-01-01T00:00:00.000Z"
        marathon.cluster.apps["/ancho/worker"]["version"] = "2026-01-01T00:00:00.000Z"
    for instance in marathon.tasks("worker"):
        instance.app = {**instance.app, "versionInfo": {"lastConfigChangeAt": "2026-02-01T00:00:00.000Z"}}
    done = ancho("deploy", "--timeout", "5s")
    assert done.exit_code == 0, done.stderr
    assert done.stderr.count("worker: unchanged, but its tasks are of another version") == 1


# --- Where Marathon is not what it should be -----------------------------------------------------


def test_a_marathon_that_is_down_has_a_status_of_its_own(marathon: FakeMarathon) -> None:
    marathon.close()
    done = ancho("deploy")
    assert done.exit_code == 3
    assert f"Marathon at {marathon.url} cannot be reached" in done.stderr


def test_a_marathon_without_a_leader_is_told_as_that(marathon: FakeMarathon) -> None:
    marathon.has_leader = False
    done = ancho("deploy")
    assert done.exit_code == 3
    assert "has no leader, or is not ready: 502 Could not determine the current leader" in done.stderr


def test_a_marathon_asks_for_a_user(marathon: FakeMarathon) -> None:
    marathon.user = "bob:s3cret"
    assert "asks for a user: give --user NAME:PASSWORD" in ancho("deploy").stderr
    assert "refuses this user (401)" in ancho("deploy", "--user", "bob:nope").stderr
    assert ancho("deploy", ANCHO_MARATHON_USER="bob:s3cret").exit_code == 0
    address = marathon.url.replace("http://", "http://bob:s3cret@")
    assert ancho("scale", "worker", "3", "--marathon", address).exit_code == 0


def test_where_a_marathon_leads_to_is_followed_but_not_with_the_password_to_another_host(
    marathon: FakeMarathon,
) -> None:
    front = FakeMarathon()
    front.leads_to = marathon.url
    assert ancho("deploy", "--marathon", front.url).exit_code == 0
    front.leads_to = marathon.url.replace("127.0.0.1", "localhost")
    done = ancho("undeploy", "--yes", "--marathon", front.url, "--user", "bob:s3cret")
    front.close()
    assert done.exit_code == 2
    assert f"leads to {front.leads_to}/v2/info: give that Marathon's address with --marathon" in done.stderr


def test_addresses_of_something_else_are_refused(service: Any) -> None:
    assert "is no Marathon" in ancho("deploy", "--marathon", service.url).stderr
    assert "is not an address such as" in ancho("deploy", "--marathon", "marathon.my.net").stderr
    assert "which Marathon? Give --marathon URL" in ancho("deploy", ANCHO_MARATHON="").stderr


def test_what_marathon_refuses_is_told_by_field(marathon: FakeMarathon) -> None:
    details = [
        {"path": "/apps(1)/readinessChecks(0)/timeoutSeconds", "errors": ["got 5, expected less than 5"]},
        {"path": "/apps(4)/cpus", "errors": ["error.expected.jsnumber"]},
    ]
    marathon.refuses = Answer(422, {"message": "Object is not valid", "details": details})
    done = ancho("deploy")
    assert done.exit_code == 2
    assert "Marathon refuses it: Object is not valid" in done.stderr
    assert "run: readinessChecks[0].timeoutSeconds: got 5, expected less than 5" in done.stderr
    assert "stats: cpus: a number is expected" in done.stderr


def test_another_deployment_that_is_under_way_is_named_and_can_be_replaced(marathon: FakeMarathon) -> None:
    marathon.cluster.fate = failing("stats", "unhealthy")
    assert ancho("deploy", "--no-rollback", "--timeout", "3s").exit_code == 1
    [locking] = marathon.cluster.plans
    done = ancho("deploy")
    assert done.exit_code == 2
    assert f"another deployment holds the apps: {locking}" in done.stderr
    assert f"{locking}: step 3 of 4, changes gateway, run, scheduler, stats, worker" in done.stderr
    assert "ancho deploy --force" in done.stderr
    marathon.cluster.fate = lambda app: "healthy"
    forced = ancho("deploy", "--force", "--timeout", "10s", ANCHO_DEPLOY_SPARK_MASTER="local[4]")
    assert forced.exit_code == 0, forced.stderr


# --- Failures, and the way back ------------------------------------------------------------------


def test_tasks_that_fail_are_told_with_their_log_and_a_first_deployment_is_taken_away(marathon: FakeMarathon) -> None:
    marathon.cluster.fate = failing("run", "crashes")
    done = ancho("deploy", "--task-failures", "2")
    assert done.exit_code == 1
    assert "run: a task failed on agent-1: Command exited with status 1" in done.stderr
    assert re.search(r"tasks fail again and again: \d tasks of run have failed", done.stderr)
    assert re.search(r"  its last task failure, on agent-\d at 20", done.stderr)
    assert "    | no route to cassandra-1" in done.stderr
    assert "gateway: its turn has not come" in done.stderr
    assert "tasks of run have failed; it was rolled back" in done.stderr
    assert marathon.cluster.apps == {}


def test_what_is_not_ready_is_told_with_its_answer_and_the_version_before_comes_back(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    marathon.cluster.fate = failing("gateway", "unready", is_new_gateway)
    done = ancho("deploy", "--timeout", "2s", **OTHER_GATEWAY)
    assert done.exit_code == 1
    assert "it does not get on: nothing has changed for 2 s" in done.stderr
    assert 'not ready; it answers 503: {"status":"DOWN"' in done.stderr
    assert "rolled back" in done.stderr
    assert {is_new_gateway(instance.app) for instance in marathon.tasks("gateway")} == {False}
    assert len(marathon.tasks("gateway")) == 2


def test_what_waits_for_offers_is_told_with_the_reason(marathon: FakeMarathon) -> None:
    marathon.cluster.fate = failing("run", "no offers")
    done = ancho("deploy", "--timeout", "1s")
    assert done.exit_code == 1
    assert "2 to be launched; offers that were not used:" in done.stderr
    assert "6 of 6: InsufficientPorts, its port is taken, or not offered" in done.stderr


def test_a_roll_back_is_helped_when_old_tasks_hold_the_places(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    marathon.cluster.fate = failing("gateway", "unhealthy", is_new_gateway)
    done = ancho("deploy", "--timeout", "3s", **OTHER_GATEWAY)
    assert done.exit_code == 1, done.stderr
    assert done.stderr.count("an earlier task holds a place that is needed; ending ancho_gateway.instance-") == 2
    assert "it was rolled back" in done.stderr
    assert {is_new_gateway(instance.app) for instance in marathon.tasks("gateway")} == {False}


def test_a_roll_back_ends_although_the_failed_task_ended_by_itself(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    marathon.cluster.fate = failing("gateway", "crashes", is_new_gateway)
    done = ancho("deploy", "--timeout", "3s", **OTHER_GATEWAY)
    assert done.exit_code == 1, done.stderr
    assert "an earlier task holds a place that is needed" in done.stderr
    assert [is_new_gateway(instance.app) for instance in marathon.tasks("gateway")] == [False, False]


def test_a_roll_back_whose_end_marathon_does_not_see_is_closed(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    marathon.cluster.fate = failing("gateway", "unready", is_new_gateway)
    assert ancho("deploy", "--timeout", "2s", **OTHER_GATEWAY).exit_code == 1
    marathon.cluster.kill_turns = 200
    done = ancho("deploy", "--timeout", "3s", **OTHER_GATEWAY)
    assert "every app is back; Marathon did not count that, so its deployment has been closed" in done.stderr
    assert done.exit_code == 1
    assert marathon.is_calm()
    assert [instance.healthy for instance in marathon.tasks("gateway")] == [True, True]


def test_a_roll_back_that_does_not_end_has_a_status_of_its_own(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    marathon.cluster.fate = failing("run", "unready")
    done = ancho("deploy", "--timeout", "1s", ANCHO_DEPLOY_KAFKA="other.my.net:9092")
    assert done.exit_code == 4
    assert "the roll-back does not end" in done.stderr
    assert "the roll-back has not ended" in done.stderr


def test_without_a_roll_back_the_deployment_is_left_as_it_is(marathon: FakeMarathon) -> None:
    marathon.cluster.fate = failing("run", "unready")
    done = ancho("deploy", "--timeout", "1s", "--no-rollback")
    assert done.exit_code == 1
    assert "is given up (nothing has changed for 1 s), but goes on" in done.stderr
    assert len(marathon.cluster.plans) == 1


def test_without_an_event_stream_the_state_is_asked_for(marathon: FakeMarathon) -> None:
    marathon.has_events = False
    done = ancho("deploy")
    assert done.exit_code == 0
    assert "there is no event stream; asking again and again instead" in done.stderr


# --- Ending and scaling --------------------------------------------------------------------------


def test_undeploy_ends_everything(marathon: FakeMarathon) -> None:
    assert ancho("undeploy", "--yes").stdout == "Ancho is not deployed.\n"
    marathon.deploy(group())
    assert ancho("undeploy").exit_code == 2
    done = ancho("undeploy", "--yes")
    assert (done.exit_code, done.stdout) == (0, "Ancho is not deployed any more.\n")
    assert marathon.cluster.instances == []


def test_scaling_sends_the_number_and_nothing_else(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    before = {instance.id for instance in marathon.tasks("worker")}
    done = ancho("scale", "worker", "4")
    assert (done.exit_code, done.stdout) == (0, "worker has 4.\n")
    assert ("PUT", "/v2/apps//ancho/worker", {"instances": 4}) in marathon.requests
    assert before < {instance.id for instance in marathon.tasks("worker")}
    assert ancho("scale", "worker", "4").stdout == "worker has 4 already.\n"


@pytest.mark.parametrize("alone", ["run", "stats"])
def test_what_is_deployed_as_one_is_not_scaled(marathon: FakeMarathon, alone: str) -> None:
    marathon.deploy(substitution.substituted(group(), {"instances": {alone: 1}}))
    done = ancho("scale", alone, "2")
    assert done.exit_code == 2
    assert f"{alone} cannot have 2 instances: its old instance ends before its new one starts" in done.stderr
    assert "instances" not in [path for _, path in marathon.changing()]


def test_scaling_to_what_cannot_be_had_is_taken_back(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    marathon.cluster.fate = failing("worker", "no offers")
    done = ancho("scale", "worker", "9", "--timeout", "1s")
    assert done.exit_code == 1
    assert "InsufficientPorts" in done.stderr
    assert "rolled back" in done.stderr
    assert len(marathon.tasks("worker")) == 2


def test_scaling_before_anything_is_deployed_says_how_to_deploy() -> None:
    done = ancho("scale", "worker", "2")
    assert done.exit_code == 2
    assert "deploy it with: ancho deploy" in done.stderr


def test_the_apps_that_may_be_scaled_are_completed() -> None:
    done = CliRunner().invoke(
        main,
        env={"_ANCHO_COMPLETE": "bash_complete", "COMP_WORDS": "ancho scale ", "COMP_CWORD": "2"},
        prog_name="ancho",
    )
    assert re.findall(r"plain,(\w+)", done.stdout) == ["gateway", "run", "scheduler", "worker", "stats"]


# --- As a person sees it -------------------------------------------------------------------------


def test_on_a_terminal_the_apps_are_shown_as_they_become_healthy() -> None:
    with PseudoTerminal([*ANCHO, "deploy"], environment=COLOURFUL) as terminal:
        assert terminal.end() == 0
        screen = terminal.screen()
    assert "Ancho is deployed." in screen
    assert " + gateway    2 of 2 healthy" in screen


def test_on_a_terminal_that_can_nothing_it_is_lines() -> None:
    with PseudoTerminal([*ANCHO, "deploy"], environment=PLAIN) as terminal:
        assert terminal.end() == 0
        assert "gateway: 2 of 2 healthy" in terminal.screen()


def test_on_a_terminal_a_failure_is_explained(marathon: FakeMarathon) -> None:
    marathon.log = "a line\nthat \x1b[31mcolours\n"
    marathon.cluster.fate = failing("run", "crashes")
    with PseudoTerminal([*ANCHO, "deploy", "--task-failures", "2"], columns=100) as terminal:
        assert terminal.end() == 1
        assert "    | that \\x1b[31mcolours" in terminal.screen()


def test_ctrl_c_rolls_back(marathon: FakeMarathon) -> None:
    marathon.cluster.fate = failing("run", "unready")
    with PseudoTerminal([*ANCHO, "deploy"]) as terminal:
        terminal.await_text("step 2 of 4: run")
        terminal.press(CTRL_C)
        assert terminal.end() == INTERRUPTED
        assert "interrupted; it was rolled back" in terminal.text
    assert marathon.cluster.apps == {}


def test_ctrl_c_twice_leaves_the_roll_back_to_marathon(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    marathon.cluster.fate = failing("run", "unready")
    with PseudoTerminal([*ANCHO, "deploy"], environment={**COLOURFUL, "ANCHO_DEPLOY_KAFKA": "b:9092"}) as terminal:
        terminal.await_text("step 1 of 2: run")
        terminal.press(CTRL_C)
        terminal.await_text("the roll-back is deployment")
        terminal.press(CTRL_C)
        assert terminal.end() == INTERRUPTED
        assert "the roll-back goes on in Marathon without being watched" in terminal.text
    assert len(marathon.cluster.plans) == 1


def test_a_stream_that_ends_in_the_middle_is_taken_up_again(marathon: FakeMarathon) -> None:
    marathon.cluster.fate = failing("gateway", "no offers")
    with PseudoTerminal([*ANCHO, "deploy"], environment=PLAIN) as terminal:
        terminal.await_text("step 4 of 4: gateway")
        marathon.drop_streams()
        terminal.await_text("the event stream has ended")
        terminal.await_text("the event stream is back")
        marathon.cluster.fate = lambda app: "healthy"
        assert terminal.end() == 0


def test_a_marathon_that_begins_anew_is_waited_for(marathon: FakeMarathon) -> None:
    marathon.cluster.fate = failing("gateway", "no offers")
    with PseudoTerminal([*ANCHO, "deploy"], environment=PLAIN) as terminal:
        terminal.await_text("step 4 of 4: gateway")
        marathon.has_leader = False
        marathon.drop_streams()
        terminal.await_text("waiting for it to come back")
        with marathon.lock:
            marathon.cluster.restart()
        marathon.has_leader = True
        terminal.await_text("does not list the deployment any more")
        marathon.cluster.fate = lambda app: "healthy"
        assert terminal.end() == 0


def test_undeploy_asks_first(marathon: FakeMarathon) -> None:
    marathon.deploy(group())
    with PseudoTerminal([*ANCHO, "undeploy"]) as terminal:
        terminal.await_text("[y/N]")
        terminal.press("n\n")
        assert terminal.end() == INTERRUPTED
    assert marathon.changing() == []
    with PseudoTerminal([*ANCHO, "undeploy"]) as terminal:
        terminal.await_text("[y/N]")
        terminal.press("y\n")
        assert terminal.end() == 0
    assert marathon.cluster.apps == {}


def test_the_password_is_asked_for_and_not_shown(marathon: FakeMarathon) -> None:
    marathon.user = "bob:s3cret"
    with PseudoTerminal([*ANCHO, "deploy", "--user", "bob"]) as terminal:
        terminal.await_text("Password of bob at Marathon")
        terminal.press("s3cret\n")
        assert terminal.end() == 0
        assert "s3cret" not in terminal.text


def test_a_silent_event_stream_is_attached_anew(marathon: FakeMarathon) -> None:
    with Marathon(marathon.url) as connected, EventStream(connected, idle_seconds=0.2) as stream:
        for _ in range(2):
            event = stream.next(10)
            assert event is not None
            assert event.name == "attached"
        names = set()
        marathon.deploy(group())
        while "deployment_success" not in names:
            event = stream.next(10)
            assert event is not None
            names.add(event.name)
    assert "lost" not in names
