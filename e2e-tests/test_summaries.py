"""Summaries of any width and beside one another, live figures, and results in each format."""

import io
import json
import math
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from stack import Stack, completed

SEED = ("--seed", 1)


def test_a_run_completes_whose_summary_is_larger_than_a_message_of_cassandra(stack: Stack, models: Path) -> None:
    run = stack.submit(models / "wide", 3, "--set", "length=60000", "--block-size", 1, *SEED)["id"]
    stack.await_run(run, completed, 120)
    with stack.client() as client:
        text = client.get(f"/runs/{run}/summary").text
    assert len(text) > 16 * 2**20
    summary = json.loads(text)
    assert len(summary["outputs"]["path"]["mean"]) == 60_000
    assert summary["outputs"]["mean"]["count"] == 3
    assert summary["provenance"]["model"]["name"] == "wide"


def test_the_summary_of_a_small_run_does_not_wait_for_a_large_one(stack: Stack, models: Path) -> None:
    large = stack.submit(models / "wide", 60_000, "--block-size", 4096, *SEED)["id"]
    stack.await_run(large, lambda run: run["state"] == "SUMMARIZING", 180)
    small = stack.submit(models / "wide", 1, "--set", "length=1", "--wait")
    assert completed(small)
    last = stack.await_run(large, completed, 180)
    assert small["ended_at"] < last["ended_at"]


@pytest.fixture(scope="module")
def not_finite(stack: Stack, models: Path) -> dict[str, Any]:
    """A completed run with failures and values that are not finite."""
    target = ("--target", "late: file > 1.4")
    return stack.submit(models / "not_finite", 400, "--max-failures", 400, *target, *SEED, "--wait")


def test_results_come_in_every_format_with_where_they_come_from(stack: Stack, not_finite: dict[str, Any]) -> None:
    path, failed = f"/runs/{not_finite['id']}/results", not_finite["progress"]["failed"]
    with stack.client() as client:
        document = client.get(path, params={"format": "json"}).json()
        lines = [json.loads(line) for line in client.get(path, params={"format": "jsonl"}).text.split("\n")[:-1]]
        table = client.get(path).text
        archive = client.get(path, params={"format": "npz"}).content
        provenance = client.get(f"/runs/{not_finite['id']}/provenance").json()
        summary = client.get(f"/runs/{not_finite['id']}/summary").json()
    assert document["provenance"] == provenance == summary["provenance"]
    assert (provenance["run_id"], provenance["seed"], provenance["failed"]) == (not_finite["id"], 1, failed)
    assert provenance["model"] == not_finite["model"] and "numpy" in provenance["packages"]
    assert len(document["failures"]) == failed > 0
    assert [line["sequence"] for line in lines] == document["sequence"]
    assert [line["ancho"] for line in lines] == document["outputs"]["ancho"]
    assert table.count("\n") == 1 + len(lines)
    with np.load(io.BytesIO(archive)) as arrays:
        assert arrays["file"].shape == (400 - failed,) and np.isposinf(arrays["file"]).any()
        assert np.isnan(arrays["allow_pickle"]).any()
        assert arrays["../a/b\\c"].tolist() == document["outputs"]["../a/b\\c"]
        assert arrays["ancho"].shape == (400 - failed, 2)
        assert json.loads(arrays["ancho_"].item()) == {**provenance, "failures": document["failures"]}
    assert zipfile.ZipFile(io.BytesIO(archive)).testzip() is None


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("application/json", "application/json"),
        ("application/x-ndjson", "application/x-ndjson;charset=UTF-8"),
        ("text/csv", "text/csv;charset=UTF-8"),
        ("application/zip", "application/zip"),
        ("application/vnd.apache.parquet", "application/problem+json"),
    ],
)
def test_the_header_accept_chooses_the_format(
    stack: Stack, not_finite: dict[str, Any], accept: str, answered: str
) -> None:
    with stack.client() as client:
        answer = client.get(f"/runs/{not_finite['id']}/results", headers={"Accept": accept})
    assert answer.headers["Content-Type"] == answered
    assert answer.status_code == (406 if "problem" in answered else 200)


def test_live_figures_say_what_is_not_finite_and_hold_at_any_time(stack: Stack, models: Path) -> None:
    run = stack.submit(
        models / "not_finite",
        4000,
        "--set",
        "seconds=0.002",
        "--max-failures",
        4000,
        "--target",
        "late: file > 1.4",
        *SEED,
    )["id"]
    with stack.client() as client, client.stream("GET", f"/runs/{run}/events") as events:
        name, seen = "", []
        for line in events.iter_lines():
            if line.startswith("event:"):
                name = line.removeprefix("event:").strip()
            elif line.startswith("data:") and name == "statistics":
                seen.append(json.loads(line.removeprefix("data:")))
    assert seen and all(seen), "a statistics event always has statistics"
    last = seen[-1]
    assert last["interval"] == "anytime"
    waits, late = last["outputs"]["file"], last["targets"]["late"]
    assert waits["infinite"] == waits["positive_infinite"] > 0 and waits["nan"] == 0 and waits["max"] is None
    assert (
        waits["count"] + waits["infinite"] == late["trials"] == last["sequences"] - stack.run(run)["progress"]["failed"]
    )
    assert late["probability"] == late["count"] / late["trials"]
    assert late["ci95"][0] < (math.exp(-1.4) - math.exp(-2.5)) / (1 - math.exp(-2.5)) < late["ci95"][1]
    assert last["outputs"]["allow_pickle"]["nan"] > 0
