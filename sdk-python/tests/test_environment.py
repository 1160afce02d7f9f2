"""Environments, made from a wheel that these tests write: no index is needed."""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import ancho
from ancho import environment
from ancho._lock import make_lock
from conftest import WriteModel


@pytest.fixture(autouse=True)
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip finds two versions of the package ``dice`` in a folder, and nothing else."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for version in ("1.0", "2.0"):
        write_wheel(folder, "dice", version, f"sides = {version}\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))


def write_wheel(folder: Path, name: str, version: str, source: str) -> None:
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": source,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},sha256={digest(text)},{len(text)}" for path, text in files.items()]
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
        wheel.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,\n"]))


def digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def model(write_model: WriteModel, requirements: str, name: str = "walk") -> Path:
    source = "import dice\n@ancho.model\ndef sequence(rng, start):\n    return {'sides': dice.sides}\n"
    return write_model(source, name, **{"pip-requirements__txt": requirements})


def test_a_model_without_requirements_uses_this_interpreter(walk: Path, tmp_path: Path) -> None:
    assert environment.prepare(walk, tmp_path / "cache") == Path(sys.executable)


def test_a_model_finds_its_packages_and_those_of_this_interpreter(write_model: WriteModel) -> None:
    folder = model(write_model, "# the dice\ndice == 1.0\n\n")
    assert ancho.simulate(folder, sequences=3, seed=1)["sides"].tolist() == [1.0, 1.0, 1.0]


def test_the_same_requirements_share_an_environment(write_model: WriteModel, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = environment.prepare(model(write_model, "dice==1.0\n", "first"), cache)
    same = environment.prepare(model(write_model, "\ndice==1.0", "same"), cache)
    other = environment.prepare(model(write_model, "dice==2.0\n", "other"), cache)
    assert first == same != other
    sides = [subprocess.check_output([python, "-c", "import dice; print(dice.sides)"]) for python in (first, other)]
    assert sides == [b"1.0\n", b"2.0\n"]


def test_an_included_file_is_part_of_what_an_environment_is_kept_for(write_model: WriteModel, tmp_path: Path) -> None:
    folder = model(write_model, "-r more.txt\n-c limits.txt\n")
    (folder / "more.txt").write_text("dice\n")
    (folder / "limits.txt").write_text("dice<2\n")
    old = environment.prepare(folder, tmp_path / "cache")
    (folder / "limits.txt").write_text("dice<3\n")
    new = environment.prepare(folder, tmp_path / "cache")
    sides = [subprocess.check_output([python, "-c", "import dice; print(dice.sides)"]) for python in (old, new)]
    assert sides == [b"1.0\n", b"2.0\n"]


def test_an_index_that_does_not_answer_is_no_fault_of_the_model(
    write_model: WriteModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    folder = model(write_model, "no-such-dice")
    done = tool(folder, tmp_path / "cache")
    assert (done.returncode, done.stdout) == (75, "")
    assert done.stderr.startswith("ancho.environment: the package index cannot be reached: ")
    with pytest.raises(ancho.NotReachable, match="the package index cannot be reached"):
        environment.prepare(folder, tmp_path / "cache")


def test_a_disk_that_refuses_is_no_fault_of_the_model(write_model: WriteModel, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    done = tool(model(write_model, "dice"), tmp_path / "cache")
    assert (done.returncode, done.stdout) == (75, "")
    assert "ancho.environment: " in done.stderr


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"dice\n# fa\xe7ade\n", "pip-requirements.txt, line 2: the byte 0xE7 is not UTF-8; save the file as UTF-8"),
        (b"dice ; python > '3'\n", "pip-requirements.txt, line 1: must be a package's name and version"),
        (b"dice==1.0\ndice==2.0\n", "pip-requirements.txt cannot be installed: Cannot install dice==1.0 and dice==2.0"),
        (b"dice==1.0 --hash=sha256:00\n", "pip-requirements.txt cannot be installed: THESE PACKAGES DO NOT MATCH"),
    ],
)
def test_the_fault_of_the_model_is_told_as_json(
    write_model: WriteModel, tmp_path: Path, content: bytes, error: str
) -> None:
    folder = model(write_model, "")
    (folder / "pip-requirements.txt").write_bytes(content)
    done = tool(folder, tmp_path / "cache")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"].startswith(error)


