"""What a model returns, as the process that runs it takes it or refuses it."""

from typing import Any

import numpy as np
import pytest

from conftest import WriteModel
from runner_process import Process


def test_outputs_are_empty_while_every_sequence_failed(runner: Process, write_model: WriteModel) -> None:
    runner.load(write_model("@ancho.model\ndef sequence(rng, start):\n    exit('no more')\n"))
    reply, columns = runner.run(0, 3)
    assert reply["outputs"] == columns == []
    assert [(failure["error_type"], failure["count"]) for failure in reply["failures"]] == [("SystemExit", 3)]


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
