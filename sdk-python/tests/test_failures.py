"""Sequences that fail: how many may, what is told of them, and that they are never dropped in silence."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ancho
from conftest import WriteModel

RAISES = """
@ancho.model(starting_values={"limit": 0.6})
def sequence(rng, start):
    u = rng.random()
    if u > start.limit:
        raise ValueError(f"{u:.3f} is too much")
    return {"u": u}
"""
BATCH = """
@ancho.model(batch=True, starting_values={"limit": 0.6})
def sequence(rng, start, n):
    u = rng.random(n)
    if u[0] > start.limit:
        raise ValueError(f"{u[0]:.3f} is too much")
    return {"u": u}
"""


@ancho.model(starting_values={"limit": 0.6})
def raises(rng: np.random.Generator, start: Any) -> dict[str, Any]:
    u = rng.random()
    if u > start.limit:
        raise ValueError(f"{u:.3f} is too much")
    return {"u": u}


def failing(everything: ancho.Results, limit: float = 0.6) -> list[int]:
    return [int(k) for k in np.flatnonzero(everything["u"] > limit)]


@pytest.fixture(scope="module")
def everything() -> ancho.Results:
    return ancho.simulate(raises, sequences=5000, seed=1, starting_values={"limit": 1})


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("max_failures", [0, 1, 7])
def test_one_failure_too_many_ends_the_run_at_the_same_sequence_for_any_workers(
    everything: ancho.Results, workers: int, max_failures: int
) -> None:
    with pytest.raises(ancho.RunFailed) as caught:
        ancho.simulate(raises, sequences=5000, seed=1, workers=workers, max_failures=max_failures)
    failed = failing(everything)[: max_failures + 1]
    error = caught.value
    assert [failure.sequence for failure in error.failures] == failed
    first = f"sequence {failed[0]}: ValueError: {everything['u'][failed[0]]:.3f} is too much"
    counts = f"{max_failures + 1} of the first {failed[-1] + 1} sequences" if failed[-1] else "the first sequence"
    assert str(error).startswith(f"{counts} failed and max_failures is {max_failures}; the first is {first}\n")
    assert 'File "test_failures.py", line' in str(error)
    assert 'raise ValueError(f"{u:.3f} is too much")' in str(error)
    partial = error.results
    assert partial is not None
    assert partial.failures == error.failures
    assert partial.sequences.tolist() == [k for k in range(failed[-1] + 1) if k not in failed]
    assert np.array_equal(partial.get("u", np.array([])), everything["u"][partial.sequences])
    assert (partial.provenance["sequences"], partial.provenance["failed"]) == (5000, max_failures + 1)


@pytest.mark.parametrize("source", [RAISES, BATCH], ids=["scalar", "batch"])
def test_a_folder_says_the_same_with_the_authors_line(write_model: WriteModel, source: str) -> None:
    folder = write_model(source)
    told = set()
    for count in (1, 3):
        with pytest.raises(ancho.RunFailed) as caught:
            ancho.simulate(folder, sequences=5000, seed=1, workers=count, block_size=64)
        told.add(str(caught.value))
    assert len(told) == 1
    assert 'File "walk.py", line' in told.pop()


@pytest.mark.parametrize("workers", [1, 2])
def test_failures_that_are_allowed_are_told_everywhere(everything: ancho.Results, workers: int, tmp_path: Path) -> None:
    results = ancho.simulate(raises, sequences=5000, seed=1, workers=workers, max_failures=5000)
    failed = failing(everything)
    assert [failure.sequence for failure in results.failures] == failed
    assert np.array_equal(results.sequences, np.setdiff1d(np.arange(5000), failed))
    assert np.array_equal(results["u"], everything["u"][results.sequences])
    assert f"{len(failed)} failed" in repr(results)
    assert results.summary()["failed"] == results.provenance["failed"] == len(failed)
    assert results.to_pandas().attrs["provenance"]["failed"] == len(failed)
    for format in ("csv", "jsonl", "json", "npz"):
        results.save(tmp_path / f"r.{format}")
        assert len(ancho.Results.load(tmp_path / f"r.{format}").failures) == len(failed)


def test_a_run_of_which_nothing_is_left_fails() -> None:
    with pytest.raises(
        ancho.RunFailed, match="no sequence succeeded; the first failure is sequence 0: ValueError"
    ) as e:
        ancho.simulate(raises, sequences=20, seed=3, max_failures=20, starting_values={"limit": -1})
    assert e.value.results is not None
    assert (list(e.value.results), len(e.value.failures)) == ([], 20)
    assert e.value.results.summary()["failed"] == 20


@pytest.mark.parametrize("workers", [1, 2])
def test_a_broken_model_stops_early(write_model: WriteModel, workers: int) -> None:
    folder = write_model(
        "import time\n@ancho.model\ndef sequence(rng, start):\n    time.sleep(0.02)\n    raise ValueError('no')\n"
    )
    began = time.monotonic()
    with pytest.raises(ancho.RunFailed, match="the first sequence failed and max_failures is 0; "):
        ancho.simulate(folder, sequences=10**6, seed=1, workers=workers)
    assert time.monotonic() - began < 60  # all of them would take hours


def test_what_lies_behind_the_failure_is_broken_off(write_model: WriteModel) -> None:
    folder = write_model(
        "import time\n@ancho.model\ndef sequence(rng, start):\n"
        "    u = rng.random()\n    time.sleep(3600 if u > 0.9 else 0)\n    raise ValueError('no')\n"
    )
    seed = next(s for s in range(10_000) if _sleeps_second(s))
    with pytest.raises(ancho.RunFailed, match="the first is sequence 0"):
        ancho.simulate(folder, sequences=100, seed=seed, workers=2)


def _sleeps_second(seed: int) -> bool:
    """Whether of the first two sequences only the second draws more than 0.9."""
    u = ancho.simulate(raises, sequences=2, seed=seed, starting_values={"limit": 1})["u"]
    return bool(u[0] < 0.9 < u[1])


def command(*arguments: object) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-c", "from ancho.cli import main; main()", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True)


@pytest.mark.parametrize("format", ["csv", "npz"])
def test_a_failed_run_writes_nothing_and_leaves_what_was_there(
    write_model: WriteModel, tmp_path: Path, format: str
) -> None:
    folder, file = write_model(RAISES), tmp_path / f"out.{format}"
    done = command("run", folder, "-n", 100, "--seed", 1, "-o", file)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("ValueError") == 2  # once the message, once the author's line
    assert "of the first" in done.stderr
    assert "max_failures is 0" in done.stderr
    assert 'File "walk.py", line 9, in sequence\n    raise ValueError' in done.stderr
    assert list(tmp_path.iterdir()) == [folder]
    file.write_text("precious")
    assert command("run", folder, "-n", 100, "--seed", 1, "-o", file).returncode == 1
    assert file.read_text() == "precious"
    assert sorted(tmp_path.iterdir()) == sorted([file, folder])


def test_a_failed_run_is_a_document_for_programs(write_model: WriteModel) -> None:
    done = command("run", write_model(RAISES), "-n", 100, "--seed", 1, "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["state"], told["provenance"]["seed"], told["provenance"]["failed"]) == ("FAILED", 1, 1)
    assert told["failures"][0]["error_type"] == "ValueError"
    assert "max_failures is 0" in told["reason"]


def test_a_table_tells_of_failures_that_are_allowed(write_model: WriteModel) -> None:
    done = command("run", write_model(RAISES), "-n", 100, "--seed", 1, "--max-failures", 100)
    assert done.returncode == 0
    assert re.match(r"100 sequences, \d+ failed", done.stdout)
