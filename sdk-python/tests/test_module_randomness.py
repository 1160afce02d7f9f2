"""Random numbers that a model does not take from rng are its sequence's own all the same."""

import random
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

import ancho
from ancho import _loading
from ancho._module_randomness import drawn_from
from ancho._sequences import Sequences
from ancho._streams import Streams
from conftest import WriteModel

PLAIN = {
    "random": "random.random()",
    "gauss": "random.gauss(0, 1)",
    "other functions of random": "sum(random.sample(range(10**6), 3)) + random.betavariate(2, 3)",
    "random bits": "random.getrandbits(100) + random.getrandbits(3)",
    "random bytes": "int.from_bytes(random.randbytes(7), 'big')",
    "a shuffle": "(lambda items: random.shuffle(items) or items[0] + items[1] / 2000)(list(range(1000)))",
    "a function imported by name": "imported_gauss(0, 1)",
    "numpy.random": "np.random.rand()",
    "an odd number of normals": "np.random.randn()",
    "a numpy function imported by name": "imported_normal()",
    "gamma and choice": "np.random.gamma(0.5) + np.random.choice(10**6)",
    "both and rng": "rng.random() + random.random() + np.random.random()",
    "default_rng": "np.random.default_rng().random()",
    "two of default_rng": "np.random.default_rng().random() - np.random.default_rng().random()",
    "a bit generator": "np.random.Generator(np.random.PCG64()).random()",
    "RandomState": "np.random.RandomState().rand()",
    "random.Random": "random.Random().random()",
    "a subclass of random.Random": "Own().random()",
    "a generator of the module's": "MADE.random()",
    "a RandomState of the module's": "STATE.randn()",
    "a random.Random of the module's": "PYTHONS.gauss(0, 1)",
    "what was drawn while it was imported": "rng.random() * TABLE[5]",
}

TOP = """
import random
from random import gauss as imported_gauss
from numpy.random import normal as imported_normal

random.seed(1)
np.random.seed(1)
TABLE = np.random.normal(size=10)
MADE = np.random.default_rng()
STATE = np.random.RandomState()
PYTHONS = random.Random()


class Own(random.Random):
    pass


@ancho.model
def sequence(rng, start):
    return {"x": float(%s)}
"""


@pytest.mark.parametrize("drawn", PLAIN.values(), ids=PLAIN)
def test_it_depends_on_the_sequence_alone(write_model: WriteModel, drawn: str) -> None:
    folder = write_model(TOP % drawn)

    def numbers(seed: int, indices: Iterable[int]) -> dict[int, float]:
        streams = Streams(seed)
        with drawn_from(streams):
            model = _loading.load(folder, "walk:sequence")
            sequences = Sequences(model, model.start({}), streams, 1024, folder)
            return {i: float(sequences.run(i, 1).columns[0][0]) for i in indices}

    forwards, backwards = numbers(1, range(300)), numbers(1, reversed(range(300)))
    assert forwards == backwards
    assert len(set(forwards.values())) > 295
    assert numbers(2, range(300)) != forwards


def test_it_is_the_same_on_any_number_of_workers(write_model: WriteModel) -> None:
    everything = " + ".join(drawn for drawn in PLAIN.values() if "bytes" not in drawn)
    folder = write_model(TOP % everything)
    one, two = (ancho.simulate(folder, sequences=500, seed=1, workers=n)["x"].tolist() for n in (1, 2))
    assert one == two
    assert len(set(one)) == 500


def test_a_batch_model_draws_from_its_blocks(write_model: WriteModel) -> None:
    folder = write_model(
        "@ancho.model(batch=True)\ndef sequence(rng, start, n):\n    return {'x': np.random.normal(size=n)}\n"
    )
    one, two = (ancho.simulate(folder, sequences=3000, seed=1, block_size=64, workers=n)["x"].tolist() for n in (1, 2))
    assert one == two
    assert len(set(one)) == 3000


@pytest.mark.parametrize("workers", [1, 2])
def test_a_function_of_this_process_draws_from_it_too(workers: int) -> None:
    from random import random as imported

    @ancho.model
    def function(rng: object, start: object) -> dict[str, float]:
        return {"x": imported() + random.gauss(0, 1) + np.random.normal() + np.random.default_rng().random()}

    results = ancho.simulate(function, sequences=200, seed=1, workers=workers)
    assert len(set(results["x"].tolist())) == 200
    assert results["x"].tolist() == ancho.simulate(function, sequences=200, seed=1, workers=1)["x"].tolist()


