"""The outputs of a run's sequences."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ancho import _result_reading, _result_writing, _summary
from ancho._extras import extra
from ancho._failures import Failure
from ancho._html import Summary, summary_html
from ancho._layout import Floats
from ancho._targets import Target, targets_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from ancho._plotting import Picture

__all__ = ["Failure", "Results"]

_TOLD = 100
_SHAPES = 10
_UNKNOWN: Mapping[str, Any] = {
    "run_id": None,
    "model": None,
    "seed": None,
    "sequences": None,
    "failed": None,
    "starting_values": None,
    "targets": None,
    "quantiles": None,
    "block_size": None,
    "python": None,
    "packages": None,
    "ancho": None,
    "sandbox": None,
    "environment": None,
    "reproducible": None,
}


class Results(Mapping[str, Floats]):
    """A mapping of output names to arrays, of shape (n,) for scalar outputs and (n, k) for vectors of k.

    Rows are the ``n`` successful sequences in the order of their indices.

    Attributes
    ----------
    sequences
        the successful sequences' indices, shape (n,)
    failures
        the sequences that failed, in order
    seed
        the run's seed, which repeats it; None where a file does not say it
    """

    def __init__(
        self,
        outputs: Mapping[str, Floats],
        sequences: NDArray[np.int64],
        failures: Sequence[Failure] = (),
        *,
        seed: int | None,
        quantiles: Sequence[float] = _summary.QUANTILES,
        targets: Sequence[Target] = (),
        provenance: Mapping[str, Any] | None = None,
    ) -> None:
        self._outputs = dict(outputs)
        self.sequences = sequences
        self.failures = list(failures)
        self.seed = seed
        self._quantiles = [float(p) for p in quantiles]
        self._targets = list(targets)
        self._provenance = dict(provenance or {})

    @property
    def provenance(self) -> dict[str, Any]:
        """Where the numbers come from, and all that repeats them.

        ``run_id`` (null for a local run), ``model`` (``id``, ``name``, ``entrypoint``; the id is null for a function),
        ``seed``, ``sequences`` (how many were asked for), ``failed``, ``starting_values`` (those given), ``targets``,
        ``quantiles``, ``block_size``, ``python``, ``packages`` and ``ancho`` (versions), ``sandbox`` (what the model
        ran behind, ``"none"`` if any of it ran without a wall), ``environment`` (everything outside the model that can
        change a number, with the ``digest`` that stands for it), ``reproducible`` (False if the model was submitted as
        one that does not give the same numbers each time). None where it is not known.
        """
        return {
            **_UNKNOWN,
            "sequences": len(self.sequences) + len(self.failures),
            **{key: value for key, value in self._provenance.items() if key != "failures"},
            "seed": self.seed,
            "failed": len(self.failures),
            "targets": [target.document() for target in self._targets],
            "quantiles": self._quantiles,
        }

    @classmethod
    def load(cls, path: str | Path) -> "Results":
        """What :meth:`save` or ``ancho results -o`` wrote, with failures, seed and targets.

        JSON holds no NaN and no infinity, so that both are NaN from ``.json`` and ``.jsonl``; ``.npz`` and ``.csv``
        keep them. Without its sidecar a ``.csv`` or ``.jsonl`` gives the numbers alone.

        Raises
        ------
        InvalidRequest
            if there is no such file or it is not one of results
        """
        return cls._of(_result_reading.read(Path(path)))

    @classmethod
    def _of(cls, contents: _result_reading.Contents) -> "Results":
        known = dict(contents.metadata)
        failures = [Failure(**failure) for failure in known.pop("failures", [])]
        return cls(
            contents.outputs,
            contents.sequences,
            failures,
            seed=known.get("seed"),
            quantiles=known.get("quantiles") or _summary.QUANTILES,
            targets=targets_of(known.get("targets") or ()),
            provenance=known,
        )

    def __getitem__(self, name: str) -> Floats:
        try:
            return self._outputs[name]
        except KeyError:
            raise KeyError(f"there is no output {name!r}; there are {', '.join(self._outputs)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._outputs)

    def __len__(self) -> int:
        return len(self._outputs)

    def __eq__(self, other: object) -> bool:
        """Whether both have the same numbers (NaN is like NaN), failures and provenance."""
        if not isinstance(other, Results):
            return NotImplemented
        return (
            list(self) == list(other)
            and self.failures == other.failures
            and self.provenance == other.provenance
            and np.array_equal(self.sequences, other.sequences)
            and all(np.array_equal(values, other[name], equal_nan=True) for name, values in self.items())
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shapes = [f"{name} {values.shape}" for name, values in self.items()]
        more = [f"and {len(shapes) - _SHAPES} more"] if len(shapes) > _SHAPES else []
        failed = f"{len(self.failures)} failed"
        if self.failures:
            failed += f" (first: sequence {self.failures[0].sequence}, {self.failures[0].error_type})"
        return f"<ancho.Results of {len(self.sequences)} sequences, {failed}: {', '.join(shapes[:_SHAPES] + more)}>"

    def summary(self) -> Summary:
        """The statistics of the outputs: a dict in the shape of the service's summary, which a notebook shows."""
        provenance = self.provenance
        statistics = _summary.summarize(
            self,
            sequences=len(self.sequences) + len(self.failures),
            failed=len(self.failures),
            quantiles=self._quantiles,
            targets=self._targets,
        )
        return Summary({**statistics, "run_id": provenance["run_id"], "provenance": provenance})

    def _repr_html_(self) -> str:
        return summary_html(self.summary())

    def plot(
        self, outputs: Sequence[str] | None = None, kind: str | None = None, title: str | None = None
    ) -> "Picture":
        """A picture, which a notebook shows by itself. Needs matplotlib.

        Parameters
        ----------
        outputs
            which outputs; all if None, of which the first 24 are drawn
        kind
            ``histogram``, ``cdf``, ``exceedance``, ``convergence`` of scalar outputs, ``scatter`` of pairs of them,
            ``fan`` of vector outputs; if None, a fan chart of each vector output, a histogram of each scalar one
        title
            above the whole; else the model, the number of sequences and the seed are

        Raises
        ------
        InvalidRequest
            if there is no such output or kind, or none of the outputs can be drawn in that kind
        """
        with extra("plot"):
            from ancho._plotting import Subject, plot
        return plot(Subject(self.summary(), self.provenance, self._outputs), outputs, kind, title)

    def to_pandas(self) -> "DataFrame":
        """One row a sequence, indexed by it; a vector's elements as columns ``name[0]``, … Needs pandas.

        Its ``attrs`` have the ``provenance``, whose ``failed`` says how many sequences are missing, and the first
        hundred ``failures``.
        """
        with extra("pandas"):
            from pandas import DataFrame, Index
        frame = DataFrame(dict(self.columns()), index=Index(self.sequences, name="sequence"))
        frame.attrs = {"provenance": self.provenance, "failures": [vars(failure) for failure in self.failures[:_TOLD]]}
        return frame

    def columns(self) -> Iterator[tuple[str, Floats]]:
        """Every column of a table of the outputs: scalars as they are, a vector's elements one by one."""
        for name, values in self.items():
            if values.ndim == 1:
                yield name, values
            else:
                yield from ((f"{name}[{k}]", values[:, k]) for k in range(values.shape[1]))

    def save(self, path: str | Path) -> None:
        """Write to a file, in the format that its name ends in; the file is there once it is complete.

        ``.npz``: an array for each output, ``sequence``, and a text ``ancho``. ``.csv``: a row a sequence, its index
        first, every digit kept. ``.jsonl``: an object a sequence. ``.json``:
        ``{"provenance": {…}, "sequence": […], "outputs": {name: […]}, "failures": […]}``. JSON has null for what is not
        finite. The text ``ancho``, and beside a ``.csv`` or ``.jsonl`` the file ``NAME.ancho.json``, hold
        :attr:`provenance` and, in addition, ``failures``.

        Raises
        ------
        InvalidRequest
            if the ending is another one, or there is no folder for the file
        """
        _result_writing.save(self, Path(path))


def described(failure: Failure) -> str:
    """A failure in a line."""
    message = f": {failure.message}" if failure.message else ""
    return f"sequence {failure.sequence}: {failure.error_type}{message}"
