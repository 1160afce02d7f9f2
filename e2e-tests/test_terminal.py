"""The first hour's commands on a pseudo-terminal, against a real stack."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from stack import REPOSITORY, Stack

sys.path.append(str(REPOSITORY / "sdk-python" / "tests"))

from pseudo_terminal import COLOURFUL, CTRL_C, INTERRUPTED, PLAIN, PseudoTerminal

HOSTILE = Path(__file__).parent / "models" / "hostile"


def typed(
    stack: Stack, *arguments: object, columns: int = 80, environment: Mapping[str, str] = COLOURFUL
) -> PseudoTerminal:
    command = [stack.home / "venv" / "bin" / "ancho", *map(str, arguments)]
    own = {"ANCHO_HOME": str(stack.home), "ANCHO_COMMAND": ""}
    return PseudoTerminal(command, columns, environment={**environment, **own})


@pytest.mark.parametrize(("columns", "environment"), [(80, COLOURFUL), (50, COLOURFUL), (50, PLAIN)])
def test_a_run_is_watched_and_looked_at_on_any_terminal(
    stack: Stack, columns: int, environment: Mapping[str, str]
) -> None:
    options = ("-n", "500", "--seed", "2", "--max-failures", "500", "--name", "[/bold]:smile:", "--watch")
    with typed(stack, "submit", HOSTILE, *options, columns=columns, environment=environment) as terminal:
        assert terminal.end() == 0, terminal.text
        assert "500/500" in terminal.text or "500 of 500" in terminal.text
    newest = stack.json("runs", "--limit", "1")["items"][0]["id"]
    for arguments, expected in {
        ("runs",): "[/bold]" if columns == 80 else newest[:8],
        ("show", newest): "[/bold]:smile:",
        ("summary", newest): "500 sequences",
        ("failures", newest, "--limit", "2"): r"\x1b]0;PWNED\x07",
        ("logs", newest): r"\x1b]52;c;\x07",
        ("watch", newest): "500 sequences",
        ("replay", newest, "1"): "",
        ("status",): "Ancho is up",
    }.items():
        with typed(stack, *arguments, columns=columns, environment=environment) as terminal:
            assert terminal.end() == 0, terminal.text
            assert expected in terminal.text.replace("\n", "")


def test_ctrl_c_ends_the_watching_and_not_the_run(stack: Stack, models: Path) -> None:
    with typed(stack, "submit", models / "slow", "-n", "1e5", "--watch") as terminal:
        terminal.await_text("RUNNING")
        terminal.press(CTRL_C)
        assert terminal.end() == INTERRUPTED
        assert "goes on; see it with: ancho watch" in terminal.text
    newest = stack.json("runs", "--limit", "1")["items"][0]
    assert newest["state"] == "RUNNING"
    assert stack.json("cancel", newest["id"])["state"] == "CANCELLED"


def test_a_reason_with_separators_of_lines_is_read_to_its_end(stack: Stack) -> None:
    """Sequence 95 is the first to fail: none of those that are tried before the submission."""
    options = ("-n", "500", "--seed", "1", "--set", "often=0.01", "--watch")
    with typed(stack, "submit", HOSTILE, *options) as terminal:
        assert terminal.end() == 1
        assert "not submitted" not in terminal.text
        assert "failed with ValueError: low" in terminal.text.replace("\n", "")
