"""``ancho images`` where no image can be built; e2e-tests/docker builds them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ancho.cli import main


def test_images_are_built_from_a_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCHO_REPO", str(tmp_path))
    done = CliRunner().invoke(main, ["images"])
    assert (done.exit_code, done.stderr) == (
        2,
        "ancho: images are built from a clone of Ancho: run ./ancho images there\n",
    )


def test_images_need_docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = CliRunner().invoke(main, ["images"])
    assert (done.exit_code, done.stderr) == (
        1,
        "ancho: there is no command docker: install Docker's engine and its command line\n",
    )


def test_a_service_that_does_not_exist_is_refused() -> None:
    done = CliRunner().invoke(main, ["images", "web"])
    assert done.exit_code == 2
    assert "'web' is not one of 'gateway', 'run', 'scheduler', 'worker', 'stats'" in done.stderr
