"""Lies in the runner protocol: each ends its own run soon, with the reason, and nobody else notices.

The table of what came of them is written to ``target/replies.md``.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stack import REPOSITORY, Stack, completed

LIAR = Path(__file__).parent / "models" / "liar"
OVER = ("COMPLETED", "FAILED", "CANCELLED")
NEIGHBOURS = 10
# What a run of ten sequences may take beside a lie, besides a few times what it takes alone.
LONGEST_SECONDS = 10
TIMES = 3

BROKEN = "sequence 0 failed with ProtocolBroken: the model's process broke Ancho's protocol: "
TIMEOUT = "sequence 0 failed with SequenceTimeout"
LIES = {
    "garbage": BROKEN + "a reply of 4294967295 . 4294967295 bytes is too large",
    "an endless reply": BROKEN + "",
    "a header of 24 MiB": BROKEN + "a reply of 25165824 . 0 bytes is too large",
    "a payload of 4 GiB": BROKEN + "a reply of 2 . 4294967295 bytes is too large",
    "half a header": BROKEN + "its reply was not over",
    "nesting": BROKEN + "a reply's header is no reply: .*nesting",
    "a key twice": BROKEN + "a reply's header is no reply: Duplicate",
    "not a number of seconds": BROKEN + "a reply's header is no reply: .*NaN",
    "endless seconds": BROKEN + "no model takes Infinity seconds",
    "seconds before the start": BROKEN + "no model takes -1.0 seconds",
    "no outputs": BROKEN + "a reply has no outputs",
    "an output that is null": BROKEN + "a reply has no output in its list",
    "a name of 60 KB": BROKEN + "a reply's output's name has 60000 characters",
    "a name that clears the screen": BROKEN + "a reply's output's name has characters that cannot be printed",
    "a name that is no text": BROKEN + "a reply's output's name has half a surrogate pair",
    "a name from right to left": BROKEN + "a reply's output's name has characters that cannot be printed",
    "names that look alike": BROKEN + "two outputs have the name",
    "2,000 names": BROKEN + "2000 outputs are more than 1000",
    "a vector that is not there": BROKEN + "8 bytes are not the outputs of 1 sequences",
    "a vector of another length each time": "an output is .* and was .* in an earlier chunk",
    "another chunk's result": BROKEN + "1 sequences from 1000000 are not what was asked for",
    "more than was asked for": BROKEN + "1000000 sequences from 0 are not what was asked for",
    "a failure elsewhere": BROKEN + "1 sequences from 1 cannot have failed",
    "a failure told twice": BROKEN + "1 sequences from 0 cannot have failed",
    "a text of 900 KB": BROKEN + "a reply's header is no reply: String value length",
    "worn for ever": BROKEN + "a process that has computed nothing cannot be worn",
    "a process that never started": "sequence 0 failed with ProcessExited",
    "a death elsewhere": "sequence 0 failed with ProcessExited",
    "pipes closed, and lives on": TIMEOUT,
    "silence": BROKEN + "it was at no sequence and gave no answer",
    "a flood on standard error": TIMEOUT,
    "all memory": "sequence 0 failed with OutOfMemory",
    "a million texts": "sequence 0 failed with ValueError",
    "two hours for a microsecond": None,
    "no time for two milliseconds": None,
    "numbers that are none": None,
}


class Neighbour:
    """Another user's small runs of a model that is known."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._model = stack.upload(LIAR)
        self.seconds()  # The first waits for the pool.
        self.alone = sorted(self.seconds() for _ in range(3))[1]

    def seconds(self) -> float:
        """How long ten sequences take, from the submission to the end of the last."""
        body = {"model": {"id": self._model}, "sequences": NEIGHBOURS, "starting_values": {"lie": "none"}}
        begun = time.monotonic()
        with self._stack.client() as client:
            run = client.post("/runs", json=body).json()
        in_all: Any = self._stack.await_run(run["id"], lambda it: it["progress"]["completed"] == NEIGHBOURS, 120)
        assert in_all["progress"]["failed"] == 0
        return time.monotonic() - begun

    def has_noticed(self, seconds: float) -> bool:
        """Whether that is more than sharing a slot explains."""
        return seconds > LONGEST_SECONDS + TIMES * self.alone


@pytest.fixture(scope="module")
def neighbour(stack: Stack) -> Neighbour:
    return Neighbour(stack)


@pytest.fixture(scope="module")
def table(neighbour: Neighbour) -> Iterator[list[str]]:
    rows = ["| lie | the run | after | another's ten sequences |", "|---|---|---|---|"]
    rows.append(f"| none | | | {neighbour.alone:.1f} s |")
    yield rows
    target = REPOSITORY / "target"
    target.mkdir(exist_ok=True)
    (target / "replies.md").write_text("\n".join(rows) + "\n")


def pool(stack: Stack) -> list[int]:
    """The pool's executors."""
    found = [part["pid"] for part in stack.status()["parts"] if part["name"] == "worker"]
    assert found
    return found


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_ends_its_own_run_and_nobody_elses(
    stack: Stack, neighbour: Neighbour, table: list[str], lie: str
) -> None:
    executors = pool(stack)
    begun = time.monotonic()
    liar = stack.submit(LIAR, 1000, "--set", f"lie={lie}", "--sequence-timeout", "10s")["id"]
    beside = neighbour.seconds()
    run = stack.await_run(liar, lambda it: it["state"] in OVER, 60)
    took = time.monotonic() - begun
    reason = run["reason"] or ""
    table.append(f"| {lie} | {run['state']} {reason.split(';')[0][:150]} | {took:.0f} s | {beside:.1f} s |")
    if (expected := LIES[lie]) is None:
        assert completed(run)
    else:
        assert run["state"] == "FAILED"
        assert re.search(expected, reason), reason
    assert not neighbour.has_noticed(beside)
    assert pool(stack) == executors, "an executor has ended"


def test_whoever_answers_after_the_run_was_cancelled_is_not_heard(stack: Stack, neighbour: Neighbour) -> None:
    executors = pool(stack)
    run = stack.submit(LIAR, 1_000_000, "--set", "lie=no time for two milliseconds")["id"]
    stack.await_run(run, lambda it: it["progress"]["completed"] > 0)
    assert stack.json("cancel", run)["state"] == "CANCELLED"
    assert not neighbour.has_noticed(neighbour.seconds())
    assert pool(stack) == executors
