"""``./ancho`` of a clone: real processes, with tools that only pretend to build and to install."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import help_texts
from ancho import __version__
from ancho.cli import main

REPOSITORY = Path(__file__).parents[2]

# Pretended tools. Each says in $CALLS when it begins and ends; Maven takes as long as the file $HOLD is there.
MAVEN = """#!/bin/bash
echo "mvn begins" >> "$CALLS"
while [[ -e $HOLD ]]; do sleep 0.02; done
mkdir -p run-service/target/app && touch run-service/target/app/run.jar
echo "mvn ends" >> "$CALLS"
"""
JAVAC = "#!/bin/bash\necho javac 17.0.1\n"
PYTHON = """#!/bin/bash
case "$*" in
    "-m venv"*) folder=${@: -1}
        rm -rf "$folder"; mkdir -p "$folder/bin"
        cp "$0" "$folder/bin/python"
        echo "venv $folder" >> "$CALLS" ;;
    "-m pip"*) printf '#!/bin/bash\\necho "$0" "$@"\\n' > "$(dirname "$0")/ancho"
        chmod +x "$(dirname "$0")/ancho"
        echo "pip $(dirname "$0")" >> "$CALLS" ;;
esac
"""


class Clone:
    """A clone with one service, and a folder of pretended tools that comes first on the path."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home
        self.calls, self.hold = home.parent / "calls", home.parent / "hold"
        self.calls.touch()
        tools = home.parent / "tools"
        for name, text in {"mvn": MAVEN, "javac": JAVAC, "python3": PYTHON}.items():
            tools.mkdir(exist_ok=True)
            (tools / name).write_text(text)
            (tools / name).chmod(0o755)
        for file in ("ancho", "sdk-python/pyproject.toml", "sdk-python/help.txt", "sdk-python/src/ancho/__init__.py"):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / file, folder / file)
        for pom in ("run-service/pom.xml", "stats-jobs/pom.xml", "local-stack/kafka/pom.xml"):
            (folder / pom).parent.mkdir(parents=True, exist_ok=True)
            (folder / pom).touch()
        for jar in ("stats-jobs/target/app/jobs.jar", "local-stack/kafka/target/app/kafka.jar"):
            (folder / jar).parent.mkdir(parents=True, exist_ok=True)
            (folder / jar).touch()
        self.environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "ANCHO_HOME": str(home)}
        self.environment |= {"CALLS": str(self.calls), "HOLD": str(self.hold), "JAVA_HOME": ""}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.folder / "ancho", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # bash cannot trap what is ignored
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self.folder / "ancho", *arguments], env=self.environment, capture_output=True, text=True)

    def called(self) -> list[str]:
        return self.calls.read_text().splitlines()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path / "clone", tmp_path / "home")


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_launchers_help_is_the_commands_own() -> None:
    assert help_texts.FILE.read_text(encoding="utf-8") == help_texts.help_texts(), (
        "write it anew: python sdk-python/tests/help_texts.py"
    )


def test_the_help_is_plain_narrow_and_has_an_example_for_every_command() -> None:
    for text in help_texts.help_texts().split("=== ")[1:]:
        assert text.isascii()
        assert max(map(len, text.splitlines())) <= 80
        assert "Example" in text


@pytest.mark.parametrize("arguments", [["--help"], [], ["demo", "-h"], ["run", "-n", "5", "--help"], ["--version"]])
def test_help_neither_builds_nor_installs_anything(clone: Clone, arguments: list[str]) -> None:
    began = time.monotonic()
    done = clone.run(*arguments)
    assert time.monotonic() - began < 5, "a build or an installation takes far longer"
    assert done.returncode == 0, done.stderr
    command = next((argument for argument in arguments if argument in main.commands), "")
    assert done.stdout.startswith(
        f"Usage: ancho {command}" if arguments != ["--version"] else f"ancho, version {__version__}"
    )
    assert clone.called() == []
    assert not clone.home.exists()


def test_help_of_what_only_the_launcher_can_do_and_of_nothing(clone: Clone) -> None:
    assert clone.run("test", "--help").stdout.startswith("Usage: ancho test")
    unknown = clone.run("dmeo", "--help")
    assert unknown.returncode == 2
    assert "there is no command 'dmeo'" in unknown.stderr


def test_two_at_once_in_a_fresh_clone_build_once_and_both_succeed(clone: Clone) -> None:
    clone.hold.touch()
    first = clone.start("up")
    until(lambda: "mvn begins" in clone.called())
    second = clone.start("demo", "-n", "5")
    assert second.stderr is not None
    assert "building this clone; waiting for it" in second.stderr.readline()
    clone.hold.unlink()
    for process, arguments in ((first, "up"), (second, "demo -n 5")):
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert out == f"{clone.home}/venv/bin/ancho {arguments}\n"
    calls = clone.called()
    assert calls.count("mvn begins") == 1
    assert len([call for call in calls if call.startswith("pip")]) == 1


def test_a_build_that_was_killed_is_not_taken_for_one(clone: Clone) -> None:
    clone.hold.touch()
    killed = clone.start("up")
    until(lambda: "mvn begins" in clone.called())
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    clone.hold.unlink()
    again = clone.run("up")
    assert again.returncode == 0, again.stderr
    assert clone.called().count("mvn begins") == 2
    assert clone.run("up").returncode == 0
    assert clone.called().count("mvn begins") == 2


def test_an_interrupted_build_says_so(clone: Clone) -> None:
    clone.hold.touch()
    interrupted = clone.start("up")
    until(lambda: "mvn begins" in clone.called())
    os.killpg(interrupted.pid, signal.SIGINT)
    _, err = interrupted.communicate(timeout=60)
    assert interrupted.returncode == 130
    assert "The build was interrupted" in err


def test_two_clones_with_one_home_have_an_environment_each(clone: Clone, tmp_path: Path) -> None:
    other = Clone(tmp_path / "other clone", clone.home)
    assert clone.run("runs").stdout == f"{clone.home}/venv/bin/ancho runs\n"
    elsewhere = other.run("runs").stdout
    assert elsewhere.startswith(f"{clone.home}/venv-")
    made = clone.called()
    assert clone.run("runs").stdout == f"{clone.home}/venv/bin/ancho runs\n"
    assert other.run("runs").stdout == elsewhere
    assert clone.called() == made, "nothing is made anew when the other has been used"


def test_a_half_made_environment_is_made_anew_and_a_complete_one_updated_in_place(clone: Clone) -> None:
    clone.run("runs")
    (clone.home / "venv/.installed").write_text("older\n")
    clone.run("runs")
    assert [call.split()[0] for call in clone.called()] == ["venv", "pip", "pip"]
    (clone.home / "venv/.installed").unlink()
    clone.run("runs")
    assert [call.split()[0] for call in clone.called()] == ["venv", "pip", "pip", "venv", "pip"]
