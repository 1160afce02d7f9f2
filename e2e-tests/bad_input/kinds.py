"""The kinds of cases: each knows how to send its bad input and what must come back."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from stack import Document

from bad_input.packing import archive
from bad_input.world import World


@dataclass(frozen=True)
class Seen:
    """An answer.

    ``answer`` is an HTTP status and a problem's code, a run's final state or an exit status; ``about`` the fields at
    fault; ``text`` what the user reads.
    """

    answer: str
    text: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """A request that is refused with a problem document, which names the fields at fault.

    ``path`` is below ``/api/v1`` and sent as it is. Names such as ``$run`` are filled in everywhere; a header that is
    None is not sent at all.
    """

    name: str
    method: str
    path: str
    answer: str
    about: tuple[str, ...] = ()
    headers: Mapping[str, str | None] = field(default_factory=dict)
    body: Any = None
    content: bytes | Callable[[], bytes | Iterator[bytes]] | None = None

    def meet(self, world: World) -> Seen:
        answer = self._send(world)
        assert answer.headers.get("Content-Type", "").startswith("application/problem+json"), answer.text
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert problem["detail"] != problem["title"], f"says nothing of the case at hand: {problem}"
        told = Seen(_code(problem), problem["detail"], tuple(error["field"] for error in problem.get("errors", ())))
        assert (told.answer, told.about) == (self.answer, self.about), told
        return told

    def _send(self, world: World) -> httpx.Response:
        headers = {name: world.fill(value) for name, value in self.headers.items() if value is not None}
        content = self.content() if callable(self.content) else self.content
        if self.body is not None:
            content = world.fill(json.dumps(self.body)).encode()
        if content is not None and "Content-Type" not in self.headers:
            headers["Content-Type"] = "application/json"
        request = world.api.build_request(self.method, "/", headers=headers, content=content)
        for name in [name for name, value in self.headers.items() if value is None]:
            request.headers.pop(name, None)
        request.url = request.url.copy_with(raw_path=f"/api/v1{world.fill(self.path)}".encode())
        return world.api.send(request)


def submission(name: str, body: Mapping[str, Any], *about: str) -> Request:
    """A run that is refused when it is submitted: a good one, but for these fields."""
    good = {"model": {"id": "$model"}, "sequences": 10}
    return Request(name, "POST", "/runs", "400 invalid-request", about, body={**good, **body})


def malformed(
    name: str, content: bytes, *about: str, answer: str = "400 invalid-request", kind: str | None = "application/json"
) -> Request:
    """A submission whose body is no JSON object, or cannot be written by a JSON library."""
    return Request(name, "POST", "/runs", answer, about, {"Content-Type": kind}, content=content)


@dataclass(frozen=True)
class Upload:
    """An archive that is no model."""

    name: str
    content: Callable[[], bytes]
    answer: str = "422 invalid-model"

    def meet(self, world: World) -> Seen:
        files = {"archive": ("model.tar.gz", self.content(), "application/gzip")}
        answer = world.api.post("/models", files=files)
        problem = answer.json()
        told = Seen(_code(problem), problem["detail"])
        assert told.answer == self.answer, told
        return told


@dataclass(frozen=True)
class Command:
    """A command that ends at once with an exit status and a line that says why."""

    name: str
    arguments: str
    status: int
    says: str
    environment: Mapping[str, str] = field(default_factory=dict)
    lines: int = 1

    def meet(self, world: World) -> Seen:
        arguments = [world.fill(argument) for argument in self.arguments.split(" ")]
        environment = {name: world.fill(value) for name, value in self.environment.items()}
        done = world.stack.ancho(*arguments, timeout=60, environment=environment)
        assert done.returncode == self.status, done
        assert "Traceback" not in done.stderr, done.stderr
        text = done.stderr.rstrip()
        assert self.says in text, done.stderr
        assert len(text.splitlines()) <= self.lines, done.stderr
        return Seen(f"exit {self.status}", text)


def _code(problem: Document) -> str:
    return f"{problem['status']} {problem['type'].rpartition(':')[2]}"


@dataclass(frozen=True)
class Run:
    """A run whose model is at fault: it ends soon, in this state, and what is told of it has these words."""

    name: str
    files: Mapping[str, str]
    state: str
    says: str
    asks: Mapping[str, Any] = field(default_factory=dict)

    def begin(self, world: World) -> str:
        """Submit it; the run's id."""
        body = {"model": {"id": world.upload(archive(self.files))}, "sequences": 10, "seed": 1, **self.asks}
        answer = world.api.post("/runs", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def meet(self, world: World) -> Seen:
        run = world.ended(self)
        seen = Seen(run["state"], run["reason"] or _told(world, run))
        assert (seen.answer, self.says in seen.text) == (self.state, True), seen
        return seen


def _told(world: World, run: Document) -> str:
    """What a completed run tells of its failed sequences, or else of numbers that are none and of a log that is cut."""
    failures = world.api.get(f"/runs/{run['id']}/failures?limit=1").json()["items"]
    if failures:
        first = failures[0]
        trace = f"\n{first['traceback']}" if first["traceback"] else ""
        failed = f"{run['progress']['failed']} of {run['sequences']} sequences failed"
        return f"{failed}; sequence {first['sequence']}: {first['error_type']}: {first['message']}{trace}"
    outputs = world.api.get(f"/runs/{run['id']}/summary").json()["outputs"]
    told = [f"{name}: {output['nan']} NaN, {output['infinite']} infinite" for name, output in outputs.items()]
    log = world.api.get(f"/runs/{run['id']}/logs").text.splitlines()
    cut = [line for line in log if line.startswith("[the log")]
    return "\n".join([f"{'; '.join(told)}, of {run['sequences']}", *cut])


Case = Request | Upload | Command | Run
