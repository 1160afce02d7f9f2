"""Who may do what: every operation of the OpenAPI document, asked by everybody who could ask.

An operation without a line in ``TABLE`` fails. Whoever is refused is refused before the owner asks, who then shows that
nothing was changed.
"""

import secrets
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import httpx
import pytest
import yaml
from bad_input.packing import archive
from stack import REPOSITORY, Document, Stack, completed, users_removed

DESCRIPTION = yaml.safe_load((REPOSITORY / "gateway-service/src/main/resources/openapi.yaml").read_text())
OPERATIONS = {
    operation["operationId"]: (method.upper(), path)
    for path, operations in DESCRIPTION["paths"].items()
    for method, operation in operations.items()
    if method != "parameters"
}
KNOWN = ("reader", "other", "operator", "owner")
NOBODY = ("none", "expired", "revoked", "forged", "foreign_identity")
MODEL = {
    "ancho.toml": '[model]\nname = "access"\nentrypoint = "access:sequence"\n',
    "access.py": "import ancho\n\n\n@ancho.model\ndef sequence(rng, start):\n    return {'draw': rng.random()}\n",
}


@dataclass(frozen=True)
class Line:
    """The statuses that each caller gets.

    ``about`` is which thing of the owner's stands for ``{id}`` or ``{name}``, ``hides`` what others' lists do not have.
    """

    owner: int
    reader: int
    other: int
    operator: int
    about: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    hides: str = ""


TABLE = {
    "listModels": Line(200, 200, 200, 200, hides="model"),
    "uploadModel": Line(201, 403, 201, 201),
    "fetchModel": Line(422, 403, 422, 422, body={"http": {"url": "https://127.0.0.1:1/m.zip"}}),
    "getModel": Line(200, 200, 404, 404, "model"),
    "deleteModel": Line(204, 403, 404, 404, "unused_model"),
    "getModelArchive": Line(200, 200, 404, 404, "model"),
    "listRuns": Line(200, 200, 200, 200, hides="run"),
    "submitRun": Line(201, 403, 400, 400, body={"model": {"id": "$model"}, "sequences": 1}),
    "getRun": Line(200, 200, 404, 404, "run"),
    "deleteRun": Line(204, 403, 404, 404, "unwanted_run"),
    "cancelRun": Line(202, 403, 404, 404, "waiting_run"),
    "watchRun": Line(200, 200, 404, 404, "run"),
    "getSummary": Line(200, 200, 404, 404, "run"),
    "exportResults": Line(200, 200, 404, 404, "run"),
    "getProvenance": Line(200, 200, 404, 404, "run"),
    "getSequence": Line(200, 200, 404, 404, "run"),
    "listFailures": Line(200, 200, 404, 404, "run"),
    "getLogs": Line(200, 200, 404, 404, "run"),
    "listExecutors": Line(200, 200, 200, 200),
    "listTokens": Line(200, 200, 200, 200, hides="token"),
    "createToken": Line(201, 403, 201, 201, body={"name": "more", "expires_in": "PT10M"}),
    "deleteToken": Line(204, 403, 404, 204, "unneeded_token"),
    "getMe": Line(200, 200, 200, 200),
    "listUsers": Line(403, 403, 403, 200),
    "addUser": Line(403, 403, 403, 201, body={"name": "$new"}),
    "getUser": Line(403, 403, 403, 200, "victim"),
    "changeUser": Line(403, 403, 403, 200, "victim", body={"quota": {"runs": 1}}),
    "removeUser": Line(403, 403, 403, 204, "victim"),
}


