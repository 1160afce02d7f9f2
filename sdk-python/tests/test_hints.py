"""What goes wrong in a model's code is told with the way out of it."""

from pathlib import Path

import pytest

import ancho
from conftest import WriteModel, first_failure
from runner_process import Process

SEQUENCE = "@ancho.model\ndef sequence(rng, start):\n"
RETURNS = f"{SEQUENCE}    return "
RESULT = "import dataclasses, collections\n@dataclasses.dataclass\nclass Result:\n    end: float\n"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("import yamll\n", "No module named 'yamll'; add a line 'yamll' to pip-requirements.txt, a file beside"),
        ("import sklearn.linear_model\n", "add a line 'scikit-learn' to pip-requirements.txt"),
        ("import cv2\n", "add a line 'opencv-python-headless' to pip-requirements.txt"),
        ("import numpy.nothing\n", "the installed 'numpy' has no module 'numpy.nothing'"),
        ("from .helper import x\n", "write 'from helper import x'"),
        ("from . import helper as h\n", "write 'import helper as h'"),
        (
            "open('data.csv')\n",
            "a path is relative to an empty scratch folder; the model's files are beside its source",
        ),
        (
            "open('/data/a.csv')\n",
            'a model has those of its folder: put it there and open Path(__file__).parent / "a.csv"',
        ),
        ("@ancho.model\nasync def sequence(rng, start): ...\n", "write def in place of async def"),
        ("@ancho.model\ndef sequence(rng, start):\n    yield 1\n", "return the outputs, {name: value}, in place of"),
        (
            "@ancho.model\nclass sequence: ...\n",
            "@ancho.model declares a function of (rng, start), not the class sequence",
        ),
        ("@ancho.model\ndef sequence(): ...\n", "sequence(): must take (rng, start); the random generator and"),
        ("@ancho.model\ndef sequence(rng): ...\n", "sequence(rng): must take (rng, start); the random generator and"),
        (
            "@ancho.model\ndef sequence(rng, start, n): ...\n",
            "must take (rng, start); if it computes n sequences at once",
        ),
        ("@ancho.model\ndef sequence(rng, a, b, c): ...\n", "starting values come together in start: start.name"),
        ("@ancho.model(batch=True)\ndef sequence(rng, start): ...\n", "must take (rng, start, n); if it computes one"),
        (
            "class A:\n    @ancho.model\n    def sequence(self, rng, start): ...\n",
            "declare a function outside of a class",
        ),
        ("ancho.model('walk')\n", "@ancho.model declares a function of (rng, start), not 'walk'"),
        (
            RESULT + "@ancho.model(starting_values=Result(1.0))\ndef sequence(rng, start): ...\n",
            "dataclasses.asdict(Res",
        ),
        (
            RESULT + "@ancho.model(starting_values=Result)\ndef sequence(rng, start): ...\n",
            "not the class Result; for a",
        ),
        (
            "@ancho.model(starting_values=['a'])\ndef sequence(rng, start): ...\n",
            "must be a dict of names and defaults",
        ),
        (
            "def deeper():\n    deeper()\ndeeper()\n",
            "RecursionError: maximum recursion depth exceeded; a function calls it",
        ),
    ],
)
def test_a_model_that_does_not_load_is_told_the_way_out(
    runner: Process, write_model: WriteModel, source: str, told: str
) -> None:
    reply = runner.load(write_model(source))
    assert (reply["ok"], reply["kind"]) == (False, "MODEL")
    assert told in reply["message"]
    assert reply["message"].startswith("walk.py, line ")


def test_another_file_of_requirements_is_named(runner: Process, write_model: WriteModel) -> None:
    folder = write_model("import no_such_module\n", requirements__txt="no_such_module\n")
    assert runner.load(folder)["message"].endswith(
        "add a line 'no_such_module' to pip-requirements.txt; requirements.txt is not read"
    )


