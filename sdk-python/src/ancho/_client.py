"""The client of a service."""

import json
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import httpx

from ancho import _archive, _sse
from ancho._errors import InvalidRequest, NotReachable, ServiceError
from ancho._home import models
from ancho._html import Summary
from ancho._http import Http
from ancho._output import outputs_described
from ancho._replay import check_index, replay_in_process
from ancho._result_reading import read_npz
from ancho._results import Failure, Results
from ancho._run import FINAL_STATES, Run
from ancho._simulate import drawn_seed
from ancho._starting_values import plain
from ancho._targets import Target, targets_of
from ancho._trial import try_model

__all__ = ["Client", "Run"]

_PAGE = 200
_FETCH_SECONDS = 120.0


class Client:
    """Runs models at a service.

    Parameters
    ----------
    url
        the service's address; else ``$ANCHO_URL``, else the one in ``$ANCHO_HOME/url``, else http://127.0.0.1:8080
    token
        an API token; else ``$ANCHO_TOKEN``, else the one in ``$ANCHO_HOME/token``
    transport
        an httpx transport to use in place of the network
    patience
        for how many seconds a service that has answered before may be away

    All methods raise :class:`ServiceError` where the service answers with a problem, and :class:`NotReachable` where it
    does not answer. Those that take a run take its id or a :class:`Run`.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        patience: float = 60.0,
    ) -> None:
        self._http = Http(url, token, transport, patience)
        self._patience = patience

    @property
    def url(self) -> str:
        """The service's address."""
        return self._http.url

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def submit(
        self,
        model: str | Path,
        *,
        sequences: int,
        starting_values: Mapping[str, Any] | None = None,
        targets: Iterable[Target | str | Mapping[str, Any]] = (),
        executors: int | Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Run:
        """Submit a run.

        Parameters
        ----------
        model
            a model's folder, whose first sequence is tried here, for some seconds, and which is uploaded if the service
            does not have it; or a model's id
        sequences
            how many
        starting_values
            those that differ from the model's
        targets
            such as ``"solvent: final_balance > 0"``
        executors
            executors of its own: how many, or ``{"count", "cpus", "mem_mib", "gpus", "image", "constraints"}``; the
            pool's if None
        options
            anything else that the API's run has: ``seed``, ``name``, ``quantiles``, ``block_size``,
            ``sequence_timeout``, ``max_failures``, ``labels``, …

        Raises
        ------
        ModelError
            if the model does not load, or refuses the starting values, or its outputs are not numbers
        RunFailed
            if its first sequence fails here and ``max_failures`` is 0
        """
        model_id, tried = self._tried(model, starting_values or {}, options)
        body: dict[str, Any] = {
            "model": {"id": model_id},
            "sequences": sequences,
            "starting_values": plain(starting_values or {}),
            "targets": [target.document() for target in targets_of(targets)],
            "executors": {"count": executors} if isinstance(executors, int) else executors,
            **options,
        }
        headers = {"Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json"}
        submitted = self._http.ask("POST", "/runs", content=_json_of(_given(body)), headers=headers).json()
        return Run(self, submitted, tried=tried)

    def upload(self, folder: str | Path) -> dict[str, Any]:
        """Upload a model's folder unless the service has it; the model as the API shows it."""
        archive = _archive.pack(Path(folder))
        try:
            return self._json(f"/models/{_archive.id_of(archive)}")
        except ServiceError as error:
            if error.status != 404:
                raise
        files = {"archive": ("model.tar.gz", _archive.compress(archive), "application/gzip")}
        return dict(self._http.ask("POST", "/models", files=files).json())

    def add_model(
        self,
        *,
        git: str | None = None,
        ref: str | None = None,
        path: str | None = None,
        http: str | None = None,
        sha256: str | None = None,
    ) -> dict[str, Any]:
        """Have the service fetch a model; the model as the API shows it, its ``source`` pinned.

        Parameters
        ----------
        git
            the https address of a public git repository
        ref
            its branch, tag or full commit id; else its HEAD
        path
            the model's folder in it; else its root
        http
            the https address of a ``.tar.gz`` or ``.zip``, in place of ``git``
        sha256
            what the archive's digest must be

        Raises
        ------
        ServiceError
            if the source cannot be fetched, or is not a model
        """
        sources = {"git": {"url": git, "ref": ref, "path": path}, "http": {"url": http, "sha256": sha256}}
        given = {kind: _given(source) for kind, source in sources.items()}
        body = {kind: source for kind, source in given.items() if source}
        if len(body) != 1 or "url" not in next(iter(body.values())):
            raise InvalidRequest("give either git, with ref and path, or http, with sha256")
        return dict(self._http.ask("POST", "/models", json=body, timeout=_FETCH_SECONDS).json())

    def run(self, run: str | Run) -> Run:
        """A run as it is now."""
        return Run(self, self._json(f"/runs/{_id(run)}"))

    def runs(self, *, state: str | None = None, label: str | None = None, limit: int | None = None) -> Iterator[Run]:
        """The runs, newest first; ``label`` is ``"key:value"``."""
        pages = self._items("/runs", {"state": state, "label": label}, limit)
        yield from (Run(self, document) for document in pages)

    def watch(self, run: str | Run) -> "Iterator[_sse.Event]":
        """What happens to a run, until it is over: pairs of ``state``, ``progress`` or ``statistics`` and a document.

        A broken connection is made again; the service then tells everything anew.
        """
        lost: float | None = None
        while True:
            try:
                with self._http.stream(f"/runs/{_id(run)}/events", headers={"Accept": "text/event-stream"}) as response:
                    lost = None
                    for event in _sse.events(response.iter_bytes()):
                        yield event
                        if event[0] == "state" and event[1]["state"] in FINAL_STATES:
                            return
            except NotReachable:
                lost = lost or time.monotonic()
                if time.monotonic() - lost > self._patience:
                    raise
            time.sleep(0.3)

    def wait(self, run: str | Run) -> Run:
        """Wait until a run is completed; :class:`RunFailed` if it is not in the end."""
        return self.run(run).wait()

    def cancel(self, run: str | Run) -> Run:
        """Cancel a run."""
        return Run(self, self._http.ask("POST", f"/runs/{_id(run)}/cancel").json())

    def summary(self, run: str | Run) -> Summary:
        """The summary of a completed run: a dict, which a notebook shows."""
        return Summary(self._json(f"/runs/{_id(run)}/summary"))

    def results(self, run: str | Run) -> Results:
        """The outputs of a run's sequences: all of a completed one, else those of the contiguous prefix."""
        document = self.run(run).document
        with tempfile.TemporaryFile() as file:
            self.download(run, "npz", file)
            file.seek(0)
            contents = read_npz(file)
        failures = list(self.failures(run)) if document["progress"]["failed"] else []
        provenance = contents.metadata | _provenance(document)
        return Results(
            contents.outputs,
            contents.sequences,
            failures,
            seed=document["seed"],
            quantiles=document["quantiles"],
            targets=targets_of(document["targets"]),
            provenance=provenance,
        )

    def download(
        self,
        run: str | Run,
        format: str,
        file: BinaryIO,
        *,
        outputs: Sequence[str] = (),
        first: int | None = None,
        to: int | None = None,
    ) -> None:
        """Write a run's results to a file as the service gives them: ``csv``, ``jsonl`` or ``npz``."""
        query = {"format": format, "outputs": ",".join(outputs) or None, "from": first, "to": to}
        with self._http.stream(f"/runs/{_id(run)}/results", params=_given(query)) as response:
            for part in response.iter_bytes():
                file.write(part)

    def sequence(self, run: str | Run, index: int) -> dict[str, Any]:
        """One sequence as it was stored: ``{"sequence", "outputs"}`` or ``{"sequence", "failure"}``."""
        return self._json(f"/runs/{_id(run)}/sequences/{index}")

    def replay(self, run: str | Run, index: int) -> dict[str, Any]:
        """One sequence, run again on this machine: the very history that the run had under this index."""
        document = self.run(run).document
        check_index(document, index)
        return replay_in_process(self.model_folder(document["model"]["id"]), document, index)

    def model_folder(self, model_id: str) -> Path:
        """A folder on this machine with a model's files, fetched once."""
        kept = models() / model_id.rpartition(":")[2]
        if kept.exists():
            return kept
        return _archive.unpack(self._http.ask("GET", f"/models/{model_id}/archive").content, model_id, models())

    def failures(self, run: str | Run, *, limit: int | None = None) -> Iterator[Failure]:
        """The failed sequences of a run, in order."""
        yield from (Failure(**item) for item in self._items(f"/runs/{_id(run)}/failures", {}, limit))

    def logs(self, run: str | Run) -> str:
        """What the run's model printed."""
        return self._http.ask("GET", f"/runs/{_id(run)}/logs").text

    def _tried(
        self, model: str | Path, starting_values: Mapping[str, Any], options: dict[str, Any]
    ) -> tuple[str, str | None]:
        """The id of the model, and what is to be known of its first sequence, which is tried here with the run's seed.

        A seed that is not given is drawn, and added to ``options``.
        """
        if isinstance(model, str) and model.startswith("sha256:"):
            return model, "not tried here first"
        if options.get("seed") is None:
            options["seed"] = drawn_seed()
        given = {
            name: options[name] for name in ("seed", "block_size", "max_failures") if options.get(name) is not None
        }
        tried = try_model(Path(model), starting_values, **given)
        return str(self.upload(model)["id"]), tried

    def _json(self, path: str, **query: Any) -> dict[str, Any]:
        return dict(self._http.ask("GET", path, params=_given(query)).json())

    def _items(self, path: str, query: dict[str, Any], limit: int | None) -> Iterator[dict[str, Any]]:
        return islice(self._all_items(path, {**query, "limit": min(limit or _PAGE, _PAGE)}), limit)

    def _all_items(self, path: str, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
        while True:
            page = self._json(path, **query)
            yield from page["items"]
            if page.get("next") is None:
                return
            query = {**query, "cursor": page["next"]}


def _id(run: str | Run) -> str:
    run_id = run.id if isinstance(run, Run) else run
    if not run_id or not all(c.isalnum() or c in "-_." for c in run_id) or set(run_id) == {"."}:
        raise InvalidRequest(f"{run_id!r} is not the id of a run")
    return run_id


def _provenance(run: Mapping[str, Any]) -> dict[str, Any]:
    """What a run's document says of where its numbers come from."""
    names = ("model", "sequences", "starting_values", "block_size")
    described = outputs_described(run.get("outputs") or ())
    return {
        "run_id": run["id"],
        **{name: run[name] for name in names},
        **({"outputs": described} if described else {}),
    }


def _json_of(body: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:  # NaN, infinity, half of a surrogate pair, or no value of JSON's at all
        raise InvalidRequest(f"the run cannot be sent as JSON: {error}") from None


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
