"""What a model's author says of its outputs."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from ancho._errors import ModelError

_LONGEST = 200


@dataclass(frozen=True)
class Output:
    """How an output is shown: in pictures, and in whatever else people read.

    Attributes
    ----------
    unit
        what it is measured in, such as ``"USD"``
    label
        what it is called, in place of its name
    elements
        what a vector's elements are counted in, such as ``"year"``

    Raises
    ------
    ModelError
        if one of them is not a printable text of 1 to 200 characters
    """

    unit: str | None = None
    label: str | None = None
    elements: str | None = None

    def __post_init__(self) -> None:
        for name, text in asdict(self).items():
            if text is not None and not (isinstance(text, str) and 0 < len(text) <= _LONGEST and text.isprintable()):
                raise ModelError(f"Output: {name} must be a printable text of 1 to {_LONGEST} characters, not {text!r}")

    def document(self) -> dict[str, str]:
        """As provenance documents have it: what is given, by name."""
        return {name: text for name, text in asdict(self).items() if text is not None}


def described(outputs: Mapping[str, Output]) -> dict[str, Output]:
    """Outputs' descriptions by name, checked.

    Raises
    ------
    ModelError
        if it is no mapping of names to descriptions
    """
    if not isinstance(outputs, Mapping):
        raise ModelError(f"outputs: must be a dict of names and ancho.Output, not {outputs!r:.100}")
    for name, output in outputs.items():
        if not isinstance(name, str) or not isinstance(output, Output):
            raise ModelError(f'outputs: must be like {{"balance": ancho.Output(unit="USD")}}, not {name!r}: {output!r}')
    return dict(outputs)


def documents(outputs: Mapping[str, Output]) -> dict[str, dict[str, str]]:
    """Outputs' descriptions as JSON has them."""
    return {name: output.document() for name, output in outputs.items()}


def outputs_described(outputs: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """The same from a run's document, where what the author says stands beside each output's name and length."""
    kinds = [field.name for field in fields(Output)]
    said = {output["name"]: {kind: output[kind] for kind in kinds if output.get(kind)} for output in outputs}
    return {name: texts for name, texts in said.items() if texts}
