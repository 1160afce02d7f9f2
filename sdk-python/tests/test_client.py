"""The client against a service that speaks real HTTP."""

import threading
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

import ancho
from ancho import _inspection, _sse
from conftest import WriteModel
from fake_service import TOKEN, FakeService


def test_a_submitted_run_gives_the_numbers_of_a_local_one(client: ancho.Client, walk: Path) -> None:
    given: dict[str, Any] = {"sequences": 500, "seed": 7, "starting_values": {"drift": 0.1}, "targets": ["up: end > 0"]}
    there = client.submit(walk, executors=2, **given).results()
    here = ancho.simulate(walk, quantiles=[0.05, 0.5, 0.95], **given)
    assert np.array_equal(there["path"], here["path"])
    assert np.array_equal(there.sequences, here.sequences)
    known = {"run_id": next(iter(client.runs())).id}
    provenance = here.provenance | known
    assert there.provenance == provenance
    assert there.summary() == here.summary() | known | {"provenance": provenance}


def test_a_run_has_what_was_asked_for(client: ancho.Client, service: FakeService, walk: Path) -> None:
    run = client.submit(walk, sequences=10, seed=7, executors={"count": 2, "mem_mib": 512}, labels={"a": "b"})
    stored = service.runs[run.id]
    assert (stored["seed"], stored["labels"], stored["executors"]) == (7, {"a": "b"}, {"count": 2, "mem_mib": 512})
    assert run.state == "RUNNING"
    assert not run.is_over


def test_a_model_is_uploaded_once(client: ancho.Client, service: FakeService, walk: Path) -> None:
    first = client.submit(walk, sequences=10).document["model"]
    again = client.submit(walk, sequences=10).document["model"]
    by_id = client.submit(first["id"], sequences=10).document["model"]
    assert first == again == by_id
    assert service.requests.count("POST /models") == 1


def test_a_model_is_fetched_by_the_service(client: ancho.Client, walk: Path) -> None:
    uploaded = client.upload(walk)
    fetched = client.add_model(git="https://example.org/r.git", path="walk")
    assert fetched["id"] == uploaded["id"]
    assert fetched["source"] == {"git": {"url": "https://example.org/r.git", "path": "walk", "commit": "c0" * 20}}
    assert client.add_model(http="https://example.org/a.zip")["source"] == {
        "http": {"url": "https://example.org/a.zip"}
    }
    with pytest.raises(ancho.ServiceError, match=r"git\.ref: there is no branch or tag 'broken'"):
        client.add_model(git="https://example.org/r.git", ref="broken")


@pytest.mark.parametrize("given", [{}, {"ref": "main"}, {"git": "a", "http": "b"}, {"git": "a", "sha256": "b"}])
def test_a_model_has_one_source(client: ancho.Client, service: FakeService, given: Any) -> None:
    with pytest.raises(ancho.InvalidRequest, match="either git"):
        client.add_model(**given)
    assert service.requests == []


@pytest.mark.parametrize(
    ("source", "given", "message"),
    [
        ("def broken(:\n", {}, r"walk\.py, line 4: SyntaxError"),
        ("@ancho.model\ndef sequence(rng, start): ...\n", {"x": 1}, "there is no starting value 'x'"),
    ],
)
def test_what_is_wrong_with_a_model_is_told_before_anything_is_sent(
    client: ancho.Client, service: FakeService, write_model: WriteModel, source: str, given: Any, message: str
) -> None:
    with pytest.raises(ancho.ModelError, match=message):
        client.submit(write_model(source), sequences=10, starting_values=given)
    assert service.requests == []


def test_a_problem_is_an_error_with_its_document(client: ancho.Client) -> None:
    with pytest.raises(ancho.ServiceError, match="there is no model sha256:0") as caught:
        client.submit("sha256:0", sequences=5)
    assert (caught.value.status, caught.value.code) == (404, "not-found")
    assert caught.value.problem["status"] == 404


def test_a_wrong_token_is_told(service: FakeService) -> None:
    with ancho.Client(service.url, "wrong") as client, pytest.raises(ancho.ServiceError, match="token") as caught:
        list(client.runs())
    assert caught.value.status == 401


