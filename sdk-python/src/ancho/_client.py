"""The client of a service."""

import json
import os
import re
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import httpx

from ancho import _archive, _arguments, _result_formats, _sse
from ancho._arguments import WholeNumber
from ancho._cache import begin_use
from ancho._errors import InvalidRequest, NotReachable, ServiceError
from ancho._function_source import source_of
from ancho._home import models
from ancho._html import Summary
from ancho._http import Http
from ancho._model import Model
from ancho._output import outputs_described
from ancho._replay import check_index, replay_in_process
from ancho._result_reading import read_npz
from ancho._result_writing import save_sidecar
from ancho._results import Failure, Results
from ancho._run import FINAL_STATES, Run
from ancho._run_references import LAST, is_full_id, resolve
from ancho._simulate import drawn_seed, model_of
from ancho._submission import submission
from ancho._targets import Target
from ancho._trial import try_model

__all__ = ["Client", "Run"]

_PAGE = 200
_NOT_FOUND = 404
_MODEL_ID = re.compile(r"sha256:[0-9a-f]{64}")
_MODEL_ID_LENGTH = 71
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
    does not answer. Those that take a run take a :class:`Run` or a text that says which: its id, any beginning of it
    that no other run's has, ``"@last"``, or its name (of several the newest). :class:`InvalidRequest` tells if that is
    no run, or more than one.
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
        model: Model | Callable[..., Mapping[str, Any]] | str | os.PathLike[str],
        *,
        sequences: WholeNumber,
        seed: WholeNumber | None = None,
        starting_values: Mapping[str, Any] | None = None,
        targets: Target | str | Mapping[str, Any] | Iterable[Target | str | Mapping[str, Any]] = (),
        quantiles: Iterable[float] | None = None,
        block_size: WholeNumber | None = None,
        max_failures: WholeNumber = 0,
        sequence_timeout: float | str | timedelta | None = None,
        timeout: float | str | timedelta | None = None,
        name: str | None = None,
        labels: Mapping[str, str] | None = None,
        executors: WholeNumber | Mapping[str, Any] | None = None,
        placement: str | None = None,
        **unknown: Any,
    ) -> Run:
        """Submit a run.

        Parameters
        ----------
        model
            a model's folder or ``.py`` file, whose first sequence is tried here, for some seconds, and which is
            uploaded if the service does not have it; a model's id; or a function declared with :func:`ancho.model`, of
            which the file or folder is then sent
        sequences
            how many
        seed
            0 … 2**63 - 1; drawn if None
        starting_values
            those that differ from the model's
        targets
            such as ``"solvent: final_balance > 0"``, or a list of such
        quantiles
            which quantiles the summary has; 0.05, 0.25, 0.5, 0.75 and 0.95 if None
        block_size
            sequences of a batch model's block; 1024 if None
        max_failures
            how many sequences may fail
        sequence_timeout
            how long one sequence (of a batch model, one block) may take: seconds, a ``timedelta``, or a text such as
            ``"30s"`` or ``"2m"``; 30 s if None
        timeout
            how long the run may take; without limit if None
        name
            the run's name; the model's if None
        labels
            texts by name, by which :meth:`runs` can choose
        executors
            executors of its own: how many, or ``{"count", "cpus", "mem_mib", "gpus", "image", "constraints"}``; the
            pool's if None
        placement
            ``"pool"`` or ``"dedicated"``, if ``executors`` does not say it

        Raises
        ------
        InvalidRequest
            if an argument is refused, naming it
        ModelError
            if the model does not load, or refuses the starting values, or its outputs are not numbers
        RunFailed
            if its first sequence fails here and ``max_failures`` is 0
        """
        body = submission(
            sequences=sequences,
            seed=seed,
            starting_values=starting_values,
            targets=targets,
            quantiles=quantiles,
            block_size=block_size,
            max_failures=max_failures,
            sequence_timeout=sequence_timeout,
            timeout=timeout,
            name=name,
            labels=labels,
            executors=executors,
            placement=placement,
            **unknown,
        )
        model_id, tried = self._tried(model, body)
        body["model"] = {"id": model_id}
        headers = {"Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json"}
        submitted = self._http.ask("POST", "/runs", content=_json_of(body), headers=headers).json()
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
        return Run(self, self._json(f"/runs/{self._id(run)}"))

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
                with self._http.stream(
                    f"/runs/{self._id(run)}/events", headers={"Accept": "text/event-stream"}
                ) as response:
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
        return Run(self, self._http.ask("POST", f"/runs/{self._id(run)}/cancel").json())

    def delete(self, run: str | Run) -> None:
        """Delete a run with its results, failures, logs and summary; one that is under way is cancelled first.

        It cannot be undone. A run that is not there is an error (404).
        """
        found = self.run(run)
        with _gone_already():
            self._http.ask("DELETE", f"/runs/{found.id}")

    def models(self, *, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """Your models at the service, newest first, as the API shows them."""
        yield from self._items("/models", {}, limit)

    def model(self, model_id: str) -> dict[str, Any]:
        """A model as the API shows it, by its id ``sha256:…`` or the start of it.

        Raises
        ------
        InvalidRequest
            if no model's id begins so, or several do
        """
        if len(model_id) == _MODEL_ID_LENGTH:
            return self._json(f"/models/{_model_id(model_id)}")
        found = [model for model in self.models() if str(model["id"]).startswith(model_id)]
        if len(found) != 1:
            several = ": " + ", ".join(str(model["id"]) for model in found) if found else ""
            raise InvalidRequest(f"{len(found) or 'no'} models have an id that begins {model_id!r}{several}")
        return found[0]

    def delete_model(self, model_id: str) -> None:
        """Delete a model, by its id or the start of it; an error (409) while a run uses it."""
        found = self.model(model_id)
        with _gone_already():
            self._http.ask("DELETE", f"/models/{found['id']}")

    def summary(self, run: str | Run) -> Summary:
        """The summary of a completed run: a dict, which a notebook shows."""
        return Summary(self._json(f"/runs/{self._id(run)}/summary"))

    def results(
        self, run: str | Run, *, outputs: Sequence[str] = (), first: int | None = None, to: int | None = None
    ) -> Results:
        """The outputs of a run's sequences: all of a completed one, else those of the contiguous prefix.

        Parameters
        ----------
        outputs
            which; all if empty
        first, to
            the first sequence, and the one behind the last
        """
        found = self.run(run)
        with tempfile.TemporaryFile() as file:
            self.download(found, file, format="npz", outputs=outputs, first=first, to=to)
            file.seek(0)
            contents = read_npz(file)
        known = contents.metadata or self._metadata(found, first, to)
        contents.metadata = _provenance(found.document) | known
        return Results._of(contents)

    def provenance(self, run: str | Run) -> dict[str, Any]:
        """Where a run's numbers come from; see :attr:`Results.provenance`."""
        found = self.run(run)
        try:
            told = self._json(f"/runs/{found.id}/provenance")
        except ServiceError as error:
            if error.status != 404:  # a service that does not tell more than the run's document
                raise
            told = {}
        return _provenance(found.document) | told

    def download(
        self,
        run: str | Run,
        file: str | os.PathLike[str] | IO[bytes],
        *,
        format: str | None = None,
        outputs: Sequence[str] = (),
        first: int | None = None,
        to: int | None = None,
    ) -> None:
        """Write a run's results to a file, part by part as they come: they need not fit into memory.

        Parameters
        ----------
        file
            a path, whose ending says the format, and which is there once it is complete, a ``.csv`` or ``.jsonl`` with
            its ``.ancho.json``; or a binary file that is open
        format
            ``csv``, ``jsonl``, ``json`` or ``npz``; needed for an open file
        outputs
            which; all if empty
        first, to
            the first sequence, and the one behind the last

        Raises
        ------
        InvalidRequest
            if there is no such format, or the path's ending says another one
        """
        found = run if isinstance(run, Run) else self.run(run)
        if not isinstance(file, str | os.PathLike):
            self._stream(found.id, file, _result_formats.check_format(format), outputs, first, to)
            return
        path = Path(os.fsdecode(file))
        format = _result_formats.check_path(path, format)
        metadata = self._metadata(found, first, to) if format in _result_formats.WITH_SIDECAR else None
        with _result_formats.written(path) as part:
            self._stream(found.id, part, format, outputs, first, to)
        if metadata is not None:
            save_sidecar(path, metadata)

    def _stream(
        self, run_id: str, file: IO[bytes], format: str, outputs: Sequence[str], first: int | None, to: int | None
    ) -> None:
        query = {"format": format, "outputs": ",".join(outputs) or None, "from": first, "to": to}
        with self._http.stream(f"/runs/{run_id}/results", params=_given(query)) as response:
            for part in response.iter_bytes():
                file.write(part)

    def _metadata(self, run: Run, first: int | None, to: int | None) -> dict[str, Any]:
        """What belongs to results beside their numbers: the provenance, and the failures in their range."""
        known = self.provenance(run)
        begin = first or 0
        reached = self.run(run).document["progress"]["contiguous"]
        end = reached if to is None else min(to, reached)
        failures = self.failures(run) if known["failed"] else iter(())
        return {**known, "failures": [vars(failure) for failure in failures if begin <= failure.sequence < end]}

    def sequence(self, run: str | Run, index: int) -> dict[str, Any]:
        """One sequence as it was stored: ``{"sequence", "outputs"}`` or ``{"sequence", "failure"}``."""
        return self._json(f"/runs/{self._id(run)}/sequences/{index}")

    def replay(self, run: str | Run, index: int) -> dict[str, Any]:
        """One sequence, run again on this machine: the very history that the run had under this index."""
        document = self.run(run).document
        check_index(document, index)
        return replay_in_process(self.model_folder(document["model"]["id"]), document, index)

    def model_folder(self, model_id: str) -> Path:
        """A folder on this machine with a model's files, fetched once."""
        kept = models() / model_id.rpartition(":")[2]
        begin_use(kept)
        if kept.exists():
            return kept
        return _archive.unpack(self._http.ask("GET", f"/models/{model_id}/archive").content, model_id, models())

    def failures(self, run: str | Run, *, limit: int | None = None) -> Iterator[Failure]:
        """The failed sequences of a run, in order."""
        yield from (Failure(**item) for item in self._items(f"/runs/{self._id(run)}/failures", {}, limit))

    def logs(self, run: str | Run) -> str:
        """What the run's model printed."""
        return self._http.ask("GET", f"/runs/{self._id(run)}/logs").text

    def _id(self, run: str | Run) -> str:
        """The full id of the run that is meant."""
        if isinstance(run, Run):
            return run.id
        if not isinstance(run, str) or not run:
            what = f"its id or the beginning of it, {LAST}, or its name"
            raise InvalidRequest(f"run: must say which run, by {what}; not {_arguments.shown(run)}")
        if is_full_id(run):
            return run
        return resolve(run, self.runs(limit=1 if run == LAST else None))

    def _tried(self, model: Any, body: dict[str, Any]) -> tuple[str, str | None]:
        """The id of the model, and what is to be known of its first sequence, which is tried here with the run's seed.

        A seed that is not given is drawn, and added to the body.
        """
        if isinstance(model, str) and model.startswith("sha256:"):
            return model, "not tried here first"
        given = model_of(model)
        path = source_of(given.function) if isinstance(given, Model) else given
        body.setdefault("seed", drawn_seed())
        settings = {name: body[name] for name in ("seed", "block_size", "max_failures") if name in body}
        tried = try_model(path, body["starting_values"], **settings)
        return str(self.upload(path)["id"]), tried

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


def _provenance(run: Mapping[str, Any]) -> dict[str, Any]:
    """What a run's document says of where its numbers come from."""
    names = ("model", "seed", "sequences", "starting_values", "targets", "quantiles", "block_size")
    described = outputs_described(run.get("outputs") or ())
    return {
        "run_id": run["id"],
        **{name: run[name] for name in names},
        "failed": run["progress"]["failed"],
        **({"outputs": described} if described else {}),
    }


def _model_id(text: str) -> str:
    if not _MODEL_ID.fullmatch(text):
        raise InvalidRequest(f"{text!r} is not the id of a model")
    return text


@contextmanager
def _gone_already() -> Iterator[None]:
    """What was seen a moment ago and is gone was deleted: by somebody else, or by a request whose answer was lost."""
    try:
        yield
    except ServiceError as error:
        if error.status != _NOT_FOUND:
            raise


def _json_of(body: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:  # NaN, infinity, half of a surrogate pair, or no value of JSON's at all
        raise InvalidRequest(f"the run cannot be sent as JSON: {error}") from None


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
