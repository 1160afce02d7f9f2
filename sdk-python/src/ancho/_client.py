"""The client of a service."""

import json
import os
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from ancho._api_models import ModelsApi
from ancho._api_results import ResultsApi
from ancho._api_users import UsersApi
from ancho._arguments import WholeNumber
from ancho._errors import InvalidRequest
from ancho._function_source import source_of
from ancho._model import Model
from ancho._replay import check_index, replay_in_process
from ancho._reproduction import Reproduction, reproduce
from ancho._run import Run
from ancho._simulate import drawn_seed, model_of
from ancho._submission import submission
from ancho._targets import Target
from ancho._trial import try_model

__all__ = ["Client", "Run"]


class Client(ModelsApi, ResultsApi, UsersApi):
    """Runs models at a service.

    Parameters
    ----------
    url
        the service's address; else ``$ANCHO_URL``, else where ``ancho login`` went last, else that of the stack that
        ``ancho up`` started, in ``$ANCHO_HOME/url``, else http://127.0.0.1:8080
    token
        an API token; else ``$ANCHO_TOKEN``, else the one that ``ancho login`` kept for the address, else that of the
        stack, in ``$ANCHO_HOME/token``, which is sent nowhere else
    transport
        an httpx transport to use in place of the network
    patience
        for how many seconds a service that has answered before may be away

    All methods raise :class:`ServiceError` where the service answers with a problem, and :class:`NotReachable` where it
    does not answer. Those that take a run take a :class:`Run` or a text that says which: its id, any beginning of it
    that no other run's has, ``"@last"``, or its name (of several the newest). :class:`InvalidRequest` tells if that is
    no run, or more than one.
    """

    def __enter__(self) -> "Client":
        return self

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
        numerics: str | None = None,
        reproducible: bool = True,
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
        numerics
            ``"portable"``: the same bits on every processor of an architecture; ``"native"``: all that the executors'
            processors have, which must then be alike; portable if None
        reproducible
            whether the model gives the same numbers each time. One that does not is refused, if the trial here finds it
            out, unless this is False; the run then says so wherever its numbers are shown
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
            if the model does not load, refuses the starting values, its outputs are not numbers, or it does not give
            the same numbers twice
        RunFailed
            if one of its first sequences fails here and ``max_failures`` is 0
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
            numerics=numerics,
            reproducible=None if reproducible else False,
            executors=executors,
            placement=placement,
            **unknown,
        )
        model_id, tried = self._tried(model, body)
        body["model"] = {"id": model_id}
        headers = {"Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json"}
        submitted = self._http.ask("POST", "/runs", content=_json_of(body), headers=headers).json()
        return self._run_of(submitted, tried)

    def replay(self, run: str | Run, index: int) -> dict[str, Any]:
        """One sequence, run again on this machine: the very history that the run had under this index."""
        document = self.run(run).document
        check_index(document, index)
        return replay_in_process(self.model_folder(document["model"]["id"]), document, index)[0]

    def reproduce(
        self,
        run: str | Run,
        *,
        sample: WholeNumber | None = None,
        here: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Reproduction:
        """Run a run again and compare every bit.

        Parameters
        ----------
        run
            one that has results; of one that is not completed its first sequences without a gap are compared
        sample
            how many sequences: the run's first ones at the service, pieces from its beginning to its end here; all of
            them if None
        here
            on this machine in place of the service
        progress
            called with how many have been compared, and of how many

        Raises
        ------
        InvalidRequest
            if the run has no results yet
        RunFailed
            if it fails this time
        """
        return reproduce(self, self.run(run), sample=sample, here=here, progress=progress)

    def _tried(self, model: Any, body: dict[str, Any]) -> tuple[str, str | None]:
        """The id of the model, and what is to be known of its first sequence, which is tried here with the run's seed.

        A seed that is not given is drawn, and added to the body.
        """
        if isinstance(model, str) and model.startswith("sha256:"):
            return model, "not tried here first"
        given = model_of(model)
        path = source_of(given.function) if isinstance(given, Model) else given
        body.setdefault("seed", drawn_seed())
        settings = {
            name: body[name]
            for name in ("sequences", "seed", "block_size", "max_failures", "numerics", "reproducible")
            if name in body
        }
        tried = try_model(path, body["starting_values"], **settings)
        return str(self.upload(path)["id"]), tried


def _json_of(body: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:  # NaN, infinity, half of a surrogate pair, or no value of JSON's at all
        raise InvalidRequest(f"the run cannot be sent as JSON: {error}") from None