class People:
    """Two users and an operator with their tokens, and what the first of them owns."""

    def __init__(self, stack: Stack, operator: httpx.Client) -> None:
        self.stack = stack
        self._operator = operator
        suffix = secrets.token_hex(3)
        names = {"owner": f"ada-{suffix}", "other": f"bob-{suffix}"}
        for name in names.values():
            assert operator.post("/users", json={"name": name}).status_code == 201
        make = self.make_token
        owners = make(names["owner"])
        self.token = str(owners["id"])
        self.tokens = {
            "owner": owners["token"],
            "reader": make(names["owner"], scopes=["read"])["token"],
            "other": make(names["other"])["token"],
            "operator": operator.headers["Authorization"].removeprefix("Bearer "),
            "none": None,
            "expired": make(names["owner"], expires_in="PT1M")["token"],
            "revoked": self._revoked(names["owner"]),
            "forged": f"ancho_{secrets.token_urlsafe(32)}",
            "foreign_identity": _unsigned(names["owner"]),
        }
        self._expired_at = time.monotonic() + 61
        self.names = names
        with self.client("owner") as owner:
            self.model = upload(owner, MODEL)
            run = submit(owner, self.model)
            self.run = await_completed(owner, run)
        time.sleep(max(0.0, self._expired_at - time.monotonic()))

    def make_token(self, user: str, **body: Any) -> Document:
        answer = self._operator.post("/tokens", json={"name": "t", "user": user, "expires_in": "PT30M", **body})
        assert answer.status_code == 201, answer.text
        document: Document = answer.json()
        return document

    def client(self, who: str) -> httpx.Client:
        client = self.stack.client(self.tokens[who] or "")
        if self.tokens[who] is None:
            del client.headers["Authorization"]
        return client

    def thing(self, kind: str) -> str:
        """The id of something of the owner's, new unless everybody may go on using it."""
        if kind in ("", "model", "run"):
            return str(getattr(self, kind, ""))
        if kind == "unneeded_token":
            return str(self.make_token(self.names["owner"])["id"])
        if kind == "victim":
            name = f"eve-{secrets.token_hex(3)}"
            assert self._operator.post("/users", json={"name": name}).status_code == 201
            return name
        with self.client("owner") as owner:
            if kind == "unused_model":
                return upload(owner, {**MODEL, "README.md": f"{uuid.uuid4()}\n"})
            nowhere = {"executors": {"constraints": [["hostname", "LIKE", "nowhere"]]}}
            return submit(owner, self.model, **(nowhere if kind == "waiting_run" else {}))

    def cancel_what_waits(self) -> None:
        with self.client("owner") as owner:
            for run in owner.get("/runs", params={"state": "SUBMITTED"}).json()["items"]:
                owner.post(f"/runs/{run['id']}/cancel")

    def _revoked(self, user: str) -> str:
        token = self.make_token(user)
        assert self._operator.delete(f"/tokens/{token['id']}").status_code == 204
        return str(token["token"])


def upload(client: httpx.Client, files: Mapping[str, str]) -> str:
    answer = client.post("/models", files={"archive": ("m.tar.gz", BytesIO(archive(files)), "application/gzip")})
    assert answer.is_success, answer.text
    return str(answer.json()["id"])


def submit(client: httpx.Client, model: str, **body: Any) -> str:
    answer = client.post("/runs", json={"model": {"id": model}, "sequences": 10, **body})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def await_completed(client: httpx.Client, run: str) -> str:
    deadline = time.monotonic() + 120
    while not completed(client.get(f"/runs/{run}").json()):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return run


def _unsigned(user: str) -> str:
    """An identity such as services take, with a signature that is none: at the gateway not even a good one counts."""
    from bad_input.world import _base64

    now = int(time.time())
    claims = f'{{"iss":"ancho-gateway","sub":"{user}","scope":"read write operator","exp":{now + 300}}}'
    return ".".join(_base64(part.encode()).decode() for part in ('{"alg":"RS256"}', claims, "x" * 256))


@pytest.fixture(scope="module")
def people(stack: Stack) -> Iterator[People]:
    with stack.client() as operator, users_removed(operator):
        people = People(stack, operator)
        yield people
        people.cancel_what_waits()


def test_every_operation_has_a_line() -> None:
    assert TABLE.keys() == OPERATIONS.keys()


@pytest.mark.parametrize("name", OPERATIONS)
def test_everybody_gets_what_the_table_says(name: str, people: People) -> None:
    line = TABLE[name]
    expected = dict.fromkeys(NOBODY, 401) | {who: getattr(line, who) for who in KNOWN}
    thing = people.thing(line.about)
    seen = {}
    for who in sorted(expected, key=lambda who: expected[who] < 400):  # those who are refused first
        answer = ask(people, who, name, thing)
        seen[who] = answer.status_code
        if answer.is_success:
            thing = people.thing(line.about)
            if line.hides and who in ("other", "operator"):
                assert getattr(people, line.hides) not in answer.text
    assert seen == expected


def ask(people: People, who: str, name: str, thing: str) -> httpx.Response:
    method, path = OPERATIONS[name]
    path = path.replace("{id}", thing).replace("{name}", thing).replace("{sequence}", "0")
    body = {key: _filled(value, people) for key, value in TABLE[name].body.items()}
    with people.client(who) as client:
        if name == "uploadModel":
            own = archive({**MODEL, "README.md": f"{uuid.uuid4()}\n"})
            return client.post("/models", files={"archive": ("m.tar.gz", own, "application/gzip")})
        query = {"format": "csv"} if name == "exportResults" else None
        return client.request(method, path.removeprefix("/api/v1"), json=body or None, params=query)


def _filled(value: Any, people: People) -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner, people) for key, inner in value.items()}
    if value == "$new":
        return f"new-{secrets.token_hex(3)}"
    return people.model if value == "$model" else value
