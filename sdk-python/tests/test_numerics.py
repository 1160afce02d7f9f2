"""The same bits whatever the processor chooses by itself; what cannot be made the same is noticed."""

import os
import platform
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ancho._errors import InvalidRequest
from ancho._simulate import simulate
from ancho._surroundings import _packages, differences, digest_of
from ancho._workers import RunnerProcess
from conftest import WriteModel
from runner_process import Process

# Other processors, as far as variables can stand for them.
OTHERS: list[dict[str, str]] = [
    {"NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR AVX512F AVX512CD AVX512_SKX"},
    {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2"},
    {"OPENBLAS_CORETYPE": "SANDYBRIDGE"},
    {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"},
    {"PYTHONHASHSEED": "7"},
]
MODEL = """
import math

import ancho
import numpy as np

UFUNCS = "exp exp2 expm1 log log2 log10 log1p sin cos tan arctan sinh cosh tanh arcsinh cbrt sqrt".split()


@ancho.model
def sequence(rng, start):
    x = rng.uniform(0.1, 20, 3000)
    a = rng.normal(size=(60, 60))
    values = {name: getattr(np, name)(x) for name in UFUNCS}
    values["power"] = x**1.7
    for name in ("exp", "log", "sin", "cos", "tan", "lgamma", "erf"):
        values[f"math.{name}"] = [getattr(math, name)(v) for v in x]
    values["math.power"] = [v**0.3 for v in x.tolist()]
    values["product"] = (a @ a).ravel()
    values["solution"] = np.linalg.solve(a, x[:60])
    values["eigenvalues"] = np.linalg.eigvalsh(a + a.T)
    values["set"] = [float(ord(letter)) for letter in {"a", "b", "c", "d"}]
    for name in ("lognormal", "standard_gamma", "weibull", "pareto", "logistic", "gumbel", "vonmises"):
        arguments = {"lognormal": (), "logistic": (), "gumbel": (), "vonmises": (0.0, 2.0)}.get(name, (1.5,))
        values[name] = getattr(rng, name)(*arguments, size=500)
    return values
"""

_HAS_AVX2 = "avx2" in (Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else "")


def ran(folder: Path, numerics: str) -> tuple[list[bytes], dict[str, Any]]:
    with closing(RunnerProcess(sys.executable, numerics=numerics)) as runner:
        environment = runner.load(folder, "walk:sequence", {}, 7, 1024)["environment"]
        return [column.tobytes() for column in runner.run(0, 1).columns], environment


@pytest.fixture
def model(write_model: WriteModel) -> Path:
    return write_model(MODEL)


@pytest.mark.parametrize("variables", OTHERS, ids=lambda variables: next(iter(variables)))
def test_portable_numerics_are_the_same_bits_on_other_processors(
    model: Path, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ran(model, "portable")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ran(model, "portable") == here


@pytest.mark.skipif(not _HAS_AVX2, reason="this processor has nothing to choose from")
@pytest.mark.parametrize("variables", OTHERS[:3], ids=lambda variables: next(iter(variables)))
def test_native_numerics_are_another_environment_where_the_bits_are_others(
    model: Path, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    values, environment = ran(model, "native")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    others, elsewhere = ran(model, "native")
    assert others != values
    assert elsewhere["digest"] != environment["digest"]
    assert differences(environment, elsewhere)


def test_a_runner_that_was_started_without_the_settings_takes_them_itself(model: Path) -> None:
    environment = ran(model, "portable")[1]
    for variables in OTHERS:
        with closing(Process(variables)) as process:
            assert process.load(model)["environment"] == environment


def test_a_numpy_that_cannot_do_without_a_feature_names_it(tmp_path: Path) -> None:
    numpy = tmp_path / "numpy.py"
    numpy.write_text(
        "import os\n"
        "if 'AVX2' in os.environ['NPY_DISABLE_CPU_FEATURES'].split():\n"
        "    raise RuntimeError(\"You cannot disable CPU feature 'AVX2', since it is part of the baseline\")\n"
    )
    code = "from ancho import _numerics; _numerics._load_numpy_without(['SSE42', 'AVX2']); import os, numpy\n"
    code += "print(os.environ['NPY_DISABLE_CPU_FEATURES'])"
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )
    assert (done.stdout, done.returncode) == ("SSE42\n", 0), done.stderr


def test_the_environment_is_part_of_a_local_runs_provenance(model: Path) -> None:
    results = simulate(model, sequences=3, seed=1)
    environment = results.provenance["environment"]
    assert environment["digest"] == digest_of(environment)
    assert (environment["numerics"], environment["packages"]["numpy"]) == ("portable", np.__version__)
    assert environment["machine"] == platform.machine()
    again = simulate(model, sequences=3, seed=1, numerics="native").provenance["environment"]
    assert again["digest"] != environment["digest"]


def test_numerics_that_there_are_not_are_refused(model: Path) -> None:
    with pytest.raises(InvalidRequest, match="numerics: must be portable or native, not 'fast'"):
        simulate(model, sequences=1, numerics="fast")


def test_what_environments_differ_in_is_told() -> None:
    here = {"python": "3.11.7", "libc": "glibc 2.36", "sample": "a", "packages": {"numpy": "2.4.0", "x": "1"}}
    there = {"python": "3.13.1", "libc": "glibc 2.36", "sample": "b", "packages": {"numpy": "2.2.6"}}
    assert differences(here, there, ("here", "in the run")) == (
        "Python 3.11.7 here, 3.13.1 in the run; numpy 2.4.0 here, 2.2.6 in the run; x 1 here, none in the run"
    )
    assert differences(here, here) == ""
    assert differences(here, {**here, "sample": "b"}) == "the processors or their libraries give other last bits"
    many = {f"p{k}": "1" for k in range(30, 50)}
    assert differences({"packages": many}, {}).endswith("p37 1 here, none there; and 12 more packages")


def test_packages_are_those_that_an_import_would_find_first(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for name in (
        "first/NumPy_Ex.tra-2.4.0.dist-info",
        "second/numpy_ex.tra-2.2.6.dist-info",
        "second/b-1-py3.11.egg-info",
    ):
        (tmp_path / name).mkdir(parents=True)
    (second / "no-package").mkdir()
    assert _packages([str(first), str(second), str(tmp_path / "absent")]) == {"b": "1", "numpy-ex-tra": "2.4.0"}
