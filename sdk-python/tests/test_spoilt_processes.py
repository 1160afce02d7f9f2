"""Models that meddle with their process: a local run ends soon and says what happened, as the service does."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

import ancho
from ancho import _workers
from ancho._workers import RunnerProcess
from conftest import WriteModel

SEQUENCE = "@ancho.model\ndef sequence(rng, start):\n"
EVERY_PIPE = """    for descriptor in range(3, 64):
        try:
            os.write(descriptor, {what})
        except OSError:
            pass
    return {{'x': 1.0}}
"""
GARBAGE = EVERY_PIPE.format(what="b'garbage' * 100")
# A length that is believable: the reader waits for more than will ever come.
TOO_LONG = EVERY_PIPE.format(what="struct.pack('<II', 100_000, 0)")
NOT_JSON = EVERY_PIPE.format(what="struct.pack('<II', 5, 0) + b'12345'")
OTHER_ANSWER = EVERY_PIPE.format(
    what="struct.pack('<II', 81, 0) + "
    """b'{"ok": true, "first": 9, "count": 1, "seconds": 1, "outputs": [], "failures": []}'"""
)
ELSEWHERE = """    other = os.open(os.devnull, os.O_WRONLY)
    for descriptor in range(3, 64):
        if descriptor != other:
            try:
                os.dup2(other, descriptor)
            except OSError:
                pass
    return {'x': 1.0}
"""
ENDS_WITH_OPEN_PIPES = """    if os.fork() == 0:
        time.sleep(600)
    os._exit(3)
"""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (GARBAGE, "sequence 0: ProtocolBroken: the model's process broke Ancho's protocol: a reply of 1"),
        (TOO_LONG, "failed with ProtocolBroken: the model's process gave no answer within 1 s"),
        (NOT_JSON, "sequence 0: ProtocolBroken: the model's process broke Ancho's protocol: a reply's header is no"),
        (OTHER_ANSWER, "sequence 0: ProtocolBroken: the model's process broke Ancho's protocol: it answered what was"),
        (ELSEWHERE, "sequence 0: ProcessExited: the model's process exited with status "),
        (ENDS_WITH_OPEN_PIPES, "sequence 0: ProcessExited: the model's process exited with status 3"),
        (
            "    os.closerange(0, 100)\n    return {'x': 1.0}\n",
            "sequence 0: ProcessExited: the model's process exited with",
        ),
    ],
    ids=["garbage", "too long", "not json", "another answer", "elsewhere", "fork holds the pipes", "closed"],
)
def test_a_model_that_spoils_the_pipes_ends_its_run(
    write_model: WriteModel, body: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_workers, "_HANDOVER_SECONDS", 1.0)
    folder = write_model(f"import os, struct, time\n{SEQUENCE}{body}")
    with pytest.raises(ancho.RunFailed) as raised:
        ancho.simulate(folder, sequences=20, seed=1)
    assert told in str(raised.value)


def test_the_command_ends_as_the_service_does(write_model: WriteModel, tmp_path: Path) -> None:
    folder, written = write_model(f"import os\n{SEQUENCE}{GARBAGE}"), tmp_path / "x.csv"
    command = [sys.executable, "-c", "from ancho.cli import main; main()", "run", str(folder), "-n", "20"]
    done = subprocess.run([*command, "-o", str(written)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        "ancho: the first sequence failed and max_failures is 0; the first is "
        "sequence 0: ProtocolBroken: the model's process broke Ancho's protocol: a reply of 1"
    )
    assert not written.exists()


def test_a_model_that_spoils_the_pipes_while_it_loads_ends_its_run(write_model: WriteModel) -> None:
    source = GARBAGE.replace("    return {'x': 1.0}\n", "").replace("\n    ", "\n")[4:]
    with pytest.raises(ancho.RunFailed, match="while the model was loaded, the model's process broke Ancho's protocol"):
        ancho.simulate(write_model(f"import os\n{source}"), sequences=20, seed=1)


@pytest.mark.parametrize(
    "meddling",
    [
        "json.dumps = json.loads = lambda *a, **k: 'boo'\ntime.perf_counter = lambda: 0.0\n",
        "struct.pack = struct.Struct = None\nsys.stdout = sys.stderr = None\nnp.ascontiguousarray = None\n",
        "os.getpid = lambda: 0\nos._exit = None\nsys.exit = None\n",
        "threading.Thread(target=lambda: [print('x' * 100) for _ in range(10_000)]).start()\n",
    ],
)
def test_what_a_model_puts_in_place_of_pythons_own_does_no_harm(write_model: WriteModel, meddling: str) -> None:
    folder = write_model(
        f"import json, os, struct, sys, threading, time\n{meddling}{SEQUENCE}    return {{'x': 1.0}}\n"
    )
    assert ancho.simulate(folder, sequences=50, seed=1)["x"].tolist() == [1.0] * 50


def test_a_fork_that_goes_on_like_its_parent_is_ended(write_model: WriteModel) -> None:
    folder = write_model(f"import os\n{SEQUENCE}    os.fork()\n    return {{'x': rng.random()}}\n")
    again = write_model(f"{SEQUENCE}    return {{'x': rng.random()}}\n", name="again")
    forking, plain = (ancho.simulate(of, sequences=30, seed=1)["x"] for of in (folder, again))
    assert forking.tolist() == plain.tolist()


def test_a_sequence_that_takes_too_long_is_told_with_its_line(write_model: WriteModel) -> None:
    folder = write_model(f"import time\n{SEQUENCE}    while True:\n        time.sleep(0.01)\n")
    runner = RunnerProcess(sys.executable, sequence_timeout=0.5)
    try:
        runner.load(folder, "walk:sequence", {}, 1, 4)
        with pytest.raises(ancho.RunFailed) as raised:
            runner.run(3, 5)
    finally:
        runner.close()
    assert str(raised.value) == (
        "sequence 3 failed with SequenceTimeout: it took longer than sequence_timeout, PT0.5S: "
        'look for what makes it slow, or submit with a longer one\nFile "walk.py", line 8, in sequence'
    )


def processes_with(mark: str) -> list[int]:
    """The processes whose environment has a variable of this name."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"{mark}=".encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def await_no_process_with(mark: str) -> None:
    end = monotonic() + 10
    while processes_with(mark):
        assert monotonic() < end, "processes live on"
        sleep(0.02)


