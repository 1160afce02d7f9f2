"""Completion by real shells."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import ancho
from fake_service import TOKEN, FakeService


@pytest.fixture
def environment(tmp_path: Path, service: FakeService) -> dict[str, str]:
    """The variables of a user with an empty home folder, who has the command ``ancho``."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "ancho").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ancho "$@"\n')
    (tools / "ancho").chmod(0o755)
    home = tmp_path / "user"
    home.mkdir()
    own = {"HOME": str(home), "ANCHO_HOME": str(home / "ancho"), "PATH": f"{tools}:{os.environ['PATH']}"}
    kept = {name: value for name, value in os.environ.items() if name not in ("XDG_CONFIG_HOME", "ZDOTDIR")}
    return kept | own | {"ANCHO_URL": service.url, "ANCHO_TOKEN": TOKEN, "SHELL": "/bin/bash"}


def bash(environment: dict[str, str], *words: str) -> list[str]:
    """What a new interactive bash offers for the last word."""
    typed = " ".join(words)
    script = f"COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _ancho_completion ancho; "
    script += "printf '%s\\n' \"${COMPREPLY[@]}\""
    command = ["bash", "--rcfile", environment["HOME"] + "/.bashrc", "-i", "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, start_new_session=True)
    return done.stdout.split()


def test_bash_completes_commands_options_and_runs_once_it_is_installed(
    environment: dict[str, str], service: FakeService, walk: Path
) -> None:
    with ancho.Client(service.url, TOKEN) as client:
        run = client.submit(walk, sequences=10, name="nightly")
    bashrc = Path(environment["HOME"]) / ".bashrc"
    bashrc.write_text("alias x=y")
    for _ in range(2):
        done = subprocess.run(["ancho", "completion", "--install"], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert str(bashrc) in done.stderr
    assert len(bashrc.read_text().splitlines()) == 2, "the line is added once, and on a line of its own"
    assert bash(environment, "ancho", "summ") == ["summary"]
    assert bash(environment, "ancho", "submit", "--exec") == ["--executors"]
    assert bash(environment, "ancho", "show", "f") == [run.id]
    assert bash(environment, "ancho", "show", "ni") == ["nightly"]


def test_completion_is_silent_where_the_service_is_away(environment: dict[str, str]) -> None:
    subprocess.run(["ancho", "completion", "--install"], env=environment, check=True)
    assert bash(environment | {"ANCHO_URL": "http://127.0.0.1:1"}, "ancho", "show", "x") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_scripts_are_ones_that_the_shell_reads(environment: dict[str, str], shell: str) -> None:
    script = subprocess.run(["ancho", "completion", shell], env=environment, capture_output=True, text=True, check=True)
    assert "_ANCHO_COMPLETE" in script.stdout
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=script.stdout, text=True, check=True)


def test_an_unknown_shell_is_refused_with_those_that_there_are(environment: dict[str, str]) -> None:
    given = environment | {"SHELL": "/bin/tcsh"}
    done = subprocess.run(["ancho", "completion"], env=given, capture_output=True, text=True)
    assert done.returncode == 2
    assert "give one of bash, zsh, fish" in done.stderr
