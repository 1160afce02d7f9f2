"""A service that speaks the API over real HTTP and runs models in this process's own children."""

import gzip
import io
import json
import tarfile
import threading
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ancho import Results, RunFailed, simulate
from ancho._archive import id_of
from ancho._description import describe
from fake_users import FakeUsers

TOKEN = "a-token"
_AT = "2026-11-21T09:00:00Z"
_RUN_FIELDS = {"name", "model", "starting_values", "sequences", "seed", "block_size", "targets", "quantiles"}
_RUN_FIELDS |= {
    "executors",
    "placement",
    "sequence_timeout",
    "timeout",
    "max_failures",
    "labels",
    "numerics",
    "reproducible",
}


class ProblemError(Exception):
    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.document = {"type": f"urn:ancho:problem:{code}", "title": code, "status": status, "detail": detail}


class FakeService:
    """Its models and runs. ``requests`` holds what it was asked; ``drops`` is how many event streams break early,
    ``unready`` how many requests are answered by 503, ``held`` keeps runs from ending until it is set, and ``log`` is
    what every model has printed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.models: dict[str, dict[str, Any]] = {}
        self.archives: dict[str, bytes] = {}
        self.runs: dict[str, dict[str, Any]] = {}
        self.computed: dict[str, Results] = {}
        self.keys: dict[str, str] = {}
        self.requests: list[str] = []
        self.people = FakeUsers(TOKEN)
        self.drops = 0
        self.unready = 0
        self.log = b"printed by the model\n"
        self.held = threading.Event()
        self.held.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: _Handler(self, *given))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.held.set()
        self._server.shutdown()
        self._server.server_close()

    def add_model(self, body: bytes, content_type: str) -> tuple[int, dict[str, Any]]:
        message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
        parts = {part.get_param("name", header="content-disposition"): part for part in message.iter_parts()}
        payload = parts["archive"].get_payload(decode=True)
        assert isinstance(payload, bytes)
        archive = gzip.decompress(payload)
        model_id = id_of(archive)
        folder = self.folder / model_id.replace(":", "-")
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        description = describe(folder)
        known = model_id in self.models
        self.archives[model_id] = archive
        self.models[model_id] = {
            "id": model_id,
            "name": description.name,
            "entrypoint": description.entrypoint,
            "requirements": False,
            "size_bytes": len(archive),
            "created_at": _AT,
            "source": None,
        }
        return (200 if known else 201), self.models[model_id]

    def fetch_model(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Gives the first model that was uploaded, whatever it is asked for."""
        if "broken" in json.dumps(body):
            raise ProblemError(422, "invalid-model", "git.ref: there is no branch or tag 'broken'")
        (kind, asked), model = next(iter(body.items())), next(iter(self.models.values()))
        model["source"] = {kind: {**asked, "commit": "c0" * 20} if kind == "git" else asked}
        return 200, model

    def add_run(self, body: dict[str, Any], key: str | None) -> tuple[int, dict[str, Any]]:
        if key in self.keys:
            return 200, self.runs[self.keys[key]]
        for field in body.keys() - _RUN_FIELDS:
            raise ProblemError(400, "invalid-request", f"{field}: is not known")
        if body["sequences"] < 1:
            raise ProblemError(400, "invalid-request", "sequences: must be at least 1")
        model = self.models.get(body["model"]["id"])
        if model is None:
            raise ProblemError(404, "not-found", f"there is no model {body['model']['id']}")
        run = _run(f"f{len(self.runs) + 1}", model, body)
        self.runs[run["id"]] = run
        self.keys[key or run["id"]] = run["id"]
        return 201, run

    def compute(self, run: dict[str, Any]) -> Results:
        if run["id"] not in self.computed:
            self.computed[run["id"]] = results = self._simulated(run)
            results._provenance["run_id"] = run["id"]
        return self.computed[run["id"]]

    def _simulated(self, run: dict[str, Any]) -> Results:
        folder = self.folder / run["model"]["id"].replace(":", "-")
        asked = {key: run[key] for key in ("sequences", "seed", "starting_values", "targets", "block_size", "numerics")}
        try:
            return simulate(folder, max_failures=run["sequences"], quantiles=run["quantiles"], **asked)
        except RunFailed as failed:
            assert failed.results is not None
            return failed.results

    def end(self, run: dict[str, Any]) -> None:
        if run["state"] in ("COMPLETED", "FAILED", "CANCELLED"):
            return
        failed = len(self.compute(run).failures)
        run["progress"] |= {"completed": run["sequences"], "failed": failed, "contiguous": run["sequences"]}
        run["state"] = "FAILED" if failed > run["max_failures"] else "COMPLETED"
        run["reason"] = f"{failed} failed" if run["state"] == "FAILED" else None
        run["ended_at"] = _AT