def test_a_function_that_stays_here_leaves_this_process_as_it_was() -> None:
    lock = threading.Lock()  # what no other process can have

    @ancho.model
    def function(rng: object, start: object) -> dict[str, float]:
        return {"x": np.random.randn() + random.random() + lock.locked()}

    random.seed(5)
    np.random.seed(5)
    np.random.randn()
    expected = [random.random(), np.random.randn(), np.random.randn()]
    random.seed(5)
    np.random.seed(5)
    np.random.randn()
    one, two = (ancho.simulate(function, sequences=9, seed=1, workers=1)["x"].tolist() for _ in range(2))
    assert one == two
    assert len(set(one)) == 9
    assert [random.random(), np.random.randn(), np.random.randn()] == expected


@pytest.mark.parametrize(
    ("seeding", "named"),
    [
        ("random.seed(42)", r"random\.seed"),
        ("random.seed(int(rng.integers(2**63)))", r"random\.seed"),
        ("np.random.seed(1)", r"numpy\.random\.seed"),
    ],
)
def test_seeding_in_a_sequence_is_refused_with_the_reason(write_model: WriteModel, seeding: str, named: str) -> None:
    folder = write_model(
        f"import random\n\n\n@ancho.model\ndef sequence(rng, start):\n    {seeding}\n    return {{'x': 1.0}}\n"
    )
    with pytest.raises(ancho.RunFailed, match=rf"{named} would make all sequences alike: take it out"):
        ancho.simulate(folder, sequences=2, seed=1)


def test_a_generator_with_a_seed_is_what_it_is_elsewhere() -> None:
    expected = [np.random.default_rng(3).random(), random.Random(3).random(), np.random.RandomState(3).rand()]
    streams = Streams(1)
    with drawn_from(streams):
        for index in range(3):
            streams.at(index)
            drawn = [np.random.default_rng(3).random(), random.Random(3).random(), np.random.RandomState(3).rand()]
            assert drawn == expected


def test_types_are_known_by_their_names() -> None:
    before = random.Random(1), np.random.RandomState(1)
    with drawn_from(Streams(1)):
        assert isinstance(before[0], random.Random)
        assert isinstance(before[1], np.random.RandomState)
        assert isinstance(random.Random(1), random.Random)
        assert not isinstance(3, np.random.RandomState)
        assert issubclass(type(before[0]), random.Random)


def test_numbers_of_random_are_distributed_as_they_should_be() -> None:
    streams = Streams(1)
    with drawn_from(streams):
        streams.at(0)
        n = 40_000
        normal = np.array([random.gauss(2, 3) for _ in range(n)])
        bits = np.array([random.getrandbits(3) for _ in range(n)])
        wide = np.array([random.getrandbits(70) for _ in range(n)], dtype=object)
        uniform = np.array([random.uniform(-1, 1) for _ in range(n)])
    assert abs(normal.mean() - 2) < 5 * 3 / n**0.5
    assert abs(normal.std() - 3) < 0.1
    assert np.bincount(bits, minlength=8).min() > n / 8 - 5 * (n / 8) ** 0.5
    assert all(0 <= value < 2**70 for value in wide)
    assert abs(float(np.mean([value >> 69 for value in wide])) - 0.5) < 0.015
    assert abs(uniform.mean()) < 5 / n**0.5


def test_another_run_in_the_same_process_draws_from_its_own_streams() -> None:
    """A library that is imported once keeps the functions and the generators that it has taken."""
    streams = Streams(1)
    with drawn_from(streams):
        taken, made = random.random, np.random.default_rng()
        streams.at(4)
        first = [taken(), made.random(), np.random.rand()]
        streams.begin(2)
        streams.at(4)
        other = [taken(), made.random(), np.random.rand()]
        streams.begin(1)
        streams.at(4)
        assert [taken(), made.random(), np.random.rand()] == first != other


def test_nothing_put_aside_reaches_the_next_sequence_where_the_flag_is_not_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ancho._module_randomness._SENTINEL", 0.0)
    streams = Streams(1)
    with drawn_from(streams):
        drawn = [streams.at(index) and np.random.randn() for index in (0, 0, 1, 0)]
    assert drawn[0] == drawn[1] == drawn[3] != drawn[2]


def test_the_standard_library_keeps_its_own(tmp_path: Path) -> None:
    import tempfile

    streams = Streams(1)
    with drawn_from(streams):
        streams.at(0)
        expected = np.random.default_rng().random()
        streams.at(0)
        tempfile.mkdtemp(dir=tmp_path)
        assert np.random.default_rng().random() == expected
    assert sys.modules["random"].Random.__module__ == "random"
