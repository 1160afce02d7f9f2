"""One test an attack: it crosses nothing, and neither the executor nor anybody else notices."""

from pathlib import Path

import pytest
from stack import Stack, command_line

from hostile.attacks import ATTACKS, Attack
from hostile.conftest import MARKER, Battlefield


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_crosses_nothing(attack: Attack, battlefield: Battlefield) -> None:
    before = battlefield.executor()

    run = battlefield.run(attack.name)

    failures = battlefield.failures(run["id"])
    told = f"{run['reason']}, {failures}: {battlefield.log(run['id'])}"
    assert run["sandbox"] == "bubblewrap", told
    if failures:
        assert failures[0] in attack.ends, told
    else:
        assert run["state"] == "COMPLETED", told
        assert battlefield.crossed(run["id"]) == 0, told
    assert battlefield.executor() == before


def test_nothing_that_an_attack_started_or_wrote_is_left(battlefield: Battlefield) -> None:
    processes = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    assert not [pid for pid in processes if MARKER in command_line(pid)]
    assert not list(battlefield.stack.home.rglob("victim.py"))
    assert not list(battlefield.stack.home.rglob("sitecustomize.py"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("${PIP_INDEX_URL}", "there must be no $"),
        ('six; python_version > "${HOME}"', "there must be no $"),
        ("--index-url https://example.org/simple", "the option --index-url is not allowed"),
        ("--extra-index-url file:///etc", "the option --extra-index-url is not allowed"),
        ("--find-links /root", "the option --find-links is not allowed"),
        ("./evil", "files and folders are not installed"),
        ("-e .", "the option -e is not allowed"),
        ("evil @ file:///model/evil", "nothing is installed from an address"),
        ("six @ http://127.0.0.1:8081/", "nothing is installed from an address"),
        ("-r ../../token", "is not in the model's folder"),
        ("--no-binary :all:", "the option --no-binary is not allowed"),
    ],
)
def test_requirements_fetch_and_run_nothing_of_the_models(stack: Stack, tmp_path: Path, line: str, said: str) -> None:
    _write(tmp_path, line)

    body = {"model": {"id": stack.upload(tmp_path)}, "sequences": 1}
    with stack.client() as client:
        identity = client.post("/runs", json=body).json()["id"]

    run = stack.await_run(identity, lambda it: it["state"] in ("COMPLETED", "FAILED"), 90)
    assert run["state"] == "FAILED"
    assert "pip-requirements.txt, line 1" in run["reason"]
    assert said in run["reason"]


def _write(folder: Path, line: str) -> None:
    (folder / "ancho.toml").write_text('[model]\nname = "evil"\nentrypoint = "evil:f"\n')
    (folder / "evil.py").write_text("import ancho\n\n@ancho.model\ndef f(rng, start):\n    return {'x': 1}\n")
    (folder / "setup.py").write_text("open('/tmp/ancho-evil', 'w').close()\n")
    (folder / "pip-requirements.txt").write_text(line + "\n")
