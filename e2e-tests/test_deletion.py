"""Deleted means gone: from the API at once, from Cassandra and Kafka soon, whatever dies meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from confluent_kafka.admin import AdminClient
from faults.share_groups import share_groups, superuser
from faults.stored import Stored
from stack import Document, Stack, completed, kill, tokens_deleted, wait_for

CASSANDRA_PORT, KAFKA_PORT = 9042, 9092
PATHS = ("", "/events", "/summary", "/results", "/sequences/0", "/failures", "/logs")


@pytest.fixture
def api(stack: Stack) -> Iterator[httpx.Client]:
    with stack.client() as client:
        yield client


@pytest.fixture
def stored(stack: Stack) -> Iterator[Stored]:
    with Stored(CASSANDRA_PORT + stack.port_offset, stack.home) as store:
        yield store


def left(stack: Stack, stored: Stored, run: str) -> Document:
    """The tables, topics and share groups in which something of a run is found."""
    port = KAFKA_PORT + stack.port_offset
    login = superuser(stack.home)
    topics = AdminClient({"bootstrap.servers": f"127.0.0.1:{port}"} | login).list_topics(timeout=10).topics
    groups = share_groups(port, login)
    return {
        "tables": stored.mentions(run),
        "queues": [name for name in (*topics, *groups) if run in name],
    }


def is_nothing(found: Document) -> bool:
    return not found["tables"] and not found["queues"]


def check_gone(api: httpx.Client, run: str) -> None:
    for path in PATHS:
        assert api.get(f"/runs/{run}{path}").status_code == 404, path
    assert run not in api.get("/runs").text
    assert api.delete(f"/runs/{run}").status_code == 404


def test_of_a_completed_run_nothing_is_left(stack: Stack, stored: Stored, api: httpx.Client, models: Path) -> None:
    run = stack.submit(models / "picky", 2_000, "--seed", 1, "--max-failures", 100, "--wait")["id"]
    assert {
        "ancho_user_local.results",
        "ancho_user_local.failures",
        "ancho_user_local.summary_documents",
        "ancho_user_local.summary_pages",
    } <= set(stored.mentions(run))

    deleted = stack.json("delete", run, "--yes")

    assert deleted["runs"] == [run]
    check_gone(api, run)
    wait_for(lambda: left(stack, stored, run), is_nothing)


@pytest.mark.parametrize("options", [(), ("--executors", 2)], ids=["pool", "dedicated"])
def test_a_run_under_way_is_cancelled_and_nothing_of_it_comes_back(
    stack: Stack,
    stored: Stored,
    api: httpx.Client,
    models: Path,
    options: tuple[object, ...],
) -> None:
    run = stack.submit(models / "slow", 1_000_000, *options)["id"]
    stack.await_run(run, lambda it: it["progress"]["completed"] > 0, 120)

    assert api.delete(f"/runs/{run}").status_code == 204

    check_gone(api, run)
    wait_for(lambda: left(stack, stored, run), is_nothing, 120)
    assert not stack.executors(run)
    assert completed(stack.submit(models / "slow", 5, "--wait"))
    assert is_nothing(left(stack, stored, run))


def test_a_deletion_survives_the_death_of_the_services_in_its_midst(
    stack: Stack, stored: Stored, api: httpx.Client, models: Path
) -> None:
    run = stack.submit(models / "slow", 1_000_000, "--executors", 1)["id"]
    stack.await_run(run, lambda it: it["progress"]["completed"] > 0, 120)
    assert api.delete(f"/runs/{run}").status_code == 204
    parts = {part["name"]: part["pid"] for part in stack.status()["parts"]}

    for victim in ("run", "stats"):
        kill(parts[victim])

    wait_for(
        lambda: {"status": api.get(f"/runs/{run}").status_code},
        lambda it: it["status"] == 404,
        120,
    )
    wait_for(lambda: left(stack, stored, run), is_nothing, 120)
    wait_for(stack.status, lambda it: it["state"] == "up", 120)
    check_gone(api, run)


def test_a_model_is_deleted_once_no_run_uses_it_and_can_be_uploaded_again(
    stack: Stack, stored: Stored, api: httpx.Client, tmp_path: Path
) -> None:
    (tmp_path / "ancho.toml").write_text('[model]\nname = "fleeting"\nentrypoint = "fleeting:sequence"\n')
    source = "import ancho\n\n\n@ancho.model\ndef sequence(rng, start):\n    return {'draw': rng.random()}\n"
    (tmp_path / "fleeting.py").write_text(f"{source}\n# {tmp_path}\n")
    run = stack.submit(tmp_path, 10, "--wait")
    model = run["model"]["id"]
    refused = api.delete(f"/models/{model}")
    assert refused.status_code == 409
    assert run["id"] in refused.json()["detail"]

    assert stack.json("delete", run["id"], "--model", "--yes")["models"] == [model]

    assert api.get(f"/models/{model}").status_code == 404
    assert model not in api.get("/models").text
    wait_for(lambda: {"tables": stored.mentions(model), "queues": []}, is_nothing)
    assert completed(stack.submit(tmp_path, 10, "--wait"))


def test_a_token_that_may_only_read_deletes_nothing(stack: Stack, api: httpx.Client, models: Path) -> None:
    run = stack.submit(models / "slow", 5, "--wait")
    with tokens_deleted(api):
        made = api.post(
            "/tokens",
            json={"name": "for a test", "scopes": ["read"], "expires_in": "PT1H"},
        ).json()
        with stack.client(made["token"]) as reader:
            assert reader.delete(f"/runs/{run['id']}").status_code == 403
            assert reader.delete(f"/models/{run['model']['id']}").status_code == 403
    assert stack.run(run["id"])["state"] == "COMPLETED"
