"""Models that draw from generators which are not their sequence's own: refused where the numbers are chance."""

from pathlib import Path

import pytest

import ancho
from conftest import WriteModel

SEQUENCE = "@ancho.model\ndef sequence(rng, start):\n"


def model(write_model: WriteModel, body: str, top: str = "") -> Path:
    return write_model(f"import random\n{top}\n{SEQUENCE}    {body}\n")


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("top", "body", "told"),
    [
        ("", "return {'x': random.gauss(0, 1)}", "it draws from the generator of random,"),
        ("random.seed(42)", "return {'x': random.random()}", r"random\.seed\(int\(rng\.integers\(2\*\*63\)\)\)"),
        ("np.random.seed(0)", "return {'x': np.random.normal(size=3)}", "it draws from the generator of numpy.random,"),
        (
            "",
            "return {'x': random.random() + np.random.rand()}",
            "it draws from the generator of random and numpy.random,",
        ),
    ],
)
def test_numbers_that_are_not_the_sequences_own_are_refused(
    write_model: WriteModel, workers: int, top: str, body: str, told: str
) -> None:
    with pytest.raises(ancho.OutputsError, match=rf"sequence \d gives other numbers when it is run again: .*{told}"):
        ancho.simulate(model(write_model, body, top), sequences=20, seed=1, workers=workers)


def test_so_are_those_of_a_batch_model_and_of_a_function(write_model: WriteModel) -> None:
    folder = write_model(
        "@ancho.model(batch=True)\ndef sequence(rng, start, n):\n    return {'x': np.random.normal(size=n)}\n"
    )
    with pytest.raises(ancho.OutputsError, match="draw from rng"):
        ancho.simulate(folder, sequences=20, seed=1, block_size=8)

    @ancho.model
    def function(rng: object, start: object) -> dict[str, float]:
        import random

        return {"x": random.random()}

    with pytest.raises(ancho.OutputsError, match="draw from rng"):
        ancho.simulate(function, sequences=20, seed=1)


@pytest.mark.parametrize(
    "body",
    [
        "random.seed(int(rng.integers(2**63)))\n    return {'x': random.random()}",
        "np.random.seed(rng.integers(2**32))\n    return {'x': np.random.normal()}",
        "random.random()\n    return {'x': rng.random()}",
    ],
)
def test_those_that_it_begins_from_its_own_or_that_do_not_matter_are_not(write_model: WriteModel, body: str) -> None:
    folder = model(write_model, body)
    one, two = (ancho.simulate(folder, sequences=200, seed=1, workers=workers)["x"] for workers in (1, 2))
    assert one.tolist() == two.tolist()
    assert len(set(one.tolist())) == 200
