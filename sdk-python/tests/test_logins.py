"""Logging in, users and tokens, from Python and as typed on a terminal."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

import ancho
from ancho import Client, InvalidRequest, ServiceError
from fake_service import TOKEN, FakeService
from pseudo_terminal import ANCHO, COLOURFUL, PseudoTerminal


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "new" / "home"


@pytest.fixture
def variables(home: Path) -> dict[str, str]:
    path = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(ancho.__file__).parents[1])}
    return {**path, "ANCHO_HOME": str(home)}


def typed(variables: Mapping[str, str], *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ANCHO, *arguments], env=dict(variables), input=given, capture_output=True, text=True)


def log_in(variables: Mapping[str, str], service: FakeService, token: str = TOKEN) -> None:
    done = typed(variables, "login", service.url, given=f"{token}\n")
    assert done.returncode == 0, done.stderr


def test_a_login_asks_without_echo_and_keeps_the_token_for_its_owner_alone(
    variables: dict[str, str], service: FakeService, home: Path
) -> None:
    with PseudoTerminal([*ANCHO, "login", f"{service.url}/"], environment=COLOURFUL | variables) as terminal:
        terminal.await_text("API token:")
        terminal.press(f"{TOKEN}\n")
        assert terminal.end() == 0
    assert f"logged in to {service.url} as local" in terminal.text
    assert TOKEN not in terminal.text.replace("API token", "")

    kept = home / "logins.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in home.iterdir()] == ["logins.json"]
    assert json.loads(kept.read_text()) == {"chosen": service.url, "tokens": {service.url: TOKEN}}
    assert typed(variables, "whoami").stdout.splitlines()[:2] == [
        f"local, an operator, at {service.url}",
        f"token {0:024x}: read write; ends 2027-02-19T09:00:00Z",
    ]


def test_a_token_that_is_refused_is_not_kept(variables: dict[str, str], service: FakeService, home: Path) -> None:
    done = typed(variables, "login", service.url, given="a-wrong-token\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "token" in done.stderr
    assert "a-wrong-token" not in done.stderr
    assert not (home / "logins.json").exists()
    assert typed(variables, "login", service.url, given="\n").stderr == "ancho: no token was given\n"


def test_a_login_may_be_forgotten(variables: dict[str, str], service: FakeService) -> None:
    log_in(variables, service)
    assert typed(variables, "logout").stderr == f"logged out of {service.url}\n"
    again = typed(variables, "logout")
    assert (again.returncode, again.stderr) == (2, "ancho: you are not logged in to any service\n")
    assert typed(variables, "logout", service.url).stderr == f"ancho: you are not logged in to {service.url}\n"


def test_each_service_gets_the_token_that_was_kept_for_it_and_no_other(
    monkeypatch: pytest.MonkeyPatch, home: Path, service: FakeService
) -> None:
    monkeypatch.setenv("ANCHO_HOME", str(home))
    home.mkdir(parents=True)
    (home / "url").write_text("http://127.0.0.1:1\n")
    (home / "token").write_text(TOKEN)
    with Client(service.url) as client, pytest.raises(ServiceError) as refused:
        client.me()
    assert refused.value.status == 401
    (home / "url").write_text(f"{service.url}\n")
    with Client() as client:
        assert client.me()["user"] == "local"


def test_an_operator_adds_a_user_who_logs_in_and_is_removed(
    variables: dict[str, str], service: FakeService, tmp_path: Path
) -> None:
    log_in(variables, service)
    added = typed(variables, "users", "add", "ada", "--expires", "30d")
    assert added.returncode == 0, added.stderr
    assert f"'ancho login {service.url}'" in added.stderr
    ada = {**variables, "ANCHO_HOME": str(tmp_path / "ada")}
    log_in(ada, service, added.stdout.strip())

    me = json.loads(typed(ada, "whoami", "--json").stdout)
    assert (me["user"], me["operator"], me["expires_at"]) == ("ada", False, "P30D")
    refused = typed(ada, "users")
    assert (refused.returncode, "only an operator" in refused.stderr) == (2, True)
    assert [user["name"] for user in json.loads(typed(variables, "users", "--json").stdout)["items"]] == [
        "local",
        "ada",
    ]
    assert "ada" in typed(variables, "users").stdout

    assert "--yes" in typed(variables, "users", "remove", "ada").stderr
    assert typed(variables, "users", "remove", "ada", "--yes").returncode == 0
    assert typed(ada, "whoami").returncode == 2


def test_an_operator_says_what_a_user_may_have(variables: dict[str, str], service: FakeService, tmp_path: Path) -> None:
    log_in(variables, service)
    added = typed(variables, "users", "add", "ada", "--quota", "runs=20, stored_bytes=10G", "--weight", "2")
    assert service.people.users["ada"]["quota"] == {"runs": 20, "stored_bytes": 10_000_000_000}
    ada = {**variables, "ANCHO_HOME": str(tmp_path / "ada")}
    log_in(ada, service, added.stdout.strip())
    seen = typed(ada, "whoami").stdout
    assert "runs" in seen
    assert [line.split() for line in seen.splitlines() if line.startswith("runs")] == [["runs", "20", "3", "17"]]

    changed = typed(variables, "users", "quota", "ada", "--quota", "runs=default,slots=8").stdout
    assert "weight 2" in changed
    assert ["runs", "any", "3", "any"] in [line.split() for line in changed.splitlines()]
    shown = json.loads(typed(variables, "users", "quota", "ada", "--json").stdout)
    assert shown["quota"] == {"stored_bytes": 10_000_000_000, "slots": 8}
    wrong = typed(variables, "users", "quota", "ada", "--quota", "runs:5")
    assert (wrong.returncode, "runs=20" in wrong.stderr) == (2, True)


def test_tokens_are_made_listed_and_deleted(variables: dict[str, str], service: FakeService) -> None:
    log_in(variables, service)
    made = json.loads(typed(variables, "tokens", "add", "nightly", "--read-only", "--expires", "12h", "--json").stdout)
    assert (made["user"], made["scopes"], made["expires_at"]) == ("local", ["read"], "PT12H")
    table = typed(variables, "tokens").stdout
    assert made["id"] in table
    assert made["token"] not in table
    assert typed(variables, "tokens", "remove", made["id"]).returncode == 0
    assert typed(variables, "tokens", "remove", made["id"]).returncode == 2


def test_from_python(service: FakeService) -> None:
    with Client(service.url, TOKEN) as client:
        assert client.add_user("ada", operator=True, quota={"runs": 5})["operator"]
        assert client.change_user("ada", quota={"slots": 2}, weight=3)["quota"] == {"runs": 5, "slots": 2}
        assert client.user("ada")["usage"]["runs"] == {"limit": 5, "used": 3, "left": 2}
        token = client.add_token("first", user="ada", scopes=["read"])
        assert [of["id"] for of in client.tokens(user="ada")] == [token["id"]]
        with Client(service.url, token["token"]) as ada:
            assert ada.me()["scopes"] == ["read"]
        client.delete_token(token["id"])
        client.remove_user("ada")
        assert [user["name"] for user in client.users()] == ["local"]
        with pytest.raises(InvalidRequest, match="30d"):
            client.add_token("x", expires_in="soon")