def test_address_and_token_are_found_where_the_stack_leaves_them(
    service: FakeService, walk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANCHO_HOME", str(tmp_path))
    assert ancho.Client().url == "http://127.0.0.1:8080"
    (tmp_path / "url").write_text(service.url + "\n")
    (tmp_path / "token").write_text(TOKEN + "\n")
    with ancho.Client() as client:
        assert list(client.runs()) == []
    monkeypatch.setenv("ANCHO_URL", "http://127.0.0.1:1/")
    assert ancho.Client().url == "http://127.0.0.1:1"


def test_a_service_that_never_answered_is_not_waited_for() -> None:
    with ancho.Client("http://127.0.0.1:1", patience=60) as client, pytest.raises(ancho.NotReachable, match="127"):
        client.run("a")


def test_a_service_that_is_not_ready_yet_is_not_reachable(client: ancho.Client, service: FakeService) -> None:
    service.unready = 1
    with pytest.raises(ancho.NotReachable, match="is not ready: run-service cannot be reached"):
        client.run("a")


def test_a_service_that_answered_before_may_be_away_for_a_while(
    client: ancho.Client, service: FakeService, walk: Path
) -> None:
    run = client.submit(walk, sequences=10)
    service.unready = 3
    assert run.refresh().id == run.id


def test_a_submission_that_is_repeated_makes_one_run(client: ancho.Client, service: FakeService, walk: Path) -> None:
    lost: list[bytes] = []

    class LosesTheFirstAnswer(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            response = super().handle_request(request)
            if request.url.path.endswith("/runs") and not lost:
                lost.append(response.read())
                raise httpx.ReadError("the connection broke", request=request)
            return response

    with ancho.Client(service.url, TOKEN, transport=LosesTheFirstAnswer()) as losing:
        losing.submit(walk, sequences=10)
    assert len(lost) == 1
    assert len(service.runs) == 1


def test_watching_tells_what_happens_until_the_end(client: ancho.Client, walk: Path) -> None:
    run = client.submit(walk, sequences=10)
    events = list(run.watch())
    assert [name for name, _ in events] == ["state", "progress", "progress", "statistics", "state"]
    assert events[-1][1]["state"] == "COMPLETED"
    assert events[-3][1]["completed"] == 10


def test_a_stream_that_breaks_is_made_again(client: ancho.Client, service: FakeService, walk: Path) -> None:
    run = client.submit(walk, sequences=10)
    service.drops = 2
    assert run.wait().state == "COMPLETED"
    assert service.requests.count(f"GET /runs/{run.id}/events") == 3


def test_waiting_for_a_run_that_fails_raises_its_reason(client: ancho.Client, write_model: WriteModel) -> None:
    folder = write_model("@ancho.model\ndef sequence(rng, start):\n    return {'x': 1 / (rng.random() > 0.02)}\n")
    run = client.submit(folder, sequences=50, seed=11)  # none of those that are tried fails, but 22 and 43 do
    with pytest.raises(ancho.RunFailed, match=rf"run {run.id} failed: \d+ failed") as caught:
        run.wait()
    assert caught.value.document["state"] == "FAILED"
    assert {failure.error_type for failure in run.failures()} == {"ZeroDivisionError"}


def test_a_cancelled_run_is_told(client: ancho.Client, service: FakeService, walk: Path) -> None:
    run = client.submit(walk, sequences=10)
    service.held.clear()

    def cancel() -> None:
        client.cancel(run)
        service.held.set()

    threading.Timer(0.2, cancel).start()
    with pytest.raises(ancho.RunFailed, match="was cancelled"):
        run.wait()


def test_a_summary_that_is_not_there_yet_is_a_conflict(client: ancho.Client, walk: Path) -> None:
    run = client.submit(walk, sequences=10)
    with pytest.raises(ancho.ServiceError, match="there is no summary yet"):
        run.summary()
    assert run.wait().summary()["outputs"]["end"]["count"] == 10


def test_runs_are_listed_over_pages(client: ancho.Client, walk: Path) -> None:
    submitted = [client.submit(walk, sequences=10).id for _ in range(5)]
    assert [run.id for run in client.runs()] == submitted[::-1]
    assert [run.id for run in client.runs(limit=3)] == submitted[:1:-1]
    assert list(client.runs(state="FAILED")) == []


SCALAR = """
@ancho.model
def sequence(rng, start):
    return {"x": rng.random(), "v": [1, float("inf")]}
"""
BATCH = """
@ancho.model(batch=True)
def sequence(rng, start, n):
    x = rng.random(n)
    return {"x": x, "v": np.outer(x, [1, np.inf])}
"""


@pytest.mark.parametrize("source", [SCALAR, BATCH], ids=["scalar", "batch"])
def test_a_replayed_sequence_is_the_one_of_the_run(client: ancho.Client, write_model: WriteModel, source: str) -> None:
    run = client.submit(write_model(source), sequences=3000, seed=5)
    x = run.results()["x"]
    for index in (0, 1, 1023, 1024, 2999):
        again = run.replay(index)
        assert again["sequence"] == index
        assert again["outputs"]["x"] == x[index]
        assert again["outputs"]["v"][1] is None


def test_a_replayed_failure_is_told(client: ancho.Client, write_model: WriteModel) -> None:
    run = client.submit(
        write_model("@ancho.model\ndef sequence(rng, start):\n    return {'x': 1 / 0}\n"), sequences=3, max_failures=3
    )
    failure = run.replay(2)["failure"]
    assert (failure["sequence"], failure["error_type"]) == (2, "ZeroDivisionError")


ALWAYS = "@ancho.model\ndef sequence(rng, start):\n    "


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            "return {'x': 1 / 0}",
            'sequence 0 failed with ZeroDivisionError: division by zero\nFile "walk.py", line 6, in',
        ),
        ("import os; os._exit(3)", "sequence 0 failed with ProcessExited: the model's process exited with status 3"),
    ],
)
def test_a_model_whose_first_sequence_fails_is_not_submitted(
    client: ancho.Client, write_model: WriteModel, body: str, told: str
) -> None:
    folder = write_model(f"{ALWAYS}{body}\n")
    with pytest.raises(ancho.RunFailed) as raised:
        client.submit(folder, sequences=10**6)
    assert str(raised.value).startswith(f"not submitted, because the model was tried here first: {told}")
    assert list(client.runs()) == []
    assert told in str(client.submit(folder, sequences=10, max_failures=10).tried)


