"""Every command as a person meets it: on a terminal, wide and narrow, colourful and plain, with hostile text on it."""

import json
import os
import re
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

import ancho
from ancho.cli import main
from conftest import WriteModel
from fake_service import TOKEN, FakeService
from fake_supervisor import pretend
from pseudo_terminal import ANCHO, COLOURFUL, CTRL_C, INTERRUPTED, PLAIN, PseudoTerminal

WINDOWS = [
    pytest.param(80, COLOURFUL, id="80"),
    pytest.param(50, COLOURFUL, id="50"),
    pytest.param(50, PLAIN, id="plain"),
]

NOISY = """
import sys, time
@ancho.model(starting_values={'drift': 0.0})
def sequence(rng, start):
    x = rng.standard_normal()
    if x > 3:
        raise ValueError("high [/bold] \\x1b]0;PWNED\\x07 \\u2028 \\u202e")
    return {'end': start.drift + x, 'count': rng.poisson(3), 'same': 3.5, 'path': [x, x, x]}
"""
ENDLESS = """
import time
@ancho.model
def sequence(rng, start):
    time.sleep(rng.random() * 1e-3 if rng.random() < 0.999 else 1e6)
    return {'x': 1.0}
"""
STUCK = """
import time
@ancho.model
def sequence(rng, start):
    time.sleep(1e6)
"""
HOSTILE = "[/bold][draft]:smile: \x1b]0;PWNED\x07\x1b[2J\u2028\x85\u202e"


class Desk:
    """A service with a model and its runs, and terminals on which commands are typed."""

    def __init__(self, service: FakeService, folder: Path) -> None:
        self.service, self.folder = service, folder
        self.variables = {"ANCHO_URL": service.url, "ANCHO_TOKEN": TOKEN, "ANCHO_HOME": str(folder / "desk")}

    def type(self, *arguments: object, columns: int = 80, environment: Mapping[str, str] = COLOURFUL) -> PseudoTerminal:
        command: Sequence[str] = [*ANCHO, *map(str, arguments)]
        return PseudoTerminal(command, columns, environment={**environment, **self.variables}, folder=self.folder)

    def completed(self, model: Path, **options: object) -> str:
        """The id of a run that is completed."""
        with ancho.Client(self.service.url, TOKEN) as client:
            run = client.submit(model, max_failures=100, **{"sequences": 1000, "seed": 1, **options})  # type: ignore[arg-type]
            return run.wait().id


@pytest.fixture
def desk(service: FakeService, tmp_path: Path) -> Desk:
    return Desk(service, tmp_path)


