"""``ancho up``, ``down`` and ``status``, with a supervisor that only pretends to have parts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ancho.cli import main, stack
from fake_supervisor import pretend

PART = {
    "name": "kafka",
    "kind": "middleware",
    "state": "waiting",
    "pid": None,
    "port": 9092,
    "memory_bytes": 0,
    "restarts": 1,
    "since": "2026-11-21T09:00:00.123456789Z",
    "reason": "waits for disk space: 0 MiB are free at /data, 256 MiB are needed",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home, a repository that has been built, and a java that is the pretended supervisor."""
    for name, value in pretend(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("ANCHO_PORT_OFFSET", raising=False)
    yield tmp_path / "home"
    ancho("down")


def ancho(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_up_waits_until_every_part_is_up_and_tells_where_the_api_is(home: Path) -> None:
    done = ancho("up")
    assert done.exit_code == 0
    assert "kafka      up after" in done.stderr
    assert "http://127.0.0.1:8080" in done.stdout
    assert str(home / "token") in done.stdout
    assert (home / "url").read_text() == "http://127.0.0.1:8080\n"


def test_a_second_up_says_that_it_is_up_already() -> None:
    ancho("up")
    again = ancho("up")
    assert again.exit_code == 0
    assert "up already" in again.stdout
    assert stack.ensure_up() is False


def test_a_part_that_does_not_come_up_is_told_with_its_reason_and_stops_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FATE", "failed")
    done = ancho("up")
    assert done.exit_code == 1
    assert "kafka ended\nno disk left" in done.stderr
    assert "kafka.log" in done.stderr
    assert json.loads(ancho("status", "--json").stdout)["state"] == "down"


def test_what_keeps_the_supervisor_from_starting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FATE", "refuses")
    done = ancho("up")
    assert done.exit_code == 1
    assert "another program uses port 8080" in done.stderr


def test_up_without_a_build_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCHO_REPO", str(tmp_path))
    done = ancho("up")
    assert done.exit_code == 1
    assert "./ancho up" in done.stderr


def test_status_tells_why_a_part_is_not_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack, "_status", lambda: {"state": "starting", "url": "-", "parts": [PART]})
    assert "kafka: waits for disk space: 0 MiB are free at /data, 256 MiB are needed\n" in ancho("status").stdout


def test_status_of_a_stack_that_is_down_exits_with_3() -> None:
    assert ancho("status").exit_code == 3
    assert ancho("status", "--json").exit_code == 3
    ancho("up")
    assert ancho("status").exit_code == 0


def test_status_is_down_before_up_and_after_down() -> None:
    assert json.loads(ancho("status", "--json").stdout) == {
        "state": "down",
        "url": "http://127.0.0.1:8080",
        "parts": [],
    }
    ancho("up")
    assert ancho("down").stdout == "Ancho is down.\n"
    assert ancho("down").stdout == "Ancho is not running.\n"
    assert json.loads(ancho("status", "--json").stdout)["state"] == "down"


def test_status_shows_every_part_with_its_memory() -> None:
    ancho("up")
    [part] = json.loads(ancho("status", "--json").stdout)["parts"]
    assert (part["name"], part["state"], part["memory_bytes"]) == ("kafka", "up", 1 << 28)
    shown = ancho("status").stdout
    assert "256 MiB" in shown
    assert "0.2 GiB of memory" in shown
