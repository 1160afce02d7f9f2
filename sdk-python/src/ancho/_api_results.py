"""What a service has of a run: numbers, and what is told of them."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from ancho import _result_formats
from ancho._api import given
from ancho._api_runs import RunsApi
from ancho._html import Summary
from ancho._output import outputs_described
from ancho._result_reading import read_npz
from ancho._result_writing import save_sidecar
from ancho._results import Failure, Results
from ancho._run import Run


class ResultsApi(RunsApi):
    """What :class:`ancho.Client` does with results."""

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
        contents.metadata = _described(found) | contents.metadata
        return Results._of(contents)

    def provenance(self, run: str | Run) -> dict[str, Any]:
        """Where a run's numbers come from; see :attr:`Results.provenance`."""
        found = self.run(run)
        return _described(found) | self._json(f"/runs/{found.id}/provenance")

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
        with self._http.stream(f"/runs/{run_id}/results", params=given(query)) as response:
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

    def failures(self, run: str | Run, *, limit: int | None = None) -> Iterator[Failure]:
        """The failed sequences of a run, in order."""
        yield from (Failure(**item) for item in self._items(f"/runs/{self._id(run)}/failures", {}, limit))

    def logs(self, run: str | Run) -> str:
        """What the run's model printed."""
        return self._http.ask("GET", f"/runs/{self._id(run)}/logs").text


def _described(run: Run) -> dict[str, Any]:
    """What the model says of its outputs, if it does."""
    described = outputs_described(run.document.get("outputs") or ())
    return {"outputs": described} if described else {}