@pytest.fixture
def noisy(write_model: WriteModel) -> Path:
    return write_model(NOISY)


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The variables of an embedded stack that only pretends; it is ended afterwards."""
    variables = pretend(tmp_path)
    yield variables
    with PseudoTerminal([*ANCHO, "down"], environment=variables | {"FATE": "up"}) as down:
        down.end()


@pytest.mark.parametrize("command", ["", *main.commands])
def test_help_fits_a_narrow_plain_terminal(command: str) -> None:
    with PseudoTerminal([*ANCHO, *filter(None, [command]), "--help"], 50, environment=PLAIN) as terminal:
        assert terminal.end() == 0
        assert "Example" in terminal.text
        assert terminal.output.isascii()


@pytest.mark.parametrize(("columns", "environment"), WINDOWS)
def test_every_command_of_a_run_shows_hostile_text_and_obeys_none(
    desk: Desk, noisy: Path, columns: int, environment: Mapping[str, str]
) -> None:
    run = desk.completed(noisy)
    document = desk.service.runs[run]
    document |= {"name": HOSTILE, "labels": {HOSTILE: HOSTILE}}
    document |= {"targets": [{"name": HOSTILE, "output": "end", "op": ">", "value": 0}]}
    desk.service.log = HOSTILE.encode() + b"\r\n" + bytes(range(256))
    for arguments, expected in {
        ("runs",): run,
        ("show", run): r"\x1b]0;PWNED\x07",
        ("summary", run): "1,000 sequences",
        ("failures", run): r"high [/bold] \x1b]0;PWNED\x07",
        ("logs", run): r"[/bold][draft]:smile: \x1b]0;PWNED\x07\x1b[2J\u2028\x85\u202e",
        ("watch", run): "1,000 sequences",
        ("results", run, "--to", "3"): "sequence,end",
        ("replay", run, "3"): "end = ",
    }.items():
        with desk.type(*arguments, columns=columns, environment=environment) as terminal:
            assert terminal.end() == 0, terminal.text
            assert expected in terminal.text.replace("\n", "") or expected in terminal.text
            assert max(map(len, terminal.screen())) <= columns


def test_what_a_pipe_gets_is_not_obeyed_either_unless_it_is_asked_for_raw(desk: Desk, noisy: Path) -> None:
    run = desk.completed(noisy)
    desk.service.log = b"\x1b]0;PWNED\x07\n"
    for options, expected in (("", r"\x1b]0;PWNED\x07"), ("--raw", "^[]0;PWNED^G")):
        line = f"{' '.join(ANCHO)} logs {run} {options} | cat -v"
        with PseudoTerminal(["sh", "-c", line], environment=COLOURFUL | desk.variables) as terminal:
            assert terminal.end() == 0
            assert terminal.text == expected + "\n"


@pytest.mark.parametrize(("columns", "environment"), WINDOWS)
def test_submit_and_watch_narrows_to_the_summary(
    desk: Desk, noisy: Path, columns: int, environment: Mapping[str, str]
) -> None:
    options = ("-n", "1000", "--seed", "1", "--max-failures", "100", "--target", "[loss]: end < -1", "--watch")
    with desk.type("submit", noisy, *options, columns=columns, environment=environment) as terminal:
        assert terminal.end() == 0, terminal.text
        assert "1,000/1,000" in terminal.text or "1,000 of 1,000" in terminal.text
        lines = "\n".join(terminal.screen())
        assert "1,000 sequences" in lines
        assert "[loss]" in lines
        assert "same: all" in lines


@pytest.mark.parametrize(("columns", "environment"), WINDOWS)
def test_run_shows_counts_whole_and_never_a_state_of_the_services(
    desk: Desk, noisy: Path, columns: int, environment: Mapping[str, str]
) -> None:
    options = ("-n", "200000", "--seed", "1", "--max-failures", "100000")
    with desk.type("run", noisy, *options, columns=columns, environment=environment) as terminal:
        assert terminal.end() == 0, terminal.text
        assert "200,000/200,000" in terminal.text or "200,000 of 200,000" in terminal.text
        assert "SUBMITTED" not in terminal.text
        assert max(map(len, terminal.screen())) <= columns


@pytest.mark.parametrize(("columns", "environment"), WINDOWS)
def test_sequences_that_end_their_process_are_counted_while_the_others_go_on(
    desk: Desk, write_model: WriteModel, columns: int, environment: Mapping[str, str]
) -> None:
    deadly = write_model(
        "import os\n@ancho.model\ndef sequence(rng, start):\n    u = rng.random()\n"
        "    if u > 0.97:\n        os.kill(os.getpid(), 9)\n    return {'u': u, 'path': [u] * 30}\n"
    )
    options = ("-n", "60", "--seed", "1", "--workers", "2")
    with desk.type("run", deadly, *options, columns=columns, environment=environment) as terminal:
        assert terminal.end() == 1
        assert terminal.text.count("ProcessKilled: the model's process was ended by SIGKILL") == 1
    allowed = ("--max-failures", "60", "--show", "path[7]")
    with desk.type("run", deadly, *options, *allowed, columns=columns, environment=environment) as terminal:
        assert terminal.end() == 0, terminal.text
        assert re.search(r"60 sequences, [1-9] failed; the figures are over the other", terminal.text)
        assert "path[7]" in terminal.text
        assert "path[29]" not in terminal.text


@pytest.mark.parametrize("environment", [COLOURFUL, PLAIN])
def test_why_a_run_failed_is_told_once(desk: Desk, noisy: Path, environment: Mapping[str, str]) -> None:
    with desk.type("submit", noisy, "-n", "2000", "--seed", "1", "--watch", environment=environment) as terminal:
        assert terminal.end() == 1
        reason = desk.service.runs["f1"]["reason"]
        assert terminal.text.count(f": {reason}") == 1


def test_what_a_model_prints_here_is_shown_and_not_obeyed(desk: Desk, write_model: WriteModel) -> None:
    source = "@ancho.model\ndef sequence(rng, start):\n    print('heard \\x1b]0;PWNED\\x07')\n    return {'x': 1.0}\n"
    with desk.type("run", write_model(source), "-n", "3", "--workers", "1") as terminal:
        assert terminal.end() == 0
        assert terminal.text.count(r"heard \x1b]0;PWNED\x07") == 3


def test_a_short_run_never_says_how_long_it_will_take(desk: Desk, noisy: Path) -> None:
    with desk.type("run", noisy, "-n", "100000", "--max-failures", "100000") as terminal:
        assert terminal.end() == 0
        assert " left" not in terminal.text


@pytest.mark.parametrize("environment", [COLOURFUL, PLAIN])
def test_run_says_what_it_waits_for_and_keeps_what_is_done_on_ctrl_c(
    desk: Desk, write_model: WriteModel, environment: Mapping[str, str]
) -> None:
    options = ("-n", "1e9", "--seed", "1", "--workers", "1", "--sequence-timeout", "10m", "-o", "x.csv")
    with desk.type("run", write_model(ENDLESS), *options, environment=environment) as terminal:
        terminal.await_text("no sequence has been completed for")
        assert "one may take" in terminal.text
        terminal.press(CTRL_C)
        assert terminal.end() == INTERRUPTED
        assert "PARTIAL: the first" in terminal.text
        assert "x.csv was not written" in terminal.text
    assert not (desk.folder / "x.csv").exists()


def test_an_endless_first_sequence_is_told_and_left(desk: Desk, write_model: WriteModel) -> None:
    with desk.type("run", write_model(STUCK), "-n", "10", "--sequence-timeout", "10m", environment=PLAIN) as terminal:
        terminal.await_text("sequence 0 has been running for 5 s")
        terminal.press(CTRL_C)
        assert terminal.end() == INTERRUPTED
        assert terminal.text.count("interrupted: 0 of 10 sequences had been completed") == 1


@pytest.mark.parametrize("command", [("submit", "--watch"), ("submit", "--wait"), ("watch",)])
def test_ctrl_c_leaves_the_run_and_says_how_to_go_on(desk: Desk, walk: Path, command: tuple[str, ...]) -> None:
    desk.service.held.clear()
    if command == ("watch",):
        with ancho.Client(desk.service.url, TOKEN) as client:
            client.submit(walk, sequences=10)
        terminal = desk.type("watch", "f1")
    else:
        terminal = desk.type("submit", walk, "-n", "10", command[1])
    with terminal:
        events = "GET /runs/f1/events"
        deadline = time.monotonic() + 60
        while events not in desk.service.requests:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        terminal.press(CTRL_C)
        assert terminal.end() == INTERRUPTED
        [line] = [line for line in terminal.text.splitlines() if "interrupted" in line]
        assert "run f1 goes on; see it with: ancho watch f1; end it with: ancho cancel f1" in line


def test_ctrl_c_while_the_command_still_loads(desk: Desk) -> None:
    """A package that takes for ever to be imported stands for a slow disk."""
    (desk.folder / "rich").mkdir()
    (desk.folder / "rich" / "__init__.py").write_text("import time\nprint('loading', flush=True)\ntime.sleep(1000)\n")
    with desk.type("runs") as terminal:  # python -m looks into the current folder first
        terminal.await_text("loading")
        terminal.press(CTRL_C)
        assert terminal.end() == INTERRUPTED


@pytest.mark.parametrize(("columns", "environment"), WINDOWS)
def test_the_stack_comes_up_shows_itself_and_goes_down(
    stack: dict[str, str], columns: int, environment: Mapping[str, str]
) -> None:
    for arguments, status in ((["status"], 3), (["up"], 0), (["status"], 0), (["down"], 0), (["status"], 3)):
        with PseudoTerminal([*ANCHO, *arguments], columns, environment={**environment, **stack}) as terminal:
            assert terminal.end() == status, terminal.text


@pytest.mark.parametrize(
    ("command", "fate", "seen", "what"),
    [("up", "starts for ever", "Starting kafka", "starting"), ("down", "ends slowly", "Stopping Ancho", "stopping")],
)
def test_ctrl_c_while_the_stack_starts_and_stops(
    stack: dict[str, str], command: str, fate: str, seen: str, what: str
) -> None:
    variables = {**COLOURFUL, **stack, "FATE": fate}
    if command == "down":
        with PseudoTerminal([*ANCHO, "up"], environment=variables) as terminal:
            assert terminal.end() == 0
    with PseudoTerminal([*ANCHO, command], environment=variables) as terminal:
        terminal.await_text(seen)
        terminal.press(CTRL_C)
        assert terminal.end() == INTERRUPTED
        assert f"interrupted: it goes on {what}" in terminal.text
    with PseudoTerminal([*ANCHO, "status", "--json"], environment=PLAIN | stack) as terminal:
        assert terminal.end() == 0
        os.kill(json.loads(terminal.text)["parts"][0]["pid"], signal.SIGKILL)


def test_the_demo_writes_nothing_where_it_is_called_and_names_commands_that_work_there(
    desk: Desk, stack: dict[str, str]
) -> None:
    variables = {**COLOURFUL, **stack, **desk.variables, "ANCHO_HOME": stack["ANCHO_HOME"], "API": desk.service.url}
    variables |= {"ANCHO_COMMAND": "/some where/ancho", "ANCHO_REPO": str(Path(__file__).parents[2])}
    here = desk.folder / "here"
    here.mkdir()
    with PseudoTerminal([*ANCHO, "demo", "-n", "2000"], environment=variables, folder=here) as terminal:
        assert terminal.end() == 0, terminal.text
        assert "'/some where/ancho' replay f1 1999" in terminal.text
        assert f"submit {variables['ANCHO_REPO']}/examples/retirement" in terminal.text
    assert list(here.iterdir()) == []
    assert (Path(stack["ANCHO_HOME"]) / "demo" / "retirement.png").exists()


def test_ctrl_c_in_the_demo(desk: Desk, stack: dict[str, str]) -> None:
    desk.service.held.clear()
    variables = {**COLOURFUL, **stack, **desk.variables, "ANCHO_HOME": stack["ANCHO_HOME"], "API": desk.service.url}
    variables |= {"ANCHO_REPO": str(Path(__file__).parents[2])}
    with PseudoTerminal([*ANCHO, "demo", "-n", "2000"], environment=variables) as terminal:
        terminal.await_text("0/2,000")
        terminal.press(CTRL_C)
        assert terminal.end() == INTERRUPTED
        assert "run f1 goes on" in terminal.text
