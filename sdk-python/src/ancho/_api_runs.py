"""Runs at a service: which there are, and what becomes of them."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from ancho import _arguments
from ancho import _sse as sse
from ancho._api import Api, gone_already
from ancho._errors import InvalidRequest, NotReachable
from ancho._run import FINAL_STATES, Run
from ancho._run_references import LAST, is_full_id, may_be_beginning, resolve

if TYPE_CHECKING:
    from ancho._client import Client


class RunsApi(Api):
    """What :class:`ancho.Client` does with runs."""

    def run(self, run: str | Run) -> Run:
        """A run as it is now."""
        return self._run_of(self._json(f"/runs/{self._id(run)}"))

    def runs(
        self, *, state: str | None = None, label: str | None = None, name: str | None = None, limit: int | None = None
    ) -> Iterator[Run]:
        """The runs, newest first; ``label`` is ``"key:value"``, ``name`` the whole name."""
        pages = self._items("/runs", {"state": state, "label": label, "name": name}, limit)
        yield from map(self._run_of, pages)

    def watch(self, run: str | Run) -> Iterator[sse.Event]:
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
                    for event in sse.events(response.iter_bytes()):
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
        return self._run_of(self._http.ask("POST", f"/runs/{self._id(run)}/cancel").json())

    def delete(self, run: str | Run) -> None:
        """Delete a run with its results, failures, logs and summary; one that is under way is cancelled first.

        It cannot be undone. A run that is not there is an error (404).
        """
        found = self.run(run)
        with gone_already():
            self._http.ask("DELETE", f"/runs/{found.id}")

    def _id(self, run: str | Run) -> str:
        """The full id of the run that is meant."""
        if isinstance(run, Run):
            return run.id
        if not isinstance(run, str) or not run:
            what = f"its id or the beginning of it, {LAST}, or its name"
            raise InvalidRequest(f"run: must say which run, by {what}; not {_arguments.shown(run)}")
        if is_full_id(run):
            return run
        if run == LAST:
            return resolve(run, self.runs(limit=1))
        return resolve(run, self.runs() if may_be_beginning(run) else self.runs(name=run, limit=1))

    def _run_of(self, document: dict[str, Any], tried: str | None = None) -> Run:
        return Run(cast("Client", self), document, tried=tried)