FOREVER = """
import ancho, multiprocessing, os, time

@ancho.model
def sequence(rng, start):
    for _ in range(2):
        multiprocessing.Process(target=time.sleep, args=(600,)).start()
    print("started", flush=True)
    time.sleep(600)

if __name__ == "__main__":
    ancho.simulate(sequence, sequences=2, workers=2, seed=1)
"""


@pytest.fixture
def forever(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A script whose simulation never ends, and its processes have children of their own."""
    (tmp_path / "forever.py").write_text(FOREVER)
    process = subprocess.Popen(
        [sys.executable, str(tmp_path / "forever.py")], stderr=subprocess.PIPE, env={**os.environ, "OF_FOREVER": "1"}
    )
    assert process.stderr
    assert [process.stderr.readline() for _ in range(2)] == [b"started\n"] * 2
    yield process
    process.kill()
    process.wait()
    process.stderr.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's signals of pipes")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_one_that_started_it(forever: "subprocess.Popen[bytes]", end: int) -> None:
    assert len(processes_with("OF_FOREVER")) >= 7
    forever.send_signal(end)
    await_no_process_with("OF_FOREVER")


def test_what_a_model_started_ends_with_its_run(write_model: WriteModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OF_THIS_RUN", "1")
    started = "subprocess.Popen(['sleep', '600'], stdin=subprocess.DEVNULL)"
    ancho.simulate(write_model(f"import subprocess\n{SEQUENCE}    {started}\n    return {{'x': 1}}\n"), sequences=3)
    await_no_process_with("OF_THIS_RUN")
