"""What a user may have, and how users share the pool."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from ancho import Client, ServiceError
from stack import Stack, users_removed, wait_for

RUN_SERVICE = 8081
LARGE = 10**9


@pytest.fixture(scope="module")
def operator(stack: Stack) -> Iterator[Client]:
    with (
        stack.client() as api,
        users_removed(api),
        Client(str(api.base_url).removesuffix("/api/v1/"), _token(api)) as client,
    ):
        yield client


def _token(api: httpx.Client) -> str:
    return api.headers["Authorization"].removeprefix("Bearer ")


def user(operator: Client, name: str, **limits: object) -> Client:
    added = operator.add_user(f"{name}-{secrets.token_hex(3)}", **limits)  # type: ignore[arg-type]
    return Client(operator.url, operator.add_token("t", user=added["name"])["token"])


def chunks_counted(stack: Stack) -> int:
    """How many chunks have come in since run-service started."""
    url = f"http://127.0.0.1:{RUN_SERVICE + stack.port_offset}/actuator/prometheus"
    found = re.search(r"^ancho_chunk_seconds_count\S* ([0-9.E]+)", httpx.get(url, trust_env=False).text, re.MULTILINE)
    assert found
    return int(float(found[1]))


def test_another_users_ten_sequences_wait_for_two_chunks_of_a_slot(
    stack: Stack, operator: Client, models: Path
) -> None:
    greedy, modest = user(operator, "greedy"), user(operator, "modest")
    large = [greedy.submit(models / "picky", sequences=LARGE, max_failures=LARGE) for _ in range(20)]
    try:
        modest.submit(models / "picky", sequences=10, max_failures=10).wait()
        wait_for(lambda: greedy.me()["usage"], lambda usage: usage["slots"]["used"] > 0)
        wait_for(lambda: {"chunks": chunks_counted(stack)}, lambda seen: seen["chunks"] >= 20)
        in_flight = greedy.me()["usage"]["slots"]["used"]

        small = modest.submit(models / "picky", sequences=10, max_failures=10)
        before = chunks_counted(stack)
        wait_for(lambda: small.refresh().document, lambda run: run["progress"]["completed"] == 10)
        passed = chunks_counted(stack) - before - 1
        # Those that were in the pool when it came, and what came in until we looked; with a window of each run's own
        # there were three a slot of each of the twenty.
        assert passed <= 2 * in_flight
        assert small.wait().state == "COMPLETED"
    finally:
        for run in large:
            run.cancel()


def test_a_quota_refuses_and_says_what_is_left(stack: Stack, operator: Client, models: Path) -> None:
    ada = user(operator, "ada", quota={"runs": 1})
    name = ada.me()["user"]
    first = ada.submit(models / "picky", sequences=LARGE, max_failures=LARGE)
    with pytest.raises(ServiceError, match="quota runs: you may have 1") as refused:
        ada.submit(models / "picky", sequences=10)
    assert (refused.value.status, refused.value.code) == (403, "quota-exceeded")
    assert refused.value.problem["quota"] == {"name": "runs", "limit": 1, "used": 1, "asked": 1, "left": 0}
    assert ada.me()["usage"]["runs"] == {"limit": 1, "used": 1, "left": 0}
    assert stack.json("users", "quota", name, "--quota", "runs=2")["usage"]["runs"]["left"] == 1
    second = ada.submit(models / "picky", sequences=10, max_failures=10)
    second.wait()
    first.cancel()
    assert ada.me()["usage"]["stored_bytes"]["used"] > 0


def test_an_image_that_is_not_allowed_is_refused(operator: Client, models: Path) -> None:
    with pytest.raises(ServiceError, match=r"executors\.image: 'evil/x' .*ANCHO_IMAGES_ALLOWED"):
        operator.submit(models / "picky", sequences=1, executors={"image": "evil/x"})
