"""Every public endpoint, with nothing but HTTP."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import numpy as np
import pytest
from site_of_models import SiteOfModels
from stack import Document, Stack, completed

SEQUENCES = 100


@pytest.fixture(scope="module")
def api(stack: Stack) -> Iterator[httpx.Client]:
    with stack.client() as client:
        yield client


@pytest.fixture(scope="module")
def model(api: httpx.Client, models: Path) -> Document:
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for file in (models / "picky").glob("*.*"):
            archive.add(file, file.name)
    answer = api.post("/models", files={"archive": ("picky.tar.gz", buffer.getvalue(), "application/gzip")})
    assert answer.status_code in (200, 201), answer.text
    document: Document = answer.json()
    assert document["id"].startswith("sha256:")
    return document


@pytest.fixture(scope="module")
def run(stack: Stack, api: httpx.Client, model: Document) -> Document:
    body = {
        "model": {"id": model["id"]},
        "sequences": SEQUENCES,
        "seed": 1,
        "starting_values": {"threshold": 0.9},
        "max_failures": SEQUENCES,
        "targets": [{"name": "small", "output": "draw", "op": "<", "value": 0.5}],
        "labels": {"study": "api"},
    }
    first = api.post("/runs", json=body, headers={"Idempotency-Key": f"once-{model['id']}"})
    assert first.status_code in (200, 201), first.text
    assert first.headers.get("Location", "").endswith(first.json()["id"]) or first.status_code == 200
    again = api.post("/runs", json=body, headers={"Idempotency-Key": f"once-{model['id']}"})
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    return stack.await_run(first.json()["id"], completed)


def test_a_submission_at_its_limits_runs(stack: Stack, tmp_path: Path) -> None:
    (tmp_path / "ancho.toml").write_text('[model]\nname = "long"\nentrypoint = "long:sequence"\n')
    (tmp_path / "long.py").write_text(
        "import ancho\n\n\n@ancho.model(starting_values={'text': ''})\ndef sequence(rng, start):\n"
        "    return {'length': len(start.text)}\n"
    )
    wide = "\N{GAME DIE}" * 100
    body = {
        "model": {"id": stack.upload(tmp_path)},
        "sequences": 5,
        "starting_values": {"text": "x" * 260_000},
        "labels": {f"{i:02}" + wide[:99]: wide for i in range(64)},
        "targets": [{"name": f"{i:03}" + wide[:98], "output": "length", "op": ">", "value": 0} for i in range(100)],
        "quantiles": [(i + 1) / 101 for i in range(100)],
    }
    with stack.client() as api:
        submitted = api.post("/runs", json=body)
        assert submitted.status_code == 201, submitted.text
        run = stack.await_run(submitted.json()["id"], completed)
        assert run["labels"] == body["labels"]
        summary = api.get(f"/runs/{run['id']}/summary").json()
    assert summary["outputs"]["length"]["mean"] == 260_000
    assert len(summary["targets"]) == 100


def test_models_are_listed_and_given_back(api: httpx.Client, model: Document) -> None:
    assert model["id"] in [item["id"] for item in api.get("/models").json()["items"]]
    assert api.get(f"/models/{model['id']}").json() == model
    with tarfile.open(fileobj=BytesIO(api.get(f"/models/{model['id']}/archive").content)) as archive:
        assert archive.getnames() == ["ancho.toml", "picky.py"]


def test_a_model_is_fetched_from_a_web_site(api: httpx.Client, model: Document, site: SiteOfModels) -> None:
    """The same files are the same model, wherever they come from."""
    packed = api.get(f"/models/{model['id']}/archive").content
    site.file("/picky.tar.gz", "application/gzip", packed)
    source = {"url": f"{site.url}/picky.tar.gz", "sha256": hashlib.sha256(packed).hexdigest()}
    answer = api.post("/models", json={"http": source})
    assert answer.status_code in (200, 201), answer.text
    assert answer.json()["id"] == model["id"]
    assert api.post("/models/fetch", json={"http": source}).json() == answer.json()


def test_runs_are_found_by_state_and_label(api: httpx.Client, run: Document) -> None:
    found = api.get("/runs", params={"state": "COMPLETED", "label": "study:api", "limit": 1}).json()
    assert [item["id"] for item in found["items"]] == [run["id"]]
    assert api.get("/runs", params={"label": "study:none"}).json()["items"] == []
    named = api.get("/runs", params={"name": run["name"], "label": "study:api", "limit": 1}).json()
    assert [item["id"] for item in named["items"]] == [run["id"]]
    assert api.get("/runs", params={"name": run["name"][:-1]}).json()["items"] == []


def test_events_of_a_finished_run_tell_its_end_and_stop(api: httpx.Client, run: Document) -> None:
    with api.stream("GET", f"/runs/{run['id']}/events") as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        lines = list(stream.iter_lines())
    states = [lines[i + 1] for i, line in enumerate(lines) if line.replace(" ", "") == "event:state"]
    assert json.loads(states[-1].removeprefix("data:"))["state"] == "COMPLETED"


def test_the_summary_counts_successes_failures_and_targets(api: httpx.Client, run: Document) -> None:
    summary = api.get(f"/runs/{run['id']}/summary").json()
    assert summary["run_id"] == run["id"]
    assert summary["failed"] == run["progress"]["failed"] > 0
    assert summary["outputs"]["draw"]["count"] == SEQUENCES - summary["failed"]
    assert 0 < summary["targets"]["small"]["probability"] < 1
    assert summary["provenance"]["seed"] == 1


def test_results_agree_in_every_format(api: httpx.Client, run: Document) -> None:
    def get(kind: str) -> bytes:
        answer = api.get(f"/runs/{run['id']}/results", params={"format": kind, "outputs": "draw", "from": 10, "to": 60})
        assert answer.status_code == 200, answer.text
        return answer.content

    rows = [line.split(",") for line in get("csv").decode().split()]
    assert rows[0] == ["sequence", "draw"]
    csv = {int(sequence): float(draw) for sequence, draw in rows[1:]}
    lines = [json.loads(line) for line in get("jsonl").splitlines()]
    with np.load(BytesIO(get("npz"))) as archive:
        npz = dict(zip(archive["sequence"].tolist(), archive["draw"].tolist(), strict=True))
    assert csv == npz == {line["sequence"]: line["draw"] for line in lines}
    assert set(csv) <= set(range(10, 60))


def test_a_sequence_is_told_with_its_outputs_or_its_failure(api: httpx.Client, run: Document) -> None:
    failed = api.get(f"/runs/{run['id']}/failures").json()["items"][0]
    assert failed["error_type"] == "ValueError"
    told = api.get(f"/runs/{run['id']}/sequences/{failed['sequence']}").json()
    assert told["failure"]["message"] == failed["message"]
    good = next(i for i in range(SEQUENCES) if "outputs" in api.get(f"/runs/{run['id']}/sequences/{i}").json())
    assert 0 <= api.get(f"/runs/{run['id']}/sequences/{good}").json()["outputs"]["draw"] < 0.9
    assert api.get(f"/runs/{run['id']}/sequences/{SEQUENCES}").status_code == 404


def test_logs_are_plain_text(api: httpx.Client, run: Document) -> None:
    answer = api.get(f"/runs/{run['id']}/logs")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_finished_run_cannot_be_cancelled(api: httpx.Client, run: Document) -> None:
    problem(api.post(f"/runs/{run['id']}/cancel"), 409, "conflict")


def test_refusals_are_problem_documents_that_name_the_field(api: httpx.Client, model: Document) -> None:
    body = {"model": {"id": model["id"]}, "sequences": 0}
    refused = problem(api.post("/runs", json=body), 400, "invalid-request")
    assert "sequences" in [error["field"] for error in refused["errors"]]
    refused = problem(api.post("/runs", json={**body, "sequences": 1, "sede": 1}), 400, "invalid-request")
    assert "sede" in json.dumps(refused)
    problem(api.post("/runs", content="{", headers={"Content-Type": "application/json"}), 400, "invalid-request")
    problem(api.post("/models", files={"archive": ("x.tar.gz", b"nothing", "application/gzip")}), 422, "invalid-model")
    problem(api.get("/runs/no-such-run"), 404, "not-found")
    problem(api.get("/nothing"), 404, "not-found")


def test_nobody_gets_in_without_a_token(stack: Stack) -> None:
    with stack.client("wrong") as client:
        with_a_wrong_one = client.get("/runs")
        del client.headers["Authorization"]
        for answer in (with_a_wrong_one, client.get("/runs")):
            problem(answer, 401, "unauthenticated")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_is_made_used_and_revoked(stack: Stack, api: httpx.Client) -> None:
    made = api.post("/tokens", json={"name": "for a test", "scopes": ["read"], "expires_in": "PT1H"})
    assert made.status_code == 201, made.text
    with stack.client(made.json()["token"]) as reader:
        assert reader.get("/runs").status_code == 200
        assert reader.post("/runs", json={}).status_code == 403
    assert made.json()["id"] in [item["id"] for item in api.get("/tokens").json()["items"]]
    assert api.delete(f"/tokens/{made.json()['id']}").status_code == 204


def test_the_api_describes_every_endpoint_used_here(api: httpx.Client) -> None:
    description = api.get(str(api.base_url).replace("/api/v1/", "/v3/api-docs")).json()
    assert description["openapi"].startswith("3.1")
    paths = {path.removeprefix("/api/v1") for path in description["paths"]}
    assert {"/models", "/models/{id}", "/runs", "/runs/{id}", "/runs/{id}/cancel", "/runs/{id}/events"} <= paths
    assert {f"/runs/{{id}}/{name}" for name in ("summary", "results", "failures", "logs")} <= paths


def problem(answer: httpx.Response, status: int, code: str) -> Document:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    document: Document = answer.json()
    assert document["type"] == f"urn:ancho:problem:{code}"
    assert document["status"] == status
    return document
