"""Runs named as people name them: by id, by its beginning, by @last, by the name that they gave."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ancho
from fake_service import TOKEN, FakeService

IDS = [
    "3f2a0000-89c0-11f0-8000-000000000001",
    "3f2a9999-89c0-11f0-8000-000000000002",
    "77000000-89c0-11f0-8000-000000000003",
]
NAMES = ["nightly", "3f2a", "nightly"]


@pytest.fixture
def runs(client: ancho.Client, service: FakeService, walk: Path) -> list[str]:
    """Three runs, oldest first, with ids as a service gives them."""
    model = client.upload(walk)["id"]
    for run_id, name in zip(IDS, NAMES, strict=True):
        given = client.submit(model, sequences=10, seed=1, name=name).id
        service.runs[run_id] = service.runs.pop(given) | {"id": run_id}
    return IDS


USES: list[Callable[[ancho.Client, str], Any]] = [
    lambda client, run: client.run(run).id,
    lambda client, run: client.wait(run).id,
    lambda client, run: client.results(client.wait(run)).provenance["run_id"],
    lambda client, run: client.wait(run) and client.summary(run)["run_id"],
    lambda client, run: client.provenance(run)["run_id"],
    lambda client, run: client.cancel(run).id,
]


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(
    ("reference", "meant"),
    [(IDS[0], 0), ("3f2a0", 0), ("3f2a9999-89c0-11f0-8000-00000000000", 1), ("7", 2), ("@last", 2)],
)
def test_a_run_is_found_by_id_its_beginning_or_as_the_last(
    client: ancho.Client, runs: list[str], use: Callable[[ancho.Client, str], Any], reference: str, meant: int
) -> None:
    assert use(client, reference) == runs[meant]


def test_a_name_means_the_newest_of_it_and_is_more_than_a_beginning(client: ancho.Client, runs: list[str]) -> None:
    assert client.run("nightly").id == runs[2]
    assert client.run("3f2a").id == runs[1]


def test_by_a_name_the_service_looks_for_the_run(client: ancho.Client, service: FakeService, runs: list[str]) -> None:
    service.requests.clear()
    assert client.run("nightly").id == runs[2]
    assert service.requests == ["GET /runs", f"GET /runs/{runs[2]}"]
    assert [run.id for run in client.runs(name="nightly")] == [runs[2], runs[0]]


def test_an_id_in_full_and_a_run_are_not_looked_up(client: ancho.Client, service: FakeService, runs: list[str]) -> None:
    run = client.run(runs[1])
    service.requests.clear()
    assert run.refresh().id == client.run(runs[1]).id == runs[1]
    assert service.requests == [f"GET /runs/{runs[1]}"] * 2
    with pytest.raises(ancho.ServiceError) as caught:
        client.run("00000000-0000-1000-8000-000000000000")
    assert caught.value.status == 404


def test_what_is_no_run_or_more_than_one_is_told(client: ancho.Client, runs: list[str]) -> None:
    with pytest.raises(ancho.InvalidRequest, match="'3f2' is the beginning of 2 runs' ids:") as caught:
        client.logs("3f2")
    assert [line.split() for line in str(caught.value).splitlines()[1:]] == [
        [runs[1], "RUNNING", "3f2a"],
        [runs[0], "RUNNING", "nightly"],
    ]
    for reference in ("nothing", "night", "NIGHTLY", "../models", "a/b", "..", "a?b", " ", "@first"):
        with pytest.raises(
            ancho.InvalidRequest, match=r"there is no run .*: none has this name, and no run's id begins"
        ):
            client.run(reference)


@pytest.mark.parametrize("reference", ["", None, 5, b"3f2a", ["3f2a"]])
def test_what_can_be_no_run_is_refused_here(client: ancho.Client, service: FakeService, reference: Any) -> None:
    with pytest.raises(ancho.InvalidRequest, match="run: must say which run"):
        client.run(reference)
    assert service.requests == []


def test_there_may_be_no_last_run(client: ancho.Client) -> None:
    with pytest.raises(ancho.InvalidRequest, match="there is no run yet, so none is @last"):
        client.run("@last")


def test_the_command_line_takes_them_too(
    service: FakeService, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANCHO_URL", service.url)
    monkeypatch.setenv("ANCHO_TOKEN", TOKEN)

    def ancho_(*arguments: str) -> "subprocess.CompletedProcess[str]":
        line = [sys.executable, "-c", "from ancho.cli import main; main()", *arguments]
        return subprocess.run(line, capture_output=True, text=True)

    assert f'"id": "{runs[0]}"' in ancho_("show", "3f2a0", "--json").stdout
    refused = ancho_("show", "3f2")
    assert refused.returncode == 2
    assert runs[0] in refused.stderr
