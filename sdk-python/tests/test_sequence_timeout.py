"""A sequence that takes too long has failed, and the others count: as in an executor."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ancho
from conftest import WriteModel

SLOW = """
import time
@ancho.model
def sequence(rng, start):
    u = rng.random()
    if u > 0.9:
        time.sleep(3600)
    return {"u": u}
"""
SLOW_BATCH = """
import time
@ancho.model(batch=True, starting_values={"limit": 0.9})
def sequence(rng, start, n):
    u = rng.random(n)
    while u[0] > start.limit:
        pass
    return {"u": u}
"""
WORDS = "it took longer than sequence_timeout, PT0.5S: look for what makes it slow, or submit with a longer one"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_sequence_that_takes_too_long_has_failed(write_model: WriteModel, workers: int) -> None:
    folder, seed = write_model(SLOW), 5
    expected = _u(write_model, 20, seed)
    late = [int(k) for k in np.flatnonzero(expected > 0.9)]
    assert len(late) == 4
    results = ancho.simulate(folder, sequences=20, seed=seed, workers=workers, max_failures=4, sequence_timeout="500ms")
    assert [failure.sequence for failure in results.failures] == late
    assert {(f.error_type, f.message) for f in results.failures} == {("SequenceTimeout", WORDS)}
    assert 'File "walk.py", line 10, in sequence' in str(results.failures[0].traceback)
    assert np.array_equal(results["u"], expected[results.sequences])
    assert len(results.sequences) == 20 - len(late)


def test_one_that_is_one_too_many_ends_the_run(write_model: WriteModel) -> None:
    expected = _u(write_model, 20, 5)
    first = int(np.flatnonzero(expected > 0.9)[0])
    with pytest.raises(ancho.RunFailed) as caught:
        ancho.simulate(write_model(SLOW), sequences=20, seed=5, sequence_timeout=0.5)
    assert f"the first is sequence {first}: SequenceTimeout: {WORDS}\nFile" in str(caught.value)
    assert caught.value.results is not None
    assert np.array_equal(caught.value.results["u"], expected[:first])


def test_of_a_batch_model_the_block_has_failed(write_model: WriteModel) -> None:
    folder = write_model(SLOW_BATCH)
    everything = ancho.simulate(folder, sequences=40, seed=5, block_size=4, starting_values={"limit": 1})["u"]
    late = [4 * k + j for k in range(10) if everything[4 * k] > 0.9 for j in range(4)]
    assert late
    results = ancho.simulate(folder, sequences=40, seed=5, block_size=4, max_failures=16, sequence_timeout="0.5s")
    assert [failure.sequence for failure in results.failures] == late
    assert np.array_equal(results["u"], everything[results.sequences])


def test_a_function_has_the_same_limit() -> None:
    @ancho.model
    def endless(rng: np.random.Generator, start: Any) -> dict[str, Any]:
        while True:
            pass

    with pytest.raises(ancho.RunFailed, match=r"the first sequence failed .* SequenceTimeout: it took longer"):
        ancho.simulate(endless, sequences=3, seed=1, sequence_timeout=0.5)


def _u(write_model: WriteModel, sequences: int, seed: int) -> Any:
    folder: Path = write_model("@ancho.model\ndef sequence(rng, start):\n    return {'u': rng.random()}\n", "quick")
    return ancho.simulate(folder, sequences=sequences, seed=seed)["u"]