def test_a_file_that_hides_pythons_own_is_named(runner: Process, write_model: WriteModel) -> None:
    folder = write_model("from statistics import fmean\n", statistics__py="")
    assert "the model's statistics.py hides Python's own module 'statistics'" in runner.load(folder)["message"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (SEQUENCE + "    import yamll\n", "No module named 'yamll'; add a line 'yamll' to pip-requirements.txt"),
        (
            SEQUENCE + "    open('data/a.csv')\n",
            'beside its source, in Path(__file__).parent: open Path(__file__).parent / "data/a.csv"',
        ),
        (SEQUENCE + "    np.loadtxt('a.csv')\n", "beside its source, in Path(__file__).parent"),
        (
            SEQUENCE + "    open(__file__, 'w')\n",
            "a model cannot write to its own folder: return as outputs what is to",
        ),
        (SEQUENCE + "    open(__file__ + 'x')\n", "the model's folder has no such file"),
        (SEQUENCE + "    return sequence(rng, start)\n", "a function calls itself more than 1,000 deep"),
        (
            SEQUENCE + "    return {'x': rng.randn()}\n",
            "rng is a numpy.random.Generator, which calls it standard_normal",
        ),
        (SEQUENCE + "    return {'x': rng.randint(6)}\n", "which calls it integers"),
    ],
)
def test_a_sequence_that_fails_is_told_the_way_out(write_model: WriteModel, source: str, told: str) -> None:
    assert told in first_failure(write_model(source)).message


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            SEQUENCE + "    pass\n",
            "returned None; a model returns a dict of its outputs by name: does each way through",
        ),
        (RESULT + RETURNS + "Result(1.0)\n", "return dataclasses.asdict(it)"),
        (RESULT + RETURNS + "collections.namedtuple('R', 'x')(1)\n", "return it._asdict()"),
        (RETURNS + "rng.random()\n", 'give it a name, return {"value": it}'),
        (RETURNS + "rng.random(3)\n", 'give it a name, return {"value": it}'),
        (RETURNS + "[1, 2]\n", 'give it a name, return {"value": it}'),
        ("async def later(): ...\n" + RETURNS + "later()\n", "write def in place of async def"),
        (RETURNS + "(x for x in [1])\n", "write return in place of yield"),
        (RETURNS + "lambda: 1\n", "call it, and return the numbers by name"),
        ("class Thing:\n    x = 1\n" + RETURNS + "Thing()\n", "return vars(it), if its attributes are the outputs"),
        (RETURNS + "{'x': None}\n", 'for a value that there is not, return float("nan")'),
        (RETURNS + "{'x': 1j}\n", "return its real and imaginary parts, or its abs(), as outputs of their own"),
        (RETURNS + "{'x': {'a': 1}}\n", "give each of its values a name of its own"),
        (RESULT + RETURNS + "{'x': Result(1.0)}\n", "give each of its numbers a name of its own"),
        (RETURNS + "{'x': np.timedelta64(1, 's')}\n", "return it in a unit, such as seconds"),
        (RETURNS + "{'x': 'won'}\n", "give each case a number, such as 1 where it holds and 0 where it does not"),
        (RETURNS + "{'x': '-1.5'}\n", "convert it: float(it)"),
        (RETURNS + "{'x': (k for k in range(3))}\n", "put it into a list: list(it)"),
        (RETURNS + "{'x': {2, 1}}\n", "in an order that is always the same: sorted(it)"),
        (RETURNS + "{'x': np.zeros((2, 2))}\n", "return its ravel(), or its rows under names of their own"),
    ],
)
def test_outputs_that_are_refused_are_told_the_way_out(
    runner: Process, write_model: WriteModel, source: str, told: str
) -> None:
    assert runner.load(write_model(source))["ok"]
    reply = runner.run(0, 1)[0]
    assert (reply["ok"], reply["kind"]) == (False, "OUTPUTS")
    assert told in reply["message"]


def test_a_function_is_told_what_to_install(tmp_path: Path) -> None:
    @ancho.model
    def sequence(rng: object, start: object) -> dict[str, float]:
        import no_such_module  # type: ignore[import-not-found]  # noqa: F401

        return {"x": 1.0}

    assert first_failure(sequence).message.endswith("; install it: pip install no_such_module")
