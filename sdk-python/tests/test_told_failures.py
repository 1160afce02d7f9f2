"""Failures as a runner tells of them: never more than a reply's header holds, and none is lost."""

import json
from pathlib import Path

import pytest

from ancho._failures import Failure, Failures, grouped, ungrouped
from conftest import WriteModel
from runner_process import Process

MEBIBYTE = 2**20


def alike(*sequences: int, message: str = "m") -> list[Failure]:
    return [Failure(sequence, "E", message, None) for sequence in sequences]


def test_consecutive_failures_that_are_alike_are_told_of_once() -> None:
    failures = [*alike(3, 4, 5), *alike(6, message="other"), *alike(7, 9, 10)]
    told = list(grouped(failures))
    assert [(one["sequence"], one.get("count", 1)) for one in told] == [(3, 3), (6, 1), (7, 1), (9, 2)]
    assert list(ungrouped(told)) == failures
    assert list(grouped([])) == []


def test_a_list_is_full_by_its_texts_or_by_its_number() -> None:
    long, many = Failures(), Failures()
    while not long.is_full:
        long.append(Failure(2 * len(long), "E", "\x1b" * 1000, None))
    while not many.is_full:
        many.append(Failure(len(many), "E", "m", None))
    assert len(json.dumps(list(grouped(long)), ensure_ascii=False)) < MEBIBYTE
    assert len(many) == 8192


@pytest.mark.parametrize("text", ["{}", "'\\x1b' * 1000", "'½' * 1000", "'\\U0001f3b2' * 1000 + str(rng.random())"])
def test_a_range_in_which_all_fail_fits_into_headers(runner: Process, write_model: WriteModel, text: str) -> None:
    body = f"@ancho.model\ndef sequence(rng, start):\n    raise ValueError({text})\n"
    runner.load(write_model(body))
    first, failed = 0, []
    while first < 20_000:
        reply, _ = runner.run(first, 20_000 - first, seconds=60)
        assert len(json.dumps(reply, ensure_ascii=False).encode()) < MEBIBYTE
        failed += [failure.sequence for failure in ungrouped(reply["failures"])]
        first += reply["count"]
        if len(failed) > 3000 and first == len(failed):
            break
    assert failed == list(range(first))


def test_a_block_that_fails_is_told_of_as_a_whole(runner: Process, write_model: WriteModel) -> None:
    body = "@ancho.model(batch=True)\ndef sequence(rng, start, n):\n    raise ValueError('x' * 5000)\n"
    runner.load(write_model(body), block_size=65_536)
    reply, _ = runner.run(0, 3 * 65_536, seconds=60)
    assert (reply["count"], len(reply["failures"])) == (65_536, 2)
    assert [failure.sequence for failure in ungrouped(reply["failures"])] == list(range(65_536))


def test_outputs_whose_names_do_not_fit_are_refused(runner: Process, write_model: WriteModel) -> None:
    body = (
        "@ancho.model\ndef sequence(rng, start):\n    return {'\\U0001f3b2' * 190 + str(i): 1.0 for i in range(1000)}\n"
    )
    runner.load(write_model(body))
    reply, _ = runner.run(0, 1)
    assert reply["kind"] == "OUTPUTS"
    assert "can have 524,288 at most" in reply["message"]


def test_names_that_look_alike_are_refused(runner: Process, write_model: WriteModel) -> None:
    runner.load(write_model("@ancho.model\ndef sequence(rng, start):\n    return {'\\u00e9': 1, 'e\\u0301': 2}\n"))
    reply, _ = runner.run(0, 1)
    assert reply["kind"] == "OUTPUTS"
    assert "look the same" in reply["message"]


def test_a_refusal_is_no_longer_than_anybody_reads(runner: Process, walk: Path, write_model: WriteModel) -> None:
    runner.load(walk)
    source = "raise ValueError('x' * 10**6)\n"
    assert len(runner.load(write_model(source, name="long"))["message"]) == 16_000


def test_whoever_says_hello_is_answered_before_anything_is_loaded(runner: Process) -> None:
    assert runner.ask(op="hello") == ({"ok": True}, b"")
