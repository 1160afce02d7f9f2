"""A model is looked at before it runs: what does not give the same numbers twice is found and named."""

import json
from pathlib import Path

import pytest

import ancho
from ancho._inspection import Inspection, inspect_model
from conftest import WriteModel
from test_cli import ancho_

# Bodies of models whose numbers are others each time; what is found of each.
IRREPRODUCIBLE = {
    "clock": ("import time", "return {'x': time.time()}", "the clock"),
    "nanoseconds": ("import time", "return {'x': float(time.perf_counter_ns() % 1000)}", "the clock"),
    "urandom": ("import os", "return {'x': float(int.from_bytes(os.urandom(4), 'big'))}", "the system's randomness"),
    "secrets": ("import secrets", "return {'x': float(secrets.randbelow(10**9))}", "the system's randomness"),
    "uuid": ("import uuid", "return {'x': float(uuid.uuid4().int % 10**9)}", "uuid4"),
    "counter": ("count = [0]", "count[0] += 1; return {'x': float(count[0])}", "what ran before it"),
    "cache": ("seen = []", "seen.append(rng.normal()); return {'x': sum(seen)}", "what ran before it"),
    "own file": (
        "from pathlib import Path",
        "p = Path('n'); n = int(p.read_text()) if p.exists() else 0; p.write_text(str(n + 1)); return {'x': n}",
        "what ran before it",
    ),
    "set of objects": (
        "class Thing: pass\nthings = [Thing() for _ in range(50)]",
        "return {'x': [float(things.index(thing)) for thing in set(things)]}",
        "addresses of objects",
    ),
    "address": ("", "return {'x': float(id(object()) % 10**9)}", "addresses of objects"),
    "unwritten memory": ("import numpy as np", "return {'x': np.empty(300)}", "memory that nobody has written"),
    "folder": ("import os", "return {'x': float(sum(map(ord, os.getcwd())))}", "the names of files"),
    "process": ("import os", "return {'x': float(os.getpid())}", None),
}
REPRODUCIBLE = {
    "draws": ("", "return {'x': rng.normal(), 'v': rng.random(3)}"),
    "random": ("import random", "return {'x': random.random()}"),
    "strings": ("", "return {'x': [float(ord(c)) for c in {'a', 'b', 'c'}]}"),
    "some fail": ("", "if rng.random() < 0.3: raise ValueError('unlucky')\n    return {'x': 1.0}"),
    "not a number": ("", "return {'x': float('nan')}"),
}


def inspected(write_model: WriteModel, head: str, body: str) -> Inspection:
    return inspect_model(write_model(f"{head}\n@ancho.model\ndef sequence(rng, start):\n    {body}\n"), {}, seed=3)


@pytest.mark.parametrize("kind", IRREPRODUCIBLE)
def test_what_is_not_the_same_twice_is_found_and_named(write_model: WriteModel, kind: str) -> None:
    head, body, cause = IRREPRODUCIBLE[kind]
    found = inspected(write_model, head, body)
    assert not found.is_reproducible
    assert found.difference is not None
    assert found.difference.startswith("output x")
    assert (cause or "") in found.difference


@pytest.mark.parametrize("kind", REPRODUCIBLE)
def test_what_is_the_same_twice_passes(write_model: WriteModel, kind: str) -> None:
    assert inspected(write_model, *REPRODUCIBLE[kind]).is_reproducible


def test_a_batch_model_is_tried_by_blocks(write_model: WriteModel) -> None:
    head = "count = [0]\n@ancho.model(batch=True)\ndef sequence(rng, start, n):\n    "
    source = head + "{}return {{'x': rng.normal(size=n) + {}}}"
    good = inspect_model(write_model(source.format("", 0), "good"), {}, seed=1, block_size=16)
    assert (good.batch, good.tried, good.is_reproducible) == (True, 48, True)
    bad = inspect_model(write_model(source.format("count[0] += 1; ", "count[0]"), "bad"), {}, seed=1, block_size=16)
    assert bad.difference is not None
    assert bad.difference.endswith("it depends on what ran before it")


def test_what_goes_in_and_comes_out_is_told(write_model: WriteModel) -> None:
    source = """
@ancho.model(starting_values={"drift": 0.5, "steps": 3}, outputs={"end": ancho.Output(unit="m")})
def sequence(rng, start):
    path = start.drift + rng.normal(size=start.steps)
    return {"end": path.sum(), "path": path}
"""
    found = inspect_model(write_model(source), {"steps": 4}, seed=1)
    assert found.starting_values == {"drift": 0.5, "steps": 3}
    assert found.outputs == [{"name": "end", "length": None, "unit": "m"}, {"name": "path", "length": 4}]
    assert found.seconds_per_sequence is not None
    assert found.environment["digest"].startswith("sha256:")


def test_the_command_shows_it_and_exits(write_model: WriteModel, walk: Path) -> None:
    good = ancho_("check", walk)
    assert good.exit_code == 0, good.output
    assert "in   drift  0.0" in good.stdout
    assert "the same twice, 20 sequences" in good.stdout
    head, body, _ = IRREPRODUCIBLE["clock"]
    bad = write_model(f"{head}\n@ancho.model\ndef sequence(rng, start):\n    {body}\n", "bad")
    told = ancho_("check", bad)
    assert told.exit_code == 1
    assert "NOT the same twice: output x of sequence 0 is " in told.stdout
    assert json.loads(ancho_("check", bad, "--json").stdout)["state"] == "failed"


def test_a_model_that_is_not_the_same_twice_is_not_submitted(client: ancho.Client, write_model: WriteModel) -> None:
    head, body, _ = IRREPRODUCIBLE["clock"]
    folder = write_model(f"{head}\n@ancho.model\ndef sequence(rng, start):\n    {body}\n")
    with pytest.raises(ancho.ModelError, match="not submitted, because the model does not give the same numbers twice"):
        client.submit(folder, sequences=10)
    assert client.submit(folder, sequences=10, reproducible=False).document["reproducible"] is False
