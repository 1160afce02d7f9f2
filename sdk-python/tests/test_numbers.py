"""Numbers of every kind as outputs: right or refused, the same in the first sequence, in later ones and in a batch."""

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import WriteModel
from runner_process import Process

IMPORTS = "from decimal import Decimal\nfrom fractions import Fraction\nimport datetime\nimport pandas\n"
BATCH = "@ancho.model(batch=True)\ndef sequence(rng, start, n):\n"

TAKEN: dict[str, Any] = {
    "np.ma.masked": math.nan,
    "np.ma.array(3, mask=True)": math.nan,
    "np.ma.array([1, 2, 3], mask=[0, 1, 0])": [1, math.nan, 3],
    "np.ma.log(np.array([-1.0, 1.0]))": [math.nan, 0],
    "np.ma.masked_less([1.5, -2.0], 0)": [1.5, math.nan],
    "[1, np.ma.masked]": [1, math.nan],
    "Decimal('0.1')": 0.1,
    "Fraction(1, 4)": 0.25,
    "[Fraction(1, 4), 1]": [0.25, 1],
    "np.array([Fraction(1, 4), 2**70])": [0.25, 2.0**70],
    "2**60 + 1": 2.0**60,
    "2**1000": 2.0**1000,
    "np.longdouble(1) / 4": 0.25,
    "np.longdouble('inf')": math.inf,
    "np.array([1, 2], dtype=np.longdouble)": [1, 2],
    "np.float16(0.5)": 0.5,
    "np.array([1, 2], dtype='>i4')": [1, 2],
    "np.uint64(2**64 - 1)": 2.0**64,
    "True": 1,
    "np.array(7)": 7,
    "[np.array(7), 1.5]": [7, 1.5],
    "pandas.Series([1.5, 2.5])": [1.5, 2.5],
    "pandas.Index([1, 2])": [1, 2],
    "pandas.Series([True, False])": [1, 0],
    "np.matrix([1, 2]).A1": [1, 2],
    "(1, 2.5)": [1, 2.5],
}

REFUSED = {
    "1j": "is a complex (1j), not a number",
    "1 + 0j": "is a complex ((1+0j)), not a number",
    "np.complex128(1)": "is a complex128 (",
    "np.complex64(1)": "is a complex64 (",
    "np.emath.sqrt(-1.0)": "is a complex128 (",
    "np.array(1j)": "is an array of complex128, not a number",
    "np.array([1, 1j])": "is an array of complex128, not a number",
    "[1, 1j]": ": element 1 is a complex (1j), not a number",
    "np.array([1, 1j], dtype=object)": ": element 1 is a complex (1j), not a number",
    "np.ma.array([1j, 2], mask=[0, 1])": "is a masked array of complex128, not a number",
    "np.datetime64('2020-01-01', 'ns')": "is a datetime64",
    "np.timedelta64(5, 'ns')": "is a timedelta64",
    "[1.0, np.timedelta64(5, 'ns')]": ": element 1 is a timedelta64",
    "datetime.timedelta(1)": "is a timedelta",
    "pandas.Series(pandas.to_datetime(['2020-01-01']))": "is a Series",
    "'12'": "is a str ('12'), not a number",
    "np.str_('12')": "is a str_",
    "['1', '2']": ": element 0 is a str ('1'), not a number",
    "b'12'": "is a bytes (b'12'), not a number",
    "None": "is None, not a number",
    "[1.0, None]": ": element 1 is None, not a number",
    "pandas.Series([1, None], dtype=object)": ": element 1 is None, not a number",
    "10**400": "beyond the largest number of 64 bits",
    "-(10**400)": "beyond the largest number of 64 bits",
    "Decimal('1e400')": "beyond the largest number of 64 bits",
    "Fraction(10**400)": "beyond the largest number of 64 bits",
    "np.longdouble('1e400')": "beyond the largest number of 64 bits",
    "[1.0, np.longdouble('-1e400')]": ": element 1 is a longdouble",
    "[1, 10**400]": ": element 1 is a int",
    "np.array([(1.0,)], dtype=[('a', float)])": "is an array of [('a', '<f8')]",
    "{'a': 1}": "is a dict ({'a': 1}), not a number",
    "{1, 2}": "is a set ({1, 2}), not a number",
    "iter([1, 2])": "is a list_iterator",
    "pandas.DataFrame({'a': [1, 2]})": "has the shape (2, 1)",
    "[[1, 2], [3]]": "is ragged",
    "object()": "is a object",
    "slice(1)": "is a slice",
}


def answers(runner: Process, folder: Path, value: str, before: str) -> tuple[dict[str, Any], list[Any]]:
    """The reply to three sequences: the first returns ``before``, the others the value."""
    source = f"import ancho, numpy as np\n{IMPORTS}calls = []\n@ancho.model\ndef sequence(rng, start):\n"
    returned = f"{{'y': 1.0, 'x': {value} if len(calls) > 1 else {before}}}"
    (folder / "walk.py").write_text(f"{source}    calls.append(0)\n    return {returned}\n")
    runner.load(folder)
    return runner.run(0, 3)


