"""How the command line reads what is typed."""

import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from ancho.cli import main
from ancho.cli._options import assignment


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("drift=0.1", 0.1),
        ("steps=10", 10),
        ("steps=1e6", 1e6),
        ("fast=true", True),
        ("""'word="true"'""", "true"),
        ("""'digits="1"'""", "1"),
        ("'place=New York'", "New York"),
        ("""'quote="it'\\''s \\"so\\""'""", 'it\'s "so"'),
        ("'rates=[0.1,2]'", [0.1, 2]),
        ("rates=0,0.1", "0,0.1"),
    ],
)
def test_a_starting_value_is_read_as_the_services_reasons_write_it(typed: str, value: Any) -> None:
    [word] = shlex.split(typed)
    assert assignment(word)[1] == value


def test_a_value_without_a_name_is_refused() -> None:
    with pytest.raises(click.BadParameter):
        assignment("=1")


@pytest.mark.parametrize("command", ["run", "submit"])
def test_several_values_for_a_number_are_told_what_was_meant(walk: Path, command: str) -> None:
    given = [command, str(walk), "-n", "5", "--set", "drift=0,0.1"]
    done = CliRunner().invoke(main, given)
    assert done.exit_code == 2
    assert "a list is written drift=[0,0.1]" in done.stderr
    assert "make a run with each, all with the same --seed" in done.stderr
