"""The API keeps to its own description, whatever is sent: requests are made from the OpenAPI document, good and bad."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from stack import REPOSITORY, Stack, completed, tokens_deleted, users_removed

EXAMPLES = 25


description = schemathesis.openapi.from_path(REPOSITORY / "gateway-service/src/main/resources/openapi.yaml")
description.config.generation.update(modes=list(GenerationMode), with_security_parameters=False)


@pytest.fixture(scope="session")
def api(stack: Stack) -> Iterator[httpx.Client]:
    with stack.client() as client, users_removed(client), tokens_deleted(client):
        yield client


@pytest.fixture(scope="session")
def run(stack: Stack, models: Path) -> str:
    """A run that is over, so that its paths have something to show."""
    return str(stack.await_run(stack.submit(models / "picky", 20, "--max-failures", 20)["id"], completed)["id"])


@schemathesis.serializer("application/gzip", "application/zip", "application/octet-stream")
def as_it_is(_: schemathesis.SerializationContext, value: Any) -> bytes:
    """An archive is sent byte for byte."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@description.parametrize()
@seed(1)
@settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: Case, api: httpx.Client, run: str) -> None:
    good = case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE
    if good and case.operation.definition.raw["operationId"] == "fetchModel":
        return  # A good source has the service fetch from wherever it says.
    if good and case.path.startswith("/api/v1/runs/{id}"):
        is_last_use = case.operation.definition.raw["operationId"] == "deleteRun"
        case.path_parameters["id"] = _another(api, run) if is_last_use else run
    answer = case.call(
        base_url=str(api.base_url).removesuffix("/api/v1/"),
        headers={**(case.headers or {}), "Authorization": api.headers["Authorization"]},
        timeout=30,
    )
    unforeseeable = good and answer.status_code in (400, 422) and _is_unforeseeable(answer.json())
    case.validate_response(answer, excluded_checks=[positive_data_acceptance] if unforeseeable else [])


def _another(api: httpx.Client, run: str) -> str:
    """A run that nothing else needs."""
    model = api.get(f"/runs/{run}").json()["model"]
    return str(api.post("/runs", json={"model": {"id": model["id"]}, "sequences": 1}).json()["id"])


def _is_unforeseeable(problem: dict[str, Any]) -> bool:
    """Whether a request of the right form is refused for nothing but what a schema cannot say."""
    if problem["type"] == "urn:ancho:problem:invalid-model":
        return True
    faults = [f"{error['field']}: {error['message']}" for error in problem.get("errors", ())]
    return bool(faults) and all(any(re.match(known, fault) for known in _UNFORESEEABLE) for fault in faults)


_UNFORESEEABLE = (
    "cursor: is not one that a list has given",
    "outputs: there is no output",
    "to: must not be below from",
    "model.id: there is no model",
    "max_failures: must be at most",
    r"executors\.image: .* is not an image that may be named",
    r"targets\[\d+\]\.name: is the name of another target too",
    r"starting_values\..*: must be a number, true or false, a text or a list of such",
    'placement: cannot be "pool" where executors are named',
)
