"""What ``Client.submit`` takes, sends and refuses."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ancho
from ancho._loading import load
from fake_service import FakeService


def test_values_of_any_type_are_sent_as_the_api_has_them(
    client: ancho.Client, service: FakeService, walk: Path
) -> None:
    run = client.submit(
        str(walk),
        sequences=np.int64(20),
        seed=1e4,
        starting_values={"drift": np.float32(0.5), "steps": np.int8(3)},
        targets="up: end > 0",
        quantiles=np.array([0.25, 0.5]),
        block_size=np.int32(64),
        max_failures=np.uint8(3),
        sequence_timeout=timedelta(minutes=2),
        timeout="1.5h",
        name="trial",
        labels={"study": "a"},
        executors=np.int64(2),
        placement="dedicated",
    )
    stored = service.runs[run.id]
    assert {key: stored[key] for key in ("sequences", "seed", "block_size", "max_failures", "quantiles")} == {
        "sequences": 20,
        "seed": 10_000,
        "block_size": 64,
        "max_failures": 3,
        "quantiles": [0.25, 0.5],
    }
    assert (stored["sequence_timeout"], stored["timeout"]) == ("PT2M", "PT1H30M")
    assert (stored["name"], stored["labels"], stored["executors"]) == ("trial", {"study": "a"}, {"count": 2})
    assert stored["targets"] == [{"name": "up", "output": "end", "op": ">", "value": 0.0}]


def test_what_is_not_given_is_left_to_the_service(client: ancho.Client, service: FakeService, walk: Path) -> None:
    stored = service.runs[client.submit(client.upload(walk)["id"], sequences=5).id]
    assert (stored["seed"], stored["quantiles"], stored["sequence_timeout"]) == (42, [0.05, 0.5, 0.95], "PT30S")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sequences": 0}, "sequences: must be at least 1"),
        ({"sequences": "5"}, "sequences: must be a whole number, not '5'; give 5 without the quotes"),
        ({"sequences": None}, "sequences: must be a whole number, not None"),
        ({"sequences": 1e30}, "sequences: must be at most 1000000000000"),
        ({"seed": True}, "seed: must be a whole number, not True"),
        ({"seed": -1}, "seed: must be at least 0"),
        ({"executors": True}, "executors: must be a whole number, not True"),
        ({"executors": 0}, "executors: must be at least 1"),
        ({"executors": {"mem": 3}}, "mem: executors have no such setting; did you mean mem_mib?"),
        ({"sequenses": 10}, "sequenses: submit has no such parameter; did you mean sequences?"),
        ({"retries": 3}, "retries: submit has no such parameter; there are sequences, seed, starting_values"),
        ({"max_failures": "few"}, "max_failures: must be a whole number, not 'few'"),
        ({"timeout": "soon"}, "timeout: must be seconds, or a text such as"),
        ({"sequence_timeout": 0}, "sequence_timeout: must be longer than nothing"),
        ({"name": 5}, "name: must be a text, not 5"),
        ({"labels": ["a"]}, "labels: must be a mapping such as"),
        ({"labels": {"year": 2026}}, r"labels\.year: must be a text, not 2026"),
        ({"placement": 1}, "placement: must be a text, not 1"),
        ({"quantiles": 0.5}, "quantiles: must be a list such as"),
        ({"targets": [5]}, "target 5: must be"),
        ({"starting_values": [1]}, "starting_values: must be a mapping such as"),
    ],
)
def test_what_no_run_can_have_is_refused_by_name_before_anything_is_sent(
    client: ancho.Client, service: FakeService, walk: Path, given: dict[str, Any], message: str
) -> None:
    with pytest.raises(ancho.InvalidRequest, match=message):
        client.submit(walk, **{"sequences": 5, **given})
    assert service.requests == []


@pytest.mark.parametrize("value", [None, b"x", float("nan"), object()])
def test_a_starting_value_that_is_none_is_refused_by_name(client: ancho.Client, walk: Path, value: Any) -> None:
    with pytest.raises(ancho.StartingValuesError, match="starting value 'drift'"):
        client.submit(walk, sequences=5, starting_values={"drift": value})


def test_the_model_of_a_folder_can_be_given_itself(client: ancho.Client, walk: Path) -> None:
    model = load(walk, "walk:sequence")
    run = client.submit(model, sequences=20, seed=1)
    assert run.document["model"]["id"] == client.upload(walk)["id"]
    assert np.array_equal(run.results()["path"], ancho.simulate(walk, sequences=20, seed=1)["path"])


def test_a_function_of_a_single_file_is_sent_with_it(client: ancho.Client, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    file = tmp_path / "alone" / "coin.py"
    file.write_text("import ancho\n@ancho.model\ndef coin(rng, start):\n    return {'heads': rng.random() < 0.5}\n")
    run = client.submit(load(file.parent, "coin:coin"), sequences=20, seed=1)
    assert np.array_equal(run.results()["heads"], ancho.simulate(file, sequences=20, seed=1)["heads"])


def _inner() -> ancho.Model:
    @ancho.model
    def inside(rng: Any, start: Any) -> dict[str, float]:
        return {"x": 1.0}

    return inside


def _typed() -> ancho.Model:
    names: dict[str, Any] = {}
    exec("import ancho\n@ancho.model\ndef typed(rng, start):\n    return {'x': 1}\n", names)
    model: ancho.Model = names["typed"]
    return model


@pytest.mark.parametrize("make", [_inner, _typed])
def test_a_function_that_is_in_no_file_says_what_to_do(
    client: ancho.Client, service: FakeService, make: Callable[[], ancho.Model]
) -> None:
    with pytest.raises(ancho.InvalidRequest, match=r"write it into a file of its own, such as walk\.py, and give that"):
        client.submit(make(), sequences=5)
    assert service.requests == []


@pytest.mark.parametrize("model", [None, 5, b"walk", "", ancho.Model])
def test_what_is_no_model_is_refused(client: ancho.Client, service: FakeService, model: Any) -> None:
    with pytest.raises(ancho.InvalidRequest, match="model: must be a model's folder, or a function declared with"):
        client.submit(model, sequences=5)
    assert service.requests == []