def tool(folder: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ancho.environment", str(folder), "--cache", str(cache)]
    return subprocess.run(command, capture_output=True, text=True)


def test_many_processes_may_prepare_the_same_environment_at_once(write_model: WriteModel, tmp_path: Path) -> None:
    folder = model(write_model, "dice")
    command = [sys.executable, "-m", "ancho.environment", str(folder), "--cache", str(tmp_path / "cache")]
    with ThreadPoolExecutor(3) as pool:
        answers = set(pool.map(lambda _: subprocess.check_output(command), range(3)))
    assert len(answers) == 1
    python = json.loads(answers.pop())["python"]
    assert subprocess.check_output([python, "-c", "import dice, ancho, numpy; print(dice.sides)"]) == b"2.0\n"


def test_an_environment_that_was_left_half_made_is_made_again(write_model: WriteModel, tmp_path: Path) -> None:
    folder = model(write_model, "dice")
    python = environment.prepare(folder, tmp_path)
    (python.parents[1] / "ancho-ready").unlink()
    python.unlink()
    assert environment.prepare(folder, tmp_path) == python
    assert subprocess.check_output([python, "-c", "import dice; print(dice.sides)"]) == b"2.0\n"


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_package_that_is_not_there_as_a_wheel_is_told(write_model: WriteModel, tmp_path: Path, version: str) -> None:
    with tarfile.open(tmp_path / "wheels" / "dice-4.0.tar.gz", "w:gz") as source:
        source.add(__file__, "dice-4.0/setup.py")
    folder = model(write_model, f"dice=={version}")
    done = tool(folder, tmp_path / "cache")
    assert done.returncode == 1
    error = json.loads(done.stdout)["error"]
    assert error.startswith("pip-requirements.txt cannot be installed: ")
    assert f"dice=={version}; packages are installed as wheels, none is built from source" in error


@pytest.mark.parametrize("line", ["dice.whl", "dice @ file:///dice.whl", "git+ssh://x/y", "./dice", "dice=="])
def test_only_names_and_versions_are_requirements(write_model: WriteModel, tmp_path: Path, line: str) -> None:
    with pytest.raises(ancho.ModelError, match=r"pip-requirements.txt, line 2: must be a package's name and version"):
        environment.prepare(model(write_model, f"dice\n{line}\n"), tmp_path)


def test_a_lock_gives_what_it_says_whatever_the_index_has(write_model: WriteModel, tmp_path: Path) -> None:
    folder = model(write_model, "dice<2\n")
    wheel_of_numpy(tmp_path / "wheels")
    lock = make_lock(folder)
    assert [line.partition(" --hash")[0] for line in lock.lines] == ["dice==1.0", f"numpy=={np.__version__}"]
    text = (folder / "ancho.lock").read_text()
    write_wheel(tmp_path / "wheels", "dice", "1.5", "sides = 1.5\n")
    locked = environment.prepare(folder, tmp_path / "cache")
    (folder / "ancho.lock").unlink()
    free = environment.prepare(folder, tmp_path / "cache")
    sides = [subprocess.check_output([python, "-c", "import dice; print(dice.sides)"]) for python in (locked, free)]
    assert sides == [b"1.0\n", b"1.5\n"]

    (folder / "ancho.lock").write_text(text.replace("--hash=sha256:", "--hash=sha256:0", 1)[:-2] + "\n")
    with pytest.raises(ancho.ModelError, match=r"ancho.lock, line 2: must be name==version and --hash"):
        environment.prepare(folder, tmp_path / "cache")


def wheel_of_numpy(folder: Path) -> None:
    """It is never used: a model's process finds its name, and takes whichever is there."""
    write_wheel(folder, "numpy", np.__version__, "")


@pytest.mark.parametrize(
    ("head", "error"),
    [
        ("dice==1.0", "ancho.lock, line 1: must say what it is of and for; make it anew with: ancho lock DIR"),
        (f"# of sha256:{'0' * 64}, for cpython 3.11", "ancho.lock is of other requirements than pip-requirements.txt"),
    ],
)
def test_a_lock_that_does_not_fit_is_refused(write_model: WriteModel, tmp_path: Path, head: str, error: str) -> None:
    folder = model(write_model, "dice\n")
    (folder / "ancho.lock").write_text(f"{head}\n")
    with pytest.raises(ancho.ModelError, match=error):
        environment.prepare(folder, tmp_path / "cache")


def test_a_lock_for_another_python_is_refused(write_model: WriteModel, tmp_path: Path) -> None:
    folder = model(write_model, "dice\n")
    wheel_of_numpy(tmp_path / "wheels")
    make_lock(folder)
    text = (folder / "ancho.lock").read_text()
    (folder / "ancho.lock").write_text(text.replace("for cpython 3.", "for cpython 2."))
    with pytest.raises(ancho.ModelError, match=r"ancho\.lock is for cpython 2"):
        environment.prepare(folder, tmp_path / "cache")


def test_there_must_be_something_to_lock(walk: Path) -> None:
    with pytest.raises(ancho.ModelError, match="there is nothing to lock"):
        make_lock(walk)
