"""A run is run again, and every bit of it compared."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ancho
from ancho._reproduction import compare, pieces
from ancho._results import Results
from conftest import WriteModel
from fake_service import TOKEN, FakeService
from test_cli import ancho_, document

FAILING = """
import ancho

@ancho.model
def sequence(rng, start):
    x = rng.normal(size=3)
    if x[0] > 1:
        raise ValueError("too much")
    return {"x": x[0], "v": x}
"""
BATCH = """
import ancho

@ancho.model(batch=True)
def sequence(rng, start, n):
    return {"x": rng.normal(size=n)}
"""


@pytest.mark.parametrize("here", [True, False])
@pytest.mark.parametrize("source", [FAILING, BATCH])
def test_a_run_is_reproduced(client: ancho.Client, write_model: WriteModel, source: str, here: bool) -> None:
    run = client.submit(write_model(source), sequences=20_000, seed=5, max_failures=20_000, block_size=64)
    run.wait()
    told: list[tuple[int, int]] = []
    done = client.reproduce(run, here=here, progress=lambda *counts: told.append(counts))
    assert str(done) == "20,000 of 20,000 the same"
    assert done.is_same
    assert told[-1] == (20_000, 20_000)
    assert client.reproduce(run, here=here, sample=1000).compared in (992, 1000)
    assert [run.id for run in client.runs()] == [run.id]


def test_what_differs_is_named(service: FakeService, client: ancho.Client, write_model: WriteModel) -> None:
    run = client.submit(write_model(FAILING), sequences=500, seed=5, max_failures=500).wait()
    stored = service.compute(service.runs[run.id])
    row = int(np.flatnonzero(stored.sequences > 123)[0])
    stored["v"][row, 2] = np.nextafter(stored["v"][row, 2], np.inf)
    stored["x"][row + 7] += 1
    stored._provenance["environment"] |= {"digest": "sha256:0", "python": "3.1"}
    done = client.reproduce(run, here=True)
    assert (done.is_same, done.same) == (False, 498)
    assert done.difference is not None
    assert (done.difference.sequence, done.difference.output) == (stored.sequences[row], "v[2]")
    assert done.difference.text.endswith(", 1 ulp apart")
    assert "here, 3.1 in the run" in str(done)


def test_a_sequence_that_failed_one_time_only_is_told(
    service: FakeService, client: ancho.Client, write_model: WriteModel
) -> None:
    run = client.submit(write_model(FAILING), sequences=50, seed=5, max_failures=50).wait()
    stored = service.compute(service.runs[run.id])
    first = int(stored.sequences[0])
    stored.sequences = stored.sequences[1:]
    for name in stored:
        stored._outputs[name] = stored[name][1:]
    done = client.reproduce(run, here=True)
    assert str(done.difference) == f"sequence {first} differs: it succeeded now and failed in the run"
    assert done.same == 49


def test_a_run_without_results_cannot_be_reproduced(
    service: FakeService, client: ancho.Client, write_model: WriteModel
) -> None:
    service.held.clear()
    run = client.submit(write_model(FAILING), sequences=5, max_failures=5)
    with pytest.raises(ancho.InvalidRequest, match="no results yet"):
        client.reproduce(run)


def results(**outputs: Any) -> Results:
    arrays = {name: np.array(values, dtype=float) for name, values in outputs.items()}
    return Results(arrays, np.arange(len(next(iter(arrays.values())))), seed=None)


def test_every_bit_counts_but_those_of_nan() -> None:
    nan = np.array([0x7FF8000000000001], dtype=np.int64).view(float)[0]
    assert compare(results(x=[1, np.nan]), results(x=[1, nan]), range(2)) == (None, 2)
    difference, same = compare(results(x=[0.0, 1]), results(x=[-0.0, 1]), range(2))
    assert (str(difference), same) == ("sequence 0 differs in x: it was 0.0 and is -0.0", 1)
    difference, _ = compare(results(x=[1.0]), results(x=[np.inf]), range(1))
    assert str(difference) == "sequence 0 differs in x: it was 1.0 and is inf"
    difference, _ = compare(results(x=[5e-324]), results(x=[-5e-324]), range(1))
    assert str(difference).endswith("2 ulp apart")
    assert compare(results(x=[1]), results(y=[1]), range(1))[1] == 0
    difference, _ = compare(results(v=[[1, 2]]), results(v=[[1, 2, 3]]), range(1))
    assert str(difference) == "sequence 0 differs in v: it had 2 elements and has 3"


@pytest.mark.parametrize(("total", "wanted", "unit"), [(10, 10, 1), (10**6, 1000, 1), (10**6, 5000, 1024), (7, 3, 1)])
def test_pieces_are_whole_units_spread_over_the_run(total: int, wanted: int, unit: int) -> None:
    found = list(pieces(total, wanted, unit))
    indices = [index for piece in found for index in piece]
    assert len(indices) == len(set(indices))
    assert abs(len(indices) - wanted) < max(unit, wanted / 20)
    assert all(piece.start % unit == 0 for piece in found)
    assert (found[0].start, found[-1].stop >= total - 2 * wanted) == (0, True)


def test_the_command_tells_and_exits(service: FakeService, walk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCHO_URL", service.url)
    monkeypatch.setenv("ANCHO_TOKEN", TOKEN)
    run_id = document("submit", walk, "--sequences", 300, "--wait")["id"]
    same = ancho_("reproduce", run_id, "--here")
    assert (same.stdout, same.exit_code) == ("300 of 300 the same\n", 0)
    assert json.loads(ancho_("reproduce", run_id, "--json").stdout)["difference"] is None
    service.compute(service.runs[run_id])["end"][17] += 1
    different = ancho_("reproduce", run_id, "--here")
    assert "299 of 300 the same; sequence 17 differs in end" in different.stdout
    assert different.exit_code == 1
    replayed = ancho_("replay", run_id, 17)
    assert replayed.exit_code == 1
    assert "NOT the same as the run stored" in replayed.stderr
