from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import ancho
from fake_service import TOKEN, FakeService
from runner_process import Process

WriteModel = Callable[..., Path]


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or changes what the user has."""
    monkeypatch.setenv("ANCHO_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.delenv("ANCHO_URL", raising=False)
    monkeypatch.delenv("ANCHO_TOKEN", raising=False)
    monkeypatch.delenv("ANCHO_COMMAND", raising=False)


@pytest.fixture
def write_model(tmp_path: Path) -> WriteModel:
    """``write_model(source, **files)`` makes a model's folder whose ``sequence`` is in ``walk.py``."""

    def write(source: str, name: str = "walk", **files: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "ancho.toml").write_text(f'[model]\nname = "{name}"\nentrypoint = "walk:sequence"\n')
        (folder / "walk.py").write_text("import numpy as np\nimport ancho\n\n" + source)
        for file, text in files.items():
            (folder / file.replace("__", ".")).write_text(text)
        return folder

    return write


@pytest.fixture
def walk(write_model: WriteModel) -> Path:
    """A small model with a scalar and a vector output."""
    return write_model(
        "@ancho.model(starting_values={'steps': 5, 'drift': 0.0})\n"
        "def sequence(rng, start):\n"
        "    path = (start.drift + rng.standard_normal(start.steps)).cumsum()\n"
        "    return {'end': float(path[-1]), 'path': path}\n"
    )


def first_failure(model: ancho.Model | Path) -> ancho.Failure:
    """Why the first sequence of a model fails."""
    try:
        failures = ancho.simulate(model, sequences=1, seed=1).failures
    except ancho.RunFailed as error:
        failures = vars(error)["failures"]
    return failures[0]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[FakeService]:
    folder = tmp_path / "service"
    folder.mkdir()
    running = FakeService(folder)
    yield running
    running.close()


@pytest.fixture
def client(service: FakeService) -> Iterator[ancho.Client]:
    with ancho.Client(service.url, TOKEN) as connected:
        yield connected


@pytest.fixture(scope="module")
def runner() -> Iterator[Process]:
    """One process for all tests of a file: loading replaces what was loaded before."""
    started = Process()
    yield started
    started.close()
