from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ancho
from ancho._assembly import Progress


@ancho.model(starting_values={"limit": 2.0})
def normal(rng: np.random.Generator, start: Any) -> dict[str, Any]:
    x = rng.standard_normal()
    if x > start.limit:
        raise OverflowError("too far")
    return {"x": x, "pair": [x, x * x]}


@ancho.model(batch=True)
def block(rng: np.random.Generator, start: Any, n: int) -> dict[str, Any]:
    return {"x": rng.standard_normal(n)}


def same(one: ancho.Results, other: ancho.Results) -> bool:
    equal = all(np.array_equal(one[name], other[name]) for name in one)
    return equal and list(one) == list(other) and np.array_equal(one.sequences, other.sequences)


@pytest.mark.parametrize("workers", [2, 3])
@pytest.mark.parametrize("model", [normal, block])
def test_the_numbers_do_not_depend_on_the_workers(model: ancho.Model, workers: int) -> None:
    alone = ancho.simulate(model, sequences=5000, seed=3, max_failures=5000)
    assert same(alone, ancho.simulate(model, sequences=5000, seed=3, max_failures=5000, workers=workers))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_gives_the_numbers_of_its_function(walk: Path, workers: int) -> None:
    @ancho.model(starting_values={"steps": 5, "drift": 0.0})
    def sequence(rng: np.random.Generator, start: Any) -> dict[str, Any]:
        path = (start.drift + rng.standard_normal(start.steps)).cumsum()
        return {"end": float(path[-1]), "path": path}

    given = {"drift": 0.5, "steps": 7}
    here = ancho.simulate(sequence, sequences=3000, seed=9, starting_values=given)
    there = ancho.simulate(walk, sequences=3000, seed=9, starting_values=given, workers=workers)
    assert same(here, there)
    assert there["path"].shape == (3000, 7)


@pytest.mark.parametrize("model", [normal, block])
def test_the_first_sequences_do_not_depend_on_how_many_there_are(model: ancho.Model) -> None:
    few, many = (ancho.simulate(model, sequences=n, seed=3, block_size=100, max_failures=n) for n in (250, 1250))
    assert np.array_equal(many["x"][: len(few["x"])], few["x"])


def test_a_seed_is_drawn_and_told() -> None:
    results = ancho.simulate(normal, sequences=10, starting_values={"limit": 100})
    assert same(results, ancho.simulate(normal, sequences=10, seed=results.seed, starting_values={"limit": 100}))
    assert results.seed != ancho.simulate(normal, sequences=10, max_failures=9).seed


@pytest.mark.parametrize("workers", [1, 3])
def test_progress_is_told_and_reaches_the_end(walk: Path, workers: int) -> None:
    told: list[Progress] = []
    ancho.simulate(walk, sequences=20_000, seed=1, workers=workers, progress=told.append)
    completed = [progress.completed for progress in told]
    assert completed == sorted(completed)
    assert completed[-1] == told[-1].total == 20_000


@pytest.mark.parametrize("workers", [1, 2])
def test_outputs_that_differ_between_workers_are_refused(workers: int) -> None:
    @ancho.model
    def sequence(rng: np.random.Generator, start: Any) -> dict[str, Any]:
        return {"a": 1} if rng.random() < 0.5 else {"b": 1}

    with pytest.raises(ancho.OutputsError, match="outputs differ between sequences"):
        ancho.simulate(sequence, sequences=1000, seed=1, workers=workers)


def test_a_folder_that_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ancho.ModelError, match=r"is not a model's folder, it has no ancho\.toml"):
        ancho.simulate(tmp_path, sequences=1)
    (tmp_path / "ancho.toml").write_text('[model]\nname = "x"\nentrypoint = "x"\n')
    with pytest.raises(ancho.ModelError, match=r"ancho\.toml, line 3: model\.entrypoint must be"):
        ancho.simulate(tmp_path, sequences=1)
    (tmp_path / "ancho.toml").write_text("[model\n")
    with pytest.raises(ancho.ModelError, match=r"ancho\.toml"):
        ancho.simulate(tmp_path, sequences=1)
