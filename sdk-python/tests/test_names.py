"""Which text may be a name, and what becomes of text that cannot be written."""

from pathlib import Path

import pytest

import ancho
from ancho._text import unfit
from conftest import WriteModel
from runner_process import Process

BAD = {
    "\x00": "U+0000 NULL",
    "\t": "U+0009 CHARACTER TABULATION",
    "\x1b": "U+001B ESCAPE",
    "\x9b": "U+009B CONTROL CHARACTER",
    "\x85": "U+0085 NEXT LINE",
    "\u2028": "U+2028 LINE SEPARATOR",
    "\u2029": "U+2029 PARAGRAPH SEPARATOR",
    "\u200e": "U+200E LEFT-TO-RIGHT MARK",
    "\u202e": "U+202E RIGHT-TO-LEFT OVERRIDE",
    "\ud800": "U+D800 SURROGATE",
}


@pytest.mark.parametrize(("character", "told"), BAD.items())
def test_what_cannot_be_shown_in_one_line_is_named(character: str, told: str) -> None:
    assert unfit(f"a{character}b\x1b") == told


@pytest.mark.parametrize("name", ["Größe", "[draft] x", "模型", "שלום", "👨‍💻", "a\u00a0b"])
def test_any_script_may_be_a_name(name: str) -> None:
    assert unfit(name) is None


@pytest.mark.parametrize(("character", "told"), BAD.items())
@pytest.mark.parametrize("batch", [False, True])
def test_an_output_with_such_a_name_is_refused(
    write_model: WriteModel, runner: Process, character: str, told: str, batch: bool
) -> None:
    arguments, value = ("rng, start, n", "rng.random(n)") if batch else ("rng, start", "rng.random()")
    function = f"@ancho.model(batch={batch})\ndef sequence({arguments}):\n"
    runner.load(write_model(function + f"    return {{{'a' + character!a}: {value}}}\n"))
    reply, _ = runner.run(0, 4)
    assert reply["kind"] == "OUTPUTS"
    assert f"an output's name must not have {told}" in reply["message"]
    assert reply["message"].isprintable()


def test_a_failure_is_told_in_text_that_any_file_can_hold(write_model: WriteModel, runner: Process) -> None:
    runner.load(write_model("@ancho.model\ndef sequence(rng, start):\n    raise ValueError('a\\udce9b')\n"))
    failure = runner.run(0, 1)[0]["failures"][0]
    assert failure["message"] == r"a\udce9b"


def test_a_model_that_does_not_load_may_say_so_in_any_text(write_model: WriteModel, runner: Process) -> None:
    reply = runner.load(write_model("raise ValueError('a\\ud800b')\n"))
    assert reply["message"] == r"walk.py, line 4: ValueError: a\ud800b"


def test_a_starting_value_or_a_target_of_such_text_is_refused(write_model: WriteModel, walk: Path) -> None:
    named = write_model(
        "@ancho.model(starting_values={'t': 'a'})\ndef sequence(rng, start): return {'x': 1}\n", "named"
    )
    with pytest.raises(ancho.ModelError, match="'t': has half of a surrogate pair"):
        ancho.simulate(named, sequences=1, starting_values={"t": "\ud800"})
    with pytest.raises(ancho.InvalidRequest, match=r"target 'a\\x1b': its name must not have U\+001B ESCAPE"):
        ancho.simulate(walk, sequences=1, targets=["a\x1b: end > 0"])
