"""Model processes that die: the guilty sequence alone has failed and the others count, as in an executor."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ancho
from ancho import _deaths
from conftest import WriteModel

DIES = """
import ctypes, os, time
@ancho.model(starting_values={{"limit": 0.9}})
def sequence(rng, start):
    u = rng.random()
    if u > start.limit:
        {doing}
    return {{"u": u}}
"""
DIES_IN_BLOCKS = """
import os
@ancho.model(batch=True, starting_values={"limit": 0.9})
def sequence(rng, start, n):
    u = rng.random(n)
    if u[0] > start.limit:
        os._exit(3)
    return {"u": u}
"""
EXITED = ("ProcessExited", "the model's process exited with status 3")


def dies(write_model: WriteModel, doing: str = "os._exit(3)") -> tuple[Path, Any, list[int]]:
    """A model of which some sequences of seed 5 end their process, what all others give, and which those are."""
    folder = write_model(DIES.format(doing=doing))
    everything = ancho.simulate(folder, sequences=40, seed=5, starting_values={"limit": 1})["u"]
    return folder, everything, [int(k) for k in np.flatnonzero(everything > 0.9)]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_guilty_have_failed_and_the_others_count(write_model: WriteModel, workers: int) -> None:
    folder, everything, guilty = dies(write_model)
    assert len(guilty) > 2
    results = ancho.simulate(folder, sequences=40, seed=5, workers=workers, max_failures=len(guilty))
    assert [failure.sequence for failure in results.failures] == guilty
    assert {(failure.error_type, failure.message) for failure in results.failures} == {EXITED}
    assert np.array_equal(results["u"], np.delete(everything, guilty))


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("doing", "told"),
    [
        ("os._exit(3)", "ProcessExited: the model's process exited with status 3"),
        ("os.kill(os.getpid(), 9)", "ProcessKilled: the model's process was ended by SIGKILL"),
        (
            "ctypes.string_at(0)",
            'ProcessKilled: the model\'s process was ended by SIGSEGV\nFile "walk.py", line 10, in sequence',
        ),
    ],
)
def test_one_too_many_ends_the_run_soon(write_model: WriteModel, workers: int, doing: str, told: str) -> None:
    folder, everything, guilty = dies(write_model, doing)
    began = time.monotonic()
    with pytest.raises(ancho.RunFailed) as caught:
        ancho.simulate(folder, sequences=10**7, seed=5, workers=workers)
    assert time.monotonic() - began < 60  # all of them would take minutes
    first = guilty[0]
    counts = f"1 of the first {first + 1} sequences" if first else "the first sequence"
    assert str(caught.value) == f"{counts} failed and max_failures is 0; the first is sequence {first}: {told}"
    assert caught.value.results is not None
    assert np.array_equal(caught.value.results["u"], everything[:first])


def test_of_a_batch_model_the_block_has_failed(write_model: WriteModel) -> None:
    folder = write_model(DIES_IN_BLOCKS)
    everything = ancho.simulate(folder, sequences=40, seed=5, block_size=4, starting_values={"limit": 1})["u"]
    guilty = [4 * k + j for k in range(10) if everything[4 * k] > 0.9 for j in range(4)]
    assert guilty
    results = ancho.simulate(folder, sequences=40, seed=5, block_size=4, max_failures=16)
    assert [failure.sequence for failure in results.failures] == guilty
    assert np.array_equal(results["u"], np.delete(everything, guilty))


def test_a_function_is_like_its_folder() -> None:
    @ancho.model
    def sequence(rng: np.random.Generator, start: Any) -> dict[str, Any]:
        if rng.random() > 0.9:
            os._exit(3)
        return {"x": 1}

    results = ancho.simulate(sequence, sequences=20, seed=5, workers=2, max_failures=20)
    assert results.failures
    assert {(failure.error_type, failure.message) for failure in results.failures} == {EXITED}


def test_a_process_that_somebody_kills_is_charged_to_nobody(write_model: WriteModel, tmp_path: Path) -> None:
    marker = tmp_path / "was-killed"
    doing = (
        f"if not os.path.exists({str(marker)!r}):\n            open({str(marker)!r}, 'w')\n            os.kill(0, 9)"
    )
    folder, everything, guilty = dies(write_model, doing)
    results = ancho.simulate(folder, sequences=40, seed=5)
    assert marker.exists()
    assert guilty
    assert np.array_equal(results["u"], everything)


def test_a_process_that_dies_again_while_loading_ends_the_run(write_model: WriteModel, tmp_path: Path) -> None:
    marker = tmp_path / "was-loaded"
    source = f"import os\nif os.path.exists({str(marker)!r}):\n    os._exit(4)\n"
    folder = write_model(
        f"{source}@ancho.model\ndef sequence(rng, start):\n    open({str(marker)!r}, 'w')\n    os._exit(3)\n"
    )
    with pytest.raises(ancho.RunFailed, match="while the model was loaded, the model's process exited with status 4"):
        ancho.simulate(folder, sequences=9, max_failures=9)


def test_what_the_kernel_kills_for_lack_of_memory_is_told_the_remedy(tmp_path: Path) -> None:
    counters = tmp_path / "memory.events"
    counters.write_text("low 0\noom 2\noom_kill 3\n")
    assert _deaths.memory_kills([str(counters), str(tmp_path / "missing")]) == 3
    assert _deaths.ending_of(-9, memory_kills=1) == (
        "OutOfMemory",
        "the model's process was ended by the kernel because no memory was left: "
        "run fewer processes at once (workers), or submit with a larger executors.mem_mib",
    )
    assert _deaths.ending_of(-9, memory_kills=0)[0] == "ProcessKilled"


def test_the_command_counts_the_others(write_model: WriteModel, tmp_path: Path) -> None:
    folder, everything, guilty = dies(write_model)
    command = [sys.executable, "-m", "ancho", "run", str(folder), "-n", "40", "--seed", "5", "--json"]
    done = subprocess.run([*command, "--max-failures", "40"], capture_output=True, text=True)
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["failed"]) == (0, len(guilty))
    assert summary["outputs"]["u"]["mean"] == pytest.approx(np.delete(everything, guilty).mean())
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    failure = json.loads(done.stdout)["failures"][0]
    assert (failure["sequence"], failure["error_type"], failure["message"]) == (guilty[0], *EXITED)


def test_a_replay_tells_how_the_process_died(service: Any, client: ancho.Client, write_model: WriteModel) -> None:
    folder, _, guilty = dies(write_model)
    run = client.submit(folder, sequences=40, seed=5, max_failures=40)
    assert run.replay(guilty[0]) == {
        "sequence": guilty[0],
        "failure": {
            "sequence": guilty[0],
            "error_type": EXITED[0],
            "message": EXITED[1],
            "traceback": None,
        },
    }
