"""One summary: the service's is that of the same run on this machine, to the last bit."""

import json
from pathlib import Path

import pytest
from stack import Document, Stack, completed

SEED = 12
BUCKET = 65_536
TARGETS = ("late: infinite > 1.5", "no: half_nan != 1", "last: vector[2] >= 3", "never: nan < 0")


@pytest.mark.parametrize("sequences", [1, 2, 3, 400, 1025, BUCKET + 500])
def test_awkward_columns_have_the_same_summary_here_and_there(stack: Stack, models: Path, sequences: int) -> None:
    targets = [word for target in TARGETS for word in ("--target", target)]
    assert_same(stack, models / "awkward", sequences, *targets, "--quantiles", "0.01,0.5")


def test_failures_leave_both_summaries_the_same(stack: Stack, models: Path) -> None:
    summary = assert_same(stack, models / "awkward", 1500, "--set", "failing=0.03", "--max-failures", 1500)
    assert 0 < summary["failed"] < 100


@pytest.mark.parametrize("shape", ["scalars=2", "scalars=300", "length=1", "length=64", "length=365"])
def test_outputs_of_any_shape_have_the_same_summary_here_and_there(stack: Stack, models: Path, shape: str) -> None:
    assert_same(stack, models / "awkward", 50, "--set", shape)


def assert_same(stack: Stack, model: Path, sequences: int, *arguments: object) -> Document:
    options = ("--sequences", sequences, "--seed", SEED, *arguments)
    here = comparable(stack.json("run", model, *options))
    run = stack.json("submit", model, *options, "--wait")
    assert completed(run)
    with stack.client() as client:
        there = comparable(client.get(f"/runs/{run['id']}/summary").json())
    assert json.dumps(here) == json.dumps(there)
    return here


def comparable(summary: Document) -> Document:
    """But for what names the run."""
    return {key: value for key, value in summary.items() if key not in ("run_id", "provenance", "custom")}