def _run(run_id: str, model: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "name": model["name"],
        "labels": {},
        "starting_values": {},
        "seed": 42,
        "block_size": 1024,
        "targets": [],
        "quantiles": [0.05, 0.5, 0.95],
        "outputs": None,
        "sandbox": None,
        "placement": "dedicated" if body.get("executors") else "pool",
        "executors": None,
        "sequence_timeout": "PT30S",
        "timeout": None,
        "max_failures": 0,
        "numerics": "portable",
        "reproducible": True,
        "environment": None,
    }
    times = {"created_at": _AT, "started_at": None, "ended_at": None}
    counts = {"total": body["sequences"], "completed": 0, "failed": 0, "contiguous": 0}
    progress = {**counts, "per_second": 0.0, "eta": None}
    fixed = {"id": run_id, "state": "RUNNING", "reason": None, "statistics": None, "progress": progress}
    return {**defaults, **body, **times, **fixed, "model": {key: model[key] for key in ("id", "name", "entrypoint")}}


def _part(results: Results, query: dict[str, str]) -> Results:
    first, to = int(query.get("from", 0)), int(query.get("to", 10**12))
    chosen = (results.sequences >= first) & (results.sequences < to)
    return Results(
        {name: values[chosen] for name, values in results.items()},
        results.sequences[chosen],
        [failure for failure in results.failures if first <= failure.sequence < to],
        seed=results.seed,
        quantiles=results._quantiles,
        targets=results._targets,
        provenance=results._provenance,
    )


