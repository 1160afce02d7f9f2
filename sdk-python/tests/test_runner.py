"""The process itself, spoken to byte by byte as an executor does."""

import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ancho._streams import Streams
from conftest import WriteModel


class Process:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ancho.runner"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=os.sep,
        )

    def ask(self, **request: Any) -> tuple[dict[str, Any], bytes]:
        assert self.process.stdin
        assert self.process.stdout
        header = json.dumps(request).encode()
        self.process.stdin.write(struct.pack("<II", len(header), 0) + header)
        self.process.stdin.flush()
        header_length, payload_length = struct.unpack("<II", self.process.stdout.read(8))
        reply = json.loads(self.process.stdout.read(header_length))
        return reply, self.process.stdout.read(payload_length)

    def load(self, folder: Path, seed: int = 42, block_size: int = 4, **starting_values: Any) -> dict[str, Any]:
        return self.ask(
            op="load",
            path=str(folder),
            entrypoint="walk:sequence",
            starting_values=starting_values,
            seed=seed,
            block_size=block_size,
        )[0]

    def run(self, first: int, count: int, **more: Any) -> tuple[dict[str, Any], list[Any]]:
        reply, payload = self.ask(op="run", first=first, count=count, **more)
        values, at, columns = np.frombuffer(payload, "<f8"), 0, []
        for output in reply.get("outputs", []):
            size = reply["count"] * (output["length"] or 1)
            columns.append(
                values[at : at + size].reshape(reply["count"], -1).squeeze(axis=1 if output["length"] is None else ())
            )
            at += size
        assert at == len(values)
        return reply, columns


@pytest.fixture(scope="module")
def runner() -> Iterator[Process]:
    """One process for all: loading replaces what was loaded before."""
    started = Process()
    yield started
    started.process.kill()
    started.process.communicate()


def test_loading_tells_about_the_model(runner: Process, walk: Path) -> None:
    assert runner.load(walk, drift=2) == {
        "ok": True,
        "batch": False,
        "starting_values": {"steps": 5, "drift": 2.0},
        "python": sys.version.split()[0],
        "packages": {"numpy": np.__version__},
    }


def test_a_range_has_the_numbers_of_its_streams(runner: Process, walk: Path) -> None:
    runner.load(walk, seed=7)
    reply, (end, path) = runner.run(3, 10)
    streams = Streams(7)
    expected = np.array([streams.at(i).standard_normal(5).cumsum() for i in range(3, 13)])
    assert reply["outputs"] == [{"name": "end", "length": None}, {"name": "path", "length": 5}]
    assert (reply["first"], reply["count"], reply["failures"]) == (3, 10, [])
    assert np.array_equal(path, expected)
    assert np.array_equal(end, expected[:, -1])


def test_how_a_range_is_cut_does_not_matter(runner: Process, walk: Path) -> None:
    runner.load(walk)
    whole = runner.run(0, 100)[1]
    parts = [runner.run(first, count)[1] for first, count in ((90, 10), (0, 33), (33, 57))]
    for k in range(2):
        assert np.array_equal(whole[k], np.concatenate([parts[p][k] for p in (1, 2, 0)]))


def test_a_pilot_stops_in_time_and_has_the_same_numbers(runner: Process, write_model: WriteModel) -> None:
    body = "    time.sleep(0.01)\n    return {'x': rng.random()}\n"
    runner.load(write_model("import time\n@ancho.model\ndef sequence(rng, start):\n" + body))
    reply, (x,) = runner.run(0, 100_000, seconds=0.3)
    assert 5 < reply["count"] < 60
    assert np.array_equal(runner.run(0, reply["count"])[1][0], x)


def test_a_pilot_runs_one_sequence_at_least(runner: Process, walk: Path) -> None:
    runner.load(walk)
    assert runner.run(0, 100, seconds=0)[0]["count"] == 1