@pytest.mark.parametrize("value", TAKEN)
def test_a_number_is_what_it_says(runner: Process, walk: Path, value: str) -> None:
    right = TAKEN[value]
    for before in (value, str([1.5] * len(right) if isinstance(right, list) else 1.5)):
        reply, columns = answers(runner, walk, value, before)
        assert reply["ok"], reply
        assert np.array_equal(columns[1][1:], [right] * 2, equal_nan=True)


@pytest.mark.parametrize("value", REFUSED)
def test_what_is_no_number_is_refused_in_the_same_words(runner: Process, walk: Path, value: str) -> None:
    told = []
    for before in (value, "1.5", "[1.5, 2.5]"):
        reply, _ = answers(runner, walk, value, before)
        assert (reply["ok"], reply["kind"]) == (False, "OUTPUTS"), reply
        told.append(re.sub(" at 0x\\w+", "", reply["message"].partition(": ")[2]))
    assert told[0].startswith("output 'x'")
    assert REFUSED[value] in told[0]
    assert told[1:] == told[:1] * 2


@pytest.mark.parametrize(
    ("values", "right"),
    [
        ("np.ma.array(np.arange(4), mask=[0, 1, 0, 1])", [0, math.nan, 2, math.nan]),
        ("np.ma.masked_less(np.array([1.0, -1.0, 2.0, -2.0]), 0)", [1, math.nan, 2, math.nan]),
        ("[np.ma.array([k, 1], mask=[k == 2, 0]) for k in range(4)]", [[0, 1], [1, 1], [math.nan, 1], [3, 1]]),
        ("pandas.Series([1, 2, 3, 4])", [1, 2, 3, 4]),
        ("pandas.DataFrame({'a': [1, 2, 3, 4], 'b': 0})", [[1, 0], [2, 0], [3, 0], [4, 0]]),
        ("[Fraction(k, 4) for k in range(4)]", [0, 0.25, 0.5, 0.75]),
        ("np.arange(4, dtype=np.longdouble)", [0, 1, 2, 3]),
    ],
)
def test_a_block_of_numbers_is_what_it_says(
    runner: Process, write_model: WriteModel, values: str, right: list[float]
) -> None:
    runner.load(write_model(f"{IMPORTS}{BATCH}    return {{'x': {values}}}\n"))
    reply, columns = runner.run(0, 4)
    assert reply["ok"], reply
    assert np.array_equal(columns[0], right, equal_nan=True)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("np.arange(4) * 1j", "output 'x' is an array of complex128, not a number"),
        ("np.arange(4) + 0j", "output 'x' is an array of complex128, not a number"),
        ("[1, 2, 3, 4j]", "output 'x': element 3 is a complex (4j), not a number"),
        ("np.array([1, 2, 3, '4'], dtype=object)", "output 'x': element 3 is a str ('4'), not a number"),
        ("np.array(['2020'] * 4, dtype='M8[D]')", "output 'x' is an array of datetime64[D], not a number"),
        ("[1, 2, 3, 10**400]", "output 'x': element 3 is a int (1000"),
        (
            "np.array([1, 2, 3, 4], dtype=np.longdouble) * np.longdouble('1e400')",
            "output 'x': element 0 is a longdouble",
        ),
    ],
)
def test_a_block_that_is_no_numbers_is_refused(
    runner: Process, write_model: WriteModel, values: str, message: str
) -> None:
    runner.load(write_model(f"{IMPORTS}{BATCH}    return {{'x': {values}}}\n"))
    reply, _ = runner.run(0, 4)
    assert (reply["ok"], reply["kind"]) == (False, "OUTPUTS")
    assert message in reply["message"]


@pytest.mark.parametrize(
    "value", ["np.array([1.0])", "[1.0]", "pandas.Series([1.0])", "(1,)", "np.ma.array([1], mask=[1])"]
)
def test_a_list_in_place_of_a_number_is_refused(runner: Process, walk: Path, value: str) -> None:
    reply, _ = answers(runner, walk, value, "1.5")
    told = "outputs differ between sequences: sequence 1 has output 'x' (1 numbers), others have 'x' (a number)"
    assert reply["message"] == told


@pytest.mark.parametrize("value", ["pandas.Series({'x': 1.0})", "np.array([(1.0,)], dtype=[('x', float)])[0]"])
def test_what_is_no_dict_is_refused_later_too(runner: Process, write_model: WriteModel, value: str) -> None:
    source = f"calls = []\n@ancho.model\ndef sequence(rng, start):\n    calls.append(0)\n    return {value}"
    runner.load(write_model(f"{IMPORTS}{source} if len(calls) > 1 else {{'x': 1.0}}\n"))
    assert "a model returns a dict of its outputs by name" in runner.run(0, 3)[0]["message"]
