"""What is kept on this machine, and removing what nobody has used for long."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import ancho
from pseudo_terminal import ANCHO, COLOURFUL, PseudoTerminal

DAYS = 24 * 3600.0
USING = (
    "import sys, pathlib; from ancho._cache import begin_use; begin_use(pathlib.Path(sys.argv[1])); print(); input()"
)


class Cache:
    """A cache whose entries have ages, and commands that are run on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.variables = {
            "ANCHO_HOME": str(home),
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(Path(ancho.__file__).parents[1]),
        }

    def model(self, digit: str, days: float) -> Path:
        folder = self.home / "cache" / "models" / (digit * 64)
        (folder / "data").mkdir(parents=True)
        (folder / "walk.py").write_bytes(b"x" * 300_000)
        return self._aged(folder, days)

    def environment(self, digit: str, days: float) -> Path:
        folder = self.home / "cache" / "environments" / (digit * 64)
        folder.mkdir(parents=True)
        (folder / "pip-requirements.txt").write_text("numba==0.61\n")
        (folder / "ancho-ready").touch()
        return self._aged(folder, days)

    def leftover(self, name: str, days: float) -> Path:
        folder = self.home / "cache" / "models" / name
        folder.mkdir(parents=True)
        return self._aged(folder, days)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*ANCHO, "clean", *arguments]
        return subprocess.run(command, env=self.variables, stdin=subprocess.DEVNULL, capture_output=True, text=True)

    @staticmethod
    def _aged(folder: Path, days: float) -> Path:
        used = time.time() - days * DAYS
        os.utime(folder, (used, used))
        return folder


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "home")


@pytest.fixture
def using(cache: Cache) -> Iterator[Path]:
    """A model that another process uses, though it looks old."""
    model = cache.model("b", days=90)
    python = [ANCHO[0], "-c", USING, str(model)]
    with subprocess.Popen(python, env=cache.variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        used = time.time() - 90 * DAYS
        os.utime(model.with_name(model.name + ".use"), (used, used))
        yield model
        process.communicate(b"\n")


def test_what_was_not_used_for_a_month_goes_and_the_rest_stays(cache: Cache) -> None:
    old = [cache.model("a", days=31), cache.environment("c", days=40), cache.leftover(".unpacking-x", days=1)]
    new = [cache.model("d", days=29), cache.environment("e", days=1), cache.leftover("tmp1", days=0)]

    done = cache.run("--yes")

    assert done.returncode == 0, done.stderr
    assert "freed 0.3 MiB" in done.stderr
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in new)


def test_what_is_in_use_is_kept_however_old_it_looks(cache: Cache, using: Path) -> None:
    other = cache.model("a", days=0)

    done = cache.run("--all", "--yes")

    assert done.returncode == 0, done.stderr
    assert "1 in use" in done.stderr
    assert using.exists()
    assert not other.exists()


def test_using_it_again_makes_it_new(cache: Cache, walk: Path) -> None:
    ran = subprocess.run([*ANCHO, "run", str(walk), "-n", "3"], env=cache.variables, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    (model,) = (path for path in (cache.home / "cache" / "models").iterdir() if path.is_dir())
    os.utime(model, (0, 0))

    assert "nothing to remove" in cache.run("--yes").stderr
    assert cache.run("--all", "--yes").returncode == 0
    assert not model.exists()


def test_a_dry_run_says_what_would_go_and_touches_nothing(cache: Cache) -> None:
    old = cache.environment("c", days=40)

    shown = cache.run("--dry-run")
    document = json.loads(cache.run("--dry-run", "--json").stdout)

    assert "numba==0.61" in shown.stdout
    assert "40 d" in shown.stdout
    assert document["removed"] == 0
    assert [found["path"] for found in document["found"]] == [str(old)]
    assert old.exists()


def test_it_asks_on_a_terminal_and_needs_yes_without_one(cache: Cache) -> None:
    old = cache.model("a", days=8)
    assert cache.run("--older-than", "7d").returncode == 2
    for keys, status in (("n\n", 1), ("y\n", 0)):
        assert old.exists()
        command = [*ANCHO, "clean", "--older-than", "7d"]
        with PseudoTerminal(command, environment=COLOURFUL | cache.variables) as terminal:
            terminal.await_text("[y/N]")
            terminal.press(keys)
            assert terminal.end() == status
    assert not old.exists()


@pytest.mark.parametrize("age", ["soon", "3", "-1d", "1.5d"])
def test_an_age_is_a_whole_number_with_a_unit(cache: Cache, age: str) -> None:
    refused = cache.run("--older-than", age)

    assert refused.returncode == 2
    assert "30d" in refused.stderr


def test_a_cache_that_is_not_there_is_nothing_to_remove(cache: Cache) -> None:
    assert "nothing to remove" in cache.run().stderr
