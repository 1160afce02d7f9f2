"""What a picture is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ancho._errors import InvalidRequest
from ancho._layout import Floats
from ancho._summary import summarize

Document = Mapping[str, Any]

_LARGEST = 1e300


@dataclass(frozen=True)
class Subject:
    """A run, as pictures need it.

    Attributes
    ----------
    summary
        its summary document
    provenance
        what it came from: the model's name, the seed, the targets, what the author says of the outputs
    values
        its outputs, arrays of shape (n,) or (n, k) in the order of the sequences; None where only the summary is known
    """

    summary: Document
    provenance: Document = field(default_factory=dict)
    values: Mapping[str, Floats] | None = None

    def statistics(self, name: str) -> Document:
        """An output's part of the summary.

        Raises
        ------
        InvalidRequest
            if there is no such output, saying which there are
        """
        known: Mapping[str, Document] = self.summary["outputs"]
        if name not in known:
            raise InvalidRequest(f"outputs: there is no output {name!r}; there are {', '.join(known)}")
        return known[name]

    def with_elements(self, names: Iterable[str]) -> "Subject":
        """With elements of vectors, named as ``path[10]``, as outputs of their own, where the values are known."""
        found = {name: values for name in names if (values := self._element(name)) is not None}
        if not found:
            return self
        count = len(next(iter(found.values())))
        elements = summarize(found, sequences=count, failed=0)["outputs"]
        summary = {**self.summary, "outputs": {**self.summary["outputs"], **elements}}
        return Subject(summary, self.provenance, {**(self.values or {}), **found})

    def _element(self, name: str) -> Floats | None:
        vector, _, k = name.removesuffix("]").rpartition("[")
        values = (self.values or {}).get(vector)
        if name in self.summary["outputs"] or values is None or values.ndim != 2:
            return None
        return values[:, int(k)] if k.isdecimal() and int(k) < values.shape[1] else None

    def finite(self, name: str) -> Floats:
        """A scalar output's values that are numbers and finite, in the order of the sequences."""
        import numpy as np

        assert self.values is not None
        values = self.values[name]
        return values[np.isfinite(values)]

    def is_vector(self, name: str) -> bool:
        return "length" in self.statistics(name)

    def reaches_too_far(self, name: str) -> bool:
        """Whether an output has finite values so large that no axis can hold them and their differences."""
        statistics = self.statistics(name)
        ends = [statistics["min"], statistics["max"]]
        if self.is_vector(name):
            ends = [*statistics["min"], *statistics["max"]]
        return any(end is not None and abs(end) > _LARGEST for end in ends)

    def label(self, name: str) -> str:
        """What an output is called: its author's label, else its name."""
        return str(self._described(name).get("label") or name.replace("_", " "))

    def axis(self, name: str) -> str:
        """An output's label with its unit, as an axis has it."""
        unit = self._described(name).get("unit")
        return f"{self.label(name)} ({unit})" if unit else self.label(name)

    def elements(self, name: str) -> str:
        """What a vector output's elements are counted in, such as a year."""
        return str(self._described(name).get("elements") or "element")

    def targets(self, output: str) -> list[tuple[Document, Document]]:
        """The targets of an output: how each was asked, and its answer."""
        answers: Mapping[str, Document] = self.summary.get("targets") or {}
        asked = self.provenance.get("targets") or []
        return [(one, answers[one["name"]]) for one in asked if one["output"] == output and one["name"] in answers]

    def caption(self) -> str:
        """Which run a picture is of, in one line."""
        sequences, failed = self.summary["sequences"], self.summary["failed"]
        model = (self.provenance.get("model") or {}).get("name")
        parts = [model] if model else []
        parts.append(f"{sequences:,} {'sequence' if sequences == 1 else 'sequences'}")
        if failed:
            parts.append(f"{failed:,} failed and left out")
        if self.provenance.get("seed") is not None:
            parts.append(f"seed {self.provenance['seed']}")
        if self.provenance.get("reproducible") is False:
            parts.append("NOT REPRODUCIBLE")
        return "  ·  ".join(parts)

    def _described(self, name: str) -> Document:
        described: Document = (self.provenance.get("outputs") or {}).get(name) or {}
        return described
