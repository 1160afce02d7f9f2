"""Batch models in the process that runs them."""

import numpy as np
import pytest

from ancho._streams import Streams
from conftest import WriteModel
from runner_process import Process

BATCH = """
@ancho.model(batch=True)
def sequence(rng, start, n):
    x = rng.random(n)
    if x[0] < 0.3:
        raise RuntimeError("a bad block")
    return {"x": x, "path": np.outer(x, [1, 2])}
"""


def test_a_batch_model_has_one_stream_a_block(runner: Process, write_model: WriteModel) -> None:
    assert runner.load(write_model(BATCH.replace("0.3", "0")), block_size=4)["batch"] is True
    _, (x, path) = runner.run(0, 10)
    streams = Streams(42)
    expected = np.concatenate([streams.at(block).random(4) for block in range(3)])[:10]
    assert np.array_equal(x, expected)
    assert np.array_equal(path, np.outer(expected, [1, 2]))
    assert np.array_equal(runner.run(6, 3)[1][0], expected[6:9])


def test_a_batch_pilot_has_whole_blocks(runner: Process, write_model: WriteModel) -> None:
    runner.load(write_model(BATCH.replace("0.3", "0")), block_size=4)
    reply, _ = runner.run(0, 10**6, seconds=0.05)
    assert 0 < reply["count"] < 10**6
    assert reply["count"] % 4 == 0


def test_a_block_that_raises_fails_all_of_its_sequences(runner: Process, write_model: WriteModel) -> None:
    runner.load(write_model(BATCH), block_size=4)
    reply, (x, path) = runner.run(0, 400)
    streams = Streams(42)
    bad = [block for block in range(100) if streams.at(block).random() < 0.3]
    expected = [4 * block + k for block in bad for k in range(4)]
    told = [(failure["sequence"], failure["count"]) for failure in reply["failures"]]
    assert [first + k for first, count in told for k in range(count)] == expected
    assert {failure["message"] for failure in reply["failures"]} == {"a bad block"}
    assert np.flatnonzero(np.isnan(x)).tolist() == expected
    assert np.isnan(path[expected]).all()


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        ("{'x': 1.0}", "block 0: output 'x' has the shape (), not (4,) or (4, k)"),
        ("{'x': np.zeros(3)}", "block 0: output 'x' has the shape (3,), not (4,)"),
        ("{'x': np.zeros((4, 2, 2))}", "block 0: output 'x' has the shape (4, 2, 2)"),
        ("{'x': np.array(list('abcd'))}", "block 0: output 'x' is an array of <U1, not a number"),
        ("[1, 2, 3, 4]", "block 0 returned a list"),
    ],
)
def test_what_is_no_block_is_refused(runner: Process, write_model: WriteModel, returned: str, message: str) -> None:
    runner.load(write_model(f"@ancho.model(batch=True)\ndef sequence(rng, start, n):\n    return {returned}\n"))
    reply = runner.run(0, 4)[0]
    assert (reply["ok"], reply["kind"]) == (False, "OUTPUTS")
    assert message in reply["message"]