FAILING = """
@ancho.model
def sequence(rng, start):
    x = rng.random()
    if x < 0.5:
        raise_it(x)
    return {"x": x}

def raise_it(x):
    raise ValueError(f"{x} is too small")
"""


def test_a_sequence_that_raises_fails_alone(runner: Process, write_model: WriteModel) -> None:
    runner.load(write_model(FAILING))
    reply, (x,) = runner.run(0, 200)
    streams = Streams(42)
    expected = np.array([streams.at(i).random() for i in range(200)])
    assert [failure["sequence"] for failure in reply["failures"]] == np.flatnonzero(expected < 0.5).tolist()
    assert np.array_equal(np.isnan(x), expected < 0.5)
    assert np.array_equal(x[expected >= 0.5], expected[expected >= 0.5])


def test_a_failure_tells_the_authors_lines_alone(runner: Process, write_model: WriteModel) -> None:
    runner.load(write_model(FAILING))
    failure = runner.run(0, 20)[0]["failures"][0]
    assert failure["error_type"] == "ValueError"
    assert failure["message"].endswith("is too small")
    assert failure["traceback"] == (
        'File "walk.py", line 9, in sequence\n    raise_it(x)\n'
        'File "walk.py", line 13, in raise_it\n    raise ValueError(f"{x} is too small")'
    )


def test_outputs_are_empty_while_every_sequence_failed(runner: Process, write_model: WriteModel) -> None:
    runner.load(write_model("@ancho.model\ndef sequence(rng, start):\n    exit('no more')\n"))
    reply, columns = runner.run(0, 3)
    assert reply["outputs"] == columns == []
    assert [failure["error_type"] for failure in reply["failures"]] == ["SystemExit"] * 3


