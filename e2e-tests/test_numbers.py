"""The same numbers everywhere."""

import json
from pathlib import Path

import numpy as np
import pytest
from stack import Document, Stack, completed

SEQUENCES = 20_000
SEED = 7

Arrays = dict[str, bytes]


@pytest.fixture(scope="module")
def here(stack: Stack, retirement: Path, tmp_path_factory: pytest.TempPathFactory) -> Arrays:
    """What the local runner computes."""
    return local(stack, retirement, tmp_path_factory.mktemp("here") / "results.npz")


@pytest.mark.parametrize("executors", [None, 1, 2, 3])
def test_a_service_computes_what_the_local_runner_does_with_any_number_of_executors(
    stack: Stack, retirement: Path, here: Arrays, tmp_path: Path, executors: int | None
) -> None:
    placement = () if executors is None else ("--executors", executors)
    run = stack.submit(retirement, SEQUENCES, "--seed", SEED, *placement, "--wait")
    assert run["progress"]["completed"] == SEQUENCES
    assert run["progress"]["failed"] == 0
    assert results(stack, run, tmp_path) == here


def test_a_batch_model_computes_the_same_numbers_here_and_there(stack: Stack, models: Path, tmp_path: Path) -> None:
    run = stack.submit(models / "batch", SEQUENCES, "--seed", SEED, "--wait")
    assert results(stack, run, tmp_path) == local(stack, models / "batch", tmp_path / "here.npz")


def test_sequences_that_end_their_process_are_the_same_here_and_there(
    stack: Stack, models: Path, tmp_path: Path
) -> None:
    run = stack.submit(models / "deadly", 300, "--seed", SEED, "--max-failures", 300, "--wait")
    there = list(stack.json("failures", run["id"])["items"])
    here = tmp_path / "here.json"
    command = ("run", models / "deadly", "--sequences", 300, "--seed", SEED, "--max-failures", 300)
    assert stack.ancho(*command, "-o", here).returncode == 0
    assert json.loads(here.read_text())["failures"] == there
    assert {failure["error_type"] for failure in there} == {"ProcessExited", "ProcessKilled"}
    draws = np.array(json.loads(here.read_text())["outputs"]["draw"])
    assert draws.tobytes() == arrays(stack, run, tmp_path / "there.npz")["draw"].tobytes()


def test_the_first_sequences_of_a_longer_run_are_those_of_a_shorter_one(
    stack: Stack, models: Path, tmp_path: Path
) -> None:
    short, long = (
        arrays(stack, stack.submit(models / "batch", n, "--seed", SEED, "--wait"), tmp_path / f"{n}.npz")
        for n in (1_500, 4_000)
    )
    assert short["end"].tobytes() == long["end"][:1_500].tobytes()


def test_a_replay_is_the_history_that_the_run_had(stack: Stack, retirement: Path, tmp_path: Path) -> None:
    run = stack.submit(retirement, 500, "--seed", SEED, "--wait")
    then = arrays(stack, run, tmp_path / "results.npz")
    again = stack.json("replay", run["id"], 321)
    assert again["sequence"] == 321
    assert again["outputs"] == {name: column[321].tolist() for name, column in then.items() if name != "sequence"}


def test_the_summary_is_byte_identical_for_runs_that_differ_in_their_executors_alone(
    stack: Stack, retirement: Path
) -> None:
    target = ("--target", "solvent: final_balance > 0")
    summaries = []
    for placement in ((), ("--executors", 2)):
        run = stack.submit(retirement, SEQUENCES, "--seed", SEED, *target, *placement, "--wait")
        with stack.client() as client:
            answer = client.get(f"/runs/{run['id']}/summary")
        summaries.append(answer.text.replace(run["id"], "RUN"))
    assert summaries[0] == summaries[1]
    assert json.loads(summaries[0])["outputs"]["final_balance"]["count"] == SEQUENCES


def test_the_probability_agrees_with_an_independent_computation(stack: Stack, retirement: Path) -> None:
    run = stack.submit(retirement, 100_000, "--seed", SEED, "--target", "solvent: final_balance > 0", "--wait")
    solvent = stack.json("summary", run["id"])["targets"]["solvent"]
    low, high = solvent["ci95"]
    assert low < solvent["probability"] < high
    assert high - low < 0.004
    independent = independent_probability(retirement, 1_000_000)
    # Four standard errors of the difference: a false alarm in sixteen thousand runs.
    margin = 4 * np.hypot((high - low) / 3.92, np.sqrt(independent * (1 - independent) / 1_000_000))
    assert abs(solvent["probability"] - independent) < margin


def independent_probability(folder: Path, histories: int) -> float:
    """That the money lasts, by plain NumPy, with other random numbers."""
    table = np.genfromtxt(folder / "us-markets-annual.csv", delimiter=",", names=True)
    growth = 1 + 0.6 * table["stocks_real_return"] + 0.4 * table["bonds_real_return"]
    years = np.random.default_rng(2026).integers(len(growth), size=(30, histories))
    balance = np.full(histories, 1_000_000.0)
    for year in years:
        balance = np.where(balance >= 40_000, (balance - 40_000) * growth[year], 0.0)
    return float(np.mean(balance > 0))


def local(stack: Stack, folder: Path, file: Path) -> Arrays:
    done = stack.ancho("run", folder, "--sequences", SEQUENCES, "--seed", SEED, "--format", "npz", "-o", file)
    assert done.returncode == 0, done.stderr
    return as_bytes(load(file))


def results(stack: Stack, run: Document, folder: Path) -> Arrays:
    return as_bytes(arrays(stack, run, folder / "results.npz"))


def arrays(stack: Stack, run: Document, file: Path) -> dict[str, np.ndarray]:
    assert completed(run)
    done = stack.ancho("results", run["id"], "--format", "npz", "-o", file)
    assert done.returncode == 0, done.stderr
    return load(file)


def load(file: Path) -> dict[str, np.ndarray]:
    """The numbers of a file of results, without what it says of where they come from."""
    with np.load(file) as archive:
        return {name: archive[name] for name in archive.files if name != "ancho"}


def as_bytes(columns: dict[str, np.ndarray]) -> Arrays:
    return {name: column.astype("<f8").tobytes() for name, column in columns.items()}
