"""Deleting runs and models, from Python and as typed on a terminal."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

import ancho
from ancho import Client, InvalidRequest, ServiceError
from fake_service import TOKEN, FakeService
from pseudo_terminal import ANCHO, COLOURFUL, CTRL_C, INTERRUPTED, PLAIN, PseudoTerminal


@pytest.fixture
def variables(service: FakeService, tmp_path: Path) -> dict[str, str]:
    return {"ANCHO_URL": service.url, "ANCHO_TOKEN": TOKEN, "ANCHO_HOME": str(tmp_path / "home")}


@pytest.fixture
def run(client: Client, walk: Path) -> ancho.Run:
    return client.submit(walk, sequences=10, name="[bold]mistake", labels={"study": "first"})


def piped(variables: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    path = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(ancho.__file__).parents[1])}
    return subprocess.run(
        [*ANCHO, *arguments], env={**path, **variables}, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )


def test_a_deleted_run_is_gone_and_cannot_be_deleted_again(client: Client, run: ancho.Run) -> None:
    run.delete()

    assert list(client.runs()) == []
    for use in (client.run, client.delete, client.summary):
        with pytest.raises(ancho.AnchoError, match="no run"):
            use(run.id)


def test_a_deletion_whose_answer_is_lost_is_not_taken_for_a_mistake(
    client: Client, service: FakeService, run: ancho.Run
) -> None:
    def lose(document: ancho.Run) -> ancho.Run:
        del service.runs[run.id]
        return run

    client.run = lose  # type: ignore[method-assign, assignment]
    client.delete(run.id)


def test_a_model_is_deleted_by_the_start_of_its_id_once_no_run_uses_it(client: Client, run: ancho.Run) -> None:
    model = run.document["model"]["id"]
    with pytest.raises(ServiceError, match=run.id):
        client.delete_model(model)
    run.delete()

    client.delete_model(model[:20])

    assert list(client.models()) == []
    with pytest.raises(InvalidRequest, match="no models"):
        client.delete_model(model[:20])


@pytest.mark.parametrize(("columns", "environment"), [(80, COLOURFUL), (50, PLAIN)])
def test_it_shows_what_it_is_about_to_delete_and_asks(
    variables: dict[str, str], service: FakeService, run: ancho.Run, columns: int, environment: Mapping[str, str]
) -> None:
    with PseudoTerminal([*ANCHO, "delete", run.id], columns, environment={**environment, **variables}) as terminal:
        terminal.await_text("[y/N]")
        assert "[bold]" in terminal.text
        assert "RUNNING" in terminal.text
        assert "10" in terminal.text
        assert run.id in service.runs
        terminal.press("y\n")
        assert terminal.end() == 0
        assert "1 run" in terminal.text
    assert run.id not in service.runs


@pytest.mark.parametrize(("keys", "status"), [("n\n", 1), ("\n", 1), (CTRL_C, INTERRUPTED)])
def test_whoever_does_not_say_yes_keeps_the_run(
    variables: dict[str, str], service: FakeService, run: ancho.Run, keys: str, status: int
) -> None:
    with PseudoTerminal([*ANCHO, "delete", run.id], environment=COLOURFUL | variables) as terminal:
        terminal.await_text("[y/N]")
        terminal.press(keys)
        assert terminal.end() == status
    assert run.id in service.runs


def test_without_a_terminal_it_needs_yes(variables: dict[str, str], service: FakeService, run: ancho.Run) -> None:
    refused = piped(variables, "delete", run.id)
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert run.id in service.runs

    done = piped(variables, "delete", run.id, "--yes", "--model", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"runs": [run.id], "models": [run.document["model"]["id"]]}
    assert not service.runs
    assert not service.models


def test_if_one_of_them_is_not_there_none_is_deleted(
    variables: dict[str, str], service: FakeService, run: ancho.Run
) -> None:
    refused = piped(variables, "delete", run.id, "nonesuch", "--yes")

    assert refused.returncode == 2
    assert "nonesuch" in refused.stderr
    assert run.id in service.runs


def test_a_model_that_another_run_uses_is_kept_and_that_is_said(
    variables: dict[str, str], client: Client, service: FakeService, run: ancho.Run, walk: Path
) -> None:
    other = client.submit(walk, sequences=10)

    done = piped(variables, "delete", run.id, "--yes", "--model")

    assert done.returncode == 0
    assert other.id in done.stderr
    assert list(service.models) == [run.document["model"]["id"]]


def test_models_are_listed_and_deleted_by_the_start_of_their_id(
    variables: dict[str, str], service: FakeService, run: ancho.Run
) -> None:
    model = run.document["model"]["id"]
    run.delete()
    with PseudoTerminal([*ANCHO, "models"], environment=COLOURFUL | variables) as terminal:
        assert terminal.end() == 0
        assert model[:19] in terminal.text
        assert "walk" in terminal.text

    assert piped(variables, "delete", model[:19], "--yes").returncode == 0
    assert not service.models
