"""The process itself, spoken to byte by byte as an executor does."""

import signal
import sys
from pathlib import Path

import numpy as np
import pytest

from ancho._streams import Streams
from conftest import WriteModel
from runner_process import Process


def test_loading_tells_about_the_model(runner: Process, walk: Path) -> None:
    told = runner.load(walk, drift=2)
    assert told.pop("environment")["packages"]["numpy"] == np.__version__
    assert told == {
        "ok": True,
        "batch": False,
        "python": sys.version.split()[0],
        "packages": {"numpy": np.__version__},
        "described": {},
        "declared": {"steps": 5, "drift": 0.0},
    }


def test_what_the_author_says_of_outputs_is_told_with_them(runner: Process, write_model: WriteModel) -> None:
    source = """
import ancho

@ancho.model(outputs={"end": ancho.Output(unit="m"), "path": ancho.Output(elements="step")})
def sequence(rng, start):
    return {"end": 1.0, "path": [1, 2]}
"""
    assert runner.load(write_model(source))["described"] == {
        "end": {"unit": "m"},
        "path": {"elements": "step"},
    }
    reply, _ = runner.run(0, 1)
    assert reply["outputs"] == [
        {"name": "end", "length": None, "unit": "m"},
        {"name": "path", "length": 2, "elements": "step"},
    ]


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
