"""What a runner leaves behind and where it stops by itself, spoken to byte by byte as an executor does."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ancho._blackbox import LOADING, UNTOUCHED, BlackBox
from ancho._streams import Streams
from conftest import WriteModel
from runner_process import Process

GIB = 2**30


@pytest.fixture
def box() -> Iterator[BlackBox]:
    made = BlackBox()
    yield made
    made.close()


@pytest.fixture
def runner() -> Iterator[Process]:
    started = Process()
    yield started
    started.process.kill()
    started.process.communicate()


def load(runner: Process, folder: Path, box: BlackBox, block_size: int = 4, **more: int) -> None:
    request = {"path": str(folder), "entrypoint": "walk:sequence", "starting_values": {}, "seed": 42}
    assert runner.ask(op="load", **request, block_size=block_size, black_box=str(box.path), **more)[0]["ok"]


def test_the_mark_follows_the_sequences(runner: Process, box: BlackBox, write_model: WriteModel) -> None:
    assert box.index == UNTOUCHED
    folder = write_model(
        "import struct\nfrom pathlib import Path\n@ancho.model\ndef sequence(rng, start):\n"
        f"    return {{'at': struct.unpack('<q', Path({str(box.path)!r}).read_bytes()[:8])[0]}}\n"
    )
    load(runner, folder, box)
    assert box.index == LOADING
    _, (at,) = runner.run(70, 5)
    assert at.tolist() == [70, 71, 72, 73, 74]
    assert box.index == 75


def test_the_mark_of_a_batch_model_is_its_blocks_first_sequence(
    runner: Process, box: BlackBox, write_model: WriteModel
) -> None:
    folder = write_model(
        "import struct\nfrom pathlib import Path\n@ancho.model(batch=True)\ndef sequence(rng, start, n):\n"
        f"    return {{'at': [struct.unpack('<q', Path({str(box.path)!r}).read_bytes()[:8])[0]] * n}}\n"
    )
    load(runner, folder, box)
    _, (at,) = runner.run(2, 7)
    assert at.tolist() == [2, 2, 4, 4, 4, 4, 8]
    assert box.index == 9


def test_a_terminated_process_tells_the_authors_lines(runner: Process, box: BlackBox, write_model: WriteModel) -> None:
    folder = write_model(
        "import os, signal\n@ancho.model\ndef sequence(rng, start):\n    return deeper()\n\n"
        "def deeper():\n    os.kill(os.getpid(), signal.SIGTERM)\n"
    )
    load(runner, folder, box)
    with pytest.raises(Exception, match="unpack requires"):
        runner.run(0, 1)
    assert runner.process.wait(10) == -15
    assert box.author_traceback([folder]) == ('File "walk.py", line 7, in sequence\nFile "walk.py", line 10, in deeper')


HUNGRY = """
calls = []
@ancho.model
def sequence(rng, start):
    calls.append(0)
    if rng.random() > 0.7:
        np.ones(2**28)
    return {"calls": len(calls)}
"""


def test_a_process_short_of_memory_stops_before_the_sequence_unless_that_was_its_first(
    box: BlackBox, write_model: WriteModel
) -> None:
    folder = write_model(HUNGRY)
    first, failed, turns = 0, [], []
    while first < 12:
        runner = Process()
        load(runner, folder, box, memory=GIB)
        reply = runner.run(first, 12 - first)[0]
        failed += [(failure["sequence"], failure["error_type"]) for failure in reply["failures"]]
        first += reply["count"]
        turns.append(reply["worn"])
        runner.process.communicate(timeout=10)
    assert failed == [(i, "OutOfMemory") for i in expected_hungry(12)]
    assert turns == [True] * (len(turns) - 1) + [False]
    assert len(turns) > 1


def expected_hungry(count: int) -> list[int]:
    streams = Streams(42)
    return [i for i in range(count) if streams.at(i).random() > 0.7]


def test_a_sequence_short_of_memory_is_told_the_remedy(runner: Process, box: BlackBox, write_model: WriteModel) -> None:
    load(runner, write_model(HUNGRY.replace("0.7", "-1")), box, memory=GIB)
    failure = runner.run(0, 1)[0]["failures"][0]
    assert failure["message"] == (
        "Unable to allocate 2.00 GiB for an array with shape (268435456,) and data type float64: "
        "its process may use 1024 MiB; ask for more with executors.mem_mib"
    )
    assert "np.ones(2**28)" in failure["traceback"]


@pytest.mark.parametrize("error", ["KeyboardInterrupt", "GeneratorExit", "BaseException", "SystemExit"])
def test_whatever_a_sequence_raises_fails_it_alone(runner: Process, write_model: WriteModel, error: str) -> None:
    runner.load(write_model(f"@ancho.model\ndef sequence(rng, start):\n    raise {error}('why')\n"))
    failure = runner.run(3, 1)[0]["failures"][0]
    assert (failure["sequence"], failure["error_type"], failure["message"]) == (3, error, "why")


def test_outputs_are_handed_over_before_they_are_too_large(runner: Process, write_model: WriteModel) -> None:
    runner.load(write_model("@ancho.model\ndef sequence(rng, start):\n    return {'x': np.full(1000, rng.random())}\n"))
    reply, (x,) = runner.run(0, 1000, seconds=30, bytes=100_000)
    assert reply["count"] == 12
    assert np.array_equal(runner.run(0, 12)[1][0], x)
    reply = runner.run(0, 10, seconds=30, bytes=7999)[0]
    assert reply["kind"] == "OUTPUTS"
    assert (
        "a sequence has 8000 bytes of outputs, more than the 7999 that can be handed over at once" in reply["message"]
    )


def test_a_block_that_is_too_large_is_refused(runner: Process, write_model: WriteModel) -> None:
    runner.load(
        write_model("@ancho.model(batch=True)\ndef sequence(rng, start, n):\n    return {'x': rng.random(n)}\n")
    )
    reply = runner.run(0, 10, seconds=30, bytes=31)[0]
    assert "4 sequences of a block have 32 bytes of outputs" in reply["message"]
    assert reply["message"].endswith("choose a smaller block_size")


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        ("{f'x{i}': i for i in range(1001)}", "sequence 0 returned 1,001 outputs; it can return 1,000 at most"),
    ],
)
def test_more_outputs_than_can_be_kept_are_refused(
    runner: Process, write_model: WriteModel, returned: str, message: str
) -> None:
    runner.load(write_model(f"@ancho.model\ndef sequence(rng, start):\n    return {returned}\n"))
    assert runner.run(0, 1)[0]["message"] == message


def test_a_process_whose_model_closes_its_descriptors_ends(runner: Process, write_model: WriteModel) -> None:
    runner.load(
        write_model(
            "import os\n@ancho.model\ndef sequence(rng, start):\n    os.closerange(3, 99)\n    return {'x': 1}\n"
        )
    )
    with pytest.raises(Exception, match="unpack requires"):
        runner.run(0, 1)
    _, errors = runner.process.communicate(timeout=10)
    assert errors.decode().splitlines()[-1] == (
        "ancho.runner: the outputs cannot be handed over (Bad file descriptor): did the model close them?"
    )