@pytest.mark.parametrize(
    ("returned", "kept"),
    [
        ("1", 1.0),
        ("True", 1.0),
        ("np.bool_(True)", 1.0),
        ("np.float32(0.5)", 0.5),
        ("np.int8(-3)", -3.0),
        ("float('inf')", np.inf),
        ("float('nan')", np.nan),
        ("np.array(2.5)", 2.5),
        ("[1, 2.5]", [1, 2.5]),
        ("(True, 3)", [1, 3]),
        ("np.arange(3)", [0, 1, 2]),
        ("np.arange(6, dtype='f4')[::2]", [0, 2, 4]),
        ("range(2)", [0, 1]),
    ],
)
def test_numbers_of_every_kind_are_outputs(runner: Process, write_model: WriteModel, returned: str, kept: Any) -> None:
    runner.load(write_model(f"@ancho.model\ndef sequence(rng, start):\n    return {{'y': {returned}, 'x': 0.25}}\n"))
    reply, columns = runner.run(0, 2)
    assert reply["ok"], reply
    assert [output["name"] for output in reply["outputs"]] == ["y", "x"]
    assert np.array_equal(columns[0], np.array([kept, kept], dtype=float), equal_nan=True)
    assert np.array_equal(columns[1], [0.25, 0.25])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return 1.5", "sequence 0 returned a float (1.5); a model returns a dict of its outputs by name"),
        ("pass", "sequence 0 returned None; a model returns a dict"),
        ("return {}", "sequence 0 returned a dict ({}); a model returns a dict"),
        ("return {'x': 'a'}", "sequence 0: output 'x' is a str ('a'), not a number"),
        ("return {'x': None}", "sequence 0: output 'x' is None, not a number"),
        ("return {'x': 1j}", "sequence 0: output 'x' is a complex (1j), not a number"),
        ("return {'x': []}", "sequence 0: output 'x' has no elements"),
        ("return {'x': [0.0] * 70_000}", "sequence 0: output 'x' has 70,000 elements; it can have 65,536 at most"),
        ("return {f'x{k}': [0.0] * 60_000 for k in range(20)}", "the outputs have 1,200,000 numbers"),
        ("return {'x': [[1]]}", "sequence 0: output 'x' has the shape (1, 1)"),
        ("return {'x': [1, [2]]}", "sequence 0: output 'x' is ragged"),
        ("return {5: 1}", "sequence 0: an output's name is a text"),
        ("return {'a[0]': 1}", "sequence 0: an output's name is a text"),
        ("return {'sequence': 1}", "sequence 0: no output can be named 'sequence'"),
    ],
)
def test_what_is_no_output_is_refused(runner: Process, write_model: WriteModel, body: str, message: str) -> None:
    runner.load(write_model(f"@ancho.model\ndef sequence(rng, start):\n    {body}\n"))
    reply = runner.run(0, 2)[0]
    assert (reply["ok"], reply["kind"]) == (False, "OUTPUTS")
    assert message in reply["message"]


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ("{'x': 1, 'path': [1, 2], 'z': 3}", "sequence 5 has output 'z' (a number)"),
        ("{'x': 1}", "sequence 5 lacks output 'path' (2 numbers)"),
        ("{'x': 1, 'paths': [1, 2]}", "sequence 5 has output 'paths' (2 numbers)"),
        ("{'x': 1, 'path': [1, 2, 3]}", "sequence 5 has output 'path' (3 numbers)"),
        ("{'x': 1, 'path': np.zeros(1)}", "sequence 5 has output 'path' (1 numbers)"),
        ("{'x': [1], 'path': [1, 2]}", "sequence 5 has output 'x' (1 numbers)"),
        ("{'x': 1, 'path': [1, '2']}", "output 'path'"),
        ("{'x': '1', 'path': [1, 2]}", "sequence 5: output 'x' is a str"),
        ("{'x': 10**400, 'path': [1, 2]}", "sequence 5"),
        ("None", "sequence 5 returned None"),
    ],
)
def test_outputs_that_differ_between_sequences_are_refused(
    runner: Process, write_model: WriteModel, second: str, message: str
) -> None:
    runner.load(
        write_model(
            "calls = []\n@ancho.model\ndef sequence(rng, start):\n    calls.append(0)\n"
            f"    return {{'x': 1, 'path': [1, 2]}} if len(calls) < 6 else {second}\n"
        )
    )
    assert runner.run(0, 3)[0]["ok"]
    reply = runner.run(3, 5)[0]
    assert (reply["ok"], reply["kind"]) == (False, "OUTPUTS")
    assert message in reply["message"]


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
    assert [failure["sequence"] for failure in reply["failures"]] == expected
    assert {failure["message"] for failure in reply["failures"]} == {"a bad block"}
    assert np.flatnonzero(np.isnan(x)).tolist() == expected
    assert np.isnan(path[expected]).all()


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        ("{'x': 1.0}", "block 0: output 'x' has the shape (), not (4,) or (4, k)"),
        ("{'x': np.zeros(3)}", "block 0: output 'x' has the shape (3,), not (4,)"),
        ("{'x': np.zeros((4, 2, 2))}", "block 0: output 'x' has the shape (4, 2, 2)"),
        ("{'x': np.array(list('abcd'))}", "block 0: output 'x' is of dtype <U1, not of numbers"),
        ("[1, 2, 3, 4]", "block 0 returned a list"),
    ],
)
def test_what_is_no_block_is_refused(runner: Process, write_model: WriteModel, returned: str, message: str) -> None:
    runner.load(write_model(f"@ancho.model(batch=True)\ndef sequence(rng, start, n):\n    return {returned}\n"))
    reply = runner.run(0, 4)[0]
    assert (reply["ok"], reply["kind"]) == (False, "OUTPUTS")
    assert message in reply["message"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = nothing\n", "walk.py, line 4: NameError: name 'nothing' is not defined"),
        ("def broken(:\n", "walk.py, line 4: SyntaxError: invalid syntax"),
        ("import no_such_module\n", "walk.py, line 4: ModuleNotFoundError: No module named 'no_such_module'"),
        ("raise SystemExit(3)\n", "walk.py, line 4: SystemExit: 3"),
        (
            "def sequence(rng, start):\n    return {}\n",
            "entrypoint: walk:sequence is no model; decorate it",
        ),
        ("", "entrypoint: walk has no 'sequence'"),
        ("@ancho.model(starting_values={'a': None})\ndef sequence(rng, start): ...\n", "starting value 'a': must be"),
    ],
)
def test_a_model_that_does_not_load_is_refused(
    runner: Process, write_model: WriteModel, source: str, message: str
) -> None:
    reply = runner.load(write_model(source))
    assert (reply["ok"], reply["kind"]) == (False, "MODEL")
    assert message in reply["message"]


