"""One environment for each run, and every bit of it again."""

import re
from pathlib import Path

import numpy as np
import pytest
from stack import Stack

KERNELS = """
import ancho
import numpy as np


@ancho.model
def sequence(rng, start):
    x = rng.uniform(0.1, 20, 500)
    return {"exp": float(np.exp(x).sum()), "log": np.log(x[:100]), "product": (np.outer(x, x) @ x)[:50]}
"""


@pytest.mark.parametrize("more", [(), ("--executors", 2)])
def test_a_run_is_reproduced_at_the_service_and_here(stack: Stack, models: Path, more: tuple[object, ...]) -> None:
    run = stack.submit(models / "batch", 20_000, "--seed", 3, *more, "--wait")
    assert re.fullmatch("sha256:[0-9a-f]{64}", run["environment"])
    assert run["numerics"] == "portable"
    for options in ((), ("--here",), ("--here", "--sample", 2000)):
        done = stack.ancho("reproduce", run["id"], *options)
        assert (done.returncode, done.stderr.count("differ")) == (0, 0), done.stdout + done.stderr
        assert re.fullmatch(r"([\d,]+) of \1 the same\n", done.stdout)


def test_the_environment_is_told_with_the_numbers(stack: Stack, models: Path) -> None:
    run = stack.submit(models / "batch", 100, "--wait")
    told = stack.json("summary", run["id"])["provenance"]["environment"]
    assert told["digest"] == run["environment"]
    assert {"numpy", "ancho"} <= told["packages"].keys()


def test_a_local_run_has_the_services_numbers_with_either_numerics(stack: Stack, tmp_path: Path) -> None:
    model = tmp_path / "kernels.py"
    model.write_text(KERNELS)
    files = {}
    for numerics in ("portable", "native"):
        run = stack.submit(model, 50, "--seed", 7, "--numerics", numerics, "--wait")
        assert run["numerics"] == numerics
        options = ("--sequences", 50, "--seed", 7, "--numerics", numerics, "-o", tmp_path / "here.npz")
        assert stack.ancho("run", model, *options).returncode == 0
        assert stack.ancho("results", run["id"], "-o", tmp_path / "there.npz").returncode == 0
        here, there = (dict(np.load(tmp_path / name)) for name in ("here.npz", "there.npz"))
        assert all(np.array_equal(here[name], there[name]) for name in ("exp", "log", "product"))
        files[numerics] = (here, run["environment"])
    assert files["portable"][1] != files["native"][1]