def _statistics(summary: dict[str, Any]) -> dict[str, Any]:
    scalars = {name: output for name, output in summary["outputs"].items() if "length" not in output}
    return {"sequences": summary["sequences"], "outputs": scalars, "targets": summary["targets"]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, service: FakeService, *given: Any) -> None:
        self.service = service
        super().__init__(*given)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def do_PATCH(self) -> None:
        self._answer(self._delete)

    def do_DELETE(self) -> None:
        self._answer(self._delete)

    def _answer(self, handle: Callable[[list[str], dict[str, str]], None]) -> None:
        url = urlsplit(self.path)
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.service.requests.append(f"{self.command} {url.path.removeprefix('/api/v1')}")
        try:
            token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
            if token not in self.service.people.tokens:
                raise ProblemError(401, "unauthenticated", "a valid token is needed")
            if self.service.unready:
                self.service.unready -= 1
                raise ProblemError(503, "unavailable", "run-service cannot be reached")
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            path = url.path.removeprefix("/api/v1/").split("/")
            if path[0] in ("me", "users", "tokens"):
                self._of_people(path, query, token)
            else:
                handle(path, query)
        except ProblemError as problem:
            self._send(problem.status, problem.document, "application/problem+json")

    def _of_people(self, path: list[str], query: dict[str, str], token: str) -> None:
        body = json.loads(self.body) if self.body else {}
        status, *rest = self.service.people.answer(self.command, path, query, body, token)
        if status >= 400:
            raise ProblemError(status, *rest)
        self._send(status, b"" if status == 204 else rest[0])

    def _get(self, path: list[str], query: dict[str, str]) -> None:
        match path:
            case ["models"]:
                self._send(200, {"items": list(self.service.models.values()), "next": None})
            case ["models", model_id] if model_id in self.service.models:
                self._send(200, self.service.models[model_id])
            case ["models", model_id, "archive"] if model_id in self.service.archives:
                self._send(200, gzip.compress(self.service.archives[model_id]), "application/gzip")
            case ["runs"]:
                self._list(query)
            case ["runs", run_id, *rest] if run_id in self.service.runs:
                self._of_run(self.service.runs[run_id], rest, query)
            case _:
                raise ProblemError(404, "not-found", f"there is no {'/'.join(path)}")

    def _post(self, path: list[str], query: dict[str, str]) -> None:
        match path:
            case ["models"] if self.headers["Content-Type"] == "application/json":
                self._send(*self.service.fetch_model(json.loads(self.body)))
            case ["models"]:
                self._send(*self.service.add_model(self.body, self.headers["Content-Type"]))
            case ["runs"]:
                self._send(*self.service.add_run(json.loads(self.body), self.headers.get("Idempotency-Key")))
            case ["runs", run_id, "cancel"]:
                run = self.service.runs[run_id]
                if run["state"] == "COMPLETED":
                    raise ProblemError(409, "conflict", f"run {run_id} is COMPLETED")
                run["state"] = "CANCELLED"
                self._send(202, run)
            case _:
                raise ProblemError(404, "not-found", f"there is no {'/'.join(path)}")

    def _delete(self, path: list[str], query: dict[str, str]) -> None:
        match path:
            case ["runs", run_id] if run_id in self.service.runs:
                del self.service.runs[run_id]
                self.service.computed.pop(run_id, None)
            case ["models", model_id] if model_id in self.service.models:
                for run in self.service.runs.values():
                    if run["model"]["id"] == model_id:
                        raise ProblemError(409, "conflict", f"run {run['id']} uses model {model_id}")
                del self.service.models[model_id]
            case _:
                raise ProblemError(404, "not-found", f"there is no {'/'.join(path)}")
        self.send_response(204)
        self.end_headers()

    def _list(self, query: dict[str, str]) -> None:
        newest_first = [
            run
            for run in reversed(self.service.runs.values())
            if query.get("state") in (None, run["state"]) and query.get("name") in (None, run["name"])
        ]
        first, limit = int(query.get("cursor", 0)), min(2, int(query["limit"]))
        last = first + limit
        self._send(200, {"items": newest_first[first:last], "next": str(last) if last < len(newest_first) else None})

    def _of_run(self, run: dict[str, Any], rest: list[str], query: dict[str, str]) -> None:
        match rest:
            case []:
                self._send(200, run)
            case ["events"]:
                self._events(run)
            case ["summary"] if run["state"] != "COMPLETED":
                raise ProblemError(409, "conflict", "there is no summary yet")
            case ["summary"]:
                self._send(200, self.service.compute(run).summary() | {"run_id": run["id"]})
            case ["results"]:
                path = self.service.folder / f"results-{threading.get_ident()}.{query['format']}"
                _part(self.service.compute(run), query).save(path)
                self._send(200, path.read_bytes(), "application/octet-stream")
            case ["provenance"]:
                self._send(200, self.service.compute(run).provenance)
            case ["failures"]:
                self._send(
                    200, {"items": [vars(failure) for failure in self.service.compute(run).failures], "next": None}
                )
            case ["logs"]:
                self._send(200, self.service.log, "text/plain")
            case ["sequences", index]:
                results = self.service.compute(run)
                outputs = {name: values[int(index)].tolist() for name, values in results.items()}
                self._send(200, {"sequence": int(index), "outputs": outputs})
            case _:
                raise ProblemError(404, "not-found", "there is no such thing")

    def _events(self, run: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self._event("state", {"state": run["state"], "reason": None, "at": _AT})
        self._event("progress", run["progress"])
        self._event("statistics", None)
        if self.service.drops:
            self.service.drops -= 1
            return
        self.service.held.wait(10)
        self.service.end(run)
        self._event("progress", run["progress"])
        if run["state"] == "COMPLETED":
            self._event("statistics", _statistics(self.service.compute(run).summary()))
        self._event("state", {"state": run["state"], "reason": run["reason"], "at": _AT})

    def _event(self, name: str, document: dict[str, Any] | None) -> None:
        self.wfile.write(f": a comment\nevent: {name}\ndata: {json.dumps(document)}\n\n".encode())

    def _send(self, status: int, body: Any, content_type: str = "application/json") -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
