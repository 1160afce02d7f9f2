"""What the cases refer to: a stack with a model, a completed run, and things that belong to somebody else."""

import base64
import json
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import httpx
from site_of_models import SiteOfModels
from stack import Document, Stack, completed

from bad_input.packing import archive

if TYPE_CHECKING:
    from bad_input.kinds import Run

SEQUENCES = 10

MODEL = {
    "ancho.toml": '[model]\nname = "dice"\nentrypoint = "dice:sequence"\n',
    "dice.py": """\
import ancho


@ancho.model(starting_values={"faces": 6, "bias": 0.0, "names": ["a"]})
def sequence(rng, start):
    return {"face": rng.integers(start.faces) + start.bias, "path": rng.random(3)}
""",
}


class World:
    """The stack as the cases see it. What a case refers to is made when the first case does."""

    def __init__(self, stack: Stack, find_site: Callable[[], SiteOfModels], folder: Path) -> None:
        self.stack = stack
        self._find_site = find_site
        self.folder = folder
        self.api = stack.client()
        self._runs: dict[str, str] = {}

    def close(self) -> None:
        self.api.close()

    # --- What a case can name, as $model, $run, … ---

    def fill(self, text: str) -> str:
        """A text with the names of what it refers to put in."""
        names = {name: str(getattr(self, name)) for name in _REFERENCES if f"${name}" in text}
        return Template(text).safe_substitute(names)

    @cached_property
    def model(self) -> str:
        return self.upload(archive(MODEL))

    @cached_property
    def run(self) -> str:
        """A completed run of ten sequences, known under an idempotency key."""
        body = {"model": {"id": self.model}, "sequences": SEQUENCES, "seed": 1}
        answer = self.api.post("/runs", json=body, headers={"Idempotency-Key": f"bad-input-{self.model}"})
        assert answer.is_success, answer.text
        return str(self.stack.await_run(answer.json()["id"], completed, 120)["id"])

    @cached_property
    def key(self) -> str:
        """The idempotency key of the run."""
        assert self.run
        return f"bad-input-{self.model}"

    @cached_property
    def foreign_run(self) -> str:
        """A run of another user's."""
        with self._somebody_else() as service:
            body = {"model": {"id": self._foreign_model(service)}, "sequences": 1}
            answer = service.post("/runs", json=body)
            assert answer.is_success, answer.text
            return str(answer.json()["id"])

    @cached_property
    def foreign_model(self) -> str:
        """A model of another user's that no one else has."""
        with self._somebody_else() as service:
            return self._foreign_model(service)

    @cached_property
    def reader(self) -> str:
        """A token that may only read."""
        return str(self._token({"scopes": ["read"]})["token"])

    @cached_property
    def deleted(self) -> str:
        """A token that was deleted."""
        token = self._token({})
        assert self.api.delete(f"/tokens/{token['id']}").status_code == 204
        return str(token["token"])

    @cached_property
    def token_id(self) -> str:
        """The id of the token that requests are made with."""
        return next(token["id"] for token in self.api.get("/tokens").json()["items"] if token["expires_at"] is None)

    @cached_property
    def dice(self) -> Path:
        """The folder of the model."""
        return self._folder("dice", MODEL)

    @cached_property
    def broken(self) -> Path:
        """The folder of a model that does not load."""
        return self._folder("broken", {**MODEL, "dice.py": "def sequence(rng, start)\n"})

    @cached_property
    def failing(self) -> Path:
        """The folder of a model that raises."""
        body = 'if rng.random() < 0.3:\n        raise ValueError("no such luck")\n    return'
        return self._folder("failing", {**MODEL, "dice.py": MODEL["dice.py"].replace("return", body)})

    @cached_property
    def exiting(self) -> Path:
        """The folder of a model that ends its process."""
        body = "import os\n    os._exit(7)\n    return"
        return self._folder("exiting", {**MODEL, "dice.py": MODEL["dice.py"].replace("return", body)})

    @cached_property
    def tools(self) -> Path:
        """A Python file without a model."""
        return self._folder("tools", {"tools.py": "import math\n"}) / "tools.py"

    @cached_property
    def linked(self) -> Path:
        """The folder of a model with a link to a folder elsewhere."""
        folder = self._folder("linked", MODEL)
        (folder / "data").symlink_to(self.folder)
        return folder

    @cached_property
    def unnamed(self) -> Path:
        """The folder of a model with a file whose name is in Latin-1."""
        folder = self._folder("unnamed", MODEL)
        (folder / os.fsdecode(b"caf\xe9.txt")).touch()
        return folder

    @cached_property
    def heavy(self) -> Path:
        """The folder of a model with 90 MB of random bytes."""
        folder = self._folder("heavy", MODEL)
        (folder / "noise.bin").write_bytes(random.Random(1).randbytes(90_000_000))
        return folder

    @cached_property
    def other(self) -> str:
        """The address of a service that is not Ancho."""
        port = next(part["port"] for part in self.stack.status()["parts"] if part["name"] == "mesos")
        return f"http://127.0.0.1:{port}"

    @cached_property
    def site(self) -> str:
        """The address of a web site that models may be fetched from."""
        site = self._find_site()
        page = ("text/html; charset=utf-8", b"<!doctype html><title>Models</title>")
        site.file("/page", *page)
        site.file("/page.git/info/refs?service=git-upload-pack", *page)
        site.file("/text", "text/plain", b"Not a model.\n")
        site.file("/model.tar.gz", "application/gzip", archive(MODEL))
        site.redirect("/inwards", "https://127.0.0.1/model.tar.gz")
        site.redirect("/inwards.git/info/refs?service=git-upload-pack", "https://127.0.0.1/models.git/info/refs")
        site.redirect("/plain", site.url.replace("https", "http") + "/model.tar.gz")
        site.redirect("/file", "file:///etc/passwd")
        site.redirect("/loop", "/loop")
        return site.url

    @cached_property
    def scratch(self) -> Path:
        """A folder for what the command line is given."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def _folder(self, name: str, files: Mapping[str, str]) -> Path:
        folder = self.folder / name
        folder.mkdir()
        for file, content in files.items():
            (folder / file).write_text(content, encoding="utf-8")
        return folder

    # --- What several kinds of cases do ---

    def begin(self, cases: Iterable["Run"]) -> None:
        """Submit runs, so that they go on while other cases are met."""
        for case in cases:
            self._runs[case.name] = case.begin(self)

    def ended(self, case: "Run") -> Document:
        """The run of a case, once it is over."""
        if case.name not in self._runs:
            self.begin([case])
        return self.stack.await_run(self._runs[case.name], lambda run: run["ended_at"], 120)

    def upload(self, content: bytes) -> str:
        answer = self.api.post("/models", files={"archive": ("model.tar.gz", content, "application/gzip")})
        assert answer.is_success, answer.text
        return str(answer.json()["id"])

    def _token(self, body: Mapping[str, Any]) -> Document:
        answer = self.api.post("/tokens", json={"name": "for the bad input", "expires_in": "PT10M", **body})
        assert answer.status_code == 201, answer.text
        document: Document = answer.json()
        return document

    def _foreign_model(self, service: httpx.Client) -> str:
        content = archive({**MODEL, "README.md": "Not yours.\n"})
        answer = service.post("/models", files={"archive": ("model.tar.gz", content, "application/gzip")})
        assert answer.is_success, answer.text
        return str(answer.json()["id"])

    def _somebody_else(self) -> httpx.Client:
        """run-service as another user reaches it, with an identity as the gateway signs them."""
        port = next(part["port"] for part in self.stack.status()["parts"] if part["name"] == "run")
        identity = _identity("somebody-else", self.stack.home / "keys" / "identity.key")
        return httpx.Client(
            base_url=f"http://127.0.0.1:{port}/api/v1",
            headers={"Authorization": f"Bearer {identity}"},
            timeout=60,
            trust_env=False,
        )


_REFERENCES = (
    *("model", "run", "key", "foreign_run", "foreign_model", "reader", "deleted", "token_id"),
    *("scratch", "dice", "broken", "failing", "exiting", "tools", "linked", "unnamed", "heavy", "other", "site"),
)


def _identity(user: str, key: Path) -> str:
    now = int(time.time())
    claims = {
        "iss": "ancho-gateway",
        "sub": user,
        "aud": ["run-service"],
        "scope": "read write",
        "iat": now,
        "exp": now + 300,
    }
    signed = b".".join(_base64(json.dumps(part).encode()) for part in ({"alg": "RS256"}, claims))
    command = ["openssl", "dgst", "-sha256", "-sign", str(key)]
    signature = subprocess.run(command, input=signed, capture_output=True, check=True).stdout
    return (signed + b"." + _base64(signature)).decode()


def _base64(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")
