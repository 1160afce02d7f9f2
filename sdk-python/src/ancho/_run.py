"""A run at a service."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ancho._errors import NotReachable, RunFailed, ServiceError
from ancho._extras import extra
from ancho._html import Summary, run_html
from ancho._output import outputs_described

if TYPE_CHECKING:
    from ancho._client import Client
    from ancho._plotting import Picture
    from ancho._results import Failure, Results
    from ancho._sse import Event

FINAL_STATES = frozenset({"COMPLETED", "FAILED", "CANCELLED"})


class Run:
    """A run at a service.

    Attributes
    ----------
    document
        how the service described it last
    tried
        of a run that was just submitted, what its submitter should know of trying its first sequence here, such as that
        it was not tried to the end; else None
    """

    def __init__(self, client: "Client", document: Mapping[str, Any], *, tried: str | None = None) -> None:
        self._client = client
        self.document = dict(document)
        self.tried = tried

    @property
    def id(self) -> str:
        """The run's id."""
        return str(self.document["id"])

    @property
    def state(self) -> str:
        """The state when it was looked at last; :meth:`refresh` looks again."""
        return str(self.document["state"])

    @property
    def is_over(self) -> bool:
        """Whether the state is final."""
        return self.state in FINAL_STATES

    def refresh(self) -> "Run":
        """Ask the service again."""
        self.document = self._client.run(self).document
        return self

    def watch(self) -> "Iterator[Event]":
        """What happens to it until it is over; see :meth:`Client.watch`."""
        yield from self._client.watch(self)

    def wait(self) -> "Run":
        """Wait until it is completed.

        Raises
        ------
        RunFailed
            if it failed or was cancelled, with the reason
        """
        for _ in self.watch():
            pass
        return self.refresh().succeeded()

    def succeeded(self) -> "Run":
        """Itself, if it did not fail.

        Raises
        ------
        RunFailed
            if it failed or was cancelled, with the reason
        """
        if self.state in ("FAILED", "CANCELLED"):
            how = "failed" if self.state == "FAILED" else "was cancelled"
            reason = f": {self.document['reason']}" if self.document.get("reason") else ""
            first = self._first_failure()
            is_reason = first is not None and f"sequence {first.sequence} failed" in reason
            lines = f"\n{first.traceback}" if first and first.traceback and is_reason else ""
            raise RunFailed(f"run {self.id} {how}{reason}{lines}", self.document, failures=[first] if first else [])
        return self

    def _first_failure(self) -> "Failure | None":
        """The failed sequence of the lowest index that is stored, if the service tells it."""
        if not self.document["progress"]["failed"]:
            return None
        try:
            return next(self._client.failures(self, limit=1), None)
        except (ServiceError, NotReachable):
            return None

    def cancel(self) -> "Run":
        """Cancel it."""
        self.document = self._client.cancel(self).document
        return self

    def delete(self) -> None:
        """Delete it, with its results; see :meth:`Client.delete`."""
        self._client.delete(self)

    def summary(self) -> Summary:
        """The statistics of its outputs, once it is completed: a dict, which a notebook shows."""
        return self._client.summary(self)

    def plot(
        self, outputs: Sequence[str] | None = None, kind: str | None = None, title: str | None = None
    ) -> "Picture":
        """A picture of its outputs, once it is completed; see :meth:`Results.plot`. Needs matplotlib.

        Histograms and fans are drawn from its summary; the values are fetched for other kinds and elements of vectors.
        """
        with extra("plot"):
            from ancho._plotting import FROM_SUMMARY, Subject, plot
        self.wait()
        names_elements = any(name.endswith("]") for name in outputs or ())
        if names_elements or (kind is not None and kind not in FROM_SUMMARY):
            return self.results().plot(outputs, kind, title)
        described = {"outputs": outputs_described(self.document["outputs"] or ())}
        return plot(Subject(self.summary(), self.document | described), outputs, kind, title)

    def results(self) -> "Results":
        """Its outputs, once it is completed; waits for that."""
        self.wait()
        return self._client.results(self)

    def replay(self, index: int) -> dict[str, Any]:
        """One of its sequences, run again on this machine."""
        return self._client.replay(self, index)

    def failures(self) -> "Iterator[Failure]":
        """Its failed sequences."""
        yield from self._client.failures(self)

    def logs(self) -> str:
        """What its model printed."""
        return self._client.logs(self)

    def _repr_html_(self) -> str:
        return run_html(self.document, self.summary() if self.state == "COMPLETED" else None)

    def __repr__(self) -> str:
        return f"<ancho.Run {self.id} {self.state}>"