def test_a_model_whose_outputs_are_none_is_not_submitted(client: ancho.Client, write_model: WriteModel) -> None:
    with pytest.raises(ancho.OutputsError, match="sequence 0: output 'x' is a str"):
        client.submit(write_model(f"{ALWAYS}return {{'x': 'much'}}\n"), sequences=10)
    assert list(client.runs()) == []


def test_the_sequence_that_is_tried_is_the_runs_own(client: ancho.Client, write_model: WriteModel) -> None:
    folder = write_model(f"{ALWAYS}if rng.random() < 0.5:\n        raise ValueError\n    return {{'x': 1.0}}\n")
    draws = {seed: np.random.Generator(np.random.Philox(seed)).random() for seed in range(8)}
    for seed, drawn in draws.items():
        if drawn < 0.5:
            with pytest.raises(ancho.RunFailed, match="not submitted"):
                client.submit(folder, sequences=1, seed=seed)
        else:
            assert client.submit(folder, sequences=1, seed=seed).tried is None


def test_a_slow_first_sequence_does_not_hold_a_submission_up(
    client: ancho.Client, write_model: WriteModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_inspection, "_LONGEST", 0.5)
    folder = write_model(f"import time\n{ALWAYS}time.sleep(1.5)\n    return {{'x': 1.0}}\n")
    run = client.submit(folder, sequences=1)
    assert run.tried == "sequence 0 was not tried to the end here: it takes more than 0.5 s"


def test_logs_are_what_the_model_printed(client: ancho.Client, walk: Path) -> None:
    assert client.submit(walk, sequences=1).logs() == "printed by the model\n"


EVENTS = (
    '\ufeff: hello\n\nevent: state\ndata: {"state":\ndata: "RUNNING"}\n\ndata:{"a":1}\nid: 3\n\n'
    'event: statistics\ndata: null\n\nevent: state\ndata: {"reason": "a\u2028b\x85c\u2029d"}\n\nevent: x\n'
)
READ = [("state", {"state": "RUNNING"}), ("message", {"a": 1}), ("state", {"reason": "a\u2028b\x85c\u2029d"})]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_events_are_read_from_a_stream_however_its_lines_end_and_it_is_cut(end: str, size: int) -> None:
    text = EVENTS.replace("\n", end).encode()
    parts = [text[first : first + size] for first in range(0, len(text), size)]
    assert list(_sse.events(parts)) == READ


def test_a_service_that_takes_no_more_at_the_moment_is_asked_again() -> None:
    answers = [httpx.Response(429, json={"detail": "try again"}), httpx.Response(200, json={"user": "ada"})]
    with ancho.Client("http://service", "a-token", transport=httpx.MockTransport(lambda _: answers.pop(0))) as client:
        assert client.me() == {"user": "ada"}
    assert not answers
