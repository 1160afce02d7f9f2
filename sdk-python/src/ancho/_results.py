"""The outputs of a run's sequences."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ancho import _summary
from ancho._errors import InvalidRequest
from ancho._layout import Floats
from ancho._sequences import Failure
from ancho._summary import number
from ancho._targets import Target

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

__all__ = ["Failure", "Results"]


class Results(Mapping[str, Floats]):
    """A mapping of output names to arrays, of shape (n,) for scalar outputs and (n, k) for vectors of k.

    Rows are the ``n`` successful sequences in the order of their indices.

    Attributes
    ----------
    sequences
        the successful sequences' indices, shape (n,)
    failures
        the sequences that failed
    seed
        the run's seed, which repeats it
    """

    def __init__(
        self,
        outputs: Mapping[str, Floats],
        sequences: NDArray[np.int64],
        failures: Sequence[Failure] = (),
        *,
        seed: int,
        quantiles: Sequence[float] = _summary.QUANTILES,
        targets: Sequence[Target] = (),
    ) -> None:
        self._outputs = dict(outputs)
        self.sequences = sequences
        self.failures = list(failures)
        self.seed = seed
        self._quantiles = quantiles
        self._targets = targets

    def __getitem__(self, name: str) -> Floats:
        try:
            return self._outputs[name]
        except KeyError:
            raise KeyError(f"there is no output {name!r}; there are {', '.join(self._outputs)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._outputs)

    def __len__(self) -> int:
        return len(self._outputs)

    def __repr__(self) -> str:
        shapes = ", ".join(f"{name} {values.shape}" for name, values in self.items())
        return f"<ancho.Results of {len(self.sequences)} sequences, {len(self.failures)} failed: {shapes}>"

    def summary(self) -> dict[str, Any]:
        """The statistics of the outputs, in the shape of the service's summary."""
        return _summary.summarize(
            self,
            sequences=len(self.sequences) + len(self.failures),
            failed=len(self.failures),
            quantiles=self._quantiles,
            targets=self._targets,
        )

    def plot(self) -> "Figure":
        """A picture: a fan chart of each vector output, a histogram of each scalar one. Needs matplotlib."""
        from ancho._plotting import plot

        return plot(self.summary())

    def to_pandas(self) -> "DataFrame":
        """One row a sequence, indexed by it; a vector's elements as columns ``name[0]``, … Needs pandas."""
        from pandas import DataFrame, Index

        return DataFrame(dict(self.columns()), index=Index(self.sequences, name="sequence"))

    def columns(self) -> Iterator[tuple[str, Floats]]:
        """Every column of a table of the outputs: scalars as they are, a vector's elements one by one."""
        for name, values in self.items():
            if values.ndim == 1:
                yield name, values
            else:
                yield from ((f"{name}[{k}]", values[:, k]) for k in range(values.shape[1]))

    def save(self, path: str | Path) -> None:
        """Write to a file, in the format that its name ends in.

        ``.npz``: an array for each output, and ``sequence``. ``.csv``: a row a sequence, its index first, every digit
        kept. ``.json``: ``{"sequence": […], "outputs": {name: […]}, "failures": […]}``, null for what is not finite.
        """
        path = Path(path)
        check_path(path)
        {".npz": self._save_npz, ".csv": self._save_csv, ".json": self._save_json}[path.suffix](path)

    def _save_npz(self, path: Path) -> None:
        arrays: dict[str, Any] = {"sequence": self.sequences, **self._outputs}
        with path.open("wb") as file:
            np.savez(file, **arrays)

    def _save_csv(self, path: Path) -> None:
        names, columns = zip(("sequence", self.sequences), *self.columns(), strict=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(names)
            for part in range(0, len(self.sequences), 10_000):
                writer.writerows(zip(*(column[part : part + 10_000].tolist() for column in columns), strict=True))

    def _save_json(self, path: Path) -> None:
        document = {
            "sequence": self.sequences.tolist(),
            "outputs": {name: _plain(values.tolist()) for name, values in self.items()},
            "failures": [vars(failure) for failure in self.failures],
        }
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def check_path(path: Path, format: str | None = None) -> None:
    """Refuse a file that results cannot be written to, its format given or that of its name's ending."""
    if format is None and path.suffix not in _ENDINGS:
        raise InvalidRequest(f"{path}: the name must end in {', '.join(_ENDINGS)}")
    if not path.parent.is_dir():
        raise InvalidRequest(f"{path}: there is no folder {path.parent}")


_ENDINGS = (".npz", ".csv", ".json")


def _plain(values: list[Any]) -> list[Any]:
    return [_plain(value) if isinstance(value, list) else number(value) for value in values]