def test_a_refusal_leaves_the_process_usable(runner: Process, walk: Path, write_model: WriteModel) -> None:
    assert not runner.load(walk, stepps=3)["ok"]
    assert not runner.ask(op="run", first=0, count=1)[0]["ok"]
    assert not runner.load(write_model("x = 1/0\n", name="other"))["ok"]
    assert runner.load(walk)["ok"]
    assert runner.run(0, 5)[0]["ok"]


def test_another_model_of_the_same_names_replaces_the_first(runner: Process, write_model: WriteModel) -> None:
    source = "from part import value\n@ancho.model\ndef sequence(rng, start):\n    return {'x': value}\n"
    runner.load(write_model(source, name="first", part__py="value = 1\n"))
    assert runner.run(0, 1)[1] == [[1.0]]
    runner.load(write_model(source, name="second", part__py="value = 2\n"))
    assert runner.run(0, 1)[1] == [[2.0]]


def test_a_module_named_like_one_of_pythons_own_is_refused(runner: Process, walk: Path) -> None:
    (walk / "json.py").write_text((walk / "walk.py").read_text())
    request = {"op": "load", "path": str(walk), "starting_values": {}, "seed": 1, "block_size": 4}
    reply = runner.ask(**request, entrypoint="json:sequence")[0]
    assert reply["message"] == "json.py: there is another module of the name 'json' already; name the file otherwise"


def test_a_run_before_a_model_is_loaded_is_refused() -> None:
    runner = Process()
    assert runner.ask(op="run", first=0, count=1)[0] == {"ok": False, "kind": "MODEL", "message": "no model is loaded"}
    runner.process.communicate(timeout=10)


def test_what_a_model_prints_goes_to_standard_error(write_model: WriteModel) -> None:
    runner = Process()
    runner.load(
        write_model(
            "import os, subprocess\nprint('imported')\n@ancho.model\ndef sequence(rng, start):\n"
            "    print('printed')\n    os.write(1, b'written\\n')\n    subprocess.run(['echo', 'echoed'])\n"
            "    return {'read': len(os.read(0, 10))}\n"
        )
    )
    reply, (read,) = runner.run(0, 1)
    assert reply["ok"]
    assert read == [0]
    _, errors = runner.process.communicate(timeout=10)
    assert errors.decode().split() == ["imported", "printed", "written", "echoed"]
    assert runner.process.returncode == 0


def test_an_interrupt_from_the_terminal_is_ignored(runner: Process, walk: Path) -> None:
    runner.load(walk)
    runner.process.send_signal(signal.SIGINT)
    assert runner.run(0, 5)[0]["ok"]


def test_sets_have_the_same_order_in_every_process(write_model: WriteModel) -> None:
    order = "sum(i * ord(c) for i, c in enumerate(set('abcdefgh')))"
    folder = write_model(f"@ancho.model\ndef sequence(rng, start):\n    return {{'x': {order}}}\n")
    drawn = set()
    for _ in range(3):
        runner = Process()
        runner.load(folder)
        drawn.add(float(runner.run(0, 1)[1][0][0]))
        runner.process.communicate(timeout=10)
    assert len(drawn) == 1
